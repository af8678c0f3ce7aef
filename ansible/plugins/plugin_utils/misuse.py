# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Errors of what a user gives a plugin, and the options that a plugin refuses."""

from __future__ import annotations

import difflib
import typing as t

from ansible.module_utils.parsing.convert_bool import boolean


class Misuse(ValueError):
    """The error of an option or a value that a plugin does not take; the hint is the way out."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def check_options(given: t.Mapping[str, t.Any], definitions: t.Mapping[str, t.Mapping[str, t.Any]]) -> None:
    """Refuses options that are not defined, and switches that are neither on nor off."""
    for name, value in given.items():
        definition = definitions.get(name)
        if definition is None:
            raise Misuse(f"`{name}` is no option of this plugin", way_out(name, list(definitions)))
        if definition.get("type") in ("bool", "boolean") and not is_switch(value):
            raise Misuse(f"the option `{name}` is true or false, not `{value}`")


def way_out(name: str, known: list[str]) -> str:
    """The nearest of some names, or all of them."""
    nearest = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{nearest[0]}`?" if nearest else f"it has: {', '.join(sorted(known))}"


def is_switch(value: t.Any) -> bool:
    """Whether a value is true or false in a way that Ansible knows."""
    try:
        boolean(value, strict=True)
    except TypeError:
        return False
    return True
