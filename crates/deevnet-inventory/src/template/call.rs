//! How a filter, test or function is called: arguments by place or name, the undefined handed on.

use std::sync::{Arc, Mutex};

use minijinja::value::{Rest, ValueKind, ValueOrKwargs};
use minijinja::{Environment, ErrorKind, State, Value};

use super::access;
use super::engine::lock;
use super::failure::{Failure, carried};
use super::missing::Missing;
use super::pattern::Patterns;
use super::python;
use super::session::Session;

/// A filter, test or function of the environment.
pub(super) type Plugin = fn(&mut State<'_, '_>, &Call<'_>) -> Result<Value, minijinja::Error>;

/// Items that cost as much as one step of the engine.
pub(super) const ITEMS_PER_FUEL: usize = 4;

/// What a plugin makes of undefined arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undefined {
    /// It is not called; its result is undefined.
    Spreads,
    /// It is not called; the template fails.
    Fails,
    /// It is called: it knows what to do with them.
    Welcome,
}

/// Arguments by place and by name.
pub(super) struct Arguments<'a> {
    positional: &'a [Value],
    named: Vec<(String, Value)>,
}

impl<'a> Arguments<'a> {
    /// Takes the values of a call apart; an invalid one is its error.
    pub(super) fn new(values: &'a [Value]) -> Result<Self, minijinja::Error> {
        let mut positional = values;
        let mut named = Vec::new();
        if let Some((last, others)) = values.split_last()
            && last.is_kwargs()
        {
            positional = others;
            for (key, value) in access::entries(last)? {
                named.push((key.to_string(), value));
            }
        }
        for value in positional.iter().chain(named.iter().map(|(_, value)| value)) {
            if value.kind() == ValueKind::Invalid {
                access::valid(value.clone())?;
            }
        }
        Ok(Self { positional, named })
    }

    /// Whether any argument is undefined.
    pub(super) fn has_undefined(&self) -> bool {
        self.positional.iter().chain(self.named.iter().map(|(_, value)| value)).any(Value::is_undefined)
    }

    /// The argument of a place or name.
    pub(super) fn argument(&self, index: usize, name: &str) -> Option<&Value> {
        self.positional.get(index).or_else(|| self.keyword(name))
    }

    /// The argument of a name.
    pub(super) fn keyword(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// One call of a plugin.
pub(super) struct Call<'a> {
    arguments: Arguments<'a>,
    /// Compiled regular expressions.
    pub(super) patterns: &'a Patterns,
}

impl<'a> Call<'a> {
    /// What the plugin is applied to.
    pub(super) fn subject(&self) -> &Value {
        self.arguments.positional.first().unwrap_or(&Value::UNDEFINED)
    }

    /// The subject as text, converted as `str()` does.
    pub(super) fn subject_text(&self) -> Result<String, minijinja::Error> {
        python::text(self.subject())
    }

    /// All arguments by place, the subject first.
    pub(super) fn positional(&self) -> &'a [Value] {
        self.arguments.positional
    }

    /// The arguments by place after the subject.
    pub(super) fn rest(&self) -> &'a [Value] {
        self.arguments.positional.get(1..).unwrap_or_default()
    }

    /// The arguments by name.
    pub(super) fn named(&self) -> &[(String, Value)] {
        &self.arguments.named
    }

    /// The argument of a name.
    pub(super) fn keyword(&self, name: &str) -> Option<&Value> {
        self.arguments.keyword(name)
    }

    /// The argument of a place (the subject is 0) or name.
    pub(super) fn argument(&self, index: usize, name: &str) -> Option<&Value> {
        self.arguments.argument(index, name)
    }

    /// An argument that must be there.
    pub(super) fn required(&self, index: usize, name: &str) -> Result<&Value, minijinja::Error> {
        self.argument(index, name).ok_or_else(|| {
            minijinja::Error::new(ErrorKind::MissingArgument, format!("the argument `{name}` is missing"))
        })
    }

    /// An argument as text, or its default.
    pub(super) fn text(&self, index: usize, name: &str, default: &str) -> Result<String, minijinja::Error> {
        self.argument(index, name).map_or_else(|| Ok(default.to_owned()), python::text)
    }

    /// Whether an argument is true; absent is false.
    pub(super) fn flag(&self, index: usize, name: &str) -> bool {
        self.argument(index, name).is_some_and(Value::is_true)
    }

    /// An argument as a whole number.
    pub(super) fn integer(&self, index: usize, name: &str) -> Result<Option<i64>, minijinja::Error> {
        let Some(value) = self.argument(index, name).filter(|value| !value.is_none()) else { return Ok(None) };
        let number = value.as_i64();
        number.map(Some).ok_or_else(|| invalid(format!("the argument `{name}` is not a whole number")))
    }
}

/// An error for arguments that a plugin cannot take.
pub(super) fn invalid(message: impl Into<String>) -> minijinja::Error {
    Failure::failed(message).into()
}

/// The error of a value that is used but undefined.
pub(super) fn undefined() -> minijinja::Error {
    minijinja::Error::from(ErrorKind::UndefinedError)
}

/// The undefined that an empty list gives where an item is asked for.
pub(super) fn empty() -> minijinja::Error {
    Failure::undefined("the list is empty").into()
}

/// What calls of plugins share.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    session: Arc<Mutex<Session>>,
    patterns: Arc<Patterns>,
}

impl Caller {
    pub(super) fn new(session: &Arc<Mutex<Session>>) -> Self {
        Self { session: Arc::clone(session), patterns: Arc::default() }
    }

    /// Adds a filter, also under the name that its collection gives it.
    pub(super) fn filter(
        &self,
        environment: &mut Environment<'static>,
        name: &'static str,
        on: Undefined,
        plugin: Plugin,
    ) {
        for name in [name.to_owned(), format!("ansible.builtin.{name}")] {
            let caller = self.clone();
            environment.add_filter(name, move |state: &mut State<'_, '_>, values: Rest<ValueOrKwargs>| {
                caller.call(state, &values.into_values(), on, plugin)
            });
        }
    }

    /// Adds a test, also under the name that its collection gives it.
    pub(super) fn test(
        &self,
        environment: &mut Environment<'static>,
        name: &'static str,
        on: Undefined,
        plugin: Plugin,
    ) {
        for name in [name.to_owned(), format!("ansible.builtin.{name}")] {
            let caller = self.clone();
            environment.add_test(name, move |state: &mut State<'_, '_>, values: Rest<ValueOrKwargs>| {
                caller.call(state, &values.into_values(), on, plugin)
            });
        }
    }

    /// Adds a function.
    pub(super) fn function(&self, environment: &mut Environment<'static>, name: &'static str, plugin: Plugin) {
        let caller = self.clone();
        environment.add_function(name, move |state: &mut State<'_, '_>, values: Rest<ValueOrKwargs>| {
            caller.call(state, &values.into_values(), Undefined::Spreads, plugin)
        });
    }

    fn call(
        &self,
        state: &mut State<'_, '_>,
        values: &[Value],
        on: Undefined,
        plugin: Plugin,
    ) -> Result<Value, minijinja::Error> {
        let call = Call { arguments: Arguments::new(values)?, patterns: &self.patterns };
        if on != Undefined::Welcome && call.arguments.has_undefined() {
            return if on == Undefined::Spreads { Ok(Value::UNDEFINED) } else { Err(undefined()) };
        }
        charge(state, call.subject())?;
        let outcome = plugin(state, &call);
        if let Some((consumed, _)) = state.fuel_levels() {
            lock(&self.session).note_fuel(consumed);
        }
        match outcome {
            Ok(value) => charge(state, &value).map(|()| value),
            Err(error) if error.kind() == ErrorKind::UndefinedError && on != Undefined::Fails => {
                self.note_missing(&error);
                Ok(Value::UNDEFINED)
            }
            Err(error) => Err(error),
        }
    }

    /// Notes what a plugin says is undefined; one that says nothing has met what is already noted.
    fn note_missing(&self, error: &minijinja::Error) {
        if let Some(failure) = carried(error) {
            lock(&self.session).note_missing(Missing::Other(failure));
        }
    }
}

/// Charges for the size of a list or map that is taken or given.
fn charge(state: &State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let items = if value.as_object().is_some() { value.len().unwrap_or(0) } else { 0 };
    state.consume_fuel((items / ITEMS_PER_FUEL) as u64)
}
