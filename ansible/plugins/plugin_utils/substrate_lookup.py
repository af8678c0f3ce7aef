# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the lookups share: each asks a substrate one thing, once in a run."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

from ..module_utils.deevnet_package import package
from .answer import once
from .reported import reported
from .source import ARGUMENTS, Source


class SubstrateLookup(LookupBase):
    """A lookup that takes no terms and gives what a substrate answers."""

    answer_options: tuple[str, ...] = ()
    """The options that make another answer."""

    def answer(self, substrate: t.Any, **options: t.Any) -> list[t.Any]:
        """What a substrate answers, as plain data."""
        raise NotImplementedError

    @reported(AnsibleLookupError)
    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[t.Any]:
        """The answer."""
        if terms:
            raise AnsibleLookupError(f"this lookup takes options only, not `{terms[0]}` (write `inventory=...`)")
        self.set_options(var_options=variables, direct=kwargs)
        source = Source.of(variables or {}, {name: self.get_option(name) for name in ARGUMENTS})
        options = {name: self.get_option(name) for name in self.answer_options}
        key = [type(self).__module__, package().__version__, options, source.key()]
        return once(key, lambda: self.answer(source.load(), **options), fresh=self.get_option("fresh"))
