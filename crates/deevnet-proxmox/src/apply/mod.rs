//! The running of a plan, and the proof that it did what it says.
