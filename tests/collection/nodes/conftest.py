"""Nodes that the command simulates, for a copy of an example."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"
PATIENCE = 30.0
"""For how many seconds simulated nodes are waited for."""

Simulate = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def command() -> str:
    """The command `deevnet`."""
    found = os.environ.get("DEEVNET_BIN") or shutil.which("deevnet")
    if found is None:
        pytest.skip("SKIPPED: DEEVNET_BIN does not name the built command")
    return found


@pytest.fixture
def substrate(tmp_path: Path) -> Path:
    """A copy of an example, to change."""
    folder = tmp_path / "dvntm"
    shutil.copytree(EXAMPLES / "dvntm", folder)
    return folder


@pytest.fixture
def simulate(command: str, substrate: Path, tmp_path: Path) -> Iterator[Simulate]:
    """Runs the nodes of the substrate, with faults, until the test ends; gives the environment that reaches them."""
    running: list[subprocess.Popen[str]] = []

    def simulate(*faults: str) -> dict[str, str]:
        access = tmp_path / f"access-{len(running)}.toml"
        options = [option for fault in faults for option in ("--fault", fault)]
        line = [command, "simulate", str(substrate), "--access", str(access), *options]
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        running.append(process)
        until = time.monotonic() + PATIENCE
        while not access.exists():
            assert process.poll() is None and time.monotonic() < until, process.stderr and process.stderr.read()
            time.sleep(0.02)
        return {"DEEVNET_ACCESS": str(access), "ANSIBLE_REMOTE_TMP": str(tmp_path / "remote")}

    yield simulate
    for process in running:
        process.send_signal(signal.SIGINT)
        process.communicate()


def secrets(access: str) -> list[str]:
    """The secrets in an access file."""
    lines = Path(access).read_text().splitlines()
    return [line.split('"')[1] for line in lines if line.startswith(("token_secret", "password"))]
