//! How a fault is written.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::effect::Effect;
use super::rule::Fault;
use crate::transport::Method;

const EFFECTS: &str = "latency=MS, refuse, drop-before, drop-after, silence-before, silence-after, status=CODE, \
    status-after=CODE, locked, stale-digest, slow-task=MS, fail-task=TEXT, hide-failure=TEXT, warn-task=TEXT or old-style";

/// The words whose values may have blanks in them.
const TEXTS: &[&str] = &["fail-task", "hide-failure", "warn-task"];

/// Why a text is no fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseFaultError {
    /// A word is neither an effect nor a condition.
    #[error("`{word}` is neither an effect nor a condition of a fault")]
    Word {
        /// The word.
        word: String,
    },
    /// It does not say what happens.
    #[error("`{text}` does not say what happens")]
    NoEffect {
        /// The text.
        text: String,
    },
    /// It says twice what happens.
    #[error("`{text}` has two effects; a fault has one")]
    TwoEffects {
        /// The text.
        text: String,
    },
    /// A value is not what its word asks for.
    #[error("`{value}` is not {expected}")]
    Value {
        /// The value.
        value: String,
        /// What it should be.
        expected: &'static str,
    },
    /// It is no range of calls.
    #[error("`{value}` is no range of calls, which are counted from 1")]
    Calls {
        /// The value.
        value: String,
    },
}

impl ParseFaultError {
    /// The way out.
    pub fn hint(&self) -> String {
        match self {
            Self::Word { .. } => format!("an effect is {EFFECTS}; a condition is node=, method=, path= or call="),
            Self::NoEffect { .. } => format!("add one of: {EFFECTS}"),
            Self::TwoEffects { .. } => "give each effect a fault of its own".to_owned(),
            Self::Value { .. } => "see `deevnet simulate --help`".to_owned(),
            Self::Calls { .. } => "write it as in 3, 2-4, 3- or -2".to_owned(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.effect)?;
        if let Some(node) = &self.node {
            write!(f, " node={node}")?;
        }
        if let Some(method) = self.method {
            write!(f, " method={method}")?;
        }
        if let Some(path) = &self.path {
            write!(f, " path={path}")?;
        }
        if self.calls != super::CallRange::ALL {
            write!(f, " call={}", self.calls)?;
        }
        Ok(())
    }
}

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, ParseFaultError> {
        let words = words(text);
        let mut effects = words.iter().filter_map(|(word, value)| effect(word, value.as_deref()).transpose());
        let first = effects.next().ok_or_else(|| ParseFaultError::NoEffect { text: text.to_owned() });
        let mut fault = match words.iter().find(|(word, value)| is_unknown(word, value.as_deref())) {
            Some((word, _)) => return Err(ParseFaultError::Word { word: word.clone() }),
            None => Self::new(first??),
        };
        if effects.next().is_some() {
            return Err(ParseFaultError::TwoEffects { text: text.to_owned() });
        }
        for (word, value) in words.iter().filter_map(|(word, value)| Some((word.as_str(), value.as_deref()?))) {
            fault = match word {
                "node" => fault.node(value),
                "method" => fault.method(method(value)?),
                "path" => fault.path(value),
                "call" => fault.calls(value.parse()?),
                _ => fault,
            };
        }
        Ok(fault)
    }
}

/// The words with their values; a word that is none of its own belongs to the value before it.
fn words(text: &str) -> Vec<(String, Option<String>)> {
    let mut words: Vec<(String, Option<String>)> = Vec::new();
    for word in text.split_whitespace() {
        match (word.split_once('='), words.last_mut()) {
            (Some((name, value)), _) => words.push((name.to_owned(), Some(value.to_owned()))),
            (None, Some((name, Some(value)))) if TEXTS.contains(&name.as_str()) => {
                value.push(' ');
                value.push_str(word);
            }
            (None, _) => words.push((word.to_owned(), None)),
        }
    }
    words
}

fn is_unknown(word: &str, value: Option<&str>) -> bool {
    let is_condition = matches!(word, "node" | "method" | "path" | "call") && value.is_some();
    !is_condition && matches!(effect(word, value), Ok(None))
}

/// The effect that a word stands for; `None` for any other word.
fn effect(word: &str, value: Option<&str>) -> Result<Option<Effect>, ParseFaultError> {
    Ok(Some(match (word, value) {
        ("refuse", None) => Effect::Refuse,
        ("drop-before", None) => Effect::DropBefore,
        ("drop-after", None) => Effect::DropAfter,
        ("silence-before", None) => Effect::SilenceBefore,
        ("silence-after", None) => Effect::SilenceAfter,
        ("locked", None) => Effect::Locked,
        ("stale-digest", None) => Effect::StaleDigest,
        ("old-style", None) => Effect::OldStyle,
        ("latency", Some(value)) => Effect::Latency(milliseconds(value)?),
        ("slow-task", Some(value)) => Effect::SlowTask(milliseconds(value)?),
        ("status", Some(value)) => Effect::Status(status(value)?),
        ("status-after", Some(value)) => Effect::StatusAfter(status(value)?),
        ("fail-task", Some(value)) if !value.is_empty() => Effect::FailTask(value.to_owned()),
        ("hide-failure", Some(value)) if !value.is_empty() => Effect::HideFailure(value.to_owned()),
        ("warn-task", Some(value)) if !value.is_empty() => Effect::WarnTask(value.to_owned()),
        _ => return Ok(None),
    }))
}

fn milliseconds(value: &str) -> Result<Duration, ParseFaultError> {
    let expected = "a number of milliseconds";
    let milliseconds = value.parse().map_err(|_| ParseFaultError::Value { value: value.to_owned(), expected })?;
    Ok(Duration::from_millis(milliseconds))
}

fn status(value: &str) -> Result<u16, ParseFaultError> {
    let status = value.parse().ok().filter(|status| (400..=599).contains(status));
    status.ok_or_else(|| ParseFaultError::Value { value: value.to_owned(), expected: "a status from 400 to 599" })
}

fn method(value: &str) -> Result<Method, ParseFaultError> {
    let all = [Method::Get, Method::Post, Method::Put, Method::Delete];
    let named = all.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(value));
    named.ok_or_else(|| ParseFaultError::Value { value: value.to_owned(), expected: "GET, POST, PUT or DELETE" })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::simulator::CallRange;

    fn refused(text: &str) -> String {
        text.parse::<Fault>().unwrap_err().to_string()
    }

    #[test]
    fn what_is_no_fault_says_why() {
        insta::assert_snapshot!(refused("drop-aftr"), @"`drop-aftr` is neither an effect nor a condition of a fault");
        insta::assert_snapshot!(refused("drop-after nth=3"), @"`nth` is neither an effect nor a condition of a fault");
        insta::assert_snapshot!(refused("call=3"), @"`call=3` does not say what happens");
        insta::assert_snapshot!(refused("refuse locked"), @"`refuse locked` has two effects; a fault has one");
        insta::assert_snapshot!(refused("latency=soon"), @"`soon` is not a number of milliseconds");
        insta::assert_snapshot!(refused("status=200"), @"`200` is not a status from 400 to 599");
        insta::assert_snapshot!(refused("refuse call=0"), @"`0` is no range of calls, which are counted from 1");
        insta::assert_snapshot!(refused("refuse call=4-2"), @"`4-2` is no range of calls, which are counted from 1");
        insta::assert_snapshot!(refused("refuse method=HEAD"), @"`HEAD` is not GET, POST, PUT or DELETE");
    }

    fn effects() -> impl Strategy<Value = Effect> {
        prop_oneof![
            Just(Effect::Refuse),
            Just(Effect::DropBefore),
            Just(Effect::DropAfter),
            Just(Effect::SilenceBefore),
            Just(Effect::SilenceAfter),
            Just(Effect::Locked),
            Just(Effect::StaleDigest),
            Just(Effect::OldStyle),
            (0_u64..100_000).prop_map(|time| Effect::Latency(Duration::from_millis(time))),
            (0_u64..100_000).prop_map(|time| Effect::SlowTask(Duration::from_millis(time))),
            (400_u16..600).prop_map(Effect::Status),
            (400_u16..600).prop_map(Effect::StatusAfter),
            "[a-z]{1,8}( [a-z]{1,8}){0,3}".prop_map(Effect::FailTask),
            "[a-z]{1,8}( [a-z]{1,8}){0,3}".prop_map(Effect::HideFailure),
            "[a-z]{1,8}( [a-z]{1,8}){0,3}".prop_map(Effect::WarnTask),
        ]
    }

    proptest! {
        #[test]
        fn print_parse_print(
            effect in effects(),
            node in proptest::option::of("[a-z][a-z0-9-]{0,9}"),
            path in proptest::option::of("(/[a-z*]{1,5}){1,4}"),
            calls in (1_u64..9, proptest::option::of(0_u64..9)),
        ) {
            let (first, more) = calls;
            let range = more.map_or_else(|| format!("{first}-"), |more| format!("{first}-{}", first + more));
            let mut fault = Fault::new(effect).calls(range.parse::<CallRange>().unwrap());
            if let Some(node) = &node {
                fault = fault.node(node);
            }
            if let Some(path) = &path {
                fault = fault.path(path).method(Method::Put);
            }
            prop_assert_eq!(fault.to_string().parse(), Ok(fault));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(fault) = text.parse::<Fault>() {
                prop_assert_eq!(fault.to_string().parse(), Ok(fault));
            }
        }
    }
}
