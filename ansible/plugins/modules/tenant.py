#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Adds a tenant to an inventory, or removes one."""

from __future__ import annotations

DOCUMENTATION = r"""
module: tenant
short_description: Add a tenant to an inventory, or remove one
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives a tenant the lowest free index and, on VLANs, the lowest free VLAN of the tenant band with a segment, and declares it
    in the files of the inventory. Where C(deevnet_tenant_numbering) is declared it is an overlay instead.
  - Every other byte of the files stays, comments and formatting too. All files are written or none.
  - A tenant is removed only where nothing of the inventory uses it any more.
options:
  name:
    description: The name of the tenant, a letter and up to seven letters and digits, all lowercase.
    type: str
    required: true
  state:
    description: Whether the tenant is declared.
    type: str
    choices: [present, absent]
    default: present
  workload_class:
    description: What its workloads are for, such as V(experiment); only for a tenant that is added.
    type: str
  mac_policy:
    description: Where the MAC addresses of its workloads come from, such as V(deterministic); only for a tenant that is added.
    type: str
attributes:
  check_mode:
    support: full
    description: It tells what it would write.
  diff_mode:
    support: full
    description: It shows each file before and after.
extends_documentation_fragment:
  - deevnet.identity.nodes.files
  - deevnet.identity.nodes.wait
"""

EXAMPLES = r"""
- name: A tenant for experiments
  deevnet.identity.tenant:
    inventory: "{{ inventory_dir }}"
    name: music
    workload_class: experiment
  run_once: true
  register: music

- name: What the router, the switches and the hypervisors need for it
  ansible.builtin.debug:
    var: music.steps

- name: Give its numbers back
  deevnet.identity.tenant:
    inventory: "{{ inventory_dir }}"
    name: music
    state: absent
  run_once: true
"""

RETURN = r"""
msg:
  description: What was done, or would be.
  returned: always
  type: str
  sample: "the tenant `music` is added"
hint:
  description: What to do about a refusal.
  returned: when it fails
  type: str
tenant:
  description: The tenant with everything that follows from its declaration; none where it was absent already.
  returned: success
  type: dict
steps:
  description: What devices need for a tenant that is present, or what has to be taken down, in this order, of one that is removed.
  returned: success
  type: list
  elements: dict
  contains:
    device:
      description: Where, such as V(router).
      type: str
    text:
      description: What to do there.
      type: str
users:
  description: What uses a tenant before it is added, or keeps one from being removed.
  returned: always
  type: list
  elements: str
files:
  description: The files that are written, or would be.
  returned: success
  type: list
  elements: str
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.deevnet_package import failure
from ..module_utils.substrate_module import FILES, Refusal, Result, files_diff, run

ARGUMENTS: dict[str, dict[str, t.Any]] = {
    **FILES,
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "workload_class": {"type": "str"},
    "mac_policy": {"type": "str"},
    "wait": {"type": "float", "default": 30.0},
}


def work(module: AnsibleModule, deevnet: t.Any) -> Result:
    """Adds or removes."""
    options = module.params
    path, name = options["inventory"], options["name"]
    common = {"dry_run": module.check_mode, "wait": options["wait"], "vault_password_file": options["vault_password_file"]}
    if options["state"] == "present":
        wanted = {key: options[key] for key in ("workload_class", "mac_policy")}
        became = "would be added" if module.check_mode else "is added"
        change = deevnet.add_tenant(path, name, **wanted, **common)
        return result(change, f"the tenant `{name}` {became if change.changed else 'is declared already'}")
    try:
        became = "would be removed" if module.check_mode else "is removed"
        return result(deevnet.remove_tenant(path, name, **common), f"the tenant `{name}` {became}")
    except deevnet.UnknownTenantError:
        told = f"the tenant `{name}` is not declared"
        return {"changed": False, "msg": told, "tenant": None, "steps": [], "users": [], "files": [], "diff": []}
    except deevnet.TenantInUseError as error:
        raise Refusal({**failure(error), "changed": False, "users": list(error.users)}) from error


def result(change: t.Any, message: str) -> Result:
    """What the task returns for a change."""
    return {
        "changed": change.changed,
        "msg": message,
        "tenant": change.tenant.to_dict(),
        "steps": [{"device": device, "text": text} for device, text in change.steps],
        "users": [user if place is None else f"{place}: {user}" for user, place in change.users],
        "files": [file.path for file in change.files],
        "diff": files_diff(change.files),
    }


def main() -> None:
    """Runs the module."""
    run(work, ARGUMENTS)


if __name__ == "__main__":
    main()
