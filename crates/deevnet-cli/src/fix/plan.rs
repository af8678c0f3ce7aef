//! The rewrites that a report asks for, file by file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deevnet_core::{Finding, Fix, Position};
use deevnet_registry::FileBatch;

use super::place::{Edit, edit};
use crate::diff::unified;
use crate::failure::Failure;

/// Every rewrite that the findings of a report ask for and that is safe.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    rewrites: Vec<Rewrite>,
}

/// The new text of one file.
#[derive(Debug)]
struct Rewrite {
    path: PathBuf,
    before: String,
    after: String,
    fixes: usize,
}

impl Plan {
    /// Plans the rewrites of findings. A place that no longer holds the value is passed over, and so is a file that
    /// cannot be read: the finding stays.
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let mut files: BTreeMap<PathBuf, Vec<(&Position, &Fix)>> = BTreeMap::new();
        for finding in findings {
            if let (Some(position), Some(fix)) = (&finding.position, &finding.fix) {
                let path = Path::new(&*position.path);
                // A file that two paths lead to is rewritten once.
                let file = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
                files.entry(file).or_default().push((position, fix));
            }
        }
        Self { rewrites: files.into_values().filter_map(|fixes| Rewrite::of(&fixes)).collect() }
    }

    /// Whether there is nothing to rewrite.
    pub(crate) fn is_empty(&self) -> bool {
        self.rewrites.is_empty()
    }

    /// How many values it rewrites.
    pub(crate) fn fixes(&self) -> usize {
        self.rewrites.iter().map(|rewrite| rewrite.fixes).sum()
    }

    /// How many files it rewrites.
    pub(crate) fn files(&self) -> usize {
        self.rewrites.len()
    }

    /// The changes as a unified diff.
    pub(crate) fn diff(&self) -> String {
        self.rewrites.iter().map(Rewrite::diff).collect()
    }

    /// Writes every file, or none where one cannot be written or was changed since it was read.
    pub(crate) fn write(&self) -> Result<(), Failure> {
        let mut batch = FileBatch::default();
        for Rewrite { path, before, after, .. } in &self.rewrites {
            batch.replace(path, before, after);
        }
        Ok(batch.write()?)
    }
}

/// Withdraws the fix of every finding whose place does not hold the value as it was read: one in an encrypted file
/// or from a template.
pub(crate) fn withdraw_impossible(findings: &mut [Finding]) {
    let mut texts: BTreeMap<Arc<str>, Option<String>> = BTreeMap::new();
    for finding in findings {
        let (Some(position), Some(fix)) = (&finding.position, &finding.fix) else { continue };
        let text = texts.entry(Arc::clone(&position.path)).or_insert_with(|| fs::read_to_string(&*position.path).ok());
        if text.as_ref().and_then(|text| edit(text, position, fix)).is_none() {
            finding.fix = None;
        }
    }
}

impl Rewrite {
    /// The rewrite of one file by the fixes in it, if any of them is possible.
    fn of(fixes: &[(&Position, &Fix)]) -> Option<Self> {
        let path = Path::new(&*fixes.first()?.0.path);
        let before = fs::read_to_string(path).ok()?;
        let mut edits: Vec<Edit> = fixes.iter().filter_map(|(position, fix)| edit(&before, position, fix)).collect();
        edits.sort_by_key(|edit| edit.range.start);
        edits.dedup_by_key(|edit| edit.range.start);
        if edits.is_empty() {
            return None;
        }
        let mut after = before.clone();
        for edit in edits.iter().rev() {
            after.replace_range(edit.range.clone(), &edit.replacement);
        }
        Some(Self { path: path.to_owned(), before, after, fixes: edits.len() })
    }

    fn diff(&self) -> String {
        unified(&self.path, Some(&self.before), &self.after)
    }
}
