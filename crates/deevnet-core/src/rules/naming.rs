//! Rules about names: 4xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
