//! A file or folder by the path that reads it and the path that is shown.

use std::path::{Path, PathBuf};

/// Where a file or folder is, for the system and for people.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    path: PathBuf,
    shown: String,
}

impl Place {
    /// The place that the user named.
    pub(crate) fn given(path: &Path) -> Self {
        let shown = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        Self { path: path.to_path_buf(), shown }
    }

    /// An entry of the folder at this place.
    pub(crate) fn entry(&self, name: &str) -> Self {
        let shown = match self.shown.as_str() {
            "" | "." => name.to_owned(),
            folder => format!("{}/{name}", folder.trim_end_matches('/')),
        };
        Self { path: self.path.join(name), shown }
    }

    /// The folder that holds the file at this place.
    pub(crate) fn parent(&self) -> Self {
        let path = match self.path.parent() {
            Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
            Some(parent) => parent,
            None => &self.path,
        };
        Self::given(path)
    }

    /// The path that reads it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path that is shown.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_shown_below_the_path_that_was_given() {
        assert_eq!(Place::given(Path::new("lab/")).entry("hosts.yml").shown(), "lab/hosts.yml");
        assert_eq!(Place::given(Path::new(".")).entry("hosts.yml").shown(), "hosts.yml");
        assert_eq!(Place::given(Path::new("/")).entry("hosts.yml").shown(), "/hosts.yml");
    }

    #[test]
    fn a_bare_file_lies_in_the_current_folder() {
        assert_eq!(Place::given(Path::new("hosts.yml")).parent().entry("host_vars").shown(), "host_vars");
        assert_eq!(Place::given(Path::new("lab/hosts.yml")).parent().entry("host_vars").shown(), "lab/host_vars");
    }
}
