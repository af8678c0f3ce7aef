//! Order and equality of values as Python has them.

use std::cmp::Ordering;

use minijinja::Value;
use minijinja::value::ValueKind;

use super::access;
use super::call::invalid;

/// The order of two values; an error for kinds that Python does not order.
pub(super) fn order(left: &Value, right: &Value) -> Result<Ordering, minijinja::Error> {
    let number = |value: &Value| matches!(value.kind(), ValueKind::Number | ValueKind::Bool);
    match (left.kind(), right.kind()) {
        _ if number(left) && number(right) => Ok(left.cmp(right)),
        (ValueKind::String, ValueKind::String) => Ok(left.as_str().cmp(&right.as_str())),
        (ValueKind::Seq, ValueKind::Seq) => order_lists(left, right),
        (left, right) => Err(invalid(format!("a {left} and a {right} have no order"))),
    }
}

fn order_lists(left: &Value, right: &Value) -> Result<Ordering, minijinja::Error> {
    let (left, right) = (access::items(left)?, access::items(right)?);
    for (left, right) in left.iter().zip(&right) {
        if left != right {
            return order(left, right);
        }
    }
    Ok(left.len().cmp(&right.len()))
}

/// Text in lower case, anything else as it is: what sorts and compares without regard to case.
pub(super) fn fold_case(value: Value) -> Value {
    match value.as_str() {
        Some(text) => Value::from(text.to_lowercase()),
        None => value,
    }
}

/// Sorts by keys, stably; the first pair without an order is the error.
pub(super) fn sort_by_key<T>(items: &mut [(Vec<Value>, T)], reverse: bool) -> Result<(), minijinja::Error> {
    let mut failure = None;
    items.sort_by(|(left, _), (right, _)| {
        let ordering = order_keys(left, right).unwrap_or_else(|error| {
            failure.get_or_insert(error);
            Ordering::Equal
        });
        if reverse { ordering.reverse() } else { ordering }
    });
    failure.map_or(Ok(()), Err)
}

fn order_keys(left: &[Value], right: &[Value]) -> Result<Ordering, minijinja::Error> {
    for (left, right) in left.iter().zip(right) {
        let ordering = order(left, right)?;
        if ordering != Ordering::Equal {
            return Ok(ordering);
        }
    }
    Ok(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_truths_share_an_order() {
        assert_eq!(order(&Value::from(1), &Value::from(1.5)).unwrap(), Ordering::Less);
        assert_eq!(order(&Value::from(true), &Value::from(1)).unwrap(), Ordering::Equal);
    }

    #[test]
    fn lists_compare_item_by_item() {
        let list = |items: &[i64]| items.iter().copied().map(Value::from).collect::<Value>();
        assert_eq!(order(&list(&[1, 2]), &list(&[1, 10])).unwrap(), Ordering::Less);
        assert_eq!(order(&list(&[1, 2]), &list(&[1])).unwrap(), Ordering::Greater);
    }

    #[test]
    fn text_and_numbers_have_no_order() {
        order(&Value::from("1"), &Value::from(1)).unwrap_err();
        let mut items = vec![(vec![Value::from("1")], ()), (vec![Value::from(1)], ())];
        sort_by_key(&mut items, false).unwrap_err();
    }
}
