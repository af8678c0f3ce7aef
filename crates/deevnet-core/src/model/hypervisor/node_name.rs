//! Node names.

use std::fmt;
use std::str::FromStr;

use crate::model::proxmox::ProxmoxValueError;
use crate::name::DnsLabel;

/// The name of a Proxmox VE node: a DNS label, in the letter case that the node has.
///
/// It is the node's host name and stands in every path of its API, where case matters (Proxmox VE's format `pve-node`).
///
/// ```
/// use deevnet_core::model::NodeName;
///
/// let node: NodeName = "pve2".parse()?;
/// assert_eq!(node.as_str(), "pve2");
/// assert!("pve_2".parse::<NodeName>().is_err());
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(String);

impl NodeName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NodeName {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        match DnsLabel::new(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(error) => Err(ProxmoxValueError::new(
                "node name",
                text,
                "it is one DNS label: 1 to 63 letters, digits and hyphens, with no hyphen at either end",
                error.hint(),
            )),
        }
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

crate::wire::as_text!(NodeName, "a Proxmox VE node name as text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_keeps_its_case() {
        assert_eq!("PVE1".parse::<NodeName>().unwrap().to_string(), "PVE1");
        for wrong in ["", "pve_1", "-pve", "pve.example.net", &"a".repeat(64)] {
            assert!(wrong.parse::<NodeName>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?") {
            let node: NodeName = text.parse().unwrap();
            prop_assert_eq!(node.to_string(), text);
            prop_assert_eq!(node.to_string().parse(), Ok(node));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            prop_assert_eq!(text.parse::<NodeName>().is_ok(), DnsLabel::new(&text).is_ok());
        }
    }
}
