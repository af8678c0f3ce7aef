//! The calls that a node answers: which there are, what they take, who may make them, and what they give.

mod answer;
mod call;
mod endpoint;
mod permission;
mod table;

pub(crate) use answer::{Answer, Body, Refusal, Reply};
pub(crate) use call::Call;
pub(crate) use endpoint::Endpoint;
pub(crate) use permission::Permission;
#[cfg(test)]
pub(crate) use table::endpoints;
pub(crate) use table::{Found, find};
