//! The figures of a profile as a list.

use std::fmt::Display;

use serde::Serialize;

use super::ethernet::EthernetPorts;
use super::figure::{Figure, Source};
use super::profile::HardwareProfile;
use super::storage::Drive;

/// One figure of a profile by its name, known or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedFigure {
    /// Its name, as in a `deevnet.toml`: `cpu.cores`, `storage[0].size`.
    pub name: String,
    /// What it says; `None` where that is unknown.
    pub value: Option<String>,
    /// Who says so.
    pub source: Option<Source>,
}

impl HardwareProfile {
    /// Every figure, known or not, in the order in which a profile is described.
    pub fn figures(&self) -> Vec<NamedFigure> {
        let (processor, memory) = (&self.processor, &self.memory);
        let features = processor.features.as_ref().map(|features| {
            let names: Vec<&str> = features.value.iter().map(|feature| feature.name()).collect();
            let value = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            Figure::new(value, features.source.clone())
        });
        let mut figures = vec![
            named("vendor", self.vendor.as_ref()),
            named("model", self.model.as_ref()),
            named("form_factor", self.form_factor.as_ref()),
            named("cpu.model", processor.model.as_ref()),
            named("cpu.architecture", processor.architecture.as_ref()),
            named("cpu.cores", processor.cores.as_ref()),
            named("cpu.threads", processor.threads.as_ref()),
            named("cpu.base_clock", processor.base_clock.as_ref()),
            named("cpu.turbo_clock", processor.turbo_clock.as_ref()),
            named("cpu.tdp", processor.tdp.as_ref()),
            named("cpu.features", features.as_ref()),
            named("memory.size", memory.size.as_ref()),
            named("memory.type", memory.technology.as_ref()),
            named("memory.maximum", memory.maximum.as_ref()),
        ];
        figures.extend(listed("storage", self.storage.as_deref(), Drive::figures));
        figures.extend(listed("nics", self.ethernet.as_deref(), EthernetPorts::figures));
        figures.push(named("power", self.power.as_ref()));
        figures
    }
}

impl Drive {
    fn figures(&self) -> Vec<NamedFigure> {
        vec![
            named("size", self.size.as_ref()),
            named("kind", self.kind.as_ref()),
            named("interface", self.interface.as_ref()),
        ]
    }
}

impl EthernetPorts {
    fn figures(&self) -> Vec<NamedFigure> {
        vec![
            named("count", self.count.as_ref()),
            named("speed", self.speed.as_ref()),
            named("chipset", self.chipset.as_ref()),
        ]
    }
}

fn named(name: &str, figure: Option<&Figure<impl Display>>) -> NamedFigure {
    NamedFigure {
        name: name.to_owned(),
        value: figure.map(ToString::to_string),
        source: figure.map(|figure| figure.source.clone()),
    }
}

/// The figures of each item, or one figure that says that the list is unknown or empty.
fn listed<T>(name: &str, items: Option<&[T]>, figures: impl Fn(&T) -> Vec<NamedFigure>) -> Vec<NamedFigure> {
    let whole = |value: Option<&str>| {
        vec![NamedFigure { name: name.to_owned(), value: value.map(str::to_owned), source: None }]
    };
    let Some(items) = items else { return whole(None) };
    if items.is_empty() {
        return whole(Some("none"));
    }
    let of_item = |(index, item)| {
        let prefixed = move |figure: NamedFigure| {
            let name = format!("{name}[{index}].{}", figure.name);
            NamedFigure { name, ..figure }
        };
        figures(item).into_iter().map(prefixed)
    };
    items.iter().enumerate().flat_map(of_item).collect()
}

#[cfg(test)]
mod tests {
    use crate::hardware::Catalogue;

    #[test]
    fn known_and_unknown_figures_are_listed() {
        let pi = Catalogue::built_in().find("raspberry-pi-4-b-8gb").unwrap();
        let line = |figure: super::NamedFigure| {
            let source = figure.source.map(|source| source.to_string());
            format!(
                "{}: {} ({})",
                figure.name,
                figure.value.as_deref().unwrap_or("?"),
                source.as_deref().unwrap_or("-")
            )
        };
        let lines: Vec<String> = pi.figures().into_iter().map(line).collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        vendor: Raspberry Pi (the estate's standard)
        model: 4 Model B 8 GB (the estate's standard)
        form_factor: single-board computer (https://www.raspberrypi.com/documentation/computers/raspberry-pi.html)
        cpu.model: Broadcom BCM2711 (Arm Cortex-A72) (https://www.raspberrypi.com/documentation/computers/processors.html)
        cpu.architecture: aarch64 (https://www.raspberrypi.com/documentation/computers/processors.html)
        cpu.cores: 4 (https://www.raspberrypi.com/documentation/computers/processors.html)
        cpu.threads: ? (-)
        cpu.base_clock: 1.5 GHz (https://www.raspberrypi.com/documentation/computers/processors.html)
        cpu.turbo_clock: ? (-)
        cpu.tdp: ? (-)
        cpu.features: ? (-)
        memory.size: 8 GiB (the estate's standard)
        memory.type: LPDDR4 (https://www.raspberrypi.com/documentation/computers/processors.html)
        memory.maximum: 8 GiB (https://www.raspberrypi.com/documentation/computers/processors.html)
        storage: ? (-)
        nics[0].count: 1 (https://www.raspberrypi.com/documentation/computers/raspberry-pi.html)
        nics[0].speed: 1 Gbit/s (https://www.raspberrypi.com/documentation/computers/raspberry-pi.html)
        nics[0].chipset: ? (-)
        power: 15 W (https://www.raspberrypi.com/documentation/computers/raspberry-pi.html)
        ");
    }
}
