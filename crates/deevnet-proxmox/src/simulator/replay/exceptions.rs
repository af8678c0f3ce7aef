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
    Exception {
        release: None,
        group: "02-create",
        numbers: &[54, 58, 59, 60],
        reason: "the recorded host has no KVM, so that a guest does not start which starts here; statistics are behind, too",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "03-create-ok",
        numbers: &[37],
        reason: "the size of the file of an image follows from its format; only that of the disk in it is simulated",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "04-config",
        numbers: &[130],
        reason: "statistics here are never behind the configuration, real ones are by seconds",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "06-template-clone",
        numbers: &[41],
        reason: "the recorded installation has no `udevadm` and complains of it",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "06-template-clone",
        numbers: &[61, 62, 69, 72, 73, 74],
        reason: "the recorded QEMU, which is not that of the release, does not let others look at the image of a running guest",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "07-status",
        numbers: &[18, 141],
        reason: "the installation was set up anew after the group before, with other numbers of guests",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "07-status",
        numbers: &[35, 77, 78],
        reason: "the recorded kernel has no VLANs: a device with a tag can be neither plugged in nor started",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "07-status",
        numbers: &[44, 46, 47],
        reason: "what cloud-init is given is not simulated",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "08-tasks",
        numbers: &[1, 2, 3, 4, 7, 8],
        reason: "the installation was set up anew before: the list counts tasks that were not recorded",
    },
    Exception {
        release: Some(Release::V9_2),
        group: "09-sdn",
        numbers: &[52, 53, 58, 59],
        reason: "a reload whose failure is hidden does nothing at all here; the recorded one failed in a task of its own, half done",
    },
    Exception {
        release: Some(Release::V9_2),
        group: "09-sdn",
        numbers: &[70],
        reason: "the stop of a machine that does not run takes no time here, and has ended when it is asked about",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "10-pools",
        numbers: &[18, 19, 20],
        reason: "a guest so new that the statistics have not reached it is `unknown`; here they are never behind",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "12-http",
        numbers: &[6],
        reason: "the text is that of a JSON parser in Perl, with the place in its source",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "12-http",
        numbers: &[20],
        reason: "the simulator has no pages; the recorded installation had none either, and says so with a path of its own",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "12-http",
        numbers: &[30, 31],
        reason: "a guest of another node of the same cluster: standalone nodes have no others",
    },
    Exception {
        release: Some(Release::V8_4),
        group: "13-lxc-list",
        numbers: &[7],
        reason: "statistics here are never behind the configuration, real ones are by seconds",
    },
];

/// The numbers of a group's exchanges that go otherwise.
pub(super) fn of(release: Release, group: &str) -> Vec<u32> {
    let applying = EXCEPTIONS.iter().filter(|one| one.group == group && one.release.is_none_or(|only| only == release));
    applying.flat_map(|one| one.numbers.iter().copied()).collect()
}
