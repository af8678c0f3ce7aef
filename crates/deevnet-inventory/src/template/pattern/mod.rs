//! Python's regular expressions on top of `regex`.
//!
//! The two syntaxes are close. What differs but can be said is translated; look-around, back-references and the like
//! cannot be said and are refused by name, never guessed.

mod replacement;
mod translation;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use minijinja::State;
use regex::{Captures, Regex, RegexBuilder};

pub(super) use self::replacement::Replacement;
use self::translation::Translation;
use super::engine::lock;
use super::failure::Failure;
use super::limits::{PATTERN_COUNT, PATTERN_FUEL, PATTERN_SIZE_LIMIT, SEQUENCE_LIMIT};

/// How a pattern is matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) multi_line: bool,
}

/// Compiled patterns, each compiled once.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    compiled: Mutex<HashMap<(String, Flags), Arc<Pattern>>>,
}

impl Patterns {
    /// The compiled form of a Python pattern.
    pub(super) fn get(
        &self,
        state: &State<'_, '_>,
        pattern: &str,
        flags: Flags,
    ) -> Result<Arc<Pattern>, minijinja::Error> {
        let key = (pattern.to_owned(), flags);
        if let Some(found) = lock(&self.compiled).get(&key) {
            return Ok(Arc::clone(found));
        }
        state.consume_fuel(PATTERN_FUEL)?;
        let compiled = Arc::new(Pattern::new(pattern, flags)?);
        let mut kept = lock(&self.compiled);
        if kept.len() >= PATTERN_COUNT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    /// It has a `$` that Python also matches before a newline at the very end of a text.
    loose_end: bool,
}

impl Pattern {
    fn new(pattern: &str, flags: Flags) -> Result<Self, Failure> {
        let (translated, loose_end) = Translation::of(pattern)?;
        let regex = RegexBuilder::new(&translated)
            .case_insensitive(flags.ignore_case)
            .multi_line(flags.multi_line)
            .size_limit(PATTERN_SIZE_LIMIT)
            .build()
            .map_err(|_| Failure::failed(format!("the regular expression `{pattern}` is not understood")))?;
        Ok(Self { regex, loose_end: loose_end && !flags.multi_line })
    }

    /// All matches of a text, one after the other, as `re.finditer` gives them.
    pub(super) fn matches<'t>(&self, text: &'t str) -> Result<Vec<Captures<'t>>, Failure> {
        self.check_end(text)?;
        let mut found = Vec::new();
        let mut position = 0;
        while position <= text.len() {
            let Some(captures) = self.regex.captures_at(text, position) else { break };
            let Some(whole) = captures.get(0) else { break };
            position = if whole.is_empty() {
                text[whole.end()..].chars().next().map_or(text.len() + 1, |next| whole.end() + next.len_utf8())
            } else {
                whole.end()
            };
            found.push(captures);
            if found.len() > SEQUENCE_LIMIT {
                return Err(Failure::limit(format!("a regular expression matches more than {SEQUENCE_LIMIT} times")));
            }
        }
        Ok(found)
    }

    /// The first match, as `re.search` gives it.
    pub(super) fn search<'t>(&self, text: &'t str) -> Result<Option<Captures<'t>>, Failure> {
        self.check_end(text)?;
        Ok(self.regex.captures(text))
    }

    /// Whether the text starts with a match, as `re.match` has it.
    pub(super) fn matches_start(&self, text: &str) -> Result<bool, Failure> {
        self.check_end(text)?;
        Ok(self.regex.find(text).is_some_and(|found| found.start() == 0))
    }

    /// How many groups the pattern has, the whole match not counted.
    pub(super) fn group_count(&self) -> usize {
        self.regex.captures_len() - 1
    }

    /// Whether the pattern has a group of that name.
    pub(super) fn has_group(&self, name: &str) -> bool {
        self.regex.capture_names().flatten().any(|group| group == name)
    }

    fn check_end(&self, text: &str) -> Result<(), Failure> {
        if self.loose_end && text.ends_with('\n') {
            return Err(Failure::failed("a `$` in a regular expression meets text that ends with a newline"));
        }
        Ok(())
    }
}

/// The text of a group; empty where the group took no part.
pub(super) fn group<'t>(captures: &Captures<'t>, index: usize) -> &'t str {
    captures.get(index).map_or("", |found| found.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text, Flags::default()).unwrap()
    }

    #[test]
    fn what_python_writes_otherwise_is_translated() {
        let translated = |text| Translation::of(text).unwrap().0;
        assert_eq!(translated(r"^a\Z"), r"^a\z");
        assert_eq!(translated(r"[[a&&b]"), r"[\[a\&\&b]");
        assert_eq!(translated(r"[]a]"), r"[\]a]");
        assert_eq!(translated(r"\<\/\-\_"), r"</\-_");
        assert_eq!(translated(r"[\b]"), r"[\x08]");
        assert_eq!(translated(r"(?P<a>x)(?:y)(?i)"), r"(?P<a>x)(?:y)(?i)");
    }

    #[test]
    fn what_cannot_be_said_is_refused_by_name() {
        for (text, construct) in [
            ("(?=a)", "(?="),
            ("(?<!a)", "(?<"),
            (r"(a)\1", r"\1"),
            ("a++", "++"),
            (r"\N{DIGIT ONE}", r"\N"),
            ("(?P=a)", "(?P="),
        ] {
            let failure = Pattern::new(text, Flags::default()).unwrap_err();
            assert_eq!(failure.message, format!("`{construct}` in a regular expression is not supported"));
        }
        Pattern::new("(", Flags::default()).unwrap_err();
    }

    #[test]
    fn empty_matches_follow_python() {
        let found: Vec<_> =
            pattern("b*").matches("abc").unwrap().iter().map(|captures| group(captures, 0).len()).collect();
        assert_eq!(found, [0, 1, 0, 0]);
    }

    #[test]
    fn a_dollar_before_a_last_newline_is_refused() {
        pattern("a$").search("a\n").unwrap_err();
        pattern("a$").search("a").unwrap();
    }

    #[test]
    fn replacements_name_groups() {
        let pattern = pattern(r"(?P<first>\w)(\w)?");
        let replaced = |text: &str, replacement: &str| {
            let mut out = String::new();
            let replacement = Replacement::new(replacement, &pattern).unwrap();
            for captures in pattern.matches(text).unwrap() {
                replacement.expand(&captures, &mut out);
            }
            out
        };
        assert_eq!(replaced("ab", r"\2\1"), "ba");
        assert_eq!(replaced("a", r"\2-\g<first>-\g<0>\n\\\."), "-a-a\n\\\\.");
        Replacement::new(r"\3", &pattern).unwrap_err();
        Replacement::new(r"\q", &pattern).unwrap_err();
        Replacement::new("\\", &pattern).unwrap_err();
    }

    proptest! {
        #[test]
        fn any_pattern_compiles_or_is_refused(text in "[a-c\\\\()\\[\\]{}*+?|^$.&~<>=!:P0-9-]{0,24}", subject in "[a-c\n]{0,8}") {
            if let Ok(pattern) = Pattern::new(&text, Flags::default()) {
                let _ = pattern.matches(&subject);
            }
        }

        #[test]
        fn any_replacement_parses_or_is_refused(text in "[\\\\g<>0-9a-zé]{0,12}") {
            let _ = Replacement::new(&text, &pattern("(a)"));
        }
    }
}
