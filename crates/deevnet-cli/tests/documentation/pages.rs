//! Generated pages and the folder that they stand in.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The first line of every generated page, by which one that is no longer made is found.
const MARK: &str = "<!-- Generated: `cargo xtask docs` writes this page. -->\n\n";

/// Pages by the name of their file.
#[derive(Default)]
pub(crate) struct Pages(BTreeMap<String, String>);

impl Pages {
    /// Adds a page.
    pub(crate) fn add(&mut self, name: &str, text: &str) {
        self.0.insert(name.to_owned(), format!("{MARK}{text}"));
    }

    /// Compares them with the committed ones, or writes them where `DEEVNET_DOCS_UPDATE` says so.
    pub(crate) fn settle(&self, folder: &str) -> Result<(), Box<dyn Error>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
        fs::create_dir_all(&folder)?;
        let committed = committed(&folder)?;
        if env::var_os("DEEVNET_DOCS_UPDATE").is_some_and(|value| value == "1") {
            return self.write(&folder, &committed);
        }
        let names = self.0.keys().chain(committed.keys()).collect::<BTreeSet<_>>();
        let stale: Vec<_> = names.into_iter().filter(|name| self.0.get(*name) != committed.get(*name)).collect();
        assert!(stale.is_empty(), "run `cargo xtask docs`: {stale:?} in {} are out of date", folder.display());
        Ok(())
    }

    fn write(&self, folder: &Path, committed: &BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
        for name in committed.keys().filter(|name| !self.0.contains_key(*name)) {
            fs::remove_file(folder.join(name))?;
        }
        for (name, text) in &self.0 {
            fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

/// The generated pages that stand in a folder.
fn committed(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            let text = fs::read_to_string(&path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if text.starts_with(MARK) {
                pages.insert(name, text);
            }
        }
    }
    Ok(pages)
}
