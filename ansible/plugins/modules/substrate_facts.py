#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The documentation of `substrate_facts`; its action does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: substrate_facts
short_description: Gather what a substrate declares, and what follows from it
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives the whole substrate as the fact C(deevnet), its model, what is published for DHCP, DNS and Wake-on-LAN, its tenants
    and its VLAN plan.
  - It reads the substrate, changes nothing, and never asks a host. It runs on the controller for whichever host, so let it
    run once.
  - What an error of the check touches is left out of what is published, and named in C(left_out).
options:
  gather:
    description: What is gathered besides the name, the domain and the hosts.
    type: list
    elements: str
    choices: [model, dhcp_reservations, dns_records, wol_hosts, tenants, vlan_plan, left_out]
    default: [model, dhcp_reservations, dns_records, wol_hosts, tenants, vlan_plan, left_out]
  fresh:
    description:
      - Read the variables of the run again, for this task and for those that follow. Without it they are read once in a run, for
        all hosts and together with the lookups, so that what C(set_fact) changes after that is not seen.
      - The files of O(inventory) are read by each task, whatever this says.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: It never changes anything.
  diff_mode:
    support: none
    description: It never changes anything.
  facts:
    support: full
    description: It gives facts.
extends_documentation_fragment:
  - deevnet.identity.source
seealso:
  - plugin: deevnet.identity.dhcp_reservations
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: What the inventory of this run declares
  deevnet.identity.substrate_facts:
  run_once: true

- name: Who is on the router's network?
  ansible.builtin.debug:
    msg: "{{ deevnet.hosts | length }} hosts, {{ deevnet.dhcp_reservations | length }} reservations"
  run_once: true

- name: Only the tenants of another substrate
  deevnet.identity.substrate_facts:
    inventory: /srv/inventory/mobile
    gather: [tenants]
  run_once: true
"""

RETURN = r"""
ansible_facts:
  description: The fact.
  returned: always
  type: dict
  contains:
    deevnet:
      description: The substrate.
      returned: always
      type: dict
      contains:
        name:
          description: Its name, or none where it is not declared.
          type: str
        domain:
          description: Its domain, or none where it is not declared.
          type: str
        hosts:
          description: The inventory hostnames, sorted.
          type: list
          elements: str
        model:
          description: Everything that is declared and valid, as C(deevnet show --format json) has it. Secrets are no part of it.
          type: dict
        dhcp_reservations:
          description: What P(deevnet.identity.dhcp_reservations#lookup) gives.
          type: list
          elements: dict
        dns_records:
          description: What P(deevnet.identity.dns_records#lookup) gives, or none where the domain is not declared.
          type: dict
        wol_hosts:
          description: What P(deevnet.identity.wol_hosts#lookup) gives.
          type: list
          elements: dict
        tenants:
          description: What P(deevnet.identity.tenants#lookup) gives.
          type: list
          elements: dict
        vlan_plan:
          description: What P(deevnet.identity.vlan_plan#lookup) gives.
          type: dict
        left_out:
          description: What is declared and not published, and why.
          type: list
          elements: str
"""
