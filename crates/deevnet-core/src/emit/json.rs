//! JSON that people read: indented, keys in the order of the type, a newline at the end.

use serde::{Serialize, Serializer};

use super::error::EmitError;
use crate::mac::{MacAddress, MacStyle};

pub(super) fn pretty(data: &impl Serialize) -> Result<String, EmitError> {
    let mut text = serde_json::to_string_pretty(data)?;
    text.push('\n');
    Ok(text)
}

/// Writes a MAC address in upper case with colons, as Kea and OPNsense show it.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "`serialize_with` passes a reference")]
pub(super) fn upper_colon<S: Serializer>(mac: &MacAddress, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&mac.format(MacStyle::UpperColon))
}
