//! What the machines of a hypervisor use, against what it has.

use std::sync::Arc;

use crate::check::context::Context;
use crate::finding::{Finding, Subject};
use crate::placement::{Amount, Balance, Limit, Machine, NodePlacement};
use crate::rules::{self, Rule};
use crate::source::Span;

/// How many machines a finding names: the largest ones, which are worth moving.
const NAMED_MACHINES: usize = 3;

pub(super) fn check(context: &mut Context<'_>) {
    for node in context.substrate.placement().nodes() {
        check_memory(context, node);
        check_threads(context, node);
        check_storage(context, node);
    }
}

fn check_memory(context: &mut Context<'_>, node: &NodePlacement<'_>) {
    let Some(limit) = node.capacity().memory else { return };
    let excess = Excess {
        rule: &rules::MEMORY_EXCEEDED,
        noun: "of memory",
        balance: node.memory(),
        limit,
        use_of: |machine| machine.definition().memory.map(|size| (size.value, size.span)),
    };
    excess.report(context, node);
}

fn check_threads(context: &mut Context<'_>, node: &NodePlacement<'_>) {
    let Some(limit) = node.capacity().threads else { return };
    let excess = Excess {
        rule: &rules::THREADS_EXCEEDED,
        noun: "virtual processors",
        balance: node.threads(),
        limit,
        use_of: |machine| machine.definition().cores.map(|cores| (u64::from(cores.value), cores.span)),
    };
    for machine in node.machines() {
        if let Some((cores, span)) = (excess.use_of)(machine).filter(|(cores, _)| *cores > limit.hardware()) {
            report_large(context, node, machine, cores, span, limit.hardware());
        }
    }
    excess.report(context, node);
}

/// One machine with more virtual processors than the node has threads, which Proxmox VE does not start.
fn report_large(
    context: &mut Context<'_>,
    node: &NodePlacement<'_>,
    machine: &Machine<'_>,
    cores: u64,
    span: Span,
    threads: u64,
) {
    let host = &node.host().name;
    let message = format!("{} has {cores} virtual processors, but {host} has {threads} threads", machine.name());
    let mut finding = context
        .finding(&rules::THREADS_EXCEEDED, span, message)
        .with_value(cores.to_string())
        .with_hint(format!("give it {threads} at most; Proxmox VE does not start a machine with more"));
    finding.subjects.extend(super::subject(machine, Some(node.host())));
    context.push(finding);
}

fn check_storage(context: &mut Context<'_>, node: &NodePlacement<'_>) {
    let host = &node.host().name;
    let mut is_reported = false;
    for storage in node.storages() {
        let (Some(excess), Some(limit)) = (storage.balance().excess(), storage.balance().limit()) else { continue };
        let used = storage.balance().used();
        let (need, size) = (used.written_beside(limit), limit.written_beside(used));
        let message = format!("the disks on the storage {} of {host} need {need}; it holds {size}", storage.name());
        let span = storage.declared().map_or(node.hypervisor().span, |declared| declared.span);
        let hint = format!("put {} or more on another storage; disks never shrink", excess.written_beside(excess));
        push(context, node, &rules::STORAGE_EXCEEDED, span, message, hint);
        is_reported = true;
    }
    let Some(limit) = node.capacity().storage.filter(|_| !is_reported) else { return };
    let Some(excess) = node.storage().excess() else { return };
    let message = format!("the disks on {host} need {}", need_and_limit(node.storage().used(), limit, "of storage"));
    let hint = format!("place {} or more on another hypervisor; disks never shrink", excess.written_beside(excess));
    push(context, node, &rules::STORAGE_EXCEEDED, node.hypervisor().span, message, hint);
}

/// What is needed and what there is, with the arithmetic: `34 GiB of memory; it has 30 GiB for them (32 GiB less 2 GiB
/// reserved)`.
fn need_and_limit<T: Amount>(used: T, limit: Limit<T>, noun: &str) -> String {
    let amount = limit.amount();
    let (need, has) = (used.written_beside(amount), amount.written_beside(used));
    let arithmetic = if limit.is_whole() { String::new() } else { format!(" ({limit})") };
    format!("{need} {noun}; it has {has} for them{arithmetic}")
}

fn push(
    context: &mut Context<'_>,
    node: &NodePlacement<'_>,
    rule: &'static Rule,
    span: Span,
    message: String,
    hint: String,
) {
    let finding = context.finding(rule, span, message).with_hint(hint);
    context.push(finding.with_subject(Subject::device(Arc::clone(&node.host().name))));
}

/// A resource of a node that may be exceeded, and what each machine uses of it.
struct Excess<T> {
    rule: &'static Rule,
    noun: &'static str,
    balance: Balance<T>,
    limit: Limit<T>,
    use_of: fn(&Machine<'_>) -> Option<(T, Span)>,
}

impl<T: Amount> Excess<T> {
    /// Reports the excess, with the machines that use most.
    fn report(&self, context: &mut Context<'_>, node: &NodePlacement<'_>) {
        let Some(excess) = self.balance.excess() else { return };
        let (host, noun) = (&node.host().name, self.noun);
        let message = format!("the machines on {host} need {}", need_and_limit(self.balance.used(), self.limit, noun));
        let excess = excess.written_beside(excess);
        let finding = context
            .finding(self.rule, node.hypervisor().span, message)
            .with_hint(format!("place {excess} {noun} or more on another hypervisor, or give machines less"))
            .with_subject(Subject::device(Arc::clone(host)));
        let finding = self.with_largest(context, finding, node);
        context.push(finding);
    }

    fn with_largest(&self, context: &Context<'_>, mut finding: Finding, node: &NodePlacement<'_>) -> Finding {
        let users = node.machines().iter().filter_map(|machine| Some((machine.name(), (self.use_of)(machine)?)));
        let mut users: Vec<_> = users.collect();
        // The sort is stable, so machines of one size stay in the order of names.
        users.sort_by_key(|(_, (amount, _))| std::cmp::Reverse(*amount));
        for (name, (amount, span)) in users.into_iter().take(NAMED_MACHINES) {
            let message = format!("{name} needs {}", amount.written_beside(amount));
            finding = finding.with_related(message, context.position(span));
        }
        finding
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{messages, reported};
    use crate::finding::Subject;
    use crate::rules::{MEMORY_EXCEEDED, STORAGE_EXCEEDED, THREADS_EXCEEDED};

    /// Two machines on a node with 32 GiB, 8 threads and a drive of 1 TB.
    fn with(hypervisor: &Value, first: &Value, second: &Value) -> Value {
        let machine = |definition: &Value| {
            let mut definition = definition.clone();
            definition["hypervisor"] = json!("hv01");
            json!({ "infrastructure": { "form": "vm" }, "mgmt_vm": definition })
        };
        json!({ "hosts": {
            "hv01": {
                "infrastructure": { "form": "hv", "hardware": "dell-optiplex-7050-mff" },
                "deevnet_hypervisor": hypervisor,
            },
            "dns-vm01": machine(first),
            "git-vm01": machine(second),
        } })
    }

    #[test]
    fn memory_beyond_the_limit_is_reported_with_its_arithmetic() {
        let json =
            with(&json!({ "reserve": { "memory": 2048 } }), &json!({ "memory": 20480 }), &json!({ "memory": "14G" }));
        let findings = reported(&MEMORY_EXCEEDED, &json);
        insta::assert_snapshot!(findings[0].message, @"the machines on hv01 need 34 GiB of memory; it has 30 GiB for them (32 GiB less 2 GiB reserved)");
        insta::assert_snapshot!(findings[0].hint.as_deref().unwrap_or_default(), @"place 4 GiB of memory or more on another hypervisor, or give machines less");
        let related: Vec<_> = findings[0].related.iter().map(|related| related.message.as_str()).collect();
        assert_eq!(related, ["dns-vm01 needs 20 GiB", "git-vm01 needs 14 GiB"]);
        assert_eq!(findings[0].subjects, [Subject::device("hv01")]);
    }

    #[test]
    fn memory_up_to_the_limit_is_legitimate() {
        for (hypervisor, memory) in [
            (json!({ "reserve": { "memory": "2G" } }), 30 << 10),
            (json!({ "overcommit": { "memory": 1.5 } }), 48 << 10),
        ] {
            let json = |memory: i64| with(&hypervisor, &json!({ "memory": memory - 1024 }), &json!({ "memory": 1024 }));
            assert!(messages(&MEMORY_EXCEEDED, &json(memory)).is_empty());
            assert_eq!(messages(&MEMORY_EXCEEDED, &json(memory + 1)).len(), 1);
        }
    }

    #[test]
    fn threads_have_a_limit_together_and_each() {
        let together = with(&json!({ "overcommit": { "threads": 1 } }), &json!({ "cores": 8 }), &json!({ "cores": 2 }));
        insta::assert_snapshot!(messages(&THREADS_EXCEEDED, &together).join("\n"), @"the machines on hv01 need 10 virtual processors; it has 8 for them");
        let each = with(&json!({}), &json!({ "cores": 12 }), &json!({ "cores": 2 }));
        insta::assert_snapshot!(messages(&THREADS_EXCEEDED, &each).join("\n"), @"dns-vm01 has 12 virtual processors, but hv01 has 8 threads");
        let usual = with(&json!({}), &json!({ "cores": 8 }), &json!({ "cores": "8" }));
        assert!(messages(&THREADS_EXCEEDED, &usual).is_empty());
    }

    #[test]
    fn each_storage_and_all_of_them_have_a_limit() {
        let one = with(
            &json!({ "storages": [{ "name": "local-lvm", "size": 300 }, { "name": "tank" }] }),
            &json!({ "storage": "local-lvm", "disk": "64" }),
            &json!({ "storage": "tank", "disk": 100, "data_disk": { "size": "250G", "storage": "local-lvm" } }),
        );
        insta::assert_snapshot!(messages(&STORAGE_EXCEEDED, &one).join("\n"), @"the disks on the storage local-lvm of hv01 need 314 GiB; it holds 300 GiB");
        let all = with(
            &json!({ "reserve": { "storage": 100 } }),
            &json!({ "disk": 500 }),
            &json!({ "disk": 100, "data_disk": { "size": 250 } }),
        );
        insta::assert_snapshot!(messages(&STORAGE_EXCEEDED, &all).join("\n"), @"the disks on hv01 need 850 GiB of storage; it has 831.3 GiB for them (931.3 GiB less 100 GiB reserved)");
    }

    #[test]
    fn shared_storage_takes_no_room_on_the_drives() {
        let json = with(
            &json!({ "storages": [{ "name": "share", "kind": "nfs" }, { "name": "local-lvm" }] }),
            &json!({ "storage": "share", "disk": 5000 }),
            &json!({ "storage": "local-lvm", "disk": 100 }),
        );
        assert!(messages(&STORAGE_EXCEEDED, &json).is_empty());
    }

    #[test]
    fn unknown_hardware_has_no_limit() {
        let mut json = with(&json!({}), &json!({ "memory": 999_999, "cores": 999 }), &json!({ "disk": 99_999 }));
        for hardware in [json!("to-be-decided"), json!(null)] {
            json["hosts"]["hv01"]["infrastructure"]["hardware"] = hardware;
            for rule in [&MEMORY_EXCEEDED, &THREADS_EXCEEDED, &STORAGE_EXCEEDED] {
                assert!(messages(rule, &json).is_empty());
            }
        }
    }
}
