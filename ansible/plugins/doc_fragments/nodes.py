# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The documentation that modules share which speak with nodes, or change the files of an inventory."""

from __future__ import annotations


class ModuleDocFragment:
    """How the nodes of a substrate are reached."""

    DOCUMENTATION = r"""
options:
  access:
    description:
      - The file with endpoints, trust and credentials of nodes, which nobody but its owner may be able to read.
      - Without it that of the environment variable E(DEEVNET_ACCESS).
      - What it says of a node goes before the environment (E(DEEVNET_PROXMOX_TOKEN_ID) and E(DEEVNET_PROXMOX_TOKEN_SECRET),
        with C(_<HOST>) behind them for one node alone), and that before the variables C(proxmox_token_id) and
        C(proxmox_token_secret) of the inventory.
    type: path
notes:
  - Every declared hypervisor is asked, all at once.
  - A secret is never an option and never part of a result. A node whose certificate is not verified is warned of.
"""

    FILES = r"""
options:
  inventory:
    description: The folder of the substrate, or its host file, as C(ansible-inventory -i) takes it.
    type: path
    required: true
  vault_password_file:
    description: The file with the password of what Ansible Vault encrypts in O(inventory).
    type: path
requirements:
  - deevnet (Python package on the controller)
notes:
  - It runs on the controller for whichever host, so let it run once.
"""

    CONFIG = r"""
options:
  config:
    description: The path of a C(deevnet.toml), instead of that of O(inventory).
    type: path
"""

    WAIT = r"""
options:
  wait:
    description: For how many seconds another process that is changing the inventory is waited for.
    type: float
    default: 30.0
"""

    SCOPE = r"""
options:
  targets:
    description: Only these hosts, workloads such as V(api.orchard), and tenants; all where there is none.
    type: list
    elements: str
    default: []
  adopt:
    description:
      - Machines to take over that have the declared VMID and name, and tenants whose networks to take over, although nothing
        on the node says that they are owned.
    type: list
    elements: str
    default: []
  reboot:
    description: Stop and start running machines where a value takes effect only then.
    type: bool
    default: false
"""
