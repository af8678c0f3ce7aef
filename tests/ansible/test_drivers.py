"""The drivers around real Ansible answer as the commands they stand for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
UNDEFINED = {"__undefined__": True}

HOSTS = """
all:
  children:
    pis:
      hosts:
        pi[01:02]:
      vars:
        address: "10.20.30.{{ inventory_hostname[2:] | int + 10 }}"
        broken: {good: "{{ 1 + 1 }}", bad: "{{ not_there }}"}
    routers:
      hosts:
        core-rt01: {peer: "{{ hostvars['pi02'].address }}/32", literal: !unsafe "{{ address }}"}
"""


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """A small inventory with a range, group variables, templates and a file of host variables."""
    folder = tmp_path / "inventory"
    (folder / "host_vars").mkdir(parents=True)
    (folder / "hosts.yml").write_text(HOSTS)
    (folder / "host_vars" / "pi01.yml").write_text("address: 10.20.30.99\n")
    return folder


def merged(*paths: Path) -> list[dict[str, Any]]:
    """The driver's answers, one for each path."""
    asked = "".join(f"{path}\n" for path in paths)
    command = [sys.executable, str(HERE / "merged_vars.py")]
    run = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_merged_variables_are_what_ansible_inventory_lists(inventory: Path) -> None:
    command = [str(BIN / "ansible-inventory"), "-i", str(inventory), "--list"]
    expected = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    first, second = merged(inventory, inventory)
    assert first == second == {"path": str(inventory), "list": expected}


def test_an_inventory_that_cannot_be_read_does_not_end_the_run(inventory: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("all: [\n")
    first, second = merged(broken, inventory)
    assert first["path"] == str(broken)
    assert "broken.yml" in first["error"]
    assert "list" in second


def test_resolved_variables_are_templated_leaf_by_leaf(inventory: Path, tmp_path: Path) -> None:
    out = tmp_path / "resolved.json"
    command = [str(BIN / "ansible-playbook"), "-i", str(inventory), str(HERE / "resolved_vars.yml")]
    names = "names=address,broken,peer,literal"
    subprocess.run([*command, "-e", names, "-e", f"out={out}"], capture_output=True, check=True)
    resolved = json.loads(out.read_text())
    assert sorted(resolved) == ["core-rt01", "pi01", "pi02"]
    assert resolved["pi01"]["address"] == "10.20.30.99"
    assert resolved["pi02"]["address"] == "10.20.30.12"
    assert resolved["pi02"]["broken"] == {"good": 2, "bad": UNDEFINED}
    assert resolved["core-rt01"]["peer"] == "10.20.30.12/32"
    assert resolved["core-rt01"]["literal"] == "{{ address }}"
    assert resolved["core-rt01"]["address"] == UNDEFINED
