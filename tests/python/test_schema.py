"""The schemas of the inventory's variables and of deevnet.toml, judged by an implementation of JSON Schema."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

DEEVNET = Path(sys.executable).with_name("deevnet")
SUBJECTS = ["apply", "config", "findings", "inventory", "plan", "survey", "vlan-plan"]

HOST: dict[str, Any] = {
    "infrastructure": {"form": "pi", "interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}},
    "env": {"interfaces": {"eth0": {"ip": "10.20.99.21", "wol": True}}},
}


class Loader(yaml.SafeLoader):
    """Reads the tags of Ansible as the text behind them."""


def text_of(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return str(loader.construct_scalar(node))


for tag in ("!vault", "!unsafe"):
    Loader.add_constructor(tag, text_of)


@cache
def schema(subject: str) -> dict[str, Any]:
    text = subprocess.run([DEEVNET, "schema", subject], capture_output=True, text=True, check=True).stdout
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def faults(subject: str, document: object) -> list[tuple[str, str]]:
    """The path and the message of everything that a document has wrong."""
    return [(error.json_path, error.message) for error in Draft202012Validator(schema(subject)).iter_errors(document)]


def variables(inventory: Path) -> Iterator[tuple[Path, object]]:
    """The files of variables of an inventory that are not encrypted whole."""
    for path in sorted(inventory.glob("*_vars/**/*.yml")):
        text = path.read_text()
        if not text.startswith("$ANSIBLE_VAULT;"):
            yield path, yaml.load(text, Loader)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_schemas_are_schemas(subject: str) -> None:
    published = schema(subject)
    Draft202012Validator.check_schema(published)
    assert published["$id"].endswith(f"/schema/{subject}")
    assert published["title"].startswith("deevnet ")


@pytest.mark.parametrize("name", ["dvntm", "mobile"])
def test_the_examples_keep_to_the_schema(examples: Path, name: str) -> None:
    validator = Draft202012Validator(schema("inventory"))
    for path, document in variables(examples / name):
        assert [error.json_path for error in validator.iter_errors(document)] == [], path


def test_the_faulty_example_does_not(examples: Path) -> None:
    validator = Draft202012Validator(schema("inventory"))
    found = {error.json_path for _, document in variables(examples / "faulty") for error in validator.iter_errors(document)}
    assert "$.env.interfaces.eno1.wol" in found


@pytest.mark.parametrize(
    ("variable", "value", "path"),
    [
        ("deevnet_vlans", {"iot": {"vlan_id": 4095}}, "$.deevnet_vlans.iot.vlan_id"),
        ("deevnet_vlans", {"iot": {"vlan_id": 30, "subnet": "10.20.30.0"}}, "$.deevnet_vlans.iot.subnet"),
        ("infrastructure", {"form": "vmm"}, "$.infrastructure.form"),
        ("infrastructure", {"interfaces": {"eth0": {"mac": "00:00:5e"}}}, "$.infrastructure.interfaces.eth0.mac"),
        ("env", {"interfaces": {"eth0": {"ip": "10.20.99.256"}}}, "$.env.interfaces.eth0.ip"),
        ("deevnet_tenants", [{"name": "orchard", "index": 64}], "$.deevnet_tenants[0].index"),
        ("firewall_zone_policies", [{"from_zone": "iot", "to_zone": "iot", "action": "denny"}],
         "$.firewall_zone_policies[0].action"),
        ("mgmt_vm", {"cores": 0}, "$.mgmt_vm.cores"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_found_at_its_path(variable: str, value: object, path: str) -> None:
    assert [found for found, _ in faults("inventory", HOST | {variable: value})] == [path]


def test_templates_secrets_and_other_variables_are_let_be() -> None:
    template = "{{ hostvars['pi01'].env.interfaces.eth0.ip }}"
    document = HOST | {
        "ansible_user": "root",
        "deevnet_site_octet": "{{ deevnet_vlans.management.subnet.split('.')[1] }}",
        "deevnet_vlans": "{{ shared_vlans }}",
        "env": {"interfaces": {"eth0": {"ip": template, "wol": template, "segment": None, "own_key": 1}}},
        "mgmt_vm": {"vmid": "$ANSIBLE_VAULT;1.1;AES256\n6162", "memory": template, "storage": ""},
    }
    assert faults("inventory", document) == []


def test_the_configuration_of_the_example_keeps_to_the_schema(examples: Path) -> None:
    assert faults("config", tomllib.loads((examples / "dvntm/.deevnet.toml").read_text())) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[severty]\nDV505 = "off"\n', "$"),
        ('[severity]\nDV505 = "warn"\n', "$.severity.DV505"),
        ('[severity]\nseveral-publishd = "off"\n', "$.severity"),
        ('[[ignore]]\nrule = "DV505"\n', "$.ignore[0]"),
        ('[hardware.attic]\nsource = "measured"\ncpu = { cores = "four" }\n', "$.hardware.attic.cpu.cores"),
    ],
)
def test_the_configuration_is_strict(text: str, path: str) -> None:
    assert [found for found, _ in faults("config", tomllib.loads(text))] == [path]
