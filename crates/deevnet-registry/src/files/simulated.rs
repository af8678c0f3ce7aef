//! A file system in memory that can stop after any step and lose what was not brought to the disk.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::system::{FileSystem, folder_of};

/// What a path names: a file's bytes, or a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    File(Vec<u8>),
    Folder,
}

pub(super) type Tree = BTreeMap<PathBuf, Node>;

/// One change of a name that is not on the disk yet.
#[derive(Debug, Clone)]
enum Pending {
    Set(PathBuf, Node),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

#[derive(Debug, Default)]
struct State {
    /// What processes see.
    seen: Tree,
    /// What is on the disk for sure.
    kept: Tree,
    /// What happened since, in order.
    pending: Vec<Pending>,
    /// How many steps were taken.
    steps: usize,
    /// The step from which on every step fails, as in a process that was killed.
    killed_at: Option<usize>,
    /// The steps that fail by themselves.
    failing: BTreeSet<usize>,
}

/// The file system.
#[derive(Debug, Default)]
pub(super) struct Simulated {
    state: RefCell<State>,
}

impl Simulated {
    /// A file system that holds a tree, all of it on the disk.
    pub(super) fn holding(tree: Tree) -> Self {
        let state = State { kept: tree.clone(), seen: tree, ..State::default() };
        Self { state: RefCell::new(state) }
    }

    pub(super) fn killed_at(self, step: usize) -> Self {
        self.state.borrow_mut().killed_at = Some(step);
        self
    }

    pub(super) fn failing_at(self, steps: impl IntoIterator<Item = usize>) -> Self {
        self.state.borrow_mut().failing.extend(steps);
        self
    }

    pub(super) fn steps(&self) -> usize {
        self.state.borrow().steps
    }

    /// What a process would find now.
    pub(super) fn tree(&self) -> Tree {
        self.state.borrow().seen.clone()
    }

    /// What is found after the power went: of the changes that had not reached the disk, those that `survives` picks.
    ///
    /// A file system may bring names to the disk in any order that keeps the order of changes of one name.
    pub(super) fn after_power_loss(&self, mut survives: impl FnMut() -> bool) -> Tree {
        let state = self.state.borrow();
        let mut tree = state.kept.clone();
        let mut lost: BTreeSet<PathBuf> = BTreeSet::new();
        for pending in &state.pending {
            let names: Vec<&PathBuf> = match pending {
                Pending::Set(path, _) | Pending::Remove(path) => vec![path],
                Pending::Rename(from, to) => vec![from, to],
            };
            if names.iter().any(|name| lost.contains(*name)) || !survives() {
                lost.extend(names.into_iter().cloned());
            } else {
                apply(&mut tree, pending);
            }
        }
        let homeless = |tree: &Tree, path: &Path| path != Path::new("/") && !tree.contains_key(folder_of(path));
        while let Some(path) = tree.keys().find(|path| homeless(&tree, path)).cloned() {
            tree.remove(&path);
        }
        tree
    }

    /// Counts a step; fails where it shall.
    fn step(&self) -> io::Result<()> {
        let mut state = self.state.borrow_mut();
        let step = state.steps;
        state.steps += 1;
        if state.killed_at.is_some_and(|at| step >= at) || state.failing.contains(&step) {
            return Err(io::Error::other("a simulated failure"));
        }
        Ok(())
    }

    fn change(&self, pending: Pending) {
        let mut state = self.state.borrow_mut();
        apply(&mut state.seen, &pending);
        state.pending.push(pending);
    }

    fn see(&self, path: &Path) -> Option<Node> {
        self.state.borrow().seen.get(path).cloned()
    }
}

fn apply(tree: &mut Tree, pending: &Pending) {
    match pending {
        Pending::Set(path, node) => drop(tree.insert(path.clone(), node.clone())),
        Pending::Remove(path) => drop(tree.remove(path)),
        Pending::Rename(from, to) => {
            if let Some(node) = tree.remove(from) {
                tree.insert(to.clone(), node);
            }
        }
    }
}

impl FileSystem for Simulated {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        Ok(self.see(path).is_some())
    }

    fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        match self.see(path) {
            Some(Node::File(bytes)) => Ok(Some(bytes)),
            Some(Node::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Ok(None),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8], _: Option<&Path>, _: bool) -> io::Result<()> {
        if self.see(folder_of(path)) != Some(Node::Folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.step()?;
        self.change(Pending::Set(path.to_owned(), Node::File(bytes[..bytes.len() / 2].to_vec())));
        self.step()?;
        // The bytes of a file that is synced are on the disk as soon as its name is.
        self.change(Pending::Set(path.to_owned(), Node::File(bytes.to_vec())));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if self.see(from).is_none() {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.change(Pending::Rename(from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        self.change(Pending::Remove(path.to_owned()));
        Ok(())
    }

    fn has_folder(&self, path: &Path) -> io::Result<bool> {
        Ok(self.see(path) == Some(Node::Folder))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if self.see(path).is_none() {
            self.change(Pending::Set(path.to_owned(), Node::Folder));
        }
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if !self.state.borrow().seen.keys().any(|found| found != path && folder_of(found) == path) {
            self.change(Pending::Remove(path.to_owned()));
        }
        Ok(())
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        let mut state = self.state.borrow_mut();
        let pending = std::mem::take(&mut state.pending);
        for change in pending {
            let is_in = |name: &Path| folder_of(name) == path;
            let synced = match &change {
                Pending::Set(name, _) | Pending::Remove(name) => is_in(name),
                Pending::Rename(from, to) => is_in(from) || is_in(to),
            };
            if synced {
                apply(&mut state.kept, &change);
            } else {
                state.pending.push(change);
            }
        }
        Ok(())
    }
}
