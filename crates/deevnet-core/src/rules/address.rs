//! Rules about addresses, subnets and pools: 2xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
