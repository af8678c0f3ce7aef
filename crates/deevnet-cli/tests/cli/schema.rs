//! `deevnet schema`, and that what is printed keeps to it.

use serde_json::Value;

use crate::runner::deevnet;
use crate::substrate::{PI01_HYPHENS, PI02_SAME_MAC, Substrate};

#[test]
fn the_findings_keep_to_their_schema() {
    let schema = deevnet(&["schema", "findings"]).json();
    let substrate = Substrate::with(&[PI01_HYPHENS, PI02_SAME_MAC]);
    let report = substrate.deevnet(&["check", "--format", "json"]).json();
    assert!(report["findings"].as_array().unwrap().len() > 1, "{report}");
    assert_eq!(faults(&schema, &schema, &report, "report"), [] as [String; 0]);
}

#[test]
fn the_vlan_plan_keeps_to_its_schema() {
    let schema = deevnet(&["schema", "vlan-plan"]).json();
    let switch = "\
# file: host_vars/access-sw01.yml
infrastructure: { form: sw }
switch_ports:
  trunk:
    - { interface: 1/0/1, native_vlan: 999 }
";
    let substrate = Substrate::with(&[PI02_SAME_MAC, switch]);
    let plan = substrate.deevnet(&["emit", "vlan-plan"]).json();
    assert!(plan["switches"][0]["ports"][0]["tagged"].as_array().unwrap().len() > 1, "{plan}");
    assert_eq!(faults(&schema, &schema, &plan, "plan"), [] as [String; 0]);
}

#[test]
fn the_schema_refuses_what_it_does_not_describe() {
    let schema = deevnet(&["schema", "findings"]).json();
    let report = serde_json::json!({ "version": 2, "findings": [{ "code": 1 }], "more": true });
    let faults = faults(&schema, &schema, &report, "report");
    assert!(faults.len() >= 4, "{faults:?}");
}

/// Fails where a document does not keep to the schema of a result.
pub(crate) fn assert_keeps_to(result: &str, document: &Value) {
    let schema = deevnet(&["schema", result]).json();
    assert_eq!(faults(&schema, &schema, document, result), [] as [String; 0]);
}

/// The faults of a value by the few keywords of JSON Schema that the published schemas use.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return faults(root, root.pointer(reference.trim_start_matches('#')).unwrap(), value, at);
    }
    let mut found = Vec::new();
    if !schema["const"].is_null() && schema["const"] != *value {
        found.push(format!("{at} is {value}"));
    }
    if schema["enum"].as_array().is_some_and(|allowed| !allowed.contains(value)) {
        found.push(format!("{at} is {value}"));
    }
    if !has_type(&schema["type"], value) {
        found.push(format!("{at} is {value}, not {}", schema["type"]));
    }
    if value.as_i64().zip(schema["minimum"].as_i64()).is_some_and(|(value, minimum)| value < minimum) {
        found.push(format!("{at} is {value}"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(root, &schema["items"], item, &format!("{at}[{index}]")));
    }
    found.extend(object_faults(root, schema, value, at));
    found
}

fn object_faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(object) = value.as_object() else { return Vec::new() };
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let missing = required.filter(|key| !object.contains_key(*key)).map(|key| format!("{at} has no {key}"));
    let mut found: Vec<String> = missing.collect();
    for (key, value) in object {
        match schema["properties"].get(key) {
            Some(schema) => found.extend(faults(root, schema, value, &format!("{at}.{key}"))),
            None if schema["additionalProperties"].is_object() => {
                found.extend(faults(root, &schema["additionalProperties"], value, &format!("{at}.{key}")));
            }
            None => found.push(format!("{at} has {key}")),
        }
    }
    found
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    };
    match wanted {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}
