//! What holds for every map.
