"""The Ansible collection, installed from the file that is published of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docs.page import REPOSITORY

GALAXY = Path(sys.executable).with_name("ansible-galaxy")
SOURCE = REPOSITORY / "ansible"


def install(folder: Path) -> Path | None:
    """Builds the collection and installs it below a folder; nothing where there is no Ansible."""
    if not GALAXY.exists() or not (SOURCE / "galaxy.yml").is_file():
        return None
    collections = folder / "collections"
    build = [str(GALAXY), "collection", "build", str(SOURCE), "--output-path", str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    put = [str(GALAXY), "collection", "install", str(archive), "--offline", "--no-deps", "-p", str(collections)]
    subprocess.run(put, check=True, capture_output=True)
    return collections
