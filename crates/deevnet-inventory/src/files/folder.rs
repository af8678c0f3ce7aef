//! What a folder holds.

use std::fs::{self, DirEntry, FileType};
use std::io;

use super::Place;

/// What an entry of a folder is, links followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link to nothing.
    Dangling,
    /// A device, pipe or socket.
    Special,
}

impl Kind {
    /// Why there is nothing to read, if so.
    pub(super) fn obstacle(self) -> Option<&'static str> {
        match self {
            Self::File | Self::Folder => None,
            Self::Dangling => Some("is a link to nothing"),
            Self::Special => Some("is no regular file"),
        }
    }
}

/// One entry of a folder.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// The entries of a folder, sorted by name as Ansible sorts them; names that are no Unicode text are left out.
///
/// # Errors
///
/// What the system says when the folder cannot be listed.
pub(crate) fn entries(folder: &Place) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder.path())? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            let kind = kind(&entry)?;
            entries.push(Entry { name, kind });
        }
    }
    entries.sort_unstable_by(|left, right| left.name.cmp(&right.name));
    Ok(entries)
}

fn kind(entry: &DirEntry) -> io::Result<Kind> {
    let kind = entry.file_type()?;
    if !kind.is_symlink() {
        return Ok(of(kind));
    }
    Ok(fs::metadata(entry.path()).map_or(Kind::Dangling, |metadata| of(metadata.file_type())))
}

fn of(kind: FileType) -> Kind {
    if kind.is_file() {
        Kind::File
    } else if kind.is_dir() {
        Kind::Folder
    } else {
        Kind::Special
    }
}

/// The part of a file name from its last dot on, empty where it has none or only begins with one.
pub(crate) fn extension(name: &str) -> &str {
    let body = name.trim_start_matches('.');
    body.rfind('.').map_or("", |at| &body[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_as_python_splits_them() {
        for (name, expected) in
            [("a.yml", ".yml"), ("a", ""), (".a", ""), ("a.b.json", ".json"), ("a.", "."), ("..a.b", ".b")]
        {
            assert_eq!(extension(name), expected, "{name}");
        }
    }
}
