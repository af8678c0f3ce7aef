//! Hardware and what is demanded of it.

use super::Rule;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[];
