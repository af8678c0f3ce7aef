"""The tasks in real playbooks: they change once, predict exactly what they do, and show it before and after."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, Play

import deevnet


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """A copy of the example that a test may change."""
    return shutil.copytree(EXAMPLES / "dvntm", tmp_path / "dvntm")


def playbook(*tasks: str) -> str:
    """A playbook with some tasks, which run once."""
    head = "- hosts: all\n  connection: local\n  gather_facts: false\n  tasks:\n"
    return head + "".join(f"    - {{{task}, run_once: true}}\n" for task in tasks)


CHECK = "deevnet.identity.substrate_check: {inventory: '{{ inventory_dir }}', fail_on: %s}"


def duplicate(inventory: Path) -> None:
    """Gives a host the MAC address of another."""
    macs = {row["hostname"]: row["mac"].lower() for row in deevnet.Substrate.load(inventory).dhcp_reservations()}
    host = inventory / "host_vars" / "pi02.yml"
    host.write_text(re.sub(re.escape(macs["pi02"]), macs["pi01"], host.read_text(), flags=re.IGNORECASE))


def test_a_check_gives_every_finding_and_fails_on_errors(play: Play, inventory: Path) -> None:
    good = play(playbook(CHECK % "error"), inventory)
    assert (good.code, good.only["changed"]) == (0, False), good.output
    assert sum(good.only["counts"].values()) == len(good.only["findings"])
    duplicate(inventory)
    tolerant, strict = play(playbook(CHECK % "never", CHECK % "error"), inventory, "--check").results
    expected = [finding.to_dict() for finding in deevnet.Substrate.load(inventory).check()]
    assert tolerant["findings"] == strict["findings"] == expected
    assert (tolerant["status"], strict["status"]) == ("SUCCESS", "FAILED")
    assert "DV104" in strict["msg"] and "host_vars/pi0" in strict["msg"]
    assert tolerant["substrate"] == "dvntm"


def test_a_check_of_the_runs_own_variables_has_no_positions(play: Play, inventory: Path) -> None:
    duplicate(inventory)
    outcome = play(playbook("deevnet.identity.substrate_check: {}"), inventory)
    assert outcome.code != 0
    assert "DV104" in outcome.only["msg"] and "host_vars" not in outcome.only["msg"]


def test_facts_are_what_the_substrate_answers(play: Play) -> None:
    substrate = deevnet.Substrate.load(EXAMPLES / "dvntm", EXAMPLES / "vault-password")
    tasks = ["deevnet.identity.substrate_facts: {}", "deevnet.identity.substrate_facts: {gather: [tenants]}"]
    results = play(playbook(*tasks), EXAMPLES / "dvntm").results
    fact, some = (result["ansible_facts"]["deevnet"] for result in results)
    assert (fact["name"], fact["domain"], fact["hosts"]) == (substrate.name, substrate.domain, list(substrate.hosts))
    assert fact["dhcp_reservations"] == substrate.dhcp_reservations()
    assert fact["dns_records"] == substrate.dns_records()
    assert fact["wol_hosts"] == substrate.wol_hosts()
    assert [tenant["name"] for tenant in fact["tenants"]] == [tenant.name for tenant in substrate.tenants]
    assert fact["model"] == substrate.to_dict()
    assert set(some) == {"name", "domain", "hosts", "tenants"}


def emit(dest: Path | str, *options: str, target: str = "hosts") -> str:
    """A task that emits a target and shows what it changes."""
    return "deevnet.identity.emit: {" + ", ".join([f"target: {target}", f"dest: '{dest}'", *options]) + "}, diff: true"


CHECK_MODE = ", check_mode: true"
GO_ON = ", ignore_errors: true"


def promised(result: dict[str, Any]) -> dict[str, Any]:
    """What a task changes, without what only a run that is no check can tell."""
    kept = {name: result[name] for name in ("changed", "diff", "left_out")}
    return kept | {"files": [{name: file[name] for name in ("path", "state")} for file in result["files"]]}


def test_a_file_is_written_once_and_as_predicted(play: Play, inventory: Path, tmp_path: Path) -> None:
    dest = tmp_path / "hosts"
    task = emit(dest, "mode: '0640'", "backup: true")
    play(playbook(task + CHECK_MODE), inventory)
    assert not dest.exists()
    predicted, first = play(playbook(task + CHECK_MODE, task), inventory).results
    assert promised(first) == promised(predicted)
    assert (first["status"], first["files"]) == ("CHANGED", [{"path": str(dest), "state": "created"}])
    assert dest.read_text() == deevnet.Substrate.load(inventory).emit("hosts")["hosts"]
    before = dest.stat()
    assert before.st_mode & 0o777 == 0o640
    second = play(playbook(task), inventory).only
    assert (second["status"], second["diff"]) == ("SUCCESS", [])
    assert (dest.stat().st_ino, dest.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_change_is_shown_before_and_after_and_the_old_file_is_kept(play: Play, inventory: Path, tmp_path: Path) -> None:
    dest = tmp_path / "hosts"
    dest.write_text("what was there\n")
    dest.chmod(0o600)
    task = emit(dest, "mode: '0644'", "backup: true")
    predicted, done = play(playbook(task + CHECK_MODE, task), inventory).results
    assert promised(done) == promised(predicted)
    content, attributes = done["diff"]
    assert (content["before"], content["after"]) == ("what was there\n", dest.read_text())
    assert (attributes["before"], attributes["after"]) == ({"mode": "0600"}, {"mode": "0644"})
    (file,) = done["files"]
    assert Path(file["backup_file"]).read_text() == "what was there\n"


def test_what_a_command_refuses_is_not_written(play: Play, inventory: Path, tmp_path: Path) -> None:
    dest = tmp_path / "hosts"
    bad, good = emit(dest, "validate: 'grep -c absent %s'"), emit(dest, "validate: 'grep -c example.net %s'")
    predicted, done = play(playbook(bad + CHECK_MODE + GO_ON, bad + GO_ON), inventory).results
    assert "refuses" in predicted["msg"] and predicted["msg"] == done["msg"]
    assert not dest.exists()
    predicted, done = play(playbook(good + CHECK_MODE, good), inventory).results
    assert promised(done) == promised(predicted)
    assert dest.exists()


def test_a_folder_holds_what_the_target_has_and_no_more(play: Play, inventory: Path, tmp_path: Path) -> None:
    dest = tmp_path / "zones"
    task = emit(f"{dest}/", target="bind-reverse")
    book = playbook(task + CHECK_MODE, task, task)
    predicted, done, again = play(book, inventory).results
    assert promised(done) == promised(predicted)
    assert again["changed"] is False
    wanted = deevnet.Substrate.load(inventory).emit("bind-reverse")
    assert {file.name: file.read_text() for file in dest.iterdir() if not file.name.startswith(".")} == wanted
    (dest / "by-hand").touch()
    (dest / "old.zone").touch()
    listed = dest / ".deevnet-bind-reverse.json"
    listed.write_text(listed.read_text().replace('"files": [', '"files": ["old.zone", "../by-hand",'))
    predicted, done, again = play(book, inventory).results
    assert promised(done) == promised(predicted)
    assert [file["path"] for file in done["files"] if file["state"] == "removed"] == [str(dest / "old.zone")]
    assert (dest / "by-hand").exists() and not (dest / "old.zone").exists()
    assert again["changed"] is False


def test_what_an_error_touches_is_left_out_and_told(play: Play, inventory: Path, tmp_path: Path) -> None:
    duplicate(inventory)
    dest = tmp_path / "reservations.json"
    tasks = [emit(dest, target="dhcp-reservations"), emit(dest, "force: true", target="dhcp-reservations")]
    outcome = play(playbook(*tasks), inventory)
    careful, forced = outcome.results
    assert len(careful["left_out"]) == 2
    assert "left out: reservation of interface eth0 of pi02" in " ".join(outcome.output.split())
    assert forced["left_out"] == [] and '"pi02"' in dest.read_text()


REFUSED = [
    (emit("/tmp/none", target="dnsmask"), "dnsmasq"),
    (emit("/tmp/none", "serial: soon", target="bind-forward"), "serial"),
    (emit("/tmp/none", "spelling: wrong"), "spelling"),
    (emit("/absent/hosts"), "`/absent` is not a folder"),
    (emit("/tmp/none", target="bind-reverse"), "with a slash at its end"),
    (emit("/tmp/none", "inventory: /absent"), "/absent"),
]


def test_what_cannot_be_emitted_fails_and_says_why(play: Play) -> None:
    book = playbook(*(task + GO_ON for task, _ in REFUSED))
    results = play(book, EXAMPLES / "dvntm", "--check").results
    assert [result["status"] for result in results] == ["FAILED"] * len(REFUSED)
    for result, (_, said) in zip(results, REFUSED, strict=True):
        assert said in result["msg"]


LAB = """
all:
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: "{{ lookup('pipe', 'echo read >> COUNT; echo example.net') }}"
    infrastructure: {form: pi, interfaces: {eth0: {mac: "00:00:5e:00:53:{{ number }}"}}}
    env: {interfaces: {eth0: {ip: "10.20.99.{{ number }}", dns: {dhcp_reservation: true}}}}
  hosts:
    pi01: {number: 11}
    pi02: {number: 12}
"""

MANY_READERS = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - deevnet.identity.substrate_facts: {gather: [dhcp_reservations]}
    - deevnet.identity.substrate_check: {fail_on: never}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations') + query('deevnet.identity.tenants') }}"}
"""

CHANGED = """
- hosts: pi01
  connection: local
  gather_facts: false
  tasks:
    - deevnet.identity.substrate_check: {fail_on: never}
    - set_fact: {number: 12}
    - deevnet.identity.substrate_check: {fail_on: never}
    - deevnet.identity.substrate_check: {fail_on: never, fresh: true}
    - deevnet.identity.substrate_facts: {}
    - debug: {msg: "{{ deevnet.left_out }}"}
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """An inventory that counts in the file `count` how often the variables of its hosts are read."""
    path = tmp_path / "hosts.yml"
    path.write_text(LAB.replace("COUNT", str(tmp_path / "count")))
    return path


def test_the_variables_of_the_run_are_read_once_for_all_hosts_tasks_and_lookups(play: Play, lab: Path) -> None:
    outcome = play(MANY_READERS, lab)
    assert outcome.code == 0, outcome.output
    assert len((lab.parent / "count").read_text().splitlines()) == 2, "once for each host's variables"


def test_a_check_sees_facts_that_are_set_later_when_it_is_asked_afresh(play: Play, lab: Path) -> None:
    outcome = play(CHANGED, lab)
    assert outcome.code == 0, outcome.output
    first, again, afresh = [result["counts"]["error"] for result in outcome.results if "counts" in result]
    assert first == again < afresh
    assert any("DV104" in part for part in outcome.results[-1]["msg"])


def test_a_password_of_no_inventory_is_refused(play: Play, lab: Path) -> None:
    tasks = [f"deevnet.identity.{name}: {{vault_password_file: /secret}}" for name in ("substrate_check", "substrate_facts")]
    for task in tasks:
        outcome = play(playbook(task), lab)
        assert outcome.only["status"] == "FAILED"
        assert outcome.only["msg"].count("no `inventory` is given whose files it opens") == 1


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("lve: true", "`lve` is no option of this plugin (did you mean `live`?)"),
        ("live: maybe", "the option `live` is true or false, not `maybe`"),
    ],
)
def test_options_that_the_inventory_plugin_lacks_are_refused(play: Play, tmp_path: Path, option: str, said: str) -> None:
    path = tmp_path / "lab.deevnet.yml"
    path.write_text(f"plugin: deevnet.identity.substrate\ninventory: {EXAMPLES / 'dvntm'}\n{option}\n")
    outcome = play(playbook("debug: {msg: seen}"), path, ANSIBLE_INVENTORY_ENABLED="deevnet.identity.substrate")
    assert said in " ".join(outcome.output.split())
    assert not outcome.results
