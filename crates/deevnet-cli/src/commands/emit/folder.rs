//! A folder that holds every target.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

use deevnet_core::emit::{EmitError, Everything, Target};

use super::change::{Change, Changes};
use super::failure::{Conflict, FolderFailure};
use super::manifest::{Digest, MANIFEST_FILE, Manifest};
use crate::failure::Failure;

/// A folder, and what was written into it before.
pub(super) struct Folder<'a> {
    root: &'a Path,
    manifest: Option<(Manifest, String)>,
}

/// What stands at a path.
enum Found {
    Nothing,
    File(Vec<u8>),
    /// A folder, a symbolic link, a device; or a file where the folder should be.
    Other,
}

impl<'a> Folder<'a> {
    /// Reads what was written into a folder, which need not exist.
    pub(super) fn open(root: &'a Path) -> Result<Self, FolderFailure> {
        let unusable = |source| FolderFailure::Manifest { path: root.join(MANIFEST_FILE), source };
        Ok(Self { root, manifest: Manifest::read(root).map_err(unusable)? })
    }

    /// What has to change in it to hold every target, and nothing else that was ever written.
    pub(super) fn changes(&self, substrate: Option<&str>, everything: &Everything) -> Result<Changes, Failure> {
        self.require_same(substrate)?;
        let (wanted, mut changes) = (everything.files(), Changes::default());
        for (name, content) in &wanted {
            self.settle(name, Some(content), &mut changes)?;
        }
        for name in self.written().keys().filter(|name| !wanted.contains_key(*name)) {
            match refused(name, everything) {
                Some((target, error)) => self.miss(name, target, error, &mut changes)?,
                None => self.settle(name, None, &mut changes)?,
            }
        }
        self.look_around(&wanted, &mut changes)?;
        self.remember(&Manifest::of(substrate.map(str::to_owned), &wanted), &mut changes)?;
        Ok(changes)
    }

    /// Notes what stands there without having been written: files that are ours from now on, and files that are not.
    fn look_around(&self, wanted: &BTreeMap<String, &str>, changes: &mut Changes) -> Result<(), Failure> {
        if self.manifest.is_none() {
            changes.adopted = changes.unchanged;
        }
        let is_ours = |name: &str| wanted.contains_key(name) || self.written().contains_key(name);
        for target in Target::ALL {
            for file in entries(&self.root.join(target.name()))? {
                if !is_ours(&format!("{target}/{}", file.to_string_lossy())) {
                    changes.foreign.insert(self.root.join(target.name()).join(file));
                }
            }
        }
        Ok(())
    }

    /// The digests of what was written.
    fn written(&self) -> &BTreeMap<String, Digest> {
        static NOTHING: BTreeMap<String, Digest> = BTreeMap::new();
        self.manifest.as_ref().map_or(&NOTHING, |(manifest, _)| &manifest.files)
    }

    fn require_same(&self, substrate: Option<&str>) -> Result<(), FolderFailure> {
        let Some((manifest, _)) = &self.manifest else { return Ok(()) };
        let found = manifest.substrate.as_deref();
        if found == substrate {
            return Ok(());
        }
        let told =
            |name: Option<&str>| name.map_or_else(|| "one without a name".to_owned(), |name| format!("`{name}`"));
        Err(FolderFailure::OtherSubstrate { path: self.root.to_owned(), found: told(found), wanted: told(substrate) })
    }

    /// What becomes of one file that shall hold a content, or be gone.
    fn settle(&self, name: &str, wanted: Option<&str>, changes: &mut Changes) -> Result<(), Failure> {
        let path = self.root.join(name);
        match (find(&path)?, wanted) {
            (Found::Nothing, None) => {}
            (Found::Nothing, Some(content)) => changes.add(path, Change::Create { after: content.to_owned() }),
            (Found::File(bytes), Some(content)) if bytes == content.as_bytes() => changes.unchanged += 1,
            (Found::File(bytes), wanted) => match self.written().get(name) {
                Some(digest) if *digest == Digest::of(&bytes) => changes.add(path, ours(&bytes, wanted)),
                Some(_) => changes.conflict(Conflict::Edited { path }),
                None => changes.conflict(Conflict::Foreign { path }),
            },
            (Found::Other, _) => changes.conflict(Conflict::Foreign { path }),
        }
        Ok(())
    }

    /// What becomes of one file of a target that cannot be emitted: it may not stand there.
    fn miss(&self, name: &str, target: Target, error: &EmitError, changes: &mut Changes) -> Result<(), Failure> {
        if !matches!(find(&self.root.join(name))?, Found::Nothing) {
            let path = self.root.join(target.name());
            changes.conflict(Conflict::Lost { path, target, reason: error.to_string(), hint: error.hint() });
        }
        Ok(())
    }

    /// The change of the manifest itself.
    fn remember(&self, manifest: &Manifest, changes: &mut Changes) -> Result<(), Failure> {
        let (path, after) = (self.root.join(MANIFEST_FILE), manifest.text()?);
        let change = match &self.manifest {
            Some((_, before)) if *before == after => return Ok(()),
            Some((_, before)) => Change::Update { before: before.clone(), after },
            None => Change::Create { after },
        };
        changes.add(path, change);
        Ok(())
    }
}

/// The target that a written file is of, where that cannot be emitted.
fn refused<'e>(name: &str, everything: &'e Everything) -> Option<(Target, &'e EmitError)> {
    let target: Target = name.split_once('/')?.0.parse().ok()?;
    Some((target, everything.refused.get(&target)?))
}

/// The change of a file that still holds what was written.
fn ours(bytes: &[u8], wanted: Option<&str>) -> Change {
    let before = String::from_utf8_lossy(bytes).into_owned();
    match wanted {
        Some(content) => Change::Update { before, after: content.to_owned() },
        None => Change::Remove { before },
    }
}

/// The names in a folder, which need not exist.
fn entries(folder: &Path) -> Result<Vec<OsString>, Failure> {
    let names = |found: fs::ReadDir| found.map(|entry| entry.map(|entry| entry.file_name())).collect();
    match fs::read_dir(folder).and_then(names) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        names => names.map_err(|source| Failure::Unreadable { name: format!("`{}`", folder.display()), source }),
    }
}

/// What stands at a path, symbolic links not followed.
fn find(path: &Path) -> Result<Found, Failure> {
    let unreadable = |source| Failure::Unreadable { name: format!("`{}`", path.display()), source };
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => fs::read(path).map(Found::File).map_err(unreadable),
        Ok(_) => Ok(Found::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(Found::Other),
        Err(error) => Err(unreadable(error)),
    }
}

/// Removes the folders that are empty without the files that went.
pub(super) fn tidy(changes: &Changes) {
    let folders: BTreeSet<PathBuf> = changes.removed().filter_map(|path| path.parent().map(Path::to_owned)).collect();
    for folder in folders {
        // One that still holds something stays, and is none of ours then.
        drop(fs::remove_dir(folder));
    }
}
