//! The records of a file: what belongs together in it.

use deevnet_core::emit::EmittedFile;
use serde_json::Value as Json;

use super::contract::Form;

/// The records of a file in a form: its lines, its objects, or all of it.
pub(crate) fn records(form: Form, file: &EmittedFile) -> Vec<String> {
    match form {
        Form::Lines(_) => file.content.lines().map(str::to_owned).collect(),
        Form::Commands(_) => vec![file.content.clone()],
        Form::Json(_) | Form::BareJson => {
            let mut objects = Vec::new();
            collect(&parsed(file), &mut objects);
            objects
        }
    }
}

/// The file as JSON; null where it is none, which no contract has a place for.
pub(crate) fn parsed(file: &EmittedFile) -> Json {
    serde_json::from_str(&file.content).unwrap_or_default()
}

/// Collects the scalars of each object, its lists of scalars among them.
fn collect(json: &Json, objects: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            let mut own = Vec::new();
            for value in map.values() {
                match value {
                    Json::Object(_) => collect(value, objects),
                    Json::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                        collect(value, objects);
                    }
                    Json::Array(items) => own.extend(items.iter().map(scalar)),
                    _ => own.push(scalar(value)),
                }
            }
            objects.push(own.join("\n"));
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, objects)),
        _ => {}
    }
}

fn scalar(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}
