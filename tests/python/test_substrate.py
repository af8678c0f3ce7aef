"""Substrates: loading, checking, publishing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import deevnet
from deevnet import Substrate

from conftest import Lab

TARGETS = {
    "dhcp-reservations": ["dhcp-reservations.json"],
    "dns-records": ["dns-records.json"],
    "wol": ["wol.json"],
}


@pytest.fixture
def dvntm(examples: Path) -> Substrate:
    """The larger of the clean examples."""
    return Substrate.load(examples / "dvntm")


def test_a_clean_substrate_has_no_errors(dvntm: Substrate) -> None:
    assert (dvntm.name, dvntm.domain) == ("dvntm", f"dvntm.{dvntm.to_dict()['root_domain']}")
    assert dvntm.hosts == tuple(sorted(dvntm.hosts))
    assert "core-rt01" in dvntm.hosts
    assert {finding.severity for finding in dvntm.check()} <= {"warning", "note"}
    assert repr(dvntm) == f"<Substrate dvntm: {len(dvntm.hosts)} hosts>"


def test_what_python_gets_is_what_is_emitted(dvntm: Substrate) -> None:
    published: dict[str, Any] = {
        "dhcp-reservations": dvntm.dhcp_reservations(),
        "dns-records": dvntm.dns_records(),
        "wol": dvntm.wol_hosts(),
    }
    for target, names in TARGETS.items():
        files = dvntm.emit(target)
        assert list(files) == names
        assert json.loads(files[names[0]]) == published[target]
        assert published[target]


def test_records_have_the_shape_of_the_estate(lab: Lab) -> None:
    substrate = Substrate.load(lab(2))
    assert substrate.dhcp_reservations()[0] == {
        "hostname": "pi01",
        "mac": "00:00:5E:00:53:01",
        "ip": "10.20.99.2",
        "interface": "eth0",
        "description": "Ansible managed - pi01 (eth0)",
        "pxe_tftp_server": "",
        "pxe_boot_file": "",
    }
    assert substrate.wol_hosts()[1] == {
        "hostname": "pi02",
        "interface_key": "eth0",
        "mac": "00:00:5E:00:53:02",
        "description": "Ansible-managed - pi02 (eth0)",
    }
    records = substrate.dns_records()
    assert [sorted(record) for record in records["dns_host_records"]] == [["cnames", "fqdn", "hostname", "ip"]] * 2
    assert records["dns_cname_records"][0] == {"name": "service-1", "target_host": "pi01", "target_ip": "10.20.99.2"}
    assert records["dns_ptr_records"][0]["target"] == "pi01.lab.example.net"


def test_every_target_is_emitted_and_an_unknown_one_refused(dvntm: Substrate) -> None:
    with pytest.raises(deevnet.UnknownNameError) as caught:
        dvntm.emit("dhcpd")
    assert caught.value.value == "dhcpd"
    targets = (caught.value.hint or "").removeprefix("write one of: ").split(", ")
    assert set(TARGETS) < set(targets)
    for target in set(targets) - {"pxelinux"}:
        interface = "eth1" if target in {"dnsmasq", "kea-dhcp4", "nftables", "vyos"} else None
        wan = "eth0" if target == "vyos" else None
        files = dvntm.emit(target, interface=interface, wan=wan)
        assert files
        assert all(content.endswith("\n") for content in files.values())
    with pytest.raises(deevnet.EmitError, match="a machine that boots with it"):
        dvntm.emit("pxelinux")
    assert " 7 " in next(iter(dvntm.emit("bind-forward", serial=7).values()))


def test_everything_is_emitted_at_once_and_what_cannot_be_is_named(dvntm: Substrate) -> None:
    everything = dvntm.emit_all(interface="eth1", wan="eth0", serial=7)
    for target, files in everything.files.items():
        details: dict[str, Any] = {}
        if target in {"dnsmasq", "kea-dhcp4", "nftables", "vyos"}:
            details["interface"] = "eth1"
        if target in {"nftables", "vyos"}:
            details["wan"] = "eth0"
        if target in {"bind-forward", "bind-reverse"}:
            details["serial"] = 7
        assert files == dvntm.emit(target, **details)
    assert list(everything.refused) == ["pxelinux"]
    assert "a machine that boots with it" in everything.refused["pxelinux"]
    assert set(everything.left_out) >= set(dvntm.left_out("dhcp-reservations"))
    assert "router's interface, as in `interface=\"eth1\"`" in dvntm.emit_all().refused["vyos"]
    assert dvntm.emit_all(force=True).files.keys() >= everything.files.keys() - {"vyos"}
    with pytest.raises(deevnet.EmitError, match="has no address record there"):
        dvntm.emit_all(name_server="nobody.dvntm.example.net")


def test_what_the_declaration_does_not_say_is_given(dvntm: Substrate) -> None:
    with pytest.raises(deevnet.EmitError) as caught:
        dvntm.emit("vyos")
    assert caught.value.hint == 'name the router\'s interface, as in `interface="eth1"`'
    with pytest.raises(deevnet.EmitError) as caught:
        dvntm.emit("vyos", interface="eth7")
    assert caught.value.hint == 'name it, as in `wan="eth0"`'
    ((name, commands),) = dvntm.emit("vyos", interface="eth7", wan="eth6").items()
    assert name == "core-rt01.vyos-commands.txt"
    assert "interfaces ethernet eth7 vif" in commands
    assert "zone internet member interface 'eth6'" in commands
    details: dict[str, Any] = {"interface": "eth7", "wan": "eth6"}
    assert dvntm.left_out("vyos", **details) == dvntm.left_out("vyos", router="edge-rt01", **details)
    assert list(dvntm.emit("vyos", router="edge-rt01", **details)) == ["edge-rt01.vyos-commands.txt"]
    with pytest.raises(deevnet.EmitError, match="did you mean `core-rt01`") as caught:
        dvntm.emit("vyos", router="core-rt1")
    assert caught.value.value == "core-rt1"
    (described,) = dvntm.emit("wol", description_prefix="Lantern").values()
    assert "Lantern - " in described
    assert dvntm.emit("switch-cli", dialect="cisco") != dvntm.emit("switch-cli", dialect="tp-link")
    assert dvntm.emit("nftables", guard_router=True) != dvntm.emit("nftables")
    (zone,) = dvntm.emit("bind-forward", name_server="ns1.example.net").values()
    assert "ns1.example.net." in zone


def test_a_detail_that_a_target_has_no_use_for_is_refused(dvntm: Substrate) -> None:
    with pytest.raises(deevnet.EmitError, match="it is for bind-forward and bind-reverse") as caught:
        dvntm.emit("hosts", serial=7)
    assert caught.value.value == "serial"
    with pytest.raises(deevnet.EmitError, match="no use for"):
        dvntm.left_out("hosts", name_server="ns.example.net")


@pytest.mark.parametrize(
    ("details", "error", "value"),
    [
        ({"interface": "eth 1"}, deevnet.EmitError, "eth 1"),
        ({"wan": "eth 1"}, deevnet.EmitError, "eth 1"),
        ({"name_server": "ns1..example.net"}, deevnet.EmitError, "ns1..example.net"),
        ({"dialect": "cisko"}, deevnet.UnknownNameError, "cisko"),
    ],
)
def test_a_detail_that_cannot_be_is_refused(
    dvntm: Substrate, details: dict[str, Any], error: type[deevnet.Error], value: str
) -> None:
    with pytest.raises(error) as caught:
        dvntm.emit("bind-forward", **details)
    assert caught.value.value == value
    assert caught.value.hint


def test_what_an_error_touches_is_left_out_and_named(lab: Lab) -> None:
    folder = lab(3)
    host = folder / "host_vars" / "pi02.yml"
    host.write_text(host.read_text().replace("00:00:5e:00:53:02", "00:00:5e:00:53:01"))
    substrate = Substrate.load(folder)
    assert [row["hostname"] for row in substrate.dhcp_reservations()] == ["pi03"]
    assert [row["hostname"] for row in substrate.dhcp_reservations(force=True)] == ["pi01", "pi02", "pi03"]
    left_out = substrate.left_out("dhcp-reservations")
    assert [(item.subject.host, item.subject.interface, item.part) for item in left_out] == [
        ("pi01", "eth0", "reservation"),
        ("pi02", "eth0", "reservation"),
    ]
    (code,) = {item.code for item in left_out}
    assert code == "DV104"
    assert set(left_out) < set(substrate.left_out())
    assert substrate.left_out(force=True) == []
    with pytest.raises(deevnet.UnknownNameError):
        substrate.left_out("dhcpd")


def test_the_model_is_plain_data(dvntm: Substrate) -> None:
    model = dvntm.to_dict()
    assert json.loads(json.dumps(model)) == model
    assert sorted(model["hosts"]) == list(dvntm.hosts)
    assert model["mac_namespace"] == "02:de:20"


def test_a_substrate_without_a_domain_cannot_name_hosts() -> None:
    substrate = Substrate.from_hostvars({"pi01": {}}, {"all": ["pi01"]})
    assert (substrate.name, substrate.domain, substrate.hosts) == (None, None, ("pi01",))
    assert repr(substrate) == "<Substrate without a name: 1 hosts>"
    with pytest.raises(deevnet.EmitError) as caught:
        substrate.dns_records()
    assert str(caught.value) == "`dns-records` needs the substrate's domain, which is not declared"
    assert caught.value.hint == "declare `deevnet_substrate` and `deevnet_root_domain`"


def test_a_path_may_be_text_and_may_name_the_host_file(examples: Path, dvntm: Substrate) -> None:
    for path in (str(examples / "dvntm"), examples / "dvntm" / "hosts.yml"):
        assert Substrate.load(path).dhcp_reservations() == dvntm.dhcp_reservations()


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    with pytest.raises(deevnet.LoadError) as caught:
        Substrate.load(absent)
    assert str(caught.value).startswith(f"cannot read the inventory `{absent}`: ")
    assert caught.value.value == str(absent)
    with pytest.raises(deevnet.LoadError):
        Substrate.from_list_json("")


def test_a_vault_password_file_opens_what_is_encrypted(examples: Path, tmp_path: Path) -> None:
    opened = Substrate.load(examples / "dvntm", vault_password_file=examples / "vault-password")
    assert opened.to_dict() == Substrate.load(examples / "dvntm").to_dict()
    (tmp_path / "wrong").write_text("not the password\n")
    wrong = Substrate.load(examples / "dvntm", tmp_path / "wrong")
    assert {finding.path for finding in wrong.check() if finding.severity == "error"} == {
        str(examples / "dvntm" / "host_vars" / "git-vm01" / "vault.yml")
    }
    assert "not the password" not in "".join(map(str, wrong.check()))
    with pytest.raises(deevnet.LoadError, match="cannot read the vault password file"):
        Substrate.load(examples / "dvntm", vault_password_file=tmp_path / "absent")


def test_a_list_of_ansible_inventory_gives_the_same(examples: Path, dvntm: Substrate) -> None:
    command = [str(Path(sys.executable).with_name("ansible-inventory")), "-i", str(examples / "dvntm"), "--list"]
    command += ["--vault-password-file", str(examples / "vault-password")]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    substrate = Substrate.from_list_json(listed)
    assert substrate.to_dict() == dvntm.to_dict()
    assert substrate.dns_records() == dvntm.dns_records()


def test_a_substrate_obeys_its_configuration_and_a_check_may_use_another(lab: Lab, tmp_path: Path) -> None:
    folder = lab(2)
    host = folder / "host_vars" / "pi02.yml"
    host.write_text(host.read_text().replace("00:00:5e:00:53:02", "00-00-5E-00-53-02"))
    found = Substrate.load(folder).check()
    (canonical,) = (finding for finding in found if finding.fix)
    (folder / ".deevnet.toml").write_text(f'[severity]\n{canonical.code} = "off"\n')
    substrate = Substrate.load(folder)
    assert canonical not in substrate.check()
    other = tmp_path / "other.toml"
    other.write_text(f'[severity]\n{canonical.code} = "note"\n')
    assert [finding.severity for finding in substrate.check(config=other) if finding.fix] == ["note"]


def test_a_faulty_configuration_is_an_error(lab: Lab) -> None:
    folder = lab(1)
    substrate = Substrate.load(folder)
    config = folder / ".deevnet.toml"
    config.write_text('[severity]\nmac-duplicte = "off"\n')
    for attempt in (lambda: Substrate.load(folder), lambda: substrate.check(config)):
        with pytest.raises(deevnet.ConfigError) as caught:
            attempt()
        assert str(caught.value).startswith(f"{config}:2:1: ")
        assert "mac-duplicate" in (caught.value.hint or "")
