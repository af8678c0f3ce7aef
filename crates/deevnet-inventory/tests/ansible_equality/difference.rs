//! What differs between two JSON trees, in words.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// Every difference, with the way to it.
pub(crate) fn of(ours: &Json, theirs: &Json) -> Vec<String> {
    let mut differences = Vec::new();
    compare(&mut differences, "", ours, theirs);
    differences
}

fn compare(differences: &mut Vec<String>, way: &str, ours: &Json, theirs: &Json) {
    match (ours, theirs) {
        (Json::Object(left), Json::Object(right)) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                let way = format!("{way}/{key}");
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => compare(differences, &way, left, right),
                    (Some(left), None) => differences.push(format!("{way}: only deevnet has {}", short(left))),
                    (None, Some(right)) => differences.push(format!("{way}: only Ansible has {}", short(right))),
                    (None, None) => {}
                }
            }
        }
        (Json::Array(left), Json::Array(right)) if left.len() == right.len() => {
            for (at, (left, right)) in left.iter().zip(right).enumerate() {
                compare(differences, &format!("{way}[{at}]"), left, right);
            }
        }
        _ if ours == theirs => {}
        _ => differences.push(format!("{way}: deevnet {}, Ansible {}", short(ours), short(theirs))),
    }
}

fn short(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
