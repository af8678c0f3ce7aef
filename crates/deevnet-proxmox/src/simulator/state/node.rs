//! A node.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::{
    Access, Clock, Container, Interface, Outcome, Pool, Random, Sdn, Storage, Task, TaskLog, Tasks, VirtualMachine,
};
use crate::simulator::options::SimulatorOptions;
use crate::simulator::release::Release;
use crate::simulator::route::Call;
use crate::simulator::setup::{Hardware, Unreachable};

/// A standalone node with everything on it.
#[derive(Debug)]
pub(crate) struct Node {
    /// Its name.
    pub(crate) name: Arc<str>,
    /// What it behaves as.
    pub(crate) release: Release,
    /// What it is made of.
    pub(crate) hardware: Hardware,
    /// How the simulation runs.
    pub(crate) options: SimulatorOptions,
    /// Its time.
    pub(crate) clock: Clock,
    /// Its chance.
    pub(crate) random: Random,
    /// Users and rights.
    pub(crate) access: Access,
    /// The pools by name.
    pub(crate) pools: BTreeMap<String, Pool>,
    /// The virtual machines by number.
    pub(crate) virtual_machines: BTreeMap<u32, VirtualMachine>,
    /// The containers by number.
    pub(crate) containers: BTreeMap<u32, Container>,
    /// The storages by name.
    pub(crate) storages: BTreeMap<String, Storage>,
    /// The network interfaces by name.
    pub(crate) interfaces: BTreeMap<String, Interface>,
    /// The software-defined networks.
    pub(crate) sdn: Sdn,
    /// The tasks.
    pub(crate) tasks: Tasks,
    /// The SHA-256 fingerprint of its certificate.
    pub(crate) fingerprint: String,
    /// Other names that resolve.
    pub(crate) unreachable: BTreeMap<String, Unreachable>,
}

impl Node {
    /// Ends the tasks that are due by the time of the clock.
    pub(crate) fn catch_up(&mut self) {
        self.run_until(self.clock.elapsed());
    }

    /// Lets time pass, to the end of a wait for instance, and ends the tasks that are due until then.
    pub(crate) fn run_until(&mut self, time: Duration) {
        while let Some((due, position, effect)) = self.tasks.take_due(time) {
            self.clock.set(due);
            let mut log = TaskLog::default();
            let exit = match effect(self, &mut log) {
                Ok(Outcome::Ok) => "OK".to_owned(),
                Ok(Outcome::Warnings(count)) => format!("WARNINGS: {count}"),
                Err(error) => error,
            };
            let time = self.clock.time();
            self.tasks.end(position, log, exit, time);
        }
        self.clock.set(time);
    }

    /// Starts a task that has its effect at its end, and gives its identifier.
    ///
    /// What must be visible at once, such as a lock, the handler does itself before.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts alike are handed in")]
    pub(crate) fn start_task(
        &mut self,
        call: &Call,
        task_type: &str,
        id: impl ToString,
        duration: Duration,
        effect: impl FnOnce(&mut Node, &mut TaskLog) -> Result<Outcome, String> + Send + 'static,
    ) -> Value {
        let task = self.new_task(call, task_type, id.to_string());
        let upid = task.upid.clone();
        let due = self.clock.now() + duration + call.task_fault.delay;
        let fault = call.task_fault.clone();
        self.tasks.add(task, due, Box::new(move |node, log| fault.end(log, |log| effect(node, log))));
        json!(upid)
    }

    fn new_task(&mut self, call: &Call, task_type: &str, id: String) -> Task {
        let pid = u32::try_from(self.random.next() % 0x003f_ffff).unwrap_or_default() + 1;
        let process_start = self.clock.uptime() * 100;
        let start_time = self.clock.time();
        let caller = call.caller.to_string();
        let upid =
            format!("UPID:{}:{pid:08X}:{process_start:08X}:{start_time:08X}:{task_type}:{id}:{caller}:", self.name);
        Task {
            upid,
            pid,
            process_start,
            start_time,
            end_time: None,
            task_type: task_type.to_owned(),
            id,
            user: call.caller.user().to_owned(),
            token: call.caller.token().map(str::to_owned),
            log: TaskLog::default(),
            exit: None,
        }
    }

    /// Whether a guest has a number, of whatever kind.
    pub(crate) fn has_guest(&self, vmid: u32) -> bool {
        self.virtual_machines.contains_key(&vmid) || self.containers.contains_key(&vmid)
    }
}
