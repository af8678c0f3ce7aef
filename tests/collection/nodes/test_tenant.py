"""Tenants that come and go by tasks."""

from __future__ import annotations

from pathlib import Path

from conftest import Play

TENANT = """
- hosts: hv01
  gather_facts: false
  tasks:
    - deevnet.identity.tenant:
        inventory: "{{ substrate }}"
        name: "{{ name }}"
        state: "{{ state }}"
        workload_class: "{{ class | default(omit) }}"
"""

MANY = """
- hosts: all
  gather_facts: false
  tasks:
    - deevnet.identity.tenant:
        inventory: "{{ substrate }}"
        name: music
"""


def contents(folder: Path) -> dict[Path, str]:
    """Every file of a folder."""
    return {path: path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_tenant_comes_and_goes(play: Play, substrate: Path) -> None:
    extra, before = ["-e", f"substrate={substrate}", "-e", "name=music", "--diff"], contents(substrate)
    for state in ("present", "absent"):
        stand = contents(substrate)
        checked = play(TENANT, substrate, *extra, "-e", f"state={state}", "--check")
        assert contents(substrate) == stand
        done = play(TENANT, substrate, *extra, "-e", f"state={state}")
        assert done.code == 0, done.output
        assert "would be" in checked.only["msg"] and "would be" not in done.only["msg"]
        assert checked.only | {"msg": done.only["msg"]} == done.only and done.only["changed"]
        for change in done.only["diff"]:
            assert (change["before"], change["after"]) == (stand[Path(change["after_header"])], Path(change["after_header"]).read_text())
        again = play(TENANT, substrate, *extra, "-e", f"state={state}")
        assert not again.only["changed"] and again.only["files"] == [], again.output
    assert contents(substrate) == before
    assert done.only["steps"][0].keys() == {"device", "text"}


def test_what_is_used_is_not_removed(play: Play, substrate: Path) -> None:
    refused = play(TENANT, substrate, "-e", f"substrate={substrate}", "-e", "name=orchard state=absent").only
    assert refused["status"] == "FAILED" and not refused["changed"]
    assert "the workload `api` is its own" in refused["users"]


def test_what_cannot_be_added_is_refused_with_a_hint(play: Play, substrate: Path) -> None:
    extra = ["-e", f"substrate={substrate}", "-e", "state=present"]
    for options, message in (
        (["-e", "name=Music"], "the name cannot be a tenant's"),
        (["-e", "name=music", "-e", "class=experimnt"], "experimnt"),
        (["-e", "name=orchard", "-e", "class=experiment"], "not `experiment`"),
    ):
        refused = play(TENANT, substrate, *extra, *options).only
        assert refused["status"] == "FAILED" and refused["hint"], refused
        assert "music" in refused["msg"].lower() or message in refused["msg"], refused


def test_many_hosts_at_once_add_a_tenant_once(play: Play, substrate: Path, tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.ini"
    hosts.write_text("node[01:40]\n")
    done = play(MANY, hosts, "-e", f"substrate={substrate}", "--forks", "20")
    assert done.code == 0, done.output
    assert len(done.results) == 40
    assert sum(result["changed"] for result in done.results) == 1
