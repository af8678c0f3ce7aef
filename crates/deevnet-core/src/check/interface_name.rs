//! The names of interfaces, as the kernel of their host takes them.

use super::context::{Context, label, subject};
use crate::model::Host;
use crate::name::Form;
use crate::rules;

/// The longest name of an interface in bytes (Linux, `IFNAMSIZ` less the byte that ends it).
const LONGEST: usize = 15;

pub(super) fn check(context: &mut Context<'_>) {
    for (host, interface) in context.interfaces() {
        if is_switch(host) {
            continue;
        }
        let Some(fault) = Fault::of(&interface.name) else { continue };
        let span = interface.binding.or(interface.hardware).unwrap_or(host.span);
        let finding = context
            .finding(&rules::INTERFACE_NAME_INVALID, span, format!("{}: {fault}", label(host, interface)))
            .with_value(interface.name.as_ref())
            .with_hint("write the name that `ip link` shows, such as eth0")
            .with_subject(subject(host, interface));
        context.push(finding);
    }
}

/// Switches call their interfaces as they like.
fn is_switch(host: &Host) -> bool {
    host.form.is_some_and(|form| form.value == Form::Switch)
}

/// Why the kernel refuses a name (Linux, `dev_valid_name` in `net/core/dev.c`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Fault {
    #[error("the kernel takes no interface without a name")]
    Empty,
    #[error("the kernel takes no interface with the name of a folder")]
    Folder,
    #[error("the name has {0} bytes, and the kernel takes at most {LONGEST}")]
    TooLong(usize),
    #[error("the name has {0:?}, which the kernel takes in no name of an interface")]
    Character(char),
}

impl Fault {
    fn of(name: &str) -> Option<Self> {
        let is_refused = |found: &char| matches!(found, '/' | ':') || found.is_whitespace() || *found == '\0';
        match name {
            "" => Some(Self::Empty),
            "." | ".." => Some(Self::Folder),
            _ if name.len() > LONGEST => Some(Self::TooLong(name.len())),
            _ => name.chars().find(is_refused).map(Self::Character),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::messages;
    use crate::rules::INTERFACE_NAME_INVALID;

    fn told(form: &str, names: &[&str]) -> String {
        let interfaces: Value = names.iter().map(|name| ((*name).to_owned(), json!({ "ip": null }))).collect();
        let host = json!({ "infrastructure": { "form": form }, "env": { "interfaces": interfaces } });
        messages(&INTERFACE_NAME_INVALID, &json!({ "hosts": { "node-x": host } })).join("\n")
    }

    #[test]
    fn what_the_kernel_refuses_is_reported() {
        insta::assert_snapshot!(told("pi", &["", "..", "1/0/1", "eth 0", "enp0s31f6np0.2000", "eth0:1"]), @"
        node-x (): the kernel takes no interface without a name
        node-x (..): the kernel takes no interface with the name of a folder
        node-x (1/0/1): the name has '/', which the kernel takes in no name of an interface
        node-x (enp0s31f6np0.2000): the name has 17 bytes, and the kernel takes at most 15
        node-x (eth 0): the name has ' ', which the kernel takes in no name of an interface
        node-x (eth0:1): the name has ':', which the kernel takes in no name of an interface
        ");
    }

    #[test]
    fn names_that_the_kernel_takes_are_not() {
        assert_eq!(told("hv", &["eth0", "enp0s31f6np0.99", "vmbr0.99", "w\u{f6}lan0", "eth0-mgmt"]), "");
        assert_eq!(told("sw", &["gigabitEthernet 1/0/1"]), "");
    }
}
