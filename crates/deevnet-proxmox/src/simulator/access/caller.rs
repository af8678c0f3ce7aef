//! Who makes a call.

use std::fmt;
use std::sync::Arc;

/// Who makes a call: a user with a ticket, or one of the user's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    user: Arc<str>,
    token: Option<Arc<str>>,
}

impl Caller {
    /// A user with a ticket.
    pub(crate) fn with_ticket(user: &str) -> Self {
        Self { user: user.into(), token: None }
    }

    /// A token of a user.
    pub(crate) fn with_token(user: &str, token: &str) -> Self {
        Self { user: user.into(), token: Some(token.into()) }
    }

    /// Nobody: a call without credentials, to what everyone may call.
    pub(crate) fn nobody() -> Self {
        Self::with_ticket("")
    }

    /// The user, with the realm.
    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    /// The name of the token.
    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether it is `root@pam` in person: a token of that user is not.
    pub(crate) fn is_root(&self) -> bool {
        self.token.is_none() && &*self.user == "root@pam"
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.token {
            Some(token) => write!(f, "{}!{token}", self.user),
            None => f.write_str(&self.user),
        }
    }
}
