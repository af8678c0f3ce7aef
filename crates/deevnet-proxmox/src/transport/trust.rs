//! Which certificate of a node is trusted.

use std::fmt;
use std::sync::Arc;

use deevnet_core::model::CertificateFingerprint;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What makes the certificate of a node trusted.
///
/// Whatever it is, the node proves in the handshake that it holds the certificate's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// The authorities that the system trusts; name and validity are verified.
    System,
    /// The authorities in a PEM file and no others; name and validity are verified.
    CaFile(Vec<u8>),
    /// This one certificate, whatever name is in it, whoever signed it and however old it is.
    Fingerprint(CertificateFingerprint),
    /// Any certificate: whoever stands between sees what is sent, tokens too, and can change it.
    Insecure,
}

/// Why nothing can be trusted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrustError {
    /// The file holds something else than certificates in PEM.
    #[error("the certificates of the authorities cannot be read: {reason}")]
    MalformedCaFile {
        /// What is wrong with it.
        reason: String,
    },
    /// The file holds no certificate.
    #[error("there is no certificate of an authority in the file")]
    EmptyCaFile,
    /// TLS cannot be used here at all.
    #[error("TLS cannot be set up: {reason}")]
    NoTls {
        /// What the library said.
        reason: String,
    },
    /// The system offers no authorities.
    #[error("the authorities of the system cannot be read: {reason}")]
    NoSystemAuthorities {
        /// What the system said.
        reason: String,
    },
}

/// The fingerprint of a certificate that was refused, and why it was.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) fingerprint: CertificateFingerprint,
    pub(super) reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Refused {}

/// How a certificate is judged.
#[derive(Debug)]
enum Judge {
    Authorities(Arc<dyn ServerCertVerifier>),
    Fingerprint(CertificateFingerprint),
    TakesAll,
    /// Refuses every certificate, so that nothing is sent.
    RefusesAll,
}

/// Verifies the certificate of a node, and tells the fingerprint of one that it refuses.
#[derive(Debug)]
struct NodeVerifier {
    judge: Judge,
    provider: Arc<CryptoProvider>,
}

/// The TLS configuration that trusts so.
pub(super) fn configuration(trust: Trust) -> Result<ClientConfig, TrustError> {
    let provider = Arc::new(ring::default_provider());
    let judge = match trust {
        Trust::System => Judge::Authorities(Arc::new(system_verifier(&provider)?)),
        Trust::CaFile(pem) => Judge::Authorities(authorities_verifier(&pem, &provider)?),
        Trust::Fingerprint(fingerprint) => Judge::Fingerprint(fingerprint),
        Trust::Insecure => Judge::TakesAll,
    };
    with_judge(judge, provider)
}

/// The TLS configuration that trusts nobody: every handshake ends with the fingerprint of the node.
pub(super) fn refusing_configuration() -> Result<ClientConfig, TrustError> {
    with_judge(Judge::RefusesAll, Arc::new(ring::default_provider()))
}

fn with_judge(judge: Judge, provider: Arc<CryptoProvider>) -> Result<ClientConfig, TrustError> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| TrustError::NoTls { reason: error.to_string() })?;
    let verifier = Arc::new(NodeVerifier { judge, provider });
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

fn system_verifier(provider: &Arc<CryptoProvider>) -> Result<Verifier, TrustError> {
    Verifier::new(Arc::clone(provider)).map_err(|error| TrustError::NoSystemAuthorities { reason: error.to_string() })
}

fn authorities_verifier(pem: &[u8], provider: &Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, TrustError> {
    let malformed = |reason: String| TrustError::MalformedCaFile { reason };
    let mut authorities = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| malformed(error.to_string()))?;
        authorities.add(certificate).map_err(|error| malformed(error.to_string()))?;
    }
    if authorities.is_empty() {
        return Err(TrustError::EmptyCaFile);
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(authorities), Arc::clone(provider))
        .build()
        .map_err(|error| malformed(error.to_string()))
}

fn fingerprint_of(certificate: &CertificateDer<'_>) -> CertificateFingerprint {
    CertificateFingerprint::new(Sha256::digest(certificate).into())
}

impl NodeVerifier {
    /// Why a certificate is refused.
    fn judge(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), String> {
        match &self.judge {
            Judge::TakesAll => Ok(()),
            Judge::RefusesAll => Err("it is only looked at".to_owned()),
            Judge::Authorities(verifier) => {
                match verifier.verify_server_cert(certificate, intermediates, name, &[], now) {
                    Ok(_) => Ok(()),
                    Err(rustls::Error::InvalidCertificate(error)) => Err(reason(&error)),
                    Err(error) => Err(error.to_string()),
                }
            }
            Judge::Fingerprint(pinned) if fingerprint_of(certificate) == *pinned => Ok(()),
            Judge::Fingerprint(pinned) => Err(format!("it is not the pinned one, whose fingerprint is {pinned}")),
        }
    }
}

/// What is wrong with a certificate, in words.
fn reason(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => "no trusted authority signed it".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name".to_owned()
        }
        error => error.to_string(),
    }
}

impl ServerCertVerifier for NodeVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        match self.judge(end_entity, intermediates, server_name, now) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(reason) => {
                let refused = Refused { fingerprint: fingerprint_of(end_entity), reason };
                Err(rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refused)))))
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
