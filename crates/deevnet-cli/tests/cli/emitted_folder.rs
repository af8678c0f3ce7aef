//! The folder of `deevnet emit all`, whatever the substrate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::substrate::Substrate;

const ALL: &[&str] = &["emit", "all", "--out", ".out"];
const CHECK: &[&str] = &["emit", "all", "--out", ".out", "--check"];

/// What a generated host declares beside its number.
#[derive(Debug, Clone)]
struct Pi {
    mac_is_known: bool,
    has_reservation: bool,
    service: u8,
}

impl Pi {
    fn variables(&self, number: u8) -> String {
        let mac = if self.mac_is_known { format!("00:00:5e:00:53:{number:02x}") } else { "UNKNOWN".to_owned() };
        let (reservation, service) = (self.has_reservation, self.service);
        format!(
            "infrastructure:\n  form: pi\n  interfaces:\n    eth0: {{ mac: \"{mac}\" }}\nenv:\n  interfaces:\n    eth0:\n      \
             ip: 10.20.30.{number}\n      segment: iot\n      dns: {{ host_a_record: true, dhcp_reservation: {reservation}, \
             cnames: [service{service}-{number}] }}\n"
        )
    }
}

fn hosts() -> impl Strategy<Value = BTreeMap<u8, Pi>> {
    let pi = (any::<bool>(), any::<bool>(), 0..3_u8).prop_map(|(mac_is_known, has_reservation, service)| Pi {
        mac_is_known,
        has_reservation,
        service,
    });
    proptest::collection::btree_map(10..16_u8, pi, 1..5)
}

/// Declares these hosts in place of those that are there.
fn declare(substrate: &Substrate, hosts: &BTreeMap<u8, Pi>) {
    let folder = substrate.file("host_vars");
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (number, pi) in hosts {
        substrate.write(&format!("host_vars/pi{number}.yml"), &pi.variables(*number));
    }
    substrate.list_hosts();
}

/// The files of every target, by path in the folder; the manifest lies beside their folders.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for target in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(target).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(folder).unwrap().display().to_string();
            files.insert(name, fs::read_to_string(file).unwrap());
        }
    }
    files
}

/// A line for each file that differs between two folders, as `--check` lists it.
fn differences(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let difference = |name: &String| match (before.get(name), after.get(name)) {
        (Some(before), Some(after)) if before == after => None,
        (Some(_), Some(_)) => Some(format!("would update .out/{name}")),
        (None, _) => Some(format!("would create .out/{name}")),
        (_, None) => Some(format!("would remove .out/{name}")),
    };
    names.into_iter().filter_map(difference).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_written_folder_is_up_to_date_until_something_changes(before in hosts(), after in hosts()) {
        let substrate = Substrate::with(&[]);
        declare(&substrate, &before);
        prop_assert_ne!(substrate.deevnet(ALL).code, 1);
        let clean = substrate.deevnet(CHECK);
        prop_assert_eq!((clean.code, clean.stdout.as_str()), (0, ""), "{}", clean.text());

        declare(&substrate, &after);
        let check = substrate.deevnet(CHECK);
        let listed: BTreeSet<String> =
            check.stdout.lines().filter(|line| !line.contains("/.deevnet-emit.json")).map(str::to_owned).collect();
        prop_assert_ne!(substrate.deevnet(&["emit", "all", "--out", ".fresh"]).code, 1);
        let (written, fresh) = (files(&substrate.file(".out")), files(&substrate.file(".fresh")));
        prop_assert_eq!(&listed, &differences(&written, &fresh));
        prop_assert_eq!(check.code, if listed.is_empty() { 0 } else { 2 }, "{}", check.text());

        prop_assert_ne!(substrate.deevnet(ALL).code, 1);
        prop_assert_eq!(files(&substrate.file(".out")), fresh);
        prop_assert_eq!(substrate.deevnet(CHECK).code, 0);
    }
}
