//! Changes to the configuration of a container.

use std::collections::{BTreeMap, BTreeSet};

use super::option::{NETWORK_DEVICE, OPTIONS, is_network_device, is_volume, privilege};
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Container, Node, Random};

/// Changes a configuration while the caller waits; a container takes every change while it runs.
pub(super) fn update(node: &mut Node, call: &Call) -> Answer {
    let set = call.parameters.iter().filter(|(key, _)| OPTIONS.iter().any(|option| option.is_named(key)));
    let set: BTreeMap<&str, &str> = set.map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let delete: BTreeSet<&str> = call.list("delete").into_iter().collect();
    if set.is_empty() && delete.is_empty() && call.get("revert").is_none() {
        return Err(Refusal::failure("no options specified"));
    }
    check_deleted(&set, &delete)?;
    check_rights(node, call, set.keys().chain(&delete).copied())?;
    let (vmid, container) = node.container(call)?;
    check_state(container, call)?;
    if let Some(key) = set.keys().chain(&delete).find(|key| is_volume(key)) {
        return Err(Refusal::failure(format!("{key}: volumes of containers are not simulated")));
    }
    let set: Vec<(String, String)> = set
        .into_iter()
        .map(|(key, value)| Ok((key.to_owned(), written(&mut node.random, key, value)?)))
        .collect::<Result<_, Refusal>>()?;
    if let Some(container) = node.containers.get_mut(&vmid) {
        container.config.retain(|key, _| !delete.contains(key.as_str()));
        container.config.extend(set);
    }
    Reply::null()
}

fn check_deleted(set: &BTreeMap<&str, &str>, delete: &BTreeSet<&str>) -> Result<(), Refusal> {
    for key in delete {
        if !OPTIONS.iter().any(|option| option.is_named(key)) {
            return Err(Refusal::parameter("delete", format!("unknown option '{key}'")));
        }
        if set.contains_key(key) {
            let text = format!("you can't use '-{key}' and -delete {key}' at the same time");
            return Err(Refusal::parameter("delete", text));
        }
    }
    Ok(())
}

fn check_rights<'a>(node: &Node, call: &Call, keys: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    for key in keys {
        match privilege(key) {
            Some(privilege) => node.require(call, &format!("/vms/{}", call.vmid()), &[privilege])?,
            None if call.caller.is_root() => {}
            None => return Err(Refusal::status(403, format!("changing {key} is only allowed for root@pam\n"))),
        }
    }
    Ok(())
}

fn check_state(container: &Container, call: &Call) -> Result<(), Refusal> {
    if call.get("digest").is_some_and(|digest| digest != container.digest()) {
        return Err(Refusal::failure("detected modified configuration - file changed by other user? Try again."));
    }
    match container.config.get("lock") {
        Some(lock) => Err(Refusal::failure(format!("CT is locked ({lock})"))),
        None => Ok(()),
    }
}

/// A value as the file has it: of a network device the name first and the rest sorted, with what it must have.
fn written(random: &mut Random, key: &str, value: &str) -> Result<String, Refusal> {
    if !is_network_device(key) {
        return Ok(value.to_owned());
    }
    let mut properties = NETWORK_DEVICE.parse(value).map_err(|error| Refusal::parameter(key, error))?;
    properties.entry("hwaddr".to_owned()).or_insert_with(|| random.mac());
    properties.entry("type".to_owned()).or_insert_with(|| "veth".to_owned());
    let name = properties.remove("name").unwrap_or_default();
    let rest = properties.iter().map(|(name, value)| format!(",{name}={value}"));
    Ok(format!("name={name}{}", rest.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_device_is_written_with_its_name_first() {
        let mut random = Random::new(1, "pve1");
        let written = |random: &mut Random, value| written(random, "net0", value).unwrap();
        let given = written(&mut random, "bridge=vmbr0,hwaddr=bc:24:11:aa:00:02,name=eth0,ip=dhcp");
        insta::assert_snapshot!(given, @"name=eth0,bridge=vmbr0,hwaddr=bc:24:11:aa:00:02,ip=dhcp,type=veth");
        assert!(written(&mut random, "name=eth0").starts_with("name=eth0,hwaddr=BC:24:11:"));
    }

    #[test]
    fn nothing_is_deleted_that_is_unknown_or_set() {
        let refused = |key| check_deleted(&BTreeMap::from([("onboot", "1")]), &BTreeSet::from([key])).unwrap_err();
        assert_eq!(refused("bogus").errors["delete"], "unknown option 'bogus'");
        assert_eq!(refused("onboot").errors["delete"], "you can't use '-onboot' and -delete onboot' at the same time");
    }
}
