//! Atomic writing of files: the whole new text, or the old one untouched.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use crate::failure::Failure;

/// What the names of unfinished files begin with.
const PREFIX: &str = ".deevnet-";

/// A text that is complete on the disk, beside the file that it will become.
#[derive(Debug)]
pub(crate) struct Staged {
    target: PathBuf,
    complete: TempPath,
}

impl Staged {
    /// Writes a new text for a file that exists, with the same permissions and, where the system allows it, the same
    /// owner. A symbolic link stays; the file that it leads to is the one that will be replaced.
    pub(crate) fn replacing(path: &Path, text: &str) -> Result<Self, Failure> {
        let stage = || {
            let target = fs::canonicalize(path)?;
            let complete = write_like(&target, text)?;
            Ok(Self { target, complete })
        };
        stage().map_err(|source| unwritable(path, source))
    }

    /// Writes the text of a file that may not exist yet.
    pub(crate) fn new(path: &Path, text: &str) -> Result<Self, Failure> {
        if fs::symlink_metadata(path).is_ok() {
            return Self::replacing(path, text);
        }
        let complete = write_beside(path, text, |_| Ok(())).map_err(|source| unwritable(path, source))?;
        Ok(Self { target: path.to_owned(), complete })
    }

    /// Puts the text in place if the file still holds what it held before.
    pub(crate) fn commit_over(self, before: &str) -> Result<(), Failure> {
        if fs::read(&self.target).map_err(|source| unwritable(&self.target, source))? != before.as_bytes() {
            return Err(Failure::Changed { path: self.target });
        }
        self.commit()
    }

    /// Puts the text in place.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        self.complete.persist(&self.target).map_err(|error| unwritable(&self.target, error.error))?;
        // The text is in place; that its name reaches the disk now is a courtesy that not every system grants.
        drop(File::open(directory(&self.target)).and_then(|directory| directory.sync_all()));
        Ok(())
    }
}

fn unwritable(path: &Path, source: io::Error) -> Failure {
    Failure::Unwritable { path: path.to_owned(), source }
}

/// Writes a text beside a file that it will replace, with that file's permissions and owner.
fn write_like(target: &Path, text: &str) -> io::Result<TempPath> {
    let metadata = fs::metadata(target)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    // A file that may not be written to is not replaced either, although its directory would allow it.
    File::options().write(true).open(target)?;
    write_beside(target, text, |file| {
        keep_owner(file, &metadata);
        file.set_permissions(metadata.permissions())
    })
}

fn write_beside(target: &Path, text: &str, finish: impl FnOnce(&File) -> io::Result<()>) -> io::Result<TempPath> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    permit_as_usual(&mut builder);
    let directory = directory(target);
    fs::metadata(directory)?;
    // The library's error names the temporary file, which means nothing to the user: its kind says enough.
    let mut file = builder.tempfile_in(directory).map_err(|error| io::Error::from(error.kind()))?;
    file.write_all(text.as_bytes())?;
    finish(file.as_file())?;
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Lets a new file have the permissions that the user's mask allows, not those of a private temporary file.
#[cfg(unix)]
fn permit_as_usual(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn permit_as_usual(_: &mut Builder<'_, '_>) {}

/// Gives the new file the owner and group of the old one, which only some users may do.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};

    drop(fchown(file, Some(metadata.uid()), Some(metadata.gid())));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pi01.yml");
        fs::write(&path, text).unwrap();
        (directory, path)
    }

    fn entries(directory: &tempfile::TempDir) -> usize {
        fs::read_dir(directory.path()).unwrap().count()
    }

    #[test]
    fn the_text_is_replaced_and_nothing_is_left_behind() {
        let (directory, path) = directory_with("old");
        Staged::replacing(&path, "new").unwrap().commit_over("old").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(entries(&directory), 1);
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_alone() {
        let (directory, path) = directory_with("old");
        let staged = Staged::replacing(&path, "new").unwrap();
        fs::write(&path, "newer").unwrap();
        assert!(matches!(staged.commit_over("old"), Err(Failure::Changed { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "newer");
        assert_eq!(entries(&directory), 1);
    }

    #[test]
    fn a_file_that_does_not_exist_is_made() {
        let (directory, path) = directory_with("old");
        let other = path.with_file_name("pi02.yml");
        Staged::new(&other, "new").unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "new");
        assert_eq!(entries(&directory), 2);
        assert!(matches!(Staged::new(directory.path(), "new"), Err(Failure::Unwritable { .. })));
        assert!(matches!(Staged::new(&path.join("x"), "new"), Err(Failure::Unwritable { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let (directory, path) = directory_with("old");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = directory.path().join("link.yml");
        symlink("pi01.yml", &link).unwrap();
        Staged::replacing(&link, "new").unwrap().commit().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced() {
        assert!(matches!(Staged::new(Path::new("/dev/null"), "new"), Err(Failure::Unwritable { .. })));
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
