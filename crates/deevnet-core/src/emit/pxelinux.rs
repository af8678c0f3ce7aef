//! A PXELINUX configuration for every machine that boots an image with it, named after its MAC address.
//!
//! The files belong into `pxelinux.cfg/`; the `01` before the address is the hardware type of Ethernet.

use std::fmt::{self, Write};

use super::boot_configuration::{BootConfiguration, BootLoader, of_loader};
use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::published::Published;
use super::target::Target;
use crate::mac::MacStyle;

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let mut emission = Emission::default();
    for configuration in of_loader(published, BootLoader::Pxelinux) {
        let name = format!("01-{}", configuration.mac.format(MacStyle::LowerHyphen));
        emission.files.push(EmittedFile::new(name, text(published, configuration)?));
    }
    if emission.files.is_empty() {
        return Err(EmitError::BootUnknown { target: Target::Pxelinux });
    }
    emission.files.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(emission)
}

/// There is no quoting: a value ends with its line.
fn text(published: &Published, configuration: &BootConfiguration) -> Result<String, fmt::Error> {
    let BootConfiguration { label, mac, folder, options, .. } = configuration;
    let mut text = String::new();
    writeln!(text, "# {}\n# {label}, {mac}", Header(published))?;
    writeln!(text, "DEFAULT image\nPROMPT 0\n\nLABEL image")?;
    writeln!(text, "  KERNEL /{folder}/vmlinuz\n  INITRD /{folder}/initrd.img")?;
    write!(text, "  APPEND ip=dhcp rd.neednet=1")?;
    for word in options.words() {
        write!(text, " {word}")?;
    }
    text.push('\n');
    Ok(text)
}
