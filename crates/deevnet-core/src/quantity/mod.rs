//! Quantities with their units: sizes, frequencies, rates and power never mix by accident.
//!
//! A [`Quantity`] is an exact number of base units together with the unit that it was written in. Units of one kind
//! convert exactly, so `1 TB` and `931 GiB` compare as what they are; kinds are types of their own, so memory is never
//! compared with a clock. There is no rounding: what is no whole number of base units is refused.

mod data_rate;
mod data_size;
mod error;
mod frequency;
mod notation;
mod power;
mod rounded;
mod unit;
mod value;

pub use data_rate::{DataRate, DataRateUnit};
pub use data_size::{DataSize, DataSizeUnit};
pub use error::ParseQuantityError;
pub use frequency::{Frequency, FrequencyUnit};
pub use power::{Power, PowerUnit};
pub use rounded::Rounded;
pub use unit::Unit;
pub use value::Quantity;
