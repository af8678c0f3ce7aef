//! What changes in which files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use deevnet_core::tenant::{NewSegment, NewTenant, TenantAddition, TenantRemoval};
use deevnet_inventory::edit::{
    EditError, Entry, Scalar, append_item, append_variable, insert_entry, remove_entry, remove_item,
};

use super::error::TenantError;
use super::reading::Reading;
use crate::files::{FileBatch, FileError, below};

/// The variable of tenants.
const TENANTS: &str = "deevnet_tenants";
/// The variable of segments.
const SEGMENTS: &str = "deevnet_vlans";

/// The files that hold what every host sees, in the order in which they are looked for.
const COMMON_FILES: [&str; 3] = ["group_vars/all.yml", "group_vars/all.yaml", "group_vars/all"];
/// The file for tenants, where `group_vars/all` is a folder.
const TENANTS_FILE: &str = "group_vars/all/tenants.yml";

/// What to do where a file is not edited, below the lines that are to be added.
const BY_HAND: &str = "nothing is written; add the lines above yourself";

/// The texts of files before and after a tenant is added or removed.
#[derive(Debug, Default)]
pub struct TenantEdits {
    files: BTreeMap<PathBuf, (Option<String>, String)>,
}

impl TenantEdits {
    /// Declares what an addition adds: a tenant, a segment, or both.
    pub(super) fn add(
        &mut self,
        folder: &Path,
        reading: &Reading,
        addition: &TenantAddition,
    ) -> Result<(), TenantError> {
        if let Some(tenant) = &addition.tenant {
            self.add_tenant(folder, reading, tenant)?;
        }
        addition.segment.as_ref().map_or(Ok(()), |segment| self.add_segment(folder, reading, segment))
    }

    /// Takes what a removal removes out of the files that declare it.
    pub(super) fn remove(&mut self, reading: &Reading, removal: &TenantRemoval) -> Result<(), TenantError> {
        self.remove_tenant(reading, removal.record.name.as_str())?;
        removal.segment.as_ref().map_or(Ok(()), |segment| self.remove_segment(reading, segment))
    }

    /// Declares a tenant, in the file that declares the others, or in one for all hosts.
    fn add_tenant(&mut self, folder: &Path, reading: &Reading, new: &NewTenant) -> Result<(), TenantError> {
        let entry = tenant_entry(new);
        match reading.file_of(TENANTS) {
            Some(path) => self.edit(&path, BY_HAND, |text| append_item(text, TENANTS, &entry)),
            None => self.edit(&common_file(folder), BY_HAND, |text| append_variable(text, TENANTS, &entry)),
        }
    }

    /// Declares a segment beside the other tenants' ones.
    fn add_segment(&mut self, folder: &Path, reading: &Reading, new: &NewSegment) -> Result<(), TenantError> {
        let entry = segment_entry(new);
        let neighbour = last_tenant_segment(reading);
        let path = reading.file_of(SEGMENTS).unwrap_or_else(|| common_file(folder));
        self.edit(&path, BY_HAND, |text| insert_entry(text, SEGMENTS, &new.name, &entry, neighbour.as_deref()))
    }

    /// Takes a tenant out of the file that declares it.
    fn remove_tenant(&mut self, reading: &Reading, name: &str) -> Result<(), TenantError> {
        let Some(path) = reading.file_of(TENANTS) else { return Ok(()) };
        let by_hand = format!("remove the entry of `{name}` from `{TENANTS}` yourself");
        self.edit(&path, &by_hand, |text| remove_item(text, TENANTS, "name", name))
    }

    /// Takes a segment out of the file that declares it.
    fn remove_segment(&mut self, reading: &Reading, name: &str) -> Result<(), TenantError> {
        let Some(path) = reading.file_of(SEGMENTS) else { return Ok(()) };
        let by_hand = format!("remove the entry of `{name}` from `{SEGMENTS}` yourself");
        self.edit(&path, &by_hand, |text| remove_entry(text, SEGMENTS, name))
    }

    /// The files that change.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// What every file holds before, which is nothing where there is none yet, and after.
    pub fn changes(&self) -> impl Iterator<Item = (&Path, Option<&str>, &str)> {
        self.files.iter().map(|(path, (before, after))| (path.as_path(), before.as_deref(), after.as_str()))
    }

    /// All changes as one, in the folder that is locked.
    pub(super) fn batch(&self, folder: &Path) -> FileBatch {
        let mut batch = FileBatch::default();
        for (path, (before, after)) in &self.files {
            let path = below(folder, path);
            match before {
                Some(before) => batch.replace(path, before, after),
                None => batch.create(path, after),
            }
        }
        batch
    }

    fn edit(
        &mut self,
        path: &Path,
        by_hand: &str,
        edit: impl FnOnce(&str) -> Result<String, EditError>,
    ) -> Result<(), TenantError> {
        let (before, text) = match self.files.remove(path) {
            Some(edited) => edited,
            None if path.exists() => {
                let unreadable = |source| FileError::Unreadable { path: path.to_owned(), source };
                let text = fs::read_to_string(path).map_err(unreadable)?;
                (Some(text.clone()), text)
            }
            None => (None, String::new()),
        };
        let hint = by_hand.to_owned();
        let uneditable = |source| {
            let source = Box::new(source);
            TenantError::Uneditable { path: path.to_owned(), source, hint, lines: None }
        };
        let after = edit(&text).map_err(uneditable)?;
        self.files.insert(path.to_owned(), (before, after));
        Ok(())
    }
}

/// The file for a variable that nothing declares yet.
fn common_file(folder: &Path) -> PathBuf {
    let named = |name: &str| if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) };
    if named("group_vars/all").is_dir() {
        return named(TENANTS_FILE);
    }
    let found = COMMON_FILES.iter().map(|name| named(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| named(COMMON_FILES[0]))
}

/// The segment of a tenant that is written last.
fn last_tenant_segment(reading: &Reading) -> Option<String> {
    let substrate = reading.substrate();
    let is_tenants =
        |name: &str| substrate.tenant_with_segment(name).is_some() || substrate.tenant_of_segment(name).is_some();
    let segments = substrate.segments.values().filter(|segment| is_tenants(&segment.name));
    segments.max_by_key(|segment| segment.span.line()).map(|segment| segment.name.to_string())
}

/// The lines that declare a tenant and its segment, for files that are not edited.
pub(super) fn lines(addition: &TenantAddition) -> String {
    let tenant = addition.tenant.as_ref().map(|tenant| (TENANTS, tenant_entry(tenant).as_item()));
    let segment = addition.segment.as_ref().map(|new| (SEGMENTS, segment_entry(new).as_entry(&new.name)));
    let blocks = [tenant, segment].into_iter().flatten();
    blocks.flat_map(|(variable, lines)| [variable.to_owned(), ":\n".to_owned(), indented(&lines)]).collect()
}

fn tenant_entry(new: &NewTenant) -> Entry {
    let mut fields =
        vec![("name", Scalar::Text(new.name.to_string())), ("index", Scalar::Integer(i64::from(new.index.get())))];
    fields.extend(new.class.map(|class| ("class", Scalar::Text(class.to_string()))));
    fields.extend(new.mac_policy.map(|policy| ("mac_policy", Scalar::Text(policy.to_string()))));
    Entry::new(fields)
}

fn segment_entry(new: &NewSegment) -> Entry {
    Entry::new([
        ("vlan_id", Scalar::Integer(i64::from(new.vlan_id.get()))),
        ("subnet", Scalar::Text(new.subnet.to_string())),
        ("gateway", Scalar::Text(new.gateway.to_string())),
        ("dhcp_range_start", Scalar::Text(new.dhcp_range_start.to_string())),
        ("dhcp_range_end", Scalar::Text(new.dhcp_range_end.to_string())),
    ])
}

fn indented(lines: &str) -> String {
    lines.lines().flat_map(|line| ["  ", line, "\n"]).collect()
}
