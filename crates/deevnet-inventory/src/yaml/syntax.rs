//! Faults of the text itself: forbidden characters and what the parser rejects.

use deevnet_core::Finding;
use deevnet_core::rules;
use saphyr_parser::ScanError;

use crate::context::FileContext;

/// The first character that YAML does not allow in a file, as a finding.
pub(crate) fn forbidden_character(text: &str, context: FileContext<'_>) -> Option<Finding> {
    let suspect = text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f);
    if !suspect && text.is_ascii() {
        return None;
    }
    let (offset, character) = text.char_indices().find(|(_, character)| is_forbidden(*character))?;
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line = text[..offset].matches('\n').count() + 1;
    let span = context.span(line, text[line_start..offset].chars().count() + 1, 1);
    let message = format!("the character U+{:04X} is not allowed in YAML", u32::from(character));
    Some(
        context
            .finding(&rules::YAML_MALFORMED, span, message)
            .with_hint("remove it, or write it as an escape such as \"\\x00\" in a double-quoted text"),
    )
}

fn is_forbidden(character: char) -> bool {
    !matches!(character,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}'
        | '\u{10000}'..='\u{10ffff}')
}

/// What the parser says of a text whose quote is not closed where it should be.
const UNCLOSED_QUOTE: &[&str] = &["quoted scalar, found unexpected", "in quoted scalar"];

/// The way out of nesting that is too deep.
pub(super) const FLATTEN: &str = "write it with fewer lists and maps within one another";

/// What the parser rejected, as a finding with the most likely way out.
pub(crate) fn rejected(error: &ScanError, text: &str, context: FileContext<'_>) -> Finding {
    let marker = error.marker();
    if error.info().contains("recursion limit") {
        let span = context.span(marker.line(), marker.col() + 1, 1);
        return context.finding(&rules::LIMIT_EXCEEDED, span, "lists and maps nest too deep").with_hint(FLATTEN);
    }
    if let Some((line, column)) = tab_in_indentation(text, marker.line()) {
        let message = "not valid YAML: a tab stands in the indentation";
        let finding = context.finding(&rules::YAML_MALFORMED, context.span(line, column, 1), message);
        return finding.with_hint("indent with spaces");
    }
    let line_text = text.lines().nth(marker.line().saturating_sub(1)).unwrap_or_default();
    let span = context.span(marker.line(), marker.col() + 1, 1);
    let finding = context.finding(&rules::YAML_MALFORMED, span, format!("not valid YAML: {}", error.info()));
    match hint(error.info(), line_text) {
        Some(hint) => finding.with_hint(hint),
        None => finding,
    }
}

/// The first tab that indents the line of a fault or the one after it.
fn tab_in_indentation(text: &str, line: usize) -> Option<(usize, usize)> {
    let lines = text.lines().enumerate().skip(line.saturating_sub(1)).take(2);
    lines.into_iter().find_map(|(at, line)| {
        let indentation = &line[..line.len() - line.trim_start().len()];
        Some((at + 1, indentation.find('\t')? + 1))
    })
}

fn hint(fault: &str, line: &str) -> Option<&'static str> {
    if UNCLOSED_QUOTE.iter().any(|unclosed| fault.contains(unclosed)) {
        Some("close the quote")
    } else if fault.contains("-quoted scalar") {
        Some("put the quotes around the whole value")
    } else if line.contains(": {{") || line.trim_start().starts_with("- {{") {
        Some("put quotes around a value that starts with {{")
    } else if line.matches(": ").count() > 1 {
        Some("put quotes around text that holds a colon and a space")
    } else {
        None
    }
}
