//! Users, tokens, roles and rights at the start.

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserSetup {
    /// Its name with the realm: `ops@pve`.
    pub id: String,
    /// Its password; without one it cannot log in.
    pub password: Option<String>,
}

/// An API token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenSetup {
    /// The user it belongs to.
    pub user: String,
    /// Its name among the user's tokens.
    pub name: String,
    /// Its secret.
    pub secret: String,
    /// Whether it has rights of its own, which end at those of the user, instead of the user's.
    pub privilege_separated: bool,
}

/// A role of the installation's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleSetup {
    /// Its name.
    pub id: String,
    /// The names of its privileges.
    pub privileges: Vec<String>,
}

/// Who has a right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A user, by name with the realm.
    User(String),
    /// A group, by name.
    Group(String),
    /// A token, in full: `ops@pve!automation`.
    Token(String),
}

/// A role on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AclSetup {
    /// The path: `/vms/100`.
    pub path: String,
    /// Who has it.
    pub holder: Holder,
    /// The name of the role.
    pub role: String,
    /// Whether it holds below the path too.
    pub propagate: bool,
}

impl AclSetup {
    /// A role on a path and everything below.
    pub fn new(path: impl Into<String>, holder: Holder, role: impl Into<String>) -> Self {
        Self { path: path.into(), holder, role: role.into(), propagate: true }
    }
}
