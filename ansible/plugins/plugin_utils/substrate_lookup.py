# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the lookups share: each asks a substrate one thing, once in a run."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from .answer import is_first
from .answers import FORCED, kept_answer
from .misuse import check_options
from .reported import reported
from .source import ARGUMENTS, Source

MOST_NAMED = 5
"""How many parts the warning names that are left out."""


class SubstrateLookup(LookupBase):
    """A lookup that takes no terms and gives what a substrate answers."""

    answer_name: str
    """The name of the answer."""

    def rows(self, answer: t.Any) -> list[t.Any]:
        """What the lookup gives for the answer."""
        return list(answer)

    def answer(self, source: Source) -> t.Any:
        """The answer of a source."""
        return kept_answer(source, self.answer_name, fresh=self.get_option("fresh"))

    @reported(AnsibleLookupError)
    def run(self, terms: list[t.Any], variables: dict[str, t.Any] | None = None, **kwargs: t.Any) -> list[t.Any]:
        """The answer."""
        if terms:
            raise AnsibleLookupError(f"this lookup takes options only, not `{terms[0]}` (write `inventory=...`)")
        check_options(kwargs, self.option_definitions)
        self.set_options(var_options=variables, direct=kwargs)
        source = Source.of(variables or {}, {name: self.get_option(name) for name in ARGUMENTS})
        return self.rows(self.answer(source))


class PublishedLookup(SubstrateLookup):
    """A lookup of a list that leaves out what an error of the check touches, and says so."""

    def answer(self, source: Source) -> t.Any:
        """The list of a source; what is left out of it is warned of, once in a run."""
        name = FORCED.format(self.answer_name) if self.get_option("force") else self.answer_name
        published = kept_answer(source, name, fresh=self.get_option("fresh"))
        left_out = published["left_out"]
        if left_out and is_first([name, source.key(), left_out]):
            Display().warning(warning(self.answer_name, left_out))
        return published["rows"]


def warning(name: str, left_out: t.Sequence[str]) -> str:
    """What is left out of a list, in words: the first parts, and how many more there are."""
    rest = len(left_out) - MOST_NAMED
    more = [f"and {rest} more, which the fact `left_out` of deevnet.identity.substrate_facts names"] if rest > 0 else []
    return "\n".join([f"deevnet.identity.{name} left out:", *(f"- {part}" for part in left_out[:MOST_NAMED]), *more])
