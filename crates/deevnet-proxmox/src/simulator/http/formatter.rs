//! Forms of answers.

use serde_json::{Map, Value, json};

use crate::simulator::route::{Answer, Body, Refusal};
use crate::transport::HttpResponse;

/// A form of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Formatter {
    /// Data, and the status that HTTP has for it.
    #[default]
    Json,
    /// Data with success or status beside it, and always status 200.
    ExtJs,
}

impl Formatter {
    /// The form with a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "extjs" => Some(Self::ExtJs),
            _ => None,
        }
    }

    /// An answer in this form.
    pub(crate) fn print(self, answer: Answer) -> HttpResponse {
        match answer {
            Ok(reply) => {
                let mut body = reply.attributes;
                body.retain(|_, value| *value != json!(0));
                body.insert("data".to_owned(), reply.data);
                if self == Self::ExtJs {
                    body.insert("success".to_owned(), json!(1));
                }
                response(200, "OK", &Value::Object(body).to_string(), true)
            }
            Err(refusal) => self.print_refusal(&refusal),
        }
    }

    fn print_refusal(self, refusal: &Refusal) -> HttpResponse {
        let reason = refusal.message.lines().next().unwrap_or_default();
        match refusal.body {
            Body::Empty => response(refusal.status, reason, "", false),
            Body::Plain => response(refusal.status, reason, &refusal.message, false),
            Body::Formatted => {
                let mut body =
                    Map::from_iter([("data".to_owned(), Value::Null), ("message".to_owned(), json!(refusal.message))]);
                if !refusal.errors.is_empty() {
                    body.insert("errors".to_owned(), json!(refusal.errors));
                }
                if self == Self::Json {
                    return response(refusal.status, reason, &Value::Object(body).to_string(), true);
                }
                body.insert("success".to_owned(), json!(0));
                body.insert("status".to_owned(), json!(refusal.status));
                response(200, "OK", &Value::Object(body).to_string(), true)
            }
        }
    }
}

fn response(status: u16, reason: &str, body: &str, is_json: bool) -> HttpResponse {
    let mut headers = vec![
        ("cache-control".to_owned(), "max-age=0".to_owned()),
        ("pragma".to_owned(), "no-cache".to_owned()),
        ("server".to_owned(), "pve-api-daemon/3.0".to_owned()),
    ];
    if is_json {
        headers.push(("content-type".to_owned(), "application/json;charset=UTF-8".to_owned()));
    }
    HttpResponse { status, reason: reason.to_owned(), headers, body: body.to_owned().into() }
}
