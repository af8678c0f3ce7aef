//! Every configuration that is emitted is accepted by the program it is for, and served as it is meant.
//!
//! The programs are those of the Debian packages dnsmasq-base, kea-dhcp4-server, bind9-utils, nftables, unbound and
//! grub-common; dig is of bind9-dnsutils. A test whose program is not installed says SKIPPED.

use std::error::Error;
use std::fs;
use std::net::UdpSocket;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use deevnet_core::emit::{EmitOptions, Published, Target, emit};
use deevnet_inventory::{Options, load};
use deevnet_tests::{Tool, inventories, program};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// What an inventory publishes.
fn publication(folder: &Path) -> Result<[Published; 2], Box<dyn Error>> {
    let checked = deevnet_core::check(&load(folder, &Options::default())?);
    Ok([Published::new(&checked), Published::forced(&checked)])
}

/// Has every file of a target from every inventory judged, with what errors touch and without.
fn accepts(target: Target, options: &EmitOptions) -> Outcome {
    let Some(tool) = Tool::of(target) else { return Ok(()) };
    let mut count = 0;
    for folder in inventories()? {
        for published in publication(&folder)? {
            let files = match emit(target, &published, options) {
                Ok(emission) => emission.files,
                Err(error) if error.lacks_facts() => continue,
                Err(error) => return Err(error.into()),
            };
            for file in files {
                let refusal = tool.refusal(&file)?;
                assert_eq!(refusal, None, "{} from {}", file.name, folder.display());
                count += 1;
            }
        }
    }
    assert!(count > 0, "{target} was emitted from no inventory");
    Ok(())
}

#[test]
fn dnsmasq_accepts_its_configuration() -> Outcome {
    accepts(Target::Dnsmasq, &EmitOptions::default())
}

#[test]
fn kea_accepts_its_configuration() -> Outcome {
    accepts(Target::KeaDhcp4, &EmitOptions::default())
}

#[test]
fn bind_accepts_every_zone() -> Outcome {
    accepts(Target::BindForward, &EmitOptions::default())?;
    accepts(Target::BindReverse, &EmitOptions::default())
}

#[test]
fn nft_accepts_every_ruleset() -> Outcome {
    accepts(Target::Nftables, &EmitOptions::default())
}

#[test]
fn unbound_accepts_its_configuration() -> Outcome {
    accepts(Target::Unbound, &EmitOptions::default())
}

#[test]
fn grub_accepts_every_machines_script() -> Outcome {
    accepts(Target::Grub, &EmitOptions::default())
}

/// Options change what is emitted, and the result is accepted all the same.
#[test]
fn servers_accept_what_options_change() -> Outcome {
    let mut options = EmitOptions::default();
    options.interface = Some("lo".parse()?);
    accepts(Target::Dnsmasq, &options)?;
    accepts(Target::KeaDhcp4, &options)
}

/// What dig's complaints begin with, such as that of a question that came back to it, as nobody listened yet.
const COMPLAINT: &str = ";;";

/// A resolver that is stopped when it goes out of scope.
struct Resolver {
    child: Child,
    port: u16,
}

impl Drop for Resolver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Resolver {
    /// Serves a configuration on a free port of this machine only, and asks nobody else.
    fn serve(unbound: &Path, content: &str, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let port = UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port();
        let (emitted, main) = (folder.join("emitted.conf"), folder.join("unbound.conf"));
        fs::write(&emitted, content)?;
        fs::write(
            &main,
            format!(
                "server:\n  interface: 127.0.0.1\n  port: {port}\n  username: \"\"\n  chroot: \"\"\n  pidfile: \"\"\n  \
                 directory: \"{}\"\n  use-syslog: no\n  module-config: \"iterator\"\n  do-ip6: no\n  \
                 do-not-query-address: 0.0.0.0/0\n\
                 include: \"{}\"\nremote-control:\n  control-enable: no\n",
                folder.display(),
                emitted.display()
            ),
        )?;
        let mut command = Command::new(unbound);
        let child = command.arg("-d").arg("-c").arg(&main).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        Ok(Self { child, port })
    }

    /// What it answers, a line each and sorted; tried again while it is starting.
    fn answers(&self, dig: &Path, question: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
        for _ in 0..50 {
            let mut command = Command::new(dig);
            command.args(["@127.0.0.1", "-p", &self.port.to_string(), "+short", "+tries=1", "+time=1"]).args(question);
            let output = command.output()?;
            if output.status.success() {
                let mut lines: Vec<String> = String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect();
                lines.sort();
                if !lines.iter().any(|line| line.starts_with(COMPLAINT)) {
                    return Ok(lines);
                }
            }
            sleep(Duration::from_millis(100));
        }
        Err("the resolver does not answer".into())
    }

    /// The status of what it answers about a name; it is asked to look further, and cannot.
    fn status(&self, dig: &Path, name: &str) -> Result<String, Box<dyn Error>> {
        let mut command = Command::new(dig);
        command.args(["@127.0.0.1", "-p", &self.port.to_string(), "+tries=1", "+time=5", name, "A"]);
        let told = String::from_utf8(command.output()?.stdout)?;
        let status = told.split("status: ").nth(1).and_then(|rest| rest.split(',').next());
        Ok(status.ok_or_else(|| format!("no status: {told}"))?.to_owned())
    }
}

/// Every published name and address is answered by a resolver that runs on what was emitted.
#[test]
fn unbound_serves_what_is_published() -> Outcome {
    let (Some(unbound), Some(dig)) = (program("unbound"), program("dig")) else { return Ok(()) };
    let example = inventories()?.into_iter().find(|folder| folder.ends_with("dvntm")).ok_or("there is no example")?;
    let [published, _] = publication(&example)?;
    let domain = published.domain.clone().ok_or("the example has no domain")?;
    let emission = emit(Target::Unbound, &published, &EmitOptions::default())?;
    let folder = TempDir::new()?;
    let resolver = Resolver::serve(&unbound, &emission.files[0].content, folder.path())?;
    let addresses = |label: &str| {
        let records = published.address_records.iter().filter(|record| record.label.as_str() == label);
        let mut addresses: Vec<String> = records.map(|record| record.address.to_string()).collect();
        addresses.sort();
        addresses
    };
    let hosts = published.address_records.iter().map(|record| (record.label.as_str(), &record.label));
    let services = published.service_records.iter().map(|record| (&*record.service, &record.label));
    for (name, label) in hosts.chain(services) {
        let answers = resolver.answers(&dig, &[&format!("{name}.{domain}"), "A"])?;
        assert_eq!(answers, addresses(label.as_str()), "{name}");
    }
    assert_eq!(addresses("depot-ph01").len(), 2, "no service of the example has several addresses");
    for record in &published.pointer_records {
        let answers = resolver.answers(&dig, &["-x", &record.address.to_string()])?;
        assert!(answers.contains(&format!("{}.{domain}.", record.label)), "{}: {answers:?}", record.address);
    }
    assert_eq!(resolver.status(&dig, &format!("nobody.{domain}"))?, "NXDOMAIN");
    let zone = published.tenant_zones.first().ok_or("the example has no tenant")?;
    assert_eq!(resolver.status(&dig, &format!("web.{zone}"))?, "SERVFAIL", "it asks nobody for a tenant's names");
    Ok(())
}
