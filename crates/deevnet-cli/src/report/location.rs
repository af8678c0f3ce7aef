//! How machine formats name files: relative to where the command runs.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The directory that paths are told relative to.
#[derive(Debug, Clone)]
pub(crate) struct Base(PathBuf);

impl Base {
    /// The current directory, or none where the system does not tell it.
    pub(crate) fn current() -> Self {
        Self(std::env::current_dir().unwrap_or_default())
    }

    /// The path relative to the base with forward slashes, where it lies below it.
    pub(super) fn relative(&self, path: &str) -> Option<String> {
        let absolute = normal(&self.0.join(path));
        let below = absolute.strip_prefix(&self.0).ok()?;
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    }

    /// The path as a URI reference: relative where it lies below the base, a `file:` URI otherwise.
    pub(super) fn uri(&self, path: &str) -> Uri {
        if let Some(relative) = self.relative(path) {
            return Uri { text: encoded(&relative), relative: true };
        }
        let absolute = normal(&self.0.join(path)).to_string_lossy().into_owned();
        Uri { text: format!("file://{}", encoded(&absolute)), relative: false }
    }
}

#[cfg(test)]
impl Base {
    /// A directory of a test's choice.
    pub(super) fn at(path: &str) -> Self {
        Self(PathBuf::from(path))
    }
}

/// A URI reference to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Uri {
    /// The reference, percent-encoded.
    pub(super) text: String,
    /// Whether it is relative to the base.
    pub(super) relative: bool,
}

/// The path without `.` and `..`, by its text alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// The path with every byte but the unreserved ones of RFC 3986 (and the slash) percent-encoded.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(path: &str) -> (String, bool) {
        let Uri { text, relative } = Base::at("/home/ops/net").uri(path);
        (text, relative)
    }

    #[test]
    fn files_below_the_base_are_relative() {
        assert_eq!(uri("./host_vars/pi 01.yml"), ("host_vars/pi%2001.yml".into(), true));
        assert_eq!(uri("/home/ops/net/a/../hosts.yml"), ("hosts.yml".into(), true));
        assert_eq!(uri("zürich.yml"), ("z%C3%BCrich.yml".into(), true));
    }

    #[test]
    fn other_files_are_absolute() {
        assert_eq!(uri("../attic/hosts.yml"), ("file:///home/ops/attic/hosts.yml".into(), false));
        assert_eq!(uri("/etc/hosts"), ("file:///etc/hosts".into(), false));
        assert_eq!(uri("."), ("file:///home/ops/net".into(), false));
    }
}
