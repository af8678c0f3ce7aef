"""Real ansible-core reads the inventory that is emitted for it: every host, its groups, and nothing as a template."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import deevnet

EXAMPLES = Path(__file__).parents[2] / "examples"
ANSIBLE_INVENTORY = Path(sys.executable).with_name("ansible-inventory")


def listed(inventory: str, folder: Path) -> dict[str, Any]:
    """What `ansible-inventory --list` makes of an inventory."""
    path = folder / "inventory.json"
    path.write_text(inventory)
    command = [str(ANSIBLE_INVENTORY), "-i", str(path), "--list"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    assert "WARNING" not in run.stderr, run.stderr
    return json.loads(run.stdout)


def test_ansible_reads_every_host_with_its_identity(tmp_path: Path) -> None:
    substrate = deevnet.Substrate.load(EXAMPLES / "dvntm", vault_password_file=EXAMPLES / "vault-password")
    emitted = substrate.emit("ansible-inventory")["inventory.json"]
    found = listed(emitted, tmp_path)
    hosts = json.loads(emitted)["all"]["hosts"]
    hostvars = found["_meta"]["hostvars"]
    assert set(hostvars) == set(hosts)
    for name, variables in hosts.items():
        assert {key: hostvars[name][key] for key in variables} == variables
    assert "dns-vm01" in found["hypervisor_hv01"]["hosts"]
    assert found["role_dns"]["hosts"] == ["dns-vm01"]
