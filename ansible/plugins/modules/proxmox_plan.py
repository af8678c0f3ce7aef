#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Plans what would make the nodes of a substrate what it declares."""

from __future__ import annotations

DOCUMENTATION = r"""
module: proxmox_plan
short_description: Show what would change on the Proxmox VE nodes of a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Reads every node and plans what would make it what the inventory declares, machines that are cloned, configured, grown and
    started, those that nothing declares any more, and the networks of tenants.
  - It changes nothing. R(The plan,ansible_collections.deevnet.identity.proxmox_apply_module) can be carried out later, and is
    refused where the nodes or the declaration have changed since.
attributes:
  check_mode:
    support: full
    description: It never changes anything.
  diff_mode:
    support: none
    description: It never changes anything.
extends_documentation_fragment:
  - deevnet.identity.nodes.files
  - deevnet.identity.nodes.config
  - deevnet.identity.nodes.scope
  - deevnet.identity.nodes
seealso:
  - module: deevnet.identity.proxmox_apply
"""

EXAMPLES = r"""
- name: Plan
  deevnet.identity.proxmox_plan:
    inventory: "{{ inventory_dir }}"
  run_once: true
  register: planned

- name: Stop where machines would be removed
  ansible.builtin.assert:
    that: planned.summary.destroy == 0
    fail_msg: "{{ planned.text }}"
"""

RETURN = r"""
msg:
  description: How much is to be done.
  returned: always
  type: str
  sample: "1 to add, 0 to change, 0 to destroy"
hint:
  description: What to do about a refusal.
  returned: when it fails
  type: str
text:
  description: The plan as C(deevnet plan) prints it.
  returned: success
  type: str
pending:
  description: Whether anything is to be done, stays different or is wrong.
  returned: success
  type: bool
summary:
  description: How many machines and networks are to be made, changed and removed.
  returned: success
  type: dict
  sample: {"add": 1, "change": 0, "destroy": 0}
actions:
  description: What is to be done, an action behind those that it needs.
  returned: success
  type: list
  elements: dict
blocked:
  description: The differences that no action can end, with what a person can do.
  returned: success
  type: list
  elements: dict
faults:
  description: What contradicts the declaration, so that what it is about is left alone.
  returned: success
  type: list
  elements: dict
gate:
  description: Why the plan is carried out only with O(deevnet.identity.proxmox_apply#module:force), or none.
  returned: success
  type: str
plan:
  description: The plan itself, for O(deevnet.identity.proxmox_apply#module:plan).
  returned: success
  type: dict
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.proxmox_plan import described
from ..module_utils.substrate_module import NODES, SCOPE, Result, nodes, planned, run

ARGUMENTS: dict[str, dict[str, t.Any]] = {**NODES, **SCOPE}


def work(module: AnsibleModule, deevnet: t.Any) -> Result:
    """Plans."""
    plan = planned(module, deevnet, nodes(module, deevnet))
    pending = not plan.is_empty or bool(plan.blocked) or bool(plan.faults)
    about = described(plan)
    actions = [action.to_dict() for action in plan.actions]
    return {"changed": False, "pending": pending, "actions": actions, "gate": plan.gate, "plan": plan.to_dict(), **about}


def main() -> None:
    """Runs the module."""
    run(work, ARGUMENTS)


if __name__ == "__main__":
    main()
