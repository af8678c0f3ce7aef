"""`ansible-test sanity` passes: each test that needs nothing from the network, and the others where pip can get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NAMESPACE, SOURCE, tool

OFFLINE = [
    "action-plugin-docs",
    "compile",
    "empty-init",
    "ignores",
    "line-endings",
    "no-assert",
    "no-get-exception",
    "no-illegal-filenames",
    "no-smart-quotes",
    "replace-urlopen",
    "shebang",
    "symlinks",
    "use-argspec-type-path",
    "use-compat-six",
]
"""The tests that need no packages."""

PACKAGED = ["ansible-doc", "import", "pep8", "pylint", "runtime-metadata", "validate-modules", "yamllint"]
"""The tests that make an environment of their own, with packages that they pin."""

WITH_PACKAGES = "DEEVNET_SANITY_HOME"
"""The variable that names a folder for those environments, where they are wanted."""

BOOTSTRAP = """import ensurepip
ensurepip.bootstrap()
"""
"""What gives an environment its pip: that of Python itself, and not a script from the network."""


@pytest.fixture
def tree(collection_path: Path, tmp_path: Path) -> Path:
    """A copy of the installed collection, with the ignored findings, which are no part of the tarball."""
    copy = tmp_path / NAMESPACE
    shutil.copytree(collection_path / NAMESPACE, copy)
    shutil.copytree(SOURCE / "tests", copy / "tests", dirs_exist_ok=True)
    return copy


def sanity(tree: Path, tests: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    """Runs sanity tests on a collection."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [tool("ansible-test"), "sanity", "--color", "no", "--python", version]
    command += [option for test in tests for option in ("--test", test)]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"HOME": str(home), "PATH": path}
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, env=environment, check=False)


def test_what_needs_no_packages_passes(tree: Path, tmp_path: Path) -> None:
    done = sanity(tree, OFFLINE, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_needs_packages_passes(tree: Path) -> None:
    if WITH_PACKAGES not in os.environ:
        pytest.skip(f"SKIPPED: {WITH_PACKAGES} names no folder for the packages of {', '.join(PACKAGED)}")
    home = Path(os.environ[WITH_PACKAGES])
    cache = home / ".ansible/test/cache"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "get_pip_24_2.py").write_text(BOOTSTRAP)
    done = sanity(tree, PACKAGED, home)
    assert done.returncode == 0, done.stdout + done.stderr
