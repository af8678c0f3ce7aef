# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Answers that are computed once in a run.

Ansible runs each task on each host in a process of its own, forked for the purpose. So an answer is kept in a file of the
run's own temporary folder, which nobody else can read and which Ansible removes when the run ends. A lock lets one process
compute it while the others wait.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import typing as t
from contextlib import contextmanager
from pathlib import Path

from ansible import constants as C

FOLDER = "deevnet.identity"

UNDER_WAY: set[str] = set()
"""The answers that this process is computing."""


class CircularAnswer(ValueError):
    """The error of an answer that is needed to compute itself."""


def once(key: t.Sequence[t.Any], name: str, compute: t.Callable[[], dict[str, t.Any]], *, fresh: bool = False) -> t.Any:
    """One of the answers of a key, all computed by whoever asks first in this run, or by whoever wants them afresh.

    Answers are plain data by name, as JSON has it.
    """
    digest = hashed(key)
    path = folder() / digest
    if not fresh and (kept := read(file(path, name))) is not None:
        return kept
    with under_way(digest), locked(path.with_suffix(".lock")):
        if not fresh and (kept := read(file(path, name))) is not None:
            return kept
        answers = compute()
        for each, answer in answers.items():
            write(file(path, each), answer)
    return answers[name]


def is_first(key: t.Sequence[t.Any]) -> bool:
    """Whether nobody asked this for the key in this run before."""
    try:
        (folder() / f"{hashed(key)}.told").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def hashed(key: t.Sequence[t.Any]) -> str:
    """The name that stands for a key in the folder."""
    return hashlib.sha256(json.dumps(list(key), sort_keys=True).encode()).hexdigest()


def file(path: Path, name: str) -> Path:
    """The file of one answer of a key."""
    return path.with_suffix(f".{name.replace(' ', '-')}.json")


def folder() -> Path:
    """The folder of the run's answers."""
    path = Path(C.DEFAULT_LOCAL_TMP) / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def read(path: Path) -> t.Any:
    """The answer in a file; nothing where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write(path: Path, answer: t.Any) -> None:
    """Writes an answer whole, so that nobody reads half of it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False) as staged:
        json.dump(answer, staged)
    os.replace(staged.name, path)


@contextmanager
def under_way(digest: str) -> t.Iterator[None]:
    """Refuses an answer that would wait for itself."""
    if digest in UNDER_WAY:
        raise CircularAnswer("a variable that identities are made of needs the answer of this lookup itself")
    UNDER_WAY.add(digest)
    try:
        yield
    finally:
        UNDER_WAY.discard(digest)


@contextmanager
def locked(path: Path) -> t.Iterator[None]:
    """Keeps other processes out; the lock ends with this process at the latest."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
