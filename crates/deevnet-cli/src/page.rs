//! How text for people is set: styles and wrapped paragraphs.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Effects, Style};
use deevnet_core::Severity;

/// The width that paragraphs are wrapped to, in characters.
pub(crate) const WIDTH: usize = 80;

/// A value with a style around it.
pub(crate) struct Styled<T>(Style, T);

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        self.1.fmt(f)?;
        write!(f, "{:#}", self.0)
    }
}

/// Bold.
pub(crate) fn strong<T: Display>(value: T) -> Styled<T> {
    Styled(Style::new().effects(Effects::BOLD), value)
}

/// Bold red.
pub(crate) fn error<T: Display>(value: T) -> Styled<T> {
    Styled(AnsiColor::BrightRed.on_default().effects(Effects::BOLD), value)
}

/// Bold yellow.
pub(crate) fn warning<T: Display>(value: T) -> Styled<T> {
    Styled(AnsiColor::Yellow.on_default().effects(Effects::BOLD), value)
}

/// Bold cyan.
pub(crate) fn hint<T: Display>(value: T) -> Styled<T> {
    Styled(AnsiColor::BrightCyan.on_default().effects(Effects::BOLD), value)
}

/// The colour of a severity.
pub(crate) fn severity(value: Severity) -> Styled<Severity> {
    let color = match value {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Note => AnsiColor::BrightGreen,
    };
    Styled(color.on_default().effects(Effects::BOLD), value)
}

/// A number of things, in words: `1 host`, `2 hosts`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Parts joined as in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn sentence(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A paragraph wrapped at spaces to [`WIDTH`]; a longer word stands on a line of its own.
pub(crate) fn wrap(paragraph: &str) -> String {
    let mut wrapped = String::with_capacity(paragraph.len() + 8);
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let width = word.chars().count();
        if column > 0 {
            let fits = column + 1 + width <= WIDTH;
            wrapped.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        wrapped.push_str(word);
        column += width;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_in_words() {
        assert_eq!([count(0, "host"), count(1, "host"), count(2, "host")], ["0 hosts", "1 host", "2 hosts"]);
        assert_eq!(sentence(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(sentence(&["a".into()]), "a");
        assert_eq!(sentence(&[]), "");
    }

    #[test]
    fn lines_are_filled_up_to_the_width() {
        let text = "word ".repeat(40);
        let wrapped = wrap(&text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH), "{wrapped}");
        assert_eq!(wrapped.lines().next().unwrap().chars().count(), 79);
        assert_eq!(wrap(&"x".repeat(100)).chars().count(), 100);
    }
}
