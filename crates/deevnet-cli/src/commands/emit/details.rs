//! What the declaration does not say, as the command line names it.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use deevnet_core::emit::{EmitOptions, InterfaceName, SwitchDialect};
use deevnet_core::name::DomainName;

/// What the declaration does not say.
#[derive(Debug, Args)]
pub(super) struct DetailArguments {
    /// Begin descriptions with this text.
    #[arg(long, value_name = "TEXT")]
    description_prefix: Option<String>,

    /// Serve DHCP on this interface only (dnsmasq, kea-dhcp4), or put VLANs on it (vyos).
    #[arg(long, value_name = "NAME")]
    interface: Option<InterfaceName>,

    /// The name server of the zones. Default: the host that publishes the service `dns`.
    #[arg(long, value_name = "NAME")]
    name_server: Option<DomainName>,

    /// The serial of the zones.
    #[arg(long, value_name = "NUMBER", default_value_t = EmitOptions::DEFAULT_SERIAL)]
    serial: u32,

    /// The command language of the switches (switch-cli).
    #[arg(long, value_name = "DIALECT", default_value_t, value_parser = dialects())]
    dialect: SwitchDialect,

    /// Judge packets to the router itself as well (nftables): without rules for it, it will not answer.
    #[arg(long)]
    guard_router: bool,
}

fn dialects() -> impl TypedValueParser<Value = SwitchDialect> {
    let value = |dialect: &SwitchDialect| PossibleValue::new(dialect.name());
    PossibleValuesParser::new(SwitchDialect::ALL.iter().map(value)).try_map(|name| name.parse::<SwitchDialect>())
}

impl DetailArguments {
    /// The options that they are.
    pub(super) fn options(&self) -> EmitOptions {
        let mut options = EmitOptions::default();
        options.description_prefix.clone_from(&self.description_prefix);
        options.interface.clone_from(&self.interface);
        options.name_server.clone_from(&self.name_server);
        options.serial = self.serial;
        options.dialect = self.dialect;
        options.guard_router = self.guard_router;
        options
    }
}
