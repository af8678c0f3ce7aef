//! The configuration file of a virtual machine as text, and its digest.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

use crate::simulator::state::{Snapshot, VirtualMachine};

/// Options by key: a section of the file.
pub(crate) type Section = BTreeMap<String, String>;

/// Sets an option as the file keeps it.
///
/// What is quite empty is read back as one space; an empty description is none, and the line breaks at its end are lost.
pub(super) fn set(section: &mut Section, key: &str, value: &str) {
    match key {
        "description" if value.trim_end_matches('\n').is_empty() => drop(section.remove(key)),
        "description" => drop(section.insert(key.to_owned(), value.trim_end_matches('\n').to_owned())),
        _ if value.is_empty() => drop(section.insert(key.to_owned(), " ".to_owned())),
        _ => drop(section.insert(key.to_owned(), value.to_owned())),
    }
}

/// Whether a switch is on.
pub(super) fn flag(section: &Section, key: &str) -> bool {
    section.get(key).is_some_and(|value| value == "1")
}

impl VirtualMachine {
    /// The text of its file.
    pub(crate) fn file(&self) -> String {
        let mut text = String::new();
        render(&self.config, &mut text);
        if !self.pending.is_empty() || !self.pending_deletions.is_empty() {
            let mut pending = self.pending.clone();
            if !self.pending_deletions.is_empty() {
                let names = self.pending_deletions.iter();
                let names = names.map(|(name, forced)| format!("{}{name}", if *forced { "!" } else { "" }));
                pending.insert("delete".to_owned(), names.collect::<Vec<_>>().join(","));
            }
            text.push_str("\n[PENDING]\n");
            render(&pending, &mut text);
        }
        if !self.cloud_init.is_empty() {
            text.push_str("\n[special:cloudinit]\n");
            render(&self.cloud_init, &mut text);
        }
        for (name, snapshot) in &self.snapshots {
            let _ = writeln!(text, "\n[{name}]");
            render(&snapshot.section(), &mut text);
        }
        text
    }

    /// What a change may name to be refused when somebody else was faster: the SHA-1 of its file.
    pub(crate) fn digest(&self) -> String {
        Sha1::digest(self.file()).iter().fold(String::with_capacity(40), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// What it will be after its next start.
    pub(crate) fn effective(&self) -> Section {
        let mut section = self.config.clone();
        section.retain(|key, _| !self.pending_deletions.contains_key(key));
        section.extend(self.pending.clone());
        section
    }

    /// Makes what waits for the next start the present, and the cloud-init image say what the configuration says.
    pub(super) fn settle(&mut self) {
        self.config = self.effective();
        self.pending.clear();
        self.pending_deletions.clear();
    }
}

impl Snapshot {
    /// Its section of the file.
    pub(super) fn section(&self) -> Section {
        let mut section = self.config.clone();
        section.insert("snaptime".to_owned(), self.time.to_string());
        section.extend(self.parent.clone().map(|parent| ("parent".to_owned(), parent)));
        set(&mut section, "description", &self.description);
        section
    }
}

fn render(section: &Section, text: &mut String) {
    for line in section.get("description").into_iter().flat_map(|description| description.lines()) {
        text.push('#');
        encode(line, text);
        text.push('\n');
    }
    for (key, value) in section.iter().filter(|(key, _)| *key != "description") {
        let _ = writeln!(text, "{key}: {value}");
    }
}

/// Writes a line of a description: control characters, `%`, `:` and what is not ASCII percent-encoded.
fn encode(line: &str, text: &mut String) {
    for byte in line.bytes() {
        match byte {
            b' '..=b'~' if !matches!(byte, b'%' | b':') => text.push(char::from(byte)),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(options: &[(&str, &str)]) -> VirtualMachine {
        let mut machine = VirtualMachine::default();
        for (key, value) in options {
            set(&mut machine.config, key, value);
        }
        machine
    }

    #[test]
    fn the_digest_is_that_of_the_file() {
        assert_eq!(machine(&[("lock", "create")]).digest(), "a7e9f8c42935261b36fcd1d7d6cd8cd41648da49");
        let clone = machine(&[("lock", "clone"), ("description", " qmclone temporary file")]);
        assert_eq!(clone.digest(), "eb54fb9d9f120ba0c3bdf694f73b10002c375c38");
    }

    #[test]
    fn a_file_shows_descriptions_first_then_options_in_order() {
        let mut machine = machine(&[("memory", "256"), ("description", "no newline % # ü\nb: c\n"), ("boot", "")]);
        machine.pending.insert("memory".to_owned(), "512".to_owned());
        machine.pending_deletions.extend([("serial0".to_owned(), false), ("net1".to_owned(), true)]);
        machine.cloud_init.insert("name".to_owned(), "lin-1".to_owned());
        let config = Section::from([("memory".to_owned(), "128".to_owned())]);
        machine.snapshots.insert("s1".to_owned(), Snapshot { config, time: 7, ..Snapshot::default() });
        insta::assert_snapshot!(machine.file().replace(' ', "·"), @r"
        #no·newline·%25·#·%C3%BC
        #b%3A·c
        boot:··
        memory:·256

        [PENDING]
        delete:·!net1,serial0
        memory:·512

        [special:cloudinit]
        name:·lin-1

        [s1]
        memory:·128
        snaptime:·7
        ");
    }

    #[test]
    fn what_waits_is_merged_over_what_is() {
        let mut machine = machine(&[("memory", "256"), ("serial0", "socket")]);
        machine.pending.insert("memory".to_owned(), "512".to_owned());
        machine.pending_deletions.insert("serial0".to_owned(), false);
        let expected = Section::from([("memory".to_owned(), "512".to_owned())]);
        assert_eq!(machine.effective(), expected);
        machine.settle();
        assert_eq!(machine.config, expected);
        assert!(machine.pending.is_empty() && machine.pending_deletions.is_empty());
    }
}
