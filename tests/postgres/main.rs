//! The registry in a real PostgreSQL server, from Debian's package `postgresql`.
//!
//! Each test has a database of its own in a server that this program starts and stops; the tests that crash a server
//! start another one. Where the package is not installed each test says SKIPPED.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::print_stdout, reason = "a skipped test says so, and a writing process says what it was given")]

mod agreement;
mod connection;
mod constraints;
mod crashes;
mod journal;
mod lost_answers;
mod migrations;
mod proxy;
mod termination;
mod transfer;
mod writers;
