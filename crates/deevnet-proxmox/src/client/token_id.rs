//! Names of API tokens.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The name of an API token: `user@realm!token`, such as `deevnet@pve!inventory`.
///
/// It is no secret, but nothing works without it. The token's own name begins with a letter and has two or more of letters,
/// digits, `.`, `-` and `_`, as has the realm; the user's has neither a colon, a slash, a blank nor an at sign (Proxmox VE's
/// formats `pve-userid`, `pve-realm` and `pve-tokenid`).
///
/// ```
/// use deevnet_proxmox::client::TokenId;
///
/// let id: TokenId = "deevnet@pve!inventory".parse()?;
/// assert_eq!(id.user(), "deevnet@pve");
/// assert!("deevnet@pve".parse::<TokenId>().is_err());
/// # Ok::<(), deevnet_proxmox::client::TokenIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(String);

/// The error of a text that names no API token.
///
/// It shows the text only as far as the name of a token may go: what follows an equals sign is a secret that was written with it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{value}\" is not a valid token ID: it is written user@realm!token")]
pub struct TokenIdError {
    value: String,
}

impl TokenIdError {
    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        "write the name that Proxmox VE shows for the token, such as deevnet@pve!inventory, and the secret apart from it"
    }
}

impl TokenId {
    /// The user of the token, with the realm.
    pub fn user(&self) -> &str {
        self.0.split_once('!').map_or(&*self.0, |(user, _)| user)
    }
}

impl FromStr for TokenId {
    type Err = TokenIdError;

    fn from_str(text: &str) -> Result<Self, TokenIdError> {
        let parts = text.rsplit_once('!').and_then(|(user, token)| Some((user.rsplit_once('@')?, token)));
        match parts {
            Some(((user, realm), token)) if is_user(user) && is_identifier(realm) && is_identifier(token) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(TokenIdError { value: text.split('=').next().unwrap_or_default().to_owned() }),
        }
    }
}

fn is_user(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| !char.is_whitespace() && !char.is_control() && !":/@!".contains(char))
}

fn is_identifier(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_has_a_user_a_realm_and_a_name() {
        for good in ["root@pam!t1", "first.last@my-realm!ci_token.2", "ops+x@pve!ab"] {
            assert_eq!(good.parse::<TokenId>().unwrap().to_string(), good);
        }
        for wrong in
            ["", "root@pam", "root!ab", "root@pam!", "root@pam!a", "root@pam!1a", "@pam!ab", "a b@pam!ab", "a@b@pam!ab"]
        {
            assert!(wrong.parse::<TokenId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_that_is_written_with_it_is_not_repeated() {
        let error = "root@pam!ci=7b2f".parse::<TokenId>().unwrap_err();
        insta::assert_snapshot!(error, @r#""root@pam!ci" is not a valid token ID: it is written user@realm!token"#);
    }

    proptest! {
        #[test]
        fn parse_print_parse(user in "[a-z][a-z0-9.+-]{0,10}", realm in "[a-z][a-z0-9]{1,8}", token in "[a-zA-Z][a-zA-Z0-9._-]{1,12}") {
            let id: TokenId = format!("{user}@{realm}!{token}").parse().unwrap();
            prop_assert_eq!(id.user(), format!("{user}@{realm}"));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(id) = text.parse::<TokenId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
