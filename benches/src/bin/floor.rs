//! The least that any loader has to pay: reads every YAML file of a folder and runs the bare event parser over it.
//!
//! `floor FOLDER`, on one thread. Prints the number of files, bytes and events, so that nothing can be left out.
#![expect(clippy::print_stdout, reason = "a measured program says what it has done")]

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use saphyr_parser::Parser;

#[derive(Default)]
struct Work {
    files: usize,
    bytes: usize,
    events: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: floor FOLDER")?;
    let mut work = Work::default();
    read_folder(Path::new(&folder), &mut work)?;
    println!("{} files, {} bytes, {} events", work.files, work.bytes, work.events);
    Ok(())
}

fn read_folder(folder: &Path, work: &mut Work) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), work)?;
        } else {
            read_file(&entry.path(), work)?;
        }
    }
    Ok(())
}

fn read_file(path: &Path, work: &mut Work) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    work.files += 1;
    work.bytes += text.len();
    for event in Parser::new_from_str(&text) {
        event?;
        work.events += 1;
    }
    Ok(())
}
