//! Forms of texts.

mod access;
mod guest;
mod identifier;

pub(crate) use access::{
    GROUP_LIST, PRIVILEGE_LIST, REALM, ROLE_LIST, TOKEN_LIST, TOKEN_NAME, USER, USER_LIST, USER_OR_TOKEN,
};
pub(crate) use guest::{VMID, VMID_LIST};
pub(crate) use identifier::{CONFIGURATION_ID_LIST, NODE, POOL, STORAGE_ID_LIST};

/// A form of a text, by the name that the schema has for it.
#[derive(Debug)]
pub(crate) struct Format {
    /// The name in the schema, without `-list` or `-opt`.
    #[expect(dead_code, reason = "tells people which of the schema's it is")]
    pub(crate) name: &'static str,
    /// Whether a value may have several such texts.
    pub(crate) list: bool,
    /// What is wrong with a text, with the line break at its end.
    pub(crate) rule: fn(&str) -> Result<(), String>,
}

impl Format {
    /// A form.
    pub(crate) const fn new(name: &'static str, rule: fn(&str) -> Result<(), String>) -> Self {
        Self { name, list: false, rule }
    }

    /// A list of texts of a form, with `,`, `;`, white space or NUL between them.
    pub(crate) const fn list(name: &'static str, rule: fn(&str) -> Result<(), String>) -> Self {
        Self { name, list: true, rule }
    }

    /// Checks a value.
    ///
    /// # Errors
    ///
    /// With the text of Proxmox VE.
    pub(crate) fn check(&self, value: &str) -> Result<(), String> {
        let checked = if self.list {
            let parts = value.split(|c: char| matches!(c, ',' | ';' | '\0') || c.is_whitespace());
            parts.filter(|part| !part.is_empty()).try_for_each(|part| (self.rule)(part))
        } else {
            (self.rule)(value)
        };
        checked.map_err(|error| format!("invalid format - {error}"))
    }
}

/// A text of ASCII letters, digits and some other characters.
pub(crate) fn is_made_of(text: &str, others: &[u8]) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
}
