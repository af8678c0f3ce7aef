# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The action of `substrate_check`."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..plugin_utils.answers import given
from ..plugin_utils.findings import SEVERITIES, at_least, counts
from ..plugin_utils.source import Source
from ..plugin_utils.substrate_action import AnsweringAction

NEVER = "never"
MOST_NAMED = 10
"""How many findings the message names; all of them are in the result."""


@dataclass(frozen=True)
class Found:
    """A finding as it is kept."""

    text: str
    """The finding in words."""
    fields: dict[str, t.Any]
    """The finding as the result of the task has it."""

    @property
    def severity(self) -> str:
        """How serious it is."""
        return str(self.fields["severity"])

    def __str__(self) -> str:
        """The finding in words."""
        return self.text


class ActionModule(AnsweringAction):
    """Checks a substrate, and fails where something serious is found."""

    arguments = {
        "fail_on": {"type": "str", "choices": [*SEVERITIES, NEVER], "default": "error"},
        "fresh": {"type": "bool", "default": False},
    }

    def perform(self, source: Source, options: dict[str, t.Any], variables: dict[str, t.Any]) -> dict[str, t.Any]:
        """Checks the substrate."""
        answers = self.answers(source, ["outline", "findings"], options["fresh"])
        substrate = given(answers["outline"])["name"]
        findings = [Found(*found) for found in given(answers["findings"])]
        serious = [] if options["fail_on"] == NEVER else at_least(findings, options["fail_on"])
        return {
            "changed": False,
            "failed": bool(serious),
            "msg": message(findings, serious),
            "substrate": substrate,
            "counts": counts(findings),
            "findings": [finding.fields for finding in findings],
        }


def message(findings: t.Sequence[t.Any], serious: t.Sequence[t.Any]) -> str:
    """What was found, in words: how much, and what is serious."""
    numbers = ", ".join(f"{number} {noun(severity, number)}" for severity, number in reversed(counts(findings).items()))
    named = [str(finding) for finding in serious[:MOST_NAMED]]
    rest = len(serious) - len(named)
    return "\n".join([numbers, *named, *([f"and {rest} more"] if rest else [])])


def noun(severity: str, number: int) -> str:
    """The name of a severity for a number of findings."""
    return severity if number == 1 else f"{severity}s"
