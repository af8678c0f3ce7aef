//! The typed model of one substrate.

/// One substrate.
#[derive(Debug, Clone, Default)]
pub struct Substrate {}
