//! Every file below a folder.

use deevnet_core::rules::Rule;
use deevnet_core::{Finding, Sources, Span, rules};

use super::Place;
use super::folder::{self, Entry, Kind};
use crate::limits::{MAX_FOLDER_DEPTH, MAX_FOLDERS};

/// Every accepted file below a folder in order of name, folders within it in their place.
///
/// Links are followed; a circle of links ends at the limits.
pub(super) fn walk(
    folder: &Place,
    accept: fn(&Entry) -> bool,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Vec<Place> {
    let mut found = Vec::new();
    let mut folders = 0;
    let mut pending = vec![(folder.clone(), Kind::Folder, 0)];
    while let Some((place, kind, depth)) = pending.pop() {
        match kind {
            Kind::File => found.push(place),
            Kind::Folder if depth > MAX_FOLDER_DEPTH || folders > MAX_FOLDERS => {
                let what = format!("lies too deep: {MAX_FOLDER_DEPTH} folders within one another are read");
                let finding = about(&rules::LIMIT_EXCEEDED, &place, sources, &what);
                findings.push(finding.with_hint("remove the link that leads back into the folder, or nest less"));
            }
            Kind::Folder => match folder::entries(&place) {
                Ok(entries) => {
                    folders += 1;
                    let entries = entries.into_iter().rev().filter(accept);
                    pending.extend(entries.map(|entry| (place.entry(&entry.name), entry.kind, depth + 1)));
                }
                Err(error) => findings.push(unreadable(&place, sources, &format!("cannot be listed: {error}"))),
            },
            Kind::Dangling => findings.push(unreadable(&place, sources, "is a link to nothing")),
            Kind::Special => findings.push(unreadable(&place, sources, "is no regular file")),
        }
    }
    found
}

/// A finding about a file or folder that cannot be read.
pub(super) fn unreadable(place: &Place, sources: &mut Sources, what: &str) -> Finding {
    about(&rules::FILE_UNREADABLE, place, sources, what)
}

fn about(rule: &'static Rule, place: &Place, sources: &mut Sources, what: &str) -> Finding {
    let file = sources.add(place.shown());
    Finding::new(rule, format!("`{}` {what}", place.shown()), sources.position(Span::file(file)))
}
