//! What commands read: files and pipes up to a size, and files that they would replace.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::failure::Failure;

/// The most that is read from one place: an inventory of a hundred thousand hosts has less, a device may have no end.
const MAX_BYTES: u64 = 1 << 30;

/// Everything that a file or a pipe holds.
///
/// # Errors
/// When it cannot be read, or holds more than a command has a use for.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    drain(File::open(path)?, MAX_BYTES)
}

/// Everything that a file or a pipe holds, as text.
///
/// # Errors
/// When it cannot be read, holds more than a command has a use for, or is no UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    text(read(path)?)
}

/// Everything that standard input holds.
///
/// # Errors
/// When it cannot be read, or holds more than a command has a use for.
pub(crate) fn read_standard() -> io::Result<Vec<u8>> {
    drain(io::stdin().lock(), MAX_BYTES)
}

/// Everything that standard input holds, as text.
///
/// # Errors
/// When it cannot be read, holds more than a command has a use for, or is no UTF-8.
pub(crate) fn read_standard_text() -> io::Result<String> {
    text(read_standard()?)
}

/// Refuses to replace what is there and no regular file: a device may have no end, and a pipe waits for a writer.
///
/// # Errors
/// When something else stands at the path, symbolic links followed.
pub(crate) fn require_regular(path: &Path) -> Result<(), Failure> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(Failure::NotRegular { path: path.to_owned() }),
        _ => Ok(()),
    }
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}

fn drain(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        return Ok(bytes);
    }
    Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it holds more than {} MiB", limit >> 20)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_refused() {
        let error = drain(io::repeat(0), 2 << 20).unwrap_err();
        assert_eq!(error.to_string(), "it holds more than 2 MiB");
        assert_eq!(drain(io::repeat(0).take(3), 3).unwrap(), [0; 3]);
    }

    #[test]
    fn a_regular_file_and_none_may_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        require_regular(&file).unwrap();
        fs::write(&file, "").unwrap();
        require_regular(&file).unwrap();
        assert!(matches!(require_regular(folder.path()), Err(Failure::NotRegular { .. })));
    }
}
