//! Replaces the templates of a value by their results.

use std::sync::Arc;

use deevnet_core::declared::{Data, Unresolved, UnresolvedReason, Value};

use super::Scope;
use super::engine::Engine;

/// Resolves the templates of one inventory.
///
/// It keeps compiled templates, so that one text that many hosts share is compiled once. Use one for each thread.
#[derive(Debug)]
pub(crate) struct Resolver {
    engine: Arc<Engine>,
}

impl Resolver {
    /// A resolver for the hosts of an inventory.
    pub(crate) fn new(scope: Arc<dyn Scope>) -> Self {
        Self { engine: Arc::new(Engine::new(scope)) }
    }

    /// The value with every template inside it replaced by its result for a host.
    ///
    /// Results keep the place of their template. A template without a result becomes [`Data::Unresolved`], each on its
    /// own. An item or entry that resolves to `omit` is left out.
    pub(crate) fn resolve(&self, host: usize, value: &Value) -> Value {
        if !value.is_templated() {
            return value.clone();
        }
        self.engine.session().begin();
        let resolved = self.engine.resolve(host, value, 0);
        self.engine.session().begin();
        resolved.unwrap_or_else(|| left_out(value))
    }
}

/// What stands for a value that as a whole is to be left out.
fn left_out(value: &Value) -> Value {
    let unresolved =
        Unresolved::new(value.as_text().unwrap_or_default(), UnresolvedReason::Undefined, "it gives `omit`");
    Value::new(Data::Unresolved(Arc::new(unresolved)), value.span())
}
