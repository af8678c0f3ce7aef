"""The collection as a package: it builds, installs, and holds what is ours only."""

from __future__ import annotations

from pathlib import Path

import yaml
from conftest import NAMESPACE, SOURCE

import deevnet


def test_the_tarball_installs(collection_path: Path) -> None:
    installed = collection_path / NAMESPACE
    assert (installed / "MANIFEST.json").exists()
    assert (installed / "plugins/module_utils/deevnet_package.py").exists()
    assert not [path for path in installed.rglob("*") if path.suffix in {".pyc", ".gz"}]


def test_its_version_is_that_of_the_package() -> None:
    assert yaml.safe_load((SOURCE / "galaxy.yml").read_text())["version"] == deevnet.__version__
