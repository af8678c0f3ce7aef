"""Allocation into an inventory: identities for the hosts that have none."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import deevnet
from deevnet import Allocation, AllocationError, Identity, LoadError

ALL = """
deevnet_substrate: lab
deevnet_mac_namespace: "02:de:20"
deevnet_mgmt_vmid_range: {start: 200, end: 249}
"""

GUEST = """
infrastructure:
  form: vm
  interfaces:
    eth0: {mac: "{{ deevnet_assigned_mac | default('') }}"}
mgmt_vm:
  node: pve1
  vmid: "{{ deevnet_assigned_vmid | default(0) }}"
"""

Guests = Callable[..., Path]


@pytest.fixture
def guests(tmp_path: Path) -> Guests:
    """Writes an inventory of guests that wait for their identity."""

    def write(*names: str) -> Path:
        folder = tmp_path / "lab"
        (folder / "group_vars").mkdir(parents=True)
        (folder / "group_vars" / "all.yml").write_text(ALL)
        (folder / "hosts.yml").write_text("all:\n  hosts:\n" + "".join(f"    {name}:\n" for name in names))
        for name in names:
            (folder / "host_vars" / name).mkdir(parents=True)
            (folder / "host_vars" / name / "vars.yml").write_text(GUEST)
        return folder

    return write


def test_every_guest_is_given_the_lowest_free_vmid_once(guests: Guests) -> None:
    folder = guests("wiki-vm01", "dns-vm01")
    expected = (Identity("dns-vm01", 201, "02:de:20:00:00:c9"), Identity("wiki-vm01", 203, "02:de:20:00:00:cb"))
    preview = deevnet.allocate(folder, taken=[200], survey={"pve1": [202]}, dry_run=True)
    assert preview.new == expected
    assert not (folder / "host_vars" / "dns-vm01" / "identity.yml").exists()
    allocation = deevnet.allocate(folder, taken=["200"], survey={"pve1": [202]})
    assert allocation == preview
    assert (allocation.substrate, allocation.left_out) == ("lab", ())
    expected_files = [folder / "host_vars" / host / "identity.yml" for host in ("dns-vm01", "wiki-vm01")]
    assert [Path(file) for file in allocation.files] == expected_files
    assert "deevnet_assigned_vmid: 201\n" in Path(allocation.files[0]).read_text()
    assert deevnet.allocate(folder).new == ()
    assert all(finding.severity != "error" for finding in deevnet.Substrate.load(folder).check())


def test_a_survey_has_to_cover_every_node(guests: Guests) -> None:
    folder = guests("dns-vm01")
    with pytest.raises(AllocationError, match="the survey misses pve1") as refused:
        deevnet.allocate(folder, survey={"pve2": []})
    assert (refused.value.value, bool(refused.value.hint)) == ("pve1", True)
    assert list((folder / "host_vars" / "dns-vm01").iterdir()) == [folder / "host_vars" / "dns-vm01" / "vars.yml"]


def test_an_inventory_with_errors_about_identity_is_refused(guests: Guests) -> None:
    folder = guests("dns-vm01", "wiki-vm01")
    for host in ("dns-vm01", "wiki-vm01"):
        (folder / "host_vars" / host / "identity.yml").write_text(
            'deevnet_assigned_vmid: 200\ndeevnet_assigned_mac: "02:de:20:00:00:c8"\n'
        )
    with pytest.raises(AllocationError, match="the VMID 200 is that of dns-vm01 and of wiki-vm01"):
        deevnet.allocate(folder)


def test_what_is_no_inventory_and_no_number_of_seconds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        deevnet.allocate(tmp_path / "nothing")
    with pytest.raises(AllocationError, match="cannot be waited for -1 seconds") as refused:
        deevnet.allocate(tmp_path, wait=-1.0)
    assert (refused.value.value, bool(refused.value.hint)) == ("-1", True)
    for seconds in (float("inf"), float("nan")):
        with pytest.raises(AllocationError):
            deevnet.allocate(tmp_path, wait=seconds)


def test_threads_at_once_share_nothing(guests: Guests) -> None:
    folder = guests(*(f"node-vm{number:02}" for number in range(20)))
    with ThreadPoolExecutor(4) as threads:
        results = list(threads.map(lambda _: deevnet.allocate(folder, wait=30.0), range(4)))
    given = [identity.vmid for allocation in results for identity in allocation.new]
    assert sorted(vmid for vmid in given if vmid is not None) == list(range(200, 220))


def test_an_allocation_is_a_value(guests: Guests) -> None:
    allocation = deevnet.allocate(guests("dns-vm01"))
    assert pickle.loads(pickle.dumps(allocation)) == allocation
    assert allocation in {allocation}
    assert repr(allocation) == "<Allocation lab: 1 new>"
    assert isinstance(allocation, Allocation)
    assert str(allocation.new[0]) == "dns-vm01: VMID 200, MAC 02:de:20:00:00:c8"
