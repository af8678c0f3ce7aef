//! The schemas of what is read are held to what their readers know: neither may have a key or a word that the other
//! lacks.

use std::collections::BTreeSet;

use deevnet_core::config::Level;
use deevnet_core::declared::{HOST_KEYS, SUBSTRATE_KEYS};
use deevnet_core::hardware::{Architecture, DriveKind, ProcessorFeature};
use deevnet_core::mac::MacOrigin;
use deevnet_core::model::{KEY_SETS, Matching, StorageKind, ZoneType};
use deevnet_core::name::{Form, Grammar};
use deevnet_core::network::{VlanBand, VlanId};
use deevnet_core::rules;
use deevnet_core::tenant::{MacPolicy, Plane, PolicyScope, TenantIndex, WorkloadClass, WorkloadSlot};
use serde_json::Value;

use crate::runner::deevnet;

/// Keys that the model has no use for: access to nodes reads them.
const ACCESS_KEYS: [&str; 2] = ["proxmox_token_id", "proxmox_token_secret"];

struct Schema(Value);

impl Schema {
    fn of(subject: &str) -> Self {
        Self(deevnet(&["schema", subject]).json())
    }

    /// What a schema says after its references.
    fn resolved<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        while let Some(reference) = schema["$ref"].as_str() {
            schema = self.0.pointer(reference.trim_start_matches('#')).unwrap();
        }
        schema
    }

    /// The schema of a place such as `env.interfaces.*.dns` or `deevnet_tenants[].name`.
    fn at(&self, place: &str) -> &Value {
        let steps = place.replace("[]", ".[]");
        steps.split('.').filter(|step| !step.is_empty()).fold(&self.0, |schema, step| {
            let next = match step {
                "[]" => &schema["items"],
                // Entries whose names are a closed set are all alike.
                "*" if schema["additionalProperties"] == false => {
                    schema["properties"].as_object().and_then(|entries| entries.values().next()).unwrap()
                }
                "*" => &schema["additionalProperties"],
                key => &schema["properties"][key],
            };
            assert!(!next.is_null(), "the schema has no {place}");
            self.resolved(next)
        })
    }

    fn keys(&self, place: &str) -> BTreeSet<&str> {
        self.at(place)["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    /// The words that a place allows.
    fn words(&self, place: &str) -> Vec<&str> {
        let schema = self.at(place);
        let words = if schema["anyOf"].is_null() { &schema["enum"] } else { &schema["anyOf"][0]["enum"] };
        words.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
    }

    fn range(&self, place: &str) -> (u64, u64) {
        let schema = self.at(place);
        (schema["minimum"].as_u64().unwrap(), schema["maximum"].as_u64().unwrap())
    }
}

/// The names of every value of a closed type.
macro_rules! names {
    ($values:expr) => {
        $values.iter().map(|value| value.name()).collect::<Vec<&str>>()
    };
}

#[test]
fn every_variable_that_is_read_is_in_the_schema() {
    let schema = Schema::of("inventory");
    let read: BTreeSet<&str> = HOST_KEYS.iter().chain(SUBSTRATE_KEYS).chain(&ACCESS_KEYS).copied().collect();
    assert_eq!(schema.keys(""), read);
}

#[test]
fn every_key_that_is_read_is_in_the_schema() {
    let schema = Schema::of("inventory");
    for place in KEY_SETS.iter().map(|set| set.place).collect::<BTreeSet<_>>() {
        let read: BTreeSet<&str> =
            KEY_SETS.iter().filter(|set| set.place == place).flat_map(|set| set.keys).copied().collect();
        assert_eq!(schema.keys(place), read, "{place}");
    }
}

#[test]
fn every_key_is_described() {
    for subject in ["inventory", "config"] {
        let mut missing = Vec::new();
        undescribed(&Schema::of(subject).0, "", &mut missing);
        assert_eq!(missing, [] as [String; 0], "{subject}");
    }
}

/// Keys of properties that have no description beside their reference.
fn undescribed(schema: &Value, at: &str, missing: &mut Vec<String>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        if property["description"].is_null() {
            missing.push(format!("{at}.{key}"));
        }
    }
    for (key, value) in schema.as_object().into_iter().flatten() {
        undescribed(value, &format!("{at}.{key}"), missing);
    }
}

#[test]
fn closed_sets_have_the_words_that_are_read() {
    let schema = Schema::of("inventory");
    let hypervisor = "deevnet_hypervisor";
    assert_eq!(schema.words("infrastructure.form"), names!(Form::ALL));
    assert_eq!(schema.words("infrastructure.interfaces.*.mac_policy"), names!(MacOrigin::ALL));
    assert_eq!(schema.words("deevnet_name_grammar"), names!(Grammar::ALL));
    assert_eq!(schema.words("firewall_match"), names!(Matching::ALL));
    assert_eq!(schema.words("deevnet_sdn.zone_type"), names!(ZoneType::ALL));
    assert_eq!(schema.words(&format!("{hypervisor}.plane")), names!(Plane::ALL));
    assert_eq!(schema.words(&format!("{hypervisor}.storages[].kind")), names!(StorageKind::ALL));
    assert_eq!(schema.words("deevnet_tenants[].class"), names!(WorkloadClass::OF_TENANTS));
    assert_eq!(schema.words("deevnet_tenants[].mac_policy"), names!(MacPolicy::ALL));
    assert_eq!(schema.keys("deevnet_mac_policies"), PolicyScope::NAMES.iter().copied().collect());
    assert_eq!(schema.keys("deevnet_vlan_bands"), VlanBand::ALL.iter().map(|band| band.name()).collect());
}

#[test]
fn ranges_are_those_that_are_read() {
    let schema = Schema::of("inventory");
    let vlan = (VlanId::MIN.get().into(), VlanId::MAX.get().into());
    assert_eq!(schema.range("deevnet_vlans.*.vlan_id"), vlan);
    let index = (TenantIndex::MIN.get().into(), TenantIndex::MAX.get().into());
    assert_eq!(schema.range("deevnet_tenants[].index"), index);
    let slot = (WorkloadSlot::MIN.get().into(), WorkloadSlot::MAX.get().into());
    assert_eq!(schema.range("deevnet_tenants[].workloads[].slot"), slot);
}

#[test]
fn the_configuration_has_the_keys_that_are_read() {
    let schema = Schema::of("config");
    let tables = [
        ("", "zzzzzz = 1"),
        ("ignore[]", "[[ignore]]\nzzzzzz = 1"),
        ("hardware.*", "[hardware.own]\nzzzzzz = 1"),
        ("hardware.*.cpu", "[hardware.own]\ncpu = { zzzzzz = 1 }"),
        ("hardware.*.memory", "[hardware.own]\nmemory = { zzzzzz = 1 }"),
        ("hardware.*.storage[]", "[hardware.own]\nstorage = [{ zzzzzz = 1 }]"),
        ("hardware.*.nics[]", "[hardware.own]\nnics = [{ zzzzzz = 1 }]"),
    ];
    for (place, text) in tables {
        let error = deevnet_inventory::parse_config("deevnet.toml", text).unwrap_err();
        let hint = error.faults().iter().find_map(|fault| fault.hint()?.split_once(" may hold ")).unwrap().1;
        assert_eq!(schema.keys(place), hint.split(", ").collect(), "{place}");
    }
}

#[test]
fn the_configuration_has_the_words_that_are_read() {
    let schema = Schema::of("config");
    let rules = |text: fn(&rules::Rule) -> String| {
        let mut texts: Vec<String> = rules::all().map(text).collect();
        texts.sort();
        texts
    };
    let known = [rules(|rule| rule.name.to_owned()), rules(|rule| rule.code.to_string())].concat();
    assert_eq!(schema.words("ignore[].rule"), known);
    assert_eq!(schema.words("severity.*"), Level::NAMES);
    assert_eq!(schema.words("hardware.*.cpu.architecture"), names!(Architecture::ALL));
    assert_eq!(schema.words("hardware.*.storage[].kind"), names!(DriveKind::ALL));
    let features = &schema.at("hardware.*.cpu.features")["anyOf"][0]["items"]["enum"];
    assert_eq!(*features, serde_json::json!(names!(ProcessorFeature::ALL)));
}
