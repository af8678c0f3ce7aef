//! Bodies of requests.

use std::collections::BTreeMap;

use serde_json::Value;

use super::form;
use crate::simulator::route::Refusal;
use crate::transport::{HttpRequest, Method};

/// How many bytes a body may have.
pub(crate) const MAX_BODY: usize = 512 * 1024;

/// The parameters in a body.
///
/// # Errors
///
/// Where there must be none, where it is too long, or where it is neither a form nor JSON.
pub(super) fn parameters(request: &HttpRequest) -> Result<BTreeMap<String, String>, Refusal> {
    if request.body.is_empty() {
        return Ok(BTreeMap::new());
    }
    if matches!(request.method, Method::Get | Method::Delete) {
        return Err(Refusal::plain(501, format!("Unexpected content for method '{}'", request.method)));
    }
    if request.body.len() > MAX_BODY {
        return Err(excess());
    }
    let given = request.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str());
    let content_type = given.unwrap_or("application/x-www-form-urlencoded");
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => Ok(form::fields(&String::from_utf8_lossy(&request.body))),
        "application/json" => from_json(&request.body),
        _ => Err(Refusal::plain(506, format!("upload 'Content-Type '{content_type}' not implemented"))),
    }
}

/// What is said of a body that is too long.
pub(super) fn excess() -> Refusal {
    Refusal::plain(501, "for data too large")
}

fn from_json(body: &[u8]) -> Result<BTreeMap<String, String>, Refusal> {
    let parsed: Value = serde_json::from_slice(body).map_err(|error| Refusal::plain(500, format!("{error}\n")))?;
    let mut parameters = BTreeMap::new();
    for (name, value) in parsed.as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => {
                for value in values {
                    form::add(&mut parameters, name.clone(), &text(value));
                }
            }
            Value::Null => {}
            value => form::add(&mut parameters, name.clone(), &text(value)),
        }
    }
    Ok(parameters)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        value => value.to_string(),
    }
}
