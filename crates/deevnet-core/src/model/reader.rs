//! Reads typed values from a declaration and says what is wrong with the others.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::UnknownNameError;
use crate::declared::{Data, Map, UnresolvedReason, Value};
use crate::finding::{Finding, Subject};
use crate::nearest;
use crate::rules::{self, Rule};
use crate::source::{Position, Sources, Span, Spanned};

/// Shorter keys resemble too much by chance: `ipv6` is not a misspelt `ip`.
const SHORTEST_MISSPELLING: usize = 5;

/// The most characters of a text that a message quotes; a longer one was meant as no word.
const LONGEST_QUOTED: usize = 60;

/// The path of a key, such as `env.interfaces.eth0.ip`, built only when it is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
    parent: Option<&'a Key<'a>>,
    name: &'a str,
}

impl<'a> Key<'a> {
    /// A variable.
    pub(crate) fn new(name: &'a str) -> Self {
        Self { parent: None, name }
    }

    /// A key inside the value of this one.
    pub(crate) fn child(&'a self, name: &'a str) -> Key<'a> {
        Key { parent: Some(self), name }
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)
    }
}

/// Collects findings while values are read, each with the subject that is being read.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    sources: &'a Sources,
    findings: Vec<Finding>,
    subject: Option<Subject>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self { sources, findings: Vec::new(), subject: None }
    }

    /// What was found.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    /// Says what the values read from here on belong to.
    pub(crate) fn about(&mut self, subject: Option<Subject>) {
        self.subject = subject;
    }

    /// The position of a span.
    pub(crate) fn position(&self, span: Span) -> Option<Position> {
        self.sources.position(span)
    }

    /// A finding at a span, about the present subject.
    pub(crate) fn finding(&self, rule: &'static Rule, span: Span, message: impl Into<String>) -> Finding {
        let finding = Finding::new(rule, message, self.position(span));
        match &self.subject {
            Some(subject) => finding.with_subject(subject.clone()),
            None => finding,
        }
    }

    /// Keeps a finding.
    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Text, or `None` with a finding where it is something else; null is absent.
    pub(crate) fn text(&mut self, key: Key<'_>, value: &Value) -> Option<Spanned<Arc<str>>> {
        match value.data() {
            Data::Null => None,
            Data::Text(text) => Some(Spanned::new(Arc::clone(text), value.span())),
            _ => self.reject(key, value, "text"),
        }
    }

    /// Text, where a number is as good: `25` and `"25"` are the same.
    pub(crate) fn text_or_number(&mut self, key: Key<'_>, value: &Value) -> Option<Spanned<Arc<str>>> {
        match value.data() {
            Data::Integer(number) => Some(Spanned::new(number.to_string().into(), value.span())),
            _ => self.text(key, value),
        }
    }

    /// A truth value, or `None` with a finding; null is absent.
    pub(crate) fn boolean(&mut self, key: Key<'_>, value: &Value) -> Option<Spanned<bool>> {
        match value.data() {
            Data::Null => None,
            Data::Bool(flag) => Some(Spanned::new(*flag, value.span())),
            Data::Text(text) => {
                let finding = self
                    .finding(
                        &rules::WRONG_TYPE,
                        value.span(),
                        format!("`{key}` is the text \"{text}\", which is not a truth value"),
                    )
                    .with_value(text.as_ref())
                    .with_hint("write true or false without quotes");
                self.push(finding);
                None
            }
            _ => self.reject(key, value, "true or false"),
        }
    }

    /// A whole number, written as a number or as decimal text; null is absent.
    pub(crate) fn integer(&mut self, key: Key<'_>, value: &Value) -> Option<Spanned<i64>> {
        match value.data() {
            Data::Null => None,
            Data::Integer(number) => Some(Spanned::new(*number, value.span())),
            Data::Text(text) if text.trim().is_empty() => None,
            Data::Text(text) => match text.trim().parse() {
                Ok(number) => Some(Spanned::new(number, value.span())),
                Err(_) => self.reject(key, value, "a whole number"),
            },
            _ => self.reject(key, value, "a whole number"),
        }
    }

    /// One name of a closed set, or `None` with a finding; null is absent.
    pub(crate) fn named<T: FromStr<Err = UnknownNameError>>(
        &mut self,
        key: Key<'_>,
        value: &Value,
    ) -> Option<Spanned<T>> {
        let text = self.text(key, value)?;
        match text.value.parse() {
            Ok(named) => Some(Spanned::new(named, text.span)),
            Err(error) => {
                let message = format!("`{key}` is \"{}\", which is not a known {}", text.value, error.kind());
                let hint = match nearest(&text.value, error.accepted().iter().copied()) {
                    Some(name) => format!("did you mean `{name}`?"),
                    None => error.hint(),
                };
                let finding = self
                    .finding(&rules::WRONG_TYPE, text.span, message)
                    .with_value(text.value.as_ref())
                    .with_hint(hint);
                self.push(finding);
                None
            }
        }
    }

    /// A map; null is absent.
    pub(crate) fn map<'v>(&mut self, key: Key<'_>, value: &'v Value) -> Option<&'v Map> {
        match value.data() {
            Data::Null => None,
            Data::Map(map) => Some(map),
            _ => self.reject(key, value, "a map"),
        }
    }

    /// The items of a list; null is an empty list.
    pub(crate) fn list<'v>(&mut self, key: Key<'_>, value: &'v Value) -> &'v [Value] {
        match value.data() {
            Data::Null => &[],
            Data::List(items) => items,
            _ => self.reject(key, value, "a list").unwrap_or(&[]),
        }
    }

    /// Reports a key that means nothing here but nearly does; other keys belong to the automation.
    pub(crate) fn unknown_key(&mut self, key: Key<'_>, span: Span, known: &[&str]) {
        if key.name.len() < SHORTEST_MISSPELLING || known.contains(&key.name) {
            return;
        }
        let Some(meant) = nearest(key.name, known.iter().copied()) else { return };
        let finding = self
            .finding(&rules::UNKNOWN_KEY, span, format!("`{key}` is a key that means nothing; nothing reads it"))
            .with_value(key.name)
            .with_hint(format!("did you mean `{meant}`?"));
        self.push(finding);
    }

    /// Reports keys that an entry cannot do without.
    pub(crate) fn require(&mut self, key: Key<'_>, map: &Map, span: Span, required: &[&str]) {
        let missing: Vec<String> =
            required.iter().filter(|name| map.get(name).is_none()).map(|name| format!("`{name}`")).collect();
        if missing.is_empty() {
            return;
        }
        let missing = missing.join(", ");
        let finding = self
            .finding(&rules::KEY_MISSING, span, format!("an entry of `{key}` has no {missing}"))
            .with_hint(format!("give {missing}"));
        self.push(finding);
    }

    /// Reports a value that is not what the key needs.
    pub(crate) fn reject<T>(&mut self, key: Key<'_>, value: &Value, expected: &str) -> Option<T> {
        let finding = match value.data() {
            Data::Secret(_) => self
                .finding(&rules::SECRET_NEEDED, value.span(), format!("`{key}` is encrypted"))
                .with_hint("keep identities in plain files, or give --vault-password-file"),
            Data::Unresolved(unresolved) => {
                let (rule, hint) = unresolved_advice(unresolved.reason);
                let message = format!("`{key}` cannot be resolved: {}", unresolved.message);
                let finding = self.finding(rule, value.span(), message).with_hint(hint);
                match unresolved.template.trim() {
                    "" => finding,
                    template => finding.with_value(template),
                }
            }
            _ => {
                let message = format!("`{key}` is {}, but must be {expected}", quoted(value));
                let finding = self.finding(&rules::WRONG_TYPE, value.span(), message);
                match scalar_text(value) {
                    Some(text) => finding.with_value(text),
                    None => finding,
                }
            }
        };
        self.push(finding);
        None
    }
}

/// The rule that a value without a result breaks, and the way out.
fn unresolved_advice(reason: UnresolvedReason) -> (&'static Rule, &'static str) {
    match reason {
        UnresolvedReason::Secret => {
            (&rules::SECRET_NEEDED, "keep identities in plain files, or give --vault-password-file")
        }
        UnresolvedReason::WrongPassword => (&rules::SECRET_NEEDED, "check the password and its vault id"),
        UnresolvedReason::Undefined => {
            (&rules::TEMPLATE_FAILED, "define it for this host, or give it a value with `default`")
        }
        UnresolvedReason::UnknownFunction => {
            (&rules::TEMPLATE_FAILED, "write the value out; what the template uses only Ansible has")
        }
        UnresolvedReason::Failed => (&rules::TEMPLATE_FAILED, "correct the template, or write the value out"),
        UnresolvedReason::Cycle => (&rules::TEMPLATE_FAILED, "give one of these variables a value of its own"),
        UnresolvedReason::Limit => (&rules::TEMPLATE_FAILED, "make the template smaller, or write the value out"),
    }
}

/// A value as a message says it: a scalar itself, with quotes around a text; of what takes more than a line its kind.
fn quoted(value: &Value) -> String {
    match (value.data(), scalar_text(value)) {
        (Data::Text(text), _) if text.contains('\n') || text.chars().count() > LONGEST_QUOTED => {
            value.kind().to_owned()
        }
        (Data::Text(text), _) => format!("\"{text}\""),
        (_, Some(text)) => text,
        (_, None) => value.kind().to_owned(),
    }
}

/// A scalar as it was read, for the value of a finding.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    match value.data() {
        Data::Bool(flag) => Some(flag.to_string()),
        Data::Integer(number) => Some(number.to_string()),
        Data::LargeInteger(digits) => Some(digits.to_string()),
        Data::Float(number) => Some(number.to_string()),
        Data::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(number: i64) -> Value {
        Value::new(Data::Integer(number), Span::NONE)
    }

    #[test]
    fn a_key_shows_its_path() {
        let env = Key::new("env");
        let interfaces = env.child("interfaces");
        assert_eq!(interfaces.child("eth0").to_string(), "env.interfaces.eth0");
    }

    #[test]
    fn a_quoted_truth_value_is_reported() {
        let sources = Sources::default();
        let mut reader = Reader::new(&sources);
        assert_eq!(reader.boolean(Key::new("wol"), &Value::text("true", Span::NONE, false)), None);
        let findings = reader.into_findings();
        assert_eq!(findings[0].rule.name, "wrong-type");
        assert_eq!(findings[0].message, "`wol` is the text \"true\", which is not a truth value");
    }

    #[test]
    fn a_rejected_value_is_quoted() {
        let sources = Sources::default();
        let mut reader = Reader::new(&sources);
        let (long, lines) = ("a".repeat(LONGEST_QUOTED + 1), "a\nb".to_owned());
        for text in ["denny".to_owned(), long, lines] {
            let _: Option<()> =
                reader.reject(Key::new("action"), &Value::text(text.as_str(), Span::NONE, false), "`pass` or `block`");
        }
        let _: Option<()> = reader.reject(Key::new("action"), &integer(5), "`pass` or `block`");
        let messages: Vec<_> = reader.into_findings().into_iter().map(|finding| finding.message).collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        `action` is "denny", but must be `pass` or `block`
        `action` is text, but must be `pass` or `block`
        `action` is text, but must be `pass` or `block`
        `action` is 5, but must be `pass` or `block`
        "#);
    }

    #[test]
    fn a_number_is_read_from_text_too() {
        let sources = Sources::default();
        let mut reader = Reader::new(&sources);
        let key = Key::new("vlan_id");
        assert_eq!(reader.integer(key, &Value::text("25", Span::NONE, false)).unwrap().value, 25);
        assert_eq!(reader.integer(key, &integer(25)).unwrap().value, 25);
        assert_eq!(reader.integer(key, &Value::text("25a", Span::NONE, false)), None);
        assert_eq!(reader.into_findings().len(), 1);
    }
}
