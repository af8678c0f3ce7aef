//! From a declaration to a model and everything there is to say about it.

use crate::declared::Declared;

/// Checks a declaration.
pub fn check(_declared: &Declared) {}
