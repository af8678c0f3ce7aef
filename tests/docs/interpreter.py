"""The Python of a page: one process in which its blocks run one after another and share their names."""

from __future__ import annotations

import base64
import json
import shlex
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs.shell import PATIENCE, Shell

EXECUTOR = Path(__file__).with_name("executor.py")

# Prints the environment and the folder of a shell, each as one line without a separator in it.
STATE = "env --null | base64 --wrap=0; echo; pwd | base64 --wrap=0; echo"


@dataclass(frozen=True)
class Answer:
    """How a block ended: what went wrong, if anything, and the block with what its examples print."""

    failure: str | None
    rewritten: str


class Interpreter:
    """A Python process that a shell has started, so that both see the same network."""

    def __init__(self, shell: Shell, root: Path) -> None:
        """Starts it, with its socket below a folder."""
        self._shell = shell
        listener = socket.socket(socket.AF_UNIX)
        listener.settimeout(PATIENCE)
        with listener:
            path = root / "python.socket"
            listener.bind(str(path))
            listener.listen()
            shell.run(f"{shlex.join([sys.executable, str(EXECUTOR), str(path)])} </dev/null >/dev/null 2>&1 &")
            self._connection, _ = listener.accept()
        self._connection.settimeout(PATIENCE)
        self._stream = self._connection.makefile("rw", encoding="utf-8")

    def run(self, code: str, name: str) -> Answer:
        """Runs a block under a name that tracebacks show, with the shell's environment and folder of this moment."""
        print(json.dumps({"code": code, "name": name, **self._state()}), file=self._stream, flush=True)
        line = self._stream.readline()
        if not line:
            return Answer("Python has ended", code)
        answer = json.loads(line)
        return Answer(answer["failure"], answer["rewritten"])

    def _state(self) -> dict[str, Any]:
        """The environment and the folder of the shell."""
        lines, _ = self._shell.run(STATE)
        variables, folder = (base64.b64decode(line).decode() for line in lines)
        entries = variables.rstrip("\0").split("\0")
        return {"environment": dict(entry.split("=", 1) for entry in entries), "folder": folder.rstrip("\n")}

    def close(self) -> None:
        """Ends it."""
        self._stream.close()
        self._connection.close()
