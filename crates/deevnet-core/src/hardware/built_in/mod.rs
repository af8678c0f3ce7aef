//! The estate's hardware, one file a vendor.
//!
//! A figure carries the place where it was read. What neither the estate nor the vendor states is left unknown.

mod aoostar;
mod dell;
mod gl_inet;
mod icewhale;
mod raspberry_pi;
mod tp_link;

use std::sync::Arc;

use super::ethernet::EthernetPorts;
use super::figure::{Figure, Source};
use super::storage::{Drive, DriveKind};
use crate::quantity::{DataRate, DataSize, Frequency, FrequencyUnit};

/// Every profile of the estate.
pub(super) fn profiles() -> Vec<super::HardwareProfile> {
    vec![
        aoostar::n1_pro(),
        dell::optiplex_7050_mff(),
        gl_inet::slate_ax(),
        raspberry_pi::model_4_b_8gb(),
        tp_link::eap650_outdoor(),
        tp_link::sg2218(),
        icewhale::zimaboard_832(),
    ]
}

/// A clock of so many MHz, in the unit that vendors print.
fn gigahertz(megahertz: u32) -> Frequency {
    Frequency::megahertz(megahertz).shown_in(FrequencyUnit::Gigahertz)
}

/// One place that figures are taken from.
#[derive(Debug, Clone)]
struct Cited(Source);

impl Cited {
    /// What the estate's own documents say.
    fn estate() -> Self {
        Self(Source::built_in(Source::ESTATE))
    }

    /// A vendor's page.
    fn page(address: &'static str) -> Self {
        Self(Source::built_in(address))
    }

    /// A figure from there.
    #[expect(clippy::unnecessary_wraps, reason = "it stands where a figure may be unknown")]
    fn figure<T>(&self, value: impl Into<T>) -> Option<Figure<T>> {
        Some(Figure::new(value.into(), self.0.clone()))
    }

    /// A figure in words from there.
    fn words(&self, text: &'static str) -> Option<Figure<Arc<str>>> {
        self.figure(text)
    }

    /// A drive whose figures are all from there.
    fn drive(&self, size: DataSize, kind: DriveKind, interface: &'static str) -> Drive {
        Drive { size: self.figure(size), kind: self.figure(kind), interface: self.words(interface) }
    }

    /// Ports of which count and speed are from there.
    fn ports(&self, count: u16, speed: DataRate) -> EthernetPorts {
        EthernetPorts { count: self.figure(count), speed: self.figure(speed), chipset: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hardware::ProfileId;

    #[test]
    fn every_id_is_valid_and_unique() {
        let profiles = profiles();
        let ids: Vec<&str> = profiles.iter().map(|profile| profile.id.as_str()).collect();
        assert!(ids.is_sorted_by(|left, right| left < right), "{ids:?}");
        assert!(ids.iter().all(|id| id.parse::<ProfileId>().is_ok()), "{ids:?}");
    }

    #[test]
    fn every_profile_says_who_makes_what() {
        for profile in profiles() {
            assert!(profile.vendor.is_some() && profile.model.is_some() && profile.form_factor.is_some());
        }
    }

    #[test]
    fn every_source_is_the_estate_or_a_page() {
        fn sources(json: &serde_json::Value, found: &mut Vec<String>) {
            match json {
                serde_json::Value::Object(map) => {
                    found.extend(map.get("source").map(|source| source.as_str().unwrap().to_owned()));
                    map.values().for_each(|value| sources(value, found));
                }
                serde_json::Value::Array(items) => items.iter().for_each(|value| sources(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        sources(&serde_json::to_value(profiles()).unwrap(), &mut found);
        assert!(found.len() > 50);
        for source in found {
            let source: Source = source.parse().unwrap();
            assert!(source.as_str() == Source::ESTATE || source.is_address(), "{source}");
        }
    }
}
