//! What a declaration does not say about the files that are emitted from it.

use deevnet_core::emit::EmitOptions;

use crate::error::Result;

/// The details as Python names them; what is `None` is as the target has it.
#[derive(Debug, Default)]
pub(crate) struct Details<'a> {
    pub(crate) serial: Option<u32>,
    pub(crate) interface: Option<&'a str>,
    pub(crate) wan: Option<&'a str>,
    pub(crate) name_server: Option<&'a str>,
    pub(crate) description_prefix: Option<&'a str>,
    pub(crate) dialect: Option<&'a str>,
    pub(crate) guard_router: bool,
}

impl Details<'_> {
    /// The options that they are.
    pub(crate) fn options(&self) -> Result<EmitOptions> {
        let mut options = EmitOptions::default();
        options.serial = self.serial.unwrap_or(options.serial);
        options.interface = self.interface.map(str::parse).transpose()?;
        options.wan = self.wan.map(str::parse).transpose()?;
        options.name_server = self.name_server.map(str::parse).transpose()?;
        options.description_prefix = self.description_prefix.map(str::to_owned);
        options.dialect = self.dialect.map(str::parse).transpose()?.unwrap_or(options.dialect);
        options.guard_router = self.guard_router;
        Ok(options)
    }
}
