//! Where allocated identities are kept: the inventory itself, or a PostgreSQL database that several writers share.

mod error;
#[cfg(feature = "postgres")]
pub mod postgres;
mod registry;

pub use error::RegistryError;
pub use registry::{Import, Registry};
