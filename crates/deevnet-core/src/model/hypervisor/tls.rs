//! What makes a node's certificate trusted.

use std::sync::Arc;

use serde::Serialize;

use super::CertificateFingerprint;
use crate::declared::Value;
use crate::model::proxmox::read_form;
use crate::model::reader::{Key, Reader};
use crate::source::Spanned;

pub(in crate::model) const TLS_KEYS: &[&str] = &["ca_file", "fingerprint", "insecure"];

/// How the certificate of a node's endpoint is verified; where nothing is declared, by the system's authorities.
///
/// Of several the strictest holds: the fingerprint before the file, and `insecure` only where nothing else is declared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Tls {
    /// The file with the certificates of the authorities that are trusted instead of the system's, in PEM.
    pub ca_file: Option<Spanned<Arc<str>>>,
    /// The one certificate that is trusted, whatever name is in it and whoever signed it.
    pub fingerprint: Option<Spanned<CertificateFingerprint>>,
    /// Whether any certificate is taken, so that anybody between can read and change what is sent.
    pub insecure: Option<Spanned<bool>>,
}

impl Tls {
    /// Whether any certificate is taken.
    pub fn is_insecure(&self) -> bool {
        self.insecure.is_some_and(|flag| flag.value)
    }

    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Self> {
        let mut tls = Self::default();
        for (name, span, value) in reader.map(key, value)?.text_entries() {
            let key = key.child(name);
            match name {
                "ca_file" => tls.ca_file = reader.text(key, value),
                "fingerprint" => tls.fingerprint = read_form(reader, key, value),
                "insecure" => tls.insecure = reader.boolean(key, value),
                _ => reader.unknown_key(key, span, TLS_KEYS),
            }
        }
        Some(tls)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, messages};
    use crate::model::Tls;
    use crate::rules::{PROXMOX_VALUE_INVALID, UNKNOWN_KEY};

    fn declaration(tls: &Value) -> Value {
        json!({ "hosts": { "hv01": { "deevnet_hypervisor": { "tls": tls } } } })
    }

    fn read(tls: &Value) -> Tls {
        let checked = crate::check(&declared_from_json(&declaration(tls)));
        checked.substrate.hosts["hv01"].hypervisor.clone().unwrap().tls
    }

    #[test]
    fn each_way_of_trust_is_read() {
        assert_eq!(read(&json!({})), Tls::default());
        let tls = read(&json!({ "ca_file": "pve-root-ca.pem", "fingerprint": "ab".repeat(32), "insecure": true }));
        assert_eq!(&*tls.ca_file.clone().unwrap().value, "pve-root-ca.pem");
        assert_eq!(tls.fingerprint.unwrap().value.octets(), [0xab; 32]);
        assert!(tls.is_insecure());
        assert!(!read(&json!({ "insecure": false })).is_insecure());
    }

    #[test]
    fn what_is_wrong_is_told() {
        let declaration = declaration(&json!({ "fingerprint": "ab:cd", "fingreprint": "x" }));
        assert_eq!(messages(&PROXMOX_VALUE_INVALID, &declaration).len(), 1);
        assert_eq!(messages(&UNKNOWN_KEY, &declaration).len(), 1);
    }
}
