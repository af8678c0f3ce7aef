//! What every target promises: one line each.

use deevnet_core::emit::Target;

/// Something published that a target prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    /// The MAC and the address of a reservation.
    Reservation,
    /// The same, on the management segment only.
    ManagementReservation,
    /// A host's name and its address.
    Address,
    /// A service's name.
    Service,
    /// The name that an address points at.
    Pointer,
    /// The MAC of an interface that is woken.
    Wake,
    /// The MAC and the name of a machine that boots with GRUB.
    GrubBoot,
    /// The MAC and the name of a machine that boots with PXELINUX.
    PxelinuxBoot,
    /// The MAC and the address of an interface of a virtual machine.
    Machine,
    /// The address of an interface of a hypervisor.
    Node,
    /// The name of a virtual machine.
    VirtualMachine,
    /// The MAC of a network device of a virtual machine.
    VirtualDevice,
}

/// How a target's files are written, and where they say what they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// Lines, each a record of its own, after a comment that begins so.
    Lines(&'static str),
    /// Lines, of which several make a record, after a comment that begins so; they may hold networks of their own.
    Commands(&'static str),
    /// JSON, with the header at this pointer.
    Json(&'static str),
    /// JSON that has no place for a header.
    BareJson,
}

impl Form {
    /// Whether it is JSON, whose strings hold any text.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json(_) | Self::BareJson)
    }
}

/// What a target promises.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contract {
    /// How its files are written.
    pub(crate) form: Form,
    /// What it prints of every host, complete and nothing else; without any, it describes the network.
    pub(crate) prints: &'static [Fact],
}

/// The contract of a target.
pub(crate) fn contract(target: Target) -> Contract {
    use Fact::{
        Address, GrubBoot, Machine, ManagementReservation, Node, Pointer, PxelinuxBoot, Reservation, Service,
        VirtualDevice, VirtualMachine, Wake,
    };
    use Form::{BareJson, Commands, Json, Lines};
    let (form, prints): (Form, &[Fact]) = match target {
        Target::DhcpReservations => (BareJson, &[Reservation]),
        Target::DnsRecords => (BareJson, &[Address, Service, Pointer]),
        Target::Wol => (BareJson, &[Wake]),
        Target::Dnsmasq => (Lines("# "), &[ManagementReservation, Address, Service]),
        Target::KeaDhcp4 => (Json("/Dhcp4/user-context/comment"), &[Reservation]),
        Target::BindForward => (Lines("; "), &[Address, Service]),
        Target::BindReverse => (Lines("; "), &[Pointer]),
        Target::Hosts => (Lines("# "), &[Address, Service]),
        Target::Nftables => (Commands("# "), &[]),
        Target::SwitchCli => (Commands("! "), &[]),
        Target::VlanPlan => (BareJson, &[]),
        Target::Vyos => (Commands("# "), &[Reservation]),
        Target::Unbound => (Lines("# "), &[Address, Service, Pointer]),
        Target::OpnsenseKea => (Json("/_comment"), &[Reservation]),
        Target::OpnsenseUnbound => (Json("/_comment"), &[Address, Service]),
        Target::Ethers => (Lines("# "), &[Reservation]),
        Target::Grub => (Lines("# "), &[GrubBoot]),
        Target::Pxelinux => (Lines("# "), &[PxelinuxBoot]),
        Target::CloudInit => (Commands("# "), &[Machine]),
        Target::ProxmoxInterfaces => (Commands("# "), &[Node]),
        Target::AnsibleInventory => (Json("/all/vars/deevnet_inventory"), &[]),
        Target::Mermaid => (Commands("%% "), &[]),
        Target::Terraform => (Json("/~1~1"), &[VirtualMachine, VirtualDevice]),
    };
    Contract { form, prints }
}
