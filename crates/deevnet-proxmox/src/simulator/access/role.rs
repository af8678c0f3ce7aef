//! Roles.

use std::collections::{BTreeMap, BTreeSet};

use super::privilege;
use crate::simulator::release::Release;

/// The roles that every installation of a release has, with their privileges.
pub(super) fn predefined(release: Release) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let all = || privilege::all(release);
    let only = |privileges: &[&'static str]| privileges.iter().copied().collect::<BTreeSet<_>>();
    let within = |prefix: &'static str| all().filter(move |one| one.starts_with(prefix)).collect::<BTreeSet<_>>();
    let audits = all().filter(|one| one.ends_with(".Audit")).collect();
    let guest_user = all().filter(|one| is_of_guest_user(one)).collect();
    let user_admin = only(&["Group.Allocate", "Realm.AllocateUser", "User.Modify"]);
    BTreeMap::from([
        ("Administrator", all().collect()),
        ("NoAccess", BTreeSet::new()),
        ("PVEAdmin", all().filter(|one| !is_of_administrator(one)).collect()),
        ("PVEAuditor", audits),
        ("PVEDatastoreAdmin", within("Datastore.")),
        ("PVEDatastoreUser", only(&["Datastore.AllocateSpace", "Datastore.Audit"])),
        ("PVEMappingAdmin", within("Mapping.")),
        ("PVEMappingUser", only(&["Mapping.Audit", "Mapping.Use"])),
        ("PVEPoolAdmin", within("Pool.")),
        ("PVEPoolUser", only(&["Pool.Audit"])),
        ("PVESDNAdmin", within("SDN.")),
        ("PVESDNUser", only(&["SDN.Audit", "SDN.Use"])),
        ("PVESysAdmin", only(&["Sys.Audit", "Sys.Console", "Sys.Syslog"])),
        ("PVETemplateUser", only(&["VM.Audit", "VM.Clone"])),
        ("PVEUserAdmin", user_admin),
        ("PVEVMAdmin", within("VM.")),
        ("PVEVMUser", guest_user),
    ])
}

fn is_of_administrator(privilege: &str) -> bool {
    matches!(
        privilege,
        "Mapping.Modify"
            | "Permissions.Modify"
            | "Realm.Allocate"
            | "Sys.AccessNetwork"
            | "Sys.Incoming"
            | "Sys.Modify"
            | "Sys.PowerMgmt"
    )
}

fn is_of_guest_user(privilege: &str) -> bool {
    let agent = privilege.starts_with("VM.GuestAgent.") && privilege != "VM.GuestAgent.Unrestricted";
    agent
        || matches!(
            privilege,
            "VM.Audit" | "VM.Backup" | "VM.Config.CDROM" | "VM.Config.Cloudinit" | "VM.Console" | "VM.PowerMgmt"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_as_many_privileges_as_the_releases_give_them() {
        let counts = |release| predefined(release).into_values().map(|all| all.len()).collect::<Vec<_>>();
        assert_eq!(counts(Release::V8_4), [42, 0, 35, 6, 4, 2, 3, 2, 2, 1, 3, 2, 3, 2, 3, 18, 6]);
        assert_eq!(counts(Release::V9_2), [47, 0, 40, 7, 4, 2, 3, 2, 2, 1, 3, 2, 3, 2, 3, 23, 10]);
    }
}
