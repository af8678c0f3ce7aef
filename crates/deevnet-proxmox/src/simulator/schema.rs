//! Comparison of every call's parameters with the official schemas.
//!
//! The schemas are in the folder `pve` of the shared data (`DEEVNET_SHARED_DATA`, or `../shared/data` beside the repository);
//! without them the test is skipped and says so.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value};

use super::parameter::{Kind, Parameter};
use super::release::Release;
use super::replay::folder;
use super::route::{Endpoint, endpoints};

/// What a schema says of a parameter.
#[derive(Debug, PartialEq, Default)]
struct Shape {
    kind: String,
    optional: bool,
    choices: Vec<String>,
    min: Option<i64>,
    max: Option<i64>,
    max_length: Option<u64>,
    requires: Option<String>,
}

fn compare(release: Release) {
    let file = folder().map(|folder| folder.join(format!("api-schema-{}.json", release.number())));
    let Some(text) = file.and_then(|file| fs::read_to_string(file).ok()) else {
        println!("SKIPPED {release}: no schema");
        return;
    };
    let schema: Value = serde_json::from_str(&text).unwrap();
    let (mut compared, mut unknown, mut differences) = (0, 0, Vec::new());
    for endpoint in endpoints().filter(|endpoint| endpoint.releases.contains(&release)) {
        let path = endpoint.path.replace("...}", "}");
        match schema["paths"].get(&path).and_then(|methods| methods.get(endpoint.method.as_str())) {
            Some(call) => {
                compared += 1;
                differences.extend(compare_call(release, endpoint, call));
            }
            None => unknown += 1,
        }
    }
    println!("{release}: {compared} calls compared, {unknown} are not in the schema at hand");
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

fn compare_call(release: Release, endpoint: &Endpoint, call: &Value) -> Vec<String> {
    let place = format!("{release} {} {}", endpoint.method, endpoint.path);
    let none = Map::new();
    let properties = call["parameters"]["properties"].as_object().unwrap_or(&none);
    let official: BTreeMap<String, Shape> = properties
        .iter()
        .filter(|(name, _)| *name != "node" || !endpoint.path.starts_with("/nodes/{node}"))
        .map(|(name, one)| (name.clone(), official(one)))
        .collect();
    let own: BTreeMap<String, Shape> = endpoint.parameters(release).map(own).collect();
    let mut differences = Vec::new();
    for name in official.keys().chain(own.keys().filter(|name| !official.contains_key(*name))) {
        let (official, own) = (official.get(name), own.get(name));
        if official != own {
            differences.push(format!("{place} {name}:\n    schema {official:?}\n    own    {own:?}"));
        }
    }
    let needs_ticket = call["allowtoken"] == 0;
    if needs_ticket != endpoint.ticket_only {
        differences.push(format!("{place}: whether a token will do"));
    }
    differences
}

fn official(property: &Value) -> Shape {
    let number = |name: &str| match &property[name] {
        Value::String(text) => text.parse().ok(),
        value => value.as_i64(),
    };
    let text = |name: &str| property[name].as_str().map(str::to_owned);
    let choices = property["enum"].as_array().into_iter().flatten();
    Shape {
        kind: text("type").unwrap_or_default(),
        optional: property["optional"] == 1,
        choices: choices.map(|choice| choice.as_str().unwrap_or_default().to_owned()).collect(),
        min: number("minimum"),
        max: number("maximum"),
        max_length: property["maxLength"].as_u64(),
        requires: text("requires"),
    }
}

fn own(parameter: &Parameter) -> (String, Shape) {
    let name = match parameter.indexed {
        Some(_) => format!("{}[n]", parameter.name),
        None => parameter.name.to_owned(),
    };
    let (kind, choices, min, max) = match parameter.kind {
        Kind::Text | Kind::Formatted(_) | Kind::Matching(_) | Kind::Properties(_) => ("string", &[][..], None, None),
        Kind::Choice(choices) => ("string", choices, None, None),
        Kind::Integer { min, max, .. } => ("integer", &[][..], min, max),
        Kind::Number { min, max } => ("number", &[][..], min, max),
        Kind::Boolean => ("boolean", &[][..], None, None),
        Kind::Array(_) => ("array", &[][..], None, None),
    };
    let shape = Shape {
        kind: kind.to_owned(),
        optional: parameter.optional,
        choices: choices.iter().map(|&choice| choice.to_owned()).collect(),
        min,
        max,
        max_length: parameter.max_length.map(|length| length as u64),
        requires: parameter.requires.map(str::to_owned),
    };
    (name, shape)
}

#[test]
fn parameters_of_8_4_are_those_of_the_schema() {
    compare(Release::V8_4);
}

#[test]
fn parameters_of_9_2_are_those_of_the_schema() {
    compare(Release::V9_2);
}
