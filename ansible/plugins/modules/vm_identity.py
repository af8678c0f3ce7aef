#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Surveys the VMIDs of all nodes, and allocates those that are missing."""

from __future__ import annotations

DOCUMENTATION = r"""
module: vm_identity
short_description: Survey, audit and allocate the VMIDs and MAC addresses of machines
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Asks every declared hypervisor which VMIDs exist there, and gives hosts that have none the lowest that is free on all of
    them, with the MAC address that is derived from it, in C(host_vars/<host>/identity.yml).
  - Where a node does not answer, or shows less than it holds, the task fails, because a VMID that is free on the others may
    be taken there.
  - A host that has an identity is never renumbered. All files are written or none.
options:
  state:
    description:
      - V(present) writes the identities that are missing.
      - V(audit) writes nothing, and tells what V(present) would give.
    type: str
    choices: [present, audit]
    default: present
  taken:
    description: VMIDs that are taken elsewhere, and given to nobody.
    type: list
    elements: int
    default: []
attributes:
  check_mode:
    support: full
    description: It surveys the nodes, and tells what it would write.
  diff_mode:
    support: full
    description: It shows each file before and after.
extends_documentation_fragment:
  - deevnet.identity.nodes.files
  - deevnet.identity.nodes.config
  - deevnet.identity.nodes.wait
  - deevnet.identity.nodes
"""

EXAMPLES = r"""
- name: What exists on the nodes, and who lacks an identity
  deevnet.identity.vm_identity:
    inventory: "{{ inventory_dir }}"
    state: audit
  run_once: true
  register: audit

- name: Give VMIDs and MAC addresses to the hosts that have none
  deevnet.identity.vm_identity:
    inventory: "{{ inventory_dir }}"
    access: ~/.config/deevnet/nodes.toml
    taken: [250, 251]
  run_once: true
"""

RETURN = r"""
msg:
  description: What was given, or would be.
  returned: always
  type: str
  sample: "1 identity given: dns-vm01: VMID 210, MAC 02:de:20:00:00:d2"
hint:
  description: What to do about a refusal.
  returned: when it fails
  type: str
identities:
  description: What is given that was not given before, or would be.
  returned: success
  type: list
  elements: dict
  contains:
    host:
      description: The inventory hostname.
      type: str
    vmid:
      description: The VMID, or none for an interface whose address is derived from its own name.
      type: int
    mac:
      description: The MAC address.
      type: str
    interface:
      description: The interface, where the address is derived from its name.
      type: str
guests:
  description: Every machine, container and template on the nodes.
  returned: success
  type: list
  elements: dict
  contains:
    hypervisor:
      description: The inventory hostname of its node.
      type: str
    vmid:
      description: Its VMID.
      type: int
    name:
      description: Its name there.
      type: str
    status:
      description: Whether it runs, such as V(running).
      type: str
    declared:
      description: The host or workload that declares its VMID on its node, or none.
      type: str
shared:
  description: The VMIDs that exist on more than one node, which Proxmox VE itself does not prevent.
  returned: success
  type: list
  elements: int
left_out:
  description: The hosts that lack a VMID and are given none, with the reason.
  returned: success
  type: dict
files:
  description: The files that are written, or would be.
  returned: success
  type: list
  elements: str
"""

import typing as t
from collections import Counter

from ansible.module_utils.basic import AnsibleModule

from ..module_utils.substrate_module import NODES, Result, files_diff, nodes, run, survey

ARGUMENTS: dict[str, dict[str, t.Any]] = {
    **NODES,
    "state": {"type": "str", "choices": ["present", "audit"], "default": "present"},
    "taken": {"type": "list", "elements": "int", "default": []},
    "wait": {"type": "float", "default": 30.0},
}


def work(module: AnsibleModule, deevnet: t.Any) -> Result:
    """Surveys the nodes and allocates."""
    options, proxmox = module.params, nodes(module, deevnet)
    found = survey(module, proxmox)
    vmids = found.vmids()
    is_audit = options["state"] == "audit"
    given = deevnet.allocate(
        options["inventory"],
        taken=options["taken"],
        survey=vmids,
        dry_run=is_audit or module.check_mode,
        wait=options["wait"],
        vault_password_file=options["vault_password_file"],
    )
    return {
        "changed": bool(given.changes) and not is_audit,
        "msg": message(given.new, is_audit or module.check_mode),
        "identities": [identity(one) for one in given.new],
        "guests": guests(found, declared(proxmox.substrate)),
        "shared": shared(vmids),
        "left_out": dict(given.left_out),
        "files": list(given.files),
        "diff": files_diff(given.changes),
    }


def message(new: t.Sequence[t.Any], is_planned: bool) -> str:
    """What was given, in a sentence."""
    if not new:
        return "every host has its identity"
    what = "1 identity" if len(new) == 1 else f"{len(new)} identities"
    return f"{what} {'to be given' if is_planned else 'given'}: {'; '.join(map(str, new))}"


def identity(one: t.Any) -> dict[str, t.Any]:
    """An identity, as the task returns it."""
    return {"host": one.host, "vmid": one.vmid, "mac": one.mac, "interface": one.interface}


def declared(substrate: t.Any) -> dict[tuple[str, int], str]:
    """Who declares which VMID on which node."""
    placed = substrate.placement().hypervisors
    return {(node.name, one.vmid): one.name for node in placed for one in node.machines if one.vmid is not None}


def guests(found: t.Any, names: dict[tuple[str, int], str]) -> list[dict[str, t.Any]]:
    """Everything on the nodes, by node and VMID."""
    every = []
    for host, node in found.to_dict()["nodes"].items():
        for vmid, guest in sorted((int(vmid), guest) for vmid, guest in node.get("guests", {}).items()):
            about = {"hypervisor": host, "vmid": vmid, "name": guest.get("name"), "status": guest.get("status")}
            every.append(about | {"declared": names.get((host, vmid))})
    return every


def shared(vmids: dict[str, list[int]]) -> list[int]:
    """The VMIDs that several nodes have."""
    count = Counter(vmid for node in vmids.values() for vmid in node)
    return sorted(vmid for vmid, number in count.items() if number > 1)


def main() -> None:
    """Runs the module."""
    run(work, ARGUMENTS)


if __name__ == "__main__":
    main()
