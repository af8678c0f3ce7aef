# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Filters for MAC addresses."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.reported import reported

filtering = reported(AnsibleFilterError)

A_VMID = "a VMID, a whole number such as 200"
A_MAC = "a MAC address, a text such as '02:de:20:00:00:c8'"
A_NAMESPACE = "a namespace, a text such as '02:de:20'"


@filtering
def vmid_to_mac(vmid: int | str, namespace: str) -> str:
    """The MAC address that is derived from a VMID."""
    given = wanted.number("vmid_to_mac", A_VMID, vmid)
    return package().vmid_to_mac(given, wanted.text("vmid_to_mac", A_NAMESPACE, namespace))


@filtering
def mac_format(mac: str, style: str = "lower-colon") -> str:
    """A MAC address in a style."""
    return package().format_mac(wanted.text("mac_format", A_MAC, mac), str(style))


@filtering
def mac_decode(mac: str, namespace: str | None = None) -> dict[str, t.Any]:
    """What a MAC address says about itself."""
    address = package().parse_mac(wanted.text("mac_decode", A_MAC, mac))
    decoded = {
        "mac": str(address),
        "oui": address.oui,
        "administration": "local" if address.is_local else "universal",
        "cast": "group" if address.is_group else "unicast",
    }
    if namespace is not None:
        decoded["vmid"] = package().mac_to_vmid(address, wanted.text("mac_decode", A_NAMESPACE, namespace))
    return decoded


class FilterModule:
    """Filters for MAC addresses."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by name."""
        return {"vmid_to_mac": vmid_to_mac, "mac_format": mac_format, "mac_decode": mac_decode}
