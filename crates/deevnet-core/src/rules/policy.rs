//! Rules about zones and flows: 6xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
