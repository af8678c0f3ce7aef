//! Figures of one profile that cannot both be right.

use std::fmt::Display;

use super::figure::Figure;
use super::profile::HardwareProfile;

/// Two figures of a profile of which the one should not be above the other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{lower}` is {lower_value}, which is more than `{upper}`, {upper_value}")]
#[non_exhaustive]
pub struct Contradiction {
    /// The figure that should not be above the other.
    pub lower: &'static str,
    /// What it says.
    pub lower_value: String,
    /// The other.
    pub upper: &'static str,
    /// What that says.
    pub upper_value: String,
}

impl HardwareProfile {
    /// Its figures that contradict each other: more cores than threads, a base clock above the turbo clock, or more
    /// memory than fits.
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let (processor, memory) = (&self.processor, &self.memory);
        [
            above("cpu.cores", processor.cores.as_ref(), "cpu.threads", processor.threads.as_ref()),
            above("cpu.base_clock", processor.base_clock.as_ref(), "cpu.turbo_clock", processor.turbo_clock.as_ref()),
            above("memory.size", memory.size.as_ref(), "memory.maximum", memory.maximum.as_ref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn above<T: Ord + Display>(
    lower: &'static str,
    low: Option<&Figure<T>>,
    upper: &'static str,
    high: Option<&Figure<T>>,
) -> Option<Contradiction> {
    let (low, high) = (&low?.value, &high?.value);
    (low > high).then(|| Contradiction { lower, lower_value: low.to_string(), upper, upper_value: high.to_string() })
}
