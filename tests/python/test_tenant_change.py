"""Tenants added to and removed from an inventory in files."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

import deevnet


@pytest.fixture
def inventory(examples: Path, tmp_path: Path) -> Path:
    """A copy of an example, to change."""
    return Path(shutil.copytree(examples / "dvntm", tmp_path / "dvntm"))


def contents(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_tenant_comes_and_goes(inventory: Path) -> None:
    before = contents(inventory)
    planned = deevnet.add_tenant(inventory, "music", workload_class="experiment", dry_run=True)
    assert contents(inventory) == before
    added = deevnet.add_tenant(inventory, "music", workload_class="experiment")
    assert added == planned and hash(added) == hash(planned)
    assert (added.tenant.workload_class, added.tenant.vlan_id) == ("experiment", 53)
    assert {file.path: file.before for file in added.files}.items() <= before.items()
    assert all(contents(inventory)[file.path] == file.after for file in added.files)
    assert ("router", "an interface on VLAN 53 with the address 10.20.53.1/24") in added.steps
    again = deevnet.add_tenant(inventory, "music")
    assert not again.changed and again.files == () and again.tenant == added.tenant
    removed = deevnet.remove_tenant(inventory, "music")
    assert removed.changed and contents(inventory) == before
    assert pickle.loads(pickle.dumps(removed)) == removed
    assert [(file.path, file.before) for file in removed.files] == [(file.path, file.after) for file in added.files]


def test_what_is_not_declared_cannot_be_removed(inventory: Path) -> None:
    with pytest.raises(deevnet.UnknownTenantError, match="no tenant `orchrd` is declared") as caught:
        deevnet.remove_tenant(inventory, "orchrd")
    assert (caught.value.value, caught.value.hint) == ("orchrd", "did you mean `orchard`?")


def test_what_is_used_cannot_be_removed(inventory: Path) -> None:
    before = contents(inventory)
    with pytest.raises(deevnet.TenantInUseError, match="the tenant `orchard` is still in use") as caught:
        deevnet.remove_tenant(inventory, "orchard")
    assert "the workload `api` is its own" in caught.value.users
    assert pickle.loads(pickle.dumps(caught.value)).users == caught.value.users
    assert contents(inventory) == before


@pytest.mark.parametrize(
    ("arguments", "error", "value"),
    [
        ({"name": "Music"}, deevnet.TenantError, "Music"),
        ({"name": "music", "workload_class": "experimnt"}, deevnet.UnknownNameError, "experimnt"),
        ({"name": "music", "mac_policy": "random"}, deevnet.UnknownNameError, "random"),
        ({"name": "music", "wait": -1.0}, deevnet.TenantError, "-1"),
    ],
)
def test_what_cannot_be_added_is_refused(
    inventory: Path, arguments: dict[str, str], error: type[deevnet.Error], value: str
) -> None:
    with pytest.raises(error) as caught:
        deevnet.add_tenant(inventory, **arguments)  # type: ignore[arg-type]
    assert caught.value.value == value and caught.value.hint


def test_errors_of_the_inventory_make_it_unknown_what_is_free(inventory: Path) -> None:
    (inventory / "group_vars" / "all" / "broken.yml").write_text("a: [\n")
    with pytest.raises(deevnet.TenantError, match="unknown which numbers are free"):
        deevnet.add_tenant(inventory, "music")


def test_where_there_is_no_inventory_nothing_is_added(tmp_path: Path) -> None:
    with pytest.raises(deevnet.LoadError):
        deevnet.add_tenant(tmp_path / "nowhere", "music", dry_run=True)
