//! What the declaration does not say, as the command line names it.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use deevnet_core::emit::{EmitError, EmitOption, EmitOptions, InterfaceName, SwitchDialect, Target};
use deevnet_core::name::DomainName;

/// What the declaration does not say.
#[derive(Debug, Args)]
pub(super) struct DetailArguments {
    /// Begin descriptions with this text (dhcp-reservations, wol, opnsense-kea, opnsense-unbound).
    #[arg(long, value_name = "TEXT")]
    description_prefix: Option<String>,

    /// Serve DHCP on this interface only (dnsmasq, kea-dhcp4), or put VLANs on it (nftables, vyos).
    #[arg(long, value_name = "NAME")]
    interface: Option<InterfaceName>,

    /// The host that the router is (nftables, vyos). Default: the one with the most gateways of segments.
    #[arg(long, value_name = "HOST")]
    router: Option<String>,

    /// The router's interface to the internet (nftables, vyos). Default: the one whose purpose is `wan`.
    #[arg(long, value_name = "NAME")]
    wan: Option<InterfaceName>,

    /// The name server of the zones (bind-forward, bind-reverse). Default: the host that publishes the service `dns`.
    #[arg(long, value_name = "NAME")]
    name_server: Option<DomainName>,

    /// The serial of the zones (bind-forward, bind-reverse); secondary servers take a change only where it is higher, so
    /// give one that grows, such as `$(git log -1 --format=%ct)`. Default: 1.
    #[arg(long, value_name = "NUMBER")]
    serial: Option<u32>,

    /// The command language of the switches (switch-cli). Default: tp-link.
    #[arg(long, value_name = "DIALECT", value_parser = dialects())]
    dialect: Option<SwitchDialect>,

    /// Judge packets to the router itself as well (nftables, vyos): without rules for it, it will not answer.
    #[arg(long)]
    guard_router: bool,
}

fn dialects() -> impl TypedValueParser<Value = SwitchDialect> {
    let value = |dialect: &SwitchDialect| PossibleValue::new(dialect.name());
    PossibleValuesParser::new(SwitchDialect::ALL.iter().map(value)).try_map(|name| name.parse::<SwitchDialect>())
}

impl DetailArguments {
    /// The options that they are, for one target or, where there is none, for all.
    ///
    /// # Errors
    ///
    /// When one is given that the target has no use for.
    pub(super) fn options(&self, target: Option<Target>) -> Result<EmitOptions, EmitError> {
        if let Some(target) = target {
            self.given().try_for_each(|option| option.require_used_by(target))?;
        }
        let mut options = EmitOptions::default();
        options.description_prefix.clone_from(&self.description_prefix);
        options.interface.clone_from(&self.interface);
        options.router.clone_from(&self.router);
        options.wan.clone_from(&self.wan);
        options.name_server.clone_from(&self.name_server);
        options.serial = self.serial.unwrap_or(options.serial);
        options.dialect = self.dialect.unwrap_or(options.dialect);
        options.guard_router = self.guard_router;
        Ok(options)
    }

    /// Those that the command line has.
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

#[cfg(test)]
mod tests {
    use clap::{Args, Command};
    use deevnet_core::emit::{EmitOptions, SwitchDialect};

    use super::*;

    fn help(option: EmitOption) -> String {
        let command = DetailArguments::augment_args(Command::new("emit"));
        let argument = command.get_arguments().find(|argument| argument.get_long() == Some(option.name()));
        argument.and_then(|argument| argument.get_help()).map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn the_help_of_an_option_names_the_targets_that_use_it() {
        for option in EmitOption::ALL {
            let help = help(*option);
            for target in Target::ALL {
                let names = help.split(|found: char| !(found.is_ascii_alphanumeric() || found == '-'));
                let is_named = names.clone().any(|name| name == target.name());
                assert_eq!(is_named, option.is_used_by(*target), "--{option} and {target}: {help}");
            }
        }
    }

    #[test]
    fn the_help_tells_the_defaults() {
        assert!(help(EmitOption::Serial).ends_with(&format!("Default: {}", EmitOptions::DEFAULT_SERIAL)));
        assert!(help(EmitOption::Dialect).ends_with(&format!("Default: {}", SwitchDialect::default())));
    }
}
