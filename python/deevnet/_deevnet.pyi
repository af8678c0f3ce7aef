"""
The compiled half of deevnet; import `deevnet` instead.
"""

from _typeshed import SupportsGetItem, SupportsLenAndGetItem
from collections.abc import Iterable, Mapping
from deevnet.records import DnsRecords, Reservation, WakeEntry
from os import PathLike
from typing import Any, Final, SupportsIndex, final
from typing_extensions import Buffer

__all__ = ["__version__", "Finding", "Fix", "LeftOut", "MacAddress", "Position", "Related", "Subject", "Substrate", "format_mac", "free_vmids", "mac_to_vmid", "parse_mac", "role_to_mac", "subnet_for_ip", "vmid_to_mac", "vmid_to_mac_many", "vmid_to_octets_many"]

__version__: Final[str]

@final
class Finding:
    """
    One thing that a check has to say: which rule, how serious, where, what and what to do.

    >>> finding = Finding("DV104", "mac-duplicate", "error", "pi02 has this address too")
    >>> str(finding)
    'error[DV104] mac-duplicate: pi02 has this address too'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str, str, str, str | None, str | None, Position | None, tuple[Related, ...], tuple[Subject, ...], Fix | None]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, code: str, rule: str, severity: str, message: str, value: str | None = None, hint: str | None = None, position: Position | None = None, related: SupportsGetItem[int, Related] = ..., subjects: SupportsGetItem[int, Subject] = ..., fix: Fix | None = None) -> Finding: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        The stable code of the rule, such as `DV104`.
        """
    @property
    def column(self, /) -> int | None:
        """
        The column it starts at, in characters from 1.
        """
    @property
    def fix(self, /) -> Fix | None:
        """
        A rewrite that changes nothing but the spelling.
        """
    @property
    def hint(self, /) -> str | None:
        """
        The way out.
        """
    @property
    def line(self, /) -> int | None:
        """
        The line it is on, from 1.
        """
    @property
    def message(self, /) -> str:
        """
        What is wrong, with the value and the rule.
        """
    @property
    def path(self, /) -> str | None:
        """
        The path of the file it is in, as it was named.
        """
    @property
    def position(self, /) -> Position | None:
        """
        Where it is; `None` when it was not read from a file.
        """
    @property
    def related(self, /) -> tuple[Related, ...]:
        """
        Other places that belong to it, such as the second of two equal values.
        """
    @property
    def rule(self, /) -> str:
        """
        The name of the rule, such as `mac-duplicate`.
        """
    @property
    def severity(self, /) -> str:
        """
        How serious it is: `error`, `warning` or `note`.
        """
    @property
    def subjects(self, /) -> tuple[Subject, ...]:
        """
        What it touches.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything in it as a dictionary, with the keys of `deevnet check --format json`.
        """
    @property
    def value(self, /) -> str | None:
        """
        The offending value as it was read.
        """

@final
class Fix:
    """
    A safe rewrite of the value at a finding's position.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, original: str, replacement: str) -> Fix: ...
    def __repr__(self, /) -> str: ...
    @property
    def original(self, /) -> str:
        """
        The text that stands there.
        """
    @property
    def replacement(self, /) -> str:
        """
        The text that should stand there.
        """

@final
class LeftOut:
    """
    Something declared that is not published, and why.

    >>> str(LeftOut(Subject("host", host="pi01"), "address-record", "it has no address"))
    'address-record of host pi01: it has no address'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[Subject, str, str, str | None]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, subject: Subject, part: str, message: str, code: str | None = None) -> LeftOut: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def code(self, /) -> str | None:
        """
        The code of the rule whose error touches it; `None` where no error does.
        """
    @property
    def message(self, /) -> str:
        """
        Why.
        """
    @property
    def part(self, /) -> str:
        """
        Which part of it is left out, such as `reservation` or `address-record`.
        """
    @property
    def subject(self, /) -> Subject:
        """
        What it belongs to.
        """

@final
class MacAddress:
    """
    A 48-bit MAC address.

    It reads colon, hyphen, Cisco dotted and bare hexadecimal text in either case, and always writes the canonical form:
    lower case with colons. Addresses compare, order and hash by their octets.

    >>> mac = MacAddress("02DE.2000.00C8")
    >>> mac
    MacAddress('02:de:20:00:00:c8')
    >>> mac == MacAddress("02-de-20-00-00-c8")
    True
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str]: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, text: str, /) -> MacAddress: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    def format(self, /, style: str = "lower-colon") -> str:
        """
        The address in a style: `lower-colon`, `upper-colon`, `lower-hyphen`, `upper-hyphen`, `dotted` or `bare`.

        >>> MacAddress("02:de:20:00:00:c8").format("upper-hyphen")
        '02-DE-20-00-00-C8'
        """
    @staticmethod
    def from_octets(octets: SupportsLenAndGetItem[SupportsIndex], /) -> MacAddress:
        """
        The address of six octets, in transmission order.

        >>> MacAddress.from_octets(b"\\x02\\xde\\x20\\x00\\x00\\xc8")
        MacAddress('02:de:20:00:00:c8')
        """
    @property
    def is_group(self, /) -> bool:
        """
        Whether it names a group of interfaces, not one.
        """
    @property
    def is_local(self, /) -> bool:
        """
        Whether it was assigned locally, not by a vendor.
        """
    @property
    def octets(self, /) -> bytes:
        """
        The six octets, in transmission order.
        """
    @property
    def oui(self, /) -> str:
        """
        The organizationally unique identifier: the first three octets, in lower case with colons.

        >>> MacAddress("02:de:20:00:00:c8").oui
        '02:de:20'
        """

@final
class Position:
    """
    A place in a file.

    >>> str(Position("hosts.yml", 3, 5))
    'hosts.yml:3:5'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, int, int, int]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, path: str, line: SupportsIndex, column: SupportsIndex, width: SupportsIndex = 0) -> Position: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def column(self, /) -> int:
        """
        The column in characters, from 1.
        """
    @property
    def line(self, /) -> int:
        """
        The line, from 1.
        """
    @property
    def path(self, /) -> str:
        """
        The path of the file, as it was named.
        """
    @property
    def width(self, /) -> int:
        """
        How many characters the value covers on that line; 0 when unknown.
        """

@final
class Related:
    """
    Another place that a finding speaks of.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, Position | None]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, message: str, position: Position | None = None) -> Related: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def message(self, /) -> str:
        """
        What is there.
        """
    @property
    def position(self, /) -> Position | None:
        """
        Where it is; `None` when it was not read from a file.
        """

@final
class Subject:
    """
    What a finding is about: a host, an interface or its hardware, a service name, a device or a segment.

    >>> str(Subject("interface", host="pi01", interface="eth0"))
    'interface eth0 of pi01'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str | None, str | None, str | None, str | None]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, kind: str, host: str | None = None, interface: str | None = None, service: str | None = None, segment: str | None = None) -> Subject: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def host(self, /) -> str | None:
        """
        The inventory hostname it belongs to.
        """
    @property
    def interface(self, /) -> str | None:
        """
        The interface, where the kind is `interface`.
        """
    @property
    def kind(self, /) -> str:
        """
        What kind of thing: `host`, `interface`, `hardware`, `service`, `device` or `segment`.
        """
    @property
    def segment(self, /) -> str | None:
        """
        The segment, where the kind is `segment`.
        """
    @property
    def service(self, /) -> str | None:
        """
        The service name, where the kind is `service`.
        """

@final
class Substrate:
    """
    One substrate, read from an inventory and checked.

    What a check finds never stops the rest: `check` tells every fault, and what an error touches is left out of what is
    published, and named by `left_out`.

    >>> lab = {
    ...     "deevnet_substrate": "lab",
    ...     "deevnet_root_domain": "example.net",
    ...     "infrastructure": {"form": "pi", "interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}},
    ...     "env": {"interfaces": {"eth0": {"ip": "10.20.99.21", "dns": {"host_a_record": True}}}},
    ... }
    >>> substrate = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]})
    >>> substrate.hosts
    ('pi01',)
    >>> substrate.dns_records()["dns_host_records"]
    [{'hostname': 'pi01', 'ip': '10.20.99.21', 'fqdn': 'pi01.lab.example.net', 'cnames': []}]
    """
    def __repr__(self, /) -> str: ...
    def check(self, /, config: str | PathLike[str] | None = None) -> list[Finding]:
        """
        Every finding, sorted by place and then by rule.

        The substrate's own `deevnet.toml` sets severities and ignores, or the one at the path given as `config`.

        Raises `ConfigError`.
        """
    def dhcp_reservations(self, /, *, force: bool = False) -> list[Reservation]:
        """
        Every DHCP reservation, by host and interface.

        With `force`, also what errors touch, where that has values at all.
        """
    def dns_records(self, /, *, force: bool = False) -> DnsRecords:
        """
        Every DNS record: address records, service names and pointer records.

        With `force`, also what errors touch, where that has values at all.

        Raises `EmitError` where the substrate's domain is not declared.
        """
    @property
    def domain(self, /) -> str | None:
        """
        The substrate's domain, where it is declared.
        """
    def emit(self, /, target: str, *, force: bool = False, serial: SupportsIndex = ...) -> dict[str, str]:
        """
        The files of a target, such as `dnsmasq` or `bind-reverse`, by name.

        With `force`, also what errors touch, where that has values at all. `serial` is that of zones.

        Raises `UnknownNameError` for a target that does not exist, and `EmitError` for one that cannot be emitted.
        """
    @staticmethod
    def from_hostvars(hostvars: Mapping[str, Any], groups: Mapping[str, Iterable[str]]) -> Substrate:
        """
        Takes what Ansible has merged already: its `hostvars` and its `groups`, or any mappings like them.

        Of every host in the group `all` only the variables that identity is made of are asked for. Nothing of it has a
        position, and no `deevnet.toml` applies.

        Raises `LoadError` for a variable that cannot be read at all.
        """
    @staticmethod
    def from_list_json(text: str, vault_password_file: str | PathLike[str] | None = None) -> Substrate:
        """
        Takes the output of `ansible-inventory --list`, with or without `--export`.

        No `deevnet.toml` applies.

        Raises `LoadError` where it is empty.
        """
    @property
    def hosts(self, /) -> tuple[str, ...]:
        """
        The inventory hostnames, sorted.
        """
    def left_out(self, /, target: str | None = None, *, force: bool = False) -> list[LeftOut]:
        """
        What is declared and not published, and why: of one target, or of everything.

        With `force`, what errors touch counts as published where it has values at all.

        Raises as `emit` does.
        """
    @staticmethod
    def load(path: str | PathLike[str], vault_password_file: str | PathLike[str] | None = None) -> Substrate:
        """
        Reads the inventory at a path, the folder of a substrate or one host file, as `ansible-inventory -i PATH` does.

        The substrate's own `deevnet.toml` is read with it. What Ansible Vault encrypts is decrypted with the password in
        a file, and stays secret without one.

        Raises `LoadError` where there is nothing to read, and `ConfigError`.
        """
    @property
    def name(self, /) -> str | None:
        """
        The substrate's name, where it is declared.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The whole model as a dictionary: everything that is valid.
        """
    def wol_hosts(self, /, *, force: bool = False) -> list[WakeEntry]:
        """
        Every Wake-on-LAN entry, by host and interface.

        With `force`, also what errors touch, where that has values at all.
        """

def format_mac(mac: MacAddress | str, style: str = "lower-colon") -> str:
    """
    Writes a MAC address in a style: `lower-colon`, `upper-colon`, `lower-hyphen`, `upper-hyphen`, `dotted` or `bare`.

    >>> format_mac("02:de:20:00:00:c8", "dotted")
    '02de.2000.00c8'

    Raises `MacError` or `UnknownNameError`.
    """

def free_vmids(used: Iterable[SupportsIndex | str], start: SupportsIndex | str, end: SupportsIndex | str, count: SupportsIndex = 1) -> list[int]:
    """
    The lowest `count` VMIDs from `start` to `end`, both included, that are not in `used`.

    Allocate a whole batch in one call: two calls that do not know of each other hand out the same number. `used` has to
    hold everything that is taken on any node. Numbers may be text, as templates give them; those outside the range do
    no harm, nor does 0, which stands for "not yet allocated".

    >>> free_vmids([200, "202"], 200, 299, 2)
    [201, 203]

    Raises `VmidError` where the range does not hold that many.
    """

def mac_to_vmid(mac: MacAddress | str, namespace: str) -> int | None:
    """
    The VMID that a MAC address was derived from; `None` outside the namespace, and where its last three octets are zero.

    >>> mac_to_vmid("02:de:20:00:00:c8", "02:de:20")
    200
    >>> mac_to_vmid("02:de:10:00:00:c8", "02:de:20") is None
    True

    Raises `MacError` and `NamespaceError`.
    """

def parse_mac(text: str, /) -> MacAddress:
    """
    Reads a MAC address; it takes whatever `MacAddress` takes.

    >>> parse_mac("02-DE-20-00-00-C8").is_local
    True

    Raises `MacError` for anything else, `UNKNOWN` and empty text included.
    """

def role_to_mac(role: SupportsIndex, node: SupportsIndex, instance: SupportsIndex, namespace: str) -> str:
    """
    Derives a MAC address from a role, a node or service group, and an instance, each 0 to 255.

    It is the estate's first rule; guests take `vmid_to_mac`.

    >>> role_to_mac(2, 0, 1, "02:de:10")
    '02:de:10:02:00:01'

    Raises `NamespaceError`.
    """

def subnet_for_ip(ip: str | None, subnets: Mapping[str, Any] | Iterable[str]) -> Any | None:
    """
    The entry of the most specific subnet that holds an address: its value, or the subnet where only subnets are given.

    `None` where no subnet holds the address, and where there is no fixed address to look up: `None`, an empty text or
    `dhcp`. Of equal subnets the first counts; bits beyond a subnet's prefix do not.

    >>> subnet_for_ip("10.20.25.21", {"10.20.0.0/16": "site", "10.20.25.0/24": "platform"})
    'platform'
    >>> subnet_for_ip("10.20.25.21", ["10.20.0.0/16", "10.20.25.0/24"])
    '10.20.25.0/24'
    >>> subnet_for_ip("dhcp", ["10.20.0.0/16"]) is None
    True

    Raises `AddressError` for anything that is not an IPv4 address or subnet.
    """

def vmid_to_mac(vmid: SupportsIndex | str, namespace: str) -> str:
    """
    Derives the MAC address of a guest from its VMID, inside a namespace such as `02:de:20`.

    The VMID stands big-endian in the last three octets, so every guest has its own address and the address reads back
    with `mac_to_vmid`. What it gives never changes.

    >>> vmid_to_mac(200, "02:de:20")
    '02:de:20:00:00:c8'

    Raises `VmidError` outside 1 to 16777215, and `NamespaceError`.
    """

def vmid_to_mac_many(vmids: Iterable[SupportsIndex | str] | Buffer, namespace: str) -> list[str]:
    """
    Derives the MAC addresses of many guests in one call: any iterable or buffer of VMIDs.

    >>> vmid_to_mac_many(range(200, 203), "02:de:20")
    ['02:de:20:00:00:c8', '02:de:20:00:00:c9', '02:de:20:00:00:ca']

    Raises as `vmid_to_mac` does; then nothing is derived.
    """

def vmid_to_octets_many(vmids: Iterable[SupportsIndex | str] | Buffer, namespace: str) -> bytes:
    """
    Derives the MAC addresses of many guests as octets: six after six, with nothing between them.

    It is the fastest form by far, for whoever hands addresses on as bytes.

    >>> vmid_to_octets_many([200, 201], "02:de:20").hex(" ", 6)
    '02de200000c8 02de200000c9'

    Raises as `vmid_to_mac` does; then nothing is derived.
    """
