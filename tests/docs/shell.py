"""The shell in which the commands of a page are typed."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
import uuid
from pathlib import Path

# How long one command may take, in seconds.
PATIENCE = 120.0


class ShellError(Exception):
    """A shell that did not come back from a command; the text says what it printed until then."""


class Shell:
    """A bash of its own for a page, with its folder, its environment and its session of processes.

    Its input stays open from the first command to the last. A command that is itself a shell takes over the
    commands after it until `exit`, as at a terminal.
    """

    def __init__(self, wrapper: list[str], folder: Path, environment: dict[str, str]) -> None:
        """Starts it in a folder, by way of a wrapper such as `unshare --net`."""
        self._mark = f"END-{uuid.uuid4().hex}"
        self._process = subprocess.Popen(
            [*wrapper, "bash", "--noprofile", "--norc"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )

    def run(self, command: str) -> tuple[list[str], int]:
        """Types a command and returns the lines that it prints, standard error among them, and its exit code."""
        mark = f"""code=$?; printf '\\n%s %s\\n' {self._mark} "$code"; (exit "$code")"""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{command}\n{mark}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ShellError("the shell has ended before") from None
        printed, code = self._read()
        return printed.removesuffix("\n").splitlines(), code

    def _read(self) -> tuple[str, int]:
        """What is printed up to the mark, and the exit code in it."""
        assert self._process.stdout is not None
        pipe, text, deadline = self._process.stdout.fileno(), b"", time.monotonic() + PATIENCE
        mark = f"\n{self._mark} ".encode()
        while True:
            before, found, after = text.partition(mark)
            if found and b"\n" in after:
                return before.decode(errors="replace"), int(after)
            ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            more = os.read(pipe, 1 << 16) if ready else b""
            if not more:
                why = "the shell has ended" if ready else f"no end after {PATIENCE:.0f} s"
                raise ShellError(f"{why}; until then:\n{text.decode(errors='replace')}")
            text += more

    def close(self) -> None:
        """Ends it and everything that was started in it."""
        try:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(5)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                pass
