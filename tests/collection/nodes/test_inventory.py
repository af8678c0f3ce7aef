"""A substrate served as inventory."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Play, environment, tool
from nodes.conftest import Simulate

Listing = dict[str, Any]


def plain(found: Listing) -> Any:
    """A value without the mark of Ansible that its text is no template."""
    return found.get("__ansible_unsafe", found)


@pytest.fixture
def listed(collection_path: Path, tmp_path: Path, substrate: Path) -> Any:
    """Runs `ansible-inventory --list` on a source of the plugin."""

    def listed(extra: str = "", **variables: str) -> tuple[Listing, str]:
        source = tmp_path / "lab.deevnet.yml"
        source.write_text(f"plugin: deevnet.identity.substrate\ninventory: {substrate.name}\n{extra}")
        command = [tool("ansible-inventory"), "-i", str(source), "--list"]
        variables = environment(collection_path) | {"ANSIBLE_INVENTORY_ENABLED": "deevnet.identity.substrate"} | variables
        done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout, object_hook=plain), done.stderr

    return listed


def test_the_declaration_is_served(listed: Any) -> None:
    found, warnings = listed()
    host = found["_meta"]["hostvars"]
    assert warnings == ""
    assert host["dns-vm01"]["ansible_host"] == "10.20.25.10"
    assert (host["dns-vm01"]["deevnet_vmid"], host["dns-vm01"]["deevnet_hypervisor_host"]) == (210, "hv01")
    assert host["dns-vm01"]["deevnet_interfaces"]["eth0"]["mac"] == "02:de:20:00:00:d2"
    assert host["api-orchard"]["deevnet_tenant"] == "orchard"
    for group, member in {
        "role_dns": "dns-vm01",
        "form_vm": "git-vm01",
        "segment_platform": "dns-vm01",
        "hypervisor_hv01": "git-vm01",
        "hypervisor_hv02": "api-orchard",
        "plane_tenant": "hv02",
        "tenant_orchard": "api-orchard",
        "segment_tenant_1": "api-orchard",
        "management_machines": "dns-vm01",
    }.items():
        assert member in found[group]["hosts"], group
    assert "deevnet_state" not in host["dns-vm01"]


def test_the_nodes_say_what_runs(listed: Any, simulate: Simulate, play: Play, substrate: Path) -> None:
    variables = simulate()
    found, _ = listed("live: true\n", **variables)
    assert found["_meta"]["hostvars"]["dns-vm01"]["deevnet_state"] == "absent"
    apply = f"- hosts: hv01\n  gather_facts: false\n  tasks: [deevnet.identity.proxmox_apply: {{inventory: {substrate}, targets: [dns-vm01]}}]\n"
    assert play(apply, substrate, **variables).code == 0
    found, _ = listed("live: true\n", **variables)
    host = found["_meta"]["hostvars"]
    assert (host["dns-vm01"]["deevnet_state"], host["dns-vm01"]["deevnet_node"]) == ("running", "hv01")
    assert found["state_running"]["hosts"] == ["dns-vm01"]
    assert "git-vm01" in found["state_absent"]["hosts"]


def test_a_node_that_does_not_answer_is_warned_of(listed: Any, simulate: Simulate) -> None:
    found, warnings = listed("live: true\n", **simulate("refuse node=hv02"))
    host = found["_meta"]["hostvars"]
    assert "hv02" in warnings
    assert "deevnet_state" not in host["api-orchard"] and host["dns-vm01"]["deevnet_state"] == "absent"


def test_hosts_are_kept_in_a_cache_and_grouped_by_their_variables(listed: Any, tmp_path: Path, substrate: Path) -> None:
    extra = f"""
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: {tmp_path / 'cache'}
keyed_groups: [{{prefix: of, key: deevnet_tenant}}]
compose: {{ansible_user: "'tenant' if deevnet_tenant is defined else 'operator'"}}
"""
    first, _ = listed(extra)
    assert "api-orchard" in first["of_orchard"]["hosts"]
    assert first["_meta"]["hostvars"]["api-orchard"]["ansible_user"] == "tenant"
    (substrate / "hosts.yml").write_text("all: {hosts: {pi09: {}}}\n")
    assert listed(extra)[0] == first


def test_what_cannot_be_read_says_so(listed: Any, substrate: Path) -> None:
    os.rename(substrate, substrate.with_name("elsewhere"))
    _, warnings = listed()
    assert "dvntm" in warnings and "Failed to parse" in warnings
