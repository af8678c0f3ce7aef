"""The subnet of an address."""

from __future__ import annotations

import ipaddress
import random
from collections import OrderedDict
from types import MappingProxyType

import pytest

import deevnet

SUBNETS = {"10.20.0.0/16": "site", "10.20.25.0/24": {"uuid": 25}, "10.20.30.0/24": None}


@pytest.mark.parametrize("mapping", [dict, OrderedDict, MappingProxyType])
def test_the_most_specific_subnet_gives_its_own_value(mapping: type) -> None:
    subnets = mapping(SUBNETS)
    assert deevnet.subnet_for_ip("10.20.25.21", subnets) is SUBNETS["10.20.25.0/24"]
    assert deevnet.subnet_for_ip("10.20.26.21", subnets) == "site"
    assert deevnet.subnet_for_ip("10.10.0.1", subnets) is None


def test_subnets_alone_give_the_subnet_as_it_was_written() -> None:
    for form in (list, tuple, iter):
        assert deevnet.subnet_for_ip("10.20.25.21", form(["10.20.25.7/24", "10.20.25.0/24"])) == "10.20.25.7/24"
    assert deevnet.subnet_for_ip("10.20.25.21", []) is None


@pytest.mark.parametrize("ip", [None, "", "dhcp"])
def test_without_a_fixed_address_there_is_no_subnet(ip: str | None) -> None:
    assert deevnet.subnet_for_ip(ip, SUBNETS) is None


def test_it_equals_looking_at_every_subnet() -> None:
    numbers = random.Random(5)
    for _ in range(200):
        networks = [
            ipaddress.ip_network((numbers.randrange(64) << 4, numbers.randrange(20, 33)), strict=False) for _ in range(6)
        ]
        address = ipaddress.ip_address(numbers.randrange(1024))
        holding = [network for network in networks if address in network]
        expected = max(holding, key=lambda network: network.prefixlen, default=None)
        found = deevnet.subnet_for_ip(str(address), map(str, networks))
        assert found == (None if expected is None else str(expected))


@pytest.mark.parametrize("ip", ["10.20.25", "10.20.25.256", "010.20.25.1", "fe80::1", "10.20.25.1/24", "DHCP"])
def test_other_addresses_are_refused(ip: str) -> None:
    with pytest.raises(deevnet.AddressError) as caught:
        deevnet.subnet_for_ip(ip, SUBNETS)
    assert caught.value.value == ip
    assert str(caught.value) == f"`{ip}` is not an IPv4 address"


@pytest.mark.parametrize("subnet", ["10.20.25.0", "10.20.25.0/33", "fe80::/64", ""])
def test_other_subnets_are_refused_even_where_nothing_is_looked_up(subnet: str) -> None:
    for ip in ("10.20.25.1", None):
        with pytest.raises(deevnet.AddressError) as caught:
            deevnet.subnet_for_ip(ip, [subnet])
        assert caught.value.value == subnet
