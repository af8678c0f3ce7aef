//! Jinja templates inside variables, resolved as Ansible resolves them.
//!
//! A [`Resolver`] replaces every template of a value by what a playbook would see for that host. Variables are asked
//! from a [`Scope`] only when a template reads them.

mod access;
mod bounds;
mod call;
mod compare;
mod dialect;
mod emission;
mod engine;
mod environment;
mod failure;
mod filters;
mod functions;
mod json;
mod limits;
mod methods;
mod missing;
mod pattern;
mod predicates;
mod present;
mod python;
mod resolver;
mod scope;
mod session;
mod slice;
mod variables;
mod version;

#[cfg(test)]
mod ansible_cases;
#[cfg(test)]
mod memory_scope;

pub(crate) use resolver::Resolver;
pub(crate) use scope::Scope;
