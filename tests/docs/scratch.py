"""Where a page's blocks run: a folder, a home and a search path of its own, and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docs.page import REPOSITORY

# Brings up the loopback interface of a network that has no other, and goes on as the program.
LOOPBACK_ONLY = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]

# What a page builds and runs through cargo is built already: the command is the one on the search path. The command that
# runs the tests is only known here, since it is what runs this.
CARGO = """\
#!/bin/sh
case "$*" in
"run -q --release -p deevnet-cli -- "*) shift 6; exec deevnet "$@" ;;
"xtask test") ;;
*) echo "no page may run: cargo $*" >&2; exit 1 ;;
esac
"""


@cache
def without_network() -> list[str]:
    """What to put before a program so that it reaches nothing but itself; nothing where the system forbids that."""
    try:
        tried = subprocess.run([*LOOPBACK_ONLY, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return []
    return LOOPBACK_ONLY if tried.returncode == 0 else []


@dataclass(frozen=True)
class Scratch:
    """What one page has to itself: below `root` its `folder`, which begins with a copy of `examples`, and its home."""

    root: Path
    folder: Path
    environment: dict[str, str]


def scratch(root: Path, command: Path, collections: Path | None) -> Scratch:
    """Makes the folder, with the command on its search path and the collection where Ansible looks."""
    folder, home, programs = root / "page", root / "home", root / "bin"
    for made in (folder, home, programs):
        made.mkdir(parents=True)
    shutil.copytree(REPOSITORY / "examples", folder / "examples")
    (programs / "deevnet").symlink_to(command)
    (programs / "cargo").write_text(CARGO)
    (programs / "cargo").chmod(0o755)
    path = [str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {
        "PATH": os.pathsep.join(path),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_LOCALHOST_WARNING": "0",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
        "ANSIBLE_COLLECTIONS_PATH": str(collections or home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "no_proxy": "127.0.0.1,localhost",
    }
    return Scratch(root, folder, environment)
