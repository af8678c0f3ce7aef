//! Progress on a terminal, a line for each node.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_proxmox::observe::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// A line for each node on standard error; nothing where that is no terminal.
pub(super) struct ProgressBars {
    lines: MultiProgress,
    bars: Arc<BTreeMap<Arc<str>, ProgressBar>>,
}

impl ProgressBars {
    /// A line for each of these hosts.
    pub(super) fn new<'h>(hosts: impl Iterator<Item = &'h Arc<str>>) -> Self {
        let lines = MultiProgress::new();
        let bar = |host: &Arc<str>| {
            let bar = lines.add(ProgressBar::new(0)).with_style(style()).with_prefix(host.to_string());
            bar.set_message("asking");
            (Arc::clone(host), bar)
        };
        let bars = Arc::new(hosts.map(bar).collect());
        Self { lines, bars }
    }

    /// What is told how far the observation is.
    pub(super) fn watcher(&self) -> impl Fn(&Progress) + Send + Sync + 'static {
        let bars = Arc::clone(&self.bars);
        move |progress| match progress {
            Progress::Listed { host, guests } => with(&bars, host, |bar| {
                bar.set_message("reading guests");
                bar.inc_length(u64::try_from(*guests).unwrap_or(u64::MAX));
            }),
            Progress::Read { host } => with(&bars, host, |bar| bar.inc(1)),
            Progress::Finished { host, is_complete } => with(&bars, host, |bar| {
                bar.finish_with_message(if *is_complete { "done" } else { "incomplete" });
            }),
            _ => {}
        }
    }

    /// Takes the lines away.
    pub(super) fn clear(self) {
        // A terminal that cannot be cleared is left as it is.
        drop(self.lines.clear());
    }
}

fn with(bars: &BTreeMap<Arc<str>, ProgressBar>, host: &Arc<str>, change: impl FnOnce(&ProgressBar)) {
    if let Some(bar) = bars.get(host) {
        change(bar);
    }
}

/// The look of a line; the plain one if this is ever no template.
fn style() -> ProgressStyle {
    let look = ProgressStyle::with_template("{prefix:16} {bar:24} {pos}/{len} {msg}");
    look.unwrap_or_else(|_| ProgressStyle::default_bar())
}
