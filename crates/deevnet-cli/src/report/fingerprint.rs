//! What makes a finding the same finding in another run.

use deevnet_core::{Finding, Subject};

/// The name and version of the fingerprint; a change of what it covers needs a new one.
pub(super) const NAME: &str = "deevnet/v1";

/// FNV-1a, 64 bits.
const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A fingerprint of the rule, the file, the message and what it touches, but not of the line, so that it survives
/// edits elsewhere in the file.
pub(super) fn of(finding: &Finding, path: Option<&str>) -> u64 {
    let code = finding.rule.code.to_string();
    let subjects = finding.subjects.iter().flat_map(names);
    [code.as_str(), path.unwrap_or_default(), &finding.message].into_iter().chain(subjects).fold(OFFSET_BASIS, absorb)
}

fn absorb(hash: u64, part: &str) -> u64 {
    // No UTF-8 text holds 0xff: it ends the part.
    part.bytes().chain([0xff]).fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

fn names(subject: &Subject) -> Vec<&str> {
    match subject {
        Subject::Host { host } => vec!["host", host],
        Subject::Device { host } => vec!["device", host],
        Subject::Interface { host, interface } => vec!["interface", host, interface],
        Subject::Hardware { host, interface } => vec!["hardware", host, interface],
        Subject::Service { host, service } => vec!["service", host, service],
        Subject::Segment { segment } => vec!["segment", segment],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::rules::WRONG_TYPE;

    use super::*;

    #[test]
    fn a_released_fingerprint_does_not_change() {
        let finding = Finding::new(&WRONG_TYPE, "`wol` is text", None).with_subject(Subject::interface("pi01", "eth0"));
        assert_eq!(format!("{:016x}", of(&finding, Some("host_vars/pi01.yml"))), "9ba72b96f3f9f510");
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(
            ["ab", "c"].into_iter().fold(OFFSET_BASIS, absorb),
            ["a", "bc"].into_iter().fold(OFFSET_BASIS, absorb)
        );
    }
}
