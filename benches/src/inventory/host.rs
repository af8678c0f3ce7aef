//! One generated host.

use std::net::Ipv4Addr;

use super::address_plan::AddressPlan;
use super::naming::Names;
use crate::random::SplitMix64;

/// The first two of all hosts are the hypervisors the virtual machines stand on.
const HYPERVISORS: usize = 2;

/// The third is the builder that serves network boot; its address is restated by every host that boots from it.
const BUILDER: usize = HYPERVISORS;

/// Where the builder stands: the third address taken on the management segment.
const BUILDER_ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 20, 99, 4);

/// The VMID of host 0; Proxmox VE keeps those below 100 to itself.
pub(super) const FIRST_VMID: usize = 100;

/// A generated host and everything its files say.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) name: String,
    pub(super) form: &'static str,
    pub(super) role: Option<String>,
    /// The cell its first interface is in, from 0; the substrate's own machines are in none.
    pub(super) cell: Option<usize>,
    pub(super) interfaces: Vec<Interface>,
    /// The identity an allocation gave it, for a machine whose files leave it to a template.
    pub(super) machine: Option<Machine>,
}

/// A network interface: its hardware and what is bound to it.
#[derive(Debug)]
pub(super) struct Interface {
    pub(super) name: &'static str,
    pub(super) mac: String,
    /// A fixed address; without one the interface takes what DHCP gives.
    pub(super) fixed: Option<Binding>,
    pub(super) wake_on_lan: bool,
    pub(super) reserved: bool,
    pub(super) cnames: Vec<String>,
    pub(super) boots_from: Option<Ipv4Addr>,
}

/// An address and the segment it is on.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) address: Ipv4Addr,
    pub(super) segment: String,
}

/// A virtual machine that is declared through a template, with its allocated identity beside it.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) vmid: usize,
    pub(super) hypervisor: String,
}

impl Host {
    /// Generates the host of that number. What it is follows from the seed and the number alone.
    pub(super) fn generate(number: usize, seed: u64, plan: &mut AddressPlan, names: &mut Names) -> Self {
        if number <= BUILDER {
            return Self::of_substrate(number, plan);
        }
        let mut random = SplitMix64::member(seed, u64::try_from(number).unwrap_or_default());
        match random.next_u64() % 100 {
            0..20 => Self::allocated(number, &mut random, plan, names),
            20..60 => Self::plain("vm", number, &mut random, plan, names),
            60..80 => Self::two_armed(number, &mut random, plan, names),
            80..95 => Self::plain("pi", number, &mut random, plan, names),
            _ => Self::plain("em", number, &mut random, plan, names),
        }
    }

    /// A hypervisor, or the builder.
    fn of_substrate(number: usize, plan: &mut AddressPlan) -> Self {
        let (name, form, role) = if number < HYPERVISORS {
            (hypervisor(number), "hv", None)
        } else {
            ("provisioner-ph01".to_owned(), "ph", Some("provisioner".to_owned()))
        };
        let binding = Binding { address: plan.take_in_management(), segment: "management".to_owned() };
        let mut interface = Interface::new("eth0", number, 0, Some(binding));
        interface.wake_on_lan = true;
        interface.reserved = false;
        if number == BUILDER {
            interface.cnames = vec!["artifacts".to_owned(), "pxe".to_owned()];
        }
        Self { name, form, role, cell: None, interfaces: vec![interface], machine: None }
    }

    /// A host with one interface.
    fn plain(
        form: &'static str,
        number: usize,
        random: &mut SplitMix64,
        plan: &mut AddressPlan,
        names: &mut Names,
    ) -> Self {
        let (role, of_role) = names.next(form);
        let (cell, binding) = bind(plan);
        let mut interface = Interface::new("eth0", number, 0, Some(binding));
        interface.cnames = cnames(number, random);
        interface.boots_from = random.chance(15).then_some(BUILDER_ADDRESS);
        let name = format!("{role}-{form}{of_role:02}");
        Self { name, form, role: Some(role), cell: Some(cell), interfaces: vec![interface], machine: None }
    }

    /// A physical machine with a second interface: another published one, or an uplink that DHCP configures.
    fn two_armed(number: usize, random: &mut SplitMix64, plan: &mut AddressPlan, names: &mut Names) -> Self {
        let mut host = Self::plain("ph", number, random, plan, names);
        let binding = random.chance(50).then(|| bind(plan).1);
        for interface in &mut host.interfaces {
            interface.wake_on_lan = random.chance(60);
        }
        host.interfaces.push(Interface::new("eth1", number, 1, binding));
        host
    }

    /// A virtual machine whose files leave VMID and MAC to the allocation beside them.
    fn allocated(number: usize, random: &mut SplitMix64, plan: &mut AddressPlan, names: &mut Names) -> Self {
        let mut host = Self::plain("vm", number, random, plan, names);
        let vmid = FIRST_VMID + number;
        let [.., high, middle, low] = vmid.to_be_bytes();
        for interface in &mut host.interfaces {
            interface.mac = format!("02:de:20:{high:02x}:{middle:02x}:{low:02x}");
        }
        host.machine = Some(Machine { vmid, hypervisor: hypervisor(number % HYPERVISORS) });
        host
    }
}

impl Interface {
    /// An interface with an observed MAC, of the block of IANA's own OUI that follows from the host's number.
    fn new(name: &'static str, host: usize, place: usize, fixed: Option<Binding>) -> Self {
        let [.., high, middle, low] = (host * 2 + place).to_be_bytes();
        Self {
            name,
            mac: format!("00:00:5e:{high:02x}:{middle:02x}:{low:02x}"),
            reserved: fixed.is_some(),
            fixed,
            wake_on_lan: false,
            cnames: Vec::new(),
            boots_from: None,
        }
    }
}

fn hypervisor(number: usize) -> String {
    format!("hv{:02}", number + 1)
}

fn bind(plan: &mut AddressPlan) -> (usize, Binding) {
    let (cell, address) = plan.take();
    (cell, Binding { address, segment: AddressPlan::cell_name(cell) })
}

/// Names of services; the host's number makes each the only one of its kind.
fn cnames(number: usize, random: &mut SplitMix64) -> Vec<String> {
    const SERVICES: [&str; 6] = ["api", "metrics", "files", "git", "chat", "wiki"];
    let count = match random.next_u64() % 10 {
        0..6 => 0,
        6..9 => 1,
        _ => 2,
    };
    let first = random.next_u64() % 6;
    let services = SERVICES.iter().cycle().skip(usize::try_from(first).unwrap_or_default());
    services.take(count).map(|service| format!("{service}-{number}")).collect()
}
