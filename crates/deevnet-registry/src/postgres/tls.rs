//! Encrypted connections to a server whose certificate is verified.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The protocol name of PostgreSQL, which direct TLS asks for (PostgreSQL manual, section 55.2.11).
const PROTOCOL: &[u8] = b"postgresql";

/// The certificate authorities that vouch for a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// Those of the operating system.
    System,
    /// Those of a PEM file.
    File(PathBuf),
}

/// A connector that verifies the server's chain and host name.
pub(super) fn connector(roots: &Roots) -> Result<MakeRustlsConnect, TlsError> {
    let store = match roots {
        Roots::System => system_roots()?,
        Roots::File(file) => file_roots(file)?,
    };
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(store)
        .with_no_client_auth();
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    Ok(MakeRustlsConnect::new(config))
}

/// The system's authorities. One that cannot be read does not stand in the way of the others.
fn system_roots() -> Result<RootCertStore, TlsError> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if store.is_empty() { Err(TlsError::NoSystemRoots) } else { Ok(store) }
}

fn file_roots(file: &Path) -> Result<RootCertStore, TlsError> {
    let unreadable = |source| TlsError::File { file: file.to_owned(), source };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(unreadable)? {
        store.add(certificate.map_err(unreadable)?)?;
    }
    if store.is_empty() { Err(unreadable(pem::Error::NoItemsFound)) } else { Ok(store) }
}

/// The error of TLS that cannot be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The system has no certificate authorities.
    #[error("the system has no certificate authorities")]
    NoSystemRoots,
    /// A file holds no authorities.
    #[error("cannot read certificates from `{}`", file.display())]
    File {
        /// The file of `sslrootcert`.
        file: PathBuf,
        /// Why not.
        source: pem::Error,
    },
    /// A certificate or setting is not usable.
    #[error("a certificate authority cannot be used")]
    Unusable(#[from] rustls::Error),
}

impl TlsError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NoSystemRoots => "install the package `ca-certificates`, or name a file as `sslrootcert=FILE`",
            Self::File { .. } | Self::Unusable(_) => {
                "name a PEM file with the authority's certificate as `sslrootcert`"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn refused(text: &str) -> TlsError {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        fs::write(&file, text).unwrap();
        connector(&Roots::File(file)).err().unwrap()
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        assert!(matches!(refused(""), TlsError::File { source: pem::Error::NoItemsFound, .. }));
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(refused(broken), TlsError::Unusable(_)));
        let absent = connector(&Roots::File("/nonexistent/ca.pem".into())).err().unwrap();
        assert_eq!(absent.to_string(), "cannot read certificates from `/nonexistent/ca.pem`");
    }
}
