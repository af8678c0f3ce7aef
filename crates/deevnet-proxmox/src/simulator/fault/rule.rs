//! A fault with its conditions.

use std::sync::Arc;

use super::call::CallRange;
use super::effect::Effect;
use super::path::PathPattern;
use crate::transport::Method;

/// Something that goes wrong, and when.
///
/// As text, its effect and its conditions stand in any order, apart by blanks; every condition may be left out. A value with a
/// blank in it, such as that of `fail-task`, goes on to the next word that has a `=`.
///
/// ```
/// use deevnet_proxmox::simulator::{CallRange, Effect, Fault};
/// use deevnet_proxmox::transport::Method;
///
/// let lost_answer = Fault::new(Effect::DropAfter).method(Method::Post).path("/nodes/*/qemu/*/clone").calls(CallRange::only(2));
/// let text = "drop-after method=POST path=/nodes/*/qemu/*/clone call=2";
/// assert_eq!(text.parse(), Ok(lost_answer));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub(super) effect: Effect,
    pub(super) node: Option<Arc<str>>,
    pub(super) method: Option<Method>,
    pub(super) path: Option<PathPattern>,
    pub(super) calls: CallRange,
}

impl Fault {
    /// A fault at every call.
    pub fn new(effect: Effect) -> Self {
        Self { effect, node: None, method: None, path: None, calls: CallRange::ALL }
    }

    /// Only at this node.
    #[must_use]
    pub fn node(mut self, node: &str) -> Self {
        self.node = Some(node.into());
        self
    }

    /// Only with this method.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Only at paths below `/api2/json` that a [`PathPattern`] matches.
    #[must_use]
    pub fn path(mut self, pattern: &str) -> Self {
        self.path = Some(pattern.into());
        self
    }

    /// Only at these of the calls that match everything else.
    #[must_use]
    pub fn calls(mut self, calls: CallRange) -> Self {
        self.calls = calls;
        self
    }

    /// Whether a call meets every condition but its number.
    pub(super) fn matches(&self, node: &str, method: Method, path: &str) -> bool {
        self.node.as_deref().is_none_or(|wanted| wanted == node)
            && self.method.is_none_or(|wanted| wanted == method)
            && self.path.as_ref().is_none_or(|wanted| wanted.matches(path))
    }
}
