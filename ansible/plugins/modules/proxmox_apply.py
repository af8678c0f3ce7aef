#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Makes the nodes of a substrate what it declares."""

from __future__ import annotations

DOCUMENTATION = r"""
module: proxmox_apply
short_description: Make the Proxmox VE nodes of a substrate what it declares
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Clones, configures, grows, starts and removes machines, and makes the networks of tenants, until the nodes are what the
    inventory declares. A machine that nothing declares, and that the inventory does not own, is never touched.
  - What a machine will boot with is read back after its last change and compared with everything that was set. A machine that
    differs is not started, and the task fails.
  - No disk is made smaller, and no machine is made anew to change it.
  - What contradicts the declaration, such as a node that does not answer, is left alone, and the task fails once it has done
    everything else.
  - Where a node does not answer, machines that are missing on the others are not made either, because their VMID may be taken
    there.
  - A task that was stopped half way, or that failed, is run again to do the rest.
options:
  plan:
    description:
      - The plan that an earlier task showed, as M(deevnet.identity.proxmox_plan) returns it.
      - It is refused where the nodes or the declaration have changed since. Without it a plan is made now.
    type: dict
  allow_destroy:
    description:
      - Remove what the plan removes, machines with their disks, and parts of tenants' networks.
      - Without it what would be removed stays, and the task fails once it has done everything else.
    type: bool
    default: false
  force:
    description: Carry out a plan that changes or removes more than 30 % of the owned machines, where there are 10 or more.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: It plans, and tells what it would do, refuse and skip.
  diff_mode:
    support: full
    description: It shows the fields of machines and networks before and after.
extends_documentation_fragment:
  - deevnet.identity.nodes.files
  - deevnet.identity.nodes.config
  - deevnet.identity.nodes.scope
  - deevnet.identity.nodes
seealso:
  - module: deevnet.identity.proxmox_plan
"""

EXAMPLES = r"""
- name: Build what is declared and missing, and end every other difference
  deevnet.identity.proxmox_apply:
    inventory: "{{ inventory_dir }}"
  run_once: true

- name: One machine
  deevnet.identity.proxmox_apply:
    inventory: "{{ inventory_dir }}"
    targets: [dns-vm01]
  run_once: true

- name: Exactly what an earlier task showed
  deevnet.identity.proxmox_apply:
    inventory: "{{ inventory_dir }}"
    plan: "{{ planned.plan }}"
  run_once: true
"""

RETURN = r"""
changed:
  description:
    - Whether something was changed, or may have been. It is true where an action was done, and where one failed, because a node
      may have accepted a part of it. What was refused, skipped or not begun has changed nothing.
    - In check mode, whether something would be changed.
  returned: always
  type: bool
msg:
  description: What was done, or would be, or why not all of it.
  returned: always
  type: str
  sample: "4 of 4 actions done"
hint:
  description: What to do about a refusal.
  returned: when it fails
  type: str
text:
  description: The plan as C(deevnet plan) prints it.
  returned: when a plan was made
  type: str
summary:
  description: How many machines and networks the plan makes, changes and removes.
  returned: when a plan was made
  type: dict
  sample: {"add": 1, "change": 0, "destroy": 0}
actions:
  description: What became of every action of the plan, or would, in its order.
  returned: when a plan was made
  type: list
  elements: dict
  contains:
    id:
      description: Its number in the plan.
      type: int
    host:
      description: The inventory hostname of the hypervisor.
      type: str
    target:
      description: What it is about.
      type: str
    operation:
      description: What is done, such as V(clone).
      type: str
    state:
      description: V(done), V(failed), V(skipped), V(refused) or V(not-started); V(planned) in check mode for what would be done.
      type: str
    message:
      description: Why it was not done.
      type: str
    hint:
      description: What a person can do.
      type: str
    log:
      description: The last lines of the log of the task that failed.
      type: list
      elements: str
    milliseconds:
      description: How long it took; 0 in check mode.
      type: int
interrupted:
  description: Whether somebody asked to stop before all was begun.
  returned: when a plan was made
  type: bool
blocked:
  description: The differences that no action can end, with what a person can do.
  returned: when a plan was made
  type: list
  elements: dict
faults:
  description: What contradicts the declaration, so that what it is about is left alone.
  returned: when a plan was made
  type: list
  elements: dict
"""

import json
import signal
import typing as t

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.proxmox_plan import described, diff
from ..module_utils.substrate_module import NODES, SCOPE, Refusal, Result, nodes, planned, run

ARGUMENTS: dict[str, dict[str, t.Any]] = {
    **NODES,
    **SCOPE,
    "plan": {"type": "dict"},
    "allow_destroy": {"type": "bool", "default": False},
    "force": {"type": "bool", "default": False},
}


def work(module: AnsibleModule, deevnet: t.Any) -> Result:
    """Plans and applies."""
    proxmox, saved = nodes(module, deevnet), module.params["plan"]
    plan = planned(module, deevnet, proxmox) if saved is None else deevnet.Plan.from_json(json.dumps(saved))
    allowed = {name: module.params[name] for name in ("allow_destroy", "force")}
    if module.check_mode:
        if saved is not None:
            proxmox.check(plan)
        report = plan.foresee(**allowed)
    else:
        report = carried_out(deevnet, proxmox, plan, allowed)
    done = {action.id for action in report.actions if action.state == "done"}
    is_changed = bool(done) or any(action.state == "failed" for action in report.actions)
    told = as_foreseen(report) if module.check_mode else (str(report), [action.to_dict() for action in report.actions])
    result = {
        **described(plan),
        "changed": is_changed,
        "msg": told[0],
        "actions": told[1],
        "interrupted": report.interrupted,
        "diff": diff(plan, done),
    }
    if report.is_complete and not plan.faults:
        return result
    raise Refusal({**result, **reasons(plan, report, told[0])})


def carried_out(deevnet: t.Any, proxmox: t.Any, plan: t.Any, allowed: dict[str, bool]) -> t.Any:
    """The report of an apply, which ends early where the task is told to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return proxmox.apply(plan, **allowed)
    except deevnet.ApplyInterrupted as stopped:
        return stopped.report


def as_foreseen(report: t.Any) -> tuple[str, list[dict[str, t.Any]]]:
    """What would be done, in a sentence, and what would become of every action."""
    sentence = str(report).replace(" actions done", " actions would be done", 1)
    actions = [action.to_dict() for action in report.actions]
    return sentence, [action | {"state": "planned"} if action["state"] == "done" else action for action in actions]


def reasons(plan: t.Any, report: t.Any, summary: str) -> Result:
    """Why not everything is as declared: faults of the plan, failures and refusals, each once."""
    undone = [action for action in report.actions if action.message and action.state in ("failed", "refused")]
    told = [fault.message for fault in plan.faults]
    told += [f"{action.operation} {action.target} on {action.host}: {action.message}" for action in undone]
    hints = [reason.hint for reason in (*plan.faults, *undone) if reason.hint]
    return {"msg": "; ".join([summary, *dict.fromkeys(told)]), "hint": "; ".join(dict.fromkeys(hints)) or None}


def main() -> None:
    """Runs the module."""
    run(work, ARGUMENTS, mutually_exclusive=[("plan", option) for option in ("targets", "adopt")])


if __name__ == "__main__":
    main()
