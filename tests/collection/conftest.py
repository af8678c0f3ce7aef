"""The collection as a user has it: built, and installed from its tarball, once for all tests."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCE = REPOSITORY / "ansible"
EXAMPLES = REPOSITORY / "examples"
NAMESPACE = "ansible_collections/deevnet/identity"


def tool(name: str) -> str:
    """A program of the virtual environment that the tests run in."""
    return str(Path(sys.executable).with_name(name))


@pytest.fixture(scope="session")
def collection_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A path for `ANSIBLE_COLLECTIONS_PATH` with the collection in it, built and installed from its tarball."""
    built, installed = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("collections")
    galaxy = [tool("ansible-galaxy"), "collection"]
    environment = {**os.environ, "ANSIBLE_LOCAL_TEMP": str(built / "temporary")}
    run([*galaxy, "build", str(SOURCE), "--output-path", str(built)], environment)
    (tarball,) = built.glob("deevnet-identity-*.tar.gz")
    run([*galaxy, "install", str(tarball), "--offline", "--collections-path", str(installed)], environment)
    return installed


def run(command: list[str], environment: dict[str, str]) -> str:
    """What a command says that has to succeed."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Outcome:
    """What a playbook came to."""

    code: int
    """The exit status."""
    results: list[dict[str, Any]]
    """What each task returned, with its `status` such as `CHANGED`, in order of output."""
    output: str
    """Everything that was written."""

    @property
    def only(self) -> dict[str, Any]:
        """The result of the only task."""
        (result,) = self.results
        return result


Plugins = Callable[[str], Any]


@pytest.fixture
def plugins(collection_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plugins:
    """Imports a plugin of the installed collection, such as `filter.mac`, as Ansible names it."""
    monkeypatch.syspath_prepend(str(collection_path))
    return lambda name: importlib.import_module(f"ansible_collections.deevnet.identity.plugins.{name}")


Play = Callable[..., Outcome]


@pytest.fixture
def play(collection_path: Path, tmp_path: Path) -> Play:
    """Runs a playbook, given as its text or its path, on an inventory with the collection installed.

    Options are those of `ansible-playbook`; keywords are environment variables.
    """

    def play(playbook: str | Path, inventory: Path, *options: str, **variables: str) -> Outcome:
        if isinstance(playbook, str):
            path = tmp_path / "playbook.yml"
            path.write_text(playbook)
            playbook = path
        told = tmp_path / "task-results"
        told.write_text("")
        command = [tool("ansible-playbook"), "-i", str(inventory), str(playbook), *options]
        command += ["--vault-password-file", str(EXAMPLES / "vault-password")]
        surroundings = environment(collection_path) | {"TASK_RESULTS": str(told)} | variables
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
        results = [json.loads(line) for line in told.read_text().splitlines()]
        return Outcome(done.returncode, results, done.stdout + done.stderr)

    return play


def environment(collection_path: Path) -> dict[str, str]:
    """The environment of a run that finds the collection, and nothing else of the machine."""
    return os.environ | {
        "ANSIBLE_COLLECTIONS_PATH": str(collection_path),
        "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).with_name("callback_plugins")),
        "ANSIBLE_STDOUT_CALLBACK": "minimal",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
