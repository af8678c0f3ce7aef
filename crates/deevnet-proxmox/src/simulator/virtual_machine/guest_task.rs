//! Tasks on virtual machines, which hold the machine's file while they work.

use std::time::Duration;

use serde_json::Value;

use crate::simulator::route::{Call, Refusal};
use crate::simulator::state::{Node, Outcome, TaskLog, VirtualMachine};

/// How long a change waits for the file of a machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// A task on a machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct GuestTask {
    /// What it does: `qmstart`.
    pub(super) kind: &'static str,
    /// The machine that it is named after.
    pub(super) vmid: u32,
    /// The machine whose file it holds.
    pub(super) file: u32,
    /// How long it works.
    pub(super) duration: Duration,
}

impl GuestTask {
    /// A task that holds the file of the machine it is named after.
    pub(super) fn new(kind: &'static str, vmid: u32, duration: Duration) -> Self {
        Self { kind, vmid, file: vmid, duration }
    }

    /// Starts the task behind those that hold the file, and gives its identifier.
    ///
    /// The check is made when the task gets the file: what fails it at once ends at once. What has been prepared for it is undone
    /// if it fails.
    pub(super) fn start(
        self,
        node: &mut Node,
        call: &Call,
        check: impl Fn(&Node) -> Result<(), String> + Send + 'static,
        work: impl FnOnce(&mut Node, &mut TaskLog) -> Result<Outcome, String> + Send + 'static,
        undo: impl FnOnce(&mut Node) + Send + 'static,
    ) -> Value {
        let wait = node.file_wait(self.file);
        if wait > PATIENCE {
            let text = lock_timeout(self.file);
            return node.start_task(call, self.kind, self.vmid, PATIENCE, move |_, _| Err(text));
        }
        if wait.is_zero()
            && let Err(text) = check(node)
        {
            undo(node);
            return node.start_task(call, self.kind, self.vmid, Duration::ZERO, move |_, _| Err(text));
        }
        let duration = wait + self.duration;
        let until = node.clock.now() + duration + call.task_fault.delay;
        if let Some(machine) = node.virtual_machines.get_mut(&self.file) {
            machine.locked_until = Some(until);
        }
        let fault = call.task_fault.clone();
        let call = Call { task_fault: fault.only_delay(), ..call.clone() };
        node.start_task(&call, self.kind, self.vmid, duration, move |node, log| {
            if !wait.is_zero() {
                log.line("trying to acquire lock...");
                log.line(" OK");
            }
            let done = fault.end(log, |log| check(node).and_then(|()| work(node, log)));
            if done.is_err() || fault.prevents() {
                undo(node);
            }
            done
        })
    }
}

impl Node {
    /// How long the file of a machine is still held.
    fn file_wait(&self, vmid: u32) -> Duration {
        let held = self.virtual_machines.get(&vmid).and_then(|machine| machine.locked_until);
        held.map(|until| until.saturating_sub(self.clock.now())).unwrap_or_default()
    }

    /// Waits until nobody holds the file of a machine.
    ///
    /// # Errors
    ///
    /// If that would take longer than a server waits.
    pub(super) fn wait_for_file(&mut self, vmid: u32) -> Result<(), Refusal> {
        let wait = self.file_wait(vmid);
        if wait > PATIENCE {
            return Err(Refusal::failure(lock_timeout(vmid)));
        }
        if !wait.is_zero() {
            self.run_until(self.clock.now() + wait);
        }
        Ok(())
    }

    /// A machine.
    ///
    /// # Errors
    ///
    /// With the server's text if there is none.
    pub(super) fn machine(&self, vmid: u32) -> Result<&VirtualMachine, String> {
        self.virtual_machines.get(&vmid).ok_or_else(|| no_such_file(&self.name, vmid))
    }

    /// A machine to change.
    ///
    /// # Errors
    ///
    /// With the server's text if there is none.
    pub(super) fn machine_mut(&mut self, vmid: u32) -> Result<&mut VirtualMachine, String> {
        let text = no_such_file(&self.name, vmid);
        self.virtual_machines.get_mut(&vmid).ok_or(text)
    }
}

impl VirtualMachine {
    /// Refuses if something holds the machine.
    pub(super) fn check_lock(&self) -> Result<(), String> {
        self.lock().map_or(Ok(()), |lock| Err(format!("VM is locked ({lock})")))
    }

    /// Refuses if a digest is given that is not that of the file.
    pub(super) fn check_digest(&self, digest: Option<&str>) -> Result<(), String> {
        match digest {
            Some(digest) if digest != self.digest() => Err("checksum mismatch (file change by other user?)".to_owned()),
            _ => Ok(()),
        }
    }
}

/// Nothing has been prepared that would have to be undone.
pub(super) fn nothing(_: &mut Node) {}

fn lock_timeout(vmid: u32) -> String {
    format!("can't lock file '/var/lock/qemu-server/lock-{vmid}.conf' - got timeout")
}

fn no_such_file(node: &str, vmid: u32) -> String {
    format!("Configuration file 'nodes/{node}/qemu-server/{vmid}.conf' does not exist")
}
