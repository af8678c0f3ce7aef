//! Parts of a profile in one line each.

use std::fmt::Display;

use super::ethernet::EthernetPorts;
use super::figure::Figure;
use super::memory::Memory;
use super::processor::Processor;
use super::profile::HardwareProfile;
use super::storage::Drive;

impl Processor {
    /// What is known of it in one line; `None` where that is nothing.
    pub fn summary(&self) -> Option<String> {
        let clocks = match (&self.base_clock, &self.turbo_clock) {
            (Some(base), Some(turbo)) => Some(format!("{base} to {turbo}")),
            (base, turbo) => text(base.as_ref()).or(text(turbo.as_ref())),
        };
        let parts = [
            text(self.model.as_ref()),
            text(self.architecture.as_ref()),
            counted(self.cores.as_ref(), "core"),
            counted(self.threads.as_ref(), "thread"),
            clocks,
            self.feature_names(),
        ];
        joined(parts, ", ")
    }

    /// What is known of what a hypervisor needs of it, in one line; `None` where that is nothing.
    pub(super) fn virtualization_summary(&self) -> Option<String> {
        joined([text(self.model.as_ref()), text(self.architecture.as_ref()), self.feature_names()], ", ")
    }

    fn feature_names(&self) -> Option<String> {
        let names: Vec<&str> = self.features.as_ref()?.value.iter().map(|feature| feature.name()).collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
}

impl Memory {
    /// What is known of it in one line, such as `32 GiB DDR4`; `None` where that is nothing.
    pub fn summary(&self) -> Option<String> {
        joined([text(self.size.as_ref()), text(self.technology.as_ref())], " ")
    }
}

impl Drive {
    /// What is known of it in one line, such as `1 TB SSD (NVMe)`; `None` where that is nothing.
    pub fn summary(&self) -> Option<String> {
        let kind = text(self.kind.as_ref());
        let interface = text(self.interface.as_ref()).filter(|interface| Some(interface) != kind.as_ref());
        joined([text(self.size.as_ref()), kind, interface.map(|interface| format!("({interface})"))], " ")
    }
}

impl EthernetPorts {
    /// What is known of them in one line, such as `2 x 1 Gbit/s`; `None` where that is nothing.
    pub fn summary(&self) -> Option<String> {
        let count = self.count.as_ref().map(|count| format!("{count} x"));
        joined([count, text(self.speed.as_ref()), text(self.chipset.as_ref())], " ")
    }
}

impl HardwareProfile {
    /// Its drives in one line; `None` where they are unknown.
    pub fn storage_summary(&self) -> Option<String> {
        self.storage.as_deref().map(|drives| listed(drives, Drive::summary))
    }

    /// Its wired ports in one line; `None` where they are unknown.
    pub fn ethernet_summary(&self) -> Option<String> {
        self.ethernet.as_deref().map(|ports| listed(ports, EthernetPorts::summary))
    }
}

fn listed<T>(items: &[T], summary: impl Fn(&T) -> Option<String>) -> String {
    if items.is_empty() {
        return "none".to_owned();
    }
    items.iter().map(|item| summary(item).unwrap_or_else(|| "unknown".to_owned())).collect::<Vec<_>>().join(", ")
}

fn text(figure: Option<&Figure<impl Display>>) -> Option<String> {
    figure.map(ToString::to_string)
}

fn counted(figure: Option<&Figure<u16>>, noun: &str) -> Option<String> {
    figure.map(|figure| match figure.value {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    })
}

fn joined<const N: usize>(parts: [Option<String>; N], separator: &str) -> Option<String> {
    let known: Vec<String> = parts.into_iter().flatten().collect();
    (!known.is_empty()).then(|| known.join(separator))
}
