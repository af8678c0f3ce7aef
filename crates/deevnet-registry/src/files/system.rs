//! What a batch asks of the file system.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The few steps that a batch is made of, so that a test can stop after any of them.
pub(crate) trait FileSystem {
    /// The file that a path leads to, symbolic links followed; the path itself where there is nothing yet.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether a path names something.
    fn exists(&self, path: &Path) -> io::Result<bool>;

    /// The bytes of a file; `None` where there is none.
    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>>;

    /// Makes a file with these bytes, complete on the disk, in place of one that was left there. It has the permissions
    /// and, where the system allows it, the owner of the file that it will replace, which must be a regular file that
    /// may be written to; without one, `private` keeps it from other users.
    fn write(&self, path: &Path, bytes: &[u8], replaced: Option<&Path>, private: bool) -> io::Result<()>;

    /// Gives a file another name, in place of what has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file; one that is not there is no error.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Whether there is a folder.
    fn has_folder(&self, path: &Path) -> io::Result<bool>;

    /// Makes a folder; one that is there is no error.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder that is empty; one that is not there or holds something is no error.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Brings the names in a folder to the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

impl FileSystem for Disk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        match fs::canonicalize(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err() => {
                Ok(path.to_owned())
            }
            resolved => resolved,
        }
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        present(fs::symlink_metadata(path)).map(|found| found.is_some())
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        present(fs::read(path))
    }

    fn write(&self, path: &Path, bytes: &[u8], replaced: Option<&Path>, private: bool) -> io::Result<()> {
        let metadata = replaced.map(writable).transpose()?;
        self.remove(path)?;
        let mut file = new_file(path, private)?;
        if let Some(metadata) = metadata {
            keep_owner(&file, &metadata);
            file.set_permissions(metadata.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        present(fs::remove_file(path)).map(drop)
    }

    fn has_folder(&self, path: &Path) -> io::Result<bool> {
        present(fs::metadata(path)).map(|found| found.is_some_and(|metadata| metadata.is_dir()))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            made => made,
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        match present(fs::remove_dir(path)) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
            removed => removed.map(drop),
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        match File::open(path).and_then(|folder| folder.sync_all()) {
            // Not every file system knows how to; then renaming has to be enough.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            synced => synced,
        }
    }
}

/// The outcome of a step on a file; `None` where there is no such file.
fn present<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The metadata of a file that may be replaced: what may not be written to is not replaced either, although its folder
/// would allow it.
fn writable(path: &Path) -> io::Result<Metadata> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    File::options().write(true).open(path)?;
    Ok(metadata)
}

#[cfg(unix)]
fn new_file(path: &Path, private: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    File::options().write(true).create_new(true).mode(if private { 0o600 } else { 0o666 }).open(path)
}

#[cfg(not(unix))]
fn new_file(path: &Path, _: bool) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

/// Gives the new file the owner and group of the old one, which only some users may do.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};

    drop(fchown(file, Some(metadata.uid()), Some(metadata.gid())));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// The folder that holds a file.
pub(crate) fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{FileBatch, FileError};
    use super::*;

    fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pi01.yml");
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn files(folder: &tempfile::TempDir) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
        entries
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read_to_string(entry.path()).unwrap_or_default())
            })
            .collect()
    }

    fn overwritten(path: &Path) -> Result<(), FileError> {
        let mut batch = FileBatch::default();
        batch.overwrite(path, "new");
        batch.write()
    }

    fn of<const N: usize>(expected: [(&str, &str); N]) -> BTreeMap<String, String> {
        expected.map(|(name, text)| (name.to_owned(), text.to_owned())).into()
    }

    #[test]
    fn files_are_replaced_and_made_and_nothing_is_left_behind() {
        let (folder, path) = folder_with("old");
        let mut batch = FileBatch::default();
        batch.replace(&path, "old", "new");
        batch.create(folder.path().join("pi02.yml"), "other");
        batch.write().unwrap();
        assert_eq!(files(&folder), of([("pi01.yml", "new"), ("pi02.yml", "other")]));
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_stops_all() {
        let (folder, path) = folder_with("newer");
        let mut batch = FileBatch::default();
        batch.create(folder.path().join("pi00.yml"), "other");
        batch.replace(&path, "old", "new");
        assert!(matches!(batch.write(), Err(FileError::Changed { .. })));
        assert_eq!(files(&folder), of([("pi01.yml", "newer")]));
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let (folder, path) = folder_with("old");
        assert!(matches!(overwritten(folder.path()), Err(FileError::Unwritable { .. })));
        assert!(matches!(overwritten(&path.join("x")), Err(FileError::Unwritable { .. })));
        assert_eq!(files(&folder), of([("pi01.yml", "old")]));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let (folder, path) = folder_with("old");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.yml");
        symlink("pi01.yml", &link).unwrap();
        overwritten(&link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_a_change_out_of_the_folder_that_is_locked() {
        use std::os::unix::fs::symlink;
        use std::time::Duration;

        use super::super::{FolderLock, LockError};

        let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        symlink(outside.path(), folder.path().join("out")).unwrap();
        fs::create_dir(folder.path().join("own")).unwrap();
        symlink("own", folder.path().join("in")).unwrap();
        let lock = || FolderLock::acquire(folder.path(), "a test", Duration::ZERO);
        let commit = |name: &str| {
            let mut batch = FileBatch::default();
            batch.create(folder.path().join(name).join("new/a.yml"), "new");
            batch.commit(&lock().unwrap())
        };
        assert!(matches!(commit("out"), Err(FileError::Outside { .. })));
        commit("in").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("own/new/a.yml")).unwrap(), "new");

        for state in ["preparing", "decided"] {
            let file = serde_json::json!({"path": "out/new/a.yml", "before": null, "after": "new"});
            let journal = serde_json::json!({"version": 1, "state": state, "folders": ["out/new"], "files": [file]});
            fs::write(folder.path().join(deevnet_inventory::JOURNAL_FILE), journal.to_string()).unwrap();
            assert!(matches!(lock(), Err(LockError::Recovery(FileError::Journal { .. }))));
        }
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_never_replaced() {
        assert!(matches!(overwritten(Path::new("/dev/null")), Err(FileError::Unwritable { .. })));
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
