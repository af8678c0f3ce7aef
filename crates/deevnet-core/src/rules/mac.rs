//! Rules about MAC addresses: 1xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
