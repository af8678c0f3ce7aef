"""A substrate that is read from a play's `hostvars` answers as one that is read from its files."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
PASSWORD = EXAMPLES / "vault-password"
PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")

Answers = dict[str, dict[str, Any]]

PARTS = [
    "model",
    "hardware",
    "hypervisors",
    "placement",
    "tenants",
    "vlan_plan",
    "zones",
    "flows",
    "proofs",
    "findings",
]


@pytest.fixture(scope="module", params=["dvntm", "mobile"])
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What an example answers, read inside a playbook of real Ansible: from its variables, and from its files."""
    inventory, folder = EXAMPLES / request.param, tmp_path_factory.mktemp("answers")
    out, config = folder / "answers.pickle", inventory / ".deevnet.toml"
    if not config.exists():
        config = folder / "deevnet.toml"
        config.touch()
    command = [str(PLAYBOOK), "-i", str(inventory), str(HERE / "substrate_answers.yml")]
    command += ["--vault-password-file", str(PASSWORD)]
    paths = {"config": config, "vault_password_file": PASSWORD, "out": out}
    command += ["-e", json.dumps({name: str(path) for name, path in paths.items()})]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    found: Answers = pickle.loads(out.read_bytes())
    return found


@pytest.mark.parametrize("part", PARTS)
def test_a_play_gives_what_the_files_give(answers: Answers, part: str) -> None:
    assert answers["play"][part] == answers["files"][part]


def test_every_part_is_compared_and_none_is_empty(answers: Answers) -> None:
    assert list(answers["play"]) == PARTS
    assert [name for name, found in answers["play"].items() if not found and name != "findings"] == []
    assert any(node.machines for node in answers["play"]["placement"].hypervisors)
