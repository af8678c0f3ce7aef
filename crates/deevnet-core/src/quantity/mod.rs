//! Quantities with their units: sizes, frequencies, rates and power never mix by accident.
