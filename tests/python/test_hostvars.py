"""Ansible's own `hostvars` and `groups`, and mappings like them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultSecret
from ansible.plugins.loader import init_plugin_loader
from ansible.vars.hostvars import HostVars
from ansible.vars.manager import VariableManager

import deevnet
from deevnet import Finding, Substrate

from conftest import REPOSITORY, Lab

SHARED = Path(os.environ.get("DEEVNET_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
REAL = SHARED / "inventory-dvntm"


@pytest.fixture(scope="module", autouse=True)
def plugins() -> None:
    """Ansible finds its plugins."""
    init_plugin_loader()


def ansible(folder: Path, password: bytes | None = None) -> tuple[HostVars, dict[str, list[str]]]:
    """The `hostvars` and `groups` of real Ansible."""
    loader = DataLoader()
    if password is not None:
        loader.set_vault_secrets([("default", VaultSecret(password))])
    inventory = InventoryManager(loader=loader, sources=[str(folder)])
    variables = VariableManager(loader=loader, inventory=inventory)
    return HostVars(inventory, variables, loader), inventory.get_groups_dict()


def said(findings: list[Finding]) -> list[tuple[str, str | None, frozenset[str]]]:
    """What findings say, without where: host variables that are handed over have no places."""
    return sorted((finding.code, finding.value, frozenset(map(str, finding.subjects))) for finding in findings)


def answers(substrate: Substrate) -> list[object]:
    """What a substrate answers beside its findings, without places in files."""
    plan, policy = substrate.vlan_plan(), substrate.policy()
    proofs = [(proof.statement, proof.outcome, proof.packet, proof.rule) for proof in policy.proofs()]
    allotted = (substrate.hardware, substrate.hypervisors, substrate.placement(), substrate.tenants)
    return [*allotted, plan, policy.zones, policy.flows(), proofs]


@pytest.mark.parametrize("name", ["dvntm", "mobile"])
def test_hostvars_give_what_a_load_gives(examples: Path, name: str) -> None:
    password = (examples / "vault-password").read_bytes().strip()
    handed_over = Substrate.from_hostvars(*ansible(examples / name, password))
    loaded = Substrate.load(examples / name)
    assert handed_over.to_dict() == loaded.to_dict()
    assert handed_over.dhcp_reservations() == loaded.dhcp_reservations()
    assert handed_over.dns_records() == loaded.dns_records()
    assert handed_over.wol_hosts() == loaded.wol_hosts()
    assert answers(handed_over) == answers(loaded)
    assert all(finding.position is None for finding in handed_over.check())


@pytest.mark.skipif(not REAL.exists(), reason=f"SKIPPED: there is no {REAL}")
def test_hostvars_of_a_real_inventory_give_what_a_load_gives() -> None:
    handed_over = Substrate.from_hostvars(*ansible(REAL))
    loaded = Substrate.load(REAL)
    assert handed_over.to_dict() == loaded.to_dict()
    assert handed_over.dns_records() == loaded.dns_records()
    assert said(handed_over.check()) == said(loaded.check())
    assert answers(handed_over) == answers(loaded)


def test_a_template_that_ansible_cannot_resolve_is_a_finding(lab: Lab) -> None:
    folder = lab(2)
    host = folder / "host_vars" / "pi02.yml"
    host.write_text(host.read_text().replace("00:00:5e:00:53:02", "{{ nowhere_defined }}"))
    handed_over = Substrate.from_hostvars(*ansible(folder))
    loaded = Substrate.load(folder)
    assert "DV904" in {finding.code for finding in loaded.check()}
    assert said(handed_over.check()) == said(loaded.check())
    assert [row["hostname"] for row in handed_over.dhcp_reservations()] == ["pi01"]


class Untouchable(Mapping[str, Any]):
    """A host's variables of which only the ones identity needs may be looked at."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self.variables = variables

    def __getitem__(self, key: str) -> Any:
        assert not key.startswith("secret")
        return self.variables[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)


def test_only_what_identity_needs_is_asked_for() -> None:
    variables = Untouchable({"secret_token": "x", "deevnet_substrate": "lab", "deevnet_root_domain": "example.net"})
    substrate = Substrate.from_hostvars({"pi01": variables}, {"all": ["pi01"], "pis": ["pi01"]})
    assert substrate.domain == "lab.example.net"
    assert substrate.to_dict()["hosts"]["pi01"]["groups"] == ["pis"]


class Loud(Mapping[str, Any]):
    """A host's variables that cannot be read."""

    def __getitem__(self, key: str) -> Any:
        raise RuntimeError("out of order")

    def __contains__(self, key: object) -> bool:
        return key == "env"

    def __iter__(self) -> Iterator[str]:
        return iter(["env"])

    def __len__(self) -> int:
        return 1


def test_a_variable_that_cannot_be_read_is_named() -> None:
    with pytest.raises(deevnet.LoadError) as caught:
        Substrate.from_hostvars({"pi01": Loud()}, {"all": ["pi01"]})
    assert str(caught.value) == "hostvars['pi01']['env'] cannot be read: RuntimeError: out of order"
    assert caught.value.value == "hostvars['pi01']['env']"


def test_a_value_that_holds_itself_does_not_run_forever() -> None:
    env: dict[str, Any] = {}
    env["interfaces"] = env
    with pytest.raises(deevnet.LoadError, match="nested too deep"):
        Substrate.from_hostvars({"pi01": {"env": env}}, {"all": ["pi01"]})


def test_hosts_are_those_of_all_or_else_every_one() -> None:
    hostvars: dict[str, dict[str, Any]] = {"pi02": {}, "pi01": {}, "localhost": {}}
    assert Substrate.from_hostvars(hostvars, {"all": ["pi01", "pi02"]}).hosts == ("pi01", "pi02")
    assert Substrate.from_hostvars(hostvars, {}).hosts == ("localhost", "pi01", "pi02")
    with pytest.raises(KeyError):
        Substrate.from_hostvars({}, {"all": ["pi01"]})


def test_other_types_are_type_errors() -> None:
    for hostvars, groups in (([], {}), ({}, []), ({"pi01": {}}, {"all": 1})):
        with pytest.raises(TypeError):
            Substrate.from_hostvars(hostvars, groups)  # type: ignore[arg-type]
