//! The text of an identity file.

use std::collections::BTreeMap;
use std::fmt::Write;

use deevnet_core::allocate::Identity;
use deevnet_core::declared::{Data, Value};
use deevnet_core::mac::MacAddress;
use deevnet_inventory::parse_variables;

use super::error::UneditableReason;

/// The variable of a host's VMID.
const VMID: &str = "deevnet_assigned_vmid";

/// The variable of the MAC address that it derives.
const MAC: &str = "deevnet_assigned_mac";

/// The variable of the MAC addresses that interfaces derive, by their names.
const MACS: &str = "deevnet_assigned_macs";

const HEADER: &str = "\
# Written by `deevnet alloc`: a VMID was the lowest free one, and MAC addresses are derived.
# Commit this file. While it stands here, nothing that it says is given to another host.
";

/// What begins a file that Ansible Vault encrypted.
const VAULT: &str = "$ANSIBLE_VAULT";

/// What one host is given.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    /// Its VMID and the address that this derives.
    pub(super) identity: Option<&'a Identity>,
    /// The addresses that its interfaces derive, by their names.
    pub(super) macs: BTreeMap<&'a str, MacAddress>,
}

impl Given<'_> {
    /// The variables that say it.
    pub(super) fn variables(&self) -> impl Iterator<Item = &'static str> {
        let identity = self.identity.is_some().then_some([VMID, MAC]);
        let macs = (!self.macs.is_empty()).then_some(MACS);
        identity.into_iter().flatten().chain(macs)
    }

    /// The text of a new identity file.
    pub(super) fn new_text(&self) -> String {
        let lines = self.identity_lines(true, true) + &self.interface_lines(true);
        format!("{HEADER}{lines}")
    }

    /// The text of an identity file that exists, with what is given; everything else in it stays.
    pub(super) fn added_to(&self, text: &str) -> Result<String, UneditableReason> {
        if text.starts_with(VAULT) {
            return Err(UneditableReason::Encrypted);
        }
        let (vmid, mac) = (variable(text, &[VMID])?, variable(text, &[MAC])?);
        let expected = self.identity.map(|identity| (identity.vmid.to_string(), identity.mac.to_string()));
        if let Some((expected_vmid, expected_mac)) = &expected
            && (vmid.is_other_than(expected_vmid) || mac.is_other_than(expected_mac))
        {
            return Err(UneditableReason::Differs);
        }
        let mut added = if expected.is_some() { without_empty(text, &[&vmid, &mac]) } else { text.to_owned() };
        if !added.is_empty() && !added.ends_with('\n') {
            added.push('\n');
        }
        added.push_str(&self.identity_lines(!vmid.is_set(), !mac.is_set()));
        self.add_interfaces(&mut added)?;
        if self.is_said_by(&added)? { Ok(added) } else { Err(UneditableReason::Shape) }
    }

    /// Whether a text says all that is given.
    fn is_said_by(&self, text: &str) -> Result<bool, UneditableReason> {
        if let Some(identity) = self.identity
            && (variable(text, &[VMID])? != Variable::Set(identity.vmid.to_string())
                || variable(text, &[MAC])? != Variable::Set(identity.mac.to_string()))
        {
            return Ok(false);
        }
        for (interface, mac) in &self.macs {
            if variable(text, &[MACS, interface])? != Variable::Set(mac.to_string()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn identity_lines(&self, vmid: bool, mac: bool) -> String {
        let mut lines = String::new();
        let Some(identity) = self.identity else { return lines };
        if vmid {
            let _ = writeln!(lines, "{VMID}: {}", identity.vmid);
        }
        if mac {
            let _ = writeln!(lines, "{MAC}: \"{}\"", identity.mac);
        }
        lines
    }

    fn interface_lines(&self, key: bool) -> String {
        let mut lines = String::new();
        if key && !self.macs.is_empty() {
            let _ = writeln!(lines, "{MACS}:");
        }
        for (interface, mac) in &self.macs {
            let _ = writeln!(lines, "  {}: \"{mac}\"", quoted(interface));
        }
        lines
    }

    /// Adds the addresses of interfaces: to the map of them, as its first entries, or with a new map.
    fn add_interfaces(&self, text: &mut String) -> Result<(), UneditableReason> {
        let start = match map_line(text)? {
            _ if self.macs.is_empty() => return Ok(()),
            None => text.len(),
            Some(line) => text.split_inclusive('\n').take(line).map(str::len).sum(),
        };
        let lines = self.interface_lines(start == text.len());
        text.insert_str(start, &lines);
        Ok(())
    }
}

/// The line of the key of the map of interfaces' addresses, where there is one.
fn map_line(text: &str) -> Result<Option<usize>, UneditableReason> {
    let Some(value) = parse_variables(text).map_err(|_| UneditableReason::Shape)? else { return Ok(None) };
    let Some((key, _)) = value.as_map().and_then(|map| map.entry(MACS)) else { return Ok(None) };
    Ok(Some(key.span().line()))
}

/// A key as YAML reads it back as text: plain where it is a word that is nothing else, in quotes otherwise.
fn quoted(key: &str) -> String {
    let is_word = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.ends_with(|last: char| last.is_ascii_digit())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_word { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}

/// A text without the lines of variables that say nothing.
fn without_empty(text: &str, variables: &[&Variable]) -> String {
    let is_empty = |line: usize| variables.iter().any(|found| **found == Variable::Empty { line });
    let lines = text.split_inclusive('\n').enumerate();
    lines.filter(|(index, _)| !is_empty(index + 1)).map(|(_, line)| line).collect()
}

/// What a text says of one variable.
#[derive(Debug, PartialEq, Eq)]
enum Variable {
    Absent,
    /// Nothing: null, zero or an empty text, on a line of its own.
    Empty {
        line: usize,
    },
    Set(String),
}

impl Variable {
    fn is_set(&self) -> bool {
        matches!(self, Self::Set(_))
    }

    fn is_other_than(&self, expected: &str) -> bool {
        matches!(self, Self::Set(found) if found != expected)
    }
}

/// What a text says of the variable at a path of keys.
fn variable(text: &str, path: &[&str]) -> Result<Variable, UneditableReason> {
    let Some(mut value) = parse_variables(text).map_err(|_| UneditableReason::Shape)? else {
        return Ok(Variable::Absent);
    };
    let mut is_line = false;
    for name in path {
        let map = value.as_map().ok_or(UneditableReason::Shape)?;
        let Some((key, found)) = map.entry(name) else { return Ok(Variable::Absent) };
        is_line = key.span().column() == 1 && key.span().line() == found.span().line();
        value = found.clone();
    }
    match scalar(&value).ok_or(UneditableReason::Shape)?.as_str() {
        "" | "0" if is_line => Ok(Variable::Empty { line: value.span().line() }),
        "" | "0" => Err(UneditableReason::Shape),
        found => Ok(Variable::Set(found.to_owned())),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value.data() {
        Data::Null => Some(String::new()),
        Data::Integer(number) => Some(number.to_string()),
        Data::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::mac::Vmid;
    use proptest::prelude::*;

    use super::*;

    fn identity(vmid: u32) -> Identity {
        Identity::derived("lab".parse().unwrap(), "git-vm01", Vmid::new(vmid).unwrap(), "02:de:20".parse().unwrap())
    }

    fn added(text: &str, vmid: u32) -> Result<String, UneditableReason> {
        Given { identity: Some(&identity(vmid)), macs: BTreeMap::new() }.added_to(text)
    }

    fn with_macs(text: &str) -> Result<String, UneditableReason> {
        let macs = [("eth0", "06:de:20:00:00:01"), ("on", "06:de:20:00:00:02")];
        let macs = macs.map(|(interface, mac)| (interface, mac.parse().unwrap()));
        Given { identity: None, macs: macs.into() }.added_to(text)
    }

    #[test]
    fn a_new_file_says_what_it_is() {
        let identity = identity(201);
        let macs = [("eth1", "06:de:20:00:00:01".parse().unwrap())].into();
        insta::assert_snapshot!(Given { identity: Some(&identity), macs }.new_text(), @r#"
        # Written by `deevnet alloc`: a VMID was the lowest free one, and MAC addresses are derived.
        # Commit this file. While it stands here, nothing that it says is given to another host.
        deevnet_assigned_vmid: 201
        deevnet_assigned_mac: "02:de:20:00:00:c9"
        deevnet_assigned_macs:
          eth1: "06:de:20:00:00:01"
        "#);
    }

    #[test]
    fn what_is_missing_is_added_and_the_rest_stays() {
        let line = "deevnet_assigned_mac: \"02:de:20:00:00:c9\"\n";
        for (before, expected) in [
            ("deevnet_assigned_vmid: 201", format!("deevnet_assigned_vmid: 201\n{line}")),
            ("# x\ndeevnet_assigned_vmid: '201' # y\n", format!("# x\ndeevnet_assigned_vmid: '201' # y\n{line}")),
            ("---\ndeevnet_assigned_mac:\na: 1\n", format!("---\na: 1\ndeevnet_assigned_vmid: 201\n{line}")),
            ("deevnet_assigned_vmid: 0\r\nb: 2\r\n", format!("b: 2\r\ndeevnet_assigned_vmid: 201\n{line}")),
            ("", format!("deevnet_assigned_vmid: 201\n{line}")),
        ] {
            assert_eq!(added(before, 201), Ok(expected), "{before:?}");
        }
    }

    #[test]
    fn addresses_of_interfaces_join_those_that_are_there() {
        let lines = "  eth0: \"06:de:20:00:00:01\"\n  \"on\": \"06:de:20:00:00:02\"\n";
        for (before, expected) in [
            ("a: 1\n", format!("a: 1\ndeevnet_assigned_macs:\n{lines}")),
            (
                "deevnet_assigned_macs:\n  wifi: \"06:de:20:00:00:03\"\n",
                format!("deevnet_assigned_macs:\n{lines}  wifi: \"06:de:20:00:00:03\"\n"),
            ),
        ] {
            assert_eq!(with_macs(before), Ok(expected), "{before:?}");
        }
        for before in ["deevnet_assigned_macs: {}\n", "deevnet_assigned_macs: { eth0: x }\n"] {
            assert_eq!(with_macs(before), Err(UneditableReason::Shape), "{before:?}");
        }
    }

    #[test]
    fn what_cannot_be_added_to_is_refused() {
        for (text, reason) in [
            ("deevnet_assigned_vmid: 202\n", UneditableReason::Differs),
            ("deevnet_assigned_mac: 02:de:20:00:00:ca\n", UneditableReason::Differs),
            ("$ANSIBLE_VAULT;1.1;AES256\n3132\n", UneditableReason::Encrypted),
            ("{deevnet_assigned_vmid: 201}\n", UneditableReason::Shape),
            ("{deevnet_assigned_vmid: 0}\n", UneditableReason::Shape),
            ("- 1\n", UneditableReason::Shape),
            ("a: [\n", UneditableReason::Shape),
            ("a: 1\n...\n", UneditableReason::Shape),
            ("deevnet_assigned_vmid: \"{{ x }}\"\n", UneditableReason::Differs),
        ] {
            assert_eq!(added(text, 201), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_loses_a_line(
            lines in prop::collection::vec("(a[0-9]: [a-z]{1,3}|# [a-z ]{0,9}|deevnet_assigned_vmid:( 0| 300)?)", 0..5),
        ) {
            let text = format!("{}\n", lines.join("\n"));
            if let Ok(once) = added(&text, 300) {
                for line in lines.iter().filter(|line| !line.starts_with("deevnet_assigned_vmid")) {
                    prop_assert!(once.lines().any(|found| found == line), "{}", once);
                }
                prop_assert_eq!(added(&once, 300), Ok(once.clone()));
            }
        }
    }
}
