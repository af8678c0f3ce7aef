"""Tenants: numbers, networks and workloads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deevnet import Substrate, Tenant

NUMBERING = {"vrf_base": 10000, "vnet_base": 20000, "vmid_base": 10000}


def tenants(declared: list[dict[str, Any]], **variables: Any) -> tuple[Tenant, ...]:
    substrate = {
        "deevnet_substrate": "mobile",
        "deevnet_root_domain": "example.org",
        "deevnet_site_octet": 20,
        "deevnet_mac_namespace": "02:de:20",
        "deevnet_tenants": declared,
        **variables,
    }
    return Substrate.from_hostvars({"pi01": substrate}, {"all": ["pi01"]}).tenants


def test_an_overlay_follows_from_the_index() -> None:
    workload = {"name": "api", "slot": 2, "class": "ephemeral"}
    declared = {"name": "grooveiq", "index": 3, "vnets": ["front", "back"], "workloads": [workload]}
    (tenant,) = tenants([{**declared, "mac_policy": "deterministic"}], deevnet_tenant_numbering=NUMBERING)
    assert (tenant.name, tenant.index, tenant.network) == ("grooveiq", 3, "overlay")
    assert (tenant.subnet, tenant.gateway) == ("10.20.131.0/24", "10.20.131.1")
    assert (tenant.vrf_vni, tenant.autonomous_system, tenant.vmids) == (10003, 65020, (10120, 10159))
    assert [(vnet.number, vnet.name, vnet.id, vnet.vni) for vnet in tenant.vnets] == [
        (0, "front", "groove0", 20030),
        (1, "back", "groove1", 20031),
    ]
    assert (tenant.forward_zone, tenant.reverse_zone) == ("grooveiq.mobile.example.org", "131.20.10.in-addr.arpa")
    (api,) = tenant.workloads
    assert (api.vmid, api.address, api.mac) == (10122, "10.20.131.12", "02:de:20:00:27:8a")
    assert (api.workload_class, api.churn_tolerance, api.fqdn) == (
        "ephemeral",
        "unlimited",
        "api.grooveiq.mobile.example.org",
    )


def test_a_tenant_on_a_vlan_has_what_its_segment_has() -> None:
    segment = {
        "vlan_id": 50,
        "subnet": "10.20.50.0/24",
        "gateway": "10.20.50.1",
        "dhcp_range_start": "10.20.50.100",
        "dhcp_range_end": "10.20.50.200",
    }
    (tenant,) = tenants([{"name": "oak", "index": 1}], deevnet_vlans={"tenant_1": segment})
    assert (tenant.network, tenant.segment, tenant.vlan_id) == ("vlan", "tenant_1", 50)
    assert (tenant.subnet, tenant.pool) == ("10.20.50.0/24", ("10.20.50.100", "10.20.50.200"))
    assert (tenant.vrf_vni, tenant.vmids, tenant.vnets) == (None, None, ())
    assert (tenant.workload_class, tenant.mac_policy) == ("application-development", "hypervisor-assigned")


def test_a_tenant_whose_name_cannot_be_one_stays_out() -> None:
    assert [tenant.name for tenant in tenants([{"name": "moneyrouter", "index": 1}, {"name": "oak", "index": 2}])] == [
        "oak"
    ]


@pytest.mark.parametrize("name", ["dvntm", "mobile"])
def test_every_tenant_of_the_examples_is_numbered(examples: Path, name: str) -> None:
    found = Substrate.load(examples / name).tenants
    assert found
    assert len({tenant.subnet for tenant in found}) == len(found)
    assert all(tenant.subnet and tenant.forward_zone for tenant in found)


def test_tenants_are_values() -> None:
    declared = [{"name": "oak", "index": 1}]
    left, right = tenants(declared)[0], tenants(declared)[0]
    assert left == right and hash(left) == hash(right)
    assert (str(left), repr(left)) == ("oak", "<Tenant oak>")
    with pytest.raises(AttributeError):
        left.name = "elm"  # type: ignore[misc]
