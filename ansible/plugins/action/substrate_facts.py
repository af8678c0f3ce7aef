# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The action of `substrate_facts`."""

from __future__ import annotations

import typing as t

from ..plugin_utils.answers import PUBLISHED, Refused, given
from ..plugin_utils.source import Source
from ..plugin_utils.substrate_action import AnsweringAction

FACT = "deevnet"
"""The name of the fact."""

OUTLINE = "outline"
PARTS = ["model", "dhcp_reservations", "dns_records", "wol_hosts", "tenants", "vlan_plan", "left_out"]
"""What can be gathered."""


class ActionModule(AnsweringAction):
    """Gathers what a substrate declares, and what follows from it."""

    arguments = {
        "gather": {"type": "list", "elements": "str", "choices": PARTS, "default": PARTS},
        "fresh": {"type": "bool", "default": False},
    }

    def perform(self, source: Source, options: dict[str, t.Any], variables: dict[str, t.Any]) -> dict[str, t.Any]:
        """Gathers the facts."""
        names = [name for name in PARTS if name in options["gather"]]
        answers = self.answers(source, [OUTLINE, *names], options["fresh"])
        fact = {**given(answers[OUTLINE]), **{name: part(name, answers[name]) for name in names}}
        return {"changed": False, "ansible_facts": {FACT: fact}}


def part(name: str, kept: t.Mapping[str, t.Any]) -> t.Any:
    """A part of the fact; none for the DNS records of a substrate whose domain is not declared."""
    try:
        answer = given(kept)
    except Refused:
        if name == "dns_records":
            return None
        raise
    return answer["rows"] if name in PUBLISHED else answer
