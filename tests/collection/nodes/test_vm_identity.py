"""Identities given with what exists on the nodes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Play
from nodes.conftest import Simulate

ALLOCATE = """
- hosts: hv01
  gather_facts: false
  tasks:
    - deevnet.identity.vm_identity:
        inventory: "{{ substrate }}"
        state: "{{ state | default('present') }}"
        taken: [214]
"""


@pytest.fixture
def lacking(substrate: Path) -> Path:
    """The identity of a host that has none any more."""
    identity = substrate / "host_vars" / "git-vm01" / "identity.yml"
    identity.unlink()
    return identity


def test_an_identity_is_given_once(play: Play, simulate: Simulate, substrate: Path, lacking: Path) -> None:
    environment, extra = simulate(), ["-e", f"substrate={substrate}", "--diff"]
    audit = play(ALLOCATE, substrate, *extra, "-e", "state=audit", **environment)
    checked = play(ALLOCATE, substrate, *extra, "--check", **environment)
    assert (audit.only["changed"], checked.only["changed"]) == (False, True), audit.output + checked.output
    assert not lacking.exists()
    done = play(ALLOCATE, substrate, *extra, **environment)
    assert done.code == 0 and done.only["changed"], done.output
    for key in ("identities", "files", "guests", "shared", "left_out"):
        assert done.only[key] == checked.only[key] == audit.only[key], key
    assert done.only["diff"] == checked.only["diff"]
    assert f"+++ after: {lacking}" in done.output, done.output
    (identity,) = done.only["identities"]
    assert identity["host"] == "git-vm01" and f"deevnet_assigned_vmid: {identity['vmid']}" in lacking.read_text()
    assert identity["vmid"] not in [guest["vmid"] for guest in done.only["guests"]] + [214]
    again = play(ALLOCATE, substrate, *extra, **environment)
    assert (again.only["changed"], again.only["identities"]) == (False, []), again.output
    assert again.only["msg"] == "every host has its identity"


def test_the_audit_says_who_declares_a_machine(play: Play, simulate: Simulate, substrate: Path) -> None:
    audit = play(ALLOCATE, substrate, "-e", f"substrate={substrate}", "-e", "state=audit", **simulate()).only
    foreign = {(guest["hypervisor"], guest["vmid"]): guest for guest in audit["guests"]}
    assert foreign["hv01", 101] == {
        "hypervisor": "hv01", "vmid": 101, "name": "scanner", "status": "running", "declared": None,
    }


@pytest.mark.parametrize("fault", ["refuse node=hv02", "status=403 node=hv02 path=/nodes/*/qemu"])
@pytest.mark.parametrize("state", ["present", "audit"])
def test_a_partial_survey_is_refused(
    play: Play, simulate: Simulate, substrate: Path, lacking: Path, fault: str, state: str
) -> None:
    refused = play(ALLOCATE, substrate, "-e", f"substrate={substrate}", "-e", f"state={state}", **simulate(fault))
    assert refused.code == 2, refused.output
    assert "the survey is incomplete" in refused.only["msg"] and "hv02" in refused.only["msg"]
    assert not refused.only["changed"] and not lacking.exists()
