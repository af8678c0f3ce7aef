//! The mark of a change that was stopped half-way.

use deevnet_core::{Finding, Sources, Span, rules};

use crate::files::Place;

/// The name of the file that a change of several files keeps in the folder of an inventory while it lasts; Ansible
/// passes it over.
pub const JOURNAL_FILE: &str = ".deevnet-journal.json";

/// The finding about a journal that a stopped change left in the folder of an inventory.
pub(crate) fn unfinished_change(base: &Place, sources: &mut Sources) -> Option<Finding> {
    let journal = base.entry(JOURNAL_FILE);
    std::fs::symlink_metadata(journal.path()).ok()?;
    let file = sources.add(journal.shown());
    let message = format!("`{}` was left by a change of the inventory that was stopped half-way", journal.shown());
    let finding = Finding::new(&rules::CHANGE_UNFINISHED, message, sources.position(Span::file(file)));
    Some(finding.with_hint("run the command that was stopped again; it finishes the change or takes it back"))
}
