//! Data for Python: written as JSON, read by Python's own parser, which keeps the order of keys.

use std::marker::PhantomData;

use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use serde::Serialize;

use crate::error::Result;
#[cfg(feature = "stubs")]
use crate::hint::{ANY, Hint, generic};

/// The Python type of some data.
pub(crate) trait Shape {
    /// What the stubs say.
    #[cfg(feature = "stubs")]
    const HINT: Hint;
}

/// Data of a shape, as JSON text; it takes no lock of the interpreter to write it.
pub(crate) struct Json<S> {
    text: String,
    shape: PhantomData<S>,
}

impl<S: Shape> Json<S> {
    pub(crate) fn new(data: &impl Serialize) -> Result<Self> {
        Ok(Self { text: serde_json::to_string(data)?, shape: PhantomData })
    }
}

impl<'py, S: Shape> IntoPyObject<'py> for Json<S> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: Hint = S::HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        py.import("json")?.call_method1("loads", (self.text,))
    }
}

/// Declares a shape and its Python type.
macro_rules! shape {
    ($(#[$doc:meta])* $shape:ident = $hint:expr) => {
        $(#[$doc])*
        pub(crate) struct $shape;

        impl Shape for $shape {
            #[cfg(feature = "stubs")]
            const HINT: Hint = $hint;
        }
    };
}

shape! {
    /// A dictionary of anything.
    Object = generic!("builtins", "dict", String::OUTPUT_TYPE, ANY)
}
shape! {
    /// DHCP reservations.
    Reservations = generic!("builtins", "list", type_hint_identifier!("deevnet.records", "Reservation"))
}
shape! {
    /// DNS records.
    DnsRecords = type_hint_identifier!("deevnet.records", "DnsRecords")
}
shape! {
    /// Wake-on-LAN entries.
    WakeEntries = generic!("builtins", "list", type_hint_identifier!("deevnet.records", "WakeEntry"))
}
shape! {
    /// A switch's table with the holders of its addresses.
    MacTable = type_hint_identifier!("deevnet.records", "MacTable")
}
shape! {
    /// What the plan gives VLANs.
    PlannedSubnets = generic!("builtins", "list", type_hint_identifier!("deevnet.records", "PlannedSubnet"))
}
shape! {
    /// VLANs whose interfaces lack their addresses.
    UnaddressedVlans = generic!("builtins", "list", type_hint_identifier!("deevnet.records", "UnaddressedVlan"))
}
