//! Hardware profiles of a configuration: the tables `[hardware.<id>]`.

use std::cell::Cell;

use deevnet_core::hardware::{
    Catalogue, Drive, EthernetPorts, HardwareProfile, ParseProfileIdError, ProfileId, Source,
};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::super::fault::ConfigFaultKind;
use super::Reader;
use super::figure::{Entries, features, text, whole, words};

const PROFILE_KEYS: &[&str] =
    &["source", "based_on", "replace", "vendor", "model", "form_factor", "cpu", "memory", "storage", "nics", "power"];
const CPU_KEYS: &[&str] =
    &["model", "architecture", "cores", "threads", "base_clock", "turbo_clock", "tdp", "features"];
const MEMORY_KEYS: &[&str] = &["size", "type", "maximum"];
const DRIVE_KEYS: &[&str] = &["size", "kind", "interface"];
const NIC_KEYS: &[&str] = &["count", "speed", "chipset"];

impl Reader<'_> {
    /// Reads every profile into the catalogue of the configuration.
    pub(super) fn hardware(&mut self, profiles: &DeTable<'_>) {
        for (key, value) in profiles {
            let id = self.profile_id(key);
            let DeValue::Table(entries) = value.get_ref() else {
                self.wrong_type(key.get_ref(), "a table `[hardware.<id>]`", value);
                continue;
            };
            if let Some(id) = id {
                self.profile(id, key, entries);
            }
        }
    }

    fn profile_id(&mut self, key: &Spanned<DeString<'_>>) -> Option<ProfileId> {
        key.get_ref()
            .parse()
            .map_err(|error: ParseProfileIdError| {
                let hint = error.hint().to_owned();
                self.fault(ConfigFaultKind::ProfileId(error), key.span(), Some(hint));
            })
            .ok()
    }

    fn profile(&mut self, id: ProfileId, key: &Spanned<DeString<'_>>, entries: &DeTable<'_>) {
        self.only_known_keys(entries, "a hardware profile", PROFILE_KEYS);
        let faults = self.faults.len();
        let source = entries.get("source").and_then(|value| self.source(value));
        let mut profile = self.base(id, entries);
        let is_unsourced = Cell::new(false);
        let entries = Entries { path: "", table: entries, source: source.as_ref(), is_unsourced: &is_unsourced };
        self.profile_figures(&mut profile, &entries);
        if self.faults.len() > faults {
            return;
        }
        for contradiction in profile.contradictions() {
            let hint = Some("correct one of the two".to_owned());
            self.fault(ConfigFaultKind::Contradiction(contradiction), key.span(), hint);
        }
        self.keep(profile, key, entries.table);
    }

    fn profile_figures(&mut self, profile: &mut HardwareProfile, entries: &Entries<'_>) {
        self.set(&mut profile.vendor, entries, "vendor", words);
        self.set(&mut profile.model, entries, "model", words);
        self.set(&mut profile.form_factor, entries, "form_factor", words);
        self.set(&mut profile.power, entries, "power", text);
        if let Some(cpu) = self.part(entries, "cpu", CPU_KEYS) {
            self.set(&mut profile.processor.model, &cpu, "model", words);
            self.set(&mut profile.processor.architecture, &cpu, "architecture", text);
            self.set(&mut profile.processor.cores, &cpu, "cores", whole);
            self.set(&mut profile.processor.threads, &cpu, "threads", whole);
            self.set(&mut profile.processor.base_clock, &cpu, "base_clock", text);
            self.set(&mut profile.processor.turbo_clock, &cpu, "turbo_clock", text);
            self.set(&mut profile.processor.tdp, &cpu, "tdp", text);
            self.set(&mut profile.processor.features, &cpu, "features", features);
        }
        if let Some(memory) = self.part(entries, "memory", MEMORY_KEYS) {
            self.set(&mut profile.memory.size, &memory, "size", text);
            self.set(&mut profile.memory.technology, &memory, "type", words);
            self.set(&mut profile.memory.maximum, &memory, "maximum", text);
        }
        if let Some(drives) = self.parts(entries, "storage", DRIVE_KEYS, Self::drive) {
            profile.storage = Some(drives);
        }
        if let Some(ports) = self.parts(entries, "nics", NIC_KEYS, Self::ports) {
            profile.ethernet = Some(ports);
        }
    }

    fn drive(&mut self, entries: &Entries<'_>) -> Drive {
        let mut drive = Drive::default();
        self.set(&mut drive.size, entries, "size", text);
        self.set(&mut drive.kind, entries, "kind", text);
        self.set(&mut drive.interface, entries, "interface", words);
        drive
    }

    fn ports(&mut self, entries: &Entries<'_>) -> EthernetPorts {
        let mut ports = EthernetPorts::default();
        self.set(&mut ports.count, entries, "count", whole);
        self.set(&mut ports.speed, entries, "speed", text);
        self.set(&mut ports.chipset, entries, "chipset", words);
        ports
    }

    /// The profile that is filled in: an empty one, or the figures of a built-in one under the new ID.
    fn base(&mut self, id: ProfileId, entries: &DeTable<'_>) -> HardwareProfile {
        let Some(value) = entries.get("based_on") else { return HardwareProfile::new(id) };
        let Some(name) = self.text_of("based_on", value) else { return HardwareProfile::new(id) };
        let built_in = Catalogue::built_in();
        if let Some(base) = built_in.find(&name) {
            return base.renamed(id);
        }
        let hint = built_in.nearest(&name).map_or_else(
            || "`deevnet show hardware --all` lists the built-in profiles".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        self.fault(ConfigFaultKind::UnknownBase { value: name }, value.span(), Some(hint));
        HardwareProfile::new(id)
    }

    /// Adds a profile; a built-in one gives way only where that is said.
    fn keep(&mut self, profile: HardwareProfile, key: &Spanned<DeString<'_>>, entries: &DeTable<'_>) {
        let replaces = entries.get("replace").is_some_and(|value| self.truth_of("replace", value));
        let exists = Catalogue::built_in().get(&profile.id).is_some();
        match (exists, replaces) {
            (false, true) => {
                let place = entries.get("replace").map_or(key.span(), Spanned::span);
                let hint = Catalogue::built_in()
                    .nearest(profile.id.as_str())
                    .map_or_else(|| "remove the line".to_owned(), |meant| format!("did you mean [hardware.{meant}]?"));
                self.fault(ConfigFaultKind::ReplacesNothing { id: profile.id }, place, Some(hint));
            }
            (true, true) => self.config.catalogue_mut().replace(profile),
            (_, false) => {
                if let Err(error) = self.config.catalogue_mut().add(profile) {
                    let hint = "add `replace = true` to take its place, or give this one another ID".to_owned();
                    self.fault(ConfigFaultKind::ProfileExists(error), key.span(), Some(hint));
                }
            }
        }
    }

    pub(super) fn source(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Source> {
        let text = self.text_of("source", value)?;
        match text.parse() {
            Ok(source) => Some(source),
            Err(error) => {
                self.fault(ConfigFaultKind::BlankSource(error), value.span(), Some(error.hint().to_owned()));
                None
            }
        }
    }

    pub(super) fn only_known_keys(&mut self, entries: &DeTable<'_>, table: &'static str, known: &[&'static str]) {
        for key in entries.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            self.unknown_key(key, table, known);
        }
    }
}

#[cfg(test)]
mod tests {
    use deevnet_core::config::Config;
    use deevnet_core::hardware::HardwareProfile;

    use super::super::read;

    const ATTIC: &str = r#"
[hardware.attic-server]
source = "https://vendor.example/x1"
vendor = "Example"
model = "X1"
form_factor = "tower"
power = "120 W"

[hardware.attic-server.cpu]
model = "Example 8"
architecture = "x86_64"
cores = 8
threads = 16
base_clock = "2.8 GHz"
turbo_clock = { value = "4.1 GHz", source = "measured" }
tdp = "65 W"
features = ["AMD-V", "AMD-Vi"]

[hardware.attic-server.memory]
size = "64 GiB"
type = "DDR5"
maximum = "128G"

[[hardware.attic-server.storage]]
size = "2 TB"
kind = "SSD"
interface = "NVMe"

[[hardware.attic-server.nics]]
count = 2
speed = "2.5 Gbit/s"
"#;

    fn profile<'c>(config: &'c Config, id: &str) -> &'c HardwareProfile {
        config.catalogue().find(id).unwrap()
    }

    fn faults(text: &str) -> String {
        let faults = read("deevnet.toml", text).unwrap_err();
        let line = |fault: &super::super::ConfigFault| format!("{fault} ({})", fault.hint().unwrap_or("no hint"));
        faults.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_profile_is_read_with_its_sources() {
        let config = read("deevnet.toml", ATTIC).unwrap();
        let attic = profile(&config, "attic-server");
        assert_eq!(attic.title(), "Example X1");
        assert_eq!(attic.processor.turbo_clock.as_ref().unwrap().source.as_str(), "measured");
        assert_eq!(attic.processor.tdp.as_ref().unwrap().source.as_str(), "https://vendor.example/x1");
        insta::assert_snapshot!(
            [attic.processor.summary(), attic.memory.summary(), attic.storage_summary(), attic.ethernet_summary()]
                .map(Option::unwrap)
                .join("\n"),
            @"
        Example 8, x86_64, 8 cores, 16 threads, 2.8 GHz to 4.1 GHz, AMD-V AMD-Vi
        64 GiB DDR5
        2 TB SSD (NVMe)
        2 x 2.5 Gbit/s
        "
        );
        assert_eq!(config.catalogue().profiles().len(), 8);
    }

    #[test]
    fn a_profile_may_be_another_build_of_a_built_in_one() {
        let text = "[hardware.optiplex-64]\nbased_on = \"dell-optiplex-7050-mff\"\nsource = \"the invoice\"\nmemory = { size = \"16 GiB\" }\nstorage = []\n";
        let config = read("deevnet.toml", text).unwrap();
        let build = profile(&config, "optiplex-64");
        assert_eq!(build.memory.summary().unwrap(), "16 GiB DDR4");
        assert_eq!(build.memory.size.as_ref().unwrap().source.as_str(), "the invoice");
        assert_eq!(build.storage_summary().unwrap(), "none");
        assert_eq!(profile(&config, "dell-optiplex-7050-mff").memory.summary().unwrap(), "32 GiB DDR4");
    }

    #[test]
    fn a_built_in_profile_gives_way_only_where_that_is_said() {
        let text = "[hardware.zimaboard-832]\nsource = \"x\"\nvendor = \"Other\"\n";
        insta::assert_snapshot!(faults(text), @"deevnet.toml:1:11: there is a hardware profile `zimaboard-832` already (add `replace = true` to take its place, or give this one another ID)");
        let config = read("deevnet.toml", &format!("{text}replace = true\n")).unwrap();
        let replaced = profile(&config, "zimaboard-832");
        assert_eq!((replaced.title().as_str(), &replaced.model), ("Other", &None));
    }

    #[test]
    fn every_fault_is_told_with_its_place() {
        let text = r#"
[hardware]
to-be-decided = {}
Attic = {}
cellar = 7
[hardware.attic]
source = "measured"
vendr = "Example"
vendor = " "
power = 35
memory = { size = "32 GB", maxium = "64 GiB" }
storage = [{ size = "1TB", kind = "sdd" }, 3]
nics = { count = 1 }
[hardware.attic.cpu]
architecture = "x86-64"
cores = -4
threads = { source = "measured" }
base_clock = "2.8"
tdp = { value = "35 W", source = "" }
features = ["VTX"]
[hardware.barn]
based_on = "dell-optiplex-7050"
replace = 1
[hardware.loft]
replace = true
[hardware.stable]
vendor = "Example"
model = "X2"
[hardware.shed]
source = "measured"
cpu = { cores = 8, threads = 4 }
"#;
        insta::assert_snapshot!(faults(text), @r#"
        deevnet.toml:3:1: `to-be-decided` says that hardware is still to be decided, and is no profile ID (give the profile a name of its own)
        deevnet.toml:4:1: `Attic` is not a profile ID: it is not made of lower-case words joined by hyphens (write it like dell-optiplex-7050-mff)
        deevnet.toml:5:10: `cellar` must be a table `[hardware.<id>]`, not a number (no hint)
        deevnet.toml:8:1: unknown key `vendr` in a hardware profile (did you mean `vendor`?)
        deevnet.toml:9:10: `vendor` is blank (leave the line out where it is not known)
        deevnet.toml:10:9: `power` must be text, as an amount with its unit is, not a number (no hint)
        deevnet.toml:11:19: `memory.size`: `32 GB` is not an amount of memory: its unit is a power of ten, and memory is made in powers of two (memory sold as 32 GB has 32 GiB: write `32 GiB`)
        deevnet.toml:11:28: unknown key `maxium` in memory (did you mean `maximum`?)
        deevnet.toml:12:35: `storage.kind`: `sdd` is not a known kind of drive (did you mean `SSD`?)
        deevnet.toml:12:44: `storage` must be a list of tables, not a number (no hint)
        deevnet.toml:13:8: `nics` must be a list of tables, not a table (no hint)
        deevnet.toml:15:16: `cpu.architecture`: `x86-64` is not a known processor architecture (did you mean `x86_64`?)
        deevnet.toml:16:9: `cpu.cores`: -4 is outside 0 to 65535 (no hint)
        deevnet.toml:17:11: `cpu.threads` is a table without `value` (write `threads = { value = ..., source = "..." }`)
        deevnet.toml:18:14: `cpu.base_clock`: `2.8` is not a frequency: the number has no unit (write the unit too, as in `2.8 GHz`)
        deevnet.toml:19:34: a source is blank (write the address of the vendor's page, or who measured it)
        deevnet.toml:20:13: `cpu.features`: `VTX` is not a known processor feature (did you mean `VT-x`?)
        deevnet.toml:22:12: there is no built-in hardware profile `dell-optiplex-7050` (did you mean `dell-optiplex-7050-mff`?)
        deevnet.toml:25:11: there is no built-in hardware profile `loft` to replace (remove the line)
        deevnet.toml:27:10: `vendor` has no source (add `source = "..."` to the profile: the address of the vendor's page, or who measured it)
        deevnet.toml:29:11: `cpu.cores` is 8, which is more than `cpu.threads`, 4 (correct one of the two)
        "#);
    }
}
