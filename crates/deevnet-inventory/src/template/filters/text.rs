//! Filters of text.

use minijinja::formatting::{FormatStyle, format as format_text};
use minijinja::{State, Value};

use crate::template::call::{Call, invalid};
use crate::template::{bounds, methods, python};

type Outcome = Result<Value, minijinja::Error>;

/// Characters that a word of a shell may hold without quotes, besides letters and digits.
const SHELL_SAFE: &str = "@%+=:,./-_";

/// What starts a new word for `title`.
const WORD_BREAKS: &[char] = &['-', '(', '{', '[', '<'];

pub(super) fn lower(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(call.subject_text()?.to_lowercase()))
}

pub(super) fn upper(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(call.subject_text()?.to_uppercase()))
}

pub(super) fn string(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(call.subject_text()?))
}

pub(super) fn capitalize(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(methods::capitalize(&call.subject_text()?)))
}

/// Capitals at the start of words; unlike the method, digits and apostrophes do not break words.
pub(super) fn title(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    for character in text.chars() {
        if starts {
            out.extend(character.to_uppercase());
        } else {
            out.extend(character.to_lowercase());
        }
        starts = character.is_whitespace() || WORD_BREAKS.contains(&character);
    }
    Ok(Value::from(out))
}

pub(super) fn trim(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let trimmed = match call.argument(1, "chars").filter(|chars| !chars.is_none()) {
        Some(characters) => {
            let characters = python::text(characters)?;
            text.trim_matches(|character| characters.contains(character)).to_owned()
        }
        None => text.trim().to_owned(),
    };
    Ok(Value::from(trimmed))
}

pub(super) fn replace(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let (old, new) = (python::text(call.required(1, "old")?)?, python::text(call.required(2, "new")?)?);
    let count = call.integer(3, "count")?.and_then(|count| usize::try_from(count).ok());
    Ok(Value::from(methods::replace(&text, &old, &new, count)?))
}

pub(super) fn split(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject().as_str().ok_or_else(|| invalid("`split` takes text"))?;
    methods::split(text, false, call.argument(1, "sep"), call.argument(2, "maxsplit"))
}

pub(super) fn format(state: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    bounds::check_arguments(state, call)?;
    let text = call.subject_text()?;
    bounds::check_format(&text)?;
    if conversions(&text) != call.rest().len() && call.named().is_empty() {
        return Err(invalid("a format string and its arguments do not agree"));
    }
    format_text(FormatStyle::Printf, &text, call.rest()).map(Value::from)
}

/// How many arguments a format string takes: its percent signs but the doubled ones.
fn conversions(format: &str) -> usize {
    format.replace("%%", "").matches('%').count()
}

/// Blanks before every line but the first, and before no empty line unless asked for.
pub(super) fn indent(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject().as_str().ok_or_else(|| invalid("`indent` takes text"))?;
    let blanks = match call.argument(1, "width") {
        Some(width) if width.as_str().is_some() => python::text(width)?,
        _ => " ".repeat(call.integer(1, "width")?.unwrap_or(4).clamp(0, 1000).unsigned_abs().try_into().unwrap_or(4)),
    };
    bounds::check_text(text.len() + (text.matches('\n').count() + 1) * blanks.len())?;
    let (first, blank) = (call.flag(2, "first"), call.flag(3, "blank"));
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let indented = if index == 0 { first } else { blank || !line.is_empty() };
        if indented { format!("{blanks}{line}") } else { line.to_owned() }
    });
    Ok(Value::from(lines.collect::<Vec<_>>().join("\n")))
}

pub(super) fn word_count(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject_text()?;
    let words = text.split(|character: char| !character.is_alphanumeric() && character != '_');
    Ok(Value::from(words.filter(|word| !word.is_empty()).count()))
}

/// Text as one word of a shell.
pub(super) fn quote(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = if call.subject().is_none() { String::new() } else { call.subject_text()? };
    let safe = |character: char| character.is_ascii_alphanumeric() || SHELL_SAFE.contains(character);
    Ok(Value::from(if !text.is_empty() && text.chars().all(safe) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\"'\"'"))
    }))
}
