//! Chance that repeats.

use std::fmt::Write as _;

/// A source of numbers that follow from a seed: the generator `SplitMix64`.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// A source for a node.
    pub(crate) fn new(seed: u64, node: &str) -> Self {
        let mixed = node.bytes().fold(seed, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { state: mixed }
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A MAC address as Proxmox VE makes them: `BC:24:11` and three octets.
    pub(crate) fn mac(&mut self) -> String {
        let [a, b, c, ..] = self.next().to_be_bytes();
        format!("BC:24:11:{a:02X}:{b:02X}:{c:02X}")
    }

    /// A random UUID (version 4).
    pub(crate) fn uuid(&mut self) -> String {
        let high = (self.next() & 0xffff_ffff_ffff_0fff) | 0x4000;
        let low = (self.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
        let digits = format!("{high:016x}{low:016x}");
        format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
    }

    /// Hexadecimal digits.
    pub(crate) fn hexadecimal(&mut self, digits: usize) -> String {
        let mut text = String::new();
        while text.len() < digits {
            let _ = write!(text, "{:016x}", self.next());
        }
        text.truncate(digits);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence_for_a_node() {
        let (mut one, mut again, mut other) = (Random::new(1, "pve1"), Random::new(1, "pve1"), Random::new(1, "pve2"));
        let mac = one.mac();
        assert_eq!(mac, again.mac());
        assert_ne!(mac, other.mac());
        assert!(mac.starts_with("BC:24:11:") && mac.len() == 17, "{mac}");
    }

    #[test]
    fn uuids_are_of_version_4() {
        let uuid = Random::new(7, "pve1").uuid();
        assert_eq!((uuid.len(), &uuid[14..15]), (36, "4"), "{uuid}");
        assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"), "{uuid}");
    }
}
