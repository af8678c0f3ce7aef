//! From a request to an answer.

use std::collections::BTreeMap;

use super::body;
use super::formatter::Formatter;
use super::target::Target;
use crate::simulator::access::{Caller, Credentials, authenticate};
use crate::simulator::fault::TaskFault;
use crate::simulator::parameter::check;
use crate::simulator::route::{Answer, Call, Endpoint, Found, Permission, Refusal, find};
use crate::simulator::setup::Unreachable;
use crate::simulator::state::Node;
use crate::transport::{HttpRequest, HttpResponse};

/// What a node answers.
pub(crate) fn respond(node: &mut Node, request: &HttpRequest, task_fault: TaskFault) -> HttpResponse {
    node.catch_up();
    match Target::parse(&request.target) {
        Ok(target) => target.formatter.print(answer(node, request, &target, task_fault)),
        Err(refusal) => Formatter::default().print(Err(refusal)),
    }
}

/// What a node answers to a method that it does not have.
pub(crate) fn unavailable(method: &str) -> HttpResponse {
    Formatter::default().print(Err(Refusal::bare(501, format!("method '{method}' not available"))))
}

/// What a node answers to a request with a body that is too long.
pub(crate) fn too_large() -> HttpResponse {
    Formatter::default().print(Err(body::excess()))
}

fn answer(node: &mut Node, request: &HttpRequest, target: &Target, task_fault: TaskFault) -> Answer {
    let found = find(node.release, request.method, &target.segments);
    let caller = caller(node, request, found.as_ref())?;
    let body = body::parameters(request)?;
    let Some(Found { endpoint, parameters }) = found else {
        let text = format!("Method '{} {}' not implemented", request.method, target.path());
        return Err(Refusal::status(501, text));
    };
    if endpoint.ticket_only && caller.token().is_some() {
        let path = target.path();
        let text = format!("URI '{path}' not available with API token, need proper ticket.\n");
        return Err(Refusal::permission(&text));
    }
    let parameters = merged(parameters, target.query.clone(), body)?;
    run(node, endpoint, Call { caller, parameters, task_fault })
}

fn caller(node: &Node, request: &HttpRequest, found: Option<&Found>) -> Result<Caller, Refusal> {
    let header = |wanted: &str| {
        request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    };
    let credentials = Credentials {
        authorization: header("authorization"),
        cookie: header("cookie"),
        prevention_token: header("csrfpreventiontoken"),
    };
    let world = found.is_some_and(|found| matches!(found.endpoint.permission, Permission::World));
    match authenticate(node, &credentials, request.method) {
        Err(_) if world => Ok(Caller::nobody()),
        result => result,
    }
}

fn merged(
    path: BTreeMap<String, String>,
    query: BTreeMap<String, String>,
    body: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut parameters = query;
    for (name, value) in body {
        if parameters.contains_key(&name) {
            return Err(Refusal::parameter(&name, "duplicate parameter (already defined in URI)"));
        }
        parameters.insert(name, value);
    }
    parameters.extend(path);
    Ok(parameters)
}

fn run(node: &mut Node, endpoint: &Endpoint, mut call: Call) -> Answer {
    endpoint.permission.check(node, &call)?;
    if endpoint.path.starts_with("/nodes/{node}") {
        let name = call.parameters.remove("node").unwrap_or_default();
        check_node(node, &name)?;
    }
    let errors = check(endpoint.parameters(node.release), &call.parameters);
    if !errors.is_empty() {
        return Err(Refusal::parameters(errors));
    }
    (endpoint.handler)(node, &call)
}

/// Refuses what is for another node: a standalone one knows of none.
fn check_node(node: &Node, name: &str) -> Result<(), Refusal> {
    if name == &*node.name || name == "localhost" {
        return Ok(());
    }
    match node.unreachable.get(name) {
        Some(Unreachable::NoRoute) => Err(Refusal::bare(595, "No route to host")),
        Some(Unreachable::Refused) => Err(Refusal::bare(595, "Connection refused")),
        None => Err(Refusal::failure(format!(
            "hostname lookup '{name}' failed - failed to get address info for: {name}: Name or service not known"
        ))),
    }
}
