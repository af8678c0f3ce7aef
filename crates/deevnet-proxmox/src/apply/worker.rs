//! Carrying out one action.

use super::clone::Cloning;
use super::configure::{Configuring, Growing};
use super::destroy::Destroying;
use super::effect::{Effect, Sight, make};
use super::error::ActionError;
use super::machine::Machine;
use super::network::{Enforcing, Networking, find};
use super::options::ApplyOptions;
use super::power::{ShuttingDown, Starting, Stopping};
use super::verify::{Expectation, is_change, is_same_machine};
use super::watcher::{Event, Watcher};
use crate::client::Client;
use crate::notation::NewSize;
use crate::plan::{
    Action, CloneOrder, ConfigOrder, DestroyOrder, Operation, Plan, ResizeOrder, SdnOrder, SdnVerb, Target,
};
use crate::request::ApiErrorKind;

/// What came of an action that was done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    /// How many warnings the tasks of the node gave.
    pub(super) warnings: u32,
    /// Where the machine was read back, the options among those that were set which take effect at its next start, sorted.
    pub(super) waiting: Vec<String>,
}

/// What carries out one action.
#[derive(Clone, Copy)]
pub(super) struct Worker<'a> {
    pub(super) plan: &'a Plan,
    pub(super) action: &'a Action,
    pub(super) client: &'a Client,
    pub(super) options: &'a ApplyOptions,
    pub(super) watcher: &'a dyn Watcher,
}

impl<'a> Worker<'a> {
    /// Carries the action out and reads the machine back where this was its last change.
    pub(super) async fn carry_out(self) -> Result<Done, ActionError> {
        let warnings = match &self.action.operation {
            Operation::Clone(order) => self.clone_machine(order).await?,
            Operation::Configure(order) => self.configure(order).await?,
            Operation::Retag { tags } => {
                let set = [("tags".to_owned(), tags.join(";"))].into();
                self.configure(&ConfigOrder { set, ..ConfigOrder::default() }).await?
            }
            Operation::Resize(order) => self.resize(order).await?,
            Operation::Start => self.start().await?,
            Operation::Stop => self.stop().await?,
            Operation::Destroy(order) => self.destroy(order).await?,
            Operation::Sdn(order) => self.change_network(order).await?,
            Operation::ApplySdn => self.make(&Enforcing(self.client)).await?,
        };
        let waiting = if self.is_last_change() { self.verify().await? } else { Vec::new() };
        Ok(Done { warnings, waiting })
    }

    async fn clone_machine(self, order: &CloneOrder) -> Result<u32, ActionError> {
        let machine = self.machine()?;
        let template = Machine { vmid: order.template, ..machine };
        let found = template.find_free(self.options.lock_limit).await?;
        let found = found.ok_or(ActionError::Gone { vmid: order.template })?;
        if !found.is_template() || found.get("name") != Some(order.template_name.as_str()) {
            let reason = format!("it is {}, not the template `{}`", found.title(), order.template_name);
            return Err(ActionError::Foreign { vmid: order.template, reason });
        }
        self.make(&Cloning { machine, order, limit: self.options.task_limit }).await
    }

    async fn configure(self, order: &ConfigOrder) -> Result<u32, ActionError> {
        let machine = self.machine()?;
        let digest = match order.digest.clone().filter(|_| self.is_first()) {
            Some(digest) => Some(digest),
            None => machine.find_own(&self.plan.substrate, self.options.lock_limit).await?.digest,
        };
        self.make(&Configuring { machine, order, digest }).await
    }

    async fn resize(self, order: &ResizeOrder) -> Result<u32, ActionError> {
        let size: NewSize =
            order.size.parse().map_err(|_| ActionError::Unusable { reason: format!("`{}` is no size", order.size) })?;
        let machine = self.machine()?;
        let digest = machine.find_own(&self.plan.substrate, self.options.lock_limit).await?.digest;
        let growing = Growing { machine, order, size, digest, limit: self.options.lock_limit };
        match growing.look().await? {
            Sight::Made => Ok(0),
            Sight::NotMade => self.make(&growing).await,
        }
    }

    async fn start(self) -> Result<u32, ActionError> {
        let machine = self.machine()?;
        machine.find_own(&self.plan.substrate, self.options.lock_limit).await?;
        if machine.is_running().await? { Ok(0) } else { self.make(&Starting(machine)).await }
    }

    async fn stop(self) -> Result<u32, ActionError> {
        let machine = self.machine()?;
        machine.find_own(&self.plan.substrate, self.options.lock_limit).await?;
        if !machine.is_running().await? {
            return Ok(0);
        }
        self.tell("shuts down");
        let patience = self.options.shutdown_limit;
        match self.make(&ShuttingDown { machine, patience }).await {
            Err(ActionError::Api(error)) if matches!(error.kind(), ApiErrorKind::TaskFailed { .. }) => {
                self.tell("does not obey and is stopped");
                self.make(&Stopping(machine)).await
            }
            result => result,
        }
    }

    async fn destroy(self, order: &DestroyOrder) -> Result<u32, ActionError> {
        let (substrate, limit) = (&self.plan.substrate, self.options.lock_limit);
        let destroying = Destroying { machine: self.machine()?, substrate, name: &order.name, limit };
        match destroying.look().await? {
            Sight::Made => Ok(0),
            Sight::NotMade => self.make(&destroying).await,
        }
    }

    async fn change_network(self, order: &SdnOrder) -> Result<u32, ActionError> {
        let digest = match order.verb {
            SdnVerb::Update => find(self.client, &order.object).await?.and_then(|row| row.digest),
            SdnVerb::Create | SdnVerb::Delete => None,
        };
        self.make(&Networking { client: self.client, order, digest }).await
    }

    /// Compares what the machine will boot with to everything that the plan set; gives what of it waits for the next start.
    async fn verify(self) -> Result<Vec<String>, ActionError> {
        self.tell("is read back");
        let machine = self.machine()?;
        let expectation = Expectation::of(self.action, &self.plan.actions);
        let boot = machine.next_boot().await?;
        let differences = expectation.differences(&boot.options);
        if !differences.is_empty() {
            return Err(ActionError::Differs { vmid: machine.vmid, differences });
        }
        Ok(expectation.fields().into_iter().filter(|field| boot.waiting.contains(field)).collect())
    }

    async fn make(self, effect: &impl Effect) -> Result<u32, ActionError> {
        make(effect, self.client, self.options.task_limit).await
    }

    fn machine(self) -> Result<Machine<'a>, ActionError> {
        match self.action.target {
            Target::Machine { vmid, .. } => Ok(Machine { client: self.client, node: &self.action.node, vmid }),
            _ => Err(ActionError::Unusable { reason: format!("action {} is about no machine", self.action.id) }),
        }
    }

    /// Whether nothing in the plan comes before the action on its machine, so that the digest is still the planned one.
    fn is_first(self) -> bool {
        let mut earlier = self.plan.actions.iter().take_while(|other| other.id != self.action.id);
        !earlier.any(|other| is_same_machine(other, self.action))
    }

    /// Whether the action is the last one that changes what its machine boots with.
    fn is_last_change(self) -> bool {
        let mut later = self.plan.actions.iter().skip_while(|other| other.id != self.action.id).skip(1);
        is_change(self.action) && !later.any(|other| is_change(other) && is_same_machine(other, self.action))
    }

    fn tell(self, step: &str) {
        self.watcher.observe(Event::Progress { action: self.action, step });
    }
}
