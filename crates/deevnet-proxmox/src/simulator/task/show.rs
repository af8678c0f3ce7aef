//! How a task stands, and what it wrote.

use serde_json::{Map, Value, json};

use crate::notation::Upid;
use crate::simulator::route::{Answer, Call, Refusal, Reply};
use crate::simulator::state::{Node, Task};

/// How many lines are shown if nothing else is said.
const LIMIT: u64 = 50;

/// The calls below a task.
pub(super) fn index(_: &mut Node, call: &Call) -> Answer {
    check_name(call)?;
    Ok(vec![json!({ "name": "log" }), json!({ "name": "status" })].into())
}

/// How a task stands.
pub(super) fn status(node: &mut Node, call: &Call) -> Answer {
    check_name(call)?;
    let task = node.tasks.get(call.text("upid")).ok_or_else(no_such_task)?;
    require(node, call, task, "Sys.Audit")?;
    let mut shown = identity(node, task);
    match &task.exit {
        Some(exit) => {
            shown.insert("status".to_owned(), json!("stopped"));
            shown.insert("exitstatus".to_owned(), json!(exit));
        }
        None => drop(shown.insert("status".to_owned(), json!("running"))),
    }
    Ok(Value::from(shown).into())
}

/// What a task wrote.
pub(super) fn log(node: &mut Node, call: &Call) -> Answer {
    check_name(call)?;
    let Some(task) = node.tasks.get(call.text("upid")) else {
        let line = json!({ "n": 1, "t": "unable to open file - No such file or directory" });
        return Ok(Reply::from(line).with("total", 1));
    };
    require(node, call, task, "Sys.Audit")?;
    let position = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = position(call.integer("start").unwrap_or_default());
    let limit = match call.integer("limit").unwrap_or(LIMIT) {
        0 => usize::MAX,
        limit => position(limit),
    };
    let lines = task.log.lines.iter().enumerate().skip(start).take(limit);
    let rows: Vec<Value> = lines.map(|(index, text)| json!({ "n": index + 1, "t": text })).collect();
    Ok(Reply::from(rows).with("total", task.log.lines.len()))
}

/// Ends a task before it is done.
pub(super) fn stop(node: &mut Node, call: &Call) -> Answer {
    check_name(call)?;
    let upid = call.text("upid");
    let Some(task) = node.tasks.get(upid) else { return Err(no_such_task()) };
    require(node, call, task, "Sys.Modify")?;
    let time = node.clock.time();
    node.tasks.stop(upid, time);
    Reply::null()
}

/// What every view of a task has.
pub(super) fn identity(node: &Node, task: &Task) -> Map<String, Value> {
    let shown = json!({
        "upid": task.upid, "node": &*node.name, "pid": task.pid, "pstart": task.process_start,
        "starttime": task.start_time, "type": task.task_type, "id": task.id, "user": task.user,
    });
    let mut shown = shown.as_object().cloned().unwrap_or_default();
    shown.extend(task.token.as_ref().map(|token| ("tokenid".to_owned(), json!(token))));
    shown
}

/// Whether a caller started a task.
pub(super) fn is_own(call: &Call, task: &Task) -> bool {
    call.caller.user() == task.user && (call.caller.token().is_none() || call.caller.token() == task.token.as_deref())
}

fn require(node: &Node, call: &Call, task: &Task, privilege: &str) -> Result<(), Refusal> {
    if is_own(call, task) {
        return Ok(());
    }
    node.require(call, &format!("/nodes/{}", node.name), &[privilege])
}

fn check_name(call: &Call) -> Result<(), Refusal> {
    match call.text("upid").parse::<Upid>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::parameter("upid", "unable to parse worker upid")),
    }
}

fn no_such_task() -> Refusal {
    Refusal::parameter("upid", "no such task")
}
