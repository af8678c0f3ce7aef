# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A lookup: the VLAN plan of a substrate."""

from __future__ import annotations

DOCUMENTATION = r"""
name: vlan_plan
short_description: The VLAN plan of a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Gives the bands of VLAN IDs, the segments, and what each switch port carries and has to carry.
  - It is what C(deevnet emit vlan-plan) writes.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.once
"""

EXAMPLES = r"""
- name: The segments by VLAN
  ansible.builtin.debug:
    msg: "{{ lookup('deevnet.identity.vlan_plan').segments }}"
  run_once: true
"""

RETURN = r"""
_raw:
  description: The plan, as the one element of the list that C(query) gives. Its shape has a JSON schema, C(deevnet schema vlan-plan).
  type: list
  elements: dict
"""

import typing as t

from ..plugin_utils.substrate_lookup import SubstrateLookup


class LookupModule(SubstrateLookup):
    """Looks up the VLAN plan of a substrate."""

    answer_name = "vlan_plan"

    def rows(self, answer: t.Any) -> list[t.Any]:
        """The plan, as the only element."""
        return [answer]
