//! The access file: endpoints, trust and credentials of nodes, kept apart from the inventory.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use deevnet_core::model::{CertificateFingerprint, Endpoint, ProxmoxValueError};
use deevnet_core::nearest;
use deevnet_proxmox::client::{ApiToken, Credentials, Login, TokenId};
use secrecy::SecretString;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::fault::AccessFileError;

/// The variable of the environment that names the access file where nothing else does.
pub const ACCESS_VARIABLE: &str = "DEEVNET_ACCESS";

const NODES: &str = "nodes";
const NODE_KEYS: &[&str] =
    &["endpoint", "ca_file", "fingerprint", "insecure", "token_id", "token_secret", "username", "password"];

/// What an access file says of nodes, by inventory hostname; the default says nothing.
///
/// It is TOML, and nobody but its owner may be able to read it:
///
/// ```toml
/// [nodes.hv01]
/// endpoint = "https://10.20.99.21:8006"
/// fingerprint = "..."                      # or ca_file = "ca.pem", or insecure = true
/// token_id = "deevnet@pve!inventory"       # or username and password
/// token_secret = "..."
/// ```
#[derive(Debug, Default)]
pub struct AccessFile {
    nodes: BTreeMap<String, Section>,
}

/// What it says of one node.
#[derive(Debug, Default)]
struct Section {
    endpoint: Option<Endpoint>,
    trust: Option<DeclaredTrust>,
    credentials: Option<Credentials>,
}

/// What is declared to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DeclaredTrust {
    CaFile(PathBuf),
    Fingerprint(CertificateFingerprint),
    Insecure,
}

impl AccessFile {
    /// Reads the access file at a path, or else the one that the environment names; without either, it says nothing.
    ///
    /// # Errors
    /// As [`read`](Self::read) does.
    pub fn find(path: Option<&Path>) -> Result<Self, AccessFileError> {
        let named = || std::env::var_os(ACCESS_VARIABLE).map(PathBuf::from);
        let path = path.map(Path::to_owned).or_else(named).filter(|path| !path.as_os_str().is_empty());
        path.map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// Reads an access file.
    ///
    /// # Errors
    /// When it cannot be read, others than its owner may read it, or it is not what an access file is.
    pub fn read(path: &Path) -> Result<Self, AccessFileError> {
        let unreadable = |source| AccessFileError::Unreadable { path: path.to_owned(), source };
        refuse_exposed(path, &fs::metadata(path).map_err(unreadable)?)?;
        Self::parse(path, &fs::read_to_string(path).map_err(unreadable)?)
    }

    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, AccessFileError> {
        let reader = Reader { path, text };
        let document = DeTable::parse(text).map_err(|error| reader.syntax(error.span()))?;
        let mut nodes = BTreeMap::new();
        for (key, value) in document.get_ref() {
            if key.get_ref() != NODES {
                return Err(reader.unknown(key, &[NODES]));
            }
            for (host, node) in reader.table(value)? {
                nodes.insert(host.get_ref().to_string(), reader.node(node)?);
            }
        }
        Ok(Self { nodes })
    }

    pub(crate) fn endpoint(&self, host: &str) -> Option<&Endpoint> {
        self.nodes.get(host)?.endpoint.as_ref()
    }

    pub(crate) fn trust(&self, host: &str) -> Option<DeclaredTrust> {
        self.nodes.get(host)?.trust.clone()
    }

    pub(crate) fn credentials(&self, host: &str) -> Option<Credentials> {
        self.nodes.get(host)?.credentials.clone()
    }
}

/// Refuses a file that others than its owner may read or write.
#[cfg(unix)]
fn refuse_exposed(path: &Path, metadata: &fs::Metadata) -> Result<(), AccessFileError> {
    use std::os::unix::fs::MetadataExt;

    let mode = metadata.mode() & 0o777;
    let others = mode & 0o077;
    if others == 0 { Ok(()) } else { Err(AccessFileError::Exposed { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn refuse_exposed(_: &Path, _: &fs::Metadata) -> Result<(), AccessFileError> {
    Ok(())
}

/// Reads the text of an access file. No fault quotes a value, because any may be a secret that stands in the wrong place.
struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

type Node<'a, 't> = BTreeMap<&'a str, &'a Spanned<DeValue<'t>>>;

impl Reader<'_> {
    fn node(&self, value: &Spanned<DeValue<'_>>) -> Result<Section, AccessFileError> {
        let mut node: Node<'_, '_> = BTreeMap::new();
        for (key, value) in self.table(value)? {
            if !NODE_KEYS.contains(&key.get_ref().as_ref()) {
                return Err(self.unknown(key, NODE_KEYS));
            }
            node.insert(key.get_ref(), value);
        }
        Ok(Section {
            endpoint: self.parsed(&node, "endpoint", ProxmoxValueError::hint)?,
            trust: self.trust(&node)?,
            credentials: self.credentials(&node, value.span())?,
        })
    }

    fn trust(&self, node: &Node<'_, '_>) -> Result<Option<DeclaredTrust>, AccessFileError> {
        let fingerprint = self.parsed(node, "fingerprint", ProxmoxValueError::hint)?.map(DeclaredTrust::Fingerprint);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let ca_file = self.string(node, "ca_file")?.map(|file| DeclaredTrust::CaFile(folder.join(file)));
        let insecure = match node.get("insecure") {
            Some(value) => value.get_ref().as_bool().ok_or_else(|| {
                self.fault(value.span(), "`insecure` is neither true nor false", Some("write it without quotes"))
            })?,
            None => false,
        };
        let mut ways = [fingerprint, ca_file, insecure.then_some(DeclaredTrust::Insecure)].into_iter().flatten();
        let trust = ways.next();
        match (ways.next(), node.get("insecure").or(node.get("ca_file"))) {
            (Some(_), Some(value)) => {
                let hint = "keep one of `fingerprint`, `ca_file` and `insecure`";
                Err(self.fault(value.span(), "there are two ways of trust", Some(hint)))
            }
            _ => Ok(trust),
        }
    }

    fn credentials(&self, node: &Node<'_, '_>, place: Range<usize>) -> Result<Option<Credentials>, AccessFileError> {
        let id: Option<TokenId> = self.parsed(node, "token_id", deevnet_proxmox::client::TokenIdError::hint)?;
        let secret = self.string(node, "token_secret")?.map(SecretString::from);
        let username = self.string(node, "username")?;
        let password = self.string(node, "password")?.map(SecretString::from);
        match (id, secret, username, password) {
            (None, None, None, None) => Ok(None),
            (Some(id), Some(secret), None, None) => Ok(Some(Credentials::Token(ApiToken::new(id, secret)))),
            (None, None, Some(username), Some(password)) => {
                Ok(Some(Credentials::Password(Login::new(username, password))))
            }
            _ => {
                let hint = "write `token_id` and `token_secret`, or `username` and `password`";
                Err(self.fault(place, "the credentials are not whole, or there are two", Some(hint)))
            }
        }
    }

    fn parsed<T>(
        &self,
        node: &Node<'_, '_>,
        key: &str,
        hint: impl Fn(&T::Err) -> &'static str,
    ) -> Result<Option<T>, AccessFileError>
    where
        T: FromStr,
    {
        let Some(text) = self.string(node, key)? else { return Ok(None) };
        let span = node.get(key).map_or(0..0, |value| value.span());
        let refuse = |error: T::Err| self.fault(span, &format!("`{key}` has another form"), Some(hint(&error)));
        text.parse().map(Some).map_err(refuse)
    }

    fn string(&self, node: &Node<'_, '_>, key: &str) -> Result<Option<String>, AccessFileError> {
        let Some(value) = node.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.to_string())),
            _ => Err(self.fault(value.span(), &format!("`{key}` is not text"), Some("put it in quotes"))),
        }
    }

    fn table<'a, 't>(&self, value: &'a Spanned<DeValue<'t>>) -> Result<&'a DeTable<'t>, AccessFileError> {
        let hint = "write `[nodes.<inventory hostname>]` and what holds for that node below";
        value.get_ref().as_table().ok_or_else(|| self.fault(value.span(), "it is no table", Some(hint)))
    }

    fn unknown(&self, key: &Spanned<DeString<'_>>, known: &[&str]) -> AccessFileError {
        let name = key.get_ref().as_ref();
        let meant = nearest(name, known.iter().copied()).map(|meant| format!("did you mean `{meant}`?"));
        let hint = meant.unwrap_or_else(|| format!("known here: {}", known.join(", ")));
        self.fault(key.span(), &format!("`{name}` is not known"), Some(&hint))
    }

    fn syntax(&self, place: Option<Range<usize>>) -> AccessFileError {
        self.fault(
            place.unwrap_or(0..0),
            "this is not TOML",
            Some("texts stand in quotes, one `key = \"value\"` a line"),
        )
    }

    fn fault(&self, place: Range<usize>, fault: &str, hint: Option<&str>) -> AccessFileError {
        let before = self.text.get(..place.start).unwrap_or(self.text);
        AccessFileError::Malformed {
            path: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            fault: fault.to_owned(),
            hint: hint.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<AccessFile, AccessFileError> {
        AccessFile::parse(Path::new("keys/nodes.toml"), text)
    }

    #[test]
    fn every_key_is_read() {
        let access = parse(&format!(
            "[nodes.hv01]\nendpoint = \"https://10.20.99.21\"\nfingerprint = \"{}\"\ntoken_id = \"a@pve!ci\"\ntoken_secret = \"x\"\n\
             [nodes.hv02]\nca_file = \"ca.pem\"\nusername = \"a@pve\"\npassword = \"x\"\n\
             [nodes.hv03]\ninsecure = true\n[nodes.hv04]\ninsecure = false\n",
            "ab".repeat(32)
        ))
        .unwrap();
        assert_eq!(access.endpoint("hv01").unwrap().to_string(), "https://10.20.99.21:8006");
        assert!(matches!(access.trust("hv01"), Some(DeclaredTrust::Fingerprint(_))));
        assert!(matches!(access.credentials("hv01"), Some(Credentials::Token(_))));
        assert_eq!(access.trust("hv02"), Some(DeclaredTrust::CaFile("keys/ca.pem".into())));
        assert!(matches!(access.credentials("hv02"), Some(Credentials::Password(_))));
        assert_eq!(access.trust("hv03"), Some(DeclaredTrust::Insecure));
        assert!(access.credentials("hv03").is_none());
        assert_eq!(access.trust("hv04"), None);
        assert!(access.endpoint("hv99").is_none());
    }

    #[test]
    fn faults_tell_their_place_and_no_value() {
        let mut text = String::new();
        for content in [
            "[nodes.hv01]\ntoken_secret = hunter2\n",
            "[nodes.hv01]\ntoken_secret = 42\n",
            "[nodes.hv01]\ntoken_id = \"a@pve!ci\"\n",
            "[nodes.hv01]\ntoken_id = \"hunter2\"\ntoken_secret = \"x\"\n",
            "[nodes.hv01]\ntokn_id = \"a\"\n",
            "[nodes.hv01]\nendpoint = \"http://hunter2\"\n",
            "[nodes.hv01]\ninsecure = \"yes\"\n",
            "[nodes.hv01]\nca_file = \"ca.pem\"\ninsecure = true\n",
            "[hv01]\n",
            "nodes = 1\n",
        ] {
            let error = parse(content).unwrap_err();
            writeln!(text, "{error}\n  {}", error.hint().unwrap_or_default()).unwrap();
        }
        assert!(!text.contains("hunter2"), "{text}");
        insta::assert_snapshot!(text, @r#"
        `keys/nodes.toml` line 2: this is not TOML
          texts stand in quotes, one `key = "value"` a line
        `keys/nodes.toml` line 2: `token_secret` is not text
          put it in quotes
        `keys/nodes.toml` line 1: the credentials are not whole, or there are two
          write `token_id` and `token_secret`, or `username` and `password`
        `keys/nodes.toml` line 2: `token_id` has another form
          write the name that Proxmox VE shows for the token, such as deevnet@pve!inventory, and the secret apart from it
        `keys/nodes.toml` line 2: `tokn_id` is not known
          did you mean `token_id`?
        `keys/nodes.toml` line 2: `endpoint` has another form
          write it as https://<host>:8006
        `keys/nodes.toml` line 2: `insecure` is neither true nor false
          write it without quotes
        `keys/nodes.toml` line 3: there are two ways of trust
          keep one of `fingerprint`, `ca_file` and `insecure`
        `keys/nodes.toml` line 1: `hv01` is not known
          known here: nodes
        `keys/nodes.toml` line 1: it is no table
          write `[nodes.<inventory hostname>]` and what holds for that node below
        "#);
    }

    #[test]
    #[cfg(unix)]
    fn a_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nodes.toml");
        fs::write(&path, "[nodes.hv01]\n").unwrap();
        for (mode, is_refused) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true), (0o622, true)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let read = AccessFile::read(&path);
            assert_eq!(matches!(read, Err(AccessFileError::Exposed { .. })), is_refused, "{mode:o}: {read:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_or_shows_a_secret(before in ".{0,40}", key in "[a-z_]{1,12}", quote in "[\"']?") {
            let text = format!("{before}\n[nodes.hv01]\n{key} = {quote}hunter2hunter2{quote}\ntoken_secret = hunter2hunter2\n");
            let shown = format!("{:?}", parse(&text));
            prop_assert!(!shown.contains("hunter2hunter2"), "{}", shown);
        }
    }
}
