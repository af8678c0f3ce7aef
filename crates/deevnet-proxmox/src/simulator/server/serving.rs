//! A node that is served.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use super::certificate::Certificate;
use super::connection::answer_all;
use super::error::ServeError;
use crate::simulator::Simulator;

/// How a node is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// In the clear, which no real node offers.
    Http,
    /// With TLS and a certificate that signs itself.
    #[default]
    Https,
}

/// A node that is served until this is dropped.
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    scheme: Scheme,
    fingerprint: Option<String>,
    certificate: Option<String>,
    task: JoinHandle<()>,
}

impl Serving {
    /// The address it is served at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL: `https://127.0.0.1:8006`.
    pub fn url(&self) -> String {
        let scheme = match self.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
        };
        format!("{scheme}://{}", self.address)
    }

    /// The SHA-256 fingerprint of its certificate, as pairs of hexadecimal digits with colons.
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Its certificate as text (PEM), for a file of trusted ones.
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Simulator {
    /// Serves a node at a socket, in the background of the tokio runtime that this is called in.
    ///
    /// # Errors
    ///
    /// Where there is no such node, or no certificate can be made for it.
    pub fn serve(&self, node: &str, listener: TcpListener, scheme: Scheme) -> Result<Serving, ServeError> {
        let name = self.nodes().find(|name| &***name == node).cloned();
        let name = name.ok_or_else(|| ServeError::NoSuchNode { name: node.to_owned() })?;
        let address = listener.local_addr().map_err(|source| ServeError::Address { source })?;
        let certificate = match scheme {
            Scheme::Http => None,
            Scheme::Https => Some(Certificate::new(node)?),
        };
        let acceptor = certificate.as_ref().map(|certificate| certificate.acceptor.clone());
        let fingerprint = certificate.as_ref().map(|certificate| certificate.fingerprint.clone());
        if let Some(fingerprint) = fingerprint.clone() {
            self.with(node, |node| node.fingerprint = fingerprint);
        }
        let task = tokio::spawn(accept(self.clone(), name, listener, acceptor));
        Ok(Serving { address, scheme, fingerprint, certificate: certificate.map(|certificate| certificate.pem), task })
    }
}

async fn accept(simulator: Simulator, node: Arc<str>, listener: TcpListener, acceptor: Option<TlsAcceptor>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connect(simulator.clone(), node.clone(), stream, acceptor.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Speaks with a client until one of both ends it; how it ends is nothing to a node.
async fn connect(simulator: Simulator, node: Arc<str>, stream: TcpStream, acceptor: Option<TlsAcceptor>) {
    let _ = stream.set_nodelay(true);
    match acceptor {
        None => answer_all(simulator, node, stream).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                answer_all(simulator, node, stream).await;
            }
        }
    }
}
