//! Changing all files of a batch or none.

use std::io;
use std::path::{Path, PathBuf};

use deevnet_inventory::JOURNAL_FILE;

use super::batch::FileBatch;
use super::error::FileError;
use super::journal::{Entry, Journal, Recovery, State, paths, staged};
use super::system::{FileSystem, folder_of};
use super::write::Staged;

/// Commits a batch whose files are all below a folder that is locked and has no journal.
pub(super) fn commit(system: &impl FileSystem, root: &Path, batch: &FileBatch) -> Result<(), FileError> {
    if batch.is_empty() {
        return Ok(());
    }
    let batch = &batch.settled(|path| read_text(system, path))?;
    let mut journal = Journal::of(root, batch)?;
    let paths = paths(&journal, root);
    journal.folders = missing_folders(system, root, &journal.files)?;
    let commit = Commit { system, root, paths: &paths };
    if let Some(path) = commit.leading_out(&journal)? {
        return Err(FileError::Outside { path, folder: root.to_owned() });
    }
    commit.verify(batch)?;
    let prepared = commit.keep(&journal).and_then(|()| commit.prepare(&journal)).and_then(|()| commit.verify(batch));
    journal.state = State::Decided;
    let decided = prepared.and_then(|()| commit.keep(&journal));
    let put = decided.and_then(|()| commit.put(&journal));
    match put {
        Ok(()) => commit.forget().map_err(|(path, source)| FileError::Unfinished { path, source }),
        Err(error) => Err(commit.take_back(&journal, error)),
    }
}

/// Finishes or takes back what a stopped process left in a folder that is locked.
pub(super) fn recover(system: &impl FileSystem, root: &Path) -> Result<Option<Recovery>, FileError> {
    let Some(journal) = Journal::read(system, root)? else {
        Journal::discard(system, root).map_err(FileError::unwritable(&root.join(JOURNAL_FILE)))?;
        return Ok(None);
    };
    let paths = paths(&journal, root);
    let commit = Commit { system, root, paths: &paths };
    if let Some(path) = commit.leading_out(&journal)? {
        let message = format!("`{}` leads out of its folder", path.display());
        return Err(FileError::Journal { path: root.join(JOURNAL_FILE), message });
    }
    let recovery = match journal.state {
        State::Preparing => {
            commit.discard(&journal).map_err(unwritable)?;
            Recovery::TakenBack
        }
        State::Decided => {
            commit.finish(&journal)?;
            Recovery::Finished { files: paths.clone() }
        }
    };
    commit.forget().map_err(unwritable)?;
    Ok(Some(recovery))
}

fn unwritable((path, source): Fault) -> FileError {
    FileError::Unwritable { path, source }
}

/// The text of a file that shall be overwritten.
fn read_text(system: &impl FileSystem, path: &Path) -> Result<Option<String>, FileError> {
    let unreadable = |source| FileError::Unreadable { path: path.to_owned(), source };
    let Some(bytes) = system.read(path).map_err(unreadable)? else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error));
    text.map(Some).map_err(unreadable)
}

/// The folders that have to be made for files, relative to the root, outermost first.
fn missing_folders(system: &impl FileSystem, root: &Path, files: &[Entry]) -> Result<Vec<String>, FileError> {
    let mut missing: Vec<String> = Vec::new();
    for file in files.iter().filter(|file| file.before.is_none()) {
        let ancestors: Vec<&Path> = Path::new(&file.path).ancestors().skip(1).collect();
        for folder in ancestors.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            let Some(name) = folder.to_str() else { continue };
            let path = root.join(folder);
            if !missing.iter().any(|known| known == name)
                && !system.has_folder(&path).map_err(FileError::unreadable(&path))?
            {
                missing.push(name.to_owned());
            }
        }
    }
    Ok(missing)
}

/// What the system says about a file.
type Fault = (PathBuf, io::Error);

/// The steps of one change.
struct Commit<'a, System> {
    system: &'a System,
    root: &'a Path,
    paths: &'a [PathBuf],
}

impl<System: FileSystem> Commit<'_, System> {
    fn staged(&self) -> Result<Vec<Staged<'_>>, FileError> {
        staged(self.system, self.paths)
    }

    /// The first file or folder that a symbolic link takes out of the root, whose lock says nothing of other places.
    fn leading_out(&self, journal: &Journal) -> Result<Option<PathBuf>, FileError> {
        let root = self.system.resolve(self.root).map_err(FileError::unreadable(self.root))?;
        let folders = journal.folders.iter().map(|folder| self.root.join(folder));
        for path in self.paths.iter().cloned().chain(folders) {
            let is_below = self.existing(&path).map(|target| target.starts_with(&root));
            if !is_below.map_err(FileError::unreadable(&path))? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// What a path leads to, or the nearest folder above it that is there.
    fn existing(&self, path: &Path) -> io::Result<PathBuf> {
        for above in path.ancestors().take_while(|above| *above != self.root) {
            if self.system.exists(above)? {
                return self.system.resolve(above);
            }
        }
        self.system.resolve(self.root)
    }

    /// Every file holds what the batch expects.
    fn verify(&self, batch: &FileBatch) -> Result<(), FileError> {
        let files = self.staged()?;
        files.iter().zip(batch.changes()).try_for_each(|(file, (_, change))| file.is_unchanged(self.system, change))
    }

    fn keep(&self, journal: &Journal) -> Result<(), FileError> {
        journal.write(self.system, self.root).map_err(FileError::unwritable(&self.root.join(JOURNAL_FILE)))
    }

    fn forget(&self) -> Result<(), Fault> {
        Journal::remove(self.system, self.root).map_err(|source| (self.root.join(JOURNAL_FILE), source))
    }

    /// Makes the folders and puts every new text beside its file.
    fn prepare(&self, journal: &Journal) -> Result<(), FileError> {
        for folder in &journal.folders {
            let path = self.root.join(folder);
            let made = self.system.make_folder(&path).and_then(|()| self.system.sync_folder(folder_of(&path)));
            made.map_err(FileError::unwritable(&path))?;
        }
        for (file, entry) in self.staged()?.iter().zip(&journal.files) {
            file.prepare(self.system, entry.after.as_deref()).map_err(FileError::unwritable(file.path))?;
        }
        Ok(())
    }

    /// Renames every text that was prepared into place, and removes what shall be gone.
    fn put(&self, journal: &Journal) -> Result<(), FileError> {
        let files = self.staged()?;
        for (file, entry) in files.iter().zip(&journal.files) {
            file.put(self.system, entry.after.as_deref()).map_err(FileError::unwritable(file.path))?;
        }
        self.sync(&files)
    }

    fn sync(&self, files: &[Staged<'_>]) -> Result<(), FileError> {
        let mut last: Option<&Path> = None;
        for file in files {
            if last != Some(file.folder()) {
                self.system.sync_folder(file.folder()).map_err(FileError::unwritable(file.path))?;
            }
            last = Some(file.folder());
        }
        Ok(())
    }

    /// Puts every file in place that is not there yet, unless one holds what it held neither before nor after.
    fn finish(&self, journal: &Journal) -> Result<(), FileError> {
        for folder in &journal.folders {
            let path = self.root.join(folder);
            self.system.make_folder(&path).map_err(FileError::unwritable(&path))?;
        }
        let files = self.staged()?;
        let mut waiting = Vec::new();
        for (file, entry) in files.iter().zip(&journal.files) {
            let found = self.system.read(&file.target).map_err(FileError::unreadable(file.path))?;
            let found = found.as_deref();
            if found == entry.before.as_deref().map(str::as_bytes) {
                waiting.push((file, entry));
            } else if found != entry.after.as_deref().map(str::as_bytes) {
                let journal = self.root.join(JOURNAL_FILE);
                return Err(FileError::Diverged { path: file.path.to_owned(), journal });
            }
        }
        for (file, entry) in waiting {
            let after = entry.after.as_deref();
            let put = file.prepare(self.system, after).and_then(|()| file.put(self.system, after));
            put.map_err(FileError::unwritable(file.path))?;
        }
        for file in &files {
            file.discard(self.system).map_err(FileError::unwritable(file.path))?;
        }
        self.sync(&files)
    }

    /// Restores every file after a step failed, and says what failed.
    fn take_back(&self, journal: &Journal, error: FileError) -> FileError {
        let restored = self.restore(journal).and_then(|()| {
            self.discard(journal)?;
            self.forget()
        });
        match restored {
            Ok(()) => error,
            Err((path, source)) => FileError::Unfinished { path, source },
        }
    }

    /// Gives every file that holds its new text the old one again.
    fn restore(&self, journal: &Journal) -> Result<(), Fault> {
        for (path, entry) in self.paths.iter().zip(&journal.files) {
            let restore = || {
                let file = Staged::at(self.system, path, "")?;
                if self.system.read(&file.target)?.as_deref() != entry.after.as_deref().map(str::as_bytes) {
                    return Ok(());
                }
                let before = entry.before.as_deref();
                file.prepare(self.system, before).and_then(|()| file.put(self.system, before))
            };
            restore().map_err(|source| (path.clone(), source))?;
        }
        Ok(())
    }

    /// Removes every text that was prepared, and the folders that were made for them.
    fn discard(&self, journal: &Journal) -> Result<(), Fault> {
        for path in self.paths {
            let discard = || Staged::at(self.system, path, "")?.discard(self.system);
            discard().map_err(|source| (path.clone(), source))?;
        }
        for folder in journal.folders.iter().rev() {
            let path = self.root.join(folder);
            let remove = || {
                self.system.remove_folder(&path)?;
                self.system.sync_folder(folder_of(&path))
            };
            remove().map_err(|source| (path.clone(), source))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::simulated::{Node, Simulated, Tree};
    use super::*;

    const ROOT: &str = "/lab";

    fn tree(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::new();
        for folder in ["/", ROOT] {
            tree.insert(folder.into(), Node::Folder);
        }
        for (name, text) in files {
            let path = Path::new(ROOT).join(name);
            for folder in path.ancestors().skip(1) {
                tree.insert(folder.to_owned(), Node::Folder);
            }
            tree.insert(path, Node::File(text.as_bytes().to_vec()));
        }
        tree
    }

    fn before() -> Tree {
        tree(&[
            ("hosts.yml", "all:"),
            ("host_vars/a/vars.yml", "x: 1"),
            ("host_vars/b/identity.yml", "old"),
            ("host_vars/d/identity.yml", "old d"),
        ])
    }

    fn after() -> Tree {
        let mut after = tree(&[
            ("hosts.yml", "all:"),
            ("host_vars/a/identity.yml", "new a"),
            ("host_vars/a/vars.yml", "x: 1"),
            ("host_vars/b/identity.yml", "new b"),
            ("host_vars/c/identity.yml", "new c"),
        ]);
        after.insert(Path::new(ROOT).join("host_vars/d"), Node::Folder);
        after
    }

    fn batch() -> FileBatch {
        let mut batch = FileBatch::default();
        batch.create(Path::new(ROOT).join("host_vars/a/identity.yml"), "new a");
        batch.replace(Path::new(ROOT).join("host_vars/b/identity.yml"), "old", "new b");
        batch.create(Path::new(ROOT).join("host_vars/c/identity.yml"), "new c");
        batch.remove(Path::new(ROOT).join("host_vars/d/identity.yml"), "old d");
        batch
    }

    fn committed(system: &Simulated) -> Result<(), FileError> {
        commit(system, Path::new(ROOT), &batch())
    }

    fn recovered(tree: Tree) -> Tree {
        let system = Simulated::holding(tree);
        recover(&system, Path::new(ROOT)).unwrap();
        system.tree()
    }

    fn steps() -> usize {
        let system = Simulated::holding(before());
        committed(&system).unwrap();
        assert_eq!(system.tree(), after());
        system.steps()
    }

    #[test]
    fn a_process_killed_at_any_step_leaves_the_old_or_the_new_state() {
        let mut outcomes = Vec::new();
        for step in 0..=steps() {
            let system = Simulated::holding(before()).killed_at(step);
            let _ = committed(&system);
            let found = recovered(system.tree());
            assert!(found == before() || found == after(), "killed at step {step}: {found:#?}");
            outcomes.push(found == after());
        }
        assert!(outcomes.is_sorted(), "what was decided once stays decided: {outcomes:?}");
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_state() {
        for step in 0..steps() {
            let system = Simulated::holding(before()).failing_at([step]);
            match committed(&system) {
                Err(error) if error.is_unfinished() => assert_eq!(recovered(system.tree()), after(), "step {step}"),
                Err(_) => assert_eq!(recovered(system.tree()), before(), "step {step}"),
                Ok(()) => assert_eq!(system.tree(), after(), "step {step}"),
            }
        }
    }

    #[test]
    fn a_recovery_killed_at_any_step_is_finished_by_the_next() {
        for step in 0..=steps() {
            let system = Simulated::holding(before()).killed_at(step);
            let _ = committed(&system);
            let left = system.tree();
            let expected = recovered(left.clone());
            for second in 0..80 {
                let system = Simulated::holding(left.clone()).killed_at(second);
                let _ = recover(&system, Path::new(ROOT));
                assert_eq!(recovered(system.tree()), expected, "killed at {step}, then at {second}");
            }
        }
    }

    #[test]
    fn a_file_that_is_neither_old_nor_new_is_left_alone() {
        let decided = (0..steps()).find_map(|step| {
            let system = Simulated::holding(before()).killed_at(step);
            let _ = committed(&system);
            (recovered(system.tree()) == after()).then(|| system.tree())
        });
        let mut left = decided.unwrap();
        let path = PathBuf::from("/lab/host_vars/b/identity.yml");
        left.insert(path.clone(), Node::File(b"by hand".to_vec()));
        let system = Simulated::holding(left.clone());
        let error = recover(&system, Path::new(ROOT)).unwrap_err();
        assert!(matches!(&error, FileError::Diverged { path: found, .. } if *found == path), "{error}");
        assert_eq!(system.tree(), left);
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_stops_the_batch() {
        let mut changed = before();
        changed.insert("/lab/host_vars/c".into(), Node::Folder);
        changed.insert("/lab/host_vars/c/identity.yml".into(), Node::File(b"other".to_vec()));
        let system = Simulated::holding(changed.clone());
        assert!(matches!(committed(&system), Err(FileError::Changed { .. })));
        assert_eq!(system.tree(), changed);
    }

    #[test]
    fn a_journal_that_names_other_places_is_refused() {
        for path in ["../secret", "/etc/passwd", "a/../../b", ""] {
            let entry = Entry { path: path.to_owned(), before: None, after: Some(String::new()) };
            let journal = serde_json::json!({"version": 1, "state": "decided", "folders": [], "files": [entry]});
            let left = tree(&[(JOURNAL_FILE, &journal.to_string())]);
            let system = Simulated::holding(left.clone());
            assert!(matches!(recover(&system, Path::new(ROOT)), Err(FileError::Journal { .. })), "{path}");
            assert_eq!(system.tree(), left);
        }
    }

    proptest! {
        #[test]
        fn a_power_loss_at_any_step_leaves_the_old_or_the_new_state(
            step in 0..80_usize,
            survivors in prop::collection::vec(any::<bool>(), 64),
        ) {
            let system = Simulated::holding(before()).killed_at(step);
            let done = committed(&system).is_ok();
            let mut survivors = survivors.into_iter();
            let found = recovered(system.after_power_loss(|| survivors.next().unwrap_or(false)));
            prop_assert!(found == before() || found == after(), "step {}: {:#?}", step, found);
            prop_assert!(!done || found == after(), "a batch that was done is there");
        }

        #[test]
        fn two_steps_that_fail_never_mix_old_and_new(first in 0..80_usize, second in 0..80_usize) {
            let system = Simulated::holding(before()).failing_at([first, second]);
            let _ = committed(&system);
            let found = recovered(system.tree());
            prop_assert!(found == before() || found == after(), "{:#?}", found);
        }
    }
}
