//! What machines and hypervisors are configured with is read by the programs that read it there.
//!
//! The programs are cloud-init, netplan and ifupdown2. They would take over the network of a machine that they are
//! installed on, so `cargo xtask test` unpacks their Debian packages into the folder that `DEEVNET_UNPACKED` names, and
//! nothing is ever brought up. A test whose program is not there says SKIPPED.
#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::env;
use std::error::Error;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use deevnet_core::check::Checked;
use deevnet_core::emit::{EmitError, EmitOptions, EmittedFile, Published, Target, emit};
use deevnet_inventory::{Options, load};
use deevnet_tests::inventories;
use serde_json::{Value, json};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// The folder of an unpacked package; says so where there is none.
fn unpacked(package: &str) -> Option<PathBuf> {
    let found = env::var_os("DEEVNET_UNPACKED").map(|folder| Path::new(&folder).join(package));
    let found = found.filter(|folder| folder.is_dir());
    if found.is_none() {
        println!("SKIPPED: DEEVNET_UNPACKED has no {package}");
    }
    found
}

/// The Python of the virtual environment, which has the libraries that cloud-init needs; says so where there is none.
fn python() -> Option<PathBuf> {
    let found = env::var_os("DEEVNET_VENV").map(|folder| Path::new(&folder).join("bin/python"));
    let found = found.filter(|python| python.is_file());
    if found.is_none() {
        println!("SKIPPED: DEEVNET_VENV does not name a virtual environment");
    }
    found
}

/// A machine and a hypervisor of two interfaces each, with routes, a user and text that looks like more than text.
fn invented() -> Checked {
    let segment = |vlan: u8| json!({ "vlan_id": vlan, "subnet": format!("10.20.{vlan}.0/24"), "gateway": format!("10.20.{vlan}.1") });
    let vlans = json!({ "platform": segment(25), "storage": segment(20), "management": segment(99) });
    let switch = json!({
        "deevnet_substrate": "lab", "deevnet_root_domain": "example.net", "deevnet_vlans": vlans,
        "infrastructure": { "form": "sw" },
        "switch_ports": { "trunk": [
            { "interface": "1/0/1", "description": "hv01 machines", "native_vlan": 99, "allowed_vlans": [25] },
        ] },
    });
    let hypervisor = json!({
        "infrastructure": { "form": "hv", "interfaces": { "eno1": {}, "eno2": {} } },
        "env": { "interfaces": {
            "eno1": { "ip": "10.20.99.21", "gateway": "10.20.99.1", "purpose": "machines", "segment": "management",
                      "routes": ["192.0.2.0/24 10.20.99.2"] },
            "eno2": { "ip": "dhcp", "purpose": "storage", "segment": "storage" },
        } },
        "deevnet_hypervisor": { "plane": "management", "bridge": "vmbr0" },
    });
    let machine = json!({
        "infrastructure": { "form": "vm", "interfaces": {
            "eth0": { "mac": "02:de:20:00:00:d4" }, "eth1": { "mac": "02:de:20:00:00:d5" },
        } },
        "env": { "interfaces": {
            "eth0": { "ip": "10.20.25.12", "segment": "platform", "routes": ["192.0.2.7 10.20.25.2"] },
            "eth1": { "ip": "dhcp", "segment": "storage" },
        } },
        "mgmt_vm": {
            "hypervisor": "hv01", "vmid": 212, "vlan_tag": 25, "static_ip": "10.20.25.12/24",
            "static_gateway": "10.20.25.1", "nameserver": "10.20.99.53",
            "cloud_init": {
                "user": "ansible", "ssh_keys": ["ssh-ed25519 AAAA \"key\": [it's #1] \u{e9}"], "upgrade": false,
                "search_domain": "example.org",
            },
        },
    });
    let hosts = [("access-sw01", switch), ("hv01", hypervisor), ("worker-vm02", machine)];
    let groups = [("all".to_owned(), hosts.iter().map(|(name, _)| (*name).to_owned()).collect())];
    let hosts = hosts.map(|(name, variables)| (name.to_owned(), variables));
    deevnet_core::check(&deevnet_inventory::from_hostvars(hosts.into(), groups.into()))
}

/// Every file of a target whose name ends so, from every inventory; none from one that declares no such thing.
fn files(target: Target, ending: &str) -> Result<Vec<EmittedFile>, Box<dyn Error>> {
    let mut checked = vec![invented()];
    for folder in inventories()? {
        checked.push(deevnet_core::check(&load(&folder, &Options::default())?));
    }
    let mut files = Vec::new();
    for checked in &checked {
        match emit(target, &Published::forced(checked), &EmitOptions::default()) {
            Ok(emission) => files.extend(emission.files),
            Err(EmitError::MachineUnknown { .. } | EmitError::NodeUnknown { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    files.retain(|file| file.name.ends_with(ending));
    assert!(!files.is_empty(), "no inventory has a {ending} of {target}");
    Ok(files)
}

/// Runs a program; what it printed, where it succeeded.
fn succeed(command: &mut Command, file: &EmittedFile) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    let (told, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{} is refused:\n{told}{errors}\n{}", file.name, file.content);
    Ok(told.into_owned())
}

/// netplan makes of every network configuration what systemd reads, with the MAC address and without a warning.
#[test]
fn netplan_reads_the_network_of_every_machine() -> Outcome {
    let Some(netplan) = unpacked("netplan.io") else { return Ok(()) };
    let Some(generate) = ["lib/netplan/generate", "usr/libexec/netplan/generate", "usr/lib/netplan/generate"]
        .map(|place| netplan.join(place))
        .into_iter()
        .find(|program| program.is_file())
    else {
        println!("SKIPPED: netplan.io has no generator");
        return Ok(());
    };
    let libraries = netplan.join("usr/lib").join(format!("{}-linux-gnu", env::consts::ARCH));
    for file in files(Target::CloudInit, ".network-config.yaml")? {
        let root = TempDir::new()?;
        let folder = root.path().join("etc/netplan");
        fs::create_dir_all(&folder)?;
        let path = folder.join("50-deevnet.yaml");
        fs::write(&path, &file.content)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let mut command = Command::new(&generate);
        let output = command.env("LD_LIBRARY_PATH", &libraries).arg("-r").arg(root.path()).output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        if errors.contains("error while loading shared libraries") {
            println!("SKIPPED: netplan.io lacks a library: {errors}");
            return Ok(());
        }
        assert!(output.status.success() && errors.is_empty(), "{} is refused:\n{errors}", file.name);
        let links = fs::read_dir(root.path().join("run/systemd/network"))?;
        let texts: Result<Vec<String>, _> = links.map(|link| fs::read_to_string(link?.path())).collect();
        let macs = file.content.lines().filter_map(|line| line.trim().strip_prefix("macaddress: "));
        let texts = texts?.join("\n");
        for mac in macs.map(|mac| mac.trim_matches('"')) {
            assert!(texts.contains(mac), "{} loses {mac}:\n{texts}", file.name);
        }
    }
    Ok(())
}

/// cloud-init itself renders every network configuration, and its schema holds for all user data.
#[test]
fn cloud_init_reads_what_every_machine_is_told() -> Outcome {
    let (Some(cloud_init), Some(python)) = (unpacked("cloud-init"), python()) else { return Ok(()) };
    let packages = cloud_init.join("usr/lib/python3/dist-packages");
    let folder = TempDir::new()?;
    let command = |module: &str, file: &EmittedFile| -> Result<Command, Box<dyn Error>> {
        let path = folder.path().join(&file.name);
        fs::write(&path, &file.content)?;
        let mut command = Command::new(&python);
        command.env("PYTHONPATH", &packages).env("PYTHONDONTWRITEBYTECODE", "1");
        command.args(["-m", module, if module.ends_with("schema") { "-c" } else { "-p" }]).arg(path);
        Ok(command)
    };
    for file in files(Target::CloudInit, ".network-config.yaml")? {
        let rendered = folder.path().join("rendered");
        let mut command = command("cloudinit.cmd.devel.net_convert", &file)?;
        command.args(["-k", "yaml", "-D", "debian", "-O", "networkd", "-d"]).arg(&rendered);
        succeed(&mut command, &file)?;
        assert!(rendered.join("etc/systemd/network").is_dir());
    }
    for file in files(Target::CloudInit, ".user-data.yaml")? {
        let told = succeed(&mut command("cloudinit.config.schema", &file)?, &file)?;
        assert!(told.starts_with("Valid cloud-config"), "{told}");
    }
    Ok(())
}

/// ifupdown2 reads the interfaces of every hypervisor: the loopback, the bridge with its port, and what has an address.
#[test]
fn ifupdown_reads_the_interfaces_of_every_hypervisor() -> Outcome {
    let Some(ifupdown) = unpacked("ifupdown2") else { return Ok(()) };
    let code = ifupdown.join("usr/share/ifupdown2");
    let folder = TempDir::new()?;
    // The program is told what to do by its name.
    let ifquery = folder.path().join("ifquery");
    symlink(code.join("__main__.py"), &ifquery)?;
    for file in files(Target::ProxmoxInterfaces, ".interfaces")? {
        let path = folder.path().join(&file.name);
        fs::write(&path, &file.content)?;
        let mut command = Command::new("/usr/bin/python3");
        command.env("PYTHONPATH", &code).env("PYTHONDONTWRITEBYTECODE", "1");
        let told = succeed(command.arg(&ifquery).args(["-a", "-o", "json", "-i"]).arg(&path), &file)?;
        let interfaces: Vec<Value> = serde_json::from_str(&told)?;
        let bridge = interfaces.iter().find(|found| found["config"]["bridge-vlan-aware"] == "yes");
        let bridge = bridge.ok_or_else(|| format!("no bridge in {told}"))?;
        assert!(bridge["config"]["bridge-ports"].is_string(), "{told}");
        let addressed = interfaces.iter().filter(|found| found["config"]["address"].is_string()).count();
        let written = file.content.lines().filter(|line| line.trim().starts_with("address ")).count();
        assert_eq!(addressed, written, "{told}");
    }
    Ok(())
}
