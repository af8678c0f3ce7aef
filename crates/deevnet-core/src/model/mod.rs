//! The typed model of one substrate.
