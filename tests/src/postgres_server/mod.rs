//! A PostgreSQL server of the tests' own, from the programs of Debian's package.
#![expect(clippy::expect_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::missing_errors_doc, reason = "each fails the test that meets it")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod authority;

use std::env;
use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use deevnet_registry::postgres::{DatabaseUrl, PostgresRegistry};
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// What a test or a part of one ends in.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// The user of every database.
const USER: &str = "deevnet";

/// The password over TCP, where the server asks for it.
pub const PASSWORD: &str = "correct-horse";

/// The account that runs the server when root runs the tests: `initdb` refuses root.
const ACCOUNT: &str = "postgres";

/// Where Debian keeps the programs of each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Waits until standard input is closed, which it is when the tests end in whatever way, then removes the server.
const UNDERTAKER: &str = "cat >/dev/null; \"$@\"; rm -rf \"$FOLDER\"";

const TERMINATE_ONE: &str = "
    SELECT count(pg_terminate_backend(pid)) FROM (
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'deevnet' AND state <> 'idle'
        ORDER BY random() LIMIT 1
    ) AS working
";

/// A running server. It is stopped, and its folder removed, when it goes out of scope or its process ends.
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    is_root: bool,
    undertaker: Child,
    databases: Mutex<usize>,
}

impl Server {
    /// The server that all tests of this program share; `None`, said once a test, where PostgreSQL is not installed.
    pub fn shared() -> Option<&'static Server> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        SHARED.get_or_init(Server::start).as_ref().or_else(skipped)
    }

    /// A server for one test alone, which may crash it.
    pub fn alone() -> Option<Server> {
        Server::start().or_else(skipped)
    }

    fn start() -> Option<Server> {
        let programs = programs()?;
        let is_root = output(Command::new("id").arg("-u")).expect("id runs").trim() == "0";
        if is_root && output(Command::new("id").args(["-u", ACCOUNT])).is_err() {
            return None;
        }
        Some(Server::set_up(programs, is_root).expect("the server starts"))
    }

    fn set_up(programs: PathBuf, is_root: bool) -> Outcome<Server> {
        let folder = TempDir::with_prefix("deevnet-postgres-")?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        authority::write(folder.path())?;
        if is_root {
            give_away(folder.path())?;
        }
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let password_file = folder.path().join("password");
        fs::write(&password_file, PASSWORD)?;
        fs::set_permissions(&password_file, fs::Permissions::from_mode(0o644))?;
        let mut initialise = as_account(is_root, &programs.join("initdb"));
        initialise.arg("-D").arg(folder.path().join("data")).args(["-U", USER, "-E", "UTF8", "--locale=C"]);
        initialise.args(["--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile"]).arg(&password_file);
        output(&mut initialise)?;
        let undertaker = undertaker(&programs, folder.path(), is_root)?;
        let server = Server { folder, programs, port, is_root, undertaker, databases: Mutex::new(0) };
        server.run()?;
        Ok(server)
    }

    /// Starts the server, again after a crash.
    pub fn run(&self) -> Outcome {
        let folder = self.folder.path();
        // Everything that makes a commit durable is left on, as it is by default.
        let mut settings = format!(
            "-c port={} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=150",
            self.port,
            folder.display()
        );
        if authority::is_written(folder) {
            let (certificate, key) = authority::server_files(folder);
            settings = format!("{settings} -c ssl=on -c ssl_cert_file={certificate} -c ssl_key_file={key}");
        }
        let mut start = self.control();
        start.args(["start", "-w", "-s", "-o", &settings, "-l"]).arg(folder.join("log"));
        start.stdout(Stdio::null()).stderr(Stdio::null());
        if start.status()?.success() { Ok(()) } else { Err(fs::read_to_string(folder.join("log"))?.into()) }
    }

    /// Stops the server without warning, as when it crashes: nothing is written any more, and the log is replayed at
    /// the next start.
    pub fn crash(&self) -> Outcome {
        output(self.control().args(["stop", "-w", "-s", "-m", "immediate"]))?;
        Ok(())
    }

    fn control(&self) -> Command {
        let mut control = as_account(self.is_root, &self.programs.join("pg_ctl"));
        control.arg("-D").arg(self.folder.path().join("data"));
        control
    }

    /// A new, empty database. One is made at a time: each copies the template, which nobody may use meanwhile.
    pub fn database(&self) -> Outcome<Database> {
        let mut databases = self.databases.lock().unwrap_or_else(PoisonError::into_inner);
        let name = format!("test_{databases}");
        *databases += 1;
        let maintenance = Database { socket: self.folder.path().to_owned(), port: self.port, name: "postgres".into() };
        maintenance.client()?.batch_execute(&format!("CREATE DATABASE {name}"))?;
        Ok(Database { name, ..maintenance })
    }

    /// The certificate file of the authority that vouches for the server; `None` where no certificate could be made.
    pub fn authority(&self) -> Option<PathBuf> {
        authority::is_written(self.folder.path()).then(|| authority::file(self.folder.path()))
    }

    /// The certificate file of an authority that vouches for nobody, in a folder that is given; `None` as above.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn other_authority(folder: &Path) -> Outcome<Option<PathBuf>> {
        authority::write(folder)?;
        Ok(authority::is_written(folder).then(|| authority::file(folder)))
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.undertaker.stdin.take());
        drop(self.undertaker.wait());
    }
}

/// One database of a server.
#[derive(Clone)]
pub struct Database {
    socket: PathBuf,
    port: u16,
    name: String,
}

impl Database {
    /// Its URL over the Unix socket.
    pub fn url(&self) -> String {
        format!("postgresql://{USER}@/{}?host={}&port={}", self.name, self.socket.display(), self.port)
    }

    /// Its URL over TCP, on another host and port when a test puts something between.
    pub fn tcp_url(&self, host: &str, port: u16, parameters: &str) -> String {
        format!("postgresql://{USER}:{PASSWORD}@{host}:{port}/{}?{parameters}", self.name)
    }

    /// A connection of the test's own.
    pub fn client(&self) -> Outcome<Client> {
        Ok(Client::connect(&self.url(), NoTls)?)
    }

    /// Ends the session of one working registry in it; says how many there were, one or none.
    pub fn terminate_one(&self) -> Outcome<u64> {
        let terminated: i64 = self.client()?.query_one(TERMINATE_ONE, &[])?.try_get(0)?;
        Ok(terminated.try_into()?)
    }

    /// The registry in it.
    pub fn registry(&self) -> Outcome<PostgresRegistry> {
        Ok(PostgresRegistry::new(self.url().parse::<DatabaseUrl>()?))
    }

    /// The registry in it, with its schema.
    pub fn migrated(&self) -> Outcome<PostgresRegistry> {
        let registry = self.registry()?;
        registry.migrate()?;
        Ok(registry)
    }
}

/// What messages name it.
impl fmt::Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "postgresql://{USER}@{}:{}/{}", self.socket.display(), self.port, self.name)
    }
}

/// The folder of the newest installed server.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let newest = versions.filter(|folder| folder.join("initdb").is_file()).max_by_key(|folder| version(folder));
    newest.or_else(|| env::split_paths(&path).find(|folder| folder.join("initdb").is_file()))
}

/// The number in `/usr/lib/postgresql/15/bin`.
fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

fn skipped<T>() -> Option<T> {
    println!("SKIPPED: PostgreSQL is not installed");
    None
}

/// A command that the server's account runs.
fn as_account(is_root: bool, program: &Path) -> Command {
    let mut command = if is_root { Command::new("runuser") } else { Command::new(program) };
    if is_root {
        command.args(["-u", ACCOUNT, "--"]).arg(program);
    }
    // The account may not be let into the folder that the tests run in.
    command.current_dir("/");
    command
}

fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        .into())
}

/// Makes a folder and what is in it the account's own.
fn give_away(folder: &Path) -> Outcome {
    let id = |flag: &str| -> Outcome<u32> { Ok(output(Command::new("id").args([flag, ACCOUNT]))?.trim().parse()?) };
    let (user, group) = (id("-u")?, id("-g")?);
    for entry in fs::read_dir(folder)? {
        chown(entry?.path(), Some(user), Some(group))?;
    }
    Ok(chown(folder, Some(user), Some(group))?)
}

/// Starts the process that stops the server when this one ends.
fn undertaker(programs: &Path, folder: &Path, is_root: bool) -> io::Result<Child> {
    let mut stop = as_account(is_root, &programs.join("pg_ctl"));
    stop.arg("-D").arg(folder.join("data")).args(["stop", "-s", "-m", "immediate"]);
    let arguments: Vec<&OsStr> = [stop.get_program()].into_iter().chain(stop.get_args()).collect();
    Command::new("sh")
        .args(["-c", UNDERTAKER, "sh"])
        .args(arguments)
        .env("FOLDER", folder)
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}
