//! How quantities are written: a decimal number and the symbol of a unit.

use super::error::ParseQuantityError;
use super::unit::Unit;

/// The most decimals that are read: every quantity of `u64::MAX` base units still fits a `u128` with them.
const MOST_DECIMALS: usize = 18;

/// A decimal number as a fraction: `1.92` is 192 / 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Its digits without the point.
    pub(super) digits: u128,
    /// The power of ten that they are divided by.
    pub(super) divisor: u128,
}

/// The number of a text and its unit, where it names one.
pub(super) fn split<U: Unit>(text: &str) -> Result<(Decimal, Option<U>), ParseQuantityError> {
    let trimmed = text.trim();
    let end = trimmed.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(trimmed.len());
    let (number, symbol) = trimmed.split_at(end);
    let decimal = decimal::<U>(number, text)?;
    let symbol = symbol.trim_start();
    if symbol.is_empty() {
        return Ok((decimal, None));
    }
    match U::find(symbol) {
        Some(unit) => Ok((decimal, Some(unit))),
        None => Err(ParseQuantityError::unknown_unit::<U>(text, symbol)),
    }
}

fn decimal<U: Unit>(number: &str, text: &str) -> Result<Decimal, ParseQuantityError> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.contains('.') {
        return Err(ParseQuantityError::NotANumber { kind: U::KIND, value: text.to_owned() });
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > MOST_DECIMALS {
        return Err(ParseQuantityError::TooFine { kind: U::KIND, value: text.to_owned() });
    }
    let too_large = |_| ParseQuantityError::TooLarge { kind: U::KIND, value: text.to_owned() };
    let digits = format!("{whole}{fraction}").parse().map_err(too_large)?;
    let divisor = fraction.bytes().fold(1, |divisor, _| divisor * 10);
    Ok(Decimal { digits, divisor })
}

/// The decimals of a number of base units in a unit, all of them; empty where it is whole.
pub(super) fn fraction(base: u64, factor: u64) -> String {
    let mut remainder = u128::from(base % factor);
    let mut decimals = String::new();
    // A factor of twos and fives ends every expansion.
    while remainder > 0 {
        remainder *= 10;
        let digit = u8::try_from(remainder / u128::from(factor)).unwrap_or_default();
        decimals.push(char::from(b'0' + digit));
        remainder %= u128::from(factor);
    }
    decimals
}
