//! What a template writes, before it is known whether it writes text or one value.

use minijinja::value::ValueKind;
use minijinja::{Environment, Output, State, Value};

use super::{access, python};

/// The values that the expressions of a template wrote.
///
/// As in Ansible, a template of one expression and nothing else gives that expression's value with its type; any other
/// gives text. An expression that is `None` writes nothing, and a template that writes nothing gives `None`. An `if`
/// without `else` writes nothing either, but is undefined where it is all there is.
#[derive(Debug, Default)]
pub(super) struct Emission {
    count: usize,
    first: Option<Value>,
    /// The length of the text of the first value, if it has been written as text.
    written: usize,
    /// Text was still owed for the first value when something else was written.
    deferred: bool,
}

impl Emission {
    /// Makes an environment collect what its templates write.
    pub(super) fn install(environment: &mut Environment<'static>) {
        environment.set_formatter(Self::write);
    }

    fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
        match value.kind() {
            ValueKind::Invalid => return access::valid(value.clone()).map(drop),
            ValueKind::None => return Ok(()),
            _ => {}
        }
        let sole = is_sole_expression(state);
        let emission = state.get_or_insert_extension_with(Self::default);
        emission.count += 1;
        if emission.first.is_none() {
            emission.first = Some(value.clone());
        }
        if sole {
            emission.deferred = true;
            return Ok(());
        }
        // Only an `if` without `else` comes here undefined; the engine refuses anything else that is.
        let text = if value.is_undefined() { String::new() } else { python::emitted(value)? };
        let emission = state.get_or_insert_extension_with(Self::default);
        if emission.count == 1 {
            emission.written = text.len();
        }
        Ok(out.write_str(&text)?)
    }

    /// The result of a template that has written `output`.
    pub(super) fn result(emission: Option<&Self>, output: &str, template: &str) -> Value {
        let value = match emission {
            None | Some(Self { count: 0, .. }) if output.is_empty() => return Value::from(()),
            Some(Self { count: 1, first: Some(value), written, deferred }) if *deferred || output.len() == *written => {
                value.clone()
            }
            _ => Value::from(output),
        };
        match value.as_str() {
            Some(text) => restore_newlines(text, template).map_or(value.clone(), Value::from),
            None => value,
        }
    }
}

/// Whether the template under way is one expression without text around it, so that its value need not be written.
fn is_sole_expression(state: &State<'_, '_>) -> bool {
    let source = state.name();
    let source = source.strip_suffix('\n').unwrap_or(source);
    let inner = source.strip_prefix("{{").and_then(|tail| tail.strip_suffix("}}"));
    inner.is_some_and(|inner| {
        !inner.contains("{{") && !inner.contains("}}") && !inner.contains("{%") && !inner.contains("{#")
    })
}

/// The text with as many newlines at its end as the template has; the engine takes one away.
fn restore_newlines(text: &str, template: &str) -> Option<String> {
    let trailing = |text: &str| text.len() - text.trim_end_matches('\n').len();
    let owed = trailing(template).saturating_sub(trailing(text));
    (owed > 0).then(|| format!("{text}{}", "\n".repeat(owed)))
}
