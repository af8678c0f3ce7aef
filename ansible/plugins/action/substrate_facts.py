# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The action of `substrate_facts`."""

from __future__ import annotations

import json
import typing as t

from ..module_utils.deevnet_package import package
from ..plugin_utils.substrate_action import SubstrateAction

FACT = "deevnet"
"""The name of the fact."""


def dns_records(substrate: t.Any) -> dict[str, t.Any] | None:
    """The DNS records; none where the domain is not declared."""
    try:
        return substrate.dns_records()
    except package().EmitError:
        return None


PARTS: dict[str, t.Callable[[t.Any], t.Any]] = {
    "model": lambda substrate: substrate.to_dict(),
    "dhcp_reservations": lambda substrate: substrate.dhcp_reservations(),
    "dns_records": dns_records,
    "wol_hosts": lambda substrate: substrate.wol_hosts(),
    "tenants": lambda substrate: [tenant.to_dict() for tenant in substrate.tenants],
    "vlan_plan": lambda substrate: json.loads(next(iter(substrate.emit("vlan-plan").values()))),
    "left_out": lambda substrate: [str(part) for part in substrate.left_out()],
}
"""What can be gathered, by name."""


class ActionModule(SubstrateAction):
    """Gathers what a substrate declares, and what follows from it."""

    arguments = {
        "gather": {"type": "list", "elements": "str", "choices": list(PARTS), "default": list(PARTS)},
    }

    def perform(self, substrate: t.Any, options: dict[str, t.Any], variables: dict[str, t.Any]) -> dict[str, t.Any]:
        """Gathers the facts."""
        fact = {"name": substrate.name, "domain": substrate.domain, "hosts": list(substrate.hosts)}
        fact.update({name: gather(substrate) for name, gather in PARTS.items() if name in options["gather"]})
        return {"changed": False, "ansible_facts": {FACT: fact}}
