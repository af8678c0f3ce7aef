"""
The compiled half of deevnet; import `deevnet` instead.
"""

from _typeshed import SupportsGetItem, SupportsLenAndGetItem
from collections.abc import Iterable, Mapping
from deevnet.records import DnsRecords, MacTable, PlannedSubnet, Reservation, UnaddressedVlan, WakeEntry
from os import PathLike
from typing import Any, Final, SupportsFloat, SupportsIndex, final
from typing_extensions import Buffer

__all__ = ["__version__", "Action", "ActionReport", "Allocation", "Balance", "Blocked", "Everything", "Fault", "FieldChange", "FileChange", "Finding", "FitLine", "Fix", "Gap", "HardwareProfile", "Hypervisor", "Identity", "LeftOut", "MacAddress", "Machine", "Node", "NodePlacement", "Packet", "PacketBox", "Placement", "Plan", "PlannedPort", "PlannedSegment", "Policy", "Position", "Proof", "Proxmox", "Reach", "Related", "Report", "RequiredVlan", "Storage", "Subject", "Substrate", "Survey", "Tenant", "TenantChange", "TenantVnet", "TenantWorkload", "Unplaced", "VlanBand", "VlanPlan", "add_tenant", "allocate", "check_together", "format_mac", "format_mac_table", "free_vmids", "interface_mac_attempt", "interface_to_mac", "mac_to_vmid", "parse_mac", "plan", "remove_tenant", "role_to_mac", "run_command", "subnet_for_ip", "subnet_plan", "vlans_needing_ip", "vmid_to_mac", "vmid_to_mac_many", "vmid_to_octets_many"]

__version__: Final[str]

@final
class Action:
    """
    One step of a plan: what is done, where, why, and what it changes.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Action: ...
    @property
    def after(self, /) -> tuple[int, ...]:
        """
        The numbers of the actions that come first.
        """
    @property
    def changes(self, /) -> tuple[FieldChange, ...]:
        """
        The fields that it changes.
        """
    @property
    def host(self, /) -> str:
        """
        The inventory hostname of the hypervisor.
        """
    @property
    def id(self, /) -> int:
        """
        Its number in the plan, from 1.
        """
    @property
    def needs_reboot(self, /) -> bool:
        """
        Whether the change is in force only after the machine was stopped and started.
        """
    @property
    def node(self, /) -> str:
        """
        The node name in Proxmox VE.
        """
    @property
    def operation(self, /) -> str:
        """
        What is done, as the JSON of a plan names it, such as `clone`.
        """
    @property
    def reason(self, /) -> str:
        """
        Why it is done.
        """
    @property
    def risk(self, /) -> str:
        """
        What could be lost: `none`, `disruptive` or `destructive`.
        """
    @property
    def target(self, /) -> str:
        """
        What it is about, as people read it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The action with everything in it.
        """
    @property
    def vmid(self, /) -> int | None:
        """
        The VMID, where it is about a machine.
        """

@final
class ActionReport:
    """
    What became of an action.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> ActionReport: ...
    @property
    def hint(self, /) -> str | None:
        """
        What a person can do.
        """
    @property
    def host(self, /) -> str:
        """
        The inventory hostname of the hypervisor.
        """
    @property
    def id(self, /) -> int:
        """
        Its number in the plan.
        """
    @property
    def log(self, /) -> tuple[str, ...]:
        """
        The last lines of the log of the task that failed.
        """
    @property
    def message(self, /) -> str | None:
        """
        Why it was not done.
        """
    @property
    def milliseconds(self, /) -> int:
        """
        How long it took, in milliseconds.
        """
    @property
    def operation(self, /) -> str:
        """
        What was to be done, such as `clone`.
        """
    @property
    def state(self, /) -> str:
        """
        How it ended: `done`, `failed`, `skipped`, `refused` or `not-started`.
        """
    @property
    def target(self, /) -> str:
        """
        What it is about, as people read it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The action with everything in it.
        """

@final
class Allocation:
    """
    What an allocation came to.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, tuple[Identity, ...], tuple[str, ...], tuple[tuple[str, str], ...], tuple[FileChange, ...]]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, substrate: str, new: SupportsGetItem[int, Identity], files: SupportsGetItem[int, str], left_out: SupportsGetItem[int, tuple[str, str]], changes: SupportsGetItem[int, FileChange] = ...) -> Allocation: ...
    def __repr__(self, /) -> str: ...
    @property
    def changes(self, /) -> tuple[FileChange, ...]:
        """
        What changes in those files.
        """
    @property
    def files(self, /) -> tuple[str, ...]:
        """
        The files that it is written to.
        """
    @property
    def left_out(self, /) -> tuple[tuple[str, str], ...]:
        """
        The guests that lack a VMID and are given none, each with the reason.
        """
    @property
    def new(self, /) -> tuple[Identity, ...]:
        """
        What is given that was not given before, hosts by name and then interfaces.
        """
    @property
    def substrate(self, /) -> str:
        """
        The substrate.
        """

@final
class Balance:
    """
    What machines use of one resource, and how much they may: bytes, or virtual processors.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Balance: ...
    @property
    def excess(self, /) -> int | None:
        """
        By how much the limit is exceeded, where it is.
        """
    @property
    def left(self, /) -> int | None:
        """
        How much is left, 0 where the limit is exceeded.
        """
    @property
    def limit(self, /) -> int | None:
        """
        How much may be used, where the hardware is known.
        """
    @property
    def undeclared(self, /) -> int:
        """
        How many users do not declare how much they use.
        """
    @property
    def used(self, /) -> int:
        """
        How much is used, at least.
        """

@final
class Blocked:
    """
    A difference that no action can end.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Blocked: ...
    @property
    def change(self, /) -> FieldChange:
        """
        The difference.
        """
    @property
    def hint(self, /) -> str:
        """
        What a person can do.
        """
    @property
    def host(self, /) -> str:
        """
        The inventory hostname of the hypervisor.
        """
    @property
    def reason(self, /) -> str:
        """
        Why it stays.
        """
    @property
    def target(self, /) -> str:
        """
        What it is about, as people read it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The difference with everything in it.
        """

@final
class Everything:
    """
    Every target that a declaration gives, with what is not in its files.

    >>> everything = Substrate.from_hostvars({"pi01": {}}, {"all": ["pi01"]}).emit_all()
    >>> list(everything.files["wol"])
    ['wol.json']
    >>> everything.refused["hosts"]
    "`hosts` needs the substrate's domain, which is not declared; declare `deevnet_substrate` and `deevnet_root_domain`"
    """
    def __repr__(self, /) -> str: ...
    @property
    def files(self, /) -> dict[str, dict[str, str]]:
        """
        The files of each target, by target and by name.
        """
    @property
    def left_out(self, /) -> tuple[LeftOut, ...]:
        """
        What is left out of any target, each once, sorted.
        """
    @property
    def refused(self, /) -> dict[str, str]:
        """
        The targets that the declaration cannot give, each with the reason and the way out.
        """

@final
class Fault:
    """
    Something that contradicts the declaration, so that what it is about is left alone.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Fault: ...
    @property
    def hint(self, /) -> str:
        """
        What a person can do.
        """
    @property
    def message(self, /) -> str:
        """
        What is wrong.
        """
    @property
    def targets(self, /) -> tuple[str, ...]:
        """
        What is left alone because of it, as people read it.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The fault with everything in it.
        """

@final
class FieldChange:
    """
    A field, before and after.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> FieldChange: ...
    @property
    def after(self, /) -> str | None:
        """
        What it becomes; `None` where it is removed.
        """
    @property
    def before(self, /) -> str | None:
        """
        What it is now; `None` where it is not set.
        """
    @property
    def field(self, /) -> str:
        """
        The field, such as `net0.mac`.
        """
    @property
    def meaning(self, /) -> str:
        """
        What the difference means: `identity`, `resource` or `cosmetic`.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The change with everything in it.
        """

@final
class FileChange:
    """
    What a file holds before and after a change.

    >>> change = FileChange("group_vars/all.yml", None, "deevnet_tenants: []\\n")
    >>> change.path, change.before
    ('group_vars/all.yml', None)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str | None, str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, path: str, before: str | None, after: str) -> FileChange: ...
    def __repr__(self, /) -> str: ...
    @property
    def after(self, /) -> str:
        """
        What it holds after.
        """
    @property
    def before(self, /) -> str | None:
        """
        What it holds before; `None` where there is no file yet.
        """
    @property
    def path(self, /) -> str:
        """
        Its path.
        """

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
class FitLine:
    """
    How hardware fits one thing that is demanded of it.

    >>> pi = HardwareProfile.catalogue()["raspberry-pi-4-b-8gb"]
    >>> str(pi.fit("tenant")[0])
    '32 GiB of memory: short by 24 GiB'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> FitLine: ...
    @property
    def detail(self, /) -> str:
        """
        The verdict in words, such as `short by 16 GiB`.
        """
    @property
    def has(self, /) -> str | None:
        """
        What the hardware has of it; `None` where that is unknown.
        """
    @property
    def needs(self, /) -> str:
        """
        What is demanded.
        """
    @property
    def reason(self, /) -> str:
        """
        Why it is demanded.
        """
    @property
    def verdict(self, /) -> str:
        """
        `met`, `short`, `unknown` or `undecided`.
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
class Gap:
    """
    Something that a node did not show.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, str, str]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, host: str, subject: str, reason: str) -> Gap: ...
    def __repr__(self, /) -> str: ...
    @property
    def host(self, /) -> str:
        """
        The inventory hostname of the node.
        """
    @property
    def reason(self, /) -> str:
        """
        Why it is missing.
        """
    @property
    def subject(self, /) -> str:
        """
        What was asked for.
        """

@final
class HardwareProfile:
    """
    What is known about a model of machine; an unknown figure is `None`.

    >>> optiplex = HardwareProfile.catalogue()["dell-optiplex-7050-mff"]
    >>> optiplex.cores, optiplex.threads, optiplex.features
    (4, 8, ('VT-x', 'VT-d'))
    >>> optiplex.memory == 32 * 2**30
    True
    >>> all(line.verdict == "met" for line in optiplex.fit("tenant"))
    True
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def architecture(self, /) -> str | None:
        """
        Its instruction set, such as `x86_64`.
        """
    @staticmethod
    def catalogue(config: str | PathLike[str] | None = None) -> dict[str, HardwareProfile]:
        """
        Every profile by its ID: what is built in and, with a `deevnet.toml` given as `config`, what that adds.

        Raises `ConfigError`.
        """
    @property
    def cores(self, /) -> int | None:
        """
        Its processor's cores.
        """
    @property
    def cpu(self, /) -> str | None:
        """
        The model of its processor.
        """
    @property
    def features(self, /) -> tuple[str, ...] | None:
        """
        What its processor does for virtual machines, such as `VT-x`.
        """
    def fit(self, /, plane: str | None = None) -> tuple[FitLine, ...]:
        """
        How it fits what is demanded of a hypervisor of a plane, `management` or `tenant`, or of either.

        Raises `UnknownNameError` for a plane that does not exist.
        """
    @property
    def form_factor(self, /) -> str | None:
        """
        Its shape, such as `micro form factor`.
        """
    @property
    def id(self, /) -> str:
        """
        Its name in inventories.
        """
    @property
    def memory(self, /) -> int | None:
        """
        Its memory in bytes.
        """
    @property
    def model(self, /) -> str | None:
        """
        What its vendor calls it.
        """
    @property
    def power(self, /) -> float | None:
        """
        What it draws, in watts.
        """
    @property
    def sources(self, /) -> dict[str, str]:
        """
        Where each known figure comes from, by its name as in a `deevnet.toml`.
        """
    @property
    def storage(self, /) -> int | None:
        """
        What all its drives hold together, in bytes.
        """
    @property
    def threads(self, /) -> int | None:
        """
        The threads that its processor runs at once.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Every figure with its source as a dictionary, with the keys of `deevnet show hardware --format json`.
        """
    @property
    def vendor(self, /) -> str | None:
        """
        Who makes it.
        """

@final
class Hypervisor:
    """
    A hypervisor: a node that stands alone, and what it offers to machines. What is not declared is `None`.

    >>> node = {"deevnet_hypervisor": {"plane": "management", "node": "pve", "bridge": "vmbr0"}}
    >>> hypervisor = Substrate.from_hostvars({"hv01": node}, {"all": ["hv01"]}).hypervisors[0]
    >>> hypervisor.plane, hypervisor.node, hypervisor.bridge, hypervisor.endpoint
    ('management', 'pve', 'vmbr0', None)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Hypervisor: ...
    @property
    def automation(self, /) -> dict[str, str]:
        """
        What does each part of its automation, by `installation`, `post_install`, `provisioning` and `templates`.
        """
    @property
    def bridge(self, /) -> str | None:
        """
        The bridge that machines are attached to.
        """
    @property
    def endpoint(self, /) -> str | None:
        """
        The URL where its API answers, with the port.
        """
    @property
    def hardware(self, /) -> str | None:
        """
        The ID of its hardware's profile, or `to-be-decided`.
        """
    @property
    def name(self, /) -> str:
        """
        Its inventory hostname.
        """
    @property
    def node(self, /) -> str | None:
        """
        Its node name in Proxmox VE.
        """
    @property
    def plane(self, /) -> str | None:
        """
        The plane it serves: `management` or `tenant`.
        """
    @property
    def standalone(self, /) -> bool:
        """
        Whether it stands alone.
        """
    @property
    def storages(self, /) -> tuple[Storage, ...]:
        """
        Its storages, in order of declaration.
        """
    @property
    def system(self, /) -> str | None:
        """
        The name of its operating system.
        """
    @property
    def system_base(self, /) -> str | None:
        """
        What its operating system is built on.
        """
    @property
    def system_version(self, /) -> str | None:
        """
        The version of its operating system.
        """
    @property
    def template_prefixes(self, /) -> tuple[str, ...]:
        """
        How the names of its templates begin.
        """
    @property
    def vlan_aware(self, /) -> bool | None:
        """
        Whether the bridge keeps the VLAN tags of machines.
        """

@final
class Identity:
    """
    The identity that one host is given: its VMID and the MAC address derived from it.

    >>> str(Identity("dns-vm01", 200, "02:de:20:00:00:c8"))
    'dns-vm01: VMID 200, MAC 02:de:20:00:00:c8'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __getnewargs__(self, /) -> tuple[str, int | None, str, str | None]: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, host: str, vmid: SupportsIndex | None, mac: str, interface: str | None = None) -> Identity: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def host(self, /) -> str:
        """
        The inventory hostname.
        """
    @property
    def interface(self, /) -> str | None:
        """
        The interface whose address it is, where it is derived from that.
        """
    @property
    def mac(self, /) -> str:
        """
        The MAC address.
        """
    @property
    def vmid(self, /) -> int | None:
        """
        The VMID; `None` for an interface whose address is derived from itself.
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
class Machine:
    """
    One virtual machine on a hypervisor. What is not declared is `None`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Machine: ...
    @property
    def cores(self, /) -> int | None:
        """
        Its virtual processors.
        """
    @property
    def data_disk(self, /) -> int | None:
        """
        Its second disk, in bytes.
        """
    @property
    def disk(self, /) -> int | None:
        """
        The disk it boots from, in bytes.
        """
    @property
    def memory(self, /) -> int | None:
        """
        Its memory, in bytes.
        """
    @property
    def name(self, /) -> str:
        """
        Its name: that of its host, or `<tenant>/<workload>`.
        """
    @property
    def plane(self, /) -> str:
        """
        The plane it belongs to: `management` or `tenant`.
        """
    @property
    def startup(self, /) -> str | None:
        """
        When it starts and stops, as Proxmox VE has it.
        """
    @property
    def storage(self, /) -> str | None:
        """
        The ID of the storage of its disks.
        """
    @property
    def template_prefix(self, /) -> str | None:
        """
        How the name of the template begins that it is cloned from.
        """
    @property
    def vmid(self, /) -> int | None:
        """
        Its VMID, allocated or numbered.
        """

@final
class Node:
    """
    How one node is reached: its endpoint, what is trusted there, and who asks.

    Who asks is an API token, `token_id` and `token_secret`, or a user, `username` and `password`. The certificate is verified
    against the authorities of the system, those in the PEM file `ca_file`, or by its SHA-256 `fingerprint`; with
    `insecure=True` it is not, and whoever stands between can read the token. A secret is never shown again.

    >>> node = Node("https://hv01.lab.example.net", token_id="deevnet@pve!plan", token_secret="...")
    >>> node.endpoint.removeprefix("https://")
    'hv01.lab.example.net:8006'
    """
    def __new__(cls, /, endpoint: str, *, token_id: str | None = None, token_secret: str | None = None, username: str | None = None, password: str | None = None, ca_file: str | PathLike[str] | None = None, fingerprint: str | None = None, insecure: bool = False) -> Node: ...
    def __repr__(self, /) -> str: ...
    @property
    def endpoint(self, /) -> str:
        """
        Where it answers.
        """

@final
class NodePlacement:
    """
    One hypervisor with the machines on it.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> NodePlacement: ...
    @property
    def machines(self, /) -> tuple[Machine, ...]:
        """
        Its machines, by name.
        """
    @property
    def memory(self, /) -> Balance:
        """
        Memory, in bytes.
        """
    @property
    def name(self, /) -> str:
        """
        Its inventory hostname.
        """
    @property
    def node(self, /) -> str | None:
        """
        Its node name in Proxmox VE.
        """
    @property
    def plane(self, /) -> str | None:
        """
        The plane it serves: `management` or `tenant`.
        """
    @property
    def storage(self, /) -> Balance:
        """
        All local disks together, in bytes.
        """
    @property
    def storages(self, /) -> tuple[tuple[str, Balance], ...]:
        """
        Each storage by itself, in bytes: its ID and what is used of it.
        """
    @property
    def threads(self, /) -> Balance:
        """
        Virtual processors, against threads times the overcommit ratio.
        """

@final
class Packet:
    """
    A packet that opens a flow.

    A protocol is a name or a number; ports count where the protocol has any.

    >>> packet = Packet("guest", "iot", "10.20.40.10", "10.20.30.10", destination_port=631)
    >>> str(packet)
    'tcp 10.20.40.10 (guest) -> 10.20.30.10:631 (iot)'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, from_zone: str, to_zone: str, source: str, destination: str, protocol: str = ..., destination_port: SupportsIndex | None = None, source_port: SupportsIndex | None = None) -> Packet: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Packet: ...
    @property
    def destination(self, /) -> str:
        """
        Its destination address.
        """
    @property
    def destination_port(self, /) -> int | None:
        """
        Its destination port.
        """
    @property
    def from_zone(self, /) -> str:
        """
        The zone it comes from.
        """
    @property
    def protocol(self, /) -> str:
        """
        Its protocol, such as `tcp`.
        """
    @property
    def source(self, /) -> str:
        """
        Its source address.
        """
    @property
    def source_port(self, /) -> int | None:
        """
        Its source port.
        """
    @property
    def to_zone(self, /) -> str:
        """
        The zone it goes to.
        """

@final
class PacketBox:
    """
    All packets whose every field is in a set, each written as in a rule; `None` is every value.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> PacketBox: ...
    @property
    def destination_ports(self, /) -> str | None:
        """
        The destination ports.
        """
    @property
    def destinations(self, /) -> str | None:
        """
        The destination addresses, as nets.
        """
    @property
    def protocols(self, /) -> str | None:
        """
        The protocols, such as `tcp, udp`.
        """
    @property
    def source_ports(self, /) -> str | None:
        """
        The source ports, such as `1024-65535`.
        """
    @property
    def sources(self, /) -> str | None:
        """
        The source addresses, as nets.
        """
    @property
    def text(self, /) -> str:
        """
        All of it in words.
        """

@final
class Placement:
    """
    Which machines stand on which hypervisor, and what they use of it.

    >>> node = {"infrastructure": {"form": "hv", "hardware": "dell-optiplex-7050-mff"}}
    >>> machine = {"mgmt_vm": {"hypervisor": "hv01", "cores": 2, "memory": 4096}}
    >>> substrate = Substrate.from_hostvars({"hv01": node, "dns-vm01": machine}, {"all": ["hv01", "dns-vm01"]})
    >>> memory = substrate.placement().hypervisors[0].memory
    >>> memory.used // 2**30, memory.limit // 2**30, memory.left // 2**30
    (4, 32, 28)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Placement: ...
    @property
    def hypervisors(self, /) -> tuple[NodePlacement, ...]:
        """
        The hypervisors, by name, each with its machines.
        """
    @property
    def unplaced(self, /) -> tuple[Unplaced, ...]:
        """
        The machines that stand on no known hypervisor, by name.
        """

@final
class Plan:
    """
    What makes the nodes what the declaration says: immutable, and without a choice left to who applies it.

    As text it is what `deevnet plan` prints.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Plan: ...
    @property
    def actions(self, /) -> tuple[Action, ...]:
        """
        What is to be done: an action stands behind those that it needs.
        """
    @property
    def blocked(self, /) -> tuple[Blocked, ...]:
        """
        Differences that no action can end.
        """
    @property
    def faults(self, /) -> tuple[Fault, ...]:
        """
        What must be settled before anything is done.
        """
    def foresee(self, /, allow_destroy: bool = False, force: bool = False) -> Report:
        """
        What an apply would come to where every action that may begin is done: what is not allowed is refused, and what stands on
        it is skipped.
        """
    @staticmethod
    def from_json(text: str) -> Plan:
        """
        Reads what `to_json` or `deevnet plan --out FILE` wrote.

        Raises `PlanError`.
        """
    @property
    def gate(self, /) -> str | None:
        """
        Why it is carried out only with `force`, where it changes or removes an unusual share of the owned machines.
        """
    @property
    def has_identity_drift(self, /) -> bool:
        """
        Whether anything that makes a machine another one differs from the declaration.
        """
    @property
    def is_empty(self, /) -> bool:
        """
        Whether there is nothing to do; differences that stay and faults may be left.
        """
    @property
    def owned(self, /) -> int:
        """
        How many machines on the nodes are owned by the declaration.
        """
    @property
    def substrate(self, /) -> str:
        """
        The substrate.
        """
    @property
    def summary(self, /) -> tuple[int, int, int]:
        """
        How many machines and networks are made, changed and removed.
        """
    @property
    def survey(self, /) -> str:
        """
        The digest of the survey that it was made from.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything in the plan, as `to_json` writes it.
        """
    def to_json(self, /) -> str:
        """
        The plan as JSON, the same bytes for the same plan.
        """
    @property
    def unchanged(self, /) -> int:
        """
        How many owned machines were looked at and need nothing.
        """

@final
class PlannedPort:
    """
    One port of a switch, as it is declared and as it has to be.

    The second half is empty where the port's description names no host.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> PlannedPort: ...
    @property
    def behind(self, /) -> str | None:
        """
        The host behind it.
        """
    @property
    def behind_kind(self, /) -> str | None:
        """
        What kind of thing that is, such as `hypervisor`.
        """
    @property
    def description(self, /) -> str | None:
        """
        What the declaration says is behind it.
        """
    @property
    def fits(self, /) -> bool:
        """
        Whether mode, untagged VLAN and carried VLANs are all as they have to be.
        """
    @property
    def interface(self, /) -> str | None:
        """
        The port, as the switch names it.
        """
    @property
    def missing(self, /) -> tuple[int, ...]:
        """
        The VLANs that are needed and not carried.
        """
    @property
    def mode(self, /) -> str:
        """
        `trunk` or `access`, as declared.
        """
    @property
    def native(self, /) -> int | None:
        """
        The VLAN of untagged frames, as declared.
        """
    @property
    def required(self, /) -> tuple[RequiredVlan, ...]:
        """
        The VLANs that have to pass, tagged or not, each with every reason.
        """
    @property
    def required_mode(self, /) -> str | None:
        """
        `trunk` or `access`, as it has to be.
        """
    @property
    def required_native(self, /) -> int | None:
        """
        The VLAN of untagged frames, as it has to be.
        """
    @property
    def superfluous(self, /) -> tuple[int, ...]:
        """
        The VLANs that are carried and not needed.
        """
    @property
    def switch(self, /) -> str:
        """
        The switch's inventory hostname.
        """
    @property
    def tagged(self, /) -> tuple[int, ...]:
        """
        The VLANs that pass with a tag, as declared.
        """

@final
class PlannedSegment:
    """
    One segment of a VLAN plan; what is not declared is `None`.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> PlannedSegment: ...
    @property
    def band(self, /) -> str | None:
        """
        The band that its ID is in.
        """
    @property
    def gateway(self, /) -> str | None:
        """
        Its gateway.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def pool(self, /) -> tuple[str, str] | None:
        """
        The first and last address of its dynamic pool.
        """
    @property
    def ssid(self, /) -> str | None:
        """
        The name of its wireless network.
        """
    @property
    def subnet(self, /) -> str | None:
        """
        Its subnet.
        """
    @property
    def vlan_id(self, /) -> int | None:
        """
        Its VLAN ID.
        """

@final
class Policy:
    """
    What a substrate's firewall lets through between its zones, exactly.

    >>> rules = [
    ...     {"from_zone": "guest", "to_zone": "iot", "action": "pass", "protocol": "tcp", "destination_port": 631},
    ... ]
    >>> lab = {
    ...     "deevnet_vlans": {
    ...         "guest": {"vlan_id": 40, "subnet": "10.20.40.0/24"},
    ...         "iot": {"vlan_id": 30, "subnet": "10.20.30.0/24"},
    ...     },
    ...     "firewall_zone_policies": rules,
    ... }
    >>> policy = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).policy()
    >>> policy.reachable("guest", "iot")
    <Reach some: tcp to port 631>
    >>> policy.reachable("iot", "guest").kind
    'none'
    >>> [str(proof) for proof in policy.proofs() if not proof.holds]
    ['guest reaches nothing internal: refuted by tcp from 10.20.40.10 (guest) to 10.20.30.10 (iot) port 631']

    A refutation is one packet, which the policy indeed passes:

    >>> refuted = next(proof for proof in policy.proofs() if not proof.holds)
    >>> policy.passes(refuted.packet), refuted.rule
    (True, 0)
    """
    def __repr__(self, /) -> str: ...
    def flows(self, /) -> list[tuple[str, str, Reach]]:
        """
        Every pair of zones between which anything gets through, with what does.
        """
    def passes(self, /, packet: Packet) -> bool:
        """
        Whether the firewall passes a packet that opens a flow.

        Raises `UnknownNameError` for a name that is no zone or no protocol, and `AddressError`.
        """
    def proofs(self, /) -> list[Proof]:
        """
        Everything that is stated about the policy, each statement proven or refuted by one packet.
        """
    def reachable(self, /, from_zone: str, to_zone: str) -> Reach:
        """
        Which packets one zone may send to another, told by the packet that opens a flow.

        A tenant is named by its segment or by itself.

        Raises `UnknownNameError` for a name that is no zone.
        """
    @property
    def zones(self, /) -> tuple[str, ...]:
        """
        The zones: segments, tenants with an overlay, `internet`, and `self` for the firewall.
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
class Proof:
    """
    A statement about a policy, and whether it is true.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Proof: ...
    @property
    def holds(self, /) -> bool:
        """
        Whether it is proven.
        """
    @property
    def outcome(self, /) -> str:
        """
        `holds`, `refuted` or `open`.
        """
    @property
    def packet(self, /) -> Packet | None:
        """
        One packet that refutes it: one that the policy passes.
        """
    @property
    def position(self, /) -> Position | None:
        """
        Where what lets that packet through stands.
        """
    @property
    def reason(self, /) -> str:
        """
        Why it must be true.
        """
    @property
    def rule(self, /) -> int | None:
        """
        The rule that lets that packet through, by its place in the list from 0; `None` where no rule does.
        """
    @property
    def statement(self, /) -> str:
        """
        What is stated, such as `guest reaches nothing internal`.
        """
    @property
    def text(self, /) -> str:
        """
        All of it in words.
        """
    @property
    def unread(self, /) -> tuple[int, ...]:
        """
        The rules that could not be read, by their places in the list, where nothing can be proven for them.
        """

@final
class Proxmox:
    """
    The Proxmox VE nodes of a substrate, by inventory hostname.

    Every call waits for its end, lets other threads run meanwhile, and can be interrupted with Ctrl-C. Nothing is kept between
    calls, so that a process may fork before and after. `concurrency` is how many requests are with one node at once, and
    `timeout` how long one may take, in seconds; one that is safe to repeat is sent `attempts` times at most.

    With `load`, nodes and credentials are those that the command uses. What is loaded so holds the substrate, which its plans are
    then made for and compared with.

    >>> node = Node("https://hv01.lab.example.net", token_id="deevnet@pve!plan", token_secret="...")
    >>> Proxmox({"hv01": node})
    <Proxmox: hv01>
    """
    def __new__(cls, /, nodes: dict[str, Node], concurrency: SupportsIndex = 8, timeout: SupportsFloat | SupportsIndex = 60.0, attempts: SupportsIndex = 4) -> Proxmox: ...
    def __repr__(self, /) -> str: ...
    def apply(self, /, plan: Plan, allow_destroy: bool = False, force: bool = False, substrate: Substrate | None = None) -> Report:
        """
        Carries out a plan, reads back every machine that it changed, and says what became of every action.

        The nodes are read first: where anything on them has changed since the plan was made, nothing is done, and where a substrate
        is given or loaded, nothing either unless it gives this same plan for what is found. Machines are removed only with `allow_destroy`, and a plan that changes or removes an unusual share of the owned machines is carried
        out only with `force`.

        Raises `StalePlanError`, `OtherPlanError`, and `ApplyInterrupted` with the report after Ctrl-C, once the actions that had begun are done; a
        second Ctrl-C does not wait for them.
        """
    def check(self, /, plan: Plan, substrate: Substrate | None = None) -> None:
        """
        Reads every node and refuses a plan as `apply` does, without carrying it out.

        Raises `StalePlanError` and `OtherPlanError`.
        """
    @property
    def hosts(self, /) -> tuple[str, ...]:
        """
        The inventory hostnames of the nodes, sorted.
        """
    @staticmethod
    def load(path: str | PathLike[str], *, access: str | PathLike[str] | None = None, vault_password_file: str | PathLike[str] | None = None, config: str | PathLike[str] | None = None, concurrency: SupportsIndex = 8, timeout: SupportsFloat | SupportsIndex = 60.0, attempts: SupportsIndex = 4) -> Proxmox:
        """
        Reads the inventory at a path, and finds out how its hypervisors are reached as the command does.

        What the file `access` says of a node goes before the environment, and that before the inventory; without `access` it is
        the file that `DEEVNET_ACCESS` names. `vault_password_file` and `config` are those of `Substrate.load`, the other arguments
        those of the constructor.

        Raises `NodeError` where no hypervisor is declared, or one has no endpoint, no credentials or nothing to trust; `LoadError`
        and `ConfigError`.
        """
    def observe(self, /, substrate: Substrate | None = None) -> Survey:
        """
        Reads every node, all at once; whatever is not shown is a gap of the survey.

        With a substrate, or a loaded one, a node that has another name than is declared is not taken for the one that is meant.
        """
    def plan(self, /, substrate: Substrate | None = None, targets: SupportsGetItem[int, str] = ..., adopt: SupportsGetItem[int, str] = ..., reboot: bool = False) -> Plan:
        """
        Reads every node and plans what would make them what a substrate declares; the other arguments are those of `plan`.

        Without a substrate it is the one that was loaded with the nodes. Raises `PlanError` where there is none.
        """
    @property
    def substrate(self, /) -> Substrate | None:
        """
        The substrate whose nodes these are, where it was loaded with them.
        """
    @property
    def unverified(self, /) -> tuple[str, ...]:
        """
        The inventory hostnames of the nodes whose certificates are not verified, so that anybody between can read a token.
        """

@final
class Reach:
    """
    Which packets one zone may send to another.
    """
    def __bool__(self, /) -> bool:
        """
        Whether any packet gets through.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Reach: ...
    @property
    def kind(self, /) -> str:
        """
        `none`, `some` or `all`.
        """
    @property
    def packets(self, /) -> tuple[PacketBox, ...]:
        """
        Where it is `some`, exactly which; no packet is in two of them.
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
class Report:
    """
    What an apply did: every action of the plan with its outcome.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Report: ...
    @property
    def actions(self, /) -> tuple[ActionReport, ...]:
        """
        The actions, in the order of the plan.
        """
    @property
    def interrupted(self, /) -> bool:
        """
        Whether somebody asked to stop before all was begun.
        """
    @property
    def is_complete(self, /) -> bool:
        """
        Whether every action was done.
        """
    @property
    def substrate(self, /) -> str:
        """
        The substrate.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything in the report.
        """

@final
class RequiredVlan:
    """
    One VLAN that has to pass a port, and why.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> RequiredVlan: ...
    @property
    def reasons(self, /) -> tuple[str, ...]:
        """
        Every reason, in words where "it" is the VLAN: `hv01 (eth0) is on it`.
        """
    @property
    def vlan_id(self, /) -> int:
        """
        The VLAN ID.
        """

@final
class Storage:
    """
    One storage of a hypervisor.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Storage: ...
    @property
    def kind(self, /) -> str | None:
        """
        What it is made of, such as `lvmthin`, where that is declared.
        """
    @property
    def name(self, /) -> str:
        """
        Its ID.
        """
    @property
    def size(self, /) -> int | None:
        """
        How many bytes it holds, where that is declared.
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

        The `deevnet.toml` that the substrate was read with sets severities and ignores, or the one at the path given
        as `config`.

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
    def emit(self, /, target: str, *, force: bool = False, serial: SupportsIndex | None = None, interface: str | None = None, name_server: str | None = None, description_prefix: str | None = None, dialect: str | None = None, guard_router: bool = False, wan: str | None = None, router: str | None = None) -> dict[str, str]:
        """
        The files of a target, such as `dnsmasq` or `bind-reverse`, by name.

        With `force`, also what errors touch, where that has values at all. The rest is what the declaration does not
        say: the `serial` of zones and their `name_server`; the `interface` that DHCP is served on or a router's VLANs
        are on, the host that the router is (`router`) and its interface to the internet (`wan`); what descriptions begin with; the `dialect` of
        switches, `tp-link` or `cisco`; and whether a firewall judges packets to the router itself as well
        (`guard_router`).

        Raises `UnknownNameError` for a target or dialect that does not exist, and `EmitError` for a target that cannot
        be emitted or has no use for what was given.
        """
    def emit_all(self, /, *, force: bool = False, serial: SupportsIndex | None = None, interface: str | None = None, name_server: str | None = None, description_prefix: str | None = None, dialect: str | None = None, guard_router: bool = False, wan: str | None = None, router: str | None = None) -> Everything:
        """
        Every target that the declaration gives, at once, with what is left out and the targets that it cannot give.

        What may be given is that of `emit`, each for the targets that have a use for it.

        Raises `EmitError` for what cannot be met, such as a `name_server` that has no address in the zone.
        """
    @staticmethod
    def from_hostvars(hostvars: Mapping[str, Any], groups: Mapping[str, Iterable[str]], config: str | PathLike[str] | None = None) -> Substrate:
        """
        Takes what Ansible has merged already: its `hostvars` and its `groups`, or any mappings like them.

        Of every host in the group `all` only the variables that identity is made of are asked for. Nothing of it has a
        position, and no `deevnet.toml` applies unless the path of one is given as `config`.

        Raises `LoadError` for a variable that cannot be read at all, and `ConfigError`.
        """
    @staticmethod
    def from_list_json(text: str, vault_password_file: str | PathLike[str] | None = None, config: str | PathLike[str] | None = None) -> Substrate:
        """
        Takes the output of `ansible-inventory --list`, with or without `--export`.

        No `deevnet.toml` applies unless the path of one is given as `config`.

        Raises `LoadError` where it is empty, and `ConfigError`.
        """
    @property
    def hardware(self, /) -> dict[str, HardwareProfile]:
        """
        The profile of each host's hardware by the host's name, where it is decided and known.
        """
    @property
    def hosts(self, /) -> tuple[str, ...]:
        """
        The inventory hostnames, sorted.
        """
    @property
    def hypervisors(self, /) -> tuple[Hypervisor, ...]:
        """
        The hypervisors, by name.
        """
    def left_out(self, /, target: str | None = None, *, force: bool = False, interface: str | None = None, name_server: str | None = None, wan: str | None = None, router: str | None = None) -> list[LeftOut]:
        """
        What is declared and not published, and why: of one target, or of everything.

        With `force`, what errors touch counts as published where it has values at all. A target that needs an
        `interface`, a `name_server`, the `router` or its `wan` to be emitted needs it here.

        Raises as `emit` does.
        """
    @staticmethod
    def load(path: str | PathLike[str], vault_password_file: str | PathLike[str] | None = None, config: str | PathLike[str] | None = None) -> Substrate:
        """
        Reads the inventory at a path, the folder of a substrate or one host file, as `ansible-inventory -i PATH` does.

        The substrate's own `deevnet.toml` is read with it, or the one at the path given as `config`. What Ansible Vault
        encrypts is decrypted with the password in a file, and stays secret without one.

        Raises `LoadError` where there is nothing to read, and `ConfigError`.
        """
    def mac_table(self, /, lines: Iterable[str] | str) -> MacTable:
        """
        The table of MAC addresses that a switch prints, with the interface that declares each address.

        `lines` are those of `show mac address-table` or the like, in any order of columns; what is no entry is passed over.
        An address that several interfaces declare names them all, and one that none declares is `UNKNOWN`.

        >>> lab = {"infrastructure": {"interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}}}
        >>> substrate = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]})
        >>> substrate.mac_table(["25  0000.5e00.5301  dynamic  Gi1/0/4"])["entries"]
        [{'mac': '00:00:5e:00:53:01', 'port': 'Gi1/0/4', 'vlan': '25', 'inventory': 'pi01 (eth0)'}]
        """
    @property
    def name(self, /) -> str | None:
        """
        The substrate's name, where it is declared.
        """
    def placement(self, /) -> Placement:
        """
        Which machines stand on which hypervisor, and what they use of it.
        """
    def policy(self, /) -> Policy:
        """
        What the firewall lets through between zones, exactly, and what is proven about it.
        """
    @property
    def tenants(self, /) -> tuple[Tenant, ...]:
        """
        The tenants with everything that follows from their declaration, in order of declaration.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The whole model as a dictionary: everything that is valid.
        """
    def vlan_plan(self, /) -> VlanPlan:
        """
        The VLAN plan: bands, segments, and what each switch port carries and has to carry.
        """
    def wol_hosts(self, /, *, force: bool = False) -> list[WakeEntry]:
        """
        Every Wake-on-LAN entry, by host and interface.

        With `force`, also what errors touch, where that has values at all.
        """

@final
class Survey:
    """
    What was found on every node that was asked.

    A node that did not answer, or showed less than it holds, has gaps. Only a survey without gaps shows which VMIDs are free
    and what nothing declares any more, so that nothing is made or removed by any other.

    >>> survey = Survey.from_json('{"version": 1, "nodes": {"hv01": {"node": "pve1", "release": "8.4.21"}}}')
    >>> survey.hosts, survey.is_complete
    (('hv01',), True)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Survey: ...
    @property
    def digest(self, /) -> str:
        """
        What tells whether the nodes are still as they were, as hexadecimal digits.
        """
    @staticmethod
    def from_json(text: str) -> Survey:
        """
        Reads what `to_json` or `deevnet observe --out FILE` wrote.

        Raises `SurveyError`.
        """
    @property
    def gaps(self, /) -> tuple[Gap, ...]:
        """
        What is missing.
        """
    @property
    def hosts(self, /) -> tuple[str, ...]:
        """
        The inventory hostnames of the nodes, sorted.
        """
    @property
    def is_complete(self, /) -> bool:
        """
        Whether no node has a gap.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        Everything in the survey, as `to_json` writes it.
        """
    def to_json(self, /) -> str:
        """
        The survey as JSON, the same bytes for the same survey.
        """
    def vmids(self, /) -> dict[str, list[int]]:
        """
        The VMIDs that exist on each node, of containers and templates too, as `allocate` takes them.

        Raises `SurveyError` where the survey has a gap: a VMID that is free on the nodes that answered may be taken on another.
        """

@final
class Tenant:
    """
    A tenant with everything that follows from its declaration. What does not follow is `None`.

    >>> lab = {
    ...     "deevnet_site_octet": 20,
    ...     "deevnet_tenant_numbering": {"vrf_base": 10000, "vnet_base": 20000, "vmid_base": 10000},
    ...     "deevnet_tenants": [{"name": "music", "index": 4, "workloads": [{"name": "api", "slot": 2}]}],
    ... }
    >>> tenant = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).tenants[0]
    >>> tenant.network, tenant.subnet, tenant.vrf_vni, tenant.vnets[0].id
    ('overlay', '10.20.132.0/24', 10004, 'music0')
    >>> tenant.workloads[0].vmid, tenant.workloads[0].address
    (10162, '10.20.132.12')
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Tenant: ...
    @property
    def autonomous_system(self, /) -> int | None:
        """
        The number of the autonomous system that announces its routes, on an overlay.
        """
    @property
    def churn_tolerance(self, /) -> str:
        """
        How much churn they tolerate: `none`, `planned`, `frequent` or `unlimited`.
        """
    @property
    def forward_zone(self, /) -> str | None:
        """
        The zone of its names.
        """
    @property
    def gateway(self, /) -> str | None:
        """
        The gateway of its subnet.
        """
    @property
    def index(self, /) -> int | None:
        """
        The number that its overlay is numbered from.
        """
    @property
    def mac_policy(self, /) -> str:
        """
        Where their MAC addresses come from: `deterministic`, `observed` or `hypervisor-assigned`.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def network(self, /) -> str:
        """
        What it is on: `vlan` or `overlay`.
        """
    @property
    def pool(self, /) -> tuple[str, str] | None:
        """
        The first and last address of its dynamic pool, on a VLAN.
        """
    @property
    def reverse_zone(self, /) -> str | None:
        """
        The zone of its addresses.
        """
    @property
    def segment(self, /) -> str | None:
        """
        Its segment and firewall zone, on a VLAN.
        """
    @property
    def subnet(self, /) -> str | None:
        """
        Its subnet.
        """
    def to_dict(self, /) -> dict[str, Any]:
        """
        The tenant with everything that follows from its declaration, as a dictionary.
        """
    @property
    def vlan_id(self, /) -> int | None:
        """
        Its VLAN, on one.
        """
    @property
    def vmids(self, /) -> tuple[int, int] | None:
        """
        The first and last VMID of its workloads, on an overlay.
        """
    @property
    def vnets(self, /) -> tuple[TenantVnet, ...]:
        """
        Its VNets by number, on an overlay.
        """
    @property
    def vrf_vni(self, /) -> int | None:
        """
        The VNI of its VRF, on an overlay.
        """
    @property
    def workload_class(self, /) -> str:
        """
        What its workloads are for, such as `experiment`.
        """
    @property
    def workloads(self, /) -> tuple[TenantWorkload, ...]:
        """
        Its workloads, in order of declaration.
        """

@final
class TenantChange:
    """
    What the addition or removal of a tenant came to.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> TenantChange: ...
    @property
    def changed(self, /) -> bool:
        """
        Whether any file changes.
        """
    @property
    def files(self, /) -> tuple[FileChange, ...]:
        """
        What changes in which file; empty where the tenant is declared already.
        """
    @property
    def steps(self, /) -> tuple[tuple[str, str], ...]:
        """
        What the devices need for a tenant that is added, or has to be taken down in this order of one that is removed:
        each the device and what to do there.
        """
    @property
    def tenant(self, /) -> Tenant:
        """
        The tenant with everything that follows from its declaration.
        """
    @property
    def users(self, /) -> tuple[tuple[str, Position | None], ...]:
        """
        What uses a tenant before it is added, each with its place.
        """

@final
class TenantVnet:
    """
    A virtual network of a tenant's overlay.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> TenantVnet: ...
    @property
    def id(self, /) -> str:
        """
        Its ID in Proxmox VE.
        """
    @property
    def name(self, /) -> str | None:
        """
        Its name, where one is declared.
        """
    @property
    def number(self, /) -> int:
        """
        Its number, from zero.
        """
    @property
    def vni(self, /) -> int | None:
        """
        Its VNI.
        """

@final
class TenantWorkload:
    """
    A workload of a tenant.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> TenantWorkload: ...
    @property
    def address(self, /) -> str | None:
        """
        Its address, on an overlay.
        """
    @property
    def churn_tolerance(self, /) -> str:
        """
        How much churn it tolerates.
        """
    @property
    def fqdn(self, /) -> str | None:
        """
        Its full name in the DNS.
        """
    @property
    def mac(self, /) -> str | None:
        """
        Its MAC address, where that is derived.
        """
    @property
    def mac_policy(self, /) -> str:
        """
        Where its MAC address comes from.
        """
    @property
    def name(self, /) -> str:
        """
        Its name.
        """
    @property
    def slot(self, /) -> int | None:
        """
        Its place in its tenant's numbers.
        """
    @property
    def vmid(self, /) -> int | None:
        """
        Its VMID.
        """
    @property
    def workload_class(self, /) -> str:
        """
        What it is for, such as `experiment`.
        """

@final
class Unplaced:
    """
    A machine that stands on no known hypervisor, and why.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> Unplaced: ...
    @property
    def machine(self, /) -> str:
        """
        Its name: that of its host, or `<tenant>/<workload>`.
        """
    @property
    def reason(self, /) -> str:
        """
        Why, in words.
        """

@final
class VlanBand:
    """
    One band of VLAN IDs and how much of it is left.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[str]]: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def _restore(text: str) -> VlanBand: ...
    @property
    def end(self, /) -> int:
        """
        The last ID.
        """
    @property
    def free(self, /) -> int:
        """
        How many of them are free.
        """
    @property
    def name(self, /) -> str:
        """
        What it is kept for, such as `tenant`.
        """
    @property
    def size(self, /) -> int:
        """
        How many IDs it has.
        """
    @property
    def start(self, /) -> int:
        """
        The first ID.
        """
    @property
    def used(self, /) -> int:
        """
        How many of them are taken, by segments or by ports that name them.
        """

@final
class VlanPlan:
    """
    The VLAN plan of a substrate: bands, segments, and what each switch port carries and has to carry.

    >>> lab = {"deevnet_vlans": {"tenant_1": {"vlan_id": 50}, "tenant_3": {"vlan_id": 52}}}
    >>> plan = Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]}).vlan_plan()
    >>> plan.free("tenant"), plan.free_batch("tenant", 3)
    (51, [51, 53, 54])
    >>> [(band.name, band.used, band.free) for band in plan.bands if band.used]
    [('tenant', 2, 8)]
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def bands(self, /) -> tuple[VlanBand, ...]:
        """
        Every band of VLAN IDs with what is left of it.
        """
    @property
    def conflicts(self, /) -> tuple[str, ...]:
        """
        Every two segments that claim one thing, a line each.
        """
    def free(self, /, band: str) -> int:
        """
        The lowest free VLAN ID of a band, such as `tenant`.

        What is declared never moves. Raises `VlanError` where the band is full, and `UnknownNameError` for a band that
        does not exist.
        """
    def free_batch(self, /, band: str, count: SupportsIndex) -> list[int]:
        """
        The lowest `count` free VLAN IDs of a band, all of them or none.

        Raises as `free` does.
        """
    @property
    def ports(self, /) -> tuple[PlannedPort, ...]:
        """
        The ports of every switch, by switch and then in order of declaration, trunks first.
        """
    @property
    def segments(self, /) -> tuple[PlannedSegment, ...]:
        """
        The segments, by VLAN ID and then by name.
        """

def add_tenant(path: str | PathLike[str], name: str, *, workload_class: str | None = None, mac_policy: str | None = None, dry_run: bool = False, wait: SupportsFloat | SupportsIndex = 0.0, vault_password_file: str | PathLike[str] | None = None) -> TenantChange:
    """
    Adds a tenant to the inventory at a path, as `deevnet tenant add` does.

    It is given the lowest free index and, on VLANs, the lowest free VLAN of the tenant band with a segment. Where it is declared
    already as asked for, nothing changes. `workload_class` is what its workloads are for, such as `experiment`, and `mac_policy`
    where their MAC addresses come from, such as `deterministic`. With `dry_run` nothing is written. `wait` is for how many
    seconds another process that is changing the inventory is waited for.

    Raises `TenantError` where the tenant cannot be added or its files not be edited, `UnknownNameError` for a class or policy
    that does not exist, and `LoadError` where there is no inventory.
    """

def allocate(path: str | PathLike[str], taken: Iterable[SupportsIndex | str] | None = None, survey: dict[str, Iterable[SupportsIndex | str]] | None = None, *, dry_run: bool = False, wait: SupportsFloat | SupportsIndex = 0.0, vault_password_file: str | PathLike[str] | None = None) -> Allocation:
    """
    Gives VMIDs and MAC addresses to the hosts of an inventory that need them, as `deevnet alloc` does.

    A host with `mgmt_vm` whose VMID is 0 or absent is given the lowest free one of `deevnet_mgmt_vmid_range`, and the
    address derived from it, in `host_vars/<host>/identity.yml`. All files are written or none, and what a host has is
    never changed. `taken` holds VMIDs that are taken elsewhere; `survey` those that exist on each node, and has to cover
    every node that is declared. With `dry_run` nothing is written. `wait` is for how many seconds another process that
    is changing the inventory is waited for.

    Raises `AllocationError` where an identity cannot be given or written, and `LoadError` where there is no inventory.
    """

def check_together(substrates: SupportsGetItem[int, Substrate]) -> list[Finding]:
    """
    Every finding of several substrates: of each by itself, and what they may not share.

    A MAC address is on one host of all of them, and namespaces, site blocks and names belong to one substrate each.
    VMIDs may repeat; a host that is listed under one name with one MAC is one host that roams. What is found in a
    substrate is as its own `deevnet.toml` wants it.

    >>> def lab(name, host):
    ...     variables = {"infrastructure": {"interfaces": {"eth0": {"mac": "00:00:5e:00:53:01"}}}, "env": {}}
    ...     return Substrate.from_hostvars({host: {"deevnet_substrate": name} | variables}, {"all": [host]})
    >>> findings = check_together([lab("home", "pi01"), lab("mobile", "pi02")])
    >>> [finding.message for finding in findings if finding.code == "DV113"]
    ['00:00:5e:00:53:01 is on pi02 (eth0) of `mobile` and on pi01 (eth0) of `home`']
    """

def format_mac(mac: MacAddress | str, style: str = "lower-colon") -> str:
    """
    Writes a MAC address in a style: `lower-colon`, `upper-colon`, `lower-hyphen`, `upper-hyphen`, `dotted` or `bare`.

    >>> format_mac("02:de:20:00:00:c8", "dotted")
    '02de.2000.00c8'

    Raises `MacError` or `UnknownNameError`.
    """

def format_mac_table(report: Mapping[str, Any]) -> str:
    """
    Writes what `Substrate.mac_table` answers in columns.

    >>> row = {"mac": "02:de:20:00:00:c8", "port": "Gi1/0/4", "vlan": "25", "inventory": "dns-vm01 (eth0)"}
    >>> print(format_mac_table({"entries": [row]}))
    Port            VLAN  MAC Address         Inventory Host
    --------------- ----- ------------------- ----------------------------
    Gi1/0/4         25    02:de:20:00:00:c8   dns-vm01 (eth0)

    Raises `ValueError` for a dictionary that is no such report.
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

def interface_mac_attempt(mac: MacAddress | str, substrate: str, host: str, interface: str, namespace: str) -> int | None:
    """
    The attempt at which an interface has a MAC address; `None` when it is none of its addresses.

    A hash has no inverse: of an address alone nobody can tell the interface.

    >>> interface_mac_attempt("06:de:20:ef:cb:ff", "mobile", "pi01", "eth0", "02:de:20")
    1
    >>> interface_mac_attempt("06:de:20:ef:cb:ff", "mobile", "pi02", "eth0", "02:de:20") is None
    True

    Raises `MacError`, and as `interface_to_mac` does.
    """

def interface_to_mac(substrate: str, host: str, interface: str, namespace: str, *, attempt: SupportsIndex = 0) -> str:
    """
    Derives the MAC address of an interface that has no VMID from the names of its substrate, its host and itself.

    It is the derivation `interface-sha256-v1`. The namespace is the substrate's, such as `02:de:20`; the address is in
    the one beside it, `06:de:20`, where no VMID leads. Two interfaces may be given one address, so an allocation takes
    the first attempt, 0 to 63, whose address nobody holds, and writes it down.

    >>> interface_to_mac("mobile", "pi01", "eth0", "02:de:20")
    '06:de:20:c3:3a:61'
    >>> interface_to_mac("mobile", "pi01", "eth0", "02:de:20", attempt=1)
    '06:de:20:ef:cb:ff'

    Raises `NamespaceError`, also where bit `0x04` of the first octet is set already, `LabelError` for a substrate that
    is no DNS label, and `MacError` for an attempt that does not exist.
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

def plan(substrate: Substrate, survey: Survey, targets: SupportsGetItem[int, str] = ..., adopt: SupportsGetItem[int, str] = ..., reboot: bool = False) -> Plan:
    """
    Plans what would make the nodes of a survey what a substrate declares, without asking them.

    `targets` are the hosts, workloads (`api.orchard`) and tenants that are planned, all where there is none. A machine that
    nothing on the node marks as owned is taken over only where `adopt` names it. Running machines are stopped and started
    again for what takes effect only then where `reboot` is true.

    >>> substrate = Substrate.from_hostvars({"hv01": {"deevnet_substrate": "lab"}}, {"all": ["hv01"]})
    >>> plan(substrate, Survey.from_json('{"version": 1, "nodes": {}}')).is_empty
    True
    """

def remove_tenant(path: str | PathLike[str], name: str, *, dry_run: bool = False, wait: SupportsFloat | SupportsIndex = 0.0, vault_password_file: str | PathLike[str] | None = None) -> TenantChange:
    """
    Removes a tenant that nothing uses any more from the inventory at a path, as `deevnet tenant remove` does.

    With `dry_run` nothing is written. `wait` is for how many seconds another process that is changing the inventory is waited
    for.

    Raises `UnknownTenantError` where no such tenant is declared, `TenantInUseError` where something uses it, `TenantError` where
    its files cannot be edited, and `LoadError` where there is no inventory.
    """

def role_to_mac(role: SupportsIndex, node: SupportsIndex, instance: SupportsIndex, namespace: str) -> str:
    """
    Derives a MAC address from a role, a node or service group, and an instance, each 0 to 255.

    It is the estate's first rule; guests take `vmid_to_mac`.

    >>> role_to_mac(2, 0, 1, "02:de:10")
    '02:de:10:02:00:01'

    Raises `NamespaceError`.
    """

def run_command(arguments: SupportsGetItem[int, str], program: str | PathLike[str] | None = None) -> int:
    """
    Run the command line and return its exit code; `arguments` are those after the name of the command.

    `program` is the file that starts the command again, for `deevnet simulate -- deevnet ...`. It prints on the
    standard streams of the process, not on `sys.stdout`, and runs without the interpreter's lock.

    >>> run_command(["mac", "derive", "vmid", "--octet", "20", "200"])
    0
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

def subnet_plan(octet: SupportsIndex, vlans: Mapping[str, Any]) -> list[PlannedSubnet]:
    """
    What the estate's plan gives each VLAN of a site: subnet, gateway and what each part of the subnet is for, by VLAN ID.

    The site is the second octet of its block, and VLANs are given by name: each an ID, or a mapping with `vlan_id` as
    inventories declare it. A VLAN above 255, such as the blackhole, has no subnet.

    >>> platform, blackhole = subnet_plan(20, {"blackhole": 999, "platform": {"vlan_id": 25}})
    >>> platform["name"], platform["band"], platform["subnet"], platform["gateway"]
    ('platform', 'core', '10.20.25.0/24', '10.20.25.1')
    >>> platform["ranges"]["dynamic"]
    ['10.20.25.100', '10.20.25.200']
    >>> blackhole["subnet"] is None
    True

    Raises `VlanError` for an ID that is none.
    """

def vlans_needing_ip(vlans: Mapping[Any, Any], devices: Mapping[Any, Any], interfaces: Mapping[Any, Any]) -> list[UnaddressedVlan]:
    """
    The VLANs whose interface on a router lacks the segment's gateway address, in the order of `vlans`.

    `vlans` are declared segments by name, of which those with a `gateway` count; `devices` the router's devices by VLAN ID;
    `interfaces` what it has on each device: `identifier` and `ipv4`. Addresses are compared whole, and so is a prefix
    length that the router tells. `prefix` is in the answer where it is not 24.

    >>> vlans = {"trusted": {"vlan_id": 10, "gateway": "10.20.1.1"}}
    >>> interfaces = {"vlan01": {"identifier": "opt1", "ipv4": "10.20.1.10/24"}}
    >>> vlans_needing_ip(vlans, {"10": "vlan01"}, interfaces)
    [{'name': 'trusted', 'vlan_id': 10, 'gateway': '10.20.1.1', 'identifier': 'opt1', 'device': 'vlan01'}]

    Raises `AddressError` for a gateway or a subnet that is none.
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
