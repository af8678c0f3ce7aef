"""The collection as a package: it builds, installs, and holds what is ours only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import EXAMPLES, NAMESPACE, SOURCE, Play

import deevnet


def test_the_tarball_installs(collection_path: Path) -> None:
    installed = collection_path / NAMESPACE
    assert (installed / "MANIFEST.json").exists()
    assert (installed / "plugins/module_utils/deevnet_package.py").exists()
    assert not [path for path in installed.rglob("*") if path.suffix in {".pyc", ".gz"}]


def test_its_version_is_that_of_the_package() -> None:
    assert yaml.safe_load((SOURCE / "galaxy.yml").read_text())["version"] == deevnet.__version__


LACKING = {
    "missing": ("raise ImportError('No module named deevnet')", "cannot import (No module named deevnet)"),
    "too old": ("__version__ = '0.0.9'", "needs deevnet 0.1.0 or newer"),
}

EACH_KIND = """
- hosts: pi01
  connection: local
  gather_facts: false
  ignore_errors: true
  tasks:
    - deevnet.identity.substrate_check:
    - debug: {msg: "{{ 200 | deevnet.identity.vmid_to_mac('02:de:20') }}"}
    - debug: {msg: "{{ query('deevnet.identity.tenants') }}"}
    - deevnet.identity.vm_identity: {inventory: "{{ inventory_dir }}"}
"""


@pytest.mark.parametrize("found", LACKING)
def test_a_package_that_is_missing_or_too_old_is_told_with_the_command(play: Play, tmp_path: Path, found: str) -> None:
    text, said = LACKING[found]
    package = tmp_path / "python" / "deevnet"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(text)
    results = play(EACH_KIND, EXAMPLES / "dvntm", PYTHONPATH=str(package.parent)).results
    assert [result["status"] for result in results] == ["FAILED"] * 4
    for result in results:
        assert said in result["msg"]
        assert re.search(r"run `\S+python\S* -m pip install 'deevnet>=0.1.0'`", result["msg"]), result["msg"]
