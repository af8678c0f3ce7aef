//! Both registries give the same identities when they are asked the same.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use deevnet_core::allocate::{Request, TakenList};
use deevnet_core::check;
use deevnet_inventory::{Options, load};
use deevnet_registry::{InventoryRegistry, Registry};
use deevnet_tests::postgres_server::{Outcome, Server};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// What happens before an allocation.
#[derive(Debug, Clone)]
struct Step {
    /// Guests that are declared besides, by number.
    declared: BTreeSet<u8>,
    /// VMIDs that are handed in as taken.
    taken: BTreeSet<u8>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (prop::collection::btree_set(any::<u8>(), 0..6), prop::collection::btree_set(200..=255_u8, 0..4))
        .prop_map(|(declared, taken)| Step { declared, taken });
    prop::collection::vec(step, 1..5)
}

/// Writes an inventory that declares guests; their identities stand in files of their own.
fn declare(folder: &Path, guests: &BTreeSet<u8>) -> Outcome {
    let mut hosts = "all:\n  vars:\n    deevnet_substrate: lab\n    deevnet_mac_namespace: \"02:de:20\"\n    \
                     deevnet_mgmt_vmid_range: { start: 200, end: 290 }\n  hosts:\n    hv01: {}\n"
        .to_owned();
    for guest in guests {
        writeln!(hosts, "    app-vm{guest:03}: {{ mgmt_vm: {{ hypervisor: hv01 }} }}")?;
    }
    Ok(fs::write(folder.join("hosts.yml"), hosts)?)
}

/// The request of the inventory as it stands.
fn request(folder: &Path, taken: &BTreeSet<u8>) -> Outcome<Request> {
    let checked = check(&load(folder, &Options::default())?);
    let mut request = Request::of(&checked.substrate)?;
    let lines: Vec<String> = taken.iter().map(ToString::to_string).collect();
    request.take_all(&TakenList::parse("taken.txt", &lines.join("\n"))?);
    Ok(request)
}

/// Takes the steps on both, which are to answer the same and hold the same after each; an answer may be a refusal.
fn agree(server: &Server, steps: &[Step]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut database = server.database()?.migrated()?;
    let mut inventory = InventoryRegistry::new(folder.path(), Options::default());
    let mut guests = BTreeSet::new();
    for step in steps {
        guests.extend(&step.declared);
        declare(folder.path(), &guests)?;
        let request = request(folder.path(), &step.taken)?;
        let (first, second) = (database.allocate(&request), inventory.allocate(&request));
        match (first, second) {
            (Ok(first), Ok(second)) => assert_eq!(first, second),
            (Err(first), Err(second)) => assert_eq!(first.to_string(), second.to_string()),
            (first, second) => return Err(format!("{first:?} is not {second:?}").into()),
        }
        assert_eq!(database.ledger()?, inventory.ledger()?);
    }
    Ok(())
}

#[test]
fn both_registries_give_the_same() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    runner
        .run(&steps(), |steps| agree(server, &steps).map_err(|error| TestCaseError::fail(error.to_string())))
        .map_err(|error| error.to_string().into())
}

#[test]
fn identities_move_to_the_database_and_back() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let (first, second) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut database = server.database()?.migrated()?;
    declare(first.path(), &[1, 2, 3].into())?;
    let mut inventory = InventoryRegistry::new(first.path(), Options::default());
    inventory.allocate(&request(first.path(), &BTreeSet::new())?)?;
    assert_eq!(database.import(&inventory.export()?)?.new.len(), 3);
    declare(second.path(), &[2, 3, 4].into())?;
    let mut other = InventoryRegistry::new(second.path(), Options::default());
    let import = other.import(&database.export()?)?;
    assert_eq!((import.new.len(), import.left_out.len()), (2, 1), "a guest that is not declared is left out");
    let given = database.allocate(&request(second.path(), &BTreeSet::new())?)?;
    assert_eq!(given.new.iter().map(|identity| identity.vmid.get()).collect::<Vec<_>>(), [203]);
    assert_eq!(other.import(&database.export()?)?.new.len(), 1);
    let of_guests = |registry: &mut InventoryRegistry| -> Outcome<Vec<u32>> {
        Ok(registry.ledger()?.iter().map(|identity| identity.vmid.get()).collect())
    };
    assert_eq!((of_guests(&mut inventory)?, of_guests(&mut other)?), (vec![200, 201, 202], vec![201, 202, 203]));
    Ok(())
}
