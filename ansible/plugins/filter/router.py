# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Filters for the VLAN interfaces of a router."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.reported import reported

DEFAULT_PREFIX = 24
HEADING = "These VLAN interfaces lack their IPv4 address:"
WAY_OUT = "In OPNsense, set each under Interfaces as Static IPv4 with that prefix length, save, and apply the changes."


@reported(AnsibleFilterError)
def vlans_needing_ip(
    vlans: t.Mapping[str, t.Any], devices: t.Mapping[t.Any, str], interfaces: t.Mapping[str, t.Any]
) -> list[dict[str, t.Any]]:
    """The VLANs whose interface lacks the segment's gateway address."""
    wanted.mapping("vlans_needing_ip", "the VLANs by name", vlans)
    wanted.mapping("vlans_needing_ip", "the devices by VLAN ID", devices)
    wanted.mapping("vlans_needing_ip", "the interfaces by device", interfaces)
    return package().vlans_needing_ip(vlans, devices, interfaces)


def format_vlans_needing_ip(vlans: t.Iterable[t.Mapping[str, t.Any]]) -> str:
    """What `vlans_needing_ip` gives, as a list that a person can work through."""
    name, what = "format_vlans_needing_ip", "what vlans_needing_ip gives"
    rows = [wanted.mapping(name, what, vlan) for vlan in wanted.sequence(name, what, vlans)]
    return "\n".join([HEADING, "", *map(line, rows), "", WAY_OUT])


def line(vlan: t.Mapping[str, t.Any]) -> str:
    """One interface and what it lacks."""
    address = f"{vlan['gateway']}/{vlan.get('prefix', DEFAULT_PREFIX)}"
    return f"  - {vlan['identifier']} ({vlan['device']}): {address} — {vlan['name']} (VLAN {vlan['vlan_id']})"


class FilterModule:
    """Filters for the VLAN interfaces of a router."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by name."""
        return {"vlans_needing_ip": vlans_needing_ip, "format_vlans_needing_ip": format_vlans_needing_ip}
