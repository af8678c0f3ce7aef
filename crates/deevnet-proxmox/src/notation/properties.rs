//! Lists of options: what stands between the commas of a network device or a disk.

use std::fmt;

/// What no value of a list of options can hold: what separates the options, and line breaks.
const SEPARATORS: [char; 4] = [',', '\n', '\r', '\0'];

/// Options in the order in which they were written, each key once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Properties(Vec<(String, String)>);

impl Properties {
    /// The options of a text; a part without `=` has the key `bare`.
    ///
    /// Gives the rule that the text breaks where it is no such list.
    pub(super) fn parse(text: &str, bare: &str) -> Result<Self, &'static str> {
        let mut properties = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((bare, part));
            if key.is_empty() || value.is_empty() {
                return Err("an option has a key and a value");
            }
            if properties.get(key).is_some() {
                return Err("an option stands in it once");
            }
            if !is_value(value) {
                return Err("it is one line");
            }
            properties.0.push((key.to_owned(), value.to_owned()));
        }
        Ok(properties)
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<String> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(place).1)
    }

    /// Sets an option where it stands, or behind the others; removes it where there is no value.
    pub(super) fn set(&mut self, key: &str, value: Option<String>) {
        let Some(value) = value else {
            self.remove(key);
            return;
        };
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, place)) => *place = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Writes a comma and `key=value` for each option, sorted by key, as Proxmox VE prints them.
    pub(super) fn write_sorted(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let mut options: Vec<_> = self.iter().collect();
        options.sort_unstable();
        options.into_iter().try_for_each(|(key, value)| write!(f, ",{key}={value}"))
    }
}

/// Whether a text can be the value of an option.
pub(super) fn is_value(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains(SEPARATORS)
}

/// Whether a text can be the key of an option.
pub(super) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_each_option_once() {
        let properties = Properties::parse("local:1, size=1G,,ssd=1", "file").unwrap();
        assert_eq!(properties.iter().collect::<Vec<_>>(), [("file", "local:1"), ("size", "1G"), ("ssd", "1")]);
        for (wrong, rule) in [
            ("a=1,a=2", "an option stands in it once"),
            ("a=", "an option has a key and a value"),
            ("=1", "an option has a key and a value"),
            ("a=1\nb", "it is one line"),
        ] {
            assert_eq!(Properties::parse(wrong, "file"), Err(rule), "{wrong}");
        }
    }
}
