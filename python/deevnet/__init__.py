"""deevnet: a network identity compiler for small self-hosted substrates.

An Ansible inventory goes in; every identity it implies comes out, checked and derived, the same every time.

>>> import deevnet
>>> deevnet.vmid_to_mac(200, "02:de:20")
'02:de:20:00:00:c8'

`Substrate` reads an inventory from a path, from Ansible's `hostvars`, or from the output of `ansible-inventory --list`.
It answers with records that compare, hash and pickle.

>>> lab = {
...     "deevnet_substrate": "lab",
...     "deevnet_vlans": {
...         "iot": {"vlan_id": 30, "subnet": "10.20.30.0/24"},
...         "tenant_1": {"vlan_id": 50, "subnet": "10.20.50.0/24"},
...     },
...     "deevnet_tenants": [{"name": "music", "index": 1}],
...     "firewall_zone_policies": [
...         {"from_zone": "tenant_1", "to_zone": "iot", "action": "pass", "protocol": "tcp", "destination_port": 1883},
...     ],
... }
>>> substrate = deevnet.Substrate.from_hostvars({"pi01": lab}, {"all": ["pi01"]})
>>> substrate.tenants[0].vlan_id, substrate.vlan_plan().free("tenant")
(50, 51)
>>> str(substrate.policy().reachable("music", "iot"))
'tcp to port 1883'

`check_together` checks several substrates against each other, and `allocate` gives identities to the hosts of an
inventory that have none. The other functions derive and read MAC addresses, choose free VMIDs and find subnets, many
items in one call where there are many.
"""

from deevnet._deevnet import (
    Allocation,
    Balance,
    Finding,
    FitLine,
    Fix,
    HardwareProfile,
    Hypervisor,
    Identity,
    LeftOut,
    MacAddress,
    Machine,
    NodePlacement,
    Packet,
    PacketBox,
    Placement,
    PlannedPort,
    PlannedSegment,
    Policy,
    Position,
    Proof,
    Reach,
    Related,
    RequiredVlan,
    Storage,
    Subject,
    Substrate,
    Tenant,
    TenantVnet,
    TenantWorkload,
    Unplaced,
    VlanBand,
    VlanPlan,
    __version__,
    allocate,
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
    AllocationError,
    ConfigError,
    EmitError,
    Error,
    LabelError,
    LoadError,
    MacError,
    NamespaceError,
    UnknownNameError,
    VlanError,
    VmidError,
)

__all__ = [
    "AddressError",
    "Allocation",
    "AllocationError",
    "Balance",
    "ConfigError",
    "EmitError",
    "Error",
    "Finding",
    "FitLine",
    "Fix",
    "HardwareProfile",
    "Hypervisor",
    "Identity",
    "LabelError",
    "LeftOut",
    "LoadError",
    "MacAddress",
    "MacError",
    "Machine",
    "NamespaceError",
    "NodePlacement",
    "Packet",
    "PacketBox",
    "Placement",
    "PlannedPort",
    "PlannedSegment",
    "Policy",
    "Position",
    "Proof",
    "Reach",
    "Related",
    "RequiredVlan",
    "Storage",
    "Subject",
    "Substrate",
    "Tenant",
    "TenantVnet",
    "TenantWorkload",
    "UnknownNameError",
    "Unplaced",
    "VlanBand",
    "VlanError",
    "VlanPlan",
    "VmidError",
    "__version__",
    "allocate",
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
