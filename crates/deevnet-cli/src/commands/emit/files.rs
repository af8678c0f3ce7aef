//! The files of one target, where they were asked for.

use std::path::{Path, PathBuf};
use std::{fs, io};

use deevnet_core::emit::EmittedFile;

use super::change::{Change, Changes};
use crate::failure::Failure;
use crate::input::require_regular;

/// The one file of an emission, for an output that has room for one.
pub(super) fn only(files: &[EmittedFile]) -> Result<&EmittedFile, Failure> {
    match files {
        [file] => Ok(file),
        _ => Err(Failure::SeveralFiles { files: files.iter().map(|file| file.name.clone()).collect() }),
    }
}

/// What has to change for a file, or a folder of files, to hold an emission, whatever it holds now.
pub(super) fn changes(files: &[EmittedFile], path: &Path) -> Result<Changes, Failure> {
    let named: Vec<(PathBuf, &EmittedFile)> = if files.is_empty() {
        Vec::new()
    } else if is_folder(path) {
        files.iter().map(|file| (path.join(&file.name), file)).collect()
    } else {
        vec![(path.to_owned(), only(files)?)]
    };
    let mut changes = Changes::default();
    for (path, file) in named {
        require_regular(&path)?;
        let after = file.content.clone();
        match fs::read_to_string(&path) {
            Ok(before) if before == after => changes.unchanged += 1,
            Ok(before) => changes.add(path, Change::Update { before, after }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => changes.add(path, Change::Create { after }),
            Err(_) => changes.add(path, Change::Overwrite { after }),
        }
    }
    Ok(changes)
}

/// Makes the folder that a path names.
pub(super) fn make_folder(path: &Path) -> Result<(), Failure> {
    if !is_folder(path) {
        return Ok(());
    }
    fs::create_dir_all(path).map_err(|source| Failure::Unwritable { path: path.to_owned(), source })
}

/// Whether a path names a folder, as it is or as it is written.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}
