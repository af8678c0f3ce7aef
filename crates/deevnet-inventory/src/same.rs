//! Whether two values say the same, wherever they stand.

use std::sync::Arc;

use deevnet_core::declared::{Data, Value};

/// Whether two values hold equal data; places do not matter.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    match (left.data(), right.data()) {
        (Data::Null, Data::Null) => true,
        (Data::Bool(left), Data::Bool(right)) => left == right,
        (Data::Integer(left), Data::Integer(right)) => left == right,
        (Data::Float(left), Data::Float(right)) => left.to_bits() == right.to_bits(),
        (Data::Text(left), Data::Text(right))
        | (Data::LargeInteger(left), Data::LargeInteger(right))
        | (Data::Secret(left), Data::Secret(right)) => left == right,
        (Data::List(left), Data::List(right)) => {
            Arc::ptr_eq(left, right)
                || left.len() == right.len() && left.iter().zip(right.iter()).all(|(left, right)| is_same(left, right))
        }
        (Data::Map(left), Data::Map(right)) => {
            Arc::ptr_eq(left, right)
                || left.len() == right.len()
                    && left.iter().zip(right.iter()).all(|((left_key, left), (right_key, right))| {
                        is_same(left_key, right_key) && is_same(left, right)
                    })
        }
        (Data::Unresolved(left), Data::Unresolved(right)) => left == right,
        _ => false,
    }
}
