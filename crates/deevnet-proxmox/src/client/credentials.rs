//! Who asks.

use std::fmt;

use secrecy::SecretString;

use super::TokenId;

/// What a client proves itself with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// An API token.
    Token(ApiToken),
    /// The password of a user; it is exchanged for a ticket, which is renewed before it expires.
    Password(Login),
}

/// An API token with its secret.
///
/// Nothing shows the secret: not [`Debug`](fmt::Debug), no error and no log.
#[derive(Clone)]
pub struct ApiToken {
    pub(super) id: TokenId,
    pub(super) secret: SecretString,
}

/// A user with a password.
///
/// Nothing shows the password: not [`Debug`](fmt::Debug), no error and no log.
#[derive(Clone)]
pub struct Login {
    pub(super) username: String,
    pub(super) password: SecretString,
}

impl ApiToken {
    /// The token of a name.
    pub fn new(id: TokenId, secret: SecretString) -> Self {
        Self { id, secret }
    }

    /// The name of the token.
    pub fn id(&self) -> &TokenId {
        &self.id
    }
}

impl Login {
    /// The user of a name, with the realm, such as `deevnet@pve`.
    pub fn new(username: impl Into<String>, password: SecretString) -> Self {
        Self { username: username.into(), password }
    }

    /// The name of the user.
    pub fn username(&self) -> &str {
        &self.username
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiToken").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("username", &self.username).finish_non_exhaustive()
    }
}
