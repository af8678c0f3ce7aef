//! The wish that the nodes end.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for Ctrl-C and, where there are signals, for the one that asks a program to end.
///
/// From the moment it is made neither ends the program at once.
pub(super) struct Interrupt {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
}

impl Interrupt {
    /// Begins to listen, inside a runtime.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Begins to listen, inside a runtime.
    #[cfg(not(unix))]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits until the program is asked to end.
    #[cfg(unix)]
    pub(super) async fn heard(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        Ok(())
    }

    /// Waits until the program is asked to end.
    #[cfg(not(unix))]
    pub(super) async fn heard(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
