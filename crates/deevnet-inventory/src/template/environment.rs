//! The engine's environment: Ansible's syntax settings, filters, tests and functions.

use std::sync::{Arc, Mutex};

use minijinja::{Environment, UndefinedBehavior, syntax::SyntaxConfig};

use super::emission::Emission;
use super::limits::FUEL_PER_TEMPLATE;
use super::session::Session;
use super::{access, bounds, dialect, filters, functions, methods, predicates, slice};

/// The functions that a template can call by name; a variable of that name hides them.
pub(super) const FUNCTIONS: &[&str] = &["dict", "lookup", "now", "q", "query", "range", "undef"];

/// Builds the environment of one resolver.
///
/// Templates are known by their own text and compiled when they are first met. Nothing is taken over from the
/// engine's defaults: a filter, test or function that is not listed here is unknown.
pub(super) fn build(session: &Arc<Mutex<Session>>) -> Environment<'static> {
    let mut environment = Environment::empty();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL_PER_TEMPLATE));
    environment.set_loader(|source| Ok(Some(dialect::translate(source)?)));
    environment.set_auto_reload(false);
    Emission::install(&mut environment);
    access::install(&mut environment, session);
    slice::install(&mut environment);
    bounds::install(&mut environment, session);
    methods::install(&mut environment, session);
    functions::install(&mut environment, session);
    filters::install(&mut environment, session);
    predicates::install(&mut environment, session);
    environment
}
