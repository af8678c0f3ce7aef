//! Proxmox VE nodes as Python sees them: what exists on them, what would change, and the change itself.

mod action;
mod node;
mod planned;
mod report;
mod service;
mod standing;
mod survey;
mod work;

pub(crate) use action::{PyAction, PyFieldChange};
pub(crate) use node::PyNode;
pub(crate) use planned::{PyPlan, plan};
pub(crate) use report::{PyActionReport, PyReport};
pub(crate) use service::PyProxmox;
pub(crate) use standing::{PyBlocked, PyFault};
pub(crate) use survey::{PyGap, PySurvey};
