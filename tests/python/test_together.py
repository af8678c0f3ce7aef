"""Several substrates, checked together."""

from __future__ import annotations

from pathlib import Path

import deevnet


def write(folder: Path, name: str, octet: int, host: str, mac: str) -> Path:
    """A substrate of one host."""
    substrate = folder / name
    (substrate / "group_vars").mkdir(parents=True)
    (substrate / "host_vars").mkdir()
    (substrate / "hosts.yml").write_text(f"all: {{ hosts: {{ {host}: }} }}\n")
    (substrate / "group_vars" / "all.yml").write_text(f"deevnet_substrate: {name}\ndeevnet_site_octet: {octet}\n")
    (substrate / "host_vars" / f"{host}.yml").write_text(
        f'infrastructure: {{ interfaces: {{ eth0: {{ mac: "{mac}" }} }} }}\nenv: {{ interfaces: {{ eth0: {{}} }} }}\n'
    )
    return substrate


def load(*paths: Path) -> list[deevnet.Substrate]:
    return [deevnet.Substrate.load(path) for path in paths]


def errors(substrates: list[deevnet.Substrate]) -> list[str]:
    findings = deevnet.check_together(substrates)
    return [finding.code for finding in findings if finding.severity == "error"]


def test_one_mac_on_two_hosts_is_an_error_wherever_they_are(tmp_path: Path) -> None:
    home = write(tmp_path, "home", 10, "pi01", "00:00:5e:00:53:01")
    mobile = write(tmp_path, "mobile", 20, "pi02", "00:00:5e:00:53:01")
    assert errors(load(home)) == errors(load(mobile)) == errors([]) == []
    assert errors(load(home, mobile)) == errors(load(mobile, home)) == ["DV113"]
    found = next(found for found in deevnet.check_together(load(home, mobile)) if found.code == "DV113")
    assert found.position is not None and found.position.path.startswith(str(mobile))
    assert found.related[0].position is not None and found.related[0].position.path.startswith(str(home))


def test_a_host_that_roams_is_one_host(tmp_path: Path) -> None:
    home = write(tmp_path, "home", 10, "dv00bld001p01", "00:00:5e:00:53:01")
    mobile = write(tmp_path, "mobile", 20, "dv00bld001p01", "00:00:5e:00:53:01")
    assert errors(load(home, mobile)) == []


def test_the_configuration_of_each_holds_for_what_is_found_in_it(tmp_path: Path) -> None:
    home = write(tmp_path, "home", 10, "pi01", "00:00:5e:00:53:01")
    mobile = write(tmp_path, "mobile", 20, "pi02", "00:00:5e:00:53:01")
    (mobile / ".deevnet.toml").write_text('[severity]\nmac-on-two-substrates = "note"\n')
    found = [found for found in deevnet.check_together(load(home, mobile)) if found.code == "DV113"]
    assert [found.severity for found in found] == ["note"]


def test_the_findings_of_each_are_there_too(tmp_path: Path) -> None:
    home = write(tmp_path, "home", 10, "pi01", "00-00-5E-00-53-01")
    substrates = load(home)
    assert deevnet.check_together(substrates) == substrates[0].check()
