//! Whole numbers of any size, in any radix.

use std::fmt::Write as _;
use std::sync::Arc;

use deevnet_core::declared::Data;

use crate::limits::MAX_INTEGER_DIGITS;

/// Decimal places held by one limb.
const LIMB_DIGITS: usize = 9;
const LIMB: u64 = 1_000_000_000;

/// Digits are taken together up to this factor; the next one still fits.
const LARGEST_FACTOR: u32 = u32::MAX / 60 / 60;

/// A natural number under construction, in limbs of nine decimal digits, lowest first.
#[derive(Debug, Default)]
pub(crate) struct Natural {
    limbs: Vec<u32>,
}

impl Natural {
    /// Reads digits of a radix up to 36; `None` where one is no digit of it, there is none, or there are too many.
    pub(crate) fn parse(digits: &str, radix: u32) -> Option<Self> {
        if digits.is_empty() || digits.len() > MAX_INTEGER_DIGITS {
            return None;
        }
        let mut natural = Self::default();
        natural.append(digits.chars().map(|digit| digit.to_digit(radix)), radix)?;
        Some(natural)
    }

    /// Appends digits of a radix up to 60; `None` where one is none.
    pub(crate) fn append(&mut self, digits: impl Iterator<Item = Option<u32>>, radix: u32) -> Option<()> {
        let (mut factor, mut summand) = (1, 0);
        for digit in digits {
            factor *= radix;
            summand = summand * radix + digit.filter(|digit| *digit < radix)?;
            if factor > LARGEST_FACTOR {
                self.multiply_add(factor, summand);
                (factor, summand) = (1, 0);
            }
        }
        self.multiply_add(factor, summand);
        Some(())
    }

    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for limb in &mut self.limbs {
            let product = u64::from(*limb) * u64::from(factor) + carry;
            *limb = remainder(product);
            carry = product / LIMB;
        }
        while carry > 0 {
            self.limbs.push(remainder(carry));
            carry /= LIMB;
        }
    }

    /// The number with a sign, in the smallest form that holds it.
    pub(crate) fn into_data(self, negative: bool) -> Data {
        let mut text = String::with_capacity(self.limbs.len() * LIMB_DIGITS + 1);
        if negative && !self.limbs.is_empty() {
            text.push('-');
        }
        match self.limbs.split_last() {
            None => text.push('0'),
            Some((highest, rest)) => {
                text.push_str(&highest.to_string());
                for limb in rest.iter().rev() {
                    let _ = write!(text, "{limb:0LIMB_DIGITS$}");
                }
            }
        }
        text.parse().map_or_else(|_| Data::LargeInteger(Arc::from(text)), Data::Integer)
    }
}

fn remainder(value: u64) -> u32 {
    u32::try_from(value % LIMB).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(digits: &str, radix: u32, negative: bool) -> String {
        match Natural::parse(digits, radix).unwrap().into_data(negative) {
            Data::Integer(value) => value.to_string(),
            Data::LargeInteger(text) => text.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_of_every_size() {
        assert_eq!(decimal("0", 10, true), "0");
        assert_eq!(decimal("7fffffffffffffff", 16, false), "9223372036854775807");
        assert_eq!(decimal("8000000000000000", 16, true), "-9223372036854775808");
        assert_eq!(decimal("100000000000000000000000000000000", 16, false), "340282366920938463463374607431768211456");
        assert_eq!(decimal("1000000000000000000000", 10, true), "-1000000000000000000000");
    }

    #[test]
    fn no_digits_or_too_many_are_no_number() {
        assert!(Natural::parse("", 10).is_none());
        assert!(Natural::parse("12a", 10).is_none());
        assert!(Natural::parse(&"1".repeat(MAX_INTEGER_DIGITS + 1), 10).is_none());
    }
}
