"""The `deevnet` command of the package: it is started as any other, and ends as the native one does."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, NamedTuple

import pytest

import deevnet

SCRIPT = Path(sys.executable).with_name("deevnet")
BARE_PATH = "/usr/bin:/bin"

Command = list[str]


class Streams(NamedTuple):
    """A running command and its standard streams."""

    process: subprocess.Popen[str]
    stdin: IO[str]
    stdout: IO[str]
    stderr: IO[str]


def run(command: Command, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1"} | variables,
        timeout=60,
        check=False,
    )


@pytest.fixture(params=["script", "module"])
def command(request: pytest.FixtureRequest) -> Command:
    """The two ways to start it."""
    return [str(SCRIPT)] if request.param == "script" else [sys.executable, "-m", "deevnet"]


def test_the_package_installs_it() -> None:
    (script,) = entry_points(group="console_scripts", name="deevnet")
    assert script.value == "deevnet.command:main"


def test_it_tells_its_version(command: Command) -> None:
    outcome = run(command, "--version")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, f"deevnet {deevnet.__version__}\n", "")


def test_exit_codes_are_those_of_the_work(command: Command, examples: Path) -> None:
    assert run(command, "check", examples / "dvntm").returncode == 0
    assert run(command, "check", examples / "faulty").returncode == 2
    outcome = run(command, "check", examples / "absent")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("error: ")
    outcome = run(command, "chekc")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "Usage: deevnet" in outcome.stderr


def test_it_prints_what_the_native_command_prints(command: Command, examples: Path) -> None:
    native = os.environ.get("DEEVNET_BIN")
    if native is None:
        pytest.skip("DEEVNET_BIN does not name the native command")
    for arguments in [("--help",), ("rule", "DV104"), ("emit", "hosts", examples / "dvntm"), ("emit",)]:
        ours, theirs = run(command, *arguments), run([native], *arguments)
        assert (ours.returncode, ours.stdout, ours.stderr) == (theirs.returncode, theirs.stdout, theirs.stderr)


def test_a_simulation_finds_this_command_again(command: Command, examples: Path) -> None:
    lab = examples / "dvntm"
    outcome = run(command, "simulate", lab, "--", "deevnet", "plan", lab, PATH=BARE_PATH)
    assert (outcome.returncode, outcome.stderr) == (2, "")
    assert outcome.stdout.endswith("Plan: 7 to add, 0 to change, 0 to destroy.\n")
    outcome = run(command, "simulate", lab, "--", "sh", "-c", "command -v deevnet", PATH=BARE_PATH)
    assert outcome.stdout == f"{SCRIPT}\n"


def test_arguments_need_not_be_text(command: Command) -> None:
    outcome = subprocess.run([*map(os.fsencode, command), b"check", b"/nowhere/\xff"], capture_output=True, check=False)
    assert outcome.returncode == 1
    assert b"Traceback" not in outcome.stderr


def hear_interrupts() -> None:
    """Undoes, in the child, what a shell that started the tests in the background has told them to ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(command: Command, *arguments: str | Path) -> Iterator[Streams]:
    """A run of the command whose streams are pipes; it is gone afterwards whatever happens."""
    line = [*command, *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, preexec_fn=hear_interrupts
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        try:
            yield Streams(process, process.stdin, process.stdout, process.stderr)
        finally:
            process.kill()


def test_a_reader_that_goes_away_is_no_fault(command: Command) -> None:
    with started(command, "rule", "--format", "json") as streams:
        streams.stdout.readline()
        streams.stdout.close()
        assert (streams.process.wait(timeout=30), streams.stderr.read()) == (0, "")


def test_an_interrupt_ends_a_simulation_in_order(command: Command, examples: Path, tmp_path: Path) -> None:
    access = tmp_path / "access.toml"
    with started(command, "simulate", examples / "dvntm", "--access", access) as streams:
        assert "hv01" in streams.stdout.readline() + streams.stdout.readline()
        streams.process.send_signal(signal.SIGINT)
        assert (streams.process.wait(timeout=30), streams.stderr.read()) == (0, "")
    assert not access.exists()


def test_an_interrupt_ends_other_work_at_once(command: Command) -> None:
    with started(command, "mac", "format", "--style", "dotted") as streams:
        # An answer tells that Python is long done and the command reads on. It comes in pieces of 64 KiB.
        streams.stdin.write("02:de:20:00:00:c8\n" * 5_000)
        streams.stdin.flush()
        assert streams.stdout.readline() == "02de.2000.00c8\n"
        streams.process.send_signal(signal.SIGINT)
        assert (streams.process.wait(timeout=30), streams.stderr.read()) == (-signal.SIGINT, "")


def test_it_uses_the_colours_of_a_terminal(command: Command, examples: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"}
    with subprocess.Popen([*command, "check", str(examples / "faulty")], stdout=theirs, env=environment) as process:
        os.close(theirs)
        text = os.read(ours, 4096).decode()
        process.kill()
    os.close(ours)
    assert re.search(r"\x1b\[[0-9;]*merror", text), text
