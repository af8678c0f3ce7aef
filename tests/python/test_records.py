"""Records: what a substrate answers with compares, hashes and travels between processes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import deevnet
from deevnet import HardwareProfile, Packet, Substrate

Read = Callable[[Substrate], Any]

RECORDS: dict[str, Read] = {
    "Balance": lambda substrate: substrate.placement().hypervisors[0].memory,
    "Finding": lambda substrate: substrate.check()[0],
    "FitLine": lambda _: HardwareProfile.catalogue()["zimaboard-832"].fit("tenant")[0],
    "Hypervisor": lambda substrate: substrate.hypervisors[0],
    "Machine": lambda substrate: substrate.placement().hypervisors[0].machines[0],
    "NodePlacement": lambda substrate: substrate.placement().hypervisors[0],
    "Packet": lambda _: Packet("guest", "iot", "10.20.40.10", "10.20.30.11"),
    "PacketBox": lambda substrate: next(
        reach.packets[0] for _, _, reach in substrate.policy().flows() if reach.kind == "some"
    ),
    "Placement": lambda substrate: substrate.placement(),
    "PlannedPort": lambda substrate: substrate.vlan_plan().ports[0],
    "PlannedSegment": lambda substrate: substrate.vlan_plan().segments[0],
    "Proof": lambda substrate: substrate.policy().proofs()[0],
    "Reach": lambda substrate: substrate.policy().flows()[0][2],
    "RequiredVlan": lambda substrate: next(
        port.required[0] for port in substrate.vlan_plan().ports if port.required
    ),
    "Storage": lambda substrate: substrate.hypervisors[0].storages[0],
    "Tenant": lambda substrate: substrate.tenants[0],
    "TenantWorkload": lambda substrate: substrate.tenants[0].workloads[0],
    "VlanBand": lambda substrate: substrate.vlan_plan().bands[0],
}


@pytest.fixture(scope="module")
def substrate() -> Substrate:
    """The larger of the clean examples."""
    return Substrate.load(Path(__file__).parents[2] / "examples" / "dvntm")


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_record_is_a_value(substrate: Substrate, name: str) -> None:
    record, again = RECORDS[name](substrate), RECORDS[name](substrate)
    assert type(record) is getattr(deevnet, name)
    assert record is not again
    assert record == again and hash(record) == hash(again)
    assert repr(record).startswith(f"<{name}")
    assert record != object()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", sorted(RECORDS))
def test_a_record_travels(substrate: Substrate, name: str, protocol: int) -> None:
    record = RECORDS[name](substrate)
    assert pickle.loads(pickle.dumps(record, protocol)) == record
    assert copy.deepcopy(record) == record


def test_what_an_overlay_has_travels_too(examples: Path) -> None:
    tenants = Substrate.load(examples / "mobile").tenants
    assert any(tenant.vnets for tenant in tenants)
    assert pickle.loads(pickle.dumps(tenants)) == tenants
    vnets = {vnet for tenant in tenants for vnet in tenant.vnets}
    assert pickle.loads(pickle.dumps(vnets)) == vnets


def test_what_is_no_record_is_not_made_from_one() -> None:
    with pytest.raises(ValueError, match="missing field"):
        deevnet.Storage._restore("{}")


def test_profiles_are_keys(substrate: Substrate) -> None:
    used = set(substrate.hardware.values())
    assert used and used <= set(HardwareProfile.catalogue().values())
