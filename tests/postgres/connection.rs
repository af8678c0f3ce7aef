//! Connections that are verified, or refused without a word about the password.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use deevnet_registry::Registry;
use deevnet_registry::postgres::PostgresRegistry;

use deevnet_tests::postgres_server::{Database, Outcome, PASSWORD, Server};

/// Every text of the error that a URL ends in.
fn refused(url: &str) -> Outcome<String> {
    let error = PostgresRegistry::new(url.parse()?).ledger().expect_err("the connection is refused");
    let mut text = format!("{error:?}\n{error}\n{}", error.hint().unwrap_or_default());
    let mut next = std::error::Error::source(&error);
    while let Some(cause) = next {
        text.push('\n');
        text += &cause.to_string();
        next = cause.source();
    }
    assert!(!text.contains(PASSWORD), "{text}");
    Ok(text)
}

fn with_authority(server: &Server) -> Outcome<Option<(Database, String)>> {
    let Some(authority) = server.authority() else {
        println!("SKIPPED: openssl is not installed");
        return Ok(None);
    };
    let database = server.database()?;
    database.migrated()?;
    Ok(Some((database, format!("sslrootcert={}", authority.display()))))
}

#[test]
fn a_server_is_verified() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let Some((database, authority)) = with_authority(server)? else { return Ok(()) };
    for mode in ["require", "verify-ca", "verify-full"] {
        let url = database.tcp_url("localhost", server.port(), &format!("sslmode={mode}&{authority}"));
        assert!(PostgresRegistry::new(url.parse()?).ledger()?.is_empty(), "{mode}");
    }
    Ok(())
}

#[test]
fn a_server_that_cannot_be_verified_is_refused() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let Some((database, authority)) = with_authority(server)? else { return Ok(()) };
    let other_name = database.tcp_url("127.0.0.1", server.port(), &authority);
    assert!(refused(&other_name)?.contains("certificate not valid for name"));
    let other_authority = tempfile::tempdir()?;
    let file = Server::other_authority(other_authority.path())?.ok_or("openssl made one before")?;
    let stranger = database.tcp_url("localhost", server.port(), &format!("sslrootcert={}", file.display()));
    let text = refused(&stranger)?;
    assert!(text.contains("invalid peer certificate") && text.contains("sslrootcert=FILE"), "{text}");
    Ok(())
}

#[test]
fn nothing_is_said_in_the_clear_to_a_server_without_tls() -> Outcome {
    let folder = tempfile::tempdir()?;
    let Some(authority) = Server::other_authority(folder.path())? else {
        println!("SKIPPED: openssl is not installed");
        return Ok(());
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let server = thread::spawn(move || -> io::Result<Vec<u8>> {
        let (mut client, _) = listener.accept()?;
        // The request for TLS is eight octets, and `N` declines it.
        client.read_exact(&mut [0; 8])?;
        client.write_all(b"N")?;
        let mut said = Vec::new();
        client.read_to_end(&mut said)?;
        Ok(said)
    });
    let url = format!("postgresql://deevnet:{PASSWORD}@127.0.0.1:{port}/x?sslrootcert={}", authority.display());
    assert!(refused(&url)?.contains("server does not support TLS"));
    assert_eq!(server.join().expect("no panic")?, b"");
    Ok(())
}

#[test]
fn a_wrong_password_shows_nowhere() -> Outcome {
    let Some(server) = Server::shared() else { return Ok(()) };
    let database = server.database()?;
    let url = database.tcp_url("127.0.0.1", server.port(), "").replace(PASSWORD, &format!("not-{PASSWORD}"));
    let text = refused(&url)?;
    assert!(text.contains("password authentication failed for user \"deevnet\" (SQLSTATE 28P01)"), "{text}");
    Ok(())
}

#[test]
fn a_server_that_is_not_there_is_told_at_once() -> Outcome {
    let text = refused(&format!("postgresql://deevnet:{PASSWORD}@127.0.0.1:1/registry"))?;
    assert!(text.contains("cannot connect to postgresql://deevnet@127.0.0.1:1/registry"), "{text}");
    Ok(())
}
