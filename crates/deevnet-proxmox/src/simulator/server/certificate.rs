//! Certificates that sign themselves, as those of new nodes do.

use std::fmt::Write as _;
use std::sync::Arc;

use rcgen::generate_simple_self_signed;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;

use super::error::ServeError;

/// A certificate with what accepts connections in its name.
pub(super) struct Certificate {
    pub(super) acceptor: TlsAcceptor,
    /// The SHA-256 fingerprint, as pairs of hexadecimal digits with colons.
    pub(super) fingerprint: String,
    /// The certificate as text.
    pub(super) pem: String,
}

impl Certificate {
    /// A new certificate for a node, which is good for the names of this machine too.
    pub(super) fn new(node: &str) -> Result<Self, ServeError> {
        let fault = |reason: String| ServeError::Certificate { name: node.to_owned(), reason };
        let names = [node, "localhost", "127.0.0.1", "::1"].map(str::to_owned);
        let made = generate_simple_self_signed(names).map_err(|error| fault(error.to_string()))?;
        let certificate = made.cert.der().clone();
        let fingerprint = fingerprint(&certificate);
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate], key))
            .map_err(|error| fault(error.to_string()))?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), fingerprint, pem: made.cert.pem() })
    }
}

fn fingerprint(certificate: &[u8]) -> String {
    let hash = Sha256::digest(certificate);
    let digits = hash.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, ":{byte:02X}");
        digits
    });
    digits.trim_start_matches(':').to_owned()
}
