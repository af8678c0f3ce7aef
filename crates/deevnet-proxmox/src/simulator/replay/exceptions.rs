//! Exchanges that the simulation does not repeat, with the reasons.

use crate::simulator::Release;

/// Exchanges that go otherwise.
pub(super) struct Exception {
    /// The release; both where there is none.
    pub(super) release: Option<Release>,
    /// The group.
    pub(super) group: &'static str,
    /// The numbers of the exchanges.
    pub(super) numbers: &'static [u32],
    /// Why.
    #[expect(dead_code, reason = "for people to read")]
    pub(super) reason: &'static str,
}

/// All exceptions.
pub(super) static EXCEPTIONS: &[Exception] = &[
    Exception {
        release: None,
        group: "12-http",
        numbers: &[6],
        reason: "the text is that of a JSON parser in Perl, with the place in its source",
    },
    Exception {
        release: None,
        group: "12-http",
        numbers: &[20],
        reason: "the simulator has no pages; the recorded installation had none either, and says so with a path of its own",
    },
];

/// The numbers of a group's exchanges that go otherwise.
pub(super) fn of(release: Release, group: &str) -> Vec<u32> {
    let applying = EXCEPTIONS.iter().filter(|one| one.group == group && one.release.is_none_or(|only| only == release));
    applying.flat_map(|one| one.numbers.iter().copied()).collect()
}
