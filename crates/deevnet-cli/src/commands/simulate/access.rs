//! The file that says how the nodes are reached.

use std::env;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use super::node::RunningNode;
use crate::failure::Failure;

/// The first line, by which a file of an earlier run is told from any other.
const HEADER: &str = "# How the nodes of `deevnet simulate` are reached; it is removed when they end.";

/// An access file, which is there while the nodes are.
pub(super) struct AccessFile {
    path: PathBuf,
}

impl AccessFile {
    /// Writes the file, which only its owner may read.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, or something else is there.
    pub(super) fn write(path: Option<&Path>, nodes: &[RunningNode]) -> Result<Self, Failure> {
        let path = path.map_or_else(temporary, Path::to_owned);
        let failure = |source| Failure::Unwritable { path: path.clone(), source };
        remove_earlier(&path).map_err(failure)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&path).and_then(|mut file| file.write_all(text(nodes).as_bytes()));
        written.map_err(failure)?;
        Ok(Self { path })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for AccessFile {
    fn drop(&mut self) {
        // Nobody is left who could be told.
        drop(fs::remove_file(&self.path));
    }
}

fn temporary() -> PathBuf {
    env::temp_dir().join(format!("deevnet-simulate-{}.toml", process::id()))
}

/// Removes what an earlier run left, and nothing else.
fn remove_earlier(path: &Path) -> io::Result<()> {
    match fs::read_to_string(path) {
        Ok(text) if text.starts_with(HEADER) => fs::remove_file(path),
        Ok(_) => {
            Err(io::Error::new(io::ErrorKind::AlreadyExists, "the file exists and is no access file of a simulation"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn text(nodes: &[RunningNode]) -> String {
    let mut text = format!("{HEADER}\n");
    for node in nodes {
        let _ = write!(
            text,
            "\n[nodes.{}]\nendpoint = \"{}\"\nfingerprint = \"{}\"\ntoken_id = \"{}\"\ntoken_secret = \"{}\"\n",
            key(&node.host),
            node.serving.url(),
            node.serving.fingerprint().unwrap_or_default(),
            RunningNode::token_id(),
            node.secret
        );
    }
    text
}

/// A hostname as a key of TOML, quoted where it has to be.
fn key(host: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !host.is_empty() && host.bytes().all(is_bare) { host.to_owned() } else { format!("{host:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostname_is_a_key_of_toml() {
        assert_eq!((key("hv01"), key("hv01.lab")), ("hv01".to_owned(), "\"hv01.lab\"".to_owned()));
    }

    #[test]
    fn only_what_an_earlier_run_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("access.toml");
        remove_earlier(&file).unwrap();
        fs::write(&file, text(&[])).unwrap();
        remove_earlier(&file).unwrap();
        assert!(!file.exists());
        fs::write(&file, "[nodes.hv01]\n").unwrap();
        assert_eq!(remove_earlier(&file).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(file.exists());
    }
}
