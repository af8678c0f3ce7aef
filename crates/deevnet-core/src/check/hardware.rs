//! Hardware and what is demanded of it.

use super::context::Context;

pub(super) fn check(_: &mut Context<'_>) {}
