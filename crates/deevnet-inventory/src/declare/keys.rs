//! The keys that a declaration takes, numbered.

use deevnet_core::declared::{HOST_KEYS, SUBSTRATE_KEYS};

/// A key that identity is made of, by its number: first those of a host, then those of the substrate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(usize);

impl Key {
    /// The key of that name; one that may stand for both is the substrate's.
    pub(super) fn find(name: &str) -> Option<Self> {
        match SUBSTRATE_KEYS.binary_search(&name) {
            Ok(place) => Some(Self(HOST_KEYS.len() + place)),
            Err(_) => HOST_KEYS.binary_search(&name).ok().map(Self),
        }
    }

    /// Every key once, in order.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..HOST_KEYS.len() + SUBSTRATE_KEYS.len()).map(Self).filter(|key| Self::find(key.name()) == Some(*key))
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        HOST_KEYS.get(self.0).or_else(|| SUBSTRATE_KEYS.get(self.0 - HOST_KEYS.len())).copied().unwrap_or_default()
    }

    /// Whether it holds for the whole substrate.
    pub(super) fn is_substrates(self) -> bool {
        self.0 >= HOST_KEYS.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_for_the_search() {
        assert!(HOST_KEYS.is_sorted() && SUBSTRATE_KEYS.is_sorted());
    }

    #[test]
    fn every_key_is_found_by_its_name() {
        let keys: Vec<Key> = Key::all().collect();
        assert!(keys.is_sorted());
        for key in &keys {
            assert_eq!(Key::find(key.name()), Some(*key));
        }
        for name in SUBSTRATE_KEYS {
            assert!(Key::find(name).is_some_and(Key::is_substrates));
        }
        assert_eq!(Key::find("ansible_host"), None);
    }
}
