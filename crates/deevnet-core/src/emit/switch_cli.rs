//! The VLANs and ports of switches as commands: TP-Link `JetStream` or Cisco IOS.
//!
//! The commands set what is declared and touch nothing else: no VLAN is removed, no port that is not declared is named,
//! and nothing is saved; `copy running-config startup-config` does that once the result is seen to be right. `JetStream`
//! has general ports only: a port's untagged VLAN is its PVID and an untagged member, the others are tagged members.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::left_out::{LeftOut, Part};
use super::options::EmitOptions;
use super::plain_word::{is_plain_word, plain_word};
use super::published::Published;
use super::reason::Reason;
use super::switch::{SwitchConfiguration, SwitchPort, left_out};
use super::switch_dialect::SwitchDialect;
use super::target::Target;
use super::vlan_list::vlan_lists;
use crate::finding::Subject;
use crate::model::PortMode;
use crate::network::VlanId;

/// The VLAN that every port of a switch is in until it is told otherwise (IEEE 802.1Q, 9.6).
const DEFAULT_VLAN: VlanId = VlanId::MIN;

pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    if published.switches.is_empty() {
        return Err(EmitError::SwitchUnknown { target: Target::SwitchCli });
    }
    let dialect = options.dialect;
    let mut emission = Emission { files: Vec::new(), left_out: unnamed(published, dialect) };
    for switch in &published.switches {
        let content = configuration(published, switch, dialect)?;
        emission.files.push(EmittedFile::new(format!("{}.txt", switch.switch), content));
    }
    Ok(emission)
}

/// The VLANs whose segments' names the dialect does not take.
fn unnamed(published: &Published, dialect: SwitchDialect) -> Vec<LeftOut> {
    let refused = |segment: &std::sync::Arc<str>| {
        let longest = dialect.longest_vlan_name();
        match vlan_name(segment, dialect) {
            Some(_) => None,
            None if is_plain_word(segment) => Some(Reason::VlanNameTooLong { name: segment.clone(), longest }),
            None => Some(Reason::NotAWord(segment.clone())),
        }
    };
    let line = |segment: &std::sync::Arc<str>, reason| left_out(Subject::segment(segment.clone()), Part::Vlan, &reason);
    published.vlans.iter().filter_map(|vlan| Some(line(&vlan.segment, refused(&vlan.segment)?))).collect()
}

fn vlan_name(segment: &str, dialect: SwitchDialect) -> Option<&str> {
    (is_plain_word(segment) && segment.len() <= dialect.longest_vlan_name()).then_some(segment)
}

fn configuration(
    published: &Published,
    switch: &SwitchConfiguration,
    dialect: SwitchDialect,
) -> Result<String, fmt::Error> {
    let mut text = format!("! {}\n", Header(published));
    writeln!(text, "! VLANs and ports of {}", switch.switch)?;
    text.push_str(match dialect {
        SwitchDialect::TpLink => "configure\n",
        SwitchDialect::Cisco => "configure terminal\n",
    });
    for vlan in vlans_of(published, switch) {
        write_vlan(&mut text, published, vlan, dialect)?;
    }
    for port in &switch.ports {
        write_port(&mut text, port, dialect)?;
    }
    text.push_str("end\n");
    Ok(text)
}

/// The published VLANs, and those that only a port names.
fn vlans_of(published: &Published, switch: &SwitchConfiguration) -> BTreeSet<VlanId> {
    let named = switch.ports.iter().flat_map(|port| port.tagged.iter().chain(&port.native).copied());
    published.vlans.iter().map(|vlan| vlan.vlan).chain(named).filter(|vlan| *vlan != DEFAULT_VLAN).collect()
}

fn write_vlan(text: &mut String, published: &Published, vlan: VlanId, dialect: SwitchDialect) -> fmt::Result {
    writeln!(text, "vlan {vlan}")?;
    let segment = published.vlan(vlan).and_then(|vlan| vlan_name(&vlan.segment, dialect));
    if let Some(name) = segment {
        writeln!(text, " name {name}")?;
    }
    text.push_str(" exit\n");
    Ok(())
}

fn write_port(text: &mut String, port: &SwitchPort, dialect: SwitchDialect) -> fmt::Result {
    writeln!(text, "interface {}", port.interface)?;
    let description = port.description.as_deref().and_then(|words| plain_word(words, dialect.longest_description()));
    if let Some(description) = description {
        writeln!(text, " description {description}")?;
    }
    match (dialect, port.mode) {
        (SwitchDialect::TpLink, _) => write_general(text, port)?,
        (SwitchDialect::Cisco, PortMode::Trunk) => write_trunk(text, port)?,
        (SwitchDialect::Cisco, PortMode::Access) => write_access(text, port)?,
    }
    text.push_str(" no shutdown\n exit\n");
    Ok(())
}

fn write_general(text: &mut String, port: &SwitchPort) -> fmt::Result {
    for list in vlan_lists(&port.tagged) {
        writeln!(text, " switchport general allowed vlan {list} tagged")?;
    }
    if let Some(native) = port.native {
        writeln!(text, " switchport general allowed vlan {native} untagged")?;
        writeln!(text, " switchport pvid {native}")?;
        if native != DEFAULT_VLAN && !port.tagged.contains(&DEFAULT_VLAN) {
            writeln!(text, " no switchport general allowed vlan {DEFAULT_VLAN}")?;
        }
    }
    Ok(())
}

fn write_trunk(text: &mut String, port: &SwitchPort) -> fmt::Result {
    text.push_str(" switchport mode trunk\n");
    if let Some(native) = port.native {
        writeln!(text, " switchport trunk native vlan {native}")?;
    }
    // The native VLAN passes only where it is allowed too, as it has to on JetStream.
    let allowed: BTreeSet<VlanId> = port.tagged.iter().chain(&port.native).copied().collect();
    for (index, list) in vlan_lists(&allowed).iter().enumerate() {
        let add = if index == 0 { "" } else { "add " };
        writeln!(text, " switchport trunk allowed vlan {add}{list}")?;
    }
    if allowed.is_empty() {
        text.push_str(" switchport trunk allowed vlan none\n");
    }
    Ok(())
}

fn write_access(text: &mut String, port: &SwitchPort) -> fmt::Result {
    text.push_str(" switchport mode access\n");
    match port.native {
        Some(vlan) => writeln!(text, " switchport access vlan {vlan}"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::emit::emit;
    use crate::emit::testing::{checked, lab, published, text};

    #[test]
    fn a_cisco_switch_has_trunks_and_access_ports() {
        let options = EmitOptions { dialect: SwitchDialect::Cisco, ..EmitOptions::default() };
        insta::assert_snapshot!(text(Target::SwitchCli, &published(&lab()), &options), @r#"
        ==> access-sw01.txt <==
        ! generated by deevnet <version> from lab
        ! VLANs and ports of access-sw01
        configure terminal
        vlan 25
         name platform
         exit
        vlan 30
         name iot
         exit
        vlan 31
         exit
        vlan 99
         name management
         exit
        vlan 999
         name blackhole
         exit
        interface gigabitEthernet 1/0/1
         description core-rt01-uplink
         switchport mode trunk
         switchport trunk native vlan 999
         switchport trunk allowed vlan 25,30,99,999
         no shutdown
         exit
        interface gigabitEthernet 1/0/2
         description hv01-machines-management
         switchport mode trunk
         switchport trunk native vlan 999
         switchport trunk allowed vlan 25,99,999
         no shutdown
         exit
        interface gigabitEthernet 1/0/3
         description pi01-sensors
         switchport mode access
         switchport access vlan 30
         no shutdown
         exit
        interface gigabitEthernet 1/0/6
         switchport mode access
         switchport access vlan 31
         no shutdown
         exit
        end
        left out: switch port of access-sw01: "gigabitEthernet 1/0/4\nreboot" is not the name of a port: one to 64 letters, digits and `/.:-_` in words
        left out: switch port of access-sw01: gigabitEthernet 1/0/5 has no VLAN that is published
        "#);
    }

    #[test]
    fn a_name_that_no_switch_takes_is_left_out() {
        let mut json = lab();
        json["substrate"]["deevnet_vlans"] = json!({
            "a_name_of_seventeen": { "vlan_id": 10 },
            "two words": { "vlan_id": 20 },
            "iot": { "vlan_id": 30 },
        });
        let left_out = |dialect| {
            let options = EmitOptions { dialect, ..EmitOptions::default() };
            let emission = emit(Target::SwitchCli, &published(&json), &options).unwrap();
            emission
                .left_out
                .iter()
                .filter(|found| found.part == Part::Vlan)
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        };
        insta::assert_snapshot!(left_out(SwitchDialect::TpLink), @r#"
        VLAN of segment a_name_of_seventeen: "a_name_of_seventeen" has more than 16 characters; the VLAN has no name on the switch
        VLAN of segment two words: "two words" is no word on a command line
        "#);
        insta::assert_snapshot!(left_out(SwitchDialect::Cisco), @r#"VLAN of segment two words: "two words" is no word on a command line"#);
    }

    #[test]
    fn without_a_switch_nothing_can_be_written() {
        let mut json = lab();
        json["hosts"].as_object_mut().unwrap().remove("access-sw01");
        let error = emit(Target::SwitchCli, &published(&json), &EmitOptions::default()).unwrap_err();
        insta::assert_snapshot!(format!("{error}\n  {}", error.hint().unwrap()), @"
        `switch-cli` writes a file a switch, and no switch with ports is published
          declare `switch_ports` on a host, free of errors
        ");
    }

    /// What a switch would make of the commands: by port, the untagged VLAN and the tagged ones.
    type Read = BTreeMap<String, (Option<u16>, BTreeSet<u16>)>;

    fn ids(text: &str) -> impl Iterator<Item = u16> {
        text.split(',').flat_map(|run| {
            let (first, last) = run.split_once('-').unwrap_or((run, run));
            first.parse::<u16>().unwrap()..=last.parse::<u16>().unwrap()
        })
    }

    /// Reads commands of either dialect, and refuses a line that it does not know.
    fn read(commands: &str) -> Read {
        let mut ports = Read::new();
        let mut current = (None, BTreeSet::new());
        let mut name = None;
        for line in commands.lines().map(str::trim_start) {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["interface", rest @ ..] => name = Some(rest.join(" ")),
                ["switchport", "general", "allowed", "vlan", list, "tagged"] => current.1.extend(ids(list)),
                ["switchport", "trunk", "allowed", "vlan", rest @ ..] if rest != ["none"] => {
                    current.1.extend(ids(rest.last().unwrap()));
                }
                ["switchport", "pvid", id]
                | ["switchport", "trunk", "native", "vlan", id]
                | ["switchport", "access", "vlan", id] => current.0 = Some(id.parse().unwrap()),
                ["exit"] => {
                    if let Some(name) = name.take() {
                        let (untagged, mut tagged) = std::mem::take(&mut current);
                        tagged.retain(|id| Some(*id) != untagged);
                        assert!(ports.insert(name, (untagged, tagged)).is_none());
                    }
                }
                ["!" | "configure", ..]
                | ["vlan" | "name" | "description", _]
                | ["end"]
                | ["no", "shutdown"]
                | ["no", "switchport", "general", "allowed", "vlan", "1"]
                | ["switchport", "general", "allowed", "vlan", _, "untagged"]
                | ["switchport", "trunk", "allowed", "vlan", "none"]
                | ["switchport", "mode", "trunk" | "access"] => {}
                _ => panic!("`{line}` is no command"),
            }
        }
        ports
    }

    fn port(index: usize, (native, tagged, access): &(u16, BTreeSet<u16>, bool)) -> (bool, Json) {
        let interface = format!("gigabitEthernet 1/0/{index}");
        let description = format!("port! {index}\n\"x\"");
        let port = if *access {
            json!({ "interface": interface, "description": description, "vlan_id": native })
        } else {
            json!({ "interface": interface, "description": description, "native_vlan": native, "allowed_vlans": tagged })
        };
        (*access, port)
    }

    proptest! {
        #[test]
        fn the_commands_read_back_as_the_plan(
            ports in prop::collection::vec(
                (1..=4094_u16, prop::collection::btree_set(1..=4094_u16, 0..60), any::<bool>()), 1..6,
            ),
            cisco: bool,
        ) {
            let (mut trunk, mut access) = (Vec::new(), Vec::new());
            for (is_access, declared) in ports.iter().enumerate().map(|(index, facts)| port(index, facts)) {
                if is_access { access.push(declared) } else { trunk.push(declared) }
            }
            let mut json = lab();
            json["hosts"] = json!({ "access-sw01": { "switch_ports": { "trunk": trunk, "access": access } } });
            let published = Published::new(&checked(&json));
            let dialect = if cisco { SwitchDialect::Cisco } else { SwitchDialect::TpLink };
            let emission = emit(Target::SwitchCli, &published, &EmitOptions { dialect, ..EmitOptions::default() }).unwrap();
            let planned: Read = published.switches[0]
                .ports
                .iter()
                .map(|port| {
                    let tagged = port.tagged.iter().map(|id| id.get()).collect();
                    (port.interface.to_string(), (port.native.map(VlanId::get), tagged))
                })
                .collect();
            prop_assert_eq!(planned.len(), ports.len());
            prop_assert_eq!(read(&emission.files[0].content), planned);
        }
    }
}
