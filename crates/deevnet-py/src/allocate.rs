//! Allocation as Python sees it.

use std::num::NonZero;

use deevnet_core::allocate;
use pyo3::prelude::*;

use crate::error::{Error, Result, exception};
#[cfg(feature = "stubs")]
use crate::hint::{Hint, generic};
use crate::vmid::{NumberArgument, VmidArgument};

/// The VMIDs that are taken: anything that can be iterated.
pub(crate) struct Taken(Vec<u32>);

impl Taken {
    /// The numbers.
    pub(crate) fn into_vec(self) -> Vec<u32> {
        self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for Taken {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = generic!("collections.abc", "Iterable", NumberArgument::INPUT_TYPE);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        let mut taken = Vec::new();
        for item in object.try_iter()? {
            taken.extend(item?.extract::<NumberArgument>()?.number());
        }
        Ok(Self(taken))
    }
}

/// The lowest `count` VMIDs from `start` to `end`, both included, that are not in `used`.
///
/// Allocate a whole batch in one call: two calls that do not know of each other hand out the same number. `used` has to
/// hold everything that is taken on any node. Numbers may be text, as templates give them; those outside the range do
/// no harm, nor does 0, which stands for "not yet allocated".
///
/// >>> free_vmids([200, "202"], 200, 299, 2)
/// [201, 203]
///
/// Raises `VmidError` where the range does not hold that many.
#[pyfunction]
#[pyo3(signature = (used, start, end, count = 1))]
pub(crate) fn free_vmids(used: Taken, start: VmidArgument, end: VmidArgument, count: i64) -> Result<Vec<u32>> {
    let Some(wanted) = usize::try_from(count).ok().and_then(NonZero::new) else {
        let message = format!("{count} VMIDs cannot be allocated");
        return Err(exception::VmidError::new_err((message, count.to_string(), "ask for one or more")).into());
    };
    let free = allocate::free_vmids(used.0, start.0, end.0, wanted)?;
    Ok(free.into_iter().map(u32::from).collect())
}
