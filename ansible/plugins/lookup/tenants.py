# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A lookup: the tenants of a substrate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: tenants
short_description: The tenants of a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives every tenant with everything that follows from its declaration. What does not follow is none.
notes:
  - With C(query) the answer is a list always. C(lookup) unwraps a list that has one element, as it does for every plugin.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.once
"""

EXAMPLES = r"""
- name: The subnet of each tenant
  ansible.builtin.debug:
    msg: "{{ item.name }} has {{ item.subnet }}"
  loop: "{{ query('deevnet.identity.tenants') }}"
"""

RETURN = r"""
_list:
  description: The tenants, in order of declaration.
  type: list
  elements: dict
  contains:
    name:
      description: Its name.
      type: str
    network:
      description: What it is on, V(vlan) or V(overlay).
      type: str
    index:
      description: The number of its overlay.
      type: int
    vlan_id:
      description: Its VLAN, on one.
      type: int
    segment:
      description: Its segment, on a VLAN.
      type: str
    subnet:
      description: Its subnet.
      type: str
    gateway:
      description: The gateway of its subnet.
      type: str
    pool:
      description: The first and last address of its dynamic pool, on a VLAN.
      type: list
    forward_zone:
      description: The zone of its names.
      type: str
    reverse_zone:
      description: The zone of its addresses.
      type: str
    vrf_vni:
      description: The VNI of its VRF, on an overlay.
      type: int
    autonomous_system:
      description: The number of the autonomous system that announces its routes.
      type: int
    vmids:
      description: The first and last VMID of its workloads, on an overlay.
      type: list
    vnets:
      description: Its VNets by number, on an overlay.
      type: list
    workloads:
      description: Its workloads, in order of declaration.
      type: list
    workload_class:
      description: What its workloads are for, such as V(experiment).
      type: str
    churn_tolerance:
      description: How much churn they tolerate.
      type: str
    mac_policy:
      description: Where their MAC addresses come from.
      type: str
"""

from ..plugin_utils.substrate_lookup import SubstrateLookup


class LookupModule(SubstrateLookup):
    """Looks up the tenants of a substrate."""

    answer_name = "tenants"
