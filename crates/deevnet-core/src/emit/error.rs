//! Why a target cannot be emitted at all.

use std::sync::Arc;

use super::emit_option::EmitOption;
use super::interface_name::{InterfaceName, ParseInterfaceNameError};
use super::left_out::{LeftOut, Part};
use super::published::MANAGEMENT;
use super::target::Target;
use crate::finding::Subject;
use crate::name::DomainName;

/// The error of a target that cannot be emitted at all; what is left out of one that can is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// The target names hosts in full, and the substrate's domain is not known.
    #[error("`{target}` needs the substrate's domain, which is not declared")]
    DomainUnknown {
        /// The target.
        target: Target,
    },
    /// The substrate's domain ends in a number, so that names in it read as addresses.
    #[error("`{target}` cannot name hosts in `{domain}`: a domain that ends in a number reads as an address")]
    DomainNumeric {
        /// The target.
        target: Target,
        /// The domain.
        domain: DomainName,
    },
    /// The target serves the management segment, and it is not published.
    #[error("`{target}` serves the segment `management`, which has no published subnet")]
    ManagementUnknown {
        /// The target.
        target: Target,
    },
    /// The name server is to be in the zone, and has no address there.
    #[error("the name server `{name}` is in the zone `{zone}`, but has no address record there")]
    NameServerUnknown {
        /// The name server asked for.
        name: DomainName,
        /// The zone.
        zone: DomainName,
    },
    /// The target configures switches, and none is published.
    #[error("`{target}` writes a file a switch, and no switch with ports is published")]
    SwitchUnknown {
        /// The target.
        target: Target,
    },
    /// The target configures virtual machines, and none is published.
    #[error("`{target}` writes files a machine, and no virtual machine with a known MAC address is published")]
    MachineUnknown {
        /// The target.
        target: Target,
    },
    /// The target makes virtual machines, and none is published with all that it takes.
    #[error("`{target}` makes virtual machines, and none is published with hypervisor, template, VMID and MAC address")]
    VirtualMachineUnknown {
        /// The target.
        target: Target,
    },
    /// The target configures hypervisors, and the network of none is published.
    #[error("`{target}` writes a file a hypervisor, and the network of none is published")]
    NodeUnknown {
        /// The target.
        target: Target,
    },
    /// The target configures a router, and no interface of one is known.
    #[error(
        "`{target}` needs the ethernet interface that the VLANs are on, and the declaration does not tell which it is"
    )]
    RouterUnknown {
        /// The target.
        target: Target,
    },
    /// The target configures a router, and the host that is asked for is none.
    #[error("`{target}` is for a router, and `{}` is none{}", router.escape_debug(), told_routers(routers, nearest.as_deref()))]
    NoRouter {
        /// The target.
        target: Target,
        /// The host asked for.
        router: String,
        /// The hosts that are routers, by name.
        routers: Vec<Arc<str>>,
        /// The router that was probably meant.
        nearest: Option<Arc<str>>,
    },
    /// The target guards the way to the internet, and the router's interface there is not known.
    #[error(
        "`{target}` writes a firewall, and no interface of the router to the internet is known: none has the purpose \
         `wan` and a name that it takes"
    )]
    WanUnknown {
        /// The target.
        target: Target,
    },
    /// The router's interface to the internet is the one of a segment.
    #[error("`{wan}` is the interface of the segment `{}`, and cannot be that to the internet as well", segment.escape_debug())]
    WanInside {
        /// The interface.
        wan: InterfaceName,
        /// The segment.
        segment: Arc<str>,
    },
    /// A rule blocks packets that the target has no words for: without it they would get through.
    #[error("`{target}` would let through what the rule `{}` blocks: {unsayable}", name.escape_debug())]
    BlockUnsayable {
        /// The target.
        target: Target,
        /// The rule's name, or its zones.
        name: String,
        /// What the target has no words for.
        unsayable: String,
    },
    /// The target configures machines that boot from the network, and none is published.
    #[error("`{target}` writes a file a machine that boots with it, and none is published")]
    BootUnknown {
        /// The target.
        target: Target,
    },
    /// The target would pass over an option that was given.
    #[error("`{target}` has no use for `{option}`: it is for {targets}", targets = option.told_targets())]
    OptionUnused {
        /// The option.
        option: EmitOption,
        /// The target.
        target: Target,
    },
    /// The check has errors about the policy, so that a ruleset would not mean what is declared.
    #[error("`{target}` would not mean what is declared: the policy has errors")]
    PolicyFaulty {
        /// The target.
        target: Target,
    },
    /// A rule blocks packets, and nobody can read which: without it they would get through.
    #[error("`{target}` would let through what rule {number} blocks, which cannot be read")]
    BlockUnread {
        /// The target.
        target: Target,
        /// The rule's place in the list, from 1.
        number: usize,
    },
    /// The VLAN interface below a parent has a name that the kernel cannot have.
    #[error("a VLAN's interface would have the name of no interface")]
    VlanInterface(#[from] ParseInterfaceNameError),
    /// The data could not be written as JSON.
    #[error("the data could not be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The data could not be written as text.
    #[error("the data could not be written as text")]
    Text(#[from] std::fmt::Error),
}

impl EmitError {
    /// Whether the declaration lacks what the target is made of, so that another declaration would give it with the same
    /// options.
    pub fn lacks_facts(&self) -> bool {
        !matches!(
            self,
            Self::NameServerUnknown { .. }
                | Self::NoRouter { .. }
                | Self::VlanInterface(_)
                | Self::OptionUnused { .. }
                | Self::Json(_)
                | Self::Text(_)
        )
    }

    /// Whether something is declared that the target lacks, and this says why it is left out.
    pub(super) fn is_explained_by(&self, left_out: &LeftOut) -> bool {
        match self {
            Self::ManagementUnknown { .. } => left_out.part == Part::Subnet && left_out.subject == management(),
            Self::SwitchUnknown { .. } => matches!(left_out.part, Part::Switch | Part::SwitchPort),
            Self::MachineUnknown { .. } => left_out.part == Part::MachineNetwork,
            Self::VirtualMachineUnknown { .. } => left_out.part == Part::VirtualMachine,
            Self::NodeUnknown { .. } => left_out.part == Part::NodeNetwork,
            Self::BootUnknown { .. } => left_out.part == Part::BootConfiguration,
            _ => false,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::DomainUnknown { .. } => Some("declare `deevnet_substrate` and `deevnet_root_domain`"),
            Self::DomainNumeric { .. } => Some("choose a `deevnet_root_domain` whose last label has a letter"),
            Self::ManagementUnknown { .. } => {
                Some("declare `deevnet_vlans.management` with `vlan_id` and `subnet`, free of errors")
            }
            Self::NameServerUnknown { .. } => Some("publish that host with `host_a_record: true`, or name another"),
            Self::SwitchUnknown { .. } => Some("declare `switch_ports` on a host, free of errors"),
            Self::BootUnknown { target: Target::Pxelinux } => Some(
                "declare `dns.pxe_boot.boot_file: pxelinux.0` on the interface that such a machine boots on; without it, its \
                 entry in `bootstrap_grub_mac_configs` is for `grub`",
            ),
            Self::BootUnknown { .. } => {
                Some("declare `bootstrap_grub_mac_configs` with `hostname`, `mac` and `dest_subdir`, free of errors")
            }
            Self::MachineUnknown { .. } => {
                Some("declare `mgmt_vm` on a host, or workloads of a tenant, and allocate what they lack")
            }
            Self::VirtualMachineUnknown { .. } => Some(
                "declare `mgmt_vm` on a host, or workloads of a tenant, with `hypervisor` and `template_prefix`, and allocate \
                 what they lack",
            ),
            Self::NodeUnknown { .. } => {
                Some("declare `deevnet_hypervisor.bridge` on a hypervisor, and its switch port with its name")
            }
            Self::RouterUnknown { .. } => Some("name the router's interface with `--interface eth1`"),
            Self::NoRouter { .. } => {
                Some("a router has the gateway of a segment, or interfaces with the purposes `wan` and `lan`")
            }
            Self::WanUnknown { .. } => Some("name it with `--wan eth0`"),
            Self::WanInside { .. } => Some("name another with `--wan eth0`"),
            Self::BlockUnsayable { .. } => Some("say it with rules that the router has words for"),
            Self::PolicyFaulty { .. } => {
                Some("correct what `deevnet check` reports, or take the rules as they are with --force")
            }
            Self::BlockUnread { .. } => Some("correct the rule; `deevnet check` says what is wrong with it"),
            Self::VlanInterface(_) => Some("name a parent of at most ten characters with `--interface`"),
            Self::OptionUnused { .. } => Some("leave it out"),
            Self::Json(_) | Self::Text(_) => None,
        }
    }
}

fn management() -> Subject {
    Subject::segment(MANAGEMENT)
}

/// The routers that there are, and which one was probably meant.
fn told_routers(routers: &[Arc<str>], nearest: Option<&str>) -> String {
    if routers.is_empty() {
        return ": none is declared".to_owned();
    }
    let meant = nearest.map(|name| format!(" (did you mean `{}`?)", name.escape_debug())).unwrap_or_default();
    let names: Vec<String> = routers.iter().map(|name| name.escape_debug().to_string()).collect();
    format!("{meant}: those declared are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::emit::testing::{lab, published};
    use crate::emit::{EmitOptions, Published, emit};

    fn error(target: Target, published: &Published) -> String {
        let error = emit(target, published, &EmitOptions::default()).unwrap_err();
        format!("{error}\n  {}\n", error.hint().unwrap())
    }

    #[test]
    fn errors_name_the_target_and_the_way_out() {
        let mut unnamed = lab();
        unnamed["substrate"].as_object_mut().unwrap().remove("deevnet_root_domain");
        let mut numeric = lab();
        numeric["substrate"]["deevnet_root_domain"] = json!("example.7");
        let mut flat = lab();
        flat["substrate"]["deevnet_vlans"] = json!({});
        let text = error(Target::Hosts, &published(&unnamed))
            + &error(Target::DnsRecords, &published(&numeric))
            + &error(Target::Dnsmasq, &published(&flat));
        insta::assert_snapshot!(text, @"
        `hosts` needs the substrate's domain, which is not declared
          declare `deevnet_substrate` and `deevnet_root_domain`
        `dns-records` cannot name hosts in `lab.example.7`: a domain that ends in a number reads as an address
          choose a `deevnet_root_domain` whose last label has a letter
        `dnsmasq` serves the segment `management`, which has no published subnet
          declare `deevnet_vlans.management` with `vlan_id` and `subnet`, free of errors
        ");
    }

    #[test]
    fn lists_without_names_need_no_domain() {
        let mut unnamed = lab();
        unnamed["substrate"].as_object_mut().unwrap().remove("deevnet_root_domain");
        let published = published(&unnamed);
        for target in [Target::DhcpReservations, Target::Wol, Target::KeaDhcp4] {
            assert!(emit(target, &published, &EmitOptions::default()).is_ok(), "{target}");
        }
    }
}
