//! The files of `group_vars` and `host_vars`.

use deevnet_core::{Finding, Severity, Sources, Span, rules};

use rustc_hash::FxHashMap;

use super::Place;
use super::folder::{self, Entry, Kind, extension};
use super::walk::{unreadable, walk};

/// Ends of the names of variable files, in the order in which Ansible looks for them.
const EXTENSIONS: &[&str] = &["", ".yml", ".yaml", ".json"];

/// How many bytes the longest of these endings takes.
const LONGEST_EXTENSION: usize = 5;

/// A folder `group_vars` or `host_vars`, listed once.
#[derive(Debug, Default)]
pub(crate) struct VariableFiles {
    folder: Option<Place>,
    entries: FxHashMap<String, Kind>,
}

/// Lists `group_vars` or `host_vars` next to the host files.
pub(crate) fn variable_folder(
    base: &Place,
    name: &str,
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> VariableFiles {
    let folder = base.entry(name);
    match folder::entries(&folder) {
        Ok(entries) => VariableFiles {
            folder: Some(folder),
            entries: entries.into_iter().map(|entry| (entry.name, entry.kind)).collect(),
        },
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                findings.push(unreadable(&folder, sources, &format!("cannot be listed: {error}")));
            }
            VariableFiles::default()
        }
    }
}

impl VariableFiles {
    /// The files that declare the variables of a group or host, those that win last.
    ///
    /// Of `pi01`, `pi01.yml`, `pi01.yaml` and `pi01.json` Ansible reads only the first that exists.
    pub(crate) fn of(&self, name: &str, sources: &mut Sources, findings: &mut Vec<Finding>) -> Vec<Place> {
        let Some(folder) = &self.folder else { return Vec::new() };
        let mut found = Vec::new();
        let mut chosen: Option<Place> = None;
        let mut file = String::with_capacity(name.len() + LONGEST_EXTENSION);
        for end in EXTENSIONS {
            file.clear();
            file.push_str(name);
            file.push_str(end);
            let Some(kind) = self.entries.get(&file) else { continue };
            let place = folder.entry(&file);
            match (*kind, &chosen) {
                (Kind::Dangling, _) => findings.push(unreadable(&place, sources, "is a link to nothing")),
                (_, Some(chosen)) => findings.push(shadowed(&place, chosen, sources)),
                (Kind::Special, None) => findings.push(unreadable(&place, sources, "is no regular file")),
                (Kind::File, None) => {
                    found.push(place.clone());
                    chosen = Some(place);
                }
                (Kind::Folder, None) => {
                    found = walk(&place, is_variable_entry, sources, findings);
                    chosen = Some(place);
                }
            }
        }
        found
    }

    /// The names that have variables but are not among the known ones, sorted, each with its file or folder.
    ///
    /// What is neither a file nor a folder is reported; nothing is opened, because a pipe would block.
    pub(crate) fn orphans(
        &self,
        is_known: impl Fn(&str) -> bool,
        sources: &mut Sources,
        findings: &mut Vec<Finding>,
    ) -> Vec<(&str, Place)> {
        let mut orphans: Vec<(&str, Place, Kind)> = self.unknown(is_known).collect();
        orphans.sort_unstable_by(|(left, left_place, _), (right, right_place, _)| {
            (left, left_place.shown()).cmp(&(right, right_place.shown()))
        });
        for (_, place, kind) in &orphans {
            findings.extend(kind.obstacle().map(|obstacle| unreadable(place, sources, obstacle)));
        }
        orphans.into_iter().map(|(name, place, _)| (name, place)).collect()
    }

    fn unknown(&self, is_known: impl Fn(&str) -> bool) -> impl Iterator<Item = (&str, Place, Kind)> {
        self.entries.iter().filter_map(move |(file, kind)| {
            let folder = self.folder.as_ref()?;
            let end = extension(file);
            let name = if *kind == Kind::Folder { file } else { file.strip_suffix(end)? };
            let ignored = file.starts_with('.') || file.ends_with('~') || !EXTENSIONS.contains(&end);
            (!ignored && !is_known(name) && !is_known(file)).then(|| (name, folder.entry(file), *kind))
        })
    }
}

fn is_variable_entry(entry: &Entry) -> bool {
    let (name, end) = (&entry.name, extension(&entry.name));
    !name.starts_with('.')
        && !name.ends_with('~')
        && if entry.kind == Kind::Folder { end.is_empty() } else { EXTENSIONS.contains(&end) }
}

fn shadowed(place: &Place, chosen: &Place, sources: &mut Sources) -> Finding {
    let file = sources.add(place.shown());
    let message = format!("`{}` is not read, because `{}` exists", place.shown(), chosen.shown());
    let mut finding = Finding::new(&rules::INVENTORY_STRUCTURE, message, sources.position(Span::file(file)))
        .with_hint("move its variables into the other, or remove it");
    finding.severity = Severity::Warning;
    finding
}
