//! Emitted files inside a JSON document.

use deevnet_core::emit::{Emission, LeftOut, Published, Target};
use serde::Serialize;

use crate::format::{JSON_VERSION, to_json};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    target: Target,
    files: Vec<File<'a>>,
    left_out: &'a [LeftOut],
    unattributed_errors: usize,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    content: &'a str,
}

/// The document of one target.
pub(super) fn document(
    target: Target,
    emission: &Emission,
    published: &Published,
) -> Result<String, serde_json::Error> {
    let files = emission.files.iter().map(|file| File { name: &file.name, content: &file.content }).collect();
    let unattributed_errors = published.unattributed_errors;
    to_json(&Document { version: JSON_VERSION, target, files, left_out: &emission.left_out, unattributed_errors })
}
