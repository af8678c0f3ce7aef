//! What a declaration does not say about the files that are emitted from it.

use deevnet_core::emit::{EmitOption, EmitOptions, Target};

use crate::error::Result;

/// The details as Python names them; what is `None` is as the target has it.
#[derive(Debug, Default)]
pub(crate) struct Details<'a> {
    pub(crate) serial: Option<u32>,
    pub(crate) interface: Option<&'a str>,
    pub(crate) router: Option<&'a str>,
    pub(crate) wan: Option<&'a str>,
    pub(crate) name_server: Option<&'a str>,
    pub(crate) description_prefix: Option<&'a str>,
    pub(crate) dialect: Option<&'a str>,
    pub(crate) guard_router: bool,
}

impl Details<'_> {
    /// The options that they are, for one target or, where there is none, for all; the target has a use for each.
    pub(crate) fn options(&self, target: Option<Target>) -> Result<EmitOptions> {
        let mut options = EmitOptions::default();
        options.serial = self.serial.unwrap_or(options.serial);
        options.interface = self.interface.map(str::parse).transpose()?;
        options.router = self.router.map(str::to_owned);
        options.wan = self.wan.map(str::parse).transpose()?;
        options.name_server = self.name_server.map(str::parse).transpose()?;
        options.description_prefix = self.description_prefix.map(str::to_owned);
        options.dialect = self.dialect.map(str::parse).transpose()?.unwrap_or(options.dialect);
        options.guard_router = self.guard_router;
        if let Some(target) = target {
            self.given().try_for_each(|option| option.require_used_by(target))?;
        }
        Ok(options)
    }

    /// Those that Python gave.
    fn given(&self) -> impl Iterator<Item = EmitOption> {
        EmitOption::ALL.iter().copied().filter(|option| match option {
            EmitOption::DescriptionPrefix => self.description_prefix.is_some(),
            EmitOption::Interface => self.interface.is_some(),
            EmitOption::Router => self.router.is_some(),
            EmitOption::Wan => self.wan.is_some(),
            EmitOption::NameServer => self.name_server.is_some(),
            EmitOption::Serial => self.serial.is_some(),
            EmitOption::Dialect => self.dialect.is_some(),
            EmitOption::GuardRouter => self.guard_router,
        })
    }
}
