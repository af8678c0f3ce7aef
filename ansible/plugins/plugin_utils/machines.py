# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The hosts of a substrate and the machines of its tenants, as an inventory serves them."""

from __future__ import annotations

import re
import typing as t

Host = dict[str, t.Any]
"""A host, with its `groups` and `variables`."""

MANAGEMENT = "mgmt"
"""The purpose of an interface that a host is managed over."""

NO_GROUP = re.compile(r"\W")
"""What the name of a group cannot hold."""


def served(substrate: t.Any) -> dict[str, Host]:
    """Every host by its name."""
    model, domain = substrate.to_dict(), substrate.domain
    hosts = {name: host(declared, domain) for name, declared in model["hosts"].items()}
    for tenant in substrate.tenants:
        for workload in tenant.workloads:
            hosts.setdefault(f"{workload.name}-{tenant.name}", machine(tenant, workload))
    for node in substrate.placement().hypervisors:
        for placed in node.machines:
            place(hosts, node.name, placed)
    for hypervisor in substrate.hypervisors:
        join(hosts[hypervisor.name], "plane", hypervisor.plane)
    return hosts


def host(declared: dict[str, t.Any], domain: str | None) -> Host:
    """A host of the inventory."""
    interfaces = declared["interfaces"]
    variables: dict[str, t.Any] = {
        "deevnet_interfaces": {
            name: {key: interface.get(key) for key in ("mac", "ip", "segment", "purpose")}
            for name, interface in interfaces.items()
        },
    }
    if domain is not None:
        variables["deevnet_fqdn"] = f"{declared['name']}.{domain}"
    served_host: Host = {"groups": list(declared["groups"]), "variables": variables}
    address(served_host, reachable(interfaces))
    join(served_host, "role", declared["role"])
    join(served_host, "form", declared["form"])
    for interface in interfaces.values():
        join(served_host, "segment", interface["segment"])
    return served_host


def machine(tenant: t.Any, workload: t.Any) -> Host:
    """The machine of a tenant's workload."""
    served_host: Host = {"groups": [], "variables": {"deevnet_tenant": tenant.name, "deevnet_interfaces": {}}}
    address(served_host, workload.address)
    join(served_host, "tenant", tenant.name)
    join(served_host, "segment", tenant.segment)
    return served_host


def place(hosts: dict[str, Host], hypervisor: str, placed: t.Any) -> None:
    """Notes where a machine stands; that of a workload is placed as `<tenant>/<workload>`."""
    tenant, slash, workload = placed.name.rpartition("/")
    found = hosts.get(f"{workload}-{tenant}" if slash else placed.name)
    if found is None:
        return
    found["variables"]["deevnet_hypervisor_host"] = hypervisor
    if placed.vmid is not None:
        found["variables"]["deevnet_vmid"] = placed.vmid
    join(found, "hypervisor", hypervisor)


def reachable(interfaces: dict[str, dict[str, t.Any]]) -> str | None:
    """The address of the management interface, or else of the first with an address."""
    fixed = [found for found in interfaces.values() if found["ip"] not in (None, "dhcp")]
    managed = [found for found in fixed if found["purpose"] == MANAGEMENT]
    return next((found["ip"] for found in managed + fixed), None)


def address(served_host: Host, found: str | None) -> None:
    """Notes where a host is reached."""
    if found is not None:
        served_host["variables"]["ansible_host"] = found


def join(served_host: Host, kind: str, name: str | None) -> None:
    """Puts a host into the group of a kind, in which a name of Ansible's has letters, digits and underscores."""
    if name:
        group = NO_GROUP.sub("_", f"{kind}_{name}")
        if group not in served_host["groups"]:
            served_host["groups"].append(group)
