//! What a node is made of beside what is declared of it.

use std::collections::BTreeSet;

use deevnet_core::hardware::HardwareProfile;
use deevnet_core::quantity::DataSize;
use serde::Serialize;

use super::node::NodeHardware;

/// How much less memory a node may report than its profile says: firmware, graphics and the kernel keep some of it before
/// Proxmox VE counts.
const KEPT_SHARE: u64 = 16;

/// A figure of a node that is not what its declared hardware profile says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HardwareDifference {
    /// The figure, as in a profile: `cpu.threads`, `memory.size`.
    pub figure: &'static str,
    /// What the profile says.
    pub declared: String,
    /// What the node says.
    pub found: String,
}

impl NodeHardware {
    /// The figures that are not what a profile says; a figure that is unknown there is not compared.
    ///
    /// Processors are told apart by the words of their model that have a digit: `Intel Core i7-6700T` is found in
    /// `Intel(R) Core(TM) i7-6700T CPU @ 2.80GHz`. Of the memory, a sixteenth may be missing, which the machine keeps
    /// for itself before Proxmox VE counts; more than declared is a difference.
    pub fn differences(&self, profile: &HardwareProfile) -> Vec<HardwareDifference> {
        let number = |figure, declared: Option<u16>, found: u32| {
            let declared = declared.filter(|declared| u32::from(*declared) != found)?;
            Some(HardwareDifference { figure, declared: declared.to_string(), found: found.to_string() })
        };
        let processor = &profile.processor;
        let differences = [
            processor.model.as_ref().and_then(|model| self.other_model(&model.value)),
            number("cpu.cores", processor.cores.as_ref().map(|cores| cores.value), self.cores),
            number("cpu.threads", processor.threads.as_ref().map(|threads| threads.value), self.threads),
            profile.memory.size.as_ref().and_then(|size| self.other_memory(size.value.get())),
        ];
        differences.into_iter().flatten().collect()
    }

    fn other_model(&self, declared: &str) -> Option<HardwareDifference> {
        let found = words(&self.processor);
        let has_digit = |word: &String| word.chars().any(|character| character.is_ascii_digit());
        let is_same = words(declared).iter().filter(|word| has_digit(word)).all(|word| found.contains(word));
        (!is_same).then(|| HardwareDifference {
            figure: "cpu.model",
            declared: declared.to_owned(),
            found: self.processor.clone(),
        })
    }

    fn other_memory(&self, declared: DataSize) -> Option<HardwareDifference> {
        let (least, most) = (declared.bytes() - declared.bytes() / KEPT_SHARE, declared.bytes());
        let is_same = (least..=most).contains(&self.memory.bytes());
        (!is_same).then(|| HardwareDifference {
            figure: "memory.size",
            declared: declared.to_string(),
            found: self.memory.rounded().to_string(),
        })
    }
}

/// The words of a processor's model in lower case, without marks.
fn words(model: &str) -> BTreeSet<String> {
    let plain = model.to_ascii_lowercase().replace("(r)", " ").replace("(tm)", " ");
    let separates = |character: char| character.is_whitespace() || matches!(character, '(' | ')' | ',' | '@');
    plain.split(separates).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use deevnet_core::hardware::Catalogue;

    use super::*;
    use crate::survey::testing::survey;

    fn told(change: impl Fn(&mut NodeHardware)) -> Vec<String> {
        let catalogue = Catalogue::built_in();
        let profile = catalogue.find("dell-optiplex-7050-mff").unwrap();
        let mut hardware = survey().nodes["hv01"].hardware.clone().unwrap();
        change(&mut hardware);
        let differences = hardware.differences(profile).into_iter();
        differences.map(|one| format!("{}: {} is {}", one.figure, one.declared, one.found)).collect()
    }

    #[test]
    fn a_node_that_is_what_is_declared_has_no_difference() {
        assert_eq!(told(|_| {}), [] as [String; 0]);
    }

    #[test]
    fn every_other_figure_is_told() {
        let other = told(|hardware| {
            hardware.processor = "AMD EPYC".to_owned();
            hardware.threads = 4;
            hardware.memory = DataSize::from_bytes(16_000_000_000);
        });
        insta::assert_snapshot!(other.join("\n"), @"
        cpu.model: Intel Core i7-6700T is AMD EPYC
        cpu.threads: 8 is 4
        memory.size: 32 GiB is 14.9 GiB
        ");
    }

    #[test]
    fn more_memory_than_declared_is_a_difference() {
        assert_eq!(told(|hardware| hardware.memory = DataSize::gibibytes(32)), [] as [String; 0]);
        assert_eq!(told(|hardware| hardware.memory = DataSize::gibibytes(64)).len(), 1);
    }
}
