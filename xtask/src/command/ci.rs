//! `cargo xtask ci`: what a build server runs.

use super::{Command, test};

pub(super) const COMMAND: Command = Command {
    name: "ci",
    summary: "What a build server runs: the same as `test`",
    help: "
usage: cargo xtask ci

There is no second list of checks that only the server knows: what passes here passes there.
",
    run: test::run,
};
