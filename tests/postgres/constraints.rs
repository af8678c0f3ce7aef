//! What the schema itself refuses, whoever writes to it.

use postgres::error::SqlState;

use deevnet_tests::postgres_server::{Outcome, Server};

const FIRST: &str = "
    WITH made AS (INSERT INTO deevnet.batch DEFAULT VALUES RETURNING id),
         site AS (INSERT INTO deevnet.substrate (name) VALUES ('home'), ('mobile') RETURNING name)
    SELECT id::text, (SELECT count(*) FROM site) FROM made
";

#[test]
fn the_schema_refuses_what_no_registry_may_hold() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    database.migrated()?;
    let mut client = database.client()?;
    let batch: String = client.query_one(FIRST, &[])?.try_get(0)?;
    let mut insert = |substrate: &str, host: &str, vmid: i32, mac: &str| {
        let row = "INSERT INTO deevnet.identity VALUES ($1, $2, $3, $4::text::macaddr, $5::text::uuid)";
        client.execute(row, &[&substrate, &host, &vmid, &mac, &batch]).map_err(|error| error.code().cloned())
    };
    let twice = Err(Some(SqlState::UNIQUE_VIOLATION));
    let invalid = Err(Some(SqlState::CHECK_VIOLATION));
    let unknown = Err(Some(SqlState::FOREIGN_KEY_VIOLATION));
    assert_eq!(insert("mobile", "dns-vm01", 200, "02:de:20:00:00:c8"), Ok(1));
    assert_eq!(insert("home", "dns-vm01", 200, "02:de:10:00:00:c8"), Ok(1));
    assert_eq!(insert("mobile", "dns-vm01", 201, "02:de:20:00:00:c9"), twice, "one host, two identities");
    assert_eq!(insert("mobile", "git-vm01", 200, "02:de:20:00:00:c9"), twice, "one VMID, two hosts");
    assert_eq!(insert("home", "git-vm01", 201, "02:de:20:00:00:c8"), twice, "one MAC, two substrates");
    assert_eq!(insert("mobile", "git-vm01", 0, "02:de:20:00:00:c9"), invalid);
    assert_eq!(insert("mobile", "git-vm01", 16_777_216, "02:de:20:00:00:c9"), invalid);
    assert_eq!(insert("mobile", "git-vm01", 201, "03:de:20:00:00:c9"), invalid, "multicast");
    assert_eq!(insert("mobile", "git-vm01", 201, "00:de:20:00:00:c9"), invalid, "a vendor's");
    assert_eq!(insert("mobile", "", 201, "02:de:20:00:00:c9"), invalid);
    assert_eq!(insert("lab", "git-vm01", 201, "02:de:20:00:00:c9"), unknown);
    let changed = client.execute("UPDATE deevnet.identity SET vmid = 300", &[]).unwrap_err();
    assert_eq!(changed.code(), Some(&SqlState::INTEGRITY_CONSTRAINT_VIOLATION));
    assert!(client.execute("INSERT INTO deevnet.substrate VALUES ('Not A Label')", &[]).is_err());
    Ok(())
}
