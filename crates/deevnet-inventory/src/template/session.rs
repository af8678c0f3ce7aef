//! The evaluation under way: what is being read, what was missing, what is left of the budget.

use std::collections::HashMap;
use std::sync::Arc;

use deevnet_core::declared::UnresolvedReason;
use minijinja::Value;

use super::failure::Failure;
use super::limits::{
    EVALUATIONS_PER_VALUE, FUEL_PER_RESOLVER, FUEL_PER_TEMPLATE, FUEL_PER_VALUE, NESTING_LIMIT, VISITS_PER_VALUE,
};
use super::missing::Missing;

/// One template that is to be evaluated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) host: usize,
    pub(super) text: &'a Arc<str>,
    /// The variable that holds it, if it was reached by name.
    pub(super) label: Option<&'a Arc<str>>,
    /// Whether the result is resolved to its last leaf.
    pub(super) whole: bool,
}

/// What one template is known by: its host and its text.
type Key = (usize, Arc<str>);

/// The state of one resolver.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// The templates under way, outermost first.
    open: Vec<Open>,
    /// The results of the value under way.
    results: HashMap<(Key, bool), Result<Value, Failure>>,
    /// What was last found to be undefined.
    missing: Option<Missing>,
    /// How often something was found to be undefined.
    misses: usize,
    /// What went wrong where the engine could not be told.
    silent: Option<Failure>,
    /// Why templates can never be resolved for any host.
    refused: HashMap<Arc<str>, Failure>,
    evaluations: usize,
    visits: usize,
    value_fuel: u64,
    resolver_fuel: u64,
}

/// A template under way.
#[derive(Debug)]
struct Open {
    key: Key,
    /// The variable that holds it, if it was reached by name.
    label: Option<Arc<str>>,
    /// The steps that it was last seen to have taken.
    fuel: u64,
}

impl Session {
    /// Begins a new value: its own budget, nothing remembered of the one before.
    pub(super) fn begin(&mut self) {
        self.open.clear();
        self.results.clear();
        self.missing = None;
        self.silent = None;
        self.evaluations = 0;
        self.visits = 0;
        self.value_fuel = 0;
    }

    /// The result of a template that this value has already evaluated.
    pub(super) fn result(&self, reading: Reading<'_>) -> Option<Result<Value, Failure>> {
        if self.results.is_empty() {
            // The common value holds one template and needs no look-up.
            return None;
        }
        self.results.get(&((reading.host, Arc::clone(reading.text)), reading.whole)).cloned()
    }

    /// Begins a template.
    pub(super) fn enter(&mut self, reading: Reading<'_>) -> Result<(), Failure> {
        if let Some(failure) = self.refused.get(reading.text) {
            return Err(failure.clone());
        }
        let key = (reading.host, Arc::clone(reading.text));
        if let Some(start) = self.open.iter().position(|open| open.key == key) {
            return Err(self.cycle(start, reading.label));
        }
        self.check_budget()?;
        self.evaluations += 1;
        self.open.push(Open { key, label: reading.label.cloned(), fuel: 0 });
        Ok(())
    }

    fn check_budget(&self) -> Result<(), Failure> {
        if self.open.len() >= NESTING_LIMIT {
            return Err(Failure::limit(format!("templates are nested more than {NESTING_LIMIT} deep")));
        }
        if self.evaluations >= EVALUATIONS_PER_VALUE {
            return Err(Failure::limit(format!("one value needs more than {EVALUATIONS_PER_VALUE} templates")));
        }
        if self.value_fuel >= FUEL_PER_VALUE {
            return Err(Failure::limit(format!("one value needs more than {FUEL_PER_VALUE} steps")));
        }
        if self.resolver_fuel >= FUEL_PER_RESOLVER {
            return Err(Failure::limit(format!("all templates together need more than {FUEL_PER_RESOLVER} steps")));
        }
        Ok(())
    }

    /// Ends the innermost template, which took `fuel` steps, and keeps its result for this value.
    pub(super) fn leave(&mut self, reading: Reading<'_>, result: &Value, fuel: u64) {
        if let Some(open) = self.open.pop() {
            self.spend(fuel);
            if !self.open.is_empty() {
                self.results.insert((open.key, reading.whole), Ok(result.clone()));
            }
        }
    }

    /// Ends the innermost template, which failed.
    ///
    /// The steps that it took are those last seen; with loops of its own they are unknown and counted in full. A limit
    /// is remembered, so that no other host runs into it again.
    pub(super) fn fail(&mut self, reading: Reading<'_>, failure: &Failure) {
        let Some(open) = self.open.pop() else { return };
        self.spend(if reading.text.contains("{%") { FUEL_PER_TEMPLATE } else { open.fuel });
        if !self.open.is_empty() {
            self.results.insert((open.key, reading.whole), Err(failure.clone()));
        } else if failure.reason == UnresolvedReason::Limit {
            self.refuse(open.key.1, failure.clone());
        }
    }

    /// Remembers that a template can never be resolved.
    pub(super) fn refuse(&mut self, text: Arc<str>, failure: Failure) {
        self.refused.insert(text, failure);
    }

    fn spend(&mut self, fuel: u64) {
        self.value_fuel = self.value_fuel.saturating_add(fuel);
        self.resolver_fuel = self.resolver_fuel.saturating_add(fuel);
    }

    /// Notes the steps that the innermost template has taken so far.
    pub(super) fn note_fuel(&mut self, fuel: u64) {
        if let Some(open) = self.open.last_mut() {
            open.fuel = open.fuel.max(fuel);
        }
    }

    /// Counts a visit to an item of a list or map.
    pub(super) fn visit(&mut self) -> Result<(), Failure> {
        self.visits += 1;
        if self.visits > VISITS_PER_VALUE {
            return Err(Failure::limit(format!("one value visits more than {VISITS_PER_VALUE} items")));
        }
        Ok(())
    }

    /// Notes that something is undefined; it is an error only where the undefined is used.
    pub(super) fn note_missing(&mut self, missing: Missing) {
        self.missing = Some(missing);
        self.misses += 1;
    }

    /// What was last found to be undefined.
    pub(super) fn missing(&self) -> Option<Missing> {
        self.missing.clone()
    }

    /// How often something was found to be undefined so far.
    pub(super) fn misses(&self) -> usize {
        self.misses
    }

    /// Notes an obstacle met where the engine allows no error, such as while a value is written as text.
    pub(super) fn note_silent(&mut self, failure: Failure) {
        self.silent.get_or_insert(failure);
    }

    /// The first obstacle that the engine was not told about.
    pub(super) fn silent(&self) -> Option<Failure> {
        self.silent.clone()
    }

    /// Describes the way from a template back to itself.
    fn cycle(&self, start: usize, label: Option<&Arc<str>>) -> Failure {
        let name = |label: Option<&Arc<str>>, text: &str| {
            label.map_or_else(|| format!("\"{text}\""), |name| format!("`{name}`"))
        };
        let mut chain: Vec<String> =
            self.open[start..].iter().map(|open| name(open.label.as_ref(), &open.key.1)).collect();
        if let Some(first) = self.open.get(start) {
            chain.push(name(label.or(first.label.as_ref()), &first.key.1));
        }
        Failure::new(UnresolvedReason::Cycle, format!("it refers to itself: {}", chain.join(" -> ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading<'a>(host: usize, text: &'a Arc<str>, label: Option<&'a Arc<str>>) -> Reading<'a> {
        Reading { host, text, label, whole: false }
    }

    fn enter(session: &mut Session, host: usize, text: &str, label: Option<&str>) -> Result<(), Failure> {
        session.enter(reading(host, &Arc::from(text), label.map(Arc::from).as_ref()))
    }

    fn fail(session: &mut Session, text: &str, failure: &Failure) {
        session.fail(reading(0, &Arc::from(text), None), failure);
    }

    #[test]
    fn a_cycle_names_its_chain() {
        let mut session = Session::default();
        enter(&mut session, 0, "{{ b }}", None).unwrap();
        enter(&mut session, 0, "{{ c }}", Some("b")).unwrap();
        enter(&mut session, 0, "{{ b }}", Some("c")).unwrap_err();
        enter(&mut session, 1, "{{ b }}", Some("c")).unwrap();
        let failure = enter(&mut session, 0, "{{ c }}", Some("b")).unwrap_err();
        assert_eq!(failure.reason, UnresolvedReason::Cycle);
        assert_eq!(failure.message, "it refers to itself: `b` -> `c` -> `b`");
    }

    #[test]
    fn a_limit_is_met_once() {
        let mut session = Session::default();
        enter(&mut session, 0, "{{ bomb }}", None).unwrap();
        fail(&mut session, "{{ bomb }}", &Failure::limit("too much"));
        session.begin();
        assert_eq!(enter(&mut session, 1, "{{ bomb }}", None).unwrap_err().message, "too much");
    }

    #[test]
    fn a_value_has_a_budget_of_its_own() {
        let mut session = Session::default();
        let undefined = Failure::undefined("x");
        for _ in 0..FUEL_PER_VALUE / FUEL_PER_TEMPLATE {
            enter(&mut session, 0, "{% loop %}", None).unwrap();
            fail(&mut session, "{% loop %}", &undefined);
        }
        assert_eq!(enter(&mut session, 0, "b", None).unwrap_err().reason, UnresolvedReason::Limit);
        session.begin();
        enter(&mut session, 0, "b", None).unwrap();
    }
}
