"""Modules of `community.proxmox` manage virtual machines of a simulated node as they do those of a real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")

# Hands the modules their options by the variables they know, and runs what follows.
WITH_OPTIONS = """
import os, sys, tomllib, urllib.parse
with open(os.environ["DEEVNET_ACCESS"], "rb") as file:
    node = tomllib.load(file)["nodes"]["hv02"]
endpoint = urllib.parse.urlsplit(node["endpoint"])
user, token = node["token_id"].split("!")
os.environ |= {
    "PROXMOX_HOST": endpoint.hostname, "PROXMOX_PORT": str(endpoint.port), "PROXMOX_USER": user,
    "PROXMOX_TOKEN_ID": token, "PROXMOX_TOKEN_SECRET": node["token_secret"],
}
os.execv(sys.argv[1], sys.argv[1:])
"""


def collections() -> Path:
    """The folder with the collection, where it is installed."""
    pytest.importorskip("proxmoxer", reason="SKIPPED: proxmoxer is not installed")
    folder = Path(os.environ.get("DEEVNET_VENV", sys.prefix)) / "collections"
    if not (folder / "ansible_collections" / "community" / "proxmox").is_dir():
        pytest.skip("SKIPPED: the collection community.proxmox is not installed")
    return folder


def test_machines_are_made_changed_read_back_and_removed(tmp_path: Path) -> None:
    folder = collections()
    command = os.environ.get("DEEVNET_BIN") or shutil.which("deevnet")
    if command is None:
        pytest.skip("SKIPPED: DEEVNET_BIN does not name the built command")
    simulate = [command, "simulate", str(EXAMPLES / "dvntm")]
    simulate += ["--vault-password-file", str(EXAMPLES / "vault-password"), "--"]
    play = [str(PLAYBOOK), "-i", "localhost,", "-c", "local", str(HERE / "virtual_machines.yml")]
    environment = os.environ | {
        "ANSIBLE_COLLECTIONS_PATH": str(folder),
        "ANSIBLE_LOCAL_TEMP": str(tmp_path),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }
    whole = [*simulate, sys.executable, "-c", WITH_OPTIONS, *play]
    run = subprocess.run(whole, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"changed=8 +unreachable=0 +failed=0", run.stdout), run.stdout
