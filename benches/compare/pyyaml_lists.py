"""Builds the DHCP and DNS lists of a generated inventory with PyYAML, as fast as a careful script does it.

usage: pyyaml_lists.py [--no-collector] INVENTORY

This is the honest rival: PyYAML's C parser, no Ansible, no templates beyond the two the schema uses, no checks. It reads
the same files, lets `identity.yml` override `vars.yml`, and prints how many reservations and records it has built.
With `--no-collector` Python's garbage collector is off, which suits a program that ends before there is garbage.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from typing import Any

from yaml import CSafeLoader

ASSIGNED_MAC = "{{ deevnet_assigned_mac | default('') }}"


def load(path: str) -> dict[str, Any]:
    """One file of variables."""
    with open(path, "rb") as file:
        loader = CSafeLoader(file.read())
    try:
        return loader.get_single_data() or {}
    finally:
        loader.dispose()


def load_folder(path: str) -> dict[str, Any]:
    """Every file of variables below a folder, later names over earlier ones, as Ansible merges them."""
    merged: dict[str, Any] = {}
    with os.scandir(path) as entries:
        # identity.yml is generated and must win, whatever sorts after it
        for entry in sorted(entries, key=lambda entry: (entry.name == "identity.yml", entry.name)):
            merged.update(load_folder(entry.path) if entry.is_dir() else load(entry.path))
    return merged


def hosts_of(group: dict[str, Any] | None) -> set[str]:
    """The hosts of a group and of the groups in it."""
    if not group:
        return set()
    hosts = set(group.get("hosts") or ())
    for child in (group.get("children") or {}).values():
        hosts |= hosts_of(child)
    return hosts


def host_variables(folder: str) -> dict[str, dict[str, Any]]:
    """The variables of every host that has some."""
    variables = {}
    with os.scandir(os.path.join(folder, "host_vars")) as entries:
        for entry in entries:
            if entry.is_dir():
                variables[entry.name] = load_folder(entry.path)
            else:
                variables[entry.name.removesuffix(".yml")] = load(entry.path)
    return variables


def lists(folder: str) -> dict[str, list[dict[str, Any]]]:
    """The lists that a DHCP and a DNS server are configured from."""
    shared = load_folder(os.path.join(folder, "group_vars", "all"))
    variables = host_variables(folder)
    domain = f"{shared['deevnet_substrate']}.{shared['deevnet_root_domain']}"
    reservations: list[dict[str, Any]] = []
    records: list[dict[str, Any]] = []
    for host in sorted(hosts_of(load(os.path.join(folder, "hosts.yml"))["all"])):
        add_host(host, variables.get(host, {}), domain, reservations, records)
    return {"dhcp_reservations": reservations, "dns_records": records}


def add_host(
    host: str,
    variables: dict[str, Any],
    domain: str,
    reservations: list[dict[str, Any]],
    records: list[dict[str, Any]],
) -> None:
    """Adds what one host publishes."""
    hardware = variables["infrastructure"]["interfaces"]
    for name, interface in variables["env"]["interfaces"].items():
        publication = interface.get("dns")
        address = interface.get("ip")
        if not publication or not address or address == "dhcp":
            continue
        if publication.get("dhcp_reservation"):
            reservations.append(reservation(host, variables, hardware[name]["mac"], address, publication))
        if publication.get("host_a_record"):
            records.append({"type": "A", "name": f"{host}.{domain}", "value": address})
        for label in publication.get("cnames") or ():
            records.append({"type": "CNAME", "name": f"{label}.{domain}", "value": f"{host}.{domain}"})


def reservation(
    host: str, variables: dict[str, Any], mac: str, address: str, publication: dict[str, Any]
) -> dict[str, Any]:
    """One reservation, with network boot where it is asked for."""
    if mac == ASSIGNED_MAC:
        mac = variables.get("deevnet_assigned_mac", "")
    entry = {"hostname": host, "mac": mac.lower(), "ip": address}
    boot = publication.get("pxe_boot")
    if boot:
        entry["tftp_server"] = boot["tftp_server"]
        entry["boot_file"] = boot["boot_file"]
    return entry


def main() -> None:
    """Builds the lists, renders them as a configuration file would hold them, and prints their sizes."""
    *options, folder = sys.argv[1:]
    if options == ["--no-collector"]:
        gc.disable()
    built = lists(folder)
    rendered = json.dumps(built)
    sizes = ", ".join(f"{len(entries)} {name}" for name, entries in built.items())
    print(f"{sizes}, {len(rendered)} bytes")


if __name__ == "__main__":
    main()
