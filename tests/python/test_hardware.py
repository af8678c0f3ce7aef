"""Hardware profiles: figures, their sources, and how they fit what is demanded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import deevnet
from deevnet import FitLine, HardwareProfile, Substrate

from conftest import Lab

PROFILE = """
[hardware.attic-server]
source = "measured"
memory = { size = "64 GiB" }
cpu = { architecture = "x86_64", features = ["AMD-V"] }
storage = [{ size = "2 TB", kind = "SSD" }]
nics = [{ count = 1, speed = "2.5 Gbit/s" }]
"""


@pytest.fixture
def optiplex() -> HardwareProfile:
    """The estate's hypervisor."""
    return HardwareProfile.catalogue()["dell-optiplex-7050-mff"]


def test_the_catalogue_holds_the_estates_hardware() -> None:
    catalogue = HardwareProfile.catalogue()
    assert list(catalogue) == [
        "aoostar-n1-pro",
        "dell-optiplex-7050-mff",
        "gl-inet-slate-ax",
        "raspberry-pi-4-b-8gb",
        "tp-link-eap650-outdoor",
        "tp-link-sg2218",
        "zimaboard-832",
    ]
    assert all(profile.id == name for name, profile in catalogue.items())


def test_figures_are_typed_and_units_are_exact(optiplex: HardwareProfile) -> None:
    assert (optiplex.vendor, optiplex.form_factor, optiplex.cpu) == ("Dell", "micro form factor", "Intel Core i7-6700T")
    assert (optiplex.architecture, optiplex.cores, optiplex.threads) == ("x86_64", 4, 8)
    assert (optiplex.memory, optiplex.storage, optiplex.power) == (32 * 2**30, 10**12, 35.0)
    assert HardwareProfile.catalogue()["gl-inet-slate-ax"].power == 8.75
    assert str(optiplex) == "Dell OptiPlex 7050 Micro Form Factor"
    assert repr(optiplex) == f"<HardwareProfile dell-optiplex-7050-mff: {optiplex}>"


def test_what_nobody_states_is_none() -> None:
    switch = HardwareProfile.catalogue()["tp-link-sg2218"]
    assert (switch.cpu, switch.cores, switch.features, switch.memory, switch.storage) == (None, None, None, None, None)


def test_every_known_figure_has_its_source(optiplex: HardwareProfile) -> None:
    assert optiplex.sources["memory.size"] == "the estate's standard"
    assert optiplex.sources["memory.maximum"].startswith("https://www.dell.com/")
    assert optiplex.to_dict()["cpu"]["cores"] == {"value": 4, "source": "the estate's standard"}


def test_a_fit_is_told_line_by_line(optiplex: HardwareProfile) -> None:
    lines = optiplex.fit("tenant")
    assert [line.verdict for line in lines] == ["met"] * 4
    assert all(isinstance(line, FitLine) and line.reason for line in lines)
    assert lines == optiplex.fit("tenant")
    pi = HardwareProfile.catalogue()["raspberry-pi-4-b-8gb"].fit("management")
    assert [line.detail for line in pi] == ["short by 24 GiB", "unknown: storage", "it is aarch64", "met"]
    assert pi[1].has is None


def test_a_plane_that_does_not_exist_is_refused(optiplex: HardwareProfile) -> None:
    with pytest.raises(deevnet.UnknownNameError, match="`tenants` is not a known plane"):
        optiplex.fit("tenants")


def test_profiles_are_frozen_and_compare_by_value(optiplex: HardwareProfile) -> None:
    assert optiplex == HardwareProfile.catalogue()["dell-optiplex-7050-mff"]
    with pytest.raises(AttributeError):
        optiplex.id = "other"  # type: ignore[misc]


def test_a_configuration_adds_profiles(tmp_path: Path) -> None:
    config = tmp_path / "deevnet.toml"
    config.write_text(PROFILE)
    attic = HardwareProfile.catalogue(config)["attic-server"]
    assert {line.verdict for line in attic.fit()} == {"met"}
    config.write_text(PROFILE.replace("64 GiB", "64 GB"))
    with pytest.raises(deevnet.ConfigError, match="memory is made in powers of two") as raised:
        HardwareProfile.catalogue(config)
    assert raised.value.hint == "memory sold as 64 GB has 64 GiB: write `64 GiB`"


def test_a_substrate_knows_its_hosts_hardware(lab: Lab) -> None:
    folder = lab(2)
    (folder / "deevnet.toml").write_text(PROFILE)
    for host, hardware in (("pi01", "attic-server"), ("pi02", "to-be-decided")):
        path = folder / "host_vars" / f"{host}.yml"
        path.write_text(path.read_text().replace("form: pi", f"form: pi\n  hardware: {hardware}"))
    substrate = Substrate.load(folder)
    assert list(substrate.hardware) == ["pi01"]
    assert substrate.hardware["pi01"].id == "attic-server"
    assert [finding.code for finding in substrate.check() if finding.code.startswith("DV7")] == ["DV704"]


def test_a_substrate_is_read_with_a_configuration_from_elsewhere(lab: Lab, tmp_path: Path) -> None:
    config = tmp_path / "elsewhere.toml"
    config.write_text(PROFILE)
    host = {"infrastructure": {"form": "pi", "hardware": "attic-server"}}
    hostvars, groups = {"pi01": host}, {"all": ["pi01"]}
    listed = json.dumps({"_meta": {"hostvars": hostvars}, "all": {"hosts": ["pi01"]}})
    folder = lab(1)
    path = folder / "host_vars" / "pi01.yml"
    path.write_text(path.read_text().replace("form: pi", "form: pi\n  hardware: attic-server"))
    assert Substrate.load(folder).hardware == {}
    for substrate in (
        Substrate.load(folder, config=config),
        Substrate.from_hostvars(hostvars, groups, config),
        Substrate.from_list_json(listed, config=config),
    ):
        assert substrate.hardware["pi01"].id == "attic-server"
    with pytest.raises(deevnet.ConfigError) as raised:
        Substrate.from_hostvars(hostvars, groups, tmp_path / "absent.toml")
    assert raised.value.value == str(tmp_path / "absent.toml")
