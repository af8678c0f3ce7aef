//! `deevnet.toml`: where it stands and how it is read.

mod fault;
mod reader;

use std::fs;
use std::path::{Path, PathBuf};

use deevnet_core::config::Config;

pub use fault::{ConfigError, ConfigFault, ConfigFaultKind};

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "deevnet.toml";

/// Its name where Ansible is given the whole directory as an inventory: Ansible leaves hidden files alone, but would
/// read `deevnet.toml` as hosts and groups.
pub const HIDDEN_CONFIG_FILE: &str = ".deevnet.toml";

/// Reads the configuration that belongs to a substrate: `deevnet.toml` or `.deevnet.toml` in its directory or, where
/// there is none, in the directory above, which then counts as [shared](Config::shared) by several substrates. Without
/// any, the configuration is empty.
///
/// The path is that of the substrate's directory or of a host file in it.
///
/// # Errors
///
/// A directory holds both files; or the file cannot be read, or has faults; all of them are told.
pub fn config_for(substrate: &Path) -> Result<Config, ConfigError> {
    let directory = directory_of(substrate);
    let own = config_in(&directory)?;
    if stands(&own) {
        return read_config(&own);
    }
    let shared = config_in(&above(&directory))?;
    if stands(&shared) {
        return read_config(&shared).map(Config::shared);
    }
    Ok(Config::default())
}

/// Reads a configuration file.
///
/// # Errors
///
/// The file cannot be read, or has faults; all of them are told.
pub fn read_config(path: &Path) -> Result<Config, ConfigError> {
    let name = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => parse_config(&name, &text),
        Err(source) => Err(ConfigError::Unreadable { path: name, source }),
    }
}

/// Parses the text of a configuration file; `name` is the path that its findings and faults show.
///
/// ```
/// use deevnet_core::config::Level;
/// use deevnet_core::rules;
///
/// let config = deevnet_inventory::parse_config("deevnet.toml", "[severity]\nduplicate-key = \"off\"\n")?;
/// assert_eq!(config.level(&rules::DUPLICATE_KEY), Level::Off);
///
/// let error = deevnet_inventory::parse_config("deevnet.toml", "[severty]\n").unwrap_err();
/// assert_eq!(error.faults()[0].hint(), Some("did you mean `severity`?"));
/// # Ok::<(), deevnet_inventory::ConfigError>(())
/// ```
///
/// # Errors
///
/// The text has faults; all of them are told.
pub fn parse_config(name: &str, text: &str) -> Result<Config, ConfigError> {
    reader::read(name, text).map_err(|faults| ConfigError::Invalid { faults })
}

fn directory_of(substrate: &Path) -> PathBuf {
    if substrate.is_dir() { substrate.to_owned() } else { above(substrate) }
}

/// The configuration file of a directory, as the user would write it: the plain name unless only the hidden one is there.
fn config_in(directory: &Path) -> Result<PathBuf, ConfigError> {
    let named = |name: &str| if directory == Path::new(".") { PathBuf::from(name) } else { directory.join(name) };
    let (plain, hidden) = (named(CONFIG_FILE), named(HIDDEN_CONFIG_FILE));
    match (stands(&plain), stands(&hidden)) {
        (true, true) => Err(ConfigError::Ambiguous { plain, hidden }),
        (false, true) => Ok(hidden),
        (_, false) => Ok(plain),
    }
}

/// The directory above a path, as the user would write it.
fn above(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if path.file_name().is_some() => {
            if parent.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                parent.to_owned()
            }
        }
        _ => path.join(".."),
    }
}

fn stands(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use deevnet_core::config::Level;
    use deevnet_core::rules::DUPLICATE_KEY;

    use super::*;

    const OFF: &str = "[severity]\nDV902 = \"off\"\n";

    #[test]
    fn the_directory_above_is_written_as_short_as_possible() {
        assert_eq!(above(Path::new("a/b")), Path::new("a"));
        assert_eq!(above(Path::new("hosts.yml")), Path::new("."));
        assert_eq!(above(Path::new(".")), Path::new("./.."));
        assert_eq!(above(Path::new("..")), Path::new("../.."));
        assert_eq!(config_in(&above(Path::new("hosts.yml"))).unwrap(), Path::new(CONFIG_FILE));
    }

    #[test]
    fn the_substrates_own_file_comes_before_the_one_above() {
        let root = tempfile::tempdir().unwrap();
        let substrate = root.path().join("attic");
        fs::create_dir(&substrate).unwrap();
        fs::write(substrate.join("hosts.yml"), "").unwrap();
        assert_eq!(config_for(&substrate).unwrap(), Config::default());
        fs::write(root.path().join(CONFIG_FILE), OFF).unwrap();
        let shared = config_for(&substrate.join("hosts.yml")).unwrap();
        assert_eq!(shared.level(&DUPLICATE_KEY), Level::Off);
        assert_eq!(shared, shared.clone().shared());
        fs::write(substrate.join(CONFIG_FILE), "").unwrap();
        assert_eq!(config_for(&substrate).unwrap(), Config::default());
    }

    #[test]
    fn the_hidden_name_serves_where_the_plain_one_is_absent() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(HIDDEN_CONFIG_FILE), OFF).unwrap();
        assert_eq!(config_for(root.path()).unwrap().level(&DUPLICATE_KEY), Level::Off);
    }

    #[test]
    fn both_names_in_one_directory_are_an_error() {
        let root = tempfile::tempdir().unwrap();
        let (plain, hidden) = (root.path().join(CONFIG_FILE), root.path().join(HIDDEN_CONFIG_FILE));
        fs::write(&plain, OFF).unwrap();
        fs::write(&hidden, "").unwrap();
        let error = config_for(root.path()).unwrap_err();
        assert_eq!(error.to_string(), format!("`{}` and `{}` both stand here", plain.display(), hidden.display()));
        assert_eq!(error.hint(), Some("keep one of them"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join(CONFIG_FILE)).unwrap();
        let error = config_for(root.path()).unwrap_err();
        assert!(matches!(error, ConfigError::Unreadable { .. }), "{error:?}");
        assert!(error.faults().is_empty());
    }
}
