"""The filters give what the estate's own gave where that was right, and something better where it was not.

The figures are worked out from what the estate's filters do, which `deevnet.net` and `deevnet.mgmt` publish.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from conftest import Plugins

import deevnet

Filter = Callable[..., Any]
PI = {"infrastructure": {"interfaces": {"eth0": {"mac": "00:00:5E:00:53:01"}, "wlan0": {"mac": "UNKNOWN"}}}}


@pytest.fixture
def filters(plugins: Plugins) -> dict[str, Filter]:
    """Every filter by name."""
    found: dict[str, Filter] = {}
    for name in ("findings", "mac", "mac_table", "router", "subnet", "vmid"):
        found |= plugins(f"filter.{name}").FilterModule().filters()
    return found


@pytest.mark.parametrize(
    ("vmid", "namespace", "mac"),
    [
        (200, "02:de:20", "02:de:20:00:00:c8"),
        ("200", "02:DE:20", "02:de:20:00:00:c8"),
        (100, "02:de:10", "02:de:10:00:00:64"),
        (16777215, "02:de:20", "02:de:20:ff:ff:ff"),
        (65536, "02:de:20", "02:de:20:01:00:00"),
    ],
)
def test_a_mac_address_follows_from_a_vmid(filters: dict[str, Filter], vmid: Any, namespace: str, mac: str) -> None:
    assert filters["vmid_to_mac"](vmid, namespace) == mac


@pytest.mark.parametrize(("vmid", "namespace"), [(0, "02:de:20"), (16777216, "02:de:20"), (200, "02:de"), ("x", "02:de:20")])
def test_what_cannot_be_derived_is_an_error_with_a_way_out(
    filters: dict[str, Filter], vmid: Any, namespace: str
) -> None:
    with pytest.raises(AnsibleFilterError, match=r"\(.+\)"):
        filters["vmid_to_mac"](vmid, namespace)


def test_a_vendors_namespace_is_refused(filters: dict[str, Filter]) -> None:
    with pytest.raises(AnsibleFilterError, match="00:11:22"):
        filters["vmid_to_mac"](200, "00:11:22")


@pytest.mark.parametrize(
    ("used", "limits", "free"),
    [
        ([], (200, 299), [200]),
        ([200, 201, 203], (200, 299, 2), [202, 204]),
        (["200", 202], ("200", "210", "2"), [201, 203]),
        ([199, 300, 9000], (200, 201, 2), [200, 201]),
    ],
)
def test_the_lowest_free_vmids_are_chosen(
    filters: dict[str, Filter], used: list[Any], limits: tuple[Any, ...], free: list[int]
) -> None:
    assert filters["free_vmids"](used, *limits) == free


def test_a_full_range_is_an_error(filters: dict[str, Filter]) -> None:
    with pytest.raises(AnsibleFilterError, match="200"):
        filters["free_vmids"]([200, 201], 200, 201)


def test_an_entry_of_a_table_names_its_interface(filters: dict[str, Filter]) -> None:
    lines = ["MAC Address        VLAN  Type     Port", "00:00:5e:00:53:01  20    dynamic  Gi1/0/3", "-" * 40]
    lines.append("00:00:5E:00:53:99  30    dynamic  Gi1/0/4")
    report = filters["mac_table_inventory"](lines, {"pi01": PI}, {"all": ["pi01"]})
    known = {"mac": "00:00:5e:00:53:01", "port": "Gi1/0/3", "vlan": "20", "inventory": "pi01 (eth0)"}
    unknown = {"mac": "00:00:5e:00:53:99", "port": "Gi1/0/4", "vlan": "30", "inventory": "UNKNOWN"}
    assert report == {"entries": [known, unknown], "unknown": [unknown]}
    assert filters["format_mac_table"](report).splitlines() == [
        "Port            VLAN  MAC Address         Inventory Host",
        "--------------- ----- ------------------- ----------------------------",
        "Gi1/0/3         20    00:00:5e:00:53:01   pi01 (eth0)",
        "Gi1/0/4         30    00:00:5e:00:53:99   UNKNOWN",
    ]


@pytest.mark.parametrize("line", ["20 0000.5e00.5301 DYNAMIC Gi1/0/3", "00-00-5E-00-53-01  20  Gi1/0/3  dynamic  no"])
def test_the_tables_of_other_switches_are_read(filters: dict[str, Filter], line: str) -> None:
    (entry,) = filters["mac_table_inventory"]([line], {"pi01": PI}, {"all": ["pi01"]})["entries"]
    assert (entry["inventory"], entry["vlan"], entry["port"]) == ("pi01 (eth0)", "20", "Gi1/0/3")


def test_a_hyphenated_address_in_the_inventory_is_found_and_a_word_is_none(filters: dict[str, Filter]) -> None:
    def host(mac: str) -> dict[str, Any]:
        return {"infrastructure": {"interfaces": {"eth0": {"mac": mac}}}}

    hostvars = {"pi01": host("00-00-5E-00-53-01"), "pi02": host("Unknown"), "pi03": host("0000.5e00.5301")}
    table = "00:00:5e:00:53:01 20 Gi1/0/3 dynamic"
    report = filters["mac_table_inventory"](table, hostvars, {"all": list(hostvars)})
    assert report["entries"][0]["inventory"] == "pi01 (eth0), pi03 (eth0)"


@pytest.mark.parametrize(
    ("ip", "found"),
    [
        ("10.20.10.50", "uuid-10"),
        ("10.20.99.1", "uuid-site"),
        ("192.0.2.1", ""),
        ("dhcp", ""),
        ("UNKNOWN", ""),
        ("", ""),
        (None, ""),
        ("10.20.10", ""),
    ],
)
def test_the_subnet_of_an_address_is_found(filters: dict[str, Filter], ip: str | None, found: str) -> None:
    subnets = {"10.20.0.0/16": "uuid-site", "fd00::/64": "uuid-6", "10.20.10.1/24": "uuid-10"}
    assert filters["dhcp_subnet_for_ip"](ip, subnets) == found


@pytest.mark.parametrize("subnets", [["10.20.10.0/24"], "10.20.10.0/24", None])
def test_subnets_that_are_no_mapping_are_refused(filters: dict[str, Filter], subnets: object) -> None:
    expected = r"takes a mapping of subnets .*'10\.20\.30\.0/24': 'a UUID'.* was given .* of type (list|str|NoneType)"
    with pytest.raises(AnsibleFilterError, match=expected):
        filters["dhcp_subnet_for_ip"]("10.20.10.7", subnets)


VLANS = {
    "trusted": {"vlan_id": 10, "subnet": "10.20.1.0/24", "gateway": "10.20.1.1"},
    "storage": {"vlan_id": "20", "subnet": "10.20.20.0/24", "gateway": "10.20.20.1"},
    "transit": {"vlan_id": 50, "subnet": "10.20.50.0/28", "gateway": "10.20.50.1"},
    "blackhole": {"vlan_id": 999},
}


def test_interfaces_without_their_address_are_listed(filters: dict[str, Filter]) -> None:
    devices = {"10": "vlan01", "20": "vlan02"}
    interfaces = {"vlan01": {"identifier": "opt1", "ipv4": ""}, "vlan02": {"identifier": "opt2", "ipv4": "10.20.20.1/24"}}
    lacking = filters["vlans_needing_ip"](VLANS, devices, interfaces)
    assert lacking == [
        {"name": "trusted", "vlan_id": 10, "gateway": "10.20.1.1", "identifier": "opt1", "device": "vlan01"},
        {"name": "transit", "vlan_id": 50, "gateway": "10.20.50.1", "identifier": "?", "device": "", "prefix": 28},
    ]
    lines = filters["format_vlans_needing_ip"](lacking).splitlines()
    assert lines[2:4] == [
        "  - opt1 (vlan01): 10.20.1.1/24 — trusted (VLAN 10)",
        "  - ? (): 10.20.50.1/28 — transit (VLAN 50)",
    ]


@pytest.mark.parametrize(("ipv4", "is_lacking"), [("10.20.1.1/24", False), ("10.20.1.10/24", True), ("10.20.1.1/16", True)])
def test_addresses_of_interfaces_are_compared_whole(filters: dict[str, Filter], ipv4: str, is_lacking: bool) -> None:
    vlans = {"trusted": VLANS["trusted"]}
    lacking = filters["vlans_needing_ip"](vlans, {10: "vlan01"}, {"vlan01": {"identifier": "opt1", "ipv4": ipv4}})
    assert bool(lacking) is is_lacking


def test_an_address_is_written_and_read(filters: dict[str, Filter]) -> None:
    assert filters["mac_format"]("02-DE-20-00-00-C8") == "02:de:20:00:00:c8"
    assert filters["mac_format"]("02:de:20:00:00:c8", "dotted") == "02de.2000.00c8"
    plain = {"mac": "02:de:20:00:00:c8", "oui": "02:de:20", "administration": "local", "cast": "unicast"}
    assert filters["mac_decode"]("02DE.2000.00C8") == plain
    assert filters["mac_decode"]("02:de:20:00:00:c8", "02:de:20") == plain | {"vmid": 200}
    with pytest.raises(AnsibleFilterError, match="UNKNOWN"):
        filters["mac_decode"]("UNKNOWN")


def test_subnets_of_a_site_are_planned(filters: dict[str, Filter]) -> None:
    trusted, blackhole = filters["subnet_plan"]({"blackhole": {"vlan_id": 999}, "trusted": "10"}, "20")
    assert (trusted["subnet"], trusted["gateway"], trusted["band"]) == ("10.20.10.0/24", "10.20.10.1", "core")
    assert trusted["ranges"]["static"] == ["10.20.10.2", "10.20.10.49"]
    assert (blackhole["subnet"], blackhole["ranges"]) == (None, {})
    with pytest.raises(AnsibleFilterError, match="4095"):
        filters["subnet_plan"]({"none": 4095}, 20)


def test_findings_are_those_of_a_check(filters: dict[str, Filter]) -> None:
    twins = {name: PI | {"env": {}} for name in ("pi01", "pi02")}
    groups = {"all": list(twins)}
    expected = [finding.to_dict() for finding in deevnet.Substrate.from_hostvars(twins, groups).check()]
    assert filters["findings"](twins, groups) == expected
    errors = filters["findings"](twins, groups, "error")
    assert errors and errors == [finding for finding in expected if finding["severity"] == "error"]
    with pytest.raises(AnsibleFilterError, match="fatal"):
        filters["findings"](twins, groups, "fatal")


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("vmid_to_mac", (200.5, "02:de:20"), "200.5"),
        ("vmid_to_mac", (True, "02:de:20"), "True"),
        ("vmid_to_mac", (200, None), "None"),
        ("mac_format", (None,), "None"),
        ("mac_decode", (12,), "12"),
        ("free_vmids", ([200.0], 200, 210), "200.0"),
        ("free_vmids", (None, 200, 210), "None"),
        ("free_vmids", ("200", 200, 201, 1), "'200'"),
        ("free_vmids", ([200], 200, 201, "many"), "'many'"),
        ("free_vmids", ([200], 200.5, 201), "200.5"),
        ("dhcp_subnet_for_ip", ("10.20.10.7", {"no subnet": "x"}), "'no subnet'"),
        ("findings", ("abc", {"all": []}), "'abc'"),
        ("findings", ({}, ["all"]), "['all']"),
        ("mac_table_inventory", (12, {}, {}), "12"),
        ("mac_table_inventory", ([None], {}, {}), "None"),
        ("format_mac_table", ([],), "[]"),
        ("vlans_needing_ip", ([], {}, {}), "[]"),
        ("format_vlans_needing_ip", ("abc",), "'abc'"),
        ("subnet_plan", ({"trusted": 10}, "x"), "'x'"),
        ("subnet_plan", (["trusted"], 20), "['trusted']"),
    ],
)
def test_what_a_filter_does_not_take_is_named_with_what_it_takes(
    filters: dict[str, Filter], name: str, arguments: tuple[Any, ...], value: str
) -> None:
    with pytest.raises(AnsibleFilterError, match=rf"^{name} takes .+, and was given {re.escape(value)}, a value of type "):
        filters[name](*arguments)


def test_a_long_value_is_cut(filters: dict[str, Filter]) -> None:
    with pytest.raises(AnsibleFilterError) as raised:
        filters["mac_format"](list(range(1000)))
    assert len(str(raised.value)) < 250
