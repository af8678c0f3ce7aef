//! What shares a value that should be one's own.

/// The values that are equal by their key, in groups of more than one: by order of keys, each group in the order given.
pub(super) fn sharing<K: Ord, T: Copy>(values: impl Iterator<Item = (K, T)>) -> Vec<Vec<T>> {
    let mut seen: Vec<(K, T)> = values.collect();
    // The sort is stable, so equal values stay in the order given.
    seen.sort_by(|left, right| left.0.cmp(&right.0));
    seen.chunk_by(|left, right| left.0 == right.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, value)| *value).collect())
        .collect()
}
