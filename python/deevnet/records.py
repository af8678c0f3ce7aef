"""The shapes of what a substrate publishes: plain dictionaries, as the roles of the estate take them."""

from typing import NotRequired, TypedDict

__all__ = [
    "AddressRecord",
    "DnsRecords",
    "MacTable",
    "MacTableRow",
    "PlannedSubnet",
    "PointerRecord",
    "Reservation",
    "ServiceRecord",
    "UnaddressedVlan",
    "WakeEntry",
]


class Reservation(TypedDict):
    """A DHCP reservation."""

    hostname: str
    """The inventory hostname."""
    mac: str
    """The MAC address, in upper case with colons."""
    ip: str
    """The address."""
    interface: str
    """The interface."""
    description: str
    """What a router shows beside it."""
    pxe_tftp_server: str
    """The TFTP server, or empty."""
    pxe_boot_file: str
    """The boot file, or empty."""


class AddressRecord(TypedDict):
    """An address record (A)."""

    hostname: str
    """The inventory hostname."""
    ip: str
    """The address."""
    fqdn: str
    """The host's full name."""
    cnames: list[str]
    """The service names that are aliases of that name, with each of its addresses."""


class ServiceRecord(TypedDict):
    """A service name (CNAME)."""

    name: str
    """The service, relative to the substrate's domain."""
    target_host: str
    """The inventory hostname that publishes it."""
    target_ip: str
    """The address it is declared beside, one of those that the host has."""


class PointerRecord(TypedDict):
    """A pointer record (PTR)."""

    name: str
    """The reverse name."""
    ip: str
    """The address."""
    target: str
    """The host's full name."""


class DnsRecords(TypedDict):
    """All DNS records of a substrate."""

    dns_host_records: list[AddressRecord]
    """The address records."""
    dns_cname_records: list[ServiceRecord]
    """The service names."""
    dns_ptr_records: list[PointerRecord]
    """The pointer records."""


class WakeEntry(TypedDict):
    """A host that can be woken by network (Wake-on-LAN)."""

    hostname: str
    """The inventory hostname."""
    interface_key: str
    """The interface."""
    mac: str
    """The MAC address, in upper case with colons."""
    description: str
    """What a router shows beside it."""


class MacTableRow(TypedDict):
    """An address that a switch has learned."""

    mac: str
    """The MAC address, in lower case with colons."""
    port: str
    """The port, as the switch writes it, or a dash."""
    vlan: str
    """The VLAN, as the switch writes it, or a dash."""
    inventory: str
    """Who declares the address, `<host> (<interface>)` one after another, or `UNKNOWN`."""


class MacTable(TypedDict):
    """The table of MAC addresses of a switch."""

    entries: list[MacTableRow]
    """Every entry, in the order of the table."""
    unknown: list[MacTableRow]
    """Those that nobody declares."""


class PlannedSubnet(TypedDict):
    """What the estate's plan gives a VLAN of a site."""

    name: str
    """The segment."""
    vlan_id: int
    """Its VLAN."""
    band: str | None
    """The band of the VLAN, such as `tenant`."""
    subnet: str | None
    """Its subnet; `None` where the VLAN ID does not fit an octet."""
    gateway: str | None
    """The gateway."""
    ranges: dict[str, list[str]]
    """The first and last address of each part of the subnet, such as `static` or `dynamic`."""


class UnaddressedVlan(TypedDict):
    """A VLAN whose interface on a router lacks its address."""

    name: str
    """The segment."""
    vlan_id: int | str | None
    """Its VLAN, as it is declared."""
    gateway: str
    """The address that is missing."""
    identifier: str
    """What the router calls the interface, or `?`."""
    device: str
    """The device, or empty."""
    prefix: NotRequired[int]
    """The prefix length, where it is not 24."""
