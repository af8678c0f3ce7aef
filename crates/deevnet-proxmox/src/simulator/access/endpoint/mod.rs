//! Calls about users, tokens, roles and rights.

pub(crate) mod login;
pub(crate) mod permissions;
pub(crate) mod tokens;
pub(crate) mod users;
