//! One page of the manual.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;

use super::closing;

/// The section of the manual that commands are in.
const SECTION: &str = "1";

/// What the page belongs to, at its foot.
const SOURCE: &str = concat!("deevnet ", env!("CARGO_PKG_VERSION"));

/// A page: its text in the language of `man`, and the name of its file.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) file: String,
    pub(super) text: Vec<u8>,
}

impl Page {
    /// The page of a command that is built.
    pub(super) fn of(command: &Command) -> io::Result<Self> {
        let title = title(command);
        let man = Man::new(command.clone()).title(&title);
        let mut text = Vec::new();
        // The date stays empty: the same command gives the same page.
        writeln!(text, ".TH \"{}\" \"{SECTION}\" \"\" \"{SOURCE}\" \"deevnet manual\"", title.to_uppercase())?;
        man.render_name_section(&mut text)?;
        man.render_synopsis_section(&mut text)?;
        man.render_description_section(&mut text)?;
        if command.get_arguments().any(|argument| !argument.is_hide_set()) {
            man.render_options_section(&mut text)?;
        }
        if command.has_subcommands() {
            man.render_subcommands_section(&mut text)?;
        }
        text.extend(closing::sections(command).into_bytes());
        Ok(Self { file: format!("{title}.{SECTION}"), text })
    }

    /// The pages of a command and of every verb below it.
    pub(super) fn all(command: &Command) -> io::Result<Vec<Self>> {
        let mut pages = vec![Self::of(command)?];
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            pages.extend(Self::all(verb)?);
        }
        Ok(pages)
    }
}

/// What a page is called: `deevnet-mac-derive` for `deevnet mac derive`.
fn title(command: &Command) -> String {
    command.get_bin_name().unwrap_or_else(|| command.get_name()).replace(' ', "-")
}
