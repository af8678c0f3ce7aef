//! Names of tasks.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::NotationError;

const KIND: &str = "UPID";
const HINT: &str = "take it from an answer of the node: UPID:node:pid:pstart:starttime:type:id:user:";

/// The name of a task (a *unique process ID* of Proxmox VE).
///
/// Its fields end with a colon each. The start of the process has eight or nine hexadecimal digits (nine after 497 days of
/// uptime), the ID may be empty, and the user may carry a token's name. The text is kept as it was written, because it is a
/// name that is given back to the node.
///
/// ```
/// use deevnet_proxmox::notation::Upid;
///
/// let upid: Upid = "UPID:hv01:0002F8AB:1A2B3C4D5:6741B2C3:qmclone:9000:automation@pve!deploy:".parse()?;
/// assert_eq!((upid.node(), upid.task_type(), upid.id()), ("hv01", "qmclone", "9000"));
/// assert_eq!(upid.user(), "automation@pve!deploy");
/// # Ok::<(), deevnet_proxmox::notation::NotationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Upid {
    text: String,
    node: String,
    process: u32,
    process_start: u64,
    start: u32,
    task_type: String,
    id: String,
    user: String,
}

impl Upid {
    /// The name of the node that the task runs on.
    pub fn node(&self) -> &str {
        &self.node
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.process
    }

    /// When its process started, in hundredths of a second since the node did.
    pub fn process_start(&self) -> u64 {
        self.process_start
    }

    /// When it started, in seconds since 1970.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// What it does, such as `qmclone`.
    pub fn task_type(&self) -> &str {
        &self.task_type
    }

    /// What it does it to, usually a VMID; may be empty.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Who started it: `user@realm`, with `!token` where it was a token.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Upid {
    type Err = NotationError;

    fn from_str(text: &str) -> Result<Self, NotationError> {
        let refuse = |rule| NotationError::new(KIND, text, rule, HINT);
        let fields: Vec<&str> = text.split(':').collect();
        let ["UPID", node, process, process_start, start, task_type, id, user, ""] = fields[..] else {
            return Err(refuse("it has eight fields, the first is UPID, and a colon ends each"));
        };
        if !is_node(node) {
            return Err(refuse("its second field is the name of a node"));
        }
        let number = |digits: &str, longest: usize| {
            let is_number =
                (8..=longest).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = is_number.then(|| u64::from_str_radix(digits, 16).ok()).flatten();
            number.ok_or_else(|| refuse("its numbers have eight hexadecimal digits, that of its process may have nine"))
        };
        let short = |digits| number(digits, 8).map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        let has_space = |field: &str| field.chars().any(char::is_whitespace);
        if task_type.is_empty() || user.is_empty() || [task_type, id, user].into_iter().any(has_space) {
            return Err(refuse("it names a type and a user, without white space"));
        }
        Ok(Self {
            text: text.to_owned(),
            node: node.to_owned(),
            process: short(process)?,
            process_start: number(process_start, 9)?,
            start: short(start)?,
            task_type: task_type.to_owned(),
            id: id.to_owned(),
            user: user.to_owned(),
        })
    }
}

fn is_node(text: &str) -> bool {
    let is_inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    !text.is_empty() && is_inside && !text.starts_with('-') && !text.ends_with('-')
}

impl fmt::Display for Upid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<'de> Deserialize<'de> for Upid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Upid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_id_may_be_empty_and_the_user_a_token() {
        let upid: Upid = "UPID:pve1:00000225:0006756A:6B03A85E:reloadnetworkall::root@pam!full:".parse().unwrap();
        assert_eq!((upid.id(), upid.user()), ("", "root@pam!full"));
        assert_eq!((upid.process(), upid.process_start(), upid.start()), (0x225, 0x6756A, 0x6B03_A85E));
    }

    #[test]
    fn what_is_none_is_refused() {
        for wrong in [
            "",
            "UPID:pve1:00000225:0006756A:6B03A85E:qmstart:100:root@pam",
            "UPID:pve1:0000225:0006756A:6B03A85E:qmstart:100:root@pam:",
            "UPID:pve1:00000225:0006756A12:6B03A85E:qmstart:100:root@pam:",
            "UPID:pve1:00000225:0006756A:6B03A85E1:qmstart:100:root@pam:",
            "UPID:-pve:00000225:0006756A:6B03A85E:qmstart:100:root@pam:",
            "UPID:pve1:00000225:0006756A:6B03A85E::100:root@pam:",
            "UPID:pve1:00000225:0006756A:6B03A85E:qmstart:100::",
            "UPID:pve1:00000225:0006756A:6B03A85E:qm start:100:root@pam:",
            "UPID:pve1:+0000225:0006756A:6B03A85E:qmstart:100:root@pam:",
        ] {
            assert!(wrong.parse::<Upid>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(
            text in "UPID:[a-z][a-z0-9]{0,8}:[0-9A-Fa-f]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[a-z]{1,12}:[a-z0-9]{0,6}:[a-z]{1,8}@pam(![a-z]{1,5})?:"
        ) {
            let upid: Upid = text.parse().unwrap();
            prop_assert_eq!(upid.to_string().parse::<Upid>(), Ok(upid.clone()));
            prop_assert_eq!(upid.as_str(), text);
        }

        #[test]
        fn arbitrary_text_never_panics(text in "(UPID:)?[:A-F0-9]{0,40}.*") {
            let _ = text.parse::<Upid>();
        }
    }
}
