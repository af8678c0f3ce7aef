//! Values in the forms that Proxmox VE prescribes: their one error, and how a declaration's are read.

use std::fmt;
use std::str::FromStr;

use super::reader::{Key, Reader, scalar_text};
use crate::declared::{Data, Value};
use crate::quantity::{DataSize, DataSizeUnit};
use crate::rules;
use crate::source::{Span, Spanned};

/// The least memory of a machine, in MiB (Proxmox VE's API schema, parameter `memory`).
const LEAST_MEMORY: u64 = 16;

/// The error of a value that Proxmox VE would refuse, such as a storage ID with a space.
///
/// It carries the value, what the value should have been, and the rule that it breaks.
///
/// ```
/// use deevnet_core::model::StorageId;
///
/// let error = "local lvm".parse::<StorageId>().unwrap_err();
/// assert_eq!(error.value(), "local lvm");
/// assert_eq!(error.kind(), "storage ID");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxmoxValueError {
    kind: &'static str,
    value: String,
    rule: &'static str,
    hint: &'static str,
}

impl ProxmoxValueError {
    pub(super) fn new(kind: &'static str, value: &str, rule: &'static str, hint: &'static str) -> Self {
        Self { kind, value: value.to_owned(), rule, hint }
    }

    /// What the value should have been, such as `storage ID`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The text that was refused; empty where it may hold a password.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What to write instead.
    pub fn hint(&self) -> &'static str {
        self.hint
    }
}

impl fmt::Display for ProxmoxValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.value.is_empty() {
            write!(f, "\"{}\" is not a valid {}: ", self.value, self.kind)?;
        }
        f.write_str(self.rule)
    }
}

impl std::error::Error for ProxmoxValueError {}

/// Reads a value of a prescribed form, written as text or as a number; null and empty text are absent.
pub(super) fn read_form<T>(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<T>>
where
    T: FromStr<Err = ProxmoxValueError>,
{
    let text = written(reader, key, value)?;
    match text.value.parse() {
        Ok(parsed) => Some(Spanned::new(parsed, text.span)),
        Err(error) => refuse(reader, key, text.span, &error),
    }
}

/// Reads an amount of data whose bare number counts in a unit, so that `64`, `"64"` and `64G` of GiB are one size.
pub(super) fn read_size(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    value: &Value,
    unit: DataSizeUnit,
) -> Option<Spanned<DataSize>> {
    let text = written(reader, key, value)?;
    match DataSize::parse_in(&text.value, unit) {
        Ok(size) => Some(Spanned::new(size, text.span)),
        Err(error) => {
            let finding = reader
                .finding(&rules::PROXMOX_VALUE_INVALID, text.span, format!("`{key}`: {error}"))
                .with_value(error.value())
                .with_hint(error.hint());
            reader.push(finding);
            None
        }
    }
}

/// Reads the size of a disk or a storage, above nothing; a bare number is GiB.
pub(super) fn read_storage_size(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<DataSize>> {
    let size = read_size(reader, key, value, DataSizeUnit::Gibibyte)?;
    if size.value.is_zero() {
        let error = ProxmoxValueError::new("size", "0", "it is more than nothing", "write 64 or 64G for 64 GiB");
        return refuse(reader, key, size.span, &error);
    }
    Some(size)
}

/// Reads the memory of a machine, whole MiB and at least [`LEAST_MEMORY`] of them; a bare number is MiB.
pub(super) fn read_memory(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<DataSize>> {
    let size = read_size(reader, key, value, DataSizeUnit::Mebibyte)?;
    if size.value.whole(DataSizeUnit::Mebibyte).is_some_and(|mebibytes| mebibytes >= LEAST_MEMORY) {
        return Some(size);
    }
    let shown = size.value.to_string();
    let rule = "a machine has a whole number of MiB, 16 or more";
    let error = ProxmoxValueError::new("memory size", &shown, rule, "write 4096 or 4G for 4 GiB");
    refuse(reader, key, size.span, &error)
}

/// What is written, as text; `None` where nothing is, and with a finding where it is no scalar.
fn written(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<String>> {
    let text = match value.data() {
        Data::Text(text) if text.trim().is_empty() => return None,
        Data::Text(text) => text.trim().to_owned(),
        Data::Null => return None,
        Data::Integer(_) | Data::LargeInteger(_) | Data::Float(_) => scalar_text(value)?,
        _ => return reader.reject(key, value, "text or a number"),
    };
    Some(Spanned::new(text, value.span()))
}

fn refuse<T>(reader: &mut Reader<'_>, key: Key<'_>, span: Span, error: &ProxmoxValueError) -> Option<T> {
    let mut finding =
        reader.finding(&rules::PROXMOX_VALUE_INVALID, span, format!("`{key}`: {error}")).with_hint(error.hint());
    if !error.value.is_empty() {
        finding = finding.with_value(error.value.as_str());
    }
    reader.push(finding);
    None
}
