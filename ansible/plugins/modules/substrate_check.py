#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The documentation of `substrate_check`; its action does the work."""

from __future__ import annotations

DOCUMENTATION = r"""
module: substrate_check
short_description: Check a substrate, and fail on errors
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Finds every fault of an inventory in one task, MAC addresses and addresses that two hosts have, names that break the
    grammar, records and reservations that cannot be published, VLANs that switches do not carry, and the rest of what
    C(deevnet check) knows.
  - It changes nothing. It runs on the controller for whichever host, so let it run once.
options:
  fail_on:
    description: The least serious finding that the task fails on, or V(never).
    type: str
    choices: [note, warning, error, never]
    default: error
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
extends_documentation_fragment:
  - deevnet.identity.source
seealso:
  - plugin: deevnet.identity.findings
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Stop before anything is changed from a faulty inventory
  deevnet.identity.substrate_check:
    inventory: "{{ inventory_dir }}"
  run_once: true

- name: The same of what this run was given, warnings included
  deevnet.identity.substrate_check:
    fail_on: warning
  run_once: true
"""

RETURN = r"""
msg:
  description: How many findings there are, and those that the task fails on with their places.
  returned: always
  type: str
  sample: "1 error, 0 warnings, 2 notes"
substrate:
  description: The name of the substrate, or none where it is not declared.
  returned: always
  type: str
counts:
  description: How many findings there are of each severity.
  returned: always
  type: dict
  sample: {"note": 2, "warning": 0, "error": 1}
findings:
  description: Every finding, with the keys of C(deevnet check --format json).
  returned: always
  type: list
  elements: dict
  contains:
    code:
      description: The stable code of the rule.
      type: str
    rule:
      description: The name of the rule.
      type: str
    severity:
      description: V(error), V(warning) or V(note).
      type: str
    message:
      description: What is wrong, with the value and the rule.
      type: str
    hint:
      description: The way out, where there is something to say.
      type: str
hint:
  description: What to do about an inventory or a configuration that cannot be read.
  returned: when it cannot be read
  type: str
"""
