//! Tenants: how each is numbered, what follows from its number, and what adding or removing one changes.
