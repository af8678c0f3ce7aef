# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Filters for subnets."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils.reported import reported

filtering = reported(AnsibleFilterError)


@filtering
def dhcp_subnet_for_ip(ip: str | None, subnets: t.Mapping[str, t.Any]) -> t.Any:
    """The entry of the most specific subnet that holds an address, or an empty text."""
    if not isinstance(subnets, Mapping):
        raise AnsibleFilterError(
            "dhcp_subnet_for_ip takes a mapping of subnets to what each stands for, such as"
            f" {{'10.20.30.0/24': 'a UUID'}}, and was given a {type(subnets).__name__}: {subnets!r}"
        )
    readable = {str(subnet): value for subnet, value in subnets.items() if is_subnet(str(subnet))}
    try:
        found = package().subnet_for_ip(None if ip is None else str(ip), readable)
    except package().AddressError:
        return ""
    return "" if found is None else found


def is_subnet(text: str) -> bool:
    """Whether a text is an IPv4 subnet."""
    try:
        package().subnet_for_ip(None, [text])
    except package().AddressError:
        return False
    return True


@filtering
def subnet_plan(vlans: t.Mapping[str, t.Any], octet: int | str) -> list[dict[str, t.Any]]:
    """What the plan gives each VLAN of a site."""
    return package().subnet_plan(int(octet), vlans)


class FilterModule:
    """Filters for subnets."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by name."""
        return {"dhcp_subnet_for_ip": dhcp_subnet_for_ip, "subnet_plan": subnet_plan}
