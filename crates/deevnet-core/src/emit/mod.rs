//! Lists and configurations for consumers.
