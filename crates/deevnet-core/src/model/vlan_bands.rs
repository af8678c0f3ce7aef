//! The bands of VLAN IDs as they are declared in `deevnet_vlan_bands`.

use super::reader::{Key, Reader};
use super::segment::read_vlan_id;
use crate::declared::{Map, Value};
use crate::nearest;
use crate::network::VlanBand;
use crate::rules;
use crate::source::Span;
use crate::vlan_plan::{VlanBands, VlanRange};

pub(super) const BAND_KEYS: &[&str] = &["start", "end"];

/// Reads the ranges that a substrate gives its bands; a band that it does not name keeps the standard one.
pub(super) fn read_bands(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> VlanBands {
    let mut bands = VlanBands::default();
    let mut declared: Vec<(VlanBand, Span)> = Vec::new();
    for (name, span, value) in reader.map(key, value).into_iter().flat_map(Map::text_entries) {
        let Ok(band) = name.parse() else {
            report_unknown(reader, key.child(name), name, span);
            continue;
        };
        if let Some(range) = read_range(reader, key.child(name), value) {
            bands.set(band, range);
            declared.push((band, span));
        }
    }
    report_overlaps(reader, &bands, &declared);
    bands
}

fn read_range(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<VlanRange> {
    let map = reader.map(key, value)?;
    reader.require(key, map, value.span(), BAND_KEYS);
    let mut end = |name: &str| map.get(name).and_then(|value| read_vlan_id(reader, key.child(name), value));
    let (start, end) = (end("start")?, end("end")?);
    let range = VlanRange::new(start.value, end.value);
    if range.is_none() {
        let message = format!("`{key}` runs from {} down to {}, and holds no VLAN ID", start.value, end.value);
        let finding = reader
            .finding(&rules::VLAN_BAND_INVALID, start.span, message)
            .with_value(start.value.to_string())
            .with_hint("write the lower ID as `start`")
            .with_related("the end", reader.position(end.span));
        reader.push(finding);
    }
    range
}

fn report_unknown(reader: &mut Reader<'_>, key: Key<'_>, name: &str, span: Span) {
    let names = || VlanBand::ALL.iter().map(|band| band.name());
    let hint = match nearest(name, names()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("write one of: {}", names().collect::<Vec<_>>().join(", ")),
    };
    let finding = reader
        .finding(&rules::VLAN_BAND_INVALID, span, format!("`{key}` is no band of the VLAN plan"))
        .with_value(name)
        .with_hint(hint);
    reader.push(finding);
}

/// Reports every two bands that share IDs, at the one that was declared last.
fn report_overlaps(reader: &mut Reader<'_>, bands: &VlanBands, declared: &[(VlanBand, Span)]) {
    for (left, right, shared) in bands.overlaps() {
        let mut places = declared.iter().filter(|(band, _)| *band == left || *band == right);
        let (Some((band, span)), other) = (places.next_back(), places.next_back()) else { continue };
        let partner = if *band == left { right } else { left };
        let is_standard = if other.is_none() { "standard " } else { "" };
        let message = format!("the {band} band and the {is_standard}{partner} band share {shared}");
        let mut finding = reader
            .finding(&rules::VLAN_BAND_INVALID, *span, message)
            .with_value(band.name())
            .with_hint(format!("give one of them other IDs; a declared `{partner}` replaces the standard one"));
        if let Some((_, span)) = other {
            finding = finding.with_related(format!("the {partner} band"), reader.position(*span));
        }
        reader.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, reported};
    use crate::network::VlanBand;
    use crate::rules::VLAN_BAND_INVALID;

    fn faults(bands: &Value) -> String {
        reported(&VLAN_BAND_INVALID, &json!({ "substrate": { "deevnet_vlan_bands": bands } }))
            .iter()
            .map(|finding| format!("{}\n  {}", finding.message, finding.hint.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn a_declared_range_replaces_the_standard_one() {
        let declared = declared_from_json(&json!({ "substrate": { "deevnet_vlan_bands": {
            "tenant": { "start": 100, "end": "149" },
        } } }));
        let bands = crate::check(&declared).substrate.vlan_bands.clone();
        assert_eq!(bands.range(VlanBand::Tenant).to_string(), "VLANs 100-149");
        assert_eq!(bands.range(VlanBand::Core).to_string(), "VLANs 10-40");
    }

    #[test]
    fn unknown_reversed_and_overlapping_bands_are_reported() {
        insta::assert_snapshot!(faults(&json!({
            "tenants": { "start": 100, "end": 149 },
            "purple": { "start": 200, "end": 210 },
            "lab": { "start": 79, "end": 70 },
            "core": { "start": 10, "end": 55 },
            "reserved": { "start": 50, "end": 58 },
        })), @"
        the core band and the standard tenant band share VLANs 50-55
          give one of them other IDs; a declared `tenant` replaces the standard one
        `deevnet_vlan_bands.lab` runs from 79 down to 70, and holds no VLAN ID
          write the lower ID as `start`
        `deevnet_vlan_bands.purple` is no band of the VLAN plan
          write one of: core, tenant, reserved, lab, management, blackhole
        the reserved band and the core band share VLANs 50-55
          give one of them other IDs; a declared `core` replaces the standard one
        the reserved band and the standard tenant band share VLANs 50-58
          give one of them other IDs; a declared `tenant` replaces the standard one
        `deevnet_vlan_bands.tenants` is no band of the VLAN plan
          did you mean `tenant`?
        ");
    }

    #[test]
    fn bands_apart_are_legitimate() {
        let bands = json!({ "tenant": { "start": 100, "end": 200 }, "reserved": { "start": 50, "end": 69 } });
        assert_eq!(faults(&bands), "");
        assert_eq!(faults(&Value::Null), "");
    }
}
