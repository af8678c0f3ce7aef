//! Why a text is no quantity.

use super::unit::Unit;

/// The error of a value that is not a quantity of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseQuantityError {
    /// The text does not begin with a decimal number.
    #[error("`{value}` is not a {kind}: it does not begin with a number")]
    NotANumber {
        /// What it should be.
        kind: &'static str,
        /// The whole text.
        value: String,
    },
    /// The number has no unit, and nothing else says one.
    #[error("`{value}` is not a {kind}: the number has no unit")]
    NoUnit {
        /// What it should be.
        kind: &'static str,
        /// The whole text.
        value: String,
        /// A quantity with its unit.
        example: &'static str,
    },
    /// The unit is none of its kind.
    #[error("`{value}` is not a {kind}: `{unit}` is no unit of it")]
    UnknownUnit {
        /// What it should be.
        kind: &'static str,
        /// The whole text.
        value: String,
        /// The text in the unit's place.
        unit: String,
        /// The symbols that are accepted.
        accepted: Vec<&'static str>,
    },
    /// The number is no whole number of base units.
    #[error("`{value}` is not a {kind}: it is finer than the smallest unit")]
    TooFine {
        /// What it should be.
        kind: &'static str,
        /// The whole text.
        value: String,
    },
    /// The number does not fit.
    #[error("`{value}` is more than a {kind} can be")]
    TooLarge {
        /// What it should be.
        kind: &'static str,
        /// The whole text.
        value: String,
    },
}

impl ParseQuantityError {
    pub(super) fn without_unit<U: Unit>(text: &str) -> Self {
        Self::NoUnit { kind: U::KIND, value: text.to_owned(), example: U::EXAMPLE }
    }

    pub(super) fn unknown_unit<U: Unit>(text: &str, unit: &str) -> Self {
        let accepted = U::UNITS.iter().map(|unit| unit.symbol()).collect();
        Self::UnknownUnit { kind: U::KIND, value: text.to_owned(), unit: unit.to_owned(), accepted }
    }

    /// The value that was refused.
    pub fn value(&self) -> &str {
        match self {
            Self::NotANumber { value, .. }
            | Self::NoUnit { value, .. }
            | Self::UnknownUnit { value, .. }
            | Self::TooFine { value, .. }
            | Self::TooLarge { value, .. } => value,
        }
    }

    /// What to write instead.
    pub fn hint(&self) -> String {
        match self {
            Self::NotANumber { .. } => "write a number without a sign, such as 32 or 1.5, and a unit".to_owned(),
            Self::NoUnit { example, .. } => format!("write the unit too, as in `{example}`"),
            Self::UnknownUnit { accepted, .. } => format!("write one of: {}", accepted.join(", ")),
            Self::TooFine { .. } => "round it, or write it in a smaller unit".to_owned(),
            Self::TooLarge { .. } => "check the number and its unit".to_owned(),
        }
    }
}
