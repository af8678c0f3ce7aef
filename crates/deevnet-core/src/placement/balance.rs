//! What is used of something, and what is left.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::amount::Amount;

/// What machines use of one resource of a node, and how much they may.
///
/// The limit is unknown where the hardware is. Where machines do not say what they use, `used` is a lower bound:
/// [`undeclared`](Self::undeclared) counts them. As data, sizes are numbers of bytes.
///
/// ```
/// use deevnet_core::placement::Balance;
///
/// let threads = Balance::new([2_u64, 4, 4], Some(8), 0);
/// assert_eq!((threads.used(), threads.left(), threads.excess()), (10, Some(0), Some(2)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance<T> {
    used: T,
    limit: Option<T>,
    undeclared: usize,
}

impl<T: Amount> Balance<T> {
    /// The sum of amounts against a limit; `undeclared` users did not say theirs.
    pub fn new(amounts: impl IntoIterator<Item = T>, limit: Option<T>, undeclared: usize) -> Self {
        Self { used: amounts.into_iter().fold(T::ZERO, T::plus), limit, undeclared }
    }

    /// The balance of what each user says, where it says anything.
    pub(super) fn of_users(amounts: impl IntoIterator<Item = Option<T>>, limit: Option<T>) -> Self {
        let mut balance = Self { used: T::ZERO, limit, undeclared: 0 };
        for amount in amounts {
            match amount {
                Some(amount) => balance.used = balance.used.plus(amount),
                None => balance.undeclared += 1,
            }
        }
        balance
    }

    /// How much is used, at least.
    pub fn used(self) -> T {
        self.used
    }

    /// How much may be used, where that is known.
    pub fn limit(self) -> Option<T> {
        self.limit
    }

    /// How many users do not say how much they use.
    pub fn undeclared(self) -> usize {
        self.undeclared
    }

    /// How much is left, nothing where the limit is exceeded; `None` where there is no known limit.
    pub fn left(self) -> Option<T> {
        self.limit.map(|limit| limit.less(self.used))
    }

    /// By how much the limit is exceeded, where it is.
    pub fn excess(self) -> Option<T> {
        self.limit.filter(|limit| self.used > *limit).map(|limit| self.used.less(limit))
    }
}

impl<T: Amount> Serialize for Balance<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut balance = serializer.serialize_struct("Balance", 5)?;
        balance.serialize_field("used", &self.used.number())?;
        balance.serialize_field("limit", &self.limit.map(T::number))?;
        balance.serialize_field("left", &self.left().map(T::number))?;
        balance.serialize_field("excess", &self.excess().map(T::number))?;
        balance.serialize_field("undeclared", &self.undeclared)?;
        balance.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_a_limit_nothing_is_left_or_exceeded() {
        let balance = Balance::of_users([Some(1_u64), None], None);
        assert_eq!((balance.used(), balance.left(), balance.excess(), balance.undeclared()), (1, None, None, 1));
        let json = serde_json::to_string(&balance).unwrap();
        insta::assert_snapshot!(json, @r#"{"used":1,"limit":null,"left":null,"excess":null,"undeclared":1}"#);
    }

    proptest! {
        #[test]
        fn a_balance_equals_plain_arithmetic(
            amounts in prop::collection::vec(prop::option::of(0..1_000_u64), 0..20),
            limit in 0..10_000_u64,
        ) {
            let balance = Balance::of_users(amounts.iter().copied(), Some(limit));
            let used: u64 = amounts.iter().flatten().sum();
            prop_assert_eq!(balance.used(), used);
            prop_assert_eq!(balance.undeclared(), amounts.iter().filter(|amount| amount.is_none()).count());
            prop_assert_eq!(balance.left(), Some(limit.saturating_sub(used)));
            prop_assert_eq!(balance.excess(), (used > limit).then(|| used - limit));
        }
    }
}
