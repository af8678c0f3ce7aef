# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A substrate as an Ansible inventory, from its declaration and what runs on its nodes."""

from __future__ import annotations

DOCUMENTATION = r"""
name: substrate
short_description: A substrate as inventory, from its declaration and its nodes
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Serves the hosts of a substrate and the machines of its tenants, each with what its identity is, in groups by role, form,
    segment, hypervisor, plane and tenant.
  - With O(live) the Proxmox VE nodes are asked too, and every machine says whether it exists and runs.
  - The file has a name that ends in C(.deevnet.yml) or C(.deevnet.yaml).
extends_documentation_fragment:
  - constructed
  - inventory_cache
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [deevnet.identity.substrate]
  inventory:
    description: The folder of the substrate, or its host file. Paths that are not absolute count from the folder of this file.
    type: str
    required: true
  vault_password_file:
    description: The file with the password of what Ansible Vault encrypts in O(inventory).
    type: str
  config:
    description: The path of a C(deevnet.toml), instead of that of O(inventory).
    type: str
  live:
    description:
      - Ask the Proxmox VE nodes what exists and runs there.
      - A node that does not answer is warned of, and its machines have no C(deevnet_state).
    type: bool
    default: false
  access:
    description: The file with endpoints, trust and credentials of nodes. Without it that of E(DEEVNET_ACCESS).
    type: str
requirements:
  - deevnet (Python package on the controller)
notes:
  - A host gets C(ansible_host), the address of its management interface, or else of its first one with an address;
    C(deevnet_interfaces), each with its C(mac), C(ip), C(segment) and C(purpose); and, as far as it has them, C(deevnet_vmid),
    C(deevnet_hypervisor_host), C(deevnet_tenant) and C(deevnet_fqdn).
  - With O(live) a machine also has C(deevnet_state), such as V(running) or V(absent), and C(deevnet_node), the name of its node in
    Proxmox VE.
  - Groups are V(role_<role>), V(form_<form>), V(segment_<segment>), V(hypervisor_<host>), V(plane_<plane>), V(tenant_<tenant>) and,
    with O(live), V(state_<state>). The groups that the inventory itself declares are kept.
  - A host of a tenant has the name that its machine has on the node, such as V(api-orchard).
"""

EXAMPLES = r"""
# lab.deevnet.yml, beside the folder of the substrate
plugin: deevnet.identity.substrate
inventory: dvntm
live: true
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: /var/tmp/deevnet
compose:
  ansible_user: "'tenant' if deevnet_tenant is defined else 'operator'"
"""

import os
import typing as t

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable

from ..module_utils.deevnet_package import package
from ..plugin_utils.live_machines import live_machines
from ..plugin_utils.machines import served
from ..plugin_utils.misuse import check_options
from ..plugin_utils.reported import reported

ENDINGS = (".deevnet.yml", ".deevnet.yaml")
PATHS = ("inventory", "vault_password_file", "config", "access")


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Serves a substrate as inventory."""

    NAME = "deevnet.identity.substrate"

    def verify_file(self, path: str) -> bool:
        """Whether a file is one of this plugin."""
        return bool(super().verify_file(path)) and path.endswith(ENDINGS)

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        """Adds hosts, groups and variables to Ansible's inventory."""
        super().parse(inventory, loader, path, cache)
        self.check_options(self._read_config_data(path))
        self.load_cache_plugin()
        key = self.get_cache_key(path)
        use, update = cache and self.get_option("cache"), not cache and self.get_option("cache")
        found = None
        if use:
            try:
                found = self._cache[key]
            except KeyError:
                update = True
        if found is None:
            found = self.hosts(path)
        if update:
            self._cache[key] = found
        for name, host in found.items():
            self.serve(name, host)

    @reported(AnsibleParserError)
    def check_options(self, given: dict[str, t.Any]) -> None:
        """Refuses options that do not exist, and switches that are neither on nor off."""
        check_options(given, self.option_definitions)

    @reported(AnsibleParserError)
    def hosts(self, path: str) -> dict[str, t.Any]:
        """Every host with its groups and variables, as a cache can hold it."""
        deevnet, paths = package(), self.paths(os.path.dirname(path))
        access, reading = paths.pop("access"), dict(paths)
        substrate = deevnet.Substrate.load(reading.pop("inventory"), **reading)
        hosts = served(substrate)
        if self.get_option("live"):
            proxmox = deevnet.Proxmox.load(paths.pop("inventory"), access=access, **paths)
            survey = proxmox.observe()
            for gap in survey.gaps:
                self.display.warning(f"{gap.host}: {gap.subject}: {gap.reason}")
            live_machines(hosts, survey)
        return hosts

    def paths(self, folder: str) -> dict[str, str | None]:
        """The options that are paths, from the folder of the file on."""
        given = {name: self.get_option(name) for name in PATHS}
        return {name: path and os.path.join(folder, os.path.expanduser(path)) for name, path in given.items()}

    def serve(self, name: str, host: dict[str, t.Any]) -> None:
        """Adds one host."""
        self.inventory.add_host(name)
        for group in host["groups"]:
            self.inventory.add_child(self.inventory.add_group(group), name)
        for variable, value in host["variables"].items():
            self.inventory.set_variable(name, variable, value)
        variables, strict = host["variables"], self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, name, strict=strict)
