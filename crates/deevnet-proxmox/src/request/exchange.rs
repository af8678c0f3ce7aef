//! From a call to what is sent, and from what comes back to an answer.

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::encoding::form;
use super::error::{ApiError, ApiErrorKind};
use crate::transport::{HttpRequest, HttpResponse, Method};

/// What stands before the path of every call.
pub const API_ROOT: &str = "/api2/json";

/// What is sent for a call, without credentials.
///
/// ```
/// use deevnet_proxmox::request::{QemuConfig, http_request};
///
/// let request = http_request(&QemuConfig { node: "hv01".into(), vmid: 201, current: true });
/// assert_eq!(request.target, "/api2/json/nodes/hv01/qemu/201/config?current=1");
/// ```
pub fn http_request<C: Call>(call: &C) -> HttpRequest {
    let path = format!("{API_ROOT}{}", call.path());
    let parameters = form(&call.parameters());
    match C::METHOD {
        // A body with one of these is refused, even an empty form.
        method @ (Method::Get | Method::Delete) => {
            let query = if parameters.is_empty() { parameters } else { format!("?{parameters}") };
            HttpRequest { method, target: format!("{path}{query}"), headers: Vec::new(), body: Bytes::new() }
        }
        method @ (Method::Post | Method::Put) => {
            let kind = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
            HttpRequest { method, target: path, headers: vec![kind], body: parameters.into() }
        }
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

/// The answer to a call.
///
/// # Errors
/// When the node refused the call, or what it sent is not of the call's type.
pub fn answer<C: Call>(call: &C, response: &HttpResponse) -> Result<C::Answer, ApiError> {
    if !(200..300).contains(&response.status) {
        return Err(ApiError::from_response(C::METHOD, &call.path(), response));
    }
    read(&response.body).map_err(|reason| {
        ApiError::new(C::METHOD, &call.path(), Some(response.status), ApiErrorKind::Unreadable { reason })
    })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let envelope: Envelope<T> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    Ok(envelope.data)
}
