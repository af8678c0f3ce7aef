//! Lists of taken VMIDs that are handed in.

use std::sync::Arc;

use super::holder::Holder;
use crate::mac::Vmid;

/// A list of VMIDs that are taken although the inventory does not declare them, each with the line where it stands.
///
/// The text has one number a line; blank lines and what follows `#` mean nothing. Text that begins with `[` is a JSON
/// list of numbers.
///
/// ```
/// use deevnet_core::allocate::TakenList;
///
/// let list = TakenList::parse("taken.txt", "# templates\n9000\n\n201 # by hand\n")?;
/// assert_eq!(list.vmids().collect::<Vec<_>>(), [9000, 201]);
/// assert_eq!(TakenList::parse("taken.json", "[9000, 201]")?.vmids().count(), 2);
/// let error = TakenList::parse("taken.txt", "9000\nx\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 2 of taken.txt is `x`, which is not a VMID");
/// # Ok::<(), deevnet_core::allocate::TakenError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenList {
    name: Arc<str>,
    numbers: Vec<(Option<usize>, u32)>,
}

impl TakenList {
    /// Reads a list; errors and [holders](Holder) give it that name.
    ///
    /// # Errors
    /// The first line that is not a VMID, or JSON that is not a list of VMIDs.
    pub fn parse(name: &str, text: &str) -> Result<Self, TakenError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let name: Arc<str> = name.into();
        let numbers =
            if text.trim_start().starts_with('[') { parse_json(&name, text) } else { parse_lines(&name, text) };
        numbers.map(|numbers| Self { name, numbers })
    }

    /// The VMIDs, in order of writing.
    pub fn vmids(&self) -> impl Iterator<Item = u32> {
        self.numbers.iter().map(|(_, number)| *number)
    }

    /// The VMIDs with where they stand.
    pub fn holders(&self) -> impl Iterator<Item = (u32, Holder)> {
        self.numbers.iter().map(|(line, number)| (*number, Holder::List { name: Arc::clone(&self.name), line: *line }))
    }
}

fn parse_lines(name: &Arc<str>, text: &str) -> Result<Vec<(Option<usize>, u32)>, TakenError> {
    let mut numbers = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let value = line.split('#').next().unwrap_or_default().trim();
        if value.is_empty() {
            continue;
        }
        let refused = || TakenError::Line { name: Arc::clone(name), line: index + 1, value: value.to_owned() };
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value.parse().ok().filter(|number| is_number && is_vmid(*number)).ok_or_else(refused)?;
        numbers.push((Some(index + 1), number));
    }
    Ok(numbers)
}

/// Reads a JSON list, whose items have no line of their own.
fn parse_json(name: &Arc<str>, text: &str) -> Result<Vec<(Option<usize>, u32)>, TakenError> {
    let refused = |message: String| TakenError::Json { name: Arc::clone(name), message };
    let numbers: Vec<u32> = serde_json::from_str(text).map_err(|error| refused(error.to_string()))?;
    match numbers.iter().find(|number| !is_vmid(**number)) {
        Some(number) => Err(refused(format!("{number} is not a VMID"))),
        None => Ok(numbers.into_iter().map(|number| (None, number)).collect()),
    }
}

/// Whether Proxmox VE can have a guest of that number.
fn is_vmid(number: u32) -> bool {
    (1..=Vmid::PROXMOX_MAX).contains(&number)
}

/// The error of a list of taken VMIDs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TakenError {
    /// A line is not a VMID.
    #[error("line {line} of {name} is `{value}`, which is not a VMID")]
    Line {
        /// The name of the list.
        name: Arc<str>,
        /// The line, counted from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// The text is not the JSON that it begins as.
    #[error("{name} is not a JSON list of VMIDs: {message}")]
    Json {
        /// The name of the list.
        name: Arc<str>,
        /// What the reader says, with line and column.
        message: String,
    },
}

impl TakenError {
    /// What to write instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Line { .. } => "write one VMID a line, 1 to 999999999, or a JSON list of them",
            Self::Json { .. } => "write it as in [100, 101], with numbers from 1 to 999999999",
        }
    }
}
