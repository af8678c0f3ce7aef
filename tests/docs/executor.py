"""Runs Python blocks that come as JSON lines over a socket, all in one namespace, and answers in kind.

usage: executor.py SOCKET

It is a program of its own, so that a block can neither see nor change the process that tests it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import socket
import sys
import traceback
from typing import Any


class Recorder(doctest.DocTestRunner):
    """Runs examples and keeps what each one printed."""

    def __init__(self) -> None:
        """Begins with nothing kept."""
        super().__init__(optionflags=doctest.ELLIPSIS)
        self.printed: dict[int, str] = {}

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        """Keeps what a wrong example printed."""
        self.printed[example.lineno] = got
        super().report_failure(out, test, example, got)

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Keeps which exception an example raised."""
        error = traceback.format_exception_only(*exc_info[:2])[-1]
        self.printed[example.lineno] = f"Traceback (most recent call last):\n    ...\n{error}"
        super().report_unexpected_exception(out, test, example, exc_info)


def examples(code: str, name: str, names: dict[str, Any]) -> tuple[str | None, str]:
    """Runs a block with prompts; returns what went wrong and the block with what its examples printed."""
    test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    test.globs = names
    recorder, report = Recorder(), io.StringIO()
    recorder.run(test, out=report.write, clear_globs=False)
    lines = code.splitlines(keepends=True)
    for example in reversed(test.examples):
        if example.lineno in recorder.printed:
            start = example.lineno + example.source.count("\n")
            lines[start : start + example.want.count("\n")] = [recorder.printed[example.lineno]]
    return report.getvalue() or None, "".join(lines)


def statements(code: str, name: str, names: dict[str, Any]) -> str | None:
    """Runs a block without prompts; returns the traceback of what went wrong."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, name, "exec"), names)
    except Exception:
        return traceback.format_exc()
    return None


def answer(asked: dict[str, Any], names: dict[str, Any]) -> dict[str, str | None]:
    """What became of one block."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    code, name = asked["code"], asked["name"]
    if ">>> " in code:
        failure, rewritten = examples(code, name, names)
        return {"failure": failure, "rewritten": rewritten}
    return {"failure": statements(code, name, names), "rewritten": code}


def main() -> None:
    """Answers until there are no more blocks."""
    (path,) = sys.argv[1:]
    names: dict[str, Any] = {"__name__": "__main__"}
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        with connection.makefile("rw", encoding="utf-8") as stream:
            for line in stream:
                print(json.dumps(answer(json.loads(line), names)), file=stream, flush=True)


if __name__ == "__main__":
    main()
