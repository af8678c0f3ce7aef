//! The template engine of one inventory: compiles, evaluates, hands over results.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use deevnet_core::Span;
use deevnet_core::declared::{Data, Map, Value as Declared};
use minijinja::{Environment, ErrorKind, Value};

use super::Scope;
use super::emission::Emission;
use super::environment;
use super::failure::Failure;
use super::limits::{OUTPUT_LIMIT, VALUE_DEPTH_LIMIT};
use super::present;
use super::session::{Reading, Session};
use super::variables::HostContext;

/// What is shared by everything that one resolver evaluates.
pub(super) struct Engine {
    pub(super) scope: Arc<dyn Scope>,
    environment: Environment<'static>,
    session: Arc<Mutex<Session>>,
    groups: Mutex<HashMap<Arc<str>, Value>>,
}

/// Locks a mutex; one that a panic poisoned is as good as before, for its holders never leave it half written.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    pub(super) fn new(scope: Arc<dyn Scope>) -> Self {
        let session = Arc::new(Mutex::new(Session::default()));
        Self { scope, environment: environment::build(&session), session, groups: Mutex::default() }
    }

    pub(super) fn session(&self) -> MutexGuard<'_, Session> {
        lock(&self.session)
    }

    /// The hosts of a group as a list; made once.
    pub(super) fn group(&self, name: &str) -> Option<Value> {
        if let Some(hosts) = lock(&self.groups).get(name) {
            return Some(hosts.clone());
        }
        let hosts: Value = self.scope.group_hosts(name)?.into_iter().map(Value::from).collect();
        lock(&self.groups).insert(Arc::from(name), hosts.clone());
        Some(hosts)
    }

    /// What a template of a variable gives, containers unresolved.
    pub(super) fn evaluate(
        self: &Arc<Self>,
        host: usize,
        text: &Arc<str>,
        label: Option<&Arc<str>>,
    ) -> Result<Value, Failure> {
        self.within(Reading { host, text, label, whole: false }, |engine| engine.render(host, text))
    }

    /// What a template inside a container gives, resolved to the last leaf.
    ///
    /// Resolving it at once keeps every value finite: a container that holds itself is met as a cycle here.
    pub(super) fn evaluate_item(
        self: &Arc<Self>,
        host: usize,
        text: &Arc<str>,
        label: Option<&Arc<str>>,
        depth: usize,
    ) -> Result<Value, Failure> {
        self.within(Reading { host, text, label, whole: true }, |engine| {
            let (value, fuel) = engine.render(host, text)?;
            if value.as_object().is_none() || present::is_omit(&value) {
                return Ok((value, fuel));
            }
            match engine.declare(&value, Span::NONE, depth)? {
                Some(settled) => Ok((present::present(engine, host, &settled, None)?, fuel)),
                None => Ok((value, fuel)),
            }
        })
    }

    fn within(
        self: &Arc<Self>,
        reading: Reading<'_>,
        evaluate: impl FnOnce(&Arc<Self>) -> Result<(Value, u64), Failure>,
    ) -> Result<Value, Failure> {
        let known = self.session().result(reading);
        if let Some(result) = known {
            return result;
        }
        self.session().enter(reading)?;
        match evaluate(self) {
            Ok((value, fuel)) => {
                self.session().leave(reading, &value, fuel);
                Ok(value)
            }
            Err(failure) => {
                self.session().fail(reading, &failure);
                Err(failure)
            }
        }
    }

    /// Runs a template; gives its result and the steps that it took.
    fn render(self: &Arc<Self>, host: usize, text: &Arc<str>) -> Result<(Value, u64), Failure> {
        let template = self.environment.get_template(text).map_err(|error| {
            let failure = Failure::of(&error, || None);
            self.session().refuse(Arc::clone(text), failure.clone());
            failure
        })?;
        let context = Value::from_object(HostContext::new(self, host));
        let captured = template.render_captured(context).map_err(|error| self.failure(&error))?;
        if let Some(failure) = self.session().silent() {
            return Err(failure);
        }
        let state = captured.state();
        let fuel = state.fuel_levels().map_or(0, |(consumed, _)| consumed);
        let emission = state.get_extension::<Emission>();
        let value = Emission::result(emission, captured.output(), text);
        if value.is_undefined() {
            return Err(Failure::undefined("an `if` without `else` gives nothing"));
        }
        if value.as_str().is_some_and(|text| text.len() > OUTPUT_LIMIT) {
            return Err(Failure::limit(format!("the template gives more than {OUTPUT_LIMIT} bytes")));
        }
        Ok((value, fuel))
    }

    /// The obstacle behind an error of the engine.
    pub(super) fn failure(&self, error: &minijinja::Error) -> Failure {
        let missing = self.session().missing();
        Failure::of(error, || missing.map(|missing| missing.failure(&*self.scope)))
    }

    /// A declared value with all templates inside it resolved; `None` where it says to be left out.
    pub(super) fn resolve(self: &Arc<Self>, host: usize, value: &Declared, depth: usize) -> Option<Declared> {
        if !value.is_templated() {
            return Some(value.clone());
        }
        let span = value.span();
        match value.data() {
            Data::Text(text) => self.settle(host, text, span, depth),
            Data::List(items) => {
                let items = items.iter().filter_map(|item| self.resolve(host, item, depth + 1)).collect();
                Some(Declared::new(Data::List(items), span))
            }
            Data::Map(map) => {
                let entries = map.iter().filter_map(|(key, value)| {
                    let key = present::settled_key(key);
                    self.resolve(host, value, depth + 1).map(|value| (key, value))
                });
                Some(Declared::new(Data::Map(Arc::new(Map::new(entries.collect()))), span))
            }
            _ => Some(value.clone()),
        }
    }

    /// The declared result of a template, at the place of the template.
    fn settle(self: &Arc<Self>, host: usize, text: &Arc<str>, span: Span, depth: usize) -> Option<Declared> {
        let result = self.evaluate_item(host, text, None, depth).and_then(|value| self.declare(&value, span, depth));
        result.unwrap_or_else(|failure| Some(unresolved(failure, text, span)))
    }

    /// A result of the engine as a declared value at a place; `None` where it says to be left out.
    pub(super) fn declare(
        self: &Arc<Self>,
        value: &Value,
        span: Span,
        depth: usize,
    ) -> Result<Option<Declared>, Failure> {
        if depth > VALUE_DEPTH_LIMIT {
            return Err(Failure::limit(format!("a value is nested more than {VALUE_DEPTH_LIMIT} deep")));
        }
        present::declare(self, value, span, depth).map_err(|error| self.failure(&error))
    }
}

fn unresolved(failure: Failure, text: &Arc<str>, span: Span) -> Declared {
    Declared::new(Data::Unresolved(Arc::new(failure.into_unresolved(text))), span)
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Engine").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// The error of a value of a kind that cannot be declared.
pub(super) fn undeclarable(what: &str) -> minijinja::Error {
    minijinja::Error::new(ErrorKind::InvalidOperation, format!("the result is {what}, not data"))
}
