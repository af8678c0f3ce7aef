# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A lookup: the DHCP reservations of a substrate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: dhcp_reservations
short_description: The DHCP reservations of a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives every DHCP reservation that the inventory declares, by host and interface.
  - Each flagged interface is in it, not only the first of a host. What an error of the check touches is left out, and warned of, once in a run.
notes:
  - With C(query) the answer is a list always. C(lookup) unwraps a list that has one element, as it does for every plugin.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.force
  - deevnet.identity.source.once
"""

EXAMPLES = r"""
- name: Every reservation of this run's inventory
  ansible.builtin.set_fact:
    dhcp_reservations_to_add: "{{ query('deevnet.identity.dhcp_reservations') }}"
  run_once: true

- name: Those of a folder that this run was not given
  ansible.builtin.debug:
    msg: "{{ item.hostname }} has {{ item.ip }}"
  loop: "{{ query('deevnet.identity.dhcp_reservations', inventory='/srv/inventory/dvntm') }}"
"""

RETURN = r"""
_list:
  description: The reservations.
  type: list
  elements: dict
  contains:
    hostname:
      description: The inventory hostname.
      type: str
    mac:
      description: The MAC address, in upper case with colons.
      type: str
    ip:
      description: The address.
      type: str
    interface:
      description: The interface.
      type: str
    description:
      description: What a router shows beside it.
      type: str
    pxe_tftp_server:
      description: The TFTP server, or empty.
      type: str
    pxe_boot_file:
      description: The boot file, or empty.
      type: str
"""

from ..plugin_utils.substrate_lookup import PublishedLookup


class LookupModule(PublishedLookup):
    """Looks up the DHCP reservations of a substrate."""

    answer_name = "dhcp_reservations"
