//! Virtual machines and the hypervisors they stand on.

use super::Rule;

/// The rules of this family, in order of their codes.
pub(super) const RULES: &[&Rule] = &[];
