//! Which privileges a caller has where.

use std::collections::BTreeMap;

use super::{Caller, privilege, role};
use crate::simulator::route::{Call, Refusal};
use crate::simulator::setup::Holder;
use crate::simulator::state::{AclEntry, Node};

/// Privileges by name; `true` where they hold below the path too.
pub(crate) type Privileges = BTreeMap<String, bool>;

impl Node {
    /// Whether a caller has a privilege on a path.
    pub(crate) fn allows(&self, caller: &Caller, path: &str, privilege: &str) -> bool {
        caller.is_root() || self.privileges(caller, path).contains_key(privilege)
    }

    /// Requires all privileges on a path.
    ///
    /// # Errors
    ///
    /// With status 403 and the first privilege that is missing.
    pub(crate) fn require(&self, call: &Call, path: &str, privileges: &[&str]) -> Result<(), Refusal> {
        if call.caller.is_root() {
            return Ok(());
        }
        let held = self.privileges(&call.caller, path);
        let path = normalised(path).unwrap_or_default();
        match privileges.iter().find(|&&privilege| !held.contains_key(privilege)) {
            Some(missing) => Err(Refusal::permission(&format!("{path}, {missing}"))),
            None => Ok(()),
        }
    }

    /// Requires any of the privileges on a path.
    ///
    /// # Errors
    ///
    /// With status 403 and all the privileges.
    pub(crate) fn require_any(&self, call: &Call, path: &str, privileges: &[&str]) -> Result<(), Refusal> {
        if call.caller.is_root() {
            return Ok(());
        }
        let held = self.privileges(&call.caller, path);
        let path = normalised(path).unwrap_or_default();
        if privileges.iter().any(|&privilege| held.contains_key(privilege)) {
            return Ok(());
        }
        Err(Refusal::permission(&format!("{path}, {}", privileges.join("|"))))
    }

    /// The privileges of a caller on a path; none on what is not a path.
    pub(crate) fn privileges(&self, caller: &Caller, path: &str) -> Privileges {
        let Some(path) = normalised(path) else { return Privileges::new() };
        let of_user = self.privileges_of_user(caller.user(), &path);
        let Some(name) = caller.token() else { return of_user };
        let user = self.access.users.get(caller.user());
        match user.and_then(|user| user.tokens.get(name)) {
            Some(token) if token.privilege_separated => {
                let own = self.held_with_pools(&[Holder::Token(caller.to_string())], &path);
                own.into_iter().filter(|(privilege, _)| of_user.contains_key(privilege)).collect()
            }
            Some(_) => of_user,
            None => Privileges::new(),
        }
    }

    fn privileges_of_user(&self, user: &str, path: &str) -> Privileges {
        if user == "root@pam" {
            return privilege::all(self.release).map(|one| (one.to_owned(), true)).collect();
        }
        let groups = self.access.groups.iter().filter(|(_, members)| members.contains(user));
        let mut holders = vec![Holder::User(user.to_owned())];
        holders.extend(groups.map(|(group, _)| Holder::Group(group.clone())));
        self.held_with_pools(&holders, path)
    }

    /// What holders have on a path, with what they have on a guest or storage because of the pools it is in.
    fn held_with_pools(&self, holders: &[Holder], path: &str) -> Privileges {
        let mut held = self.held_by(holders, path);
        let pools = self.pools.iter().filter(|(_, pool)| match path.strip_prefix("/vms/") {
            Some(vmid) => vmid.parse().is_ok_and(|vmid: u32| pool.guests.contains(&vmid)),
            None => path.strip_prefix("/storage/").is_some_and(|storage| pool.storages.contains(storage)),
        });
        for (pool, _) in pools {
            held.extend(self.held_by(holders, &format!("/pool/{pool}")));
        }
        held
    }

    /// What holders have on a path: entries of users go before those of groups, and deeper ones before higher ones.
    fn held_by(&self, holders: &[Holder], path: &str) -> Privileges {
        let mut roles: BTreeMap<&str, bool> = BTreeMap::new();
        for level in levels(path) {
            let here: Vec<&AclEntry> = self.entries(holders, &level, level == path);
            if !here.is_empty() {
                roles = here.into_iter().map(|entry| (entry.role.as_str(), entry.propagate)).collect();
            }
        }
        if roles.contains_key("NoAccess") {
            return Privileges::new();
        }
        let mut held = Privileges::new();
        for (role, propagate) in roles {
            for privilege in self.privileges_of_role(role) {
                *held.entry(privilege).or_default() |= propagate;
            }
        }
        held
    }

    fn entries(&self, holders: &[Holder], level: &str, last: bool) -> Vec<&AclEntry> {
        let at = |holder: &&AclEntry, wanted: fn(&Holder) -> bool| {
            holder.path == level
                && (last || holder.propagate)
                && holders.contains(&holder.holder)
                && wanted(&holder.holder)
        };
        let own: Vec<&AclEntry> =
            self.access.acl.iter().filter(|entry| at(entry, |holder| !matches!(holder, Holder::Group(_)))).collect();
        if !own.is_empty() {
            return own;
        }
        self.access.acl.iter().filter(|entry| at(entry, |holder| matches!(holder, Holder::Group(_)))).collect()
    }

    /// The roles by name with their privileges.
    pub(super) fn roles(&self) -> BTreeMap<String, Vec<String>> {
        let predefined = role::predefined(self.release).into_keys().map(str::to_owned);
        let names = predefined.chain(self.access.roles.keys().cloned());
        names.map(|name| (name.clone(), self.privileges_of_role(&name))).collect()
    }

    /// Whether there is a role.
    pub(super) fn has_role(&self, name: &str) -> bool {
        self.access.roles.contains_key(name) || role::predefined(self.release).contains_key(name)
    }

    /// The privileges of a role; none if there is no such role.
    pub(super) fn privileges_of_role(&self, name: &str) -> Vec<String> {
        if let Some(role) = self.access.roles.get(name) {
            return role.iter().cloned().collect();
        }
        let predefined = role::predefined(self.release).remove(name);
        predefined.into_iter().flatten().map(str::to_owned).collect()
    }
}

/// A path without doubled and final slashes, or nothing if it has characters that paths do not have.
pub(crate) fn normalised(path: &str) -> Option<String> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if !path.chars().all(allowed) {
        return None;
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    Some(format!("/{}", parts.join("/")))
}

/// A path and all above it, the highest first.
fn levels(path: &str) -> Vec<String> {
    let mut levels = vec!["/".to_owned()];
    let mut level = String::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        level = format!("{level}/{part}");
        levels.push(level.clone());
    }
    levels
}
