//! Forms of what storages are described with.

use crate::simulator::parameter::Format;

/// What storages may hold.
const CONTENT_TYPES: &[&str] = &["backup", "images", "import", "iso", "none", "rootdir", "snippets", "vztmpl"];

/// The name of a storage.
pub(super) static STORAGE: Format = Format::new("pve-storage-id", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if text.len() >= 2 && inner && begins && text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(format!("storage ID '{text}' contains illegal characters\n"))
});

/// What storages may hold, several.
pub(super) static CONTENT_LIST: Format = Format::list("pve-storage-content", content);

/// What storages may hold.
pub(super) static CONTENT: Format = Format::new("pve-storage-content", content);

fn content(text: &str) -> Result<(), String> {
    if CONTENT_TYPES.contains(&text) { Ok(()) } else { Err(format!("invalid content type '{text}'\n")) }
}
