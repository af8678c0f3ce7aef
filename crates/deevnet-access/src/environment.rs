//! Tokens from the environment.

use deevnet_proxmox::client::{ApiToken, Credentials};
use secrecy::{ExposeSecret, SecretString};

use crate::fault::NodeFault;

/// The inventory variables of a token.
const ID: (&str, &str) = ("DEEVNET_PROXMOX_TOKEN_ID", "proxmox_token_id");
const SECRET: (&str, &str) = ("DEEVNET_PROXMOX_TOKEN_SECRET", "proxmox_token_secret");

/// What the environment says of one node's token: in variables that end with the host's name, or in those for all nodes.
pub(crate) struct Environment<'h> {
    host: &'h str,
    variables: &'h dyn Fn(&str) -> Option<String>,
}

/// A variable of this process's environment.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

impl<'h> Environment<'h> {
    pub(crate) fn new(host: &'h str) -> Self {
        Self { host, variables: &variable }
    }

    /// The token; a part of it that the environment does not say is asked of the inventory.
    pub(crate) fn token(
        &self,
        mut inventory: impl FnMut(&'static str) -> Result<Option<SecretString>, NodeFault>,
    ) -> Result<Credentials, NodeFault> {
        let mut part = |(variable, key)| match self.get(variable) {
            Some(value) => Ok(Some(value)),
            None => inventory(key),
        };
        let (id, secret) = (part(ID)?, part(SECRET)?);
        let host = || self.host.to_owned();
        match (id, secret) {
            (Some(id), Some(secret)) => {
                let id = id.expose_secret().parse().map_err(|source| NodeFault::TokenId { host: host(), source })?;
                Ok(Credentials::Token(ApiToken::new(id, secret)))
            }
            (Some(_), None) => Err(NodeFault::NoSecret { host: host(), variable: self.own(SECRET.0) }),
            (None, _) => {
                Err(NodeFault::NoCredentials { host: host(), variables: [self.own(ID.0), self.own(SECRET.0)] })
            }
        }
    }

    fn get(&self, variable: &str) -> Option<SecretString> {
        let named = |name: &str| (self.variables)(name).filter(|value| !value.trim().is_empty());
        let value = named(&self.own(variable)).or_else(|| named(variable))?;
        Some(SecretString::from(value.trim()))
    }

    /// The variable for this node alone: what is no letter or digit in the host's name is `_`.
    fn own(&self, variable: &str) -> String {
        let host =
            self.host.chars().map(|char| if char.is_ascii_alphanumeric() { char.to_ascii_uppercase() } else { '_' });
        format!("{variable}_{}", host.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(environment: &[(&str, &str)], inventory: &[(&str, &str)]) -> Result<(String, String), String> {
        let find = |pairs: &[(&str, &str)], name: &str| {
            pairs.iter().find(|(found, _)| *found == name).map(|(_, value)| (*value).to_owned())
        };
        let variables = |name: &str| find(environment, name);
        let environment = Environment { host: "core-hv01", variables: &variables };
        let token = environment.token(|name| Ok(find(inventory, name).map(SecretString::from)));
        match token.map_err(|fault| fault.to_string())? {
            Credentials::Token(token) => Ok((token.id().to_string(), format!("{token:?}"))),
            other => panic!("{other:?}"),
        }
    }

    const INVENTORY: &[(&str, &str)] = &[("proxmox_token_id", "a@pve!inventory"), ("proxmox_token_secret", "s1")];

    #[test]
    fn what_is_said_of_the_node_goes_before_what_is_said_of_all() {
        let id = |environment: &[(&str, &str)]| token(environment, INVENTORY).unwrap().0;
        assert_eq!(id(&[]), "a@pve!inventory");
        assert_eq!(id(&[("DEEVNET_PROXMOX_TOKEN_ID", " a@pve!all ")]), "a@pve!all");
        let own = ("DEEVNET_PROXMOX_TOKEN_ID_CORE_HV01", "a@pve!own");
        assert_eq!(id(&[("DEEVNET_PROXMOX_TOKEN_ID", "a@pve!all"), own]), "a@pve!own");
        assert_eq!(id(&[("DEEVNET_PROXMOX_TOKEN_ID", " ")]), "a@pve!inventory");
    }

    #[test]
    fn what_is_missing_is_named() {
        insta::assert_snapshot!(token(&[], &[]).unwrap_err(), @"there are no credentials for core-hv01");
        insta::assert_snapshot!(token(&[], &INVENTORY[..1]).unwrap_err(), @"there is no secret for the token of core-hv01");
        let wrong = token(&[("DEEVNET_PROXMOX_TOKEN_ID", "a@pve=hunter2")], INVENTORY).unwrap_err();
        insta::assert_snapshot!(wrong, @"the token of core-hv01 cannot be used");
    }

    #[test]
    fn a_token_does_not_show_its_secret() {
        let (_, shown) = token(&[("DEEVNET_PROXMOX_TOKEN_SECRET", "hunter2")], INVENTORY).unwrap();
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
