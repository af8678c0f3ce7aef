//! From TOML to a configuration, with the place of every fault.

mod figure;
mod hardware;

use std::collections::BTreeSet;
use std::ops::Range;

use deevnet_core::config::{Config, Ignore, IgnoreError, Level, Scope};
use deevnet_core::rules::{self, Rule};
use deevnet_core::{FileId, Position, Severity, Sources, Span, nearest};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::{ConfigFault, ConfigFaultKind};

const TABLES: &[&str] = &["severity", "ignore", "hardware"];
const IGNORE_KEYS: &[&str] = &["rule", "host", "segment", "reason"];

/// Reads the text of a configuration file, or tells all its faults in order of their places.
pub(super) fn read(name: &str, text: &str) -> Result<Config, Vec<ConfigFault>> {
    let mut reader = Reader::new(name, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        reader.document(document.get_ref());
    }
    for error in errors {
        let kind = ConfigFaultKind::Syntax { message: error.message().replace('\n', "; ") };
        reader.fault(kind, error.span().unwrap_or(0..0), None);
    }
    if reader.faults.is_empty() {
        return Ok(reader.config);
    }
    reader.faults.sort_by(|left, right| left.position().cmp(&right.position()));
    Err(reader.faults)
}

struct Reader<'t> {
    text: &'t str,
    sources: Sources,
    file: FileId,
    config: Config,
    faults: Vec<ConfigFault>,
}

impl<'t> Reader<'t> {
    fn new(name: &str, text: &'t str) -> Self {
        let mut sources = Sources::default();
        let file = sources.add(name);
        Self { text, sources, file, config: Config::default(), faults: Vec::new() }
    }

    fn document(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("severity", DeValue::Table(levels)) => self.severity(levels),
                ("ignore", DeValue::Array(ignores)) => self.ignores(ignores),
                ("hardware", DeValue::Table(profiles)) => self.hardware(profiles),
                ("hardware", _) => self.wrong_type("hardware", "tables `[hardware.<id>]`", value),
                ("severity", _) => self.wrong_type("severity", "a table `[severity]`", value),
                ("ignore", _) => self.wrong_type("ignore", "a list of tables `[[ignore]]`", value),
                _ => self.unknown_key(key, "the file", TABLES),
            }
        }
    }

    fn severity(&mut self, levels: &DeTable<'_>) {
        let mut seen = BTreeSet::new();
        for (key, value) in levels {
            let (rule, level) = (self.rule(key.get_ref(), key.span()), self.level(key.get_ref(), value));
            let Some(rule) = rule else { continue };
            if !seen.insert(rule.code) {
                self.fault(ConfigFaultKind::RepeatedRule { code: rule.code }, key.span(), None);
            }
            let Some(level) = level else { continue };
            if hides(rule, level) {
                let hint = "remove the line, and repair the file".to_owned();
                self.fault(ConfigFaultKind::Hidden { code: rule.code, level }, value.span(), Some(hint));
            } else {
                self.config.set_level(rule, level);
            }
        }
    }

    fn level(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let word = self.text_of(key, value)?;
        match word.parse() {
            Ok(level) => Some(level),
            Err(error) => {
                let hint = suggestion(&word, Level::NAMES.iter().copied()).unwrap_or_else(|| error.hint());
                self.fault(ConfigFaultKind::UnknownLevel(error), value.span(), Some(hint));
                None
            }
        }
    }

    fn ignores(&mut self, ignores: &[Spanned<DeValue<'_>>]) {
        for item in ignores {
            match item.get_ref() {
                DeValue::Table(entries) => self.ignore(entries, item.span()),
                _ => self.wrong_type("ignore", "a list of tables `[[ignore]]`", item),
            }
        }
    }

    fn ignore(&mut self, entries: &DeTable<'_>, whole: Range<usize>) {
        for key in entries.keys().filter(|key| !IGNORE_KEYS.contains(&key.get_ref().as_ref())) {
            self.unknown_key(key, "[[ignore]]", IGNORE_KEYS);
        }
        let faults = self.faults.len();
        let rule = self.ignored_rule(entries, &whole);
        let scope = self.scope(entries, &whole);
        let reason = entries.get("reason").and_then(|value| self.text_of("reason", value));
        let (Some((rule, place)), Some(scope)) = (rule, scope) else { return };
        match Ignore::new(rule, scope, reason.as_deref().unwrap_or_default(), self.position(place.clone())) {
            Ok(ignore) => self.config.add_ignore(ignore),
            // A reason of another type is already told.
            Err(IgnoreError::NoReason { .. }) if self.faults.len() > faults => {}
            Err(error) => {
                let hint = Some(error.hint());
                self.fault(ConfigFaultKind::Refused(error), place, hint);
            }
        }
    }

    fn ignored_rule(&mut self, entries: &DeTable<'_>, whole: &Range<usize>) -> Option<(&'static Rule, Range<usize>)> {
        let Some(value) = entries.get("rule") else {
            let hint = "add `rule = \"...\"`, a code or a name that `deevnet rule` lists".to_owned();
            self.fault(ConfigFaultKind::MissingRule, whole.clone(), Some(hint));
            return None;
        };
        let text = self.text_of("rule", value)?;
        Some((self.rule(&text, value.span())?, value.span()))
    }

    fn scope(&mut self, entries: &DeTable<'_>, whole: &Range<usize>) -> Option<Scope> {
        match (entries.get("host"), entries.get("segment")) {
            (None, None) => Some(Scope::Substrate),
            (Some(host), None) => self.text_of("host", host).map(Scope::host),
            (None, Some(segment)) => self.text_of("segment", segment).map(Scope::segment),
            (Some(_), Some(_)) => {
                let hint = "write one [[ignore]] for each".to_owned();
                self.fault(ConfigFaultKind::TwoScopes, whole.clone(), Some(hint));
                None
            }
        }
    }

    fn rule(&mut self, text: &str, place: Range<usize>) -> Option<&'static Rule> {
        let found = rules::find(text);
        if found.is_none() {
            let hint = similar_rule(text).unwrap_or_else(|| "`deevnet rule` lists all rules".to_owned());
            self.fault(ConfigFaultKind::UnknownRule { value: text.to_owned() }, place, Some(hint));
        }
        found
    }

    fn text_of(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, "text", value);
        }
        text
    }

    fn wrong_type(&mut self, key: &str, expected: &'static str, value: &Spanned<DeValue<'_>>) {
        let found = kind(value.get_ref());
        self.fault(ConfigFaultKind::WrongType { key: key.to_owned(), expected, found }, value.span(), None);
    }

    fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, table: &'static str, known: &[&'static str]) {
        let hint = suggestion(key.get_ref(), known.iter().copied())
            .unwrap_or_else(|| format!("{table} may hold {}", known.join(", ")));
        let kind = ConfigFaultKind::UnknownKey { key: key.get_ref().to_string(), table };
        self.fault(kind, key.span(), Some(hint));
    }

    fn fault(&mut self, kind: ConfigFaultKind, place: Range<usize>, hint: Option<String>) {
        let position = self.position(place);
        self.faults.push(ConfigFault::new(kind, position, hint));
    }

    fn position(&self, place: Range<usize>) -> Option<Position> {
        let before = self.text.get(..place.start)?;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..)?.chars().count() + 1;
        let width = self.text.get(place)?.lines().next().map_or(0, |first| first.chars().count());
        self.sources.position(Span::new(self.file, line, column, width))
    }
}

/// Whether a level would hide that something could not be read.
fn hides(rule: &Rule, level: Level) -> bool {
    rule.is_about_reading() && matches!(level, Level::Off | Level::Report(Severity::Note))
}

fn similar_rule(text: &str) -> Option<String> {
    let codes: Vec<String> = rules::all().map(|rule| rule.code.to_string()).collect();
    suggestion(text, rules::all().map(|rule| rule.name).chain(codes.iter().map(String::as_str)))
}

fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|name| format!("did you mean `{name}`?"))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::rules::{DUPLICATE_KEY, WRONG_TYPE};
    use proptest::prelude::*;

    use super::*;

    fn faults(text: &str) -> String {
        let faults = read("deevnet.toml", text).unwrap_err();
        let line = |fault: &ConfigFault| format!("{fault} ({})", fault.hint().unwrap_or("no hint"));
        faults.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn levels_and_ignores_are_read() {
        let text = "\
[severity]
DV902 = \"note\"
wrong-type = \"off\"

[[ignore]]
rule = \"wrong-type\"
host = \"pi01\"
reason = \"read by one old role\"

[[ignore]]
rule = \"dv902\"
segment = \"iot\"
reason = \"being split\"
";
        let config = read("deevnet.toml", text).unwrap();
        assert_eq!(config.level(&DUPLICATE_KEY), Level::Report(Severity::Note));
        assert_eq!(config.level(&WRONG_TYPE), Level::Off);
        let scopes: Vec<_> = config.ignores().iter().map(Ignore::scope).collect();
        assert_eq!(scopes, [&Scope::host("pi01"), &Scope::segment("iot")]);
        assert_eq!(config.ignores()[0].reason(), "read by one old role");
    }

    #[test]
    fn an_unused_ignore_is_reported_at_its_rule() {
        let config = read("deevnet.toml", "[[ignore]]\nrule = \"DV902\"\nreason = \"x\"\n").unwrap();
        let report = config.apply(Vec::new());
        let position = report[0].position.as_ref().unwrap();
        assert_eq!((&*position.path, position.line, position.column, position.width), ("deevnet.toml", 2, 8, 7));
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let text = "\
colour = true
[severity]
DV9O2 = \"warning\"
DV903 = \"warn\"
wrong-type = 1
duplicate-key = \"fatal\"
[[ignore]]
rule = \"wrong-typo\"
reason = \"x\"
[[ignore]]
rule = \"DV902\"
[[ignore]]
host = \"pi01\"
segment = \"iot\"
resaon = \"x\"
[[ignore]]
rule = \"DV912\"
reason = \"x\"
[[ignore]]
rule = \"DV902\"
reason = 7
";
        insta::assert_snapshot!(faults(text), @r#"
        deevnet.toml:1:1: unknown key `colour` in the file (the file may hold severity, ignore, hardware)
        deevnet.toml:3:1: there is no rule `DV9O2` (did you mean `DV902`?)
        deevnet.toml:4:9: `warn` is not a level (write one of error, warning, note, off)
        deevnet.toml:5:1: DV903 is given a level twice (no hint)
        deevnet.toml:5:14: `wrong-type` must be text, not a number (no hint)
        deevnet.toml:6:17: `fatal` is not a level (write one of error, warning, note, off)
        deevnet.toml:8:8: there is no rule `wrong-typo` (did you mean `wrong-type`?)
        deevnet.toml:11:8: the ignore of DV902 has no reason (add `reason = "..."`: why the finding is acceptable here)
        deevnet.toml:12:1: an ignore without `rule` (add `rule = "..."`, a code or a name that `deevnet rule` lists)
        deevnet.toml:12:1: an ignore names either a host or a segment, not both (write one [[ignore]] for each)
        deevnet.toml:15:1: unknown key `resaon` in [[ignore]] (did you mean `reason`?)
        deevnet.toml:17:8: DV912 reports unused ignores and cannot be ignored itself (write `DV912 = "off"` under [severity], or remove the unused ignores)
        deevnet.toml:21:10: `reason` must be text, not a number (no hint)
        "#);
    }

    #[test]
    fn what_could_not_be_read_is_never_hidden() {
        let text = "[severity]\nDV901 = \"off\"\nDV907 = \"note\"\nDV910 = \"warning\"\n[[ignore]]\nrule = \"DV906\"\nreason = \"x\"\n";
        insta::assert_snapshot!(faults(text), @"
        deevnet.toml:2:9: DV901 cannot be turned off: what a broken file declares is unknown (remove the line, and repair the file)
        deevnet.toml:3:9: DV907 cannot be made a note: what a broken file declares is unknown (remove the line, and repair the file)
        deevnet.toml:6:8: DV906 cannot be ignored: what a broken file declares is unknown (remove the entry, and repair the file)
        ");
    }

    #[test]
    fn tables_of_another_type_are_told() {
        insta::assert_snapshot!(faults("severity = 1\nignore = [1]\n"), @"
        deevnet.toml:1:12: `severity` must be a table `[severity]`, not a number (no hint)
        deevnet.toml:2:11: `ignore` must be a list of tables `[[ignore]]`, not a number (no hint)
        ");
        insta::assert_snapshot!(faults("[ignore]\nrule = \"DV902\"\n"), @"deevnet.toml:1:1: `ignore` must be a list of tables `[[ignore]]`, not a table (no hint)");
    }

    #[test]
    fn text_that_is_not_toml_is_told() {
        insta::assert_snapshot!(faults("[severity\nDV902 = \n"), @"deevnet.toml:1:10: not valid TOML: unclosed table, expected `]` (no hint)");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\[\\[ignore\\]\\]|\\[severity\\]|rule|\\[hardware\\.|a\\]|cpu\\.|cores|source|DV902|reason|host| = |\"|\n|é|\\PC){0,30}") {
            let _ = read("deevnet.toml", &text);
        }
    }
}
