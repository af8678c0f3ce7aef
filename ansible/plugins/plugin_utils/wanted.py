# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What filters want of their values: each error names the filter, the value and what is wanted."""

from __future__ import annotations

import typing as t
from collections.abc import Iterable, Mapping

from ansible.errors import AnsibleFilterError

MOST_SHOWN = 80
"""How many characters of a value an error shows."""


def wrong(name: str, wanted: str, value: t.Any) -> AnsibleFilterError:
    """The error of a filter for a value that is something else than what it takes."""
    shown = repr(value)
    if len(shown) > MOST_SHOWN:
        shown = f"{shown[:MOST_SHOWN]}…"
    return AnsibleFilterError(f"{name} takes {wanted}, and was given {shown}, a value of type {kind(value)}")


def kind(value: t.Any) -> str:
    """The type of a value, as Python names it, without what Ansible wraps around it."""
    builtin = (bool, int, float, str, list, tuple, dict)
    return next((plain.__name__ for plain in builtin if isinstance(value, plain)), type(value).__name__)


def number(name: str, wanted: str, value: t.Any) -> int | str:
    """A whole number, or a text that is read as one."""
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise wrong(name, wanted, value)
    return value


def count(name: str, wanted: str, value: t.Any) -> int:
    """A whole number, out of its digits too."""
    try:
        return int(number(name, wanted, value))
    except ValueError:
        raise wrong(name, wanted, value) from None


def text(name: str, wanted: str, value: t.Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise wrong(name, wanted, value)
    return value


def mapping(name: str, wanted: str, value: t.Any) -> t.Mapping[t.Any, t.Any]:
    """A mapping."""
    if not isinstance(value, Mapping):
        raise wrong(name, wanted, value)
    return value


def sequence(name: str, wanted: str, value: t.Any) -> list[t.Any]:
    """The elements of a list or of what is like one; a text and a mapping are not."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise wrong(name, wanted, value)
    return list(value)
