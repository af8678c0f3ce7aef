//! What asks a node: authentication, retries, limits and tasks.
