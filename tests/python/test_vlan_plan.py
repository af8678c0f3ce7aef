"""VLAN plans: bands, segments, ports, and the IDs that are free."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import deevnet
from deevnet import Substrate, VlanPlan

VLANS: dict[str, Any] = {
    "trusted": {"vlan_id": 10, "subnet": "10.20.10.0/24", "wifi_ssid": "Lantern"},
    "tenant_1": {"vlan_id": 50},
    "tenant_3": {"vlan_id": 52},
    "management": {"vlan_id": 99, "subnet": "10.20.99.0/24", "gateway": "10.20.99.1"},
    "blackhole": {"vlan_id": 999},
}


def plan(vlans: dict[str, Any] = VLANS, **variables: Any) -> VlanPlan:
    ports = {
        "trunk": [{"interface": "1/0/1", "description": "ap01", "native_vlan": 999, "allowed_vlans": [50, 99]}],
        "access": [{"interface": "1/0/2", "vlan_id": 99}],
    }
    access_point = {
        "infrastructure": {"form": "ap"},
        "env": {"interfaces": {"eth0": {"ip": "10.20.99.9", "segment": "management"}}},
    }
    hosts: dict[str, dict[str, Any]] = {"access-sw01": {"switch_ports": ports}, "ap01": access_point}
    hostvars = {name: {"deevnet_vlans": vlans, **variables, **own} for name, own in hosts.items()}
    return Substrate.from_hostvars(hostvars, {"all": list(hosts)}).vlan_plan()


def test_a_band_knows_what_is_left() -> None:
    bands = {band.name: band for band in plan().bands}
    tenant = bands["tenant"]
    assert (tenant.start, tenant.end, tenant.size, tenant.used, tenant.free) == (50, 59, 10, 2, 8)
    assert list(bands) == ["core", "tenant", "reserved", "lab", "management", "blackhole"]
    assert repr(tenant) == "<VlanBand tenant 50-59: 8 free>"


def test_the_lowest_free_ids_come_first() -> None:
    assert plan().free("tenant") == 51
    assert plan().free_batch("tenant", 3) == [51, 53, 54]
    assert plan(deevnet_vlan_bands={"tenant": {"start": 100, "end": 120}}).free("tenant") == 100


def test_a_full_band_names_its_holders() -> None:
    with pytest.raises(deevnet.VlanError, match=r"VLAN 99, has 0 of 1 free.*99 \(management\)") as caught:
        plan().free("management")
    assert (caught.value.value, bool(caught.value.hint)) == ("management", True)
    with pytest.raises(deevnet.VlanError, match="has 8 of 10 free, and 9 are needed"):
        plan().free_batch("tenant", 9)


@pytest.mark.parametrize("count", [0, -1])
def test_none_cannot_be_asked_for(count: int) -> None:
    with pytest.raises(deevnet.VlanError):
        plan().free_batch("tenant", count)


def test_a_band_that_does_not_exist_is_refused() -> None:
    with pytest.raises(deevnet.UnknownNameError) as caught:
        plan().free("tenants")
    assert caught.value.value == "tenants"


def test_segments_are_records() -> None:
    segments = plan().segments
    assert [segment.vlan_id for segment in segments] == [10, 50, 52, 99, 999]
    trusted = segments[0]
    assert (trusted.name, trusted.band, trusted.subnet, trusted.ssid) == ("trusted", "core", "10.20.10.0/24", "Lantern")
    assert trusted.gateway is None and trusted.pool is None
    assert len({trusted, plan().segments[0]}) == 1


def test_a_port_says_what_it_carries_and_has_to_carry() -> None:
    trunk, access = plan().ports
    assert (trunk.switch, trunk.interface, trunk.mode, trunk.native) == ("access-sw01", "1/0/1", "trunk", 999)
    assert trunk.tagged == (50, 99)
    assert (trunk.behind, trunk.behind_kind, trunk.required_native) == ("ap01", "access-point", 999)
    assert [required.vlan_id for required in trunk.required] == [10, 99]
    assert trunk.required[0].reasons == ('ap01 serves its wireless network "Lantern"',)
    assert (trunk.missing, trunk.superfluous, trunk.fits) == ((10,), (50,), False)
    assert (access.behind, access.required, access.required_mode, access.fits) == (None, (), None, True)


def test_conflicts_name_both_segments() -> None:
    assert plan().conflicts == ()
    vlans = {**VLANS, "guest": {"vlan_id": 10, "wifi_ssid": "Lantern"}}
    assert plan(vlans).conflicts == (
        "guest and trusted are both on VLAN 10",
        'guest and trusted both have the wireless network "Lantern"',
    )


def test_plans_of_one_declaration_are_equal(examples: Path) -> None:
    first, second = (Substrate.load(examples / "dvntm").vlan_plan() for _ in range(2))
    assert first == second and hash(first) == hash(second)
    assert repr(first).startswith("<VlanPlan: 12 segments, ")


def test_the_plan_is_emitted_too(examples: Path) -> None:
    files = Substrate.load(examples / "dvntm").emit("switch-cli")
    assert list(files) == ["access-sw01.txt"]
    assert " switchport pvid 999\n" in files["access-sw01.txt"]
