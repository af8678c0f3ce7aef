"""Every plugin is documented, and what its documentation says holds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SOURCE, environment, tool

COLLECTION = "deevnet.identity"
KINDS = {"filter": "filter/*.yml", "lookup": "lookup/*.py", "module": "modules/*.py", "inventory": "inventory/*.py"}


@pytest.fixture(scope="module")
def documented(collection_path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """What `ansible-doc` says of each plugin, by kind and name."""
    found = {}
    for kind in KINDS:
        command = [tool("ansible-doc"), "--json", "--type", kind, *(f"{COLLECTION}.{name}" for name in names(kind))]
        done = subprocess.run(command, capture_output=True, text=True, env=environment(collection_path), check=False)
        assert done.returncode == 0, done.stderr
        assert not done.stderr.strip(), done.stderr
        found |= {(kind, name): plugin for name, plugin in json.loads(done.stdout).items()}
    return found


def names(kind: str) -> list[str]:
    """The plugins of a kind."""
    return sorted(path.stem for path in (SOURCE / "plugins").glob(KINDS[kind]))


def test_every_plugin_has_documentation_examples_and_results(documented: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert len(documented) == sum(len(names(kind)) for kind in KINDS) > 20
    for (kind, name), plugin in documented.items():
        assert plugin["examples"].strip(), name
        assert plugin["doc"]["description"] and plugin["doc"]["version_added"], name
        assert plugin["return"] or kind == "inventory", name


def test_every_example_is_yaml(documented: dict[tuple[str, str], dict[str, Any]]) -> None:
    for (_, name), plugin in documented.items():
        assert yaml.safe_load(plugin["examples"]), name


def test_every_filter_is_documented_and_every_documented_filter_exists(
    collection_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(collection_path))
    assert sorted(filters()) == names("filter")


def filters() -> Iterator[str]:
    """The names of the filters that the plugins' files hold."""
    import importlib

    for path in (SOURCE / "plugins" / "filter").glob("*.py"):
        plugin = importlib.import_module(f"ansible_collections.deevnet.identity.plugins.filter.{path.stem}")
        yield from plugin.FilterModule().filters()


def test_the_readme_names_every_plugin() -> None:
    readme = (SOURCE / "README.md").read_text()
    missing = [name for kind in KINDS for name in names(kind) if f"`{name}`" not in readme]
    assert missing == []
