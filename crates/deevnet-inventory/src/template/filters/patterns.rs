//! Filters of regular expressions.

use minijinja::value::Tuple;
use minijinja::{State, Value};

use crate::template::call::{Call, invalid};
use crate::template::pattern::{Flags, Replacement, group};
use crate::template::{bounds, python};

type Outcome = Result<Value, minijinja::Error>;

/// Characters that Python's `re.escape` puts a backslash before.
const SPECIAL: &str = "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}";

/// The flags of a call: where the places of `ignorecase` and `multiline` are.
fn flags(call: &Call<'_>, ignore_case: usize, multi_line: usize) -> Flags {
    Flags { ignore_case: call.flag(ignore_case, "ignorecase"), multi_line: call.flag(multi_line, "multiline") }
}

pub(super) fn replace(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let pattern = call.patterns.get(state, &call.text(1, "pattern", "")?, flags(call, 3, 4))?;
    let replacement = Replacement::new(&call.text(2, "replacement", "")?, &pattern)?;
    let limit = call.integer(5, "count")?.and_then(|count| usize::try_from(count).ok()).filter(|count| *count > 0);
    let mandatory = call.integer(6, "mandatory_count")?.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut count) = (0, 0);
    for captures in pattern.matches(&text)?.into_iter().take(limit.unwrap_or(usize::MAX)) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(&text[copied..whole.start()]);
        replacement.expand(&captures, &mut out);
        copied = whole.end();
        bounds::check_text(out.len())?;
        count += 1;
    }
    if mandatory > 0 && mandatory != count {
        return Err(invalid(format!("a regular expression should match {mandatory} times but matches {count} times")));
    }
    out.push_str(&text[copied..]);
    Ok(Value::from(out))
}

pub(super) fn find_all(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let flags = Flags { multi_line: call.flag(2, "multiline"), ignore_case: call.flag(3, "ignorecase") };
    let pattern = call.patterns.get(state, &python::text(call.required(1, "regex")?)?, flags)?;
    let groups = pattern.group_count();
    let found = pattern.matches(&text)?.into_iter().map(|captures| match groups {
        0 => Value::from(group(&captures, 0)),
        1 => Value::from(group(&captures, 1)),
        _ => {
            Value::from(Tuple::from((1..=groups).map(|index| Value::from(group(&captures, index))).collect::<Vec<_>>()))
        }
    });
    Ok(found.collect())
}

pub(super) fn search(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let flags = Flags {
        ignore_case: call.keyword("ignorecase").is_some_and(Value::is_true),
        multi_line: call.keyword("multiline").is_some_and(Value::is_true),
    };
    let pattern = call.patterns.get(state, &python::text(call.required(1, "regex")?)?, flags)?;
    let references = call.rest().get(1..).unwrap_or_default();
    let Some(captures) = pattern.search(&text)? else { return Ok(Value::from(())) };
    if references.is_empty() {
        return Ok(Value::from(group(&captures, 0)));
    }
    let mut groups = Vec::new();
    for reference in references {
        let name = reference
            .as_str()
            .and_then(group_name)
            .ok_or_else(|| invalid("a group is named `\\\\1` or `\\\\g<name>`"))?;
        let found = match name.parse::<usize>() {
            Ok(index) if index <= pattern.group_count() => captures.get(index),
            Err(_) if pattern.has_group(name) => captures.name(name),
            _ => return Err(invalid(format!("the regular expression has no group `{name}`"))),
        };
        groups.push(found.map_or_else(|| Value::from(()), |found| Value::from(found.as_str())));
    }
    Ok(Value::from(groups))
}

/// The group that `\1` or `\g<name>` means.
fn group_name(reference: &str) -> Option<&str> {
    let tail = reference.strip_prefix('\\')?;
    if let Some(name) = tail.strip_prefix("g<") {
        return name.split_once('>').map(|(name, _)| name);
    }
    let digits = tail.find(|character: char| !character.is_ascii_digit()).unwrap_or(tail.len());
    (digits > 0).then(|| &tail[..digits])
}

pub(super) fn escape(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let special = match call.text(1, "re_type", "python")?.as_str() {
        "python" => SPECIAL,
        "posix_basic" => "].[^$*\\",
        other => return Err(invalid(format!("`regex_escape` has no type `{other}`"))),
    };
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if special.contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    Ok(Value::from(out))
}
