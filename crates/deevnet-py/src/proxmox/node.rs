//! How a node is reached.

use std::path::PathBuf;
use std::sync::Arc;

use deevnet_access::{NodeAccess, Target};
use deevnet_core::model::Endpoint;
use deevnet_proxmox::client::{ApiToken, Client, ClientOptions, Credentials, HttpsTransport, Login, Trust};
use deevnet_proxmox::transport::Transport;
use pyo3::prelude::*;
use secrecy::SecretString;

use crate::error::{Result, unusable_node};

/// How one node is reached: its endpoint, what is trusted there, and who asks.
///
/// Who asks is an API token, `token_id` and `token_secret`, or a user, `username` and `password`. The certificate is verified
/// against the authorities of the system, those in the PEM file `ca_file`, or by its SHA-256 `fingerprint`; with
/// `insecure=True` it is not, and whoever stands between can read the token. A secret is never shown again.
///
/// >>> node = Node("https://hv01.lab.example.net", token_id="deevnet@pve!plan", token_secret="...")
/// >>> node.endpoint.removeprefix("https://")
/// 'hv01.lab.example.net:8006'
#[pyclass(name = "Node", module = "deevnet", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct PyNode {
    endpoint: Endpoint,
    trust: Trust,
    credentials: Credentials,
}

#[pymethods]
impl PyNode {
    #[new]
    #[pyo3(signature = (
        endpoint, *, token_id = None, token_secret = None, username = None, password = None, ca_file = None,
        fingerprint = None, insecure = false
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python names each of them")]
    fn new(
        endpoint: &str,
        token_id: Option<&str>,
        token_secret: Option<String>,
        username: Option<String>,
        password: Option<String>,
        ca_file: Option<PathBuf>,
        fingerprint: Option<&str>,
        insecure: bool,
    ) -> Result<Self> {
        let token = token_id.zip(token_secret.clone());
        let login = username.clone().zip(password.clone());
        let is_whole = token_id.is_some() == token_secret.is_some() && username.is_some() == password.is_some();
        let credentials = match (token, login) {
            (Some((id, secret)), None) if is_whole => {
                Credentials::Token(ApiToken::new(id.parse()?, SecretString::from(secret)))
            }
            (None, Some((username, password))) if is_whole => {
                Credentials::Password(Login::new(username, SecretString::from(password)))
            }
            _ => {
                let hint = "give token_id and token_secret, or username and password";
                return Err(unusable_node("the credentials of a node are not whole".to_owned(), None, hint));
            }
        };
        Ok(Self { endpoint: endpoint.parse()?, trust: trust(ca_file, fingerprint, insecure)?, credentials })
    }

    /// Where it answers.
    #[getter]
    fn endpoint(&self) -> String {
        self.endpoint.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<Node {}>", self.endpoint)
    }
}

fn trust(ca_file: Option<PathBuf>, fingerprint: Option<&str>, insecure: bool) -> Result<Trust> {
    match (ca_file, fingerprint, insecure) {
        (None, None, false) => Ok(Trust::System),
        (None, None, true) => Ok(Trust::Insecure),
        (None, Some(fingerprint), false) => Ok(Trust::Fingerprint(fingerprint.parse()?)),
        (Some(path), None, false) => Ok(Trust::CaFile(std::fs::read(path).map_err(PyErr::from)?)),
        _ => {
            let hint = "give one of ca_file, fingerprint and insecure";
            Err(unusable_node("there are two ways of trust for a node".to_owned(), None, hint))
        }
    }
}

impl From<&NodeAccess> for PyNode {
    fn from(access: &NodeAccess) -> Self {
        let Target { endpoint, trust, .. } = access.target().clone();
        Self { endpoint, trust, credentials: access.credentials().clone() }
    }
}

impl PyNode {
    /// Whether its certificate is not verified.
    pub(super) fn is_unverified(&self) -> bool {
        self.trust == Trust::Insecure
    }

    /// A client for one call; it holds connections that end with the runtime that they were made on.
    pub(super) fn client(&self, options: ClientOptions) -> Result<Client> {
        let transport = HttpsTransport::new(&self.endpoint, self.trust.clone())?;
        Ok(Client::new(Arc::new(transport) as Arc<dyn Transport>, self.credentials.clone(), options))
    }
}
