//! Lists of tasks.

use serde_json::{Map, Value, json};

use super::show::is_own;
use crate::simulator::route::{Call, Reply};
use crate::simulator::state::{Node, Task};

/// How many tasks a list has if nothing else is said.
const LIMIT: u64 = 50;

/// The tasks of the node that the caller may see, the newest first.
pub(super) fn tasks(node: &Node, call: &Call) -> Reply {
    let found: Vec<&Task> =
        node.tasks.iter().rev().filter(|task| is_seen(node, call, task) && is_wanted(call, task)).collect();
    let start = position(call.integer("start").unwrap_or_default());
    let limit = position(call.integer("limit").unwrap_or(LIMIT));
    let rows: Vec<Value> = found.iter().skip(start).take(limit).map(|task| row(node, task).into()).collect();
    let reply = Reply::from(rows);
    if found.is_empty() { reply } else { reply.with("total", found.len()) }
}

/// The last tasks of all nodes, of which there is one.
pub(super) fn of_cluster(node: &Node, call: &Call) -> Reply {
    let seen = node.tasks.iter().rev().filter(|task| is_seen(node, call, task));
    let rows = seen.take(position(LIMIT)).map(|task| {
        let mut row = row(node, task);
        for name in ["pid", "pstart"] {
            row.remove(name);
        }
        if task.exit.is_some() {
            row.insert("saved".to_owned(), json!("1"));
        }
        Value::from(row)
    });
    rows.collect::<Vec<_>>().into()
}

fn is_seen(node: &Node, call: &Call, task: &Task) -> bool {
    is_own(call, task) || node.allows(&call.caller, &format!("/nodes/{}", node.name), "Sys.Audit")
}

fn is_wanted(call: &Call, task: &Task) -> bool {
    let failed = task.exit.as_deref().is_some_and(|exit| exit != "OK");
    let is_source = match call.get("source").unwrap_or("archive") {
        "active" => task.exit.is_none(),
        "archive" => task.exit.is_some(),
        _ => true,
    };
    let is = |name: &str, value: &str| call.get(name).is_none_or(|wanted| wanted == value);
    let ends = call.list("statusfilter");
    is_source
        && (!call.flag("errors") || failed)
        && is("vmid", &task.id)
        && is("typefilter", &task.task_type)
        && call.get("userfilter").is_none_or(|user| task.user.contains(user))
        && call.integer("since").is_none_or(|since| task.start_time >= since)
        && call.integer("until").is_none_or(|until| task.start_time <= until)
        && (ends.is_empty() || ends.contains(&end(task)))
}

fn end(task: &Task) -> &'static str {
    match task.exit.as_deref() {
        Some("OK") => "ok",
        Some(exit) if exit.starts_with("WARNINGS: ") => "warning",
        Some(_) => "error",
        None => "unknown",
    }
}

fn row(node: &Node, task: &Task) -> Map<String, Value> {
    let mut row = super::show::identity(node, task);
    if let Some(exit) = &task.exit {
        row.insert("status".to_owned(), json!(exit));
    }
    row.extend(task.end_time.map(|time| ("endtime".to_owned(), json!(time))));
    row
}

fn position(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
