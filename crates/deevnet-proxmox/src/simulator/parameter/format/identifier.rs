//! Forms of names.

use super::{Format, is_made_of};

/// The name of a node.
pub(crate) static NODE: Format = Format::new("pve-node", |text| {
    let inner = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if inner && !text.is_empty() && !text.starts_with('-') && !text.ends_with('-') {
        return Ok(());
    }
    Err("value does not look like a valid node name\n".to_owned())
});

/// The name of a pool, with those it is in.
pub(crate) static POOL: Format = Format::new("pve-poolid", |text| {
    let parts: Vec<&str> = text.split('/').collect();
    if parts.len() <= 3 && parts.iter().all(|part| !part.is_empty() && is_made_of(part, b".-_")) {
        return Ok(());
    }
    Err(format!("pool name contains illegal characters - '{text}'\n"))
});

/// Names of configuration options.
pub(crate) static CONFIGURATION_ID_LIST: Format = Format::list("pve-configid", |text| {
    if text.len() >= 2 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && is_made_of(text, b"-_") {
        return Ok(());
    }
    Err(format!("invalid configuration ID '{text}'\n"))
});

/// Names of storages.
pub(crate) static STORAGE_ID_LIST: Format = Format::list("pve-storage-id", |text| {
    let ends = text.ends_with(|last: char| last.is_ascii_alphanumeric());
    if text.len() >= 2
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && ends
        && is_made_of(text, b".-_")
    {
        return Ok(());
    }
    Err(format!("storage ID '{text}' contains illegal characters\n"))
});
