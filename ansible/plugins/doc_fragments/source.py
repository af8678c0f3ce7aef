# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The documentation that plugins share."""

from __future__ import annotations


class ModuleDocFragment:
    """Where a substrate is read from, and how often."""

    DOCUMENTATION = r"""
options:
  inventory:
    description:
      - The folder of the substrate, or its host file, as C(ansible-inventory -i) takes it.
      - Without it the variables of the run are taken, as they stand in C(hostvars).
    type: path
  vault_password_file:
    description:
      - The file with the password of what Ansible Vault encrypts in O(inventory).
      - It is an error without O(inventory), since what the run itself read is open already.
    type: path
  config:
    description:
      - The path of a C(deevnet.toml).
      - Without it that of O(inventory) applies, and none where the variables of the run are taken.
    type: path
requirements:
  - deevnet (Python package on the controller)
"""

    FORCE = r"""
options:
  force:
    description: Give what errors of the check touch too, where that has values at all.
    type: bool
    default: false
"""

    ONCE = r"""
options:
  fresh:
    description: Compute the answer again, for this call and for those that follow.
    type: bool
    default: false
notes:
  - The answer is computed once in a run, by whichever host asks first. The other hosts and the later tasks get the same one.
    The substrate is read once for all lookups of this collection, when the first of them is asked.
  - It is kept in the run's own temporary folder, readable by its user only, which Ansible removes when the run ends. It holds
    what the lookups, M(deevnet.identity.substrate_facts) and M(deevnet.identity.substrate_check) return, and nothing else of the
    variables; no password or token is among that.
  - Of the variables of the run, those of the inventory, extra variables, and facts that were set before the first call are seen.
    What C(set_fact) changes later is seen with O(fresh) only; hosts and groups that are added later make a new answer.
    Variables of plays, blocks and tasks are no part of C(hostvars), and not seen.
  - Changes of the files of O(inventory) during the run are seen with O(fresh) only.
"""
