//! What a hypervisor keeps for itself, and how far its threads and memory may be promised twice.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::declared::Value;
use crate::model::proxmox::{ProxmoxValueError, read_form, read_size};
use crate::model::reader::{Key, Reader};
use crate::quantity::{DataSize, DataSizeUnit};
use crate::source::Spanned;

pub(in crate::model) const RESERVE_KEYS: &[&str] = &["memory", "threads", "storage"];
pub(in crate::model) const OVERCOMMIT_KEYS: &[&str] = &["threads", "memory"];

/// What a hypervisor keeps for itself and gives to no machine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Reserve {
    /// Memory of the host; a bare number is MiB.
    pub memory: Option<Spanned<DataSize>>,
    /// Threads of the host.
    pub threads: Option<Spanned<u32>>,
    /// Storage for the operating system, images and backups; a bare number is GiB.
    pub storage: Option<Spanned<DataSize>>,
}

/// How often the same resource may be promised: 1 is never twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Overcommit {
    /// Virtual processors for each thread; [`OvercommitRatio::THREADS`] where nothing is declared.
    pub threads: Option<Spanned<OvercommitRatio>>,
    /// Memory of machines for each byte of the host's; 1 where nothing is declared.
    pub memory: Option<Spanned<OvercommitRatio>>,
}

impl Reserve {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut reserve = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "memory" => reserve.memory = read_size(reader, key, value, DataSizeUnit::Mebibyte),
                "threads" => reserve.threads = read_threads(reader, key, value),
                "storage" => reserve.storage = read_size(reader, key, value, DataSizeUnit::Gibibyte),
                _ => reader.unknown_key(key, span, RESERVE_KEYS),
            }
        }
        Some(reserve)
    }
}

fn read_threads(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<u32>> {
    let number = reader.integer(key, value)?;
    match u32::try_from(number.value) {
        Ok(threads) => Some(Spanned::new(threads, number.span)),
        Err(_) => reader.reject(key, value, "a number of threads, 0 or more"),
    }
}

impl Overcommit {
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut overcommit = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "threads" => overcommit.threads = read_form(reader, key, value),
                "memory" => overcommit.memory = read_form(reader, key, value),
                _ => reader.unknown_key(key, span, OVERCOMMIT_KEYS),
            }
        }
        Some(overcommit)
    }

    /// The ratio for threads, declared or by default.
    pub fn threads_ratio(&self) -> OvercommitRatio {
        self.threads.map_or(OvercommitRatio::THREADS, |ratio| ratio.value)
    }

    /// The ratio for memory, declared or 1.
    pub fn memory_ratio(&self) -> OvercommitRatio {
        self.memory.map_or(OvercommitRatio::ONE, |ratio| ratio.value)
    }
}

/// How often one resource may be promised, from 1 to 1000 in steps of a thousandth.
///
/// It is exact, so that a limit never depends on rounding.
///
/// ```
/// use deevnet_core::model::OvercommitRatio;
///
/// let ratio: OvercommitRatio = "1.5".parse()?;
/// assert_eq!(ratio.of(8), 12);
/// assert_eq!(ratio.to_string(), "1.5");
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OvercommitRatio {
    thousandths: u32,
}

impl OvercommitRatio {
    /// Nothing is promised twice.
    pub const ONE: Self = Self { thousandths: 1_000 };

    /// Four virtual processors for each thread: what is assumed where nothing is declared.
    ///
    /// Processors are shared by time, so a limit guards against a slow node and not against a failing one; machines
    /// of a small substrate idle most of the day.
    pub const THREADS: Self = Self { thousandths: 4_000 };

    /// The largest ratio.
    pub const MAX: Self = Self { thousandths: 1_000_000 };

    /// That many times an amount, rounded down.
    pub fn of(self, amount: u64) -> u64 {
        let product = u128::from(amount) * u128::from(self.thousandths) / 1_000;
        u64::try_from(product).unwrap_or(u64::MAX)
    }
}

impl FromStr for OvercommitRatio {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        let thousandths = parse_thousandths(text)
            .filter(|thousandths| (Self::ONE.thousandths..=Self::MAX.thousandths).contains(thousandths));
        thousandths.map(|thousandths| Self { thousandths }).ok_or_else(|| {
            ProxmoxValueError::new(
                "overcommit ratio",
                text,
                "it is a number from 1 to 1000 with at most three decimals",
                "write 1 to promise nothing twice, or 1.5 for half as much again",
            )
        })
    }
}

/// The thousandths of a decimal number with at most three decimals.
fn parse_thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || decimals.len() > 3 {
        return None;
    }
    let decimals: u32 = format!("{decimals:0<3}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(1_000)?.checked_add(decimals)
}

impl fmt::Display for OvercommitRatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, decimals) = (self.thousandths / 1_000, self.thousandths % 1_000);
        if decimals == 0 {
            return f.pad(&whole.to_string());
        }
        f.pad(format!("{whole}.{decimals:03}").trim_end_matches('0'))
    }
}

crate::wire::as_text!(OvercommitRatio, "an overcommit ratio as text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_ratio_is_one_to_a_thousand() {
        for (text, shown) in [("1", "1"), ("1.0", "1"), ("2.50", "2.5"), ("1.125", "1.125"), ("1000", "1000")] {
            assert_eq!(text.parse::<OvercommitRatio>().unwrap().to_string(), shown);
        }
        for wrong in ["", "0.9", "1000.001", "1.", ".5", "-2", "1.0001", "1e3", "99999999999"] {
            assert!(wrong.parse::<OvercommitRatio>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parse_print_parse(thousandths in 1_000..=1_000_000_u32, amount in 0..=u64::MAX) {
            let ratio = OvercommitRatio { thousandths };
            prop_assert_eq!(ratio.to_string().parse(), Ok(ratio));
            prop_assert!(ratio.of(amount) >= amount);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            let _ = text.parse::<OvercommitRatio>();
        }
    }
}
