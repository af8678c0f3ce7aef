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
    Exception {
        release: None,
        group: "12-http",
        numbers: &[30, 31],
        reason: "a guest of another node of the same cluster: standalone nodes have no others",
    },
    Exception {
        release: None,
        group: "10-pools",
        numbers: &[18, 19, 20],
        reason: "a guest so new that the statistics have not reached it is `unknown`; here they are never behind",
    },
    Exception { release: None, group: "01-read", numbers: &[9], reason: "the log of the cluster is not kept" },
    Exception {
        release: None,
        group: "01-read",
        numbers: &[28],
        reason: "the recorded installation has no search domain",
    },
    Exception {
        release: Some(Release::V9_2),
        group: "01-read",
        numbers: &[29],
        reason: "the recorded installation has no `timedatectl`",
    },
    Exception {
        release: None,
        group: "01-read",
        numbers: &[31],
        reason: "the recorded installation has no QEMU of its release; a real one answers with machine types",
    },
];

/// The numbers of a group's exchanges that go otherwise.
pub(super) fn of(release: Release, group: &str) -> Vec<u32> {
    let applying = EXCEPTIONS.iter().filter(|one| one.group == group && one.release.is_none_or(|only| only == release));
    applying.flat_map(|one| one.numbers.iter().copied()).collect()
}
