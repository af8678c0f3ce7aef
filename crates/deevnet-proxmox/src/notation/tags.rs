//! Tags of guests.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// The tags of a guest: lower case, each once, in order.
///
/// Proxmox VE reads `;`, `,` and white space between tags, normalises them when it changes them and not when it creates a
/// guest; here they are always normalised. Any text can be read; a guest without tags has the text ` `.
///
/// ```
/// use deevnet_proxmox::notation::Tags;
///
/// let tags = Tags::read("Web, orchard;web");
/// assert_eq!(tags.to_string(), "orchard;web");
/// assert!(Tags::read(" ").is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Tags(BTreeSet<String>);

impl Tags {
    /// The tags of a text.
    pub fn read(text: &str) -> Self {
        let tags = text.split(|character: char| matches!(character, ';' | ',') || character.is_whitespace());
        Self(tags.filter(|tag| !tag.is_empty()).map(str::to_lowercase).collect())
    }

    /// Whether a tag is among them, in any case.
    pub fn contains(&self, tag: &str) -> bool {
        self.0.contains(&tag.to_lowercase())
    }

    /// Adds the tags of a text, which is one tag or several.
    pub fn insert(&mut self, text: &str) {
        self.0.extend(Self::read(text).0);
    }

    /// Removes a tag and tells whether it was there.
    pub fn remove(&mut self, tag: &str) -> bool {
        self.0.remove(&tag.to_lowercase())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The tags in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromStr for Tags {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::read(text))
    }
}

impl<T: AsRef<str>> FromIterator<T> for Tags {
    fn from_iter<I: IntoIterator<Item = T>>(tags: I) -> Self {
        let mut collected = Self::default();
        tags.into_iter().for_each(|tag| collected.insert(tag.as_ref()));
        collected
    }
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags: Vec<&str> = self.iter().collect();
        f.pad(&tags.join(";"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn any_separator_separates() {
        assert_eq!(Tags::read("Web;prod web,zeta").to_string(), "prod;web;zeta");
        assert_eq!(Tags::read(";;a;;"), Tags::read("a"));
        assert_eq!(Tags::read("").to_string(), "");
    }

    #[test]
    fn one_changes_and_the_others_stay() {
        let mut tags = Tags::read("b;a");
        tags.insert("C;a");
        assert!(tags.contains("c") && tags.remove("A") && !tags.remove("a"));
        assert_eq!(tags.iter().collect::<Vec<_>>(), ["b", "c"]);
        assert_eq!(["c", "B"].iter().collect::<Tags>(), tags);
    }

    proptest! {
        #[test]
        fn parse_print_parse(text in ".*") {
            let tags = Tags::read(&text);
            prop_assert_eq!(&Tags::read(&tags.to_string()), &tags);
        }
    }
}
