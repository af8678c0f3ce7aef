//! Names: what a host is called by the estate's standard, and what it is called in the DNS.
//!
//! A host name follows one of two grammars, read into its parts by [`Grammar::parse`]: the classic `[role-]formNN`
//! ([`ClassicName`]) or the fixed-width `dv{NN}{rrr}{sss}{f}{gg}` ([`FixedWidthName`]). Either is also a [`DnsLabel`];
//! with the substrate and the root domain it composes an [`Fqdn`], and an address has its [`reverse_name`].
//!
//! ```
//! use deevnet_core::name::{Form, Fqdn, Grammar, HostName};
//!
//! let HostName::Classic(name) = Grammar::Either.parse("core-rt02")? else { unreachable!() };
//! assert_eq!((name.role(), name.form(), name.number()), (Some("core"), Form::Router, 2));
//!
//! let fqdn = Fqdn::compose(&"core-rt02".parse()?, &"dvntm".parse()?, &"example.net".parse()?)?;
//! assert_eq!(fqdn.to_string(), "core-rt02.dvntm.example.net");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod classic;
mod cursor;
mod domain;
mod fixed_width;
mod form;
mod fqdn;
mod host;
mod label;
mod part;
mod reverse;
mod role_code;
mod suffix;
mod user_name;

pub use classic::{ClassicName, RoleStanding};
pub use domain::{DomainName, ParseDomainError};
pub use fixed_width::{FixedWidthName, FormLetter};
pub use form::{Form, RoleRequirement};
pub use fqdn::Fqdn;
pub use host::{Grammar, HostName};
pub use label::{DnsLabel, ParseLabelError};
pub use part::{NamePart, ParseNameError};
pub use reverse::{reverse_name, reverse_zone};
pub use role_code::RoleCode;
pub use suffix::InterfaceSuffix;
pub use user_name::{ParseUserNameError, UserName};
