"""How the nodes of a substrate are found: access file, environment, inventory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import SupportsIndex

import pytest

import deevnet

ACCESS = '[nodes.hv01]\nendpoint = "https://127.0.0.1:1"\ntoken_id = "a@pve!plan"\ntoken_secret = "hunter2hunter2"\n{}'


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """A hypervisor whose certificate is not verified, and whose token is elsewhere."""
    path = tmp_path / "hosts.yml"
    node = "{ deevnet_hypervisor: { plane: tenant, endpoint: 'https://127.0.0.1:2', tls: { insecure: true } } }"
    path.write_text(f"all: {{ hosts: {{ hv01: {node} }}, vars: {{ deevnet_substrate: lab }} }}\n")
    return tmp_path


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's environment is seen."""
    for name in ("DEEVNET_ACCESS", "DEEVNET_PROXMOX_TOKEN_ID", "DEEVNET_PROXMOX_TOKEN_SECRET"):
        monkeypatch.delenv(name, raising=False)


def access_file(folder: Path, extra: str = "") -> Path:
    path = folder / "nodes.toml"
    path.write_text(ACCESS.format(extra))
    path.chmod(0o600)
    return path


def test_the_environment_gives_a_token(inventory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(deevnet.NodeError, match="there are no credentials for hv01") as caught:
        deevnet.Proxmox.load(inventory)
    assert "DEEVNET_PROXMOX_TOKEN_ID_HV01" in str(caught.value.hint)
    monkeypatch.setenv("DEEVNET_PROXMOX_TOKEN_ID", "a@pve!plan")
    monkeypatch.setenv("DEEVNET_PROXMOX_TOKEN_SECRET", "hunter2hunter2")
    nodes = deevnet.Proxmox.load(inventory)
    assert (nodes.hosts, nodes.unverified) == (("hv01",), ("hv01",))
    assert nodes.substrate is not None and nodes.substrate.name == "lab"
    assert "hunter2" not in repr(nodes)


def test_the_access_file_goes_first(inventory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = access_file(inventory, f'fingerprint = "{"ab" * 32}"\n')
    assert deevnet.Proxmox.load(inventory, access=path).unverified == ()
    monkeypatch.setenv("DEEVNET_ACCESS", str(path))
    assert deevnet.Proxmox.load(inventory / "hosts.yml").unverified == ()


def test_an_access_file_that_others_may_read_is_refused(inventory: Path) -> None:
    path = access_file(inventory)
    path.chmod(0o644)
    with pytest.raises(deevnet.NodeError, match="others may read the access file") as caught:
        deevnet.Proxmox.load(inventory, access=path)
    assert "chmod 600" in str(caught.value.hint)


def test_what_is_to_be_trusted_has_to_be_there(inventory: Path) -> None:
    path = access_file(inventory, 'ca_file = "ca.pem"\n')
    with pytest.raises(deevnet.NodeError, match="the authorities of hv01 cannot be read"):
        deevnet.Proxmox.load(inventory, access=path)
    (inventory / "ca.pem").write_text("no certificate")
    with pytest.raises(deevnet.NodeError):
        deevnet.Proxmox.load(inventory, access=path)


def test_a_substrate_without_hypervisors_has_no_nodes(tmp_path: Path) -> None:
    (tmp_path / "hosts.yml").write_text("all: { hosts: { pi01: {} } }\n")
    with pytest.raises(deevnet.NodeError, match="no hypervisor is declared") as caught:
        deevnet.Proxmox.load(tmp_path)
    assert caught.value.hint == "declare one with `deevnet_hypervisor`"


def test_plans_need_a_substrate() -> None:
    node = deevnet.Node("https://127.0.0.1:1", token_id="a@pve!plan", token_secret="x")
    with pytest.raises(deevnet.PlanError, match="a plan needs a substrate"):
        deevnet.Proxmox({"hv01": node}).plan()


def test_a_survey_with_a_gap_gives_no_vmids(inventory: Path) -> None:
    found = deevnet.Proxmox.load(inventory, access=access_file(inventory), attempts=1, timeout=2.0).observe()
    assert not found.is_complete
    with pytest.raises(deevnet.SurveyError, match="the survey is incomplete"):
        found.vmids()
    whole = '{"version": 1, "nodes": {"hv01": {"node": "pve1", "release": "8.4.21"}}}'
    assert deevnet.Survey.from_json(whole).vmids() == {"hv01": []}


def test_what_is_allocated_says_what_changes(examples: Path, tmp_path: Path) -> None:
    inventory = Path(shutil.copytree(examples / "dvntm", tmp_path / "dvntm"))
    identity = inventory / "host_vars" / "git-vm01" / "identity.yml"
    identity.unlink()
    survey: dict[str, Iterable[SupportsIndex | str]] = {"hv01": [100], "hv02": [200]}
    planned = deevnet.allocate(inventory, survey=survey, dry_run=True)
    given = deevnet.allocate(inventory, survey=survey)
    assert given == planned
    (change,) = given.changes
    assert (change.path, change.before, change.after) == (str(identity), None, identity.read_text())
