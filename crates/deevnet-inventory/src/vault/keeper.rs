//! Opens what the given passwords open.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deevnet_core::declared::{Data, Map, Unresolved, UnresolvedReason, Value};

use super::cipher::decrypt;
use super::envelope::Envelope;
use super::password::VaultPassword;
use crate::marks;

/// The text of an encrypted value, or why it stayed closed.
type Opened = Result<Arc<str>, String>;

/// The passwords, and what they have opened.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    passwords: Vec<VaultPassword>,
    /// By envelope.
    values: Mutex<BTreeMap<Arc<str>, Opened>>,
}

impl Keeper {
    /// A keeper of passwords.
    pub(crate) fn new(passwords: &[VaultPassword]) -> Self {
        Self { passwords: passwords.to_vec(), ..Self::default() }
    }

    /// Whether there is any password.
    pub(crate) fn has_passwords(&self) -> bool {
        !self.passwords.is_empty()
    }

    /// Decrypts content.
    ///
    /// # Errors
    ///
    /// Why it stays closed, in words that hold no secret.
    pub(crate) fn decrypt(&self, content: &[u8]) -> Result<Vec<u8>, String> {
        let envelope = Envelope::parse(content).map_err(|fault| fault.to_string())?;
        let is_labelled = |password: &&VaultPassword| password.label() == envelope.label.as_deref();
        let (first, others): (Vec<_>, Vec<_>) = self.passwords.iter().partition(is_labelled);
        let mut passwords = first.into_iter().chain(others);
        passwords.find_map(|password| decrypt(&envelope, password.secret())).ok_or_else(|| match &envelope.label {
            Some(label) => format!("none of the given passwords opens it; its label is `{label}`"),
            None => "none of the given passwords opens it".to_owned(),
        })
    }

    /// The value with every encrypted part in it decrypted; a part that no password opens is unresolved.
    pub(crate) fn open(&self, value: &Value) -> Value {
        if self.has_passwords() && holds_secret(value) { self.opened(value) } else { value.clone() }
    }

    fn opened(&self, value: &Value) -> Value {
        match value.data() {
            Data::Secret(envelope) => match self.text(envelope) {
                Ok(text) => Value::text(Arc::clone(&text), value.span(), marks::is_template(&text)),
                Err(reason) => {
                    let message = format!("it is encrypted, and {reason}");
                    let unresolved = Unresolved::new("", UnresolvedReason::WrongPassword, message);
                    Value::new(Data::Unresolved(Arc::new(unresolved)), value.span())
                }
            },
            Data::List(items) => {
                Value::new(Data::List(items.iter().map(|item| self.opened(item)).collect()), value.span())
            }
            Data::Map(map) => {
                let entries = map.iter().map(|(key, value)| (key.clone(), self.opened(value)));
                Value::new(Data::Map(Arc::new(Map::new(entries.collect()))), value.span())
            }
            _ => value.clone(),
        }
    }

    /// The text in an envelope; each is opened once.
    fn text(&self, envelope: &Arc<str>) -> Opened {
        if let Some(known) = self.values().get(envelope) {
            return known.clone();
        }
        let text = self.decrypt(envelope.trim_start().as_bytes()).and_then(|content| {
            String::from_utf8(content).map(Arc::from).map_err(|_| "its content is not UTF-8 text".to_owned())
        });
        self.values().insert(Arc::clone(envelope), text.clone());
        text
    }

    fn values(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, Opened>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn holds_secret(value: &Value) -> bool {
    match value.data() {
        Data::Secret(_) => true,
        Data::List(items) => items.iter().any(holds_secret),
        Data::Map(map) => map.iter().any(|(_, value)| holds_secret(value)),
        _ => false,
    }
}
