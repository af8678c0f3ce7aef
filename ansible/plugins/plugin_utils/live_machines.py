# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What runs on the nodes, beside what is declared."""

from __future__ import annotations

import typing as t

from .machines import Host, join

ABSENT = "absent"
"""The state of a machine that its node does not have."""


def live_machines(hosts: dict[str, Host], survey: t.Any) -> None:
    """Notes the state of every machine whose node was read whole."""
    nodes, unknown = survey.to_dict()["nodes"], {gap.host for gap in survey.gaps}
    for host in hosts.values():
        variables = host["variables"]
        hypervisor, vmid = variables.get("deevnet_hypervisor_host"), variables.get("deevnet_vmid")
        if hypervisor not in nodes or vmid is None:
            continue
        node = nodes[hypervisor]
        guest = node.get("guests", {}).get(str(vmid))
        if guest is None and hypervisor in unknown:
            continue
        variables["deevnet_node"] = node["node"]
        variables["deevnet_state"] = ABSENT if guest is None else guest["status"]
        join(host, "state", variables["deevnet_state"])
