//! Rules about VLANs, segments and switch ports: 3xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
