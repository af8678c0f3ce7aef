//! Rules about DHCP and DNS: 5xx.

use super::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
