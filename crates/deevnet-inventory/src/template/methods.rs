//! Python's methods on text, lists and maps.

use std::sync::{Arc, Mutex};

use minijinja::value::{Tuple, ValueKind, from_args};
use minijinja::{Environment, State, Value};
use minijinja_contrib::pycompat::unknown_method_callback;

use super::call::{Arguments, invalid};
use super::engine::lock;
use super::failure::Failure;
use super::missing::Missing;
use super::session::Session;
use super::{access, bounds};

/// The methods of Python's `dict`.
const MAP_METHODS: &[&str] =
    &["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"];

/// The methods of Python's `list`.
const LIST_METHODS: &[&str] =
    &["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"];

/// The methods of Python's numbers.
const NUMBER_METHODS: &[&str] = &[
    "as_integer_ratio",
    "bit_count",
    "bit_length",
    "conjugate",
    "from_bytes",
    "fromhex",
    "hex",
    "is_integer",
    "to_bytes",
];

/// Teaches an environment the methods.
pub(super) fn install(environment: &mut Environment<'static>, session: &Arc<Mutex<Session>>) {
    let session = Arc::clone(session);
    environment.set_unknown_method_callback(move |state, value, method, arguments| {
        if value.is_undefined() || Arguments::new(arguments)?.has_undefined() {
            return Ok(Value::UNDEFINED);
        }
        arguments.iter().try_for_each(|argument| bounds::check(state, argument))?;
        if !has_method(value, method) {
            let owner = access::owner(value);
            lock(&session).note_missing(Missing::Item { owner, key: format!("method `{method}`") });
            return Ok(Value::UNDEFINED);
        }
        call(state, value, method, arguments)
    });
}

/// Whether Python knows the method for values of the kind; text has so many that any name may be one.
fn has_method(value: &Value, method: &str) -> bool {
    match value.kind() {
        ValueKind::Map => MAP_METHODS.contains(&method),
        ValueKind::Seq | ValueKind::Iterable => LIST_METHODS.contains(&method),
        ValueKind::Number | ValueKind::Bool | ValueKind::None => NUMBER_METHODS.contains(&method),
        _ => true,
    }
}

fn call(
    state: &mut State<'_, '_>,
    value: &Value,
    method: &str,
    arguments: &[Value],
) -> Result<Value, minijinja::Error> {
    let own = match value.kind() {
        ValueKind::Map => map_method(value, method, arguments)?,
        ValueKind::String => text_method(value.as_str().unwrap_or_default(), method, arguments)?,
        ValueKind::Seq => list_method(value, method, arguments)?,
        _ => None,
    };
    own.map_or_else(|| unknown_method_callback(state, value, method, arguments), Ok)
}

fn map_method(value: &Value, method: &str, arguments: &[Value]) -> Result<Option<Value>, minijinja::Error> {
    let result = match method {
        "keys" => access::items(value)?.into_iter().collect(),
        "values" => access::entries(value)?.into_iter().map(|(_, value)| value).collect(),
        "items" => access::entries(value)?.into_iter().map(|(key, value)| Tuple::from([key, value])).collect(),
        "copy" => value.clone(),
        "get" => {
            let (key, default): (&Value, Option<Value>) = from_args(arguments)?;
            let found = access::item(value, key)?;
            if found.is_undefined() { default.unwrap_or_else(|| Value::from(())) } else { found }
        }
        _ => return Ok(None),
    };
    Ok(Some(result))
}

fn list_method(value: &Value, method: &str, arguments: &[Value]) -> Result<Option<Value>, minijinja::Error> {
    let result = match method {
        "copy" => value.clone(),
        "index" => {
            let (wanted,): (&Value,) = from_args(arguments)?;
            let position = access::items(value)?.iter().position(|item| item == wanted);
            Value::from(position.ok_or_else(|| invalid("the list does not hold the value"))?)
        }
        _ => return Ok(None),
    };
    Ok(Some(result))
}

/// Methods of text that the compatibility layer lacks or has otherwise.
fn text_method(text: &str, method: &str, arguments: &[Value]) -> Result<Option<Value>, minijinja::Error> {
    let result = match method {
        "split" | "rsplit" => {
            let arguments = Arguments::new(arguments)?;
            split(text, method == "rsplit", arguments.argument(0, "sep"), arguments.argument(1, "maxsplit"))?
        }
        "isdigit" | "isdecimal" => Value::from(!text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit())),
        "title" => Value::from(title(text)),
        "capitalize" => Value::from(capitalize(text)),
        "swapcase" => text.chars().map(swap_case).collect::<String>().into(),
        "casefold" => Value::from(text.to_lowercase()),
        "format" => {
            bounds::check_format(text)?;
            return Ok(None);
        }
        "join" => join(text, arguments)?,
        "replace" => {
            let (old, new, count): (&str, &str, Option<i64>) = from_args(arguments)?;
            Value::from(replace(text, old, new, count.and_then(|count| usize::try_from(count).ok()))?)
        }
        "removeprefix" => affix(arguments, |affix| text.strip_prefix(affix).unwrap_or(text))?,
        "removesuffix" => affix(arguments, |affix| text.strip_suffix(affix).unwrap_or(text))?,
        "partition" => partition(text, arguments, |text, at| text.split_once(at))?,
        "rpartition" => partition(text, arguments, |text, at| text.rsplit_once(at))?,
        "zfill" | "ljust" | "rjust" | "center" => Value::from(pad(text, method, arguments)?),
        "index" | "rindex" => index(text, method, arguments)?,
        _ => return Ok(None),
    };
    Ok(Some(result))
}

fn join(separator: &str, arguments: &[Value]) -> Result<Value, minijinja::Error> {
    let (items,): (&Value,) = from_args(arguments)?;
    let mut out = String::new();
    for (index, item) in access::defined_items(items)?.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(item.as_str().ok_or_else(|| invalid("`join` takes a list of text"))?);
        bounds::check_text(out.len())?;
    }
    Ok(Value::from(out))
}

/// Text with a part replaced, everywhere or so many times.
pub(super) fn replace(text: &str, old: &str, new: &str, count: Option<usize>) -> Result<String, Failure> {
    let found = text.matches(old).count().min(count.unwrap_or(usize::MAX));
    bounds::check_text(text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(count.map_or_else(|| text.replace(old, new), |count| text.replacen(old, new, count)))
}

/// Text as `str.capitalize()` gives it.
pub(super) fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters.as_str().to_lowercase().chars()).collect()
    })
}

/// Text as `str.title()` gives it: every run of letters starts with a capital.
fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for character in text.chars() {
        if inside {
            out.extend(character.to_lowercase());
        } else {
            out.extend(character.to_uppercase());
        }
        inside = character.is_alphabetic();
    }
    out
}

fn swap_case(character: char) -> String {
    if character.is_uppercase() { character.to_lowercase().collect() } else { character.to_uppercase().collect() }
}

fn affix<'a>(arguments: &[Value], strip: impl FnOnce(&str) -> &'a str) -> Result<Value, minijinja::Error> {
    let (affix,): (&str,) = from_args(arguments)?;
    Ok(Value::from(strip(affix)))
}

fn partition(
    text: &str,
    arguments: &[Value],
    split: for<'t> fn(&'t str, &str) -> Option<(&'t str, &'t str)>,
) -> Result<Value, minijinja::Error> {
    let (separator,): (&str,) = from_args(arguments)?;
    let parts = split(text, separator).map_or([text, "", ""], |(before, after)| [before, separator, after]);
    Ok(Value::from(Tuple::from(parts.map(Value::from))))
}

fn pad(text: &str, method: &str, arguments: &[Value]) -> Result<String, minijinja::Error> {
    let (width, fill): (usize, Option<&str>) = from_args(arguments)?;
    let fill = fill.unwrap_or(" ");
    let missing = width.min(super::limits::SEQUENCE_LIMIT).saturating_sub(text.chars().count());
    Ok(match method {
        "zfill" => {
            let (sign, digits) = text.split_at(usize::from(text.starts_with(['-', '+'])));
            format!("{sign}{}{digits}", "0".repeat(missing))
        }
        "ljust" => format!("{text}{}", fill.repeat(missing)),
        "rjust" => format!("{}{text}", fill.repeat(missing)),
        _ => {
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", fill.repeat(left), fill.repeat(missing - left))
        }
    })
}

fn index(text: &str, method: &str, arguments: &[Value]) -> Result<Value, minijinja::Error> {
    let (wanted,): (&str,) = from_args(arguments)?;
    let found = if method == "index" { text.find(wanted) } else { text.rfind(wanted) };
    let offset = found.ok_or_else(|| invalid("the text does not hold the substring"))?;
    Ok(Value::from(text[..offset].chars().count()))
}

/// `str.split()` and `str.rsplit()`: at a separator, or at runs of white space.
pub(super) fn split(
    text: &str,
    from_right: bool,
    separator: Option<&Value>,
    limit: Option<&Value>,
) -> Result<Value, minijinja::Error> {
    let limit = limit.and_then(Value::as_i64).and_then(|limit| usize::try_from(limit).ok());
    let parts: Vec<&str> = match separator.filter(|value| !value.is_none()) {
        None => split_white(text, from_right, limit),
        Some(separator) => {
            let separator = separator.as_str().filter(|text| !text.is_empty());
            let separator = separator.ok_or_else(|| invalid("the separator is empty or not text"))?;
            match (limit, from_right) {
                (None, _) => text.split(separator).collect(),
                (Some(limit), false) => text.splitn(limit + 1, separator).collect(),
                (Some(limit), true) => reversed(text.rsplitn(limit + 1, separator).collect()),
            }
        }
    };
    Ok(parts.into_iter().map(Value::from).collect())
}

fn reversed(mut parts: Vec<&str>) -> Vec<&str> {
    parts.reverse();
    parts
}

fn split_white(text: &str, from_right: bool, limit: Option<usize>) -> Vec<&str> {
    let Some(limit) = limit else { return text.split_whitespace().collect() };
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && parts.len() < limit {
        let found = if from_right { rest.rfind(char::is_whitespace) } else { rest.find(char::is_whitespace) };
        let Some(at) = found else { break };
        let (head, tail) = rest.split_at(at);
        let (part, left) = if from_right { (tail.trim_start(), head.trim_end()) } else { (head, tail.trim_start()) };
        parts.push(part);
        rest = left;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    if from_right { reversed(parts) } else { parts }
}
