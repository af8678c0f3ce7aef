//! The text of an identity file.

use std::fmt::Write;

use deevnet_core::allocate::Identity;
use deevnet_core::declared::{Data, Value};
use deevnet_inventory::parse_variables;

use super::error::UneditableReason;

/// The variable of a host's VMID.
pub(super) const VMID: &str = "deevnet_assigned_vmid";

/// The variable of the MAC address that it derives.
pub(super) const MAC: &str = "deevnet_assigned_mac";

const HEADER: &str = "\
# Written by `deevnet alloc`: the VMID was the lowest free one, and the MAC address is derived from it.
# Commit this file. What it says is this host's for good: it is never numbered again.
";

/// What begins a file that Ansible Vault encrypted.
const VAULT: &str = "$ANSIBLE_VAULT";

/// The text of a new identity file.
pub(super) fn new_text(identity: &Identity) -> String {
    format!("{HEADER}{}", lines(identity, true, true))
}

/// The text of an identity file that exists, with the identity; everything else in it stays.
pub(super) fn with_identity(text: &str, identity: &Identity) -> Result<String, UneditableReason> {
    if text.starts_with(VAULT) {
        return Err(UneditableReason::Encrypted);
    }
    let (vmid, mac) = (variable(text, VMID)?, variable(text, MAC)?);
    let says_other = |found: &Variable, expected: &str| matches!(found, Variable::Set(text) if text != expected);
    if says_other(&vmid, &identity.vmid.to_string()) || says_other(&mac, &identity.mac.to_string()) {
        return Err(UneditableReason::Differs);
    }
    let mut kept = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if ![&vmid, &mac].iter().any(|found| **found == Variable::Empty { line: index + 1 }) {
            kept.push_str(line);
        }
    }
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }
    let is_set = |found: &Variable| matches!(found, Variable::Set(_));
    kept.push_str(&lines(identity, !is_set(&vmid), !is_set(&mac)));
    let says = |key, expected: &str| variable(&kept, key) == Ok(Variable::Set(expected.to_owned()));
    if says(VMID, &identity.vmid.to_string()) && says(MAC, &identity.mac.to_string()) {
        Ok(kept)
    } else {
        Err(UneditableReason::Shape)
    }
}

fn lines(identity: &Identity, vmid: bool, mac: bool) -> String {
    let mut lines = String::new();
    if vmid {
        let _ = writeln!(lines, "{VMID}: {}", identity.vmid);
    }
    if mac {
        let _ = writeln!(lines, "{MAC}: \"{}\"", identity.mac);
    }
    lines
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

fn variable(text: &str, name: &str) -> Result<Variable, UneditableReason> {
    let Some(value) = parse_variables(text).map_err(|_| UneditableReason::Shape)? else { return Ok(Variable::Absent) };
    let map = value.as_map().ok_or(UneditableReason::Shape)?;
    let Some((key, value)) = map.entry(name) else { return Ok(Variable::Absent) };
    let is_line = key.span().column() == 1 && key.span().line() == value.span().line();
    match scalar(value).ok_or(UneditableReason::Shape)?.as_str() {
        "" | "0" if is_line => Ok(Variable::Empty { line: key.span().line() }),
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

    #[test]
    fn a_new_file_says_what_it_is() {
        insta::assert_snapshot!(new_text(&identity(201)), @r#"
        # Written by `deevnet alloc`: the VMID was the lowest free one, and the MAC address is derived from it.
        # Commit this file. What it says is this host's for good: it is never numbered again.
        deevnet_assigned_vmid: 201
        deevnet_assigned_mac: "02:de:20:00:00:c9"
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
            assert_eq!(with_identity(before, &identity(201)), Ok(expected), "{before:?}");
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
            assert_eq!(with_identity(text, &identity(201)), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_loses_a_line(
            lines in prop::collection::vec("(a[0-9]: [a-z]{1,3}|# [a-z ]{0,9}|deevnet_assigned_vmid:( 0| 300)?)", 0..5),
        ) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            if let Ok(added) = with_identity(&text, &identity(300)) {
                for line in lines.iter().filter(|line| !line.starts_with("deevnet_assigned_vmid")) {
                    prop_assert!(added.lines().any(|found| found == line), "{}", added);
                }
                prop_assert_eq!(with_identity(&added, &identity(300)), Ok(added.clone()));
            }
        }
    }
}
