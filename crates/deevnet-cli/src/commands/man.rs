//! `deevnet man`: manual pages, from the definition of the command.

mod closing;
mod page;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};

use self::page::Page;
use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::page::count;
use crate::printable::printable;

const EXAMPLES: &str = "\
Examples:
  deevnet man | man -l -                       read the main page
  deevnet man --out ~/.local/share/man/man1    install all of them; then
                                               `man deevnet-check`";

/// Print the manual page, or write it and one for each verb.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ManArguments {
    /// Write the main page and a page for each verb into this directory.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the main page, or writes all pages.
pub(crate) fn run(arguments: &ManArguments, output: &mut Output) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    command.build();
    let Some(folder) = &arguments.out else {
        let page = Page::of(&command).map_err(Failure::Output)?;
        output.print_data(&String::from_utf8_lossy(&page.text))?;
        return Ok(Exit::Clean);
    };
    let pages = Page::all(&command).map_err(Failure::Output)?;
    write(folder, &pages)?;
    let shown = folder.display().to_string();
    output.note(&format!("Wrote {} to {}.\n", count(pages.len(), "page"), printable(&shown)))?;
    Ok(Exit::Clean)
}

fn write(folder: &Path, pages: &[Page]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|source| Failure::Unwritable { path: folder.to_owned(), source })?;
    for page in pages {
        let path = folder.join(&page.file);
        fs::write(&path, &page.text).map_err(|source| Failure::Unwritable { path, source })?;
    }
    Ok(())
}
