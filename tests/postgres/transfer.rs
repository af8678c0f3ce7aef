//! Identities that move from one registry to another.

use std::collections::BTreeSet;

use deevnet_core::allocate::{Identity, Ledger};
use deevnet_core::mac::Vmid;
use deevnet_registry::Registry;

use crate::journal::request;
use deevnet_tests::postgres_server::{Outcome, Server};

fn identity(host: &str, vmid: u32) -> Outcome<Identity> {
    Ok(Identity::derived("site20".parse()?, host, Vmid::new(vmid)?, "02:de:20".parse()?))
}

fn ledger(identities: impl IntoIterator<Item = Identity>) -> Outcome<Ledger> {
    let mut ledger = Ledger::default();
    for identity in identities {
        ledger.insert(identity)?;
    }
    Ok(ledger)
}

#[test]
fn what_is_exported_is_imported_as_it_was() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let (mut first, mut second) = (server.database()?.migrated()?, server.database()?.migrated()?);
    for substrate in [10, 20] {
        first.allocate(&request(substrate, ["git-vm01", "dns-vm01"].map(str::to_owned))?)?;
    }
    let exported = first.export()?;
    let written = serde_json::to_string(&exported)?;
    let read: Ledger = serde_json::from_str(&written)?;
    assert_eq!(second.import(&read)?.new.len(), 4);
    assert_eq!(second.export()?, exported);
    let again = second.import(&read)?;
    assert_eq!((again.new.len(), again.kept.len()), (0, 4), "importing twice changes nothing");
    assert_eq!(serde_json::to_string(&second.export()?)?, written);
    Ok(())
}

#[test]
fn a_contradiction_names_both_parties_and_nothing_is_imported() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let mut registry = server.database()?.migrated()?;
    registry.import(&ledger([identity("dns-vm01", 200)?])?)?;
    let mut refused = |other: Identity| -> Outcome<String> {
        let imported = registry.import(&ledger([identity("app-vm01", 300)?, other])?);
        Ok(imported.expect_err("it is refused").to_string())
    };
    assert_eq!(
        refused(identity("git-vm01", 200)?)?,
        "VMID 200 of site20 belongs to dns-vm01, and git-vm01 claims it too"
    );
    assert_eq!(
        refused(identity("dns-vm01", 201)?)?,
        "dns-vm01 of site20 has VMID 200 and MAC 02:de:20:00:00:c8, not VMID 201 and MAC 02:de:20:00:00:c9"
    );
    let elsewhere = Identity::derived("home".parse()?, "git-vm01", Vmid::new(200)?, "02:de:20".parse()?);
    assert_eq!(
        refused(elsewhere)?,
        "02:de:20:00:00:c8 belongs to dns-vm01 of site20, and git-vm01 of home claims it too"
    );
    assert_eq!(registry.ledger()?.len(), 1);
    Ok(())
}

#[test]
fn what_is_released_is_given_again_and_nothing_else_is() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let mut registry = server.database()?.migrated()?;
    registry.allocate(&request(20, ["app-vm01", "dns-vm01", "git-vm01"].map(str::to_owned))?)?;
    let (site, gone) = ("site20".parse()?, BTreeSet::from(["dns-vm01".into(), "unknown-vm01".into()]));
    assert_eq!(registry.release(&site, &gone)?, [identity("dns-vm01", 201)?]);
    assert_eq!(registry.release(&site, &gone)?, [], "releasing twice changes nothing");
    let given = registry.allocate(&request(20, ["new-vm01".to_owned()])?)?;
    assert_eq!(given.new, [identity("new-vm01", 201)?]);
    assert_eq!(registry.ledger()?.len(), 3);
    Ok(())
}

#[test]
fn nothing_to_import_is_no_batch() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    database.migrated()?.import(&Ledger::default())?;
    let batches: i64 = database.client()?.query_one("SELECT count(*) FROM deevnet.batch", &[])?.try_get(0)?;
    assert_eq!(batches, 0);
    Ok(())
}
