//! Nodes that do less than they say, and nodes that are gone in the middle.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deevnet_proxmox::apply::{Outcome, Report};
use deevnet_proxmox::survey::{GuestStatus, Survey};
use deevnet_proxmox::transport::{Exchange, HttpRequest, Method, Transport, TransportError};
use serde_json::json;

use crate::estate::{HOSTS, Machine, substrate};
use crate::nodes::{carry_out, client, look, planned, setups, simulator};
use crate::paused;

/// A node that says it has set the network device, and has not.
struct Forgetful(Arc<dyn Transport>);

impl Transport for Forgetful {
    fn send(&self, mut request: HttpRequest) -> Exchange<'_> {
        if request.method == Method::Put && request.target.ends_with("/config") {
            let form = String::from_utf8(request.body.to_vec()).unwrap();
            let kept: Vec<&str> = form.split('&').filter(|pair| !pair.starts_with("net0=")).collect();
            request.body = kept.join("&").into();
        }
        self.0.send(request)
    }
}

/// A node that is gone after some calls.
struct Mortal {
    inner: Arc<dyn Transport>,
    left: AtomicUsize,
}

impl Transport for Mortal {
    fn send(&self, request: HttpRequest) -> Exchange<'_> {
        let lives = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        if lives {
            return self.inner.send(request);
        }
        Box::pin(async { Err(TransportError::Connect { reason: "no route to host".to_owned() }) })
    }
}

/// Applies a machine on each of two nodes; the first node is reached through something else while that is done.
fn apply_through(altered: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>) -> (Report, Survey) {
    let substrate = substrate(&[Machine::new(210, HOSTS[0]), Machine::new(211, HOSTS[1])], &json!([]));
    let simulator = simulator(&setups(&substrate));
    let sound: BTreeMap<_, _> = HOSTS.map(|host| (Arc::from(host), client(simulator.transport(host)))).into();
    let mut nodes = sound.clone();
    nodes.insert(HOSTS[0].into(), client(altered(simulator.transport(HOSTS[0]))));
    paused().block_on(async {
        let plan = planned(&substrate, &look(&sound, &substrate).await);
        (carry_out(&plan, &nodes).await, look(&sound, &substrate).await)
    })
}

/// What became of every action, a line each.
fn told(report: &Report) -> String {
    let mut text = String::new();
    for action in &report.actions {
        let outcome = match &action.outcome {
            Outcome::Done { .. } => "done".to_owned(),
            Outcome::Failed(failure) => {
                let differences: Vec<String> = failure.differences.iter().map(ToString::to_string).collect();
                format!("failed: {} [{}]", failure.message, differences.join("; "))
            }
            Outcome::Skipped { reason, .. } => format!("skipped: {reason}"),
            other => format!("{other:?}"),
        };
        writeln!(text, "{} {}: {outcome}", action.host, action.operation).unwrap();
    }
    text
}

#[test]
fn a_machine_that_reads_back_otherwise_is_not_started() {
    let (report, survey) = apply_through(|inner| Arc::new(Forgetful(inner)));
    insta::assert_snapshot!(told(&report), @"
    hv01 clone: done
    hv01 configure: done
    hv01 resize: failed: virtual machine 210 will not boot with what was set [net0 is `virtio=BC:24:11:CA:E4:5E,bridge=vmbr0`, not `virtio=02:DE:20:00:00:D2,bridge=vmbr0,tag=25`]
    hv01 start: skipped: action 3 was not done
    hv02 clone: done
    hv02 configure: done
    hv02 resize: done
    hv02 start: done
    ");
    assert_eq!(survey.nodes[HOSTS[0]].guests[&210].status, GuestStatus::Stopped);
    assert_eq!(survey.nodes[HOSTS[1]].guests[&211].status, GuestStatus::Running);
    let verified: Vec<(u32, bool)> =
        report.machines.iter().map(|machine| (machine.vmid, machine.is_verified)).collect();
    assert_eq!(verified, [(210, false), (211, true)]);
}

#[test]
fn a_node_that_is_gone_in_the_middle_stops_no_other() {
    let (report, survey) = apply_through(|inner| Arc::new(Mortal { inner, left: AtomicUsize::new(4) }));
    insta::assert_snapshot!(told(&report), @"
    hv01 clone: done
    hv01 configure: failed: GET /nodes/hv01/qemu/210/config: there is no answer: cannot connect: no route to host []
    hv01 resize: skipped: the node cannot be reached
    hv01 start: skipped: the node cannot be reached
    hv02 clone: done
    hv02 configure: done
    hv02 resize: done
    hv02 start: done
    ");
    assert_eq!(survey.nodes[HOSTS[1]].guests[&211].status, GuestStatus::Running);
}
