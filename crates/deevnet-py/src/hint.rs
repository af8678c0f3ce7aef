//! Python types as the stubs write them.

use pyo3::inspect::PyStaticConstant;
pub(crate) use pyo3::inspect::PyStaticExpr as Hint;
use pyo3::type_hint_identifier;

/// Anything at all.
pub(crate) const ANY: Hint = type_hint_identifier!("typing", "Any");

/// `...`, which ends a tuple of any length.
pub(crate) const ELLIPSIS: Hint = Hint::Constant { value: PyStaticConstant::Ellipsis };

/// A generic type of one of Python's modules with its arguments, such as `list[str]`.
macro_rules! generic {
    ($module:literal, $name:literal, $argument:expr) => {
        pyo3::type_hint_subscript!(pyo3::type_hint_identifier!($module, $name), $argument)
    };
    ($module:literal, $name:literal, $($argument:expr),+) => {
        $crate::hint::generic!($module, $name, $crate::hint::Hint::Tuple { elts: &[$($argument),+] })
    };
}

/// One of two types.
macro_rules! either {
    ($left:expr, $right:expr) => {
        $crate::hint::Hint::BinOp { left: &$left, op: pyo3::inspect::PyStaticOperator::BitOr, right: &$right }
    };
}

pub(crate) use {either, generic};
