//! Free VMIDs.

use std::collections::BTreeSet;
use std::num::NonZero;

use crate::mac::Vmid;

/// The lowest VMIDs from `start` to `end`, both included, that are not taken; ascending, exactly `count` of them.
///
/// The whole batch comes from one call, so that two new hosts are never given the same number. Taken numbers outside
/// the range do no harm, nor does zero, which the estate writes for "not yet allocated".
///
/// # Errors
/// When the range does not hold that many free VMIDs; nothing is handed out then.
///
/// ```
/// use std::num::NonZero;
///
/// use deevnet_core::allocate::free_vmids;
/// use deevnet_core::mac::Vmid;
///
/// let (start, end) = (Vmid::new(200)?, Vmid::new(299)?);
/// let free = free_vmids([200, 202], start, end, NonZero::new(2).unwrap())?;
/// assert_eq!(free, [Vmid::new(201)?, Vmid::new(203)?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn free_vmids(
    taken: impl IntoIterator<Item = u32>,
    start: Vmid,
    end: Vmid,
    count: NonZero<usize>,
) -> Result<Vec<Vmid>, AllocateVmidsError> {
    let range = start.get()..=end.get();
    let taken: BTreeSet<u32> = taken.into_iter().filter(|number| range.contains(number)).collect();
    let free: Vec<Vmid> = range
        .filter(|number| !taken.contains(number))
        .filter_map(|number| Vmid::new(number).ok())
        .take(count.get())
        .collect();
    if free.len() < count.get() {
        return Err(AllocateVmidsError::Exhausted { start, end, free: free.len(), wanted: count.get() });
    }
    Ok(free)
}

/// The error of VMIDs that cannot be allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocateVmidsError {
    /// The range has too few free VMIDs.
    #[error("VMIDs {start} to {end} have {free} free, and {wanted} are needed")]
    Exhausted {
        /// The first VMID of the range.
        start: Vmid,
        /// The last VMID of the range.
        end: Vmid,
        /// How many are free.
        free: usize,
        /// How many are needed.
        wanted: usize,
    },
}

impl AllocateVmidsError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            AllocateVmidsError::Exhausted { start, end, .. } if start.get() > end.get() => {
                "give the lower end of the range first"
            }
            AllocateVmidsError::Exhausted { .. } => "widen `deevnet_mgmt_vmid_range`, or release VMIDs that are unused",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn free(taken: &[u32], start: u32, end: u32, count: usize) -> Result<Vec<u32>, AllocateVmidsError> {
        let (start, end) = (Vmid::new(start).unwrap(), Vmid::new(end).unwrap());
        let found = free_vmids(taken.iter().copied(), start, end, NonZero::new(count).unwrap())?;
        Ok(found.into_iter().map(Vmid::get).collect())
    }

    #[test]
    fn the_lowest_come_first_and_gaps_are_filled() {
        assert_eq!(free(&[], 200, 299, 2), Ok(vec![200, 201]));
        assert_eq!(free(&[203, 200, 0, 7_000], 200, 299, 3), Ok(vec![201, 202, 204]));
        assert_eq!(free(&[], 5, 5, 1), Ok(vec![5]));
    }

    #[test]
    fn too_few_are_an_error_with_both_counts() {
        let error = free(&[200], 200, 201, 2).unwrap_err();
        assert_eq!(error.to_string(), "VMIDs 200 to 201 have 1 free, and 2 are needed");
        assert_eq!(error.hint(), "widen `deevnet_mgmt_vmid_range`, or release VMIDs that are unused");
        assert_eq!(free(&[], 300, 200, 1).unwrap_err().hint(), "give the lower end of the range first");
    }

    #[test]
    fn a_wide_range_costs_only_what_is_handed_out() {
        assert_eq!(free(&[1, 2], 1, Vmid::MAX.get(), 1), Ok(vec![3]));
    }

    proptest! {
        #[test]
        fn what_is_free_equals_brute_force(
            taken in prop::collection::vec(0..40_u32, 0..40),
            start in 1..40_u32,
            end in 1..40_u32,
            count in 1..10_usize,
        ) {
            let all: Vec<u32> = (start..=end).filter(|number| !taken.contains(number)).collect();
            let expected = all.get(..count).map(<[u32]>::to_vec);
            prop_assert_eq!(free(&taken, start, end, count).ok(), expected);
        }
    }
}
