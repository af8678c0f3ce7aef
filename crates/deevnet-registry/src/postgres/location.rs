//! Where the database is, as a URL says it.

use std::env::{self, VarError};
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use postgres::config::{Config, Host, SslMode, TargetSessionAttrs};

use super::tls::Roots;

/// The environment variable that holds the [`DatabaseUrl`].
pub const DATABASE_URL_VARIABLE: &str = "DEEVNET_DATABASE_URL";

/// How long a host may take to answer, unless `connect_timeout` says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long sent data may stay unanswered before a connection counts as lost, unless the URL says otherwise.
const SILENCE: Duration = Duration::from_secs(30);

/// Where a PostgreSQL database is and how to reach it, as in
/// `postgresql://user:password@host:port/database?sslmode=verify-full`.
///
/// It is written as `libpq` takes it (PostgreSQL manual, section 34.1.1.2), with `?host=/run/postgresql` for the
/// directory of a Unix socket. Two things differ, both to the safe side:
///
/// - TLS is never optional. `sslmode=disable` is plain; `require`, `verify-ca` and `verify-full` all verify the chain
///   and the host name, against the system's authorities or those of `sslrootcert=FILE`; `allow` and `prefer`, which
///   may turn out plain, are refused. Without `sslmode` a connection within the machine is plain and any other is
///   verified.
/// - The password appears in no text: neither `Display` nor `Debug` nor any error shows it.
///
/// ```
/// use deevnet_registry::postgres::DatabaseUrl;
///
/// let url: DatabaseUrl = "postgresql://deevnet:secret@db.example.net/registry".parse()?;
/// assert_eq!(url.to_string(), "postgresql://deevnet@db.example.net:5432/registry");
/// assert!(!format!("{url:?}").contains("secret"));
/// assert!("postgresql://db.example.net/registry?sslmode=prefer".parse::<DatabaseUrl>().is_err());
/// # Ok::<(), deevnet_registry::postgres::DatabaseUrlError>(())
/// ```
#[derive(Clone)]
pub struct DatabaseUrl {
    config: Config,
    roots: Option<Roots>,
}

impl DatabaseUrl {
    /// The URL that the environment holds in [`DATABASE_URL_VARIABLE`].
    ///
    /// # Errors
    /// When the variable is not set or holds no such URL.
    pub fn from_environment() -> Result<Self, DatabaseUrlError> {
        match env::var(DATABASE_URL_VARIABLE) {
            Ok(url) => url.parse(),
            Err(VarError::NotPresent) => Err(DatabaseUrlError::NotSet),
            Err(VarError::NotUnicode(_)) => Err(DatabaseUrlError::Malformed { reason: "it is not UTF-8".to_owned() }),
        }
    }

    /// What the driver connects with.
    pub(super) const fn config(&self) -> &Config {
        &self.config
    }

    /// The authorities that vouch for the server; `None` for a plain connection.
    pub(super) const fn roots(&self) -> Option<&Roots> {
        self.roots.as_ref()
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if !url.starts_with("postgresql://") && !url.starts_with("postgres://") {
            return Err(DatabaseUrlError::Scheme);
        }
        if url.matches('@').count() > 1 {
            return Err(DatabaseUrlError::SeveralAt);
        }
        let (url, tls) = TlsOptions::take(url)?;
        let mut config: Config = url.parse().map_err(|error| DatabaseUrlError::malformed(&error))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(DatabaseUrlError::NoHost);
        }
        let roots = tls.roots(is_within_machine(&config))?;
        config.ssl_mode(if roots.is_some() { SslMode::Require } else { SslMode::Disable });
        fill_in(&mut config);
        Ok(Self { config, roots })
    }
}

/// Sets what the URL leaves open.
fn fill_in(config: &mut Config) {
    if config.get_application_name().is_none() {
        config.application_name("deevnet");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(SILENCE);
    }
    if config.get_hosts().len() > 1 {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
}

/// Whether no packet of a connection leaves the machine.
fn is_within_machine(config: &Config) -> bool {
    let is_local = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    if config.get_hostaddrs().is_empty() {
        config.get_hosts().iter().all(is_local)
    } else {
        config.get_hostaddrs().iter().all(IpAddr::is_loopback)
    }
}

/// What a URL says about TLS, which the driver knows only a part of.
#[derive(Debug, Default)]
struct TlsOptions {
    mode: Option<String>,
    root_file: Option<PathBuf>,
}

impl TlsOptions {
    /// Takes the options out of a URL.
    fn take(url: &str) -> Result<(String, Self), DatabaseUrlError> {
        let after_credentials = url.find('@').unwrap_or_default();
        let Some(start) = url[after_credentials..].find('?').map(|offset| after_credentials + offset) else {
            return Ok((url.to_owned(), Self::default()));
        };
        let (location, parameters) = (&url[..start], &url[start + 1..]);
        let mut tls = Self::default();
        let mut others = Vec::new();
        for parameter in parameters.split('&') {
            match parameter.split_once('=') {
                Some(("sslmode", mode)) => tls.mode = Some(mode.to_owned()),
                Some(("sslrootcert", file)) => tls.root_file = Some(decoded(file)?.into()),
                _ => others.push(parameter),
            }
        }
        let separator = if others.is_empty() { "" } else { "?" };
        Ok((format!("{location}{separator}{}", others.join("&")), tls))
    }

    fn roots(self, is_within_machine: bool) -> Result<Option<Roots>, DatabaseUrlError> {
        let is_verified = match self.mode.as_deref() {
            None => !is_within_machine || self.root_file.is_some(),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(mode @ ("allow" | "prefer")) => return Err(DatabaseUrlError::MayBePlain { mode: mode.to_owned() }),
            Some(mode) => return Err(DatabaseUrlError::UnknownMode { mode: mode.to_owned() }),
        };
        let roots = match self.root_file {
            Some(file) if file != Path::new("system") => Roots::File(file),
            _ => Roots::System,
        };
        Ok(is_verified.then_some(roots))
    }
}

/// A parameter without its percent encoding.
fn decoded(value: &str) -> Result<String, DatabaseUrlError> {
    let malformed = || DatabaseUrlError::Malformed { reason: "`sslrootcert` is not percent-encoded UTF-8".to_owned() };
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = tail.get(..2).and_then(|digits| str::from_utf8(digits).ok()).ok_or_else(malformed)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| malformed())?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

/// The URL without password and parameters.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { config, .. } = self;
        formatter.write_str("postgresql://")?;
        if let Some(user) = config.get_user() {
            write!(formatter, "{user}@")?;
        }
        for (index, host) in config.get_hosts().iter().enumerate() {
            let separator = if index == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(formatter, "{separator}{name}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(formatter, "{separator}{}", folder.display())?,
            }
            let ports = config.get_ports();
            write!(formatter, ":{}", ports.get(index).or(ports.first()).unwrap_or(&5432))?;
        }
        match config.get_dbname() {
            Some(name) => write!(formatter, "/{name}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DatabaseUrl")
            .field("url", &self.to_string())
            .field("roots", &self.roots)
            .finish_non_exhaustive()
    }
}

/// The error of a text that is no URL of a database.
///
/// None of them quotes the URL, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseUrlError {
    /// The environment has none.
    #[error("{DATABASE_URL_VARIABLE} is not set")]
    NotSet,
    /// It is the URL of something else.
    #[error("the database URL does not begin with `postgresql://`")]
    Scheme,
    /// It is not clear where the password ends.
    #[error("the database URL has more than one `@`")]
    SeveralAt,
    /// It cannot be taken apart.
    #[error("the database URL cannot be read: {reason}")]
    Malformed {
        /// Why not.
        reason: String,
    },
    /// It does not say which server.
    #[error("the database URL names no host")]
    NoHost,
    /// It leaves to the server whether the connection is encrypted.
    #[error("`sslmode={mode}` may turn out to be a plain connection")]
    MayBePlain {
        /// The mode.
        mode: String,
    },
    /// A mode that PostgreSQL does not have.
    #[error("`sslmode={mode}` is not a mode")]
    UnknownMode {
        /// What stands there.
        mode: String,
    },
}

impl DatabaseUrlError {
    /// What the driver says of a URL; it names options and never their values.
    fn malformed(error: &postgres::Error) -> Self {
        let source = std::error::Error::source(error);
        Self::Malformed { reason: source.map_or_else(|| error.to_string(), ToString::to_string) }
    }

    /// What to write instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotSet | Self::Scheme => {
                "set it to a URL such as postgresql://user:password@host/database?sslmode=verify-full"
            }
            Self::SeveralAt | Self::Malformed { .. } => {
                "write special characters of a user name or password percent-encoded, as `%40` for `@`"
            }
            Self::NoHost => "name the host, or the directory of the Unix socket as in `?host=/run/postgresql`",
            Self::MayBePlain { .. } | Self::UnknownMode { .. } => {
                "write `sslmode=verify-full`, or `sslmode=disable` for a network that you trust"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(url: &str) -> DatabaseUrl {
        url.parse().unwrap()
    }

    fn roots(url: &str) -> Option<Roots> {
        parsed(url).roots
    }

    #[test]
    fn only_connections_within_the_machine_are_plain_unasked() {
        for plain in [
            "postgresql://localhost/x",
            "postgresql://127.0.0.2/x",
            "postgresql://[::1]/x",
            "postgresql:///x?host=/run/postgresql",
            "postgresql://db.example.net/x?hostaddr=127.0.0.1",
            "postgresql://db.example.net/x?sslmode=disable",
        ] {
            assert_eq!(roots(plain), None, "{plain}");
            assert_eq!(parsed(plain).config.get_ssl_mode(), SslMode::Disable, "{plain}");
        }
        for verified in [
            "postgresql://db.example.net/x",
            "postgresql://localhost,db.example.net/x",
            "postgresql://localhost/x?hostaddr=192.0.2.1",
            "postgresql://localhost/x?sslmode=require",
            "postgres://localhost?sslmode=verify-ca&sslrootcert=system",
        ] {
            assert_eq!(roots(verified), Some(Roots::System), "{verified}");
            assert_eq!(parsed(verified).config.get_ssl_mode(), SslMode::Require, "{verified}");
        }
        let own = "postgresql://localhost/x?connect_timeout=3&sslrootcert=/etc/my%20ca.pem&application_name=a";
        assert_eq!(roots(own), Some(Roots::File("/etc/my ca.pem".into())));
        assert_eq!(parsed(own).config.get_application_name(), Some("a"));
        assert_eq!(parsed(own).config.get_connect_timeout(), Some(&Duration::from_secs(3)));
    }

    #[test]
    fn what_is_refused_says_why() {
        let refused = |url: &str| url.parse::<DatabaseUrl>().unwrap_err().to_string();
        let texts: Vec<String> = [
            "mysql://db/x",
            "postgresql://me:p@ss@db/x",
            "postgresql://me:pass/word@db:x/y",
            "postgresql:///x",
            "postgresql://db/x?sslmode=prefer",
            "postgresql://db/x?sslmode=on",
            "postgresql://db/x?colour=red",
            "postgresql://db/x?sslrootcert=%f",
        ]
        .map(refused)
        .into();
        insta::assert_snapshot!(texts.join("\n"), @r"
        the database URL does not begin with `postgresql://`
        the database URL has more than one `@`
        the database URL cannot be read: invalid value for option `port`
        the database URL names no host
        `sslmode=prefer` may turn out to be a plain connection
        `sslmode=on` is not a mode
        the database URL cannot be read: unknown option `colour`
        the database URL cannot be read: `sslrootcert` is not percent-encoded UTF-8
        ");
    }

    #[test]
    fn every_host_is_shown_with_its_port() {
        let url = "postgresql://me@a,b:5433/x?sslmode=disable";
        assert_eq!(parsed(url).to_string(), "postgresql://me@a:5432,b:5433/x");
        assert_eq!(parsed("postgresql:///x?host=/run&port=99").to_string(), "postgresql:///run:99/x");
    }

    proptest! {
        #[test]
        fn a_password_shows_nowhere(password in "[a-zA-Z0-9:/?#&=!$+ -]{8,20}", tail in "[a-z/?&=:%@]{0,12}") {
            let url = format!("postgresql://me:{password}@db.example.net{tail}");
            match url.parse::<DatabaseUrl>() {
                Ok(parsed) => {
                    let shown = format!("{parsed} {parsed:?}");
                    prop_assert!(!shown.contains(&password));
                    prop_assert_eq!(parsed.config.get_password(), Some(password.as_bytes()));
                }
                Err(error) => {
                    let shown = format!("{error} {error:?}");
                    prop_assert!(!shown.contains(&password));
                }
            }
        }
    }
}
