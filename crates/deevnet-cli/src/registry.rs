//! The registry that a verb works on.

use std::path::Path;

use clap::ValueEnum;
use deevnet_registry::postgres::{DatabaseUrl, PostgresRegistry};
use deevnet_registry::{InventoryRegistry, Registry};

use crate::failure::Failure;
use crate::inventory::{Examiner, Origin, ReadingArguments};

/// What keeps the identities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegistryKind {
    /// The inventory: `identity.yml` of each host.
    #[default]
    Inventory,
    /// The PostgreSQL database at `DEEVNET_DATABASE_URL`.
    Postgres,
}

impl RegistryKind {
    /// The registry, for a command that waiting ones are told of; the path and how it is read matter to an inventory.
    pub(crate) fn open(
        self,
        path: Option<&Path>,
        reading: &ReadingArguments,
        command: &str,
    ) -> Result<Box<dyn Registry>, Failure> {
        Ok(match self {
            Self::Inventory => Box::new(inventory(path, reading, command)?),
            Self::Postgres => Box::new(database()?),
        })
    }
}

/// The registry that is the inventory at a path.
pub(crate) fn inventory(
    path: Option<&Path>,
    reading: &ReadingArguments,
    command: &str,
) -> Result<InventoryRegistry, Failure> {
    match Origin::one(path)? {
        Origin::Inventory(path) => {
            let options = Examiner::new(reading, false)?.into_options();
            Ok(InventoryRegistry::new(path, options).for_command(command))
        }
        list => Err(Failure::NoRegistry { name: list.name() }),
    }
}

/// The registry in the database that the environment names.
pub(crate) fn database() -> Result<PostgresRegistry, Failure> {
    Ok(PostgresRegistry::new(DatabaseUrl::from_environment()?))
}
