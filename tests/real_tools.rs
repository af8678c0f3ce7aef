//! Every configuration that is emitted is accepted by the server it is for.
//!
//! The servers are dnsmasq, Kea and BIND's zone checker (Debian packages dnsmasq-base, kea-dhcp4-server and
//! bind9-utils). A test whose server is not installed says SKIPPED.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deevnet_core::check::Checked;
use deevnet_core::emit::{EmitError, EmitOptions, EmittedFile, Published, Target, emit};
use deevnet_inventory::{Options, load};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// Where distributions keep servers; a user's own path often leaves it out.
const SERVER_FOLDERS: [&str; 3] = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/// A program, where it is installed; says so where it is not.
fn program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(SERVER_FOLDERS.map(PathBuf::from));
    let found = folders.map(|folder| folder.join(name)).find(|program| program.is_file());
    if found.is_none() {
        println!("SKIPPED: {name} is not installed");
    }
    found
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The inventories to emit from: the examples, and the estate's own where it is at hand.
fn inventories() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(repository().join("examples"))? {
        let path = entry?.path();
        if path.join("hosts.yml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    assert!(!folders.is_empty(), "there is no example");
    let shared = env::var_os("DEEVNET_SHARED_DATA").map_or_else(|| repository().join("../shared/data"), PathBuf::from);
    let estate = shared.join("inventory-dvntm");
    if estate.is_dir() {
        folders.push(estate);
    } else {
        println!("SKIPPED: the shared inventory is not at {}", estate.display());
    }
    Ok(folders)
}

/// What each inventory publishes, with what its errors touch and without, and a name for it.
fn publications() -> Result<Vec<(String, Published)>, Box<dyn Error>> {
    let mut publications = Vec::new();
    for folder in inventories()? {
        let checked: Checked = deevnet_core::check(&load(&folder, &Options::default())?);
        let name = folder.display().to_string();
        publications.push((format!("{name}, forced"), Published::forced(&checked)));
        publications.push((name, Published::new(&checked)));
    }
    Ok(publications)
}

/// The files of a target; none where errors leave nothing of the management segment.
fn files(target: Target, published: &Published) -> Result<Vec<EmittedFile>, Box<dyn Error>> {
    match emit(target, published, &EmitOptions::default()) {
        Ok(emission) => Ok(emission.files),
        Err(EmitError::ManagementUnknown { .. }) if !published.left_out.is_empty() => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Writes every file of a target from every inventory and runs a program on each; returns how many there were.
fn accepted(target: Target, command: impl Fn(&EmittedFile, &Path) -> Command) -> Result<usize, Box<dyn Error>> {
    let folder = TempDir::new()?;
    let mut count = 0;
    for (name, published) in publications()? {
        for file in files(target, &published)? {
            let path = folder.path().join(&file.name);
            fs::write(&path, &file.content)?;
            let output = command(&file, &path).output()?;
            assert!(
                output.status.success(),
                "{} from {name} is refused:\n{}{}",
                file.name,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            count += 1;
        }
    }
    Ok(count)
}

#[test]
fn dnsmasq_accepts_its_configuration() -> Outcome {
    let Some(dnsmasq) = program("dnsmasq") else { return Ok(()) };
    let count = accepted(Target::Dnsmasq, |_, path| {
        let mut command = Command::new(&dnsmasq);
        command.arg("--test").arg("-C").arg(path);
        command
    })?;
    assert!(count > 0);
    Ok(())
}

#[test]
fn kea_accepts_its_configuration() -> Outcome {
    let Some(kea) = program("kea-dhcp4") else { return Ok(()) };
    let count = accepted(Target::KeaDhcp4, |_, path| {
        let mut command = Command::new(&kea);
        command.arg("-t").arg(path);
        command
    })?;
    assert!(count > 0);
    Ok(())
}

/// Zones are held to more than the checker's defaults: no illegal name, alias as name server or repeated record.
#[test]
fn bind_accepts_every_zone() -> Outcome {
    let Some(checker) = program("named-checkzone") else { return Ok(()) };
    for target in [Target::BindForward, Target::BindReverse] {
        let count = accepted(target, |file, path| {
            let mut command = Command::new(&checker);
            command.args(["-i", "local", "-k", "fail", "-n", "fail", "-r", "fail"]);
            command.arg(file.name.trim_end_matches(".zone")).arg(path);
            command
        })?;
        assert!(count > 0);
    }
    Ok(())
}

/// Options change what is emitted, and the result is accepted all the same.
#[test]
fn servers_accept_what_options_change() -> Outcome {
    let (Some(dnsmasq), Some(kea)) = (program("dnsmasq"), program("kea-dhcp4")) else { return Ok(()) };
    let folder = TempDir::new()?;
    let mut options = EmitOptions::default();
    options.interface = Some("lo".parse()?);
    for (_, published) in publications()? {
        for (target, program, arguments) in
            [(Target::Dnsmasq, &dnsmasq, &["--test", "-C"][..]), (Target::KeaDhcp4, &kea, &["-t"])]
        {
            let Ok(emission) = emit(target, &published, &options) else { continue };
            let path = folder.path().join(&emission.files[0].name);
            fs::write(&path, &emission.files[0].content)?;
            let output = Command::new(program).args(arguments).arg(&path).output()?;
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    Ok(())
}
