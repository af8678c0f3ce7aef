"""The shapes of what a substrate publishes: plain dictionaries, as the roles of the estate take them."""

from typing import TypedDict

__all__ = ["AddressRecord", "DnsRecords", "PointerRecord", "Reservation", "ServiceRecord", "WakeEntry"]


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
    """The service names that belong to it."""


class ServiceRecord(TypedDict):
    """A service name (CNAME)."""

    name: str
    """The service, relative to the substrate's domain."""
    target_host: str
    """The inventory hostname that publishes it."""
    target_ip: str
    """The address of the record it belongs to."""


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
