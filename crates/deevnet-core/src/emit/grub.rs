//! A GRUB configuration for every machine that boots an image from the network, named after its MAC address.
//!
//! GRUB itself asks for `grub.cfg-01-<mac>` (GNU GRUB manual, "Network"); images with a search of their own, such as
//! the estate's, ask for the MAC address alone, in lower or in upper case. All words are quoted: a semicolon in a
//! kernel option would end the command.

use std::fmt::{self, Write};

use super::boot_configuration::{BootConfiguration, BootLoader, of_loader};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::left_out::{LeftOut, Part};
use super::published::Published;
use super::reason::Reason;
use super::target::Target;
use crate::finding::Subject;
use crate::mac::MacStyle;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let mut emission = Emission::default();
    for configuration in of_loader(published, BootLoader::Grub) {
        if changes(configuration) {
            emission.left_out.push(left_out(configuration));
            continue;
        }
        let text = text(published, configuration)?;
        let names = names(configuration);
        emission.files.extend(names.into_iter().map(|name| EmittedFile::new(name, text.clone())));
    }
    if emission.files.is_empty() && emission.left_out.is_empty() {
        return Err(EmitError::BootUnknown { target: Target::Grub });
    }
    emission.files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(emission)
}

/// Whether GRUB would change an option: it puts a backslash before each quote and backslash.
fn changes(configuration: &BootConfiguration) -> bool {
    configuration.options.as_str().contains(['\'', '"', '\\'])
}

fn left_out(configuration: &BootConfiguration) -> LeftOut {
    LeftOut {
        subject: Subject::interface(configuration.host.clone(), configuration.interface.clone()),
        part: Part::BootConfiguration,
        rule: None,
        message: Reason::KernelOptionQuote.to_string(),
    }
}

/// The names that GRUB images look for.
fn names(configuration: &BootConfiguration) -> Vec<String> {
    let mac = configuration.mac.format(MacStyle::LowerHyphen);
    let capital = configuration.mac.format(MacStyle::UpperHyphen);
    let mut names = vec![format!("grub.cfg-01-{mac}"), format!("grub.cfg-{mac}"), format!("grub.cfg-{capital}")];
    names.dedup();
    names
}

fn text(published: &Published, configuration: &BootConfiguration) -> Result<String, fmt::Error> {
    let BootConfiguration { label, mac, title, folder, options, .. } = configuration;
    let mut text = String::new();
    writeln!(text, "# {}\n# {label}, {mac}", Header(published))?;
    writeln!(text, "set default=0\nset timeout=0\n\nmenuentry {} {{", Quoted(title.as_str()))?;
    write!(text, "    linux /{folder}/vmlinuz ip=dhcp rd.neednet=1")?;
    for word in options.words() {
        write!(text, " {}", Quoted(word))?;
    }
    writeln!(text, "\n    initrd /{folder}/initrd.img\n}}")?;
    Ok(text)
}

/// Text in single quotes, inside which GRUB reads nothing as anything else; a single quote stands outside them.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::emit::testing::{lab, published};
    use crate::emit::{EmitOptions, emit};

    /// The words of a line as GRUB reads them (GNU GRUB manual, "Quoting"); `None` where a quote is left open or
    /// anything outside quotes means more than itself.
    fn words(line: &str) -> Option<Vec<String>> {
        let (mut words, mut word, mut is_quoted) = (Vec::new(), None::<String>, false);
        let mut characters = line.chars();
        while let Some(character) = characters.next() {
            match (is_quoted, character) {
                (_, '\'') => {
                    is_quoted = !is_quoted;
                    word.get_or_insert_default();
                }
                (false, '\\') => word.get_or_insert_default().push(characters.next()?),
                (false, ' ') => words.extend(word.take()),
                (false, '"' | '$' | ';' | '#' | '&' | '|' | '<' | '>') => return None,
                _ => word.get_or_insert_default().push(character),
            }
        }
        words.extend(word);
        (!is_quoted).then_some(words)
    }

    proptest! {
        #[test]
        fn grub_reads_what_is_declared(
            title in "[ -~\u{e4}\u{2028}]{1,40}|.{1,9}", options in "[ -~]{0,60}|[a-z=;$(){}#]{0,20}",
        ) {
            let mut json = lab();
            json["hosts"]["provisioner-ph01"]["bootstrap_grub_mac_configs"] = json!([{
                "hostname": "worker-vm02", "mac": "00:00:5e:00:53:31", "dest_subdir": "vyos", "image_name": title,
                "boot_options": options,
            }]);
            let emission = emit(Target::Grub, &published(&json), &EmitOptions::default()).unwrap();
            let Some(file) = emission.files.first() else {
                prop_assert!(!emission.left_out.is_empty());
                prop_assert!(options.contains(['\'', '"', '\\']) || title.parse::<crate::emit::BootTitle>().is_err());
                return Ok(());
            };
            let lines: Vec<&str> = file.content.split('\n').collect();
            prop_assert_eq!(lines.len(), 10);
            prop_assert_eq!(words(lines[5]), Some(vec!["menuentry".to_owned(), title.trim().to_owned(), "{".to_owned()]));
            let read = words(lines[6]).unwrap_or_default();
            prop_assert_eq!(&read[..4], ["linux", "/vyos/vmlinuz", "ip=dhcp", "rd.neednet=1"]);
            prop_assert_eq!(&read[4..], options.split_ascii_whitespace().collect::<Vec<_>>());
        }
    }
}
