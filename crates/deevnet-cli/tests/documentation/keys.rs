//! The reference of keys, from the schema that editors complete them with.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// What a reference to a definition begins with.
const DEFINITIONS: &str = "#/$defs/";

/// The page of a schema.
pub(crate) fn page(title: &str, schema: &Value) -> String {
    let mut page = format!("# {title}\n\n{}\n\n", text(schema, "description"));
    let mut keys = Keys { schema, told: BTreeSet::new(), waiting: Vec::new() };
    if let Some(properties) = schema["properties"].as_object() {
        keys.table(&mut page, properties);
    }
    while let Some(name) = keys.next() {
        keys.section(&mut page, &name);
    }
    page.push_str("[The documentation](../README.md)\n");
    page
}

/// The keys of a schema while their page is written: each object has a section, after those that name it.
struct Keys<'a> {
    schema: &'a Value,
    told: BTreeSet<String>,
    waiting: Vec<String>,
}

impl<'a> Keys<'a> {
    fn next(&mut self) -> Option<String> {
        (!self.waiting.is_empty()).then(|| self.waiting.remove(0))
    }

    fn section(&mut self, page: &mut String, name: &str) {
        let definition = &self.schema["$defs"][name];
        let _ = write!(page, "## {}\n\n{}\n\n", heading(name), text(definition, "description"));
        if let Some(properties) = definition["properties"].as_object() {
            self.table(page, properties);
        }
    }

    fn table(&mut self, page: &mut String, properties: &'a Map<String, Value>) {
        page.push_str("| key | meaning | for example |\n|---|---|---|\n");
        for (key, value) in properties {
            let mut meaning = text(value, "description");
            if let Some(words) = self.words(value) {
                let _ = write!(meaning, " One of {words}.");
            }
            if let Some((kind, name)) = self.object(value) {
                let _ = write!(meaning, " {kind}[{}](#{}).", heading(&name), heading(&name).replace(' ', "-"));
                if self.told.insert(name.clone()) {
                    self.waiting.push(name);
                }
            }
            let example = value["examples"][0].clone();
            let example = if example.is_null() { String::new() } else { format!("`{}`", plain(&example)) };
            let _ = writeln!(page, "| `{key}` | {} | {} |", cell(&meaning), cell(&example));
        }
        page.push('\n');
    }

    /// The definition of the object that a value is, or that it is a list or a map of.
    fn object(&self, value: &Value) -> Option<(&'static str, String)> {
        let places = [("", "/$ref"), ("A list of ", "/items/$ref"), ("For each a ", "/additionalProperties/$ref")];
        places.into_iter().find_map(|(kind, pointer)| {
            let name = value.pointer(pointer)?.as_str()?.strip_prefix(DEFINITIONS)?;
            let definition = &self.schema["$defs"][name];
            definition["properties"].is_object().then(|| (kind, name.to_owned()))
        })
    }

    /// The few words that a value may be.
    fn words(&self, value: &Value) -> Option<String> {
        let referred = value["$ref"].as_str().and_then(|name| name.strip_prefix(DEFINITIONS));
        let value = referred.map_or(value, |name| &self.schema["$defs"][name]);
        let alternatives = value["anyOf"].as_array().into_iter().flatten();
        let words = std::iter::once(value).chain(alternatives).find_map(|value| value["enum"].as_array())?;
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", plain(word))).collect();
        Some(words.join(", "))
    }
}

/// The name of a definition, in words.
fn heading(name: &str) -> String {
    let mut heading = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            heading.push(' ');
        }
        heading.push(character.to_ascii_lowercase());
    }
    heading
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// A value as YAML and TOML write it on one line.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('<', "\\<")
}
