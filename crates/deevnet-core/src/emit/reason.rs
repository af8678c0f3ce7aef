//! Why something cannot be published although no rule need be broken.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::boot::{ParseBootFileError, ParseBootServerError};
use super::interface_name::ParseInterfaceNameError;
use super::kernel::{ParseBootTitleError, ParseKernelFolderError, ParseKernelOptionsError};
use super::port_name::{ParsePortNameError, PortName};
use crate::mac::{MacAddress, Vmid};
use crate::name::{DomainName, ParseLabelError, ParseUserNameError};
use crate::network::VlanId;
use crate::placement::UnplacedReason;

/// Why something cannot be published, in the words of [`LeftOut`](super::LeftOut).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Reason {
    #[error("the host name is not a DNS label: {0}")]
    HostName(ParseLabelError),
    #[error("its full name has more than {max} characters", max = DomainName::MAX_LENGTH)]
    NameTooLong,
    #[error("`infrastructure` does not declare the interface, so its MAC address is not known")]
    HardwareMissing,
    #[error("\"{}\" opens a template, which Ansible would evaluate", .0.escape_debug())]
    Template(Arc<str>),
    #[error("its MAC address is not known")]
    MacUnknown,
    #[error("its MAC address is not allocated yet")]
    MacUnallocated,
    #[error("its MAC address is malformed")]
    MacMalformed,
    #[error("its address is not fixed (`ip: dhcp`)")]
    AddressDynamic,
    #[error("it has no address")]
    AddressAbsent,
    #[error("its address is malformed")]
    AddressMalformed,
    #[error("the boot server {0}")]
    BootServer(ParseBootServerError),
    #[error("the boot file {0}")]
    BootFile(ParseBootFileError),
    #[error("its host has no published address record to point at")]
    NoAddressRecord,
    #[error("`{0}` is the name of a host that has an address record")]
    NameOfHost(Arc<str>),
    #[error("`{service}` already points at {host}")]
    ServiceTaken { service: Arc<str>, host: Arc<str> },
    #[error("it has no VLAN ID to number its scope by")]
    VlanIdMissing,
    #[error("VLAN {vlan_id} already numbers the scope of {segment}")]
    VlanIdTaken { vlan_id: VlanId, segment: Arc<str> },
    #[error("{segment} has the same subnet")]
    SubnetTaken { segment: Arc<str> },
    #[error("{start} to {end} is not inside its subnet")]
    PoolOutside { start: Ipv4Addr, end: Ipv4Addr },
    #[error("VLAN {vlan_id} is the VLAN of {segment} already")]
    VlanTaken { vlan_id: VlanId, segment: Arc<str> },
    #[error("it has no name on the switch")]
    PortNameMissing,
    #[error("{0}")]
    PortName(ParsePortNameError),
    #[error("{0} has no VLAN that is published")]
    PortVlanMissing(PortName),
    #[error("\"{}\" is no word on a command line", .0.escape_debug())]
    NotAWord(Arc<str>),
    #[error("\"{name}\" has more than {longest} characters; the VLAN has no name on the switch")]
    VlanNameTooLong { name: Arc<str>, longest: usize },
    #[error("it has no gateway for the router to have")]
    GatewayMissing,
    #[error("the boot file has a single quote, which ends a value")]
    BootFileQuote,
    #[error("the boot file has a double quote, which the router refuses")]
    BootFileDoubleQuote,
    #[error("{mac} already belongs to {host}")]
    MacListed { mac: MacAddress, host: Arc<str> },
    #[error("no host is named for it (`hostname`)")]
    BootHostMissing,
    #[error("the inventory has no such host")]
    BootHostUnknown,
    #[error("{0} is the MAC address of none of its interfaces")]
    BootMacForeign(MacAddress),
    #[error("{mac} has a configuration already, for {host}")]
    BootMacTaken { mac: MacAddress, host: Arc<str> },
    #[error("the image name {0}")]
    BootTitle(ParseBootTitleError),
    #[error("what it boots cannot be read")]
    ImageRejected,
    #[error("it does not say in which folder its kernel is (`dest_subdir`)")]
    KernelFolderMissing,
    #[error("the kernel's folder {0}")]
    KernelFolder(ParseKernelFolderError),
    #[error("the options {0}")]
    KernelOptions(ParseKernelOptionsError),
    #[error("a kernel option has a quote or a backslash, before which GRUB puts another backslash")]
    KernelOptionQuote,
    #[error("no entry of `bootstrap_grub_mac_configs` says which image it boots")]
    BootUndeclared,
    #[error("no published subnet holds {0}")]
    OutsideScopes(Ipv4Addr),
    #[error("{address} is already reserved for {host}")]
    AddressReserved { address: Ipv4Addr, host: Arc<str> },
    #[error("its MAC address already has a reservation in this subnet, for {host}")]
    MacReserved { host: Arc<str> },
    #[error("its address {0} has no prefix: it declares none, and its segment's subnet does not hold it")]
    PrefixUnknown(Ipv4Addr),
    #[error("\"{}\" is no route: a destination and a gateway", .0.escape_debug())]
    RouteMalformed(Arc<str>),
    #[error("no interface of it has a known MAC address")]
    NoInterface,
    #[error("another machine has its name")]
    MachineTaken,
    #[error("it has no VMID")]
    VmidMissing,
    #[error("VMID {vmid} already belongs to {machine}")]
    VmidTaken { vmid: Vmid, machine: String },
    #[error("it stands on no hypervisor: {0}")]
    Unplaced(UnplacedReason),
    #[error("its hypervisor declares no node name")]
    NodeNameUnknown,
    #[error("no bridge is declared for it, neither by itself nor by its hypervisor")]
    BridgeUndeclared,
    #[error("it names no template, and its hypervisor has not just one prefix of them")]
    TemplateUnknown,
    #[error("the storage of the {0} is not known: it names none, and its hypervisor has not just one")]
    StorageUnknown(&'static str),
    #[error("the size of the {0} is not known")]
    DiskSizeUnknown(&'static str),
    #[error("the size of the {disk} is {size}, which is not a whole number of GiB")]
    DiskSizeOdd { disk: &'static str, size: String },
    #[error("\"{}\" is no domain to search", .0.escape_debug())]
    SearchDomain(Arc<str>),
    #[error("{0}")]
    UserName(ParseUserNameError),
    #[error("the public key \"{}\" is not one line", .0.escape_debug())]
    KeyNotALine(Arc<str>),
    #[error("it declares no bridge")]
    BridgeUnknown,
    #[error("its bridge {0} is declared as not VLAN-aware")]
    BridgePlain(Arc<str>),
    #[error("{0}")]
    InterfaceName(ParseInterfaceNameError),
    #[error("which of its interfaces the bridge is on is not known: it has not just one, and no trunk port names one")]
    UplinkUnknown,
    #[error("which VLANs its machines need is not known, and no switch port is declared as its")]
    NodeVlansUnknown,
    #[error("its address is in no segment with a VLAN")]
    NodeSegmentUnknown,
    #[error("no switch port is declared as its, so that nobody can tell whether VLAN {0} has a tag there")]
    NodePortUnknown(VlanId),
    #[error("its switch port does not carry VLAN {0}, which its address is in")]
    NodePortLacks(VlanId),
}
