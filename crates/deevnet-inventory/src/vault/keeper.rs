//! Opens what the given passwords open.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deevnet_core::declared::{Data, Map, Value};
use deevnet_core::{Finding, Sources, Span, rules};

use super::cipher::decrypt;
use super::envelope::Envelope;
use super::password::VaultPassword;
use crate::marks;

/// The passwords, and what they have opened.
#[derive(Debug, Default)]
pub(crate) struct Keeper {
    passwords: Vec<VaultPassword>,
    values: Mutex<BTreeMap<Arc<str>, Opened>>,
}

/// An encrypted value that was asked for.
#[derive(Debug)]
struct Opened {
    /// Its text, or why it stayed closed.
    text: Result<Arc<str>, String>,
    /// The first of the places where it stands.
    place: Span,
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

    /// The value with every encrypted part in it decrypted, as far as a password fits.
    pub(crate) fn open(&self, value: &Value) -> Value {
        if self.has_passwords() && holds_secret(value) { self.opened(value) } else { value.clone() }
    }

    fn opened(&self, value: &Value) -> Value {
        match value.data() {
            Data::Secret(envelope) => match self.text(envelope, value.span()) {
                Some(text) => Value::text(Arc::clone(&text), value.span(), marks::is_template(&text)),
                None => value.clone(),
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
    fn text(&self, envelope: &Arc<str>, place: Span) -> Option<Arc<str>> {
        if let Some(known) = self.values().get_mut(envelope) {
            known.place = known.place.min(place);
            return known.text.as_ref().ok().cloned();
        }
        let text = self.decrypt(envelope.trim_start().as_bytes()).and_then(|content| {
            String::from_utf8(content).map(Arc::from).map_err(|_| "its content is not UTF-8 text".to_owned())
        });
        let found = text.as_ref().ok().cloned();
        let mut values = self.values();
        let entry = values.entry(Arc::clone(envelope)).or_insert(Opened { text, place });
        entry.place = entry.place.min(place);
        found
    }

    fn values(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, Opened>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A finding for every value that was asked for and stayed closed, sorted.
    pub(crate) fn findings(&self, sources: &Sources) -> Vec<Finding> {
        let values = self.values();
        let closed = values.values().filter_map(|value| Some((value.place, value.text.as_ref().err()?)));
        let mut findings: Vec<Finding> = closed
            .map(|(place, reason)| {
                let message = format!("the encrypted value cannot be read: {reason}");
                Finding::new(&rules::SECRET_NEEDED, message, sources.position(place))
            })
            .collect();
        findings.sort();
        findings
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
