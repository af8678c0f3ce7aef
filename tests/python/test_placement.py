"""Hypervisors and the machines on them."""

from __future__ import annotations

from typing import Any

import pytest

from deevnet import Balance, Substrate

GIBIBYTE = 2**30

HYPERVISOR: dict[str, Any] = {
    "infrastructure": {"form": "hv", "hardware": "dell-optiplex-7050-mff"},
    "deevnet_hypervisor": {
        "plane": "management",
        "node": "pve",
        "endpoint": "https://10.20.99.21",
        "bridge": "vmbr0",
        "vlan_aware": True,
        "storages": [{"name": "local-lvm", "size": 400, "kind": "lvmthin"}, {"name": "scratch"}],
        "template_prefixes": ["fedora-server-"],
        "operating_system": {"name": "Proxmox VE", "version": "8.4.1", "base": "Debian 12"},
        "automation": {"provisioning": "ansible", "templates": "packer"},
        "reserve": {"memory": 2048},
        "overcommit": {"threads": 1.5},
    },
}


def machine(**definition: Any) -> dict[str, Any]:
    return {"infrastructure": {"form": "vm"}, "mgmt_vm": {"hypervisor": "hv01", **definition}}


def substrate(**hosts: dict[str, Any]) -> Substrate:
    hostvars = {"hv01": HYPERVISOR, **{name.replace("_", "-"): own for name, own in hosts.items()}}
    return Substrate.from_hostvars(hostvars, {"all": list(hostvars)})


def test_a_hypervisor_says_what_it_offers() -> None:
    (hypervisor,) = substrate().hypervisors
    assert (hypervisor.name, hypervisor.plane, hypervisor.node) == ("hv01", "management", "pve")
    assert hypervisor.endpoint == "https://10.20.99.21:8006"
    assert (hypervisor.bridge, hypervisor.vlan_aware, hypervisor.standalone) == ("vmbr0", True, True)
    assert [(storage.name, storage.size, storage.kind) for storage in hypervisor.storages] == [
        ("local-lvm", 400 * GIBIBYTE, "lvmthin"),
        ("scratch", None, None),
    ]
    assert hypervisor.template_prefixes == ("fedora-server-",)
    assert (hypervisor.system, hypervisor.system_version, hypervisor.system_base) == ("Proxmox VE", "8.4.1", "Debian 12")
    assert hypervisor.automation == {"provisioning": "ansible", "templates": "packer"}
    assert hypervisor.hardware == "dell-optiplex-7050-mff"
    assert (str(hypervisor), repr(hypervisor)) == ("hv01", "<Hypervisor hv01>")
    assert {hypervisor} == set(substrate().hypervisors)


def test_a_placement_adds_up_what_machines_use() -> None:
    placement = substrate(
        dns_vm01=machine(cores=1, memory=1024, storage="local-lvm", disk="16G", vmid=210, startup="order=10"),
        git_vm01=machine(cores=2, memory="4G", storage="local-lvm", data_disk={"size": 100}),
    ).placement()
    (node,) = placement.hypervisors
    assert (node.name, node.plane, node.node) == ("hv01", "management", "pve")
    git = node.machines[1]
    assert (git.storage, git.data_disk, git.disk) == ("local-lvm", 100 * GIBIBYTE, None)
    assert [found.name for found in node.machines] == ["dns-vm01", "git-vm01"]
    assert (node.machines[0].vmid, node.machines[0].startup, node.machines[0].plane) == (210, "order=10", "management")
    assert (node.memory.used, node.memory.limit) == (5 * GIBIBYTE, 30 * GIBIBYTE)
    assert (node.memory.left, node.memory.excess, node.memory.undeclared) == (25 * GIBIBYTE, None, 0)
    assert (node.threads.used, node.threads.limit) == (3, 12)
    storages = dict(node.storages)
    assert (storages["local-lvm"].used, storages["local-lvm"].undeclared) == (116 * GIBIBYTE, 1)
    assert storages["scratch"].limit is None
    assert repr(placement) == "<Placement: 2 machines on 1 hypervisors>"


def test_too_much_is_an_excess_and_a_finding() -> None:
    full = substrate(dns_vm01=machine(memory=32 * 1024))
    (node,) = full.placement().hypervisors
    assert (node.memory.left, node.memory.excess) == (0, 2 * GIBIBYTE)
    assert "memory-exceeded" in {finding.rule for finding in full.check()}


def test_a_machine_without_a_hypervisor_is_unplaced() -> None:
    lost = substrate(lost_vm01={"mgmt_vm": {"hypervisor": "hv09"}}, new_vm01={"mgmt_vm": {"cores": 1}})
    unplaced = lost.placement().unplaced
    assert [(found.machine, found.reason) for found in unplaced] == [
        ("lost-vm01", "there is no host hv09"),
        ("new-vm01", "it names no hypervisor"),
    ]


def test_results_are_frozen() -> None:
    balance: Balance = substrate().placement().hypervisors[0].memory
    with pytest.raises(AttributeError):
        balance.used = 1  # type: ignore[misc]
