//! Programs among the host files.

use super::Place;

/// Whether a file is a program that Ansible would run to ask it for hosts.
pub(crate) fn is_script(bytes: &[u8], place: &Place) -> bool {
    bytes.starts_with(b"#!") && may_be_run(place)
}

#[cfg(unix)]
fn may_be_run(place: &Place) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(place.path()).is_ok_and(|metadata| metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn may_be_run(_place: &Place) -> bool {
    true
}
