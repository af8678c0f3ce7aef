//! The reading of all declared nodes at once.
