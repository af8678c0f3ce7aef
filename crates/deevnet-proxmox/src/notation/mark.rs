//! What says that a machine is ours.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::error::NotationError;

const KIND: &str = "mark of ownership";
const HINT: &str = "write it as deevnet: substrate/host/vmid";
const PREFIX: &str = "deevnet: ";

/// What a machine's description says about who owns it: a line `deevnet: substrate/host/vmid`.
///
/// A clone copies the description and the tags of its original. The mark therefore names the VMID: on any other VMID it is
/// an inherited one, and proves nothing.
///
/// ```
/// use deevnet_proxmox::notation::OwnershipMark;
///
/// let mark = OwnershipMark::new("dvntm", "hv02", 201)?;
/// let description = mark.insert("API of the orchard");
/// assert_eq!(description, "API of the orchard\n\ndeevnet: dvntm/hv02/201");
/// assert_eq!(OwnershipMark::find(&description), Some(mark.clone()));
/// assert_eq!(mark.tag(), "deevnet-dvntm");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnershipMark {
    substrate: Arc<str>,
    host: Arc<str>,
    vmid: u32,
}

impl OwnershipMark {
    /// The mark of a machine: its substrate, the inventory hostname of its hypervisor and its VMID.
    ///
    /// # Errors
    /// When the substrate or the host is empty, or has a slash or white space.
    pub fn new(substrate: &str, host: &str, vmid: u32) -> Result<Self, NotationError> {
        for part in [substrate, host] {
            if part.is_empty() || part.contains(|character: char| character == '/' || character.is_whitespace()) {
                let rule = "a substrate and a host are names without slash and white space";
                return Err(NotationError::new(KIND, part, rule, HINT));
            }
        }
        Ok(Self { substrate: substrate.into(), host: host.into(), vmid })
    }

    /// The substrate that owns the machine.
    pub fn substrate(&self) -> &str {
        &self.substrate
    }

    /// The inventory hostname of the hypervisor that it was made on.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The VMID that it was made with.
    pub fn vmid(&self) -> u32 {
        self.vmid
    }

    /// The tag that every machine of its substrate has.
    pub fn tag(&self) -> String {
        Self::tag_of(&self.substrate)
    }

    /// The tag that every machine of a substrate has: `deevnet-` and its name.
    pub fn tag_of(substrate: &str) -> String {
        format!("deevnet-{}", substrate.to_lowercase())
    }

    /// The first mark in a description.
    pub fn find(description: &str) -> Option<Self> {
        description.lines().find_map(|line| line.trim().parse().ok())
    }

    /// A description with this mark in it, as a paragraph of its own at the end, in place of any other mark.
    pub fn insert(&self, description: &str) -> String {
        let kept = Self::remove(description);
        if kept.is_empty() { self.to_string() } else { format!("{kept}\n\n{self}") }
    }

    /// A description without marks, and without white space at its end.
    pub fn remove(description: &str) -> String {
        let kept: Vec<&str> = description.lines().filter(|line| line.trim().parse::<Self>().is_err()).collect();
        kept.join("\n").trim_end().to_owned()
    }
}

impl FromStr for OwnershipMark {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let rest = text.strip_prefix(PREFIX).ok_or_else(|| refuse("it begins with `deevnet: `"))?;
        let parts: Vec<&str> = rest.split('/').collect();
        let [substrate, host, vmid] = parts[..] else {
            return Err(refuse("it names a substrate, a host and a VMID"));
        };
        let is_number = !vmid.is_empty() && vmid.bytes().all(|byte| byte.is_ascii_digit());
        let vmid = is_number.then(|| vmid.parse().ok()).flatten();
        Self::new(substrate, host, vmid.ok_or_else(|| refuse("a VMID is a number"))?)
    }
}

impl fmt::Display for OwnershipMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{PREFIX}{}/{}/{}", self.substrate, self.host, self.vmid))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_mark_takes_the_place_of_another() {
        let mark = OwnershipMark::new("dvntm", "hv02", 201).unwrap();
        let inherited = "Edge router\ndeevnet: dvntm/hv02/9000\nkept\n";
        assert_eq!(mark.insert(inherited), "Edge router\nkept\n\ndeevnet: dvntm/hv02/201");
        assert_eq!(mark.insert(&mark.insert("")), "deevnet: dvntm/hv02/201");
        assert_eq!(OwnershipMark::remove(inherited), "Edge router\nkept");
        assert_eq!(OwnershipMark::find("about deevnet: a/b/1"), None);
    }

    #[test]
    fn what_is_none_is_refused() {
        for wrong in [
            "",
            "deevnet:a/b/1",
            "deevnet: a/b",
            "deevnet: a/b/c",
            "deevnet: /b/1",
            "deevnet: a/b/+1",
            "deevnet: a/b/1/2",
        ] {
            assert!(wrong.parse::<OwnershipMark>().is_err(), "{wrong}");
        }
        assert!(OwnershipMark::new("a/b", "c", 1).is_err());
    }

    proptest! {
        #[test]
        fn a_mark_is_found_where_it_was_put(
            substrate in "[a-z]{1,8}", host in "[a-z0-9.-]{1,12}", vmid: u32, description in "(?s).*"
        ) {
            let mark = OwnershipMark::new(&substrate, &host, vmid).unwrap();
            let inserted = mark.insert(&description);
            prop_assert_eq!(OwnershipMark::find(&inserted), Some(mark.clone()));
            prop_assert_eq!(mark.insert(&inserted), inserted);
        }
    }
}
