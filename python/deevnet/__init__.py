"""deevnet: a network identity compiler for small self-hosted substrates.

An Ansible inventory goes in; every identity it implies comes out, checked and derived, the same every time.

>>> import deevnet
>>> deevnet.vmid_to_mac(200, "02:de:20")
'02:de:20:00:00:c8'

`Substrate` reads an inventory from a path, from Ansible's `hostvars`, or from the output of `ansible-inventory --list`.
The functions beside it derive and read MAC addresses, choose free VMIDs and find subnets, many items in one call where
there are many.
"""

from deevnet._deevnet import (
    Finding,
    Fix,
    LeftOut,
    MacAddress,
    Position,
    Related,
    Subject,
    Substrate,
    __version__,
    check_together,
    format_mac,
    free_vmids,
    interface_mac_attempt,
    interface_to_mac,
    mac_to_vmid,
    parse_mac,
    role_to_mac,
    subnet_for_ip,
    vmid_to_mac,
    vmid_to_mac_many,
    vmid_to_octets_many,
)
from deevnet.errors import (
    AddressError,
    ConfigError,
    EmitError,
    Error,
    LabelError,
    LoadError,
    MacError,
    NamespaceError,
    UnknownNameError,
    VmidError,
)

__all__ = [
    "AddressError",
    "ConfigError",
    "EmitError",
    "Error",
    "Finding",
    "Fix",
    "LabelError",
    "LeftOut",
    "LoadError",
    "MacAddress",
    "MacError",
    "NamespaceError",
    "Position",
    "Related",
    "Subject",
    "Substrate",
    "UnknownNameError",
    "VmidError",
    "__version__",
    "check_together",
    "format_mac",
    "free_vmids",
    "interface_mac_attempt",
    "interface_to_mac",
    "mac_to_vmid",
    "parse_mac",
    "role_to_mac",
    "subnet_for_ip",
    "vmid_to_mac",
    "vmid_to_mac_many",
    "vmid_to_octets_many",
]
