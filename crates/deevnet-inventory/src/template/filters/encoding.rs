//! Filters of JSON and Base64.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use minijinja::{State, Value};

use crate::template::call::{Call, invalid};
use crate::template::json::{self, Layout};
use crate::template::python;

type Outcome = Result<Value, minijinja::Error>;

/// Reads what Python reads: padding is needed, bits left over do not matter.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::RequireCanonical);

fn engine(call: &Call<'_>) -> Result<GeneralPurpose, minijinja::Error> {
    let encoding = call.text(1, "encoding", "utf-8")?;
    if !matches!(encoding.to_lowercase().as_str(), "utf-8" | "utf8") {
        return Err(invalid(format!("the encoding `{encoding}` is not supported")));
    }
    let letters = if call.flag(2, "urlsafe") { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    Ok(GeneralPurpose::new(letters, LENIENT))
}

pub(super) fn base64_encode(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    Ok(Value::from(engine(call)?.encode(call.subject_text()?)))
}

pub(super) fn base64_decode(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    let text = call.subject().as_str().ok_or_else(|| invalid("`b64decode` takes text"))?;
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let bytes = engine(call)?.decode(text).map_err(|error| invalid(format!("the text is not Base64: {error}")))?;
    String::from_utf8(bytes).map(Value::from).map_err(|_| invalid("the Base64 text does not hold UTF-8"))
}

pub(super) fn from_json(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    json::read(call.subject().as_str().ok_or_else(|| invalid("`from_json` takes text"))?)
}

pub(super) fn to_json(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    write(call, None, false)
}

pub(super) fn to_nice_json(_: &mut State<'_, '_>, call: &Call<'_>) -> Outcome {
    write(call, Some("    ".to_owned()), true)
}

fn write(call: &Call<'_>, indent: Option<String>, sort_keys: bool) -> Outcome {
    let known = |name: &str| matches!(name, "indent" | "sort_keys" | "ensure_ascii");
    if let Some((name, _)) = call.named().iter().find(|(name, _)| !known(name)) {
        return Err(invalid(format!("the JSON filters do not know the argument `{name}`")));
    }
    let indent = match call.keyword("indent") {
        None => indent,
        Some(indent) if indent.is_none() => None,
        Some(indent) if indent.as_str().is_some() => Some(python::text(indent)?),
        Some(_) => Some(" ".repeat(
            call.integer(usize::MAX, "indent")?.unwrap_or(0).clamp(0, 100).unsigned_abs().try_into().unwrap_or(0),
        )),
    };
    let layout = Layout {
        indent,
        sort_keys: call.keyword("sort_keys").map_or(sort_keys, Value::is_true),
        ascii: call.keyword("ensure_ascii").is_none_or(Value::is_true),
    };
    json::write(call.subject(), &layout).map(Value::from)
}
