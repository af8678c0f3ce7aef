//! Standalone nodes that are not there: a server with their state and behaviour.
