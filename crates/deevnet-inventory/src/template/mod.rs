//! Jinja templates inside variables, resolved as Ansible resolves them.
//!
//! A [`Resolver`] replaces every template of a value by what a playbook would see for that host. Variables are asked
//! from a [`Scope`] only when a template reads them.

mod resolver;
mod scope;

pub(crate) use resolver::Resolver;
pub(crate) use scope::Scope;
