//! Equal keys stored once.

use std::sync::Arc;

use rustc_hash::FxHashSet;

/// A pool of texts that occur again and again, such as the keys of host variables.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    texts: FxHashSet<Arc<str>>,
}

impl Interner {
    /// The shared copy of a text.
    pub(crate) fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(found) = self.texts.get(text) {
            return Arc::clone(found);
        }
        let shared: Arc<str> = Arc::from(text);
        self.texts.insert(Arc::clone(&shared));
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_allocation() {
        let mut interner = Interner::default();
        let first = interner.intern("mac");
        assert!(Arc::ptr_eq(&first, &interner.intern("mac")));
        assert!(!Arc::ptr_eq(&first, &interner.intern("ip")));
    }
}
