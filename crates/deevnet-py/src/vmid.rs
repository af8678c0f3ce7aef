//! VMIDs as arguments: a number, or its digits as a template gives them.

use deevnet_core::mac::{ParseVmidError, Vmid};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::error::{Error, Result};
#[cfg(feature = "stubs")]
use crate::hint::{Hint, either, generic};

/// A VMID where a function takes one.
pub(crate) struct VmidArgument(pub(crate) Vmid);

impl<'py> FromPyObject<'_, 'py> for VmidArgument {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = NumberArgument::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            return Ok(Self(text.to_cow()?.trim().parse()?));
        }
        let number = match object.extract::<u64>() {
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => {
                return Err(ParseVmidError::OutOfRange { value: object.str()?.to_string() }.into());
            }
            number => number?,
        };
        Ok(Self(Vmid::try_from(number)?))
    }
}

/// A number that may be outside every range, such as one of a VM that Proxmox VE numbers as no MAC address could.
pub(crate) struct NumberArgument(Option<u32>);

impl NumberArgument {
    /// The number; `None` where it is negative or does not fit, and so is no VMID anyway.
    pub(crate) fn number(self) -> Option<u32> {
        self.0
    }
}

impl<'py> FromPyObject<'_, 'py> for NumberArgument {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint = either!(u64::INPUT_TYPE, String::INPUT_TYPE);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        if let Ok(text) = object.cast::<PyString>() {
            let text = text.to_cow()?;
            let malformed = || ParseVmidError::NotANumber { value: text.clone().into_owned() };
            let number: i128 = text.trim().parse().map_err(|_| malformed())?;
            return Ok(Self(u32::try_from(number).ok()));
        }
        match object.extract::<u32>() {
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => Ok(Self(None)),
            number => Ok(Self(Some(number?))),
        }
    }
}

/// Many VMIDs at once, still unchecked: a buffer of whole numbers, or anything that can be iterated.
pub(crate) struct ManyVmids(pub(crate) Vec<u32>);

impl<'py> FromPyObject<'_, 'py> for ManyVmids {
    type Error = Error;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: Hint =
        either!(generic!("collections.abc", "Iterable", NumberArgument::INPUT_TYPE), PyBuffer::<u32>::INPUT_TYPE);

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("VMIDs are given as numbers, not as one text").into());
        }
        if let Ok(buffer) = PyBuffer::<u32>::get(&object) {
            return Ok(Self(buffer.to_vec(object.py())?));
        }
        let mut vmids = Vec::with_capacity(object.len().unwrap_or_default());
        for item in object.try_iter()? {
            let item = item?;
            let vmid = match item.extract::<u32>() {
                Ok(number) => number,
                Err(_) => item.extract::<VmidArgument>()?.0.get(),
            };
            vmids.push(vmid);
        }
        Ok(Self(vmids))
    }
}
