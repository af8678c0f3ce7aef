//! The nodes of the example substrate, simulated and served over HTTPS in this process.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use deevnet_core::check;
use deevnet_inventory::{Options, VaultPassword, load};
use deevnet_proxmox::simulator::{Scheme, Simulator, SimulatorOptions, from_substrate};
use deevnet_proxmox::transport::{HttpRequest, HttpResponse, Method};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::runner::{Outcome, command, run};

pub(crate) const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");

const TOKEN: &str = "root@pam!trial";
pub(crate) const SECRET: &str = "5f0c7d3e-0000-4bee-8f00-not-to-be-seen";

/// Nodes that are served until this is dropped.
pub(crate) struct Nodes {
    pub(crate) simulator: Simulator,
    directory: tempfile::TempDir,
    end: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Nodes {
    /// The nodes of the example, on which copying a disk takes this long and anything else next to nothing.
    pub(crate) fn serve(copy_duration: Duration) -> Self {
        Self::of("dvntm", copy_duration)
    }

    /// The nodes of one of the examples.
    pub(crate) fn of(example: &'static str, copy_duration: Duration) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (told, heard) = mpsc::channel();
        let (end, ended) = oneshot::channel();
        let server = thread::spawn(move || {
            Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
                let simulator = simulator(example, copy_duration);
                let mut access = String::new();
                let mut servings = Vec::new();
                for node in simulator.nodes() {
                    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                    let serving = simulator.serve(node, listener, Scheme::Https).unwrap();
                    let (url, fingerprint) = (serving.url(), serving.fingerprint().unwrap());
                    writeln!(access, "[nodes.{node}]\nendpoint = \"{url}\"\nfingerprint = \"{fingerprint}\"").unwrap();
                    writeln!(access, "token_id = \"{TOKEN}\"\ntoken_secret = \"{SECRET}\"").unwrap();
                    servings.push(serving);
                }
                told.send((simulator.clone(), access)).unwrap();
                let _ = ended.await;
            });
        });
        let (simulator, access) = heard.recv().unwrap();
        let nodes = Self { simulator, directory, end: Some(end), server: Some(server) };
        fs::write(nodes.access(), access).unwrap();
        only_for_its_owner(&nodes.access());
        nodes
    }

    /// A file beside the access file.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn access(&self) -> PathBuf {
        self.file("access.toml")
    }

    /// A verb on the example substrate and these nodes.
    pub(crate) fn command(&self, verb: &str, arguments: &[&str]) -> std::process::Command {
        let mut command = command(EXAMPLES.as_ref(), [verb].iter().chain(arguments));
        command.env("DEEVNET_ACCESS", self.access());
        command
    }

    /// Runs a verb on these nodes.
    pub(crate) fn deevnet(&self, verb: &str, arguments: &[&str]) -> Outcome {
        let outcome = run(self.command(verb, arguments), "");
        assert!(!outcome.text().contains(SECRET), "{}", outcome.text());
        outcome
    }

    /// Asks a node for something, as somebody else does.
    pub(crate) fn ask(&self, node: &str, method: Method, path: &str, form: &str) -> HttpResponse {
        let headers = vec![
            ("authorization".to_owned(), format!("PVEAPIToken={TOKEN}={SECRET}")),
            ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()),
        ];
        let request =
            HttpRequest { method, target: format!("/api2/json{path}"), headers, body: form.to_owned().into() };
        let answer = self.simulator.handle(node, &request);
        assert_eq!(answer.status, 200, "{}", answer.reason);
        answer
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        drop(self.end.take());
        self.server.take().map(JoinHandle::join);
    }
}

fn simulator(example: &str, copy_duration: Duration) -> Simulator {
    let mut options = Options::default();
    options.vault_passwords.push(VaultPassword::read_file(&Path::new(EXAMPLES).join("vault-password")).unwrap());
    let substrate = check(&load(&Path::new(EXAMPLES).join(example), &options).unwrap()).substrate;
    let setups = from_substrate(&substrate).into_iter().map(|setup| setup.root_token("trial", SECRET));
    let brief = Duration::from_millis(10);
    let options = SimulatorOptions {
        task_duration: brief,
        copy_duration,
        shutdown_duration: brief,
        ..SimulatorOptions::default()
    };
    Simulator::new(setups.collect(), options)
}

fn only_for_its_owner(file: &Path) {
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    #[cfg(not(unix))]
    let _ = file;
}
