# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A lookup: the Wake-on-LAN entries of a substrate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: wol_hosts
short_description: The hosts of a substrate that can be woken by network
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives every Wake-on-LAN entry that the inventory declares, by host and interface.
  - What an error of the check touches is left out, and warned of, once in a run.
notes:
  - With C(query) the answer is a list always. C(lookup) unwraps a list that has one element, as it does for every plugin.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.force
  - deevnet.identity.source.once
"""

EXAMPLES = r"""
- name: Wake everything
  ansible.builtin.command: "wakeonlan {{ item.mac }}"
  loop: "{{ query('deevnet.identity.wol_hosts') }}"
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
_list:
  description: The entries.
  type: list
  elements: dict
  contains:
    hostname:
      description: The inventory hostname.
      type: str
    interface_key:
      description: The interface.
      type: str
    mac:
      description: The MAC address, in upper case with colons.
      type: str
    description:
      description: What a router shows beside it.
      type: str
"""

from ..plugin_utils.substrate_lookup import PublishedLookup


class LookupModule(PublishedLookup):
    """Looks up the Wake-on-LAN entries of a substrate."""

    answer_name = "wol_hosts"
