//! The schema, however often and by however many programs it is made.

use std::thread;

use deevnet_registry::postgres::PostgresError;
use deevnet_registry::{Registry, RegistryError};

use deevnet_tests::postgres_server::{Outcome, Server};

#[test]
fn an_empty_database_is_migrated_once() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let mut registry = server.database()?.registry()?;
    assert_eq!(registry.state()?.applied, 0);
    let refused = registry.ledger().unwrap_err();
    assert!(matches!(refused, RegistryError::Postgres(PostgresError::SchemaAbsent)), "{refused:?}");
    assert_eq!(refused.hint().as_deref(), Some("run `deevnet registry migrate`"));
    assert_eq!(registry.migrate()?.applied, 0);
    assert!(registry.state()?.is_current());
    assert!(registry.migrate()?.is_current());
    assert!(registry.ledger()?.is_empty());
    Ok(())
}

#[test]
fn of_many_programs_that_migrate_at_once_one_does_it() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let before: Vec<i32> = thread::scope(|scope| {
        let programs: Vec<_> =
            (0..8).map(|_| scope.spawn(|| -> Outcome<i32> { Ok(database.registry()?.migrate()?.applied) })).collect();
        programs.into_iter().map(|program| program.join().expect("no panic")).collect::<Outcome<_>>()
    })?;
    assert_eq!(before.iter().filter(|applied| **applied == 0).count(), 1, "{before:?}");
    assert!(database.registry()?.state()?.is_current());
    Ok(())
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let mut registry = database.migrated()?;
    let newer = "INSERT INTO deevnet.migration (number, name, checksum) VALUES (99, 'later', '')";
    database.client()?.batch_execute(newer)?;
    let errors = [
        registry.migrate().unwrap_err().to_string(),
        registry.state().unwrap_err().to_string(),
        registry.ledger().unwrap_err().to_string(),
    ];
    let expected = "the registry's schema is at migration 99, and this program knows 1";
    assert_eq!(errors, [expected; 3]);
    Ok(())
}

#[test]
fn a_migration_that_was_changed_is_noticed() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let registry = database.migrated()?;
    database.client()?.batch_execute("UPDATE deevnet.migration SET checksum = repeat('0', 64)")?;
    let refused = registry.migrate().unwrap_err();
    assert_eq!(refused.to_string(), "migration 1 of the database is not the one of this program");
    Ok(())
}

#[test]
fn a_user_without_rights_is_told_which() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    database.client()?.batch_execute("CREATE ROLE stranger LOGIN")?;
    let url = database.url().replace("deevnet@", "stranger@").parse()?;
    let refused = deevnet_registry::postgres::PostgresRegistry::new(url).migrate().unwrap_err();
    assert!(refused.hint().is_some_and(|hint| hint.contains("CREATE on the database")), "{refused:?}");
    Ok(())
}
