# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A lookup: the DNS records of a substrate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: dns_records
short_description: The DNS records of a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives every address record, service name and pointer record that the inventory declares.
  - It is an error where the domain of the substrate is not declared. What an error of the check touches is left out, and warned of, once in a run.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.force
  - deevnet.identity.source.once
"""

EXAMPLES = r"""
- name: Every record of this run's inventory
  ansible.builtin.set_fact:
    dns_host_records: "{{ records.dns_host_records }}"
    dns_cname_records: "{{ records.dns_cname_records }}"
  vars:
    records: "{{ lookup('deevnet.identity.dns_records') }}"
  run_once: true
"""

RETURN = r"""
_raw:
  description: The records, as the one element of the list that C(query) gives.
  type: list
  elements: dict
  contains:
    dns_host_records:
      description: Address records, with C(hostname), C(ip), C(fqdn) and C(cnames).
      type: list
      elements: dict
    dns_cname_records:
      description: Service names, with C(name), C(target_host) and C(target_ip).
      type: list
      elements: dict
    dns_ptr_records:
      description: Pointer records, with C(name), C(ip) and C(target).
      type: list
      elements: dict
"""

import typing as t

from ..plugin_utils.substrate_lookup import PublishedLookup


class LookupModule(PublishedLookup):
    """Looks up the DNS records of a substrate."""

    answer_name = "dns_records"

    def rows(self, answer: t.Any) -> list[t.Any]:
        """The records, as the only element."""
        return [answer]
