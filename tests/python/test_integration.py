"""What other programs run: the pre-commit hooks and the example of a GitHub workflow, as they would run them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = Path(sys.executable).parent

HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
WORKFLOW: dict[str, Any] = yaml.safe_load((REPOSITORY / "docs/how-to/github-action.yml").read_text())


def run(line: str, directory: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell where the programs of the virtual environment are found first, without the network."""
    offline = {"PATH": f"{SCRIPTS}:{os.environ['PATH']}", "PIP_NO_INDEX": "1", "PIP_PYTHON": sys.executable}
    environment = os.environ | offline | variables
    return subprocess.run(
        ["bash", "-e", "-c", line], cwd=directory, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path, examples: Path) -> Path:
    """A repository that holds one sound inventory and one that is not."""
    shutil.copytree(examples / "dvntm", tmp_path / "inventories/home")
    shutil.copytree(examples / "faulty", tmp_path / "inventories/faulty")
    return tmp_path


def hook(name: str) -> dict[str, Any]:
    return next(hook for hook in HOOKS if hook["id"] == name)


def test_hooks_install_the_package_and_run_its_command() -> None:
    for entry in HOOKS:
        assert (entry["language"], shlex.split(entry["entry"])[0]) == ("python", "deevnet")
        assert entry["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("hosts.yml", True),
        ("inventories/home/hosts", True),
        ("inventories/home/host_vars/pi01.yml", True),
        ("group_vars/all/vlans.yaml", True),
        ("inventories/.deevnet.toml", True),
        ("playbooks/site.yml", False),
        ("docs/hosts.md", False),
    ],
)
def test_hooks_run_when_an_inventory_changes(path: str, runs: bool) -> None:
    for entry in HOOKS:
        assert bool(re.search(entry["files"], path)) is runs


def test_the_hook_lets_a_sound_inventory_pass(checkout: Path) -> None:
    entry = hook("deevnet-check")["entry"]
    assert run(f"{entry} inventories/home", checkout).returncode == 0
    outcome = run(f"{entry} inventories/faulty", checkout)
    assert outcome.returncode == 2
    assert "error[DV" in outcome.stdout
    assert run(entry, checkout / "inventories/home").returncode == 0


def test_the_other_hook_rewrites(checkout: Path) -> None:
    host = checkout / "inventories/home/host_vars/pi02.yml"
    sound = host.read_text()
    (mac,) = re.findall(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}", sound)[:1]
    host.write_text(sound.replace(mac, mac.upper().replace(":", "-")))
    assert run(f"{hook('deevnet-fix')['entry']} inventories/home", checkout).returncode == 0
    assert host.read_text() == sound


def test_the_workflow_uploads_what_it_wrote(checkout: Path) -> None:
    (job,) = WORKFLOW["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "run" in step]
    (upload,) = [step for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    assert "failure()" in upload["if"], "findings are shown also where the check fails"
    for inventory, expected in [("inventories/home", 0), ("inventories/faulty", 2)]:
        outcomes = [run(line, checkout, **job["env"] | {"INVENTORY": inventory}) for line in lines]
        assert [outcome.returncode for outcome in outcomes] == [0, expected], outcomes
        report = json.loads((checkout / upload["with"]["sarif_file"]).read_text())
        assert report["version"] == "2.1.0"
        assert bool(report["runs"][0]["results"])
