//! The lock that 9.x has on the configuration of all software-defined networks, and what goes with it.

use super::object::LOCK;
use crate::simulator::parameter::Parameter;
use crate::simulator::release::Release;
use crate::simulator::route::{Answer, Call, Endpoint, Permission, Refusal, Reply};
use crate::simulator::state::Node;
use crate::transport::Method;

const PATH: &str = "/cluster/sdn/lock";
const ALLOCATE: Permission = Permission::All("/sdn", &["SDN.Allocate"]);

/// Whether the lock ends with the call.
pub(super) const RELEASE: &[Parameter] = &[Parameter::boolean("release-lock").optional().releases(&[Release::V9_2])];

/// The calls of this area.
pub(crate) static ENDPOINTS: &[Endpoint] = &[
    Endpoint::new(Method::Post, PATH, &[&[Parameter::boolean("allow-pending").optional()]], ALLOCATE, lock)
        .only_in(&[Release::V9_2]),
    Endpoint::new(Method::Delete, PATH, &[LOCK, &[Parameter::boolean("force").optional()]], ALLOCATE, release)
        .only_in(&[Release::V9_2]),
    Endpoint::new(Method::Post, "/cluster/sdn/rollback", &[LOCK, RELEASE], ALLOCATE, roll_back)
        .only_in(&[Release::V9_2]),
];

impl Node {
    /// Refuses work without the token of the lock that somebody holds.
    ///
    /// # Errors
    ///
    /// With the server's text, which is the same without a token and with a wrong one.
    pub(super) fn require_sdn_lock(&self, call: &Call, work: &str) -> Result<(), Refusal> {
        match &self.sdn.lock {
            Some(lock) if call.get("lock-token") != Some(lock) => {
                Err(Refusal::failure(format!("{work}: invalid lock token provided!")))
            }
            _ => Ok(()),
        }
    }

    /// Ends the lock after work with its token that says so: nodes take its absence for no, whatever their schema says.
    pub(super) fn release_sdn_lock(&mut self, call: &Call) {
        if call.get("lock-token").is_some() && call.flag("release-lock") {
            self.sdn.lock = None;
        }
    }
}

/// Locks the configuration and gives the token that every change then needs.
fn lock(node: &mut Node, call: &Call) -> Answer {
    let work = "could not acquire lock for SDN config";
    node.require_sdn_lock(call, work)?;
    if !call.flag("allow-pending") && node.sdn.files != node.sdn.running {
        return Err(Refusal::failure(format!("{work}: configuration has pending changes")));
    }
    let token = node.random.uuid();
    node.sdn.lock = Some(token.clone());
    Ok(serde_json::Value::from(token).into())
}

fn release(node: &mut Node, call: &Call) -> Answer {
    if !call.flag("force") {
        node.require_sdn_lock(call, "could not release lock")?;
    }
    node.sdn.lock = None;
    Reply::null()
}

/// Takes back what is configured and not in force.
fn roll_back(node: &mut Node, call: &Call) -> Answer {
    node.require_sdn_lock(call, "could not rollback SDN configuration")?;
    node.sdn.files = node.sdn.running.clone();
    node.release_sdn_lock(call);
    Reply::null()
}
