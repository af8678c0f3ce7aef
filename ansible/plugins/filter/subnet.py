# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Filters for subnets."""

from __future__ import annotations

import ipaddress
import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.reported import reported

filtering = reported(AnsibleFilterError)

IPV4 = 4
SUBNETS = "a mapping of subnets to what each stands for, such as {'10.20.30.0/24': 'a UUID'}"


@filtering
def dhcp_subnet_for_ip(ip: str | None, subnets: t.Mapping[str, t.Any]) -> t.Any:
    """The entry of the most specific subnet that holds an address, or an empty text."""
    given = wanted.mapping("dhcp_subnet_for_ip", SUBNETS, subnets)
    readable = {str(subnet): value for subnet, value in given.items() if version(subnet) == IPV4}
    try:
        found = package().subnet_for_ip(None if ip is None else str(ip), readable)
    except package().AddressError:
        return ""
    return "" if found is None else found


def version(subnet: t.Any) -> int:
    """The version of IP that a subnet is of; bits of a host in it do not matter."""
    try:
        return ipaddress.ip_network(wanted.text("dhcp_subnet_for_ip", SUBNETS, subnet), strict=False).version
    except ValueError:
        raise wanted.wrong("dhcp_subnet_for_ip", SUBNETS, subnet) from None


@filtering
def subnet_plan(vlans: t.Mapping[str, t.Any], octet: int | str) -> list[dict[str, t.Any]]:
    """What the plan gives each VLAN of a site."""
    given = wanted.mapping("subnet_plan", "the VLANs by name, such as {'trusted': 10}", vlans)
    return package().subnet_plan(wanted.count("subnet_plan", "the site's octet, a whole number such as 20", octet), given)


class FilterModule:
    """Filters for subnets."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by name."""
        return {"dhcp_subnet_for_ip": dhcp_subnet_for_ip, "subnet_plan": subnet_plan}
