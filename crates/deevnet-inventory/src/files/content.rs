//! What is in a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::limits::MAX_FILE_BYTES;

/// The bytes of one file after another, in one buffer that is used again.
#[derive(Debug, Default)]
pub(crate) struct Content {
    bytes: Vec<u8>,
}

/// Why a file could not be read.
#[derive(Debug)]
pub(crate) enum ReadFault {
    /// What the system says.
    System(io::Error),
    /// It is larger than the loader reads.
    TooLarge,
}

/// Reads a whole file into the buffer.
///
/// # Errors
///
/// Why it could not be read.
pub(crate) fn read<'a>(path: &Path, content: &'a mut Content) -> Result<&'a [u8], ReadFault> {
    const LIMIT: u64 = MAX_FILE_BYTES as u64 + 1;
    content.bytes.clear();
    let file = File::open(path).map_err(ReadFault::System)?;
    file.take(LIMIT).read_to_end(&mut content.bytes).map_err(ReadFault::System)?;
    if content.bytes.len() > MAX_FILE_BYTES {
        content.bytes = Vec::new();
        return Err(ReadFault::TooLarge);
    }
    Ok(&content.bytes)
}
