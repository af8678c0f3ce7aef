"""Plans and applies on simulated nodes: predicted exactly, done once, and gone on with after a stop."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Play
from nodes.conftest import Simulate, secrets

APPLY = """
- hosts: hv01
  gather_facts: false
  tasks:
    - deevnet.identity.proxmox_apply:
        inventory: "{{ substrate }}"
        targets: "{{ targets | default([]) }}"
        allow_destroy: "{{ allow_destroy | default(false) }}"
"""

PLAN_AND_APPLY = """
- hosts: hv01
  gather_facts: false
  tasks:
    - deevnet.identity.proxmox_plan:
        inventory: "{{ substrate }}"
      register: planned
    - deevnet.identity.tenant:
        inventory: "{{ substrate }}"
        name: music
      when: change_meanwhile | default(false)
      check_mode: false
    - deevnet.identity.proxmox_apply:
        inventory: "{{ substrate }}"
        plan: "{{ planned.plan }}"
"""

PREDICTED = ("changed", "actions", "summary", "diff", "text")


def predicted(result: dict[str, Any]) -> dict[str, Any]:
    """What check mode says too; it takes no time, and what was done is planned there."""
    actions = [action | {"milliseconds": 0} for action in result["actions"]]
    states = [{"state": "done"} if action["state"] == "planned" else {} for action in actions]
    told = [action | state for action, state in zip(actions, states)]
    sentence = result["msg"].replace("would be done", "done")
    return {name: result.get(name) for name in PREDICTED} | {"actions": told, "msg": sentence}


def test_check_mode_predicts_the_run_and_the_second_run_changes_nothing(
    play: Play, simulate: Simulate, substrate: Path
) -> None:
    environment, extra = simulate(), ["-e", f"substrate={substrate}", "--diff"]
    checked = play(APPLY, substrate, *extra, "--check", **environment)
    assert checked.code == 0, checked.output
    assert checked.only["status"] == "CHANGED" and "actions would be done" in checked.only["msg"]
    assert {action["state"] for action in checked.only["actions"]} == {"planned"}
    done = play(APPLY, substrate, *extra, **environment)
    assert done.code == 0, done.output
    assert predicted(done.only) == predicted(checked.only)
    assert {action["state"] for action in done.only["actions"]} == {"done"}
    assert "+  net0.mac: 02:de:20:00:00:d2" in done.output and "-  cores: 2" in done.output, done.output
    again = play(APPLY, substrate, *extra, **environment)
    assert again.code == 0, again.output
    assert (again.only["status"], again.only["changed"], again.only["actions"]) == ("SUCCESS", False, [])
    every_output = checked.output + done.output + again.output
    assert not any(secret in every_output for secret in secrets(environment["DEEVNET_ACCESS"]))


def test_what_may_not_be_removed_is_refused_alike_in_check_mode(play: Play, simulate: Simulate, substrate: Path) -> None:
    environment, extra = simulate(), ["-e", f"substrate={substrate}"]
    assert play(APPLY, substrate, *extra, **environment).code == 0
    variables = substrate / "host_vars" / "metrics-vm01" / "vars.yml"
    hosts = substrate / "hosts.yml"
    hosts.write_text("".join(line for line in hosts.read_text().splitlines(True) if "metrics-vm01" not in line))
    variables.unlink()
    checked = play(APPLY, substrate, *extra, "--check", **environment)
    refused = play(APPLY, substrate, *extra, **environment)
    assert (checked.code, refused.code) == (2, 2), refused.output
    assert predicted(refused.only) == predicted(checked.only)
    assert "it removes a machine and its disks" in refused.only["msg"]
    assert not refused.only["changed"]
    allowed = play(APPLY, substrate, *extra, "-e", "{allow_destroy: true}", **environment)
    assert allowed.code == 0 and allowed.only["changed"], allowed.output


def test_a_run_that_fails_half_way_says_what_was_done_and_the_next_does_the_rest(
    play: Play, simulate: Simulate, substrate: Path
) -> None:
    environment = simulate("fail-task=full node=hv01 method=POST path=/nodes/*/qemu/*/clone call=2")
    extra = ["-e", f"substrate={substrate}"]
    failed = play(APPLY, substrate, *extra, **environment)
    assert failed.code == 2, failed.output
    states = [action["state"] for action in failed.only["actions"]]
    assert failed.only["changed"] and {"done", "failed", "skipped"} == set(states)
    assert "full" in failed.only["msg"], failed.only["msg"]
    rest = play(APPLY, substrate, *extra, **environment)
    assert rest.code == 0 and rest.only["changed"], rest.output
    assert len(rest.only["actions"]) == len(states) - states.count("done")
    assert not play(APPLY, substrate, *extra, **environment).only["changed"]


def test_a_run_that_is_told_to_end_reports_what_was_done(play: Play, simulate: Simulate, substrate: Path, tmp_path: Path) -> None:
    environment = simulate("slow-task=300")
    extra = ["-e", f"substrate={substrate}"]
    ender = threading.Thread(target=end_module, args=(tmp_path / "remote", "AnsiballZ_proxmox_apply"))
    ender.start()
    stopped = play(APPLY, substrate, *extra, **environment)
    ender.join()
    assert stopped.code == 2, stopped.output
    assert stopped.only["interrupted"] and stopped.only["changed"], stopped.output
    assert "not-started" in {action["state"] for action in stopped.only["actions"]}
    rest = play(APPLY, substrate, *extra, **environment)
    assert rest.code == 0 and rest.only["changed"], rest.output


def end_module(folder: Path, name: str) -> None:
    """Tells the process of a module to end, once it has worked for a while."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            is_module = len(line) > 1 and line[1].startswith(str(folder).encode()) and name.encode() in line[1]
            if is_module:
                time.sleep(1.5)
                os.kill(int(process.name), signal.SIGTERM)
                return
        time.sleep(0.02)


def test_a_plan_is_applied_as_it_was_shown(play: Play, simulate: Simulate, substrate: Path) -> None:
    environment, extra = simulate(), ["-e", f"substrate={substrate}"]
    for options in (["--check"], []):
        planned, *_, applied = play(PLAN_AND_APPLY, substrate, *extra, *options, **environment).results
        assert planned["pending"] and not planned["changed"]
        assert [action["id"] for action in planned["actions"]] == [action["id"] for action in applied["actions"]]
        assert applied["changed"]


def test_a_plan_is_refused_where_the_declaration_has_changed_since(play: Play, simulate: Simulate, substrate: Path) -> None:
    environment = simulate()
    defaults = substrate / "group_vars" / "management_machines.yml"
    playbook = PLAN_AND_APPLY.replace("deevnet.identity.tenant:", "ansible.builtin.lineinfile:").replace(
        '        inventory: "{{ substrate }}"\n        name: music\n',
        f"        path: {defaults}\n        regexp: '^  storage:'\n        line: '  storage: other'\n",
    )
    extra = ["-e", f"substrate={substrate}", "-e", "{change_meanwhile: true}", "-c", "local"]
    refused = play(playbook, substrate, *extra, **environment)
    assert refused.code == 2, refused.output
    assert "not what the declaration gives now" in refused.results[-1]["msg"], refused.output
    assert not refused.results[-1]["changed"]


def test_nodes_without_credentials_are_all_told(play: Play, substrate: Path) -> None:
    told = play(APPLY, substrate, "-e", f"substrate={substrate}").only
    assert told["status"] == "FAILED"
    assert "no secret for the token of hv01; there is no secret for the token of hv02" in told["msg"]
    assert "DEEVNET_PROXMOX_TOKEN_SECRET_HV01" in told["hint"]


@pytest.mark.parametrize(("options", "told"), [(["--check"], "would be done"), ([], "done")])
def test_nodes_that_do_not_answer_are_no_success(
    play: Play, substrate: Path, options: list[str], told: str
) -> None:
    playbook = APPLY + "      environment: { DEEVNET_PROXMOX_TOKEN_SECRET: hunter2hunter2 }\n"
    hosts = [substrate / "host_vars" / f"hv0{number}.yml" for number in (1, 2)]
    for host in hosts:
        host.write_text(re.sub(r"endpoint: .*", 'endpoint: "https://127.0.0.1:1"', host.read_text()))
    refused = play(playbook, substrate, "-e", f"substrate={substrate}", *options)
    assert refused.code == 2, refused.output
    assert f"0 of 0 actions {told};" in refused.only["msg"] and len(refused.only["warnings"]) >= 2, refused.output
    assert "hunter2" not in refused.output
