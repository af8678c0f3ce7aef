"""What the distributions hold: the installed wheel, and the source distribution."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
MATURIN = Path(sys.executable).with_name("maturin")


def test_the_wheel_holds_types_and_licences() -> None:
    distribution = importlib.metadata.distribution("deevnet")
    names = {str(path) for path in distribution.files or []}
    assert {"deevnet/py.typed", "deevnet/_deevnet.pyi", "deevnet/command.py", "deevnet/__main__.py"} <= names
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE-APACHE", "LICENSE-MIT"}
    assert distribution.metadata["License-Expression"] == "MIT OR Apache-2.0"
    tags = (distribution.read_text("WHEEL") or "").splitlines()
    assert [tag for tag in tags if tag.startswith("Tag: cp311-abi3-")], tags


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, unpacked."""
    if shutil.which("cargo") is None or not MATURIN.exists():
        pytest.skip("SKIPPED: cargo and maturin make the source distribution")
    folder = tmp_path_factory.mktemp("sdist")
    subprocess.run([MATURIN, "sdist", "--out", folder], cwd=REPOSITORY, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


def test_the_source_distribution_holds_what_it_is_built_from(source: Path) -> None:
    for name in ["Cargo.lock", "pyproject.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "PKG-INFO"]:
        assert (source / name).is_file(), name
    for name in ["py.typed", "_deevnet.pyi", "command.py"]:
        assert (source / "python/deevnet" / name).is_file(), name
    members = tomllib.loads((source / "Cargo.toml").read_text())["workspace"]["members"]
    for member in members:
        assert (source / member / "Cargo.toml").is_file(), member
    crates = {path.parent.name for path in (REPOSITORY / "crates").glob("*/Cargo.toml")}
    assert {path.parent.name for path in (source / "crates").glob("*/Cargo.toml")} == crates


def test_the_source_distribution_holds_nothing_built(source: Path) -> None:
    assert [path for path in source.rglob("*") if path.suffix in {".so", ".pyc"} or path.name == "target"] == []


def test_the_lock_file_serves_the_source_distribution(source: Path) -> None:
    (host,) = re.findall(r"^host: (.+)$", subprocess.check_output(["rustc", "-vV"], text=True), re.MULTILINE)
    # Packages of other platforms may never have been fetched.
    line = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]
    outcome = subprocess.run(line, cwd=source, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
