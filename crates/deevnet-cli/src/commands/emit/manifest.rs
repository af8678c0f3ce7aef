//! What was written into a folder, kept there.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the manifest: hidden, so that whatever reads the folder passes it over.
pub(super) const MANIFEST_FILE: &str = ".deevnet-emit.json";

/// The version of the document.
const VERSION: u32 = 1;

/// The files that were written into a folder, and what each held then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    version: u32,
    /// The substrate that they were emitted from, where it has a name.
    pub(super) substrate: Option<String>,
    /// The digest of each file, by its path in the folder, such as `hosts/hosts`.
    pub(super) files: BTreeMap<String, Digest>,
}

/// The SHA-256 digest of a file, as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Digest(String);

impl Digest {
    /// The digest of a content.
    pub(super) fn of(content: &[u8]) -> Self {
        let digits = Sha256::digest(content).into_iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        Self(digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect())
    }
}

/// Why a manifest cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    /// It could not be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// It is no such document.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// Another version of deevnet wrote it.
    #[error("its version is {found}, and only {VERSION} is known")]
    Version {
        /// The version that it says.
        found: u32,
    },
    /// It names a place where nothing is ever written.
    #[error("`{path}` is no file in a target's folder")]
    Path {
        /// The path in it.
        path: String,
    },
}

impl Manifest {
    /// The manifest of files that are written.
    pub(super) fn of(substrate: Option<String>, files: &BTreeMap<String, &str>) -> Self {
        let files = files.iter().map(|(path, content)| (path.clone(), Digest::of(content.as_bytes()))).collect();
        Self { version: VERSION, substrate, files }
    }

    /// The manifest in a folder, with its text, if there is one.
    pub(super) fn read(folder: &Path) -> Result<Option<(Self, String)>, ManifestError> {
        let text = match fs::read_to_string(folder.join(MANIFEST_FILE)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        let found = serde_json::from_str::<Versioned>(&text)?.version;
        if found != VERSION {
            return Err(ManifestError::Version { found });
        }
        let manifest: Self = serde_json::from_str(&text)?;
        match manifest.files.keys().find(|path| !is_place(path)) {
            Some(path) => Err(ManifestError::Path { path: path.clone() }),
            None => Ok(Some((manifest, text))),
        }
    }

    /// Its text.
    pub(super) fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Whether a path is where a target's file can be: in a folder of the folder, under a name that files are given.
fn is_place(path: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    let is_name = |name: &str| !matches!(name, "" | "." | "..") && name.chars().all(is_plain);
    path.split_once('/').is_some_and(|(target, file)| is_name(target) && is_name(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<(Manifest, String)>, ManifestError> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(MANIFEST_FILE), text).unwrap();
        Manifest::read(folder.path())
    }

    #[test]
    fn it_reads_what_it_writes() {
        let files = BTreeMap::from([("hosts/hosts".to_owned(), "127.0.0.1 localhost\n")]);
        let manifest = Manifest::of(Some("lab".to_owned()), &files);
        insta::assert_snapshot!(manifest.text().unwrap(), @r#"
        {
          "version": 1,
          "substrate": "lab",
          "files": {
            "hosts/hosts": "081ef9d5367595d16e30b4b4549d9f43537320508b4ce0788963e10e4f808857"
          }
        }
        "#);
        let text = manifest.text().unwrap();
        assert_eq!(read(&text).unwrap(), Some((manifest, text)));
    }

    #[test]
    fn a_manifest_that_names_other_places_is_refused() {
        for path in ["../hosts", "hosts/..", "/etc/passwd", "hosts", "hosts/a/b", "hosts/", "./x", "a\\\\b/c"] {
            let text = format!(r#"{{"version": 1, "substrate": null, "files": {{"{path}": ""}}}}"#);
            assert!(matches!(read(&text), Err(ManifestError::Path { .. })), "{path}");
        }
    }

    #[test]
    fn another_version_is_told_whatever_it_holds() {
        let error = read(r#"{"version": 2, "trees": []}"#).unwrap_err();
        assert_eq!(error.to_string(), "its version is 2, and only 1 is known");
    }
}
