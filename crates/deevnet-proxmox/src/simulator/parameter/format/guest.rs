//! Forms of guests' numbers.

use super::Format;

/// The number of a guest.
pub(crate) static VMID: Format = Format::new("pve-vmid", vmid);

/// Numbers of guests.
pub(crate) static VMID_LIST: Format = Format::list("pve-vmid", vmid);

fn vmid(text: &str) -> Result<(), String> {
    let digits = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits && (3..=9).contains(&text.len()) {
        return Ok(());
    }
    Err("value does not look like a valid VM ID\n".to_owned())
}
