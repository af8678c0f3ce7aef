//! Who may do what.

use std::collections::{BTreeMap, BTreeSet};

use crate::simulator::setup::Holder;

/// Users, groups, roles and rights.
#[derive(Debug, Clone, Default)]
pub(crate) struct Access {
    /// The users by name with the realm.
    pub(crate) users: BTreeMap<String, User>,
    /// The members of the groups.
    pub(crate) groups: BTreeMap<String, BTreeSet<String>>,
    /// The privileges of the installation's own roles.
    pub(crate) roles: BTreeMap<String, BTreeSet<String>>,
    /// Who has which role where.
    pub(crate) acl: BTreeSet<AclEntry>,
}

/// A user.
#[derive(Debug, Clone, Default)]
pub(crate) struct User {
    /// Its password; without one it cannot log in.
    pub(crate) password: Option<String>,
    /// What was said of it.
    pub(crate) comment: Option<String>,
    /// Its tokens by name.
    pub(crate) tokens: BTreeMap<String, Token>,
}

/// An API token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Token {
    /// Its secret.
    pub(crate) secret: String,
    /// Whether it has rights of its own instead of the user's.
    pub(crate) privilege_separated: bool,
    /// When it ends, in seconds since 1970; 0 is never.
    pub(crate) expire: u64,
    /// What was said of it.
    pub(crate) comment: Option<String>,
}

/// A role on a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AclEntry {
    /// The path.
    pub(crate) path: String,
    /// Who has it.
    pub(crate) holder: Holder,
    /// The name of the role.
    pub(crate) role: String,
    /// Whether it holds below the path too.
    pub(crate) propagate: bool,
}
