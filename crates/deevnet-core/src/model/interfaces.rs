//! The interfaces of one host.

use serde::{Serialize, Serializer};

use super::interface::Interface;

/// The interfaces of one host, sorted by name; no name stands twice.
///
/// A plain list: a host has one to a few, and a tree of them would reserve room for eleven.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interfaces {
    sorted: Vec<Interface>,
}

impl Interfaces {
    /// The interfaces, in order of their names.
    pub fn values(&self) -> std::slice::Iter<'_, Interface> {
        self.sorted.iter()
    }

    /// The interface of a name.
    pub fn get(&self, name: &str) -> Option<&Interface> {
        self.position(name).ok().map(|index| &self.sorted[index])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The interface of a name, added with nothing known where there is none yet.
    pub(super) fn get_or_add(&mut self, name: &str) -> &mut Interface {
        let index = match self.position(name) {
            Ok(index) => index,
            Err(index) => {
                self.sorted.reserve_exact(1);
                self.sorted.insert(index, Interface::new(name));
                index
            }
        };
        &mut self.sorted[index]
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.sorted.binary_search_by(|interface| (*interface.name).cmp(name))
    }
}

impl Serialize for Interfaces {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.sorted.iter().map(|interface| (&interface.name, interface)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interfaces_are_sorted_and_stand_once() {
        let mut interfaces = Interfaces::default();
        for name in ["eth1", "wifi", "eth0", "eth1"] {
            interfaces.get_or_add(name);
        }
        let names: Vec<&str> = interfaces.values().map(|interface| &*interface.name).collect();
        assert_eq!(names, ["eth0", "eth1", "wifi"]);
        assert!(interfaces.get("wifi").is_some());
        assert!(interfaces.get("wif").is_none());
        assert_eq!((interfaces.len(), interfaces.is_empty()), (3, false));
    }
}
