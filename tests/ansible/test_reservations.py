"""A real playbook writes the reservations of a substrate in one task: once, honestly, and as check mode says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import deevnet

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
PLAYBOOK = Path(sys.executable).with_name("ansible-playbook")
RESULT = re.compile(r"^\S+ \| (\w+)!? => ", re.MULTILINE)


@dataclass
class Outcome:
    """What a run of the playbook came to."""

    status: str
    result: dict[str, Any]
    output: str


def play(inventory: Path, dest: Path, *options: str) -> Outcome:
    """Runs the playbook and reads the result of its task."""
    command = [str(PLAYBOOK), "-i", str(inventory), str(HERE / "reservations.yml"), "-e", f"dest={dest}", *options]
    command += ["--vault-password-file", str(EXAMPLES / "vault-password")]
    environment = os.environ | {"ANSIBLE_STDOUT_CALLBACK": "minimal", "ANSIBLE_NOCOLOR": "1"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    output = run.stdout + run.stderr
    found = RESULT.search(run.stdout)
    assert found, output
    result, _ = json.JSONDecoder().raw_decode(run.stdout, found.end())
    return Outcome(found[1], result, output)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return shutil.copytree(EXAMPLES / "dvntm", tmp_path / "dvntm")


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    """The file to write."""
    return tmp_path / "reservations.json"


def test_a_first_run_changes_and_a_second_does_not(dest: Path) -> None:
    expected = deevnet.Substrate.load(EXAMPLES / "dvntm")
    first = play(EXAMPLES / "dvntm", dest)
    assert (first.status, first.result["changed"]) == ("CHANGED", True)
    assert json.loads(dest.read_text()) == expected.dhcp_reservations() == first.result["reservations"]
    assert first.result["left_out"] == []
    assert sum(first.result["findings"].values()) == len(expected.check())
    written = dest.stat()
    second = play(EXAMPLES / "dvntm", dest)
    assert (second.status, second.result["changed"]) == ("SUCCESS", False)
    assert second.result["reservations"] == first.result["reservations"]
    assert (dest.stat().st_ino, dest.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_check_mode_predicts_and_writes_nothing(inventory: Path, dest: Path) -> None:
    predicted = play(inventory, dest, "--check")
    assert predicted.result["changed"] is True
    assert not dest.exists()
    done = play(inventory, dest)
    assert done.result["reservations"] == predicted.result["reservations"]
    assert play(inventory, dest, "--check").result["changed"] is False


def test_diff_mode_shows_what_changes(inventory: Path, dest: Path) -> None:
    play(inventory, dest)
    before = dest.read_text()
    (row,) = (row for row in json.loads(before) if row["hostname"] == "pi01")
    host = inventory / "host_vars" / "pi01.yml"
    host.write_text(re.sub(re.escape(row["mac"]), "00:00:5e:00:53:ee", host.read_text(), flags=re.IGNORECASE))
    shown = play(inventory, dest, "--check", "--diff")
    assert shown.result["changed"] is True
    assert f'-    "mac": "{row["mac"]}",' in shown.output
    assert '+    "mac": "00:00:5E:00:53:EE",' in shown.output
    assert dest.read_text() == before


def test_what_an_error_touches_is_left_out_and_told(inventory: Path, dest: Path) -> None:
    macs = {row["hostname"]: row["mac"] for row in deevnet.Substrate.load(inventory).dhcp_reservations()}
    host = inventory / "host_vars" / "pi02.yml"
    host.write_text(re.sub(re.escape(macs["pi02"]), macs["pi01"].lower(), host.read_text(), flags=re.IGNORECASE))
    outcome = play(inventory, dest)
    left = {row["hostname"] for row in outcome.result["reservations"]}
    assert {"pi01", "pi02"} & set(macs) and not {"pi01", "pi02"} & left
    assert len(outcome.result["left_out"]) == 2
    assert outcome.result["findings"]["error"] >= 1
    assert "left out: reservation of interface eth0 of pi02" in " ".join(outcome.output.split())
    forced = play(inventory, dest, "-e", "force=true")
    assert {"pi01", "pi02"} <= {row["hostname"] for row in forced.result["reservations"]}


def test_a_configuration_that_cannot_be_used_fails_with_a_hint(inventory: Path, dest: Path) -> None:
    (inventory / ".deevnet.toml").write_text('[severity]\nmac-duplicte = "off"\n')
    outcome = play(inventory, dest)
    assert outcome.status == "FAILED"
    assert ".deevnet.toml:2:1" in outcome.result["msg"]
    assert "mac-duplicate" in outcome.result["hint"]
    assert not dest.exists()


@pytest.mark.parametrize("mode", [(), ("--check",)])
def test_a_folder_that_does_not_exist_fails_in_check_mode_too(tmp_path: Path, mode: tuple[str, ...]) -> None:
    folder = tmp_path / "absent"
    outcome = play(EXAMPLES / "dvntm", folder / "reservations.json", *mode)
    assert outcome.status == "FAILED"
    assert f"cannot write into `{folder}`, which is not a folder" in outcome.result["msg"]
