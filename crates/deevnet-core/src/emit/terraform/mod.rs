//! Terraform for Proxmox VE, with the provider `bpg/proxmox`, in the JSON syntax.
//!
//! A machine is cloned from the newest template with its prefix, told apart by numbers: 44-1.10 is newer than 44-1.9. The
//! tags are those by which `deevnet` knows its own machines; the mark in the description, without which it never destroys
//! one, is not written.

#[cfg(test)]
mod documented;
mod home;
mod machine;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::emission::{Emission, EmittedFile};
use super::error::EmitError;
use super::header::Header;
use super::json::pretty;
use super::left_out::{LeftOut, Part};
use super::published::Published;
use super::target::Target;
use super::virtual_machine::PublishedVirtualMachine;
use crate::finding::Subject;
use home::{Listing, Provider, Variable};
use machine::Resource;

#[derive(Serialize)]
struct Configuration<'a> {
    #[serde(rename = "//")]
    header: String,
    terraform: Settings,
    variable: BTreeMap<String, Variable>,
    provider: BTreeMap<&'static str, Vec<Provider>>,
    data: BTreeMap<&'static str, BTreeMap<String, Listing<'a>>>,
    locals: BTreeMap<String, String>,
    resource: BTreeMap<&'static str, BTreeMap<String, Resource<'a>>>,
}

#[derive(Serialize)]
struct Settings {
    required_version: &'static str,
    required_providers: BTreeMap<&'static str, Requirement>,
}

#[derive(Serialize)]
struct Requirement {
    source: &'static str,
    version: &'static str,
}

/// `startswith` came with Terraform 1.3; the attributes are those of the provider's 0.111.
const SETTINGS: (&str, Requirement) = (">= 1.3", Requirement { source: "bpg/proxmox", version: "~> 0.111" });

pub(super) fn emit(published: &Published) -> Result<Emission, EmitError> {
    let machines = &published.virtual_machines;
    if machines.is_empty() {
        return Err(EmitError::VirtualMachineUnknown { target: Target::Terraform });
    }
    let homes = home::all(machines);
    let resources = machines.iter().map(|machine| {
        let told = published.machines.iter().find(|told| told.name == machine.name);
        (machine::identifier(machine), Resource::new(published.substrate.as_ref(), machine, told))
    });
    let (required_version, requirement) = SETTINGS;
    let configuration = Configuration {
        header: Header(published).to_string(),
        terraform: Settings { required_version, required_providers: BTreeMap::from([("proxmox", requirement)]) },
        variable: shared_variables().into_iter().chain(homes.values().flat_map(|home| home::variables(home))).collect(),
        provider: BTreeMap::from([("proxmox", homes.values().map(|home| Provider::new(home)).collect())]),
        data: BTreeMap::from([(
            "proxmox_virtual_environment_vms",
            homes.iter().map(|(alias, home)| (alias.clone(), Listing::new(home))).collect(),
        )]),
        locals: homes.values().map(|home| (home::templates(home), home::newest_templates(home, machines))).collect(),
        resource: BTreeMap::from([("proxmox_virtual_environment_vm", resources.collect())]),
    };
    let mut emission = Emission::of(EmittedFile::new("machines.tf.json", pretty(&configuration)?));
    emission.left_out = machines.iter().flat_map(|machine| unsaid(published, machine)).collect();
    Ok(emission)
}

/// What a template has and nobody declares, but the provider does not leave alone.
fn shared_variables() -> [(String, Variable); 2] {
    let boot_disk = "Where the templates have the disk that they boot from";
    let cpu_type = "The processor type of the machines whose number of cores is declared";
    [
        ("boot_disk".to_owned(), Variable::text(boot_disk, Some("scsi0".to_owned()))),
        ("cpu_type".to_owned(), Variable::text(cpu_type, Some("x86-64-v2-AES".to_owned()))),
    ]
}

/// What is declared of a machine and the provider has no words for.
fn unsaid(published: &Published, machine: &PublishedVirtualMachine) -> Vec<LeftOut> {
    let left_out = |part, message: String| LeftOut {
        subject: Subject::host(Arc::<str>::from(machine.name.as_str())),
        part,
        rule: None,
        message,
    };
    let mut unsaid = Vec::new();
    if let Some(disk) = machine.data_disk.as_ref().filter(|disk| !machine::is_known(&disk.device)) {
        let message = format!("the provider makes no disk at {}: only on scsi, sata and virtio", disk.device);
        unsaid.push(left_out(Part::VirtualDisk, message));
    }
    let told = published.machines.iter().find(|told| told.name == machine.name);
    if told.and_then(|told| told.user.as_ref()?.upgrade).is_some() {
        let message = "whether packages are upgraded may be set by root@pam alone, and by no token".to_owned();
        unsaid.push(left_out(Part::MachineUser, message));
    }
    unsaid
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::{Value as Json, json};

    use super::documented::ATTRIBUTES;
    use crate::emit::testing::{lab, listed, published};
    use crate::emit::{EmitOptions, Part, Published, Target, emit};

    fn configuration(published: &Published) -> Json {
        let emission = emit(Target::Terraform, published, &EmitOptions::default()).unwrap();
        serde_json::from_str(&emission.files[0].content).unwrap()
    }

    /// The lab with a tenant's workload beside the machine of the management plane.
    fn with_workload(workload: &Json) -> Json {
        let mut json = lab();
        let substrate = &mut json["substrate"];
        substrate["deevnet_site_octet"] = json!(20);
        substrate["deevnet_mac_namespace"] = json!("02:de:20");
        substrate["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
        substrate["deevnet_tenants"] = json!([{
            "name": "orchard", "index": 1, "mac_policy": "deterministic", "vnets": ["app"], "workloads": [workload],
        }]);
        json
    }

    fn workload() -> Json {
        json!({ "name": "api", "slot": 0, "hypervisor": "hv01", "template_prefix": "debian-", "nics": [{}, {}] })
    }

    /// The paths of what a block says, without the numbers of lists.
    fn paths(json: &Json, prefix: &str, found: &mut BTreeSet<String>) {
        match json {
            Json::Object(map) => {
                for (key, value) in map {
                    let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                    paths(value, &path, found);
                    found.insert(path);
                }
            }
            Json::Array(items) => items.iter().for_each(|item| paths(item, prefix, found)),
            _ => {}
        }
    }

    #[test]
    fn every_attribute_is_one_that_the_provider_documents() {
        let configuration = configuration(&published(&with_workload(&workload())));
        for (place, documented) in ATTRIBUTES {
            let blocks = configuration.pointer(&format!("/{place}")).unwrap();
            let blocks: Vec<&Json> = match blocks {
                Json::Array(items) => items.iter().collect(),
                _ => blocks.as_object().unwrap().values().collect(),
            };
            assert!(!blocks.is_empty(), "{place}");
            let mut found = BTreeSet::new();
            for block in blocks {
                paths(block, "", &mut found);
            }
            let unknown: Vec<&String> = found.iter().filter(|path| !documented.contains(&path.as_str())).collect();
            assert!(unknown.is_empty(), "{place}: {unknown:?}");
        }
        let places: usize =
            ["provider", "data", "resource"].iter().map(|block| configuration[block].as_object().unwrap().len()).sum();
        assert_eq!(places, ATTRIBUTES.len());
    }

    #[test]
    fn a_workload_is_numbered_and_attached_to_its_vnet() {
        let configuration = configuration(&published(&with_workload(&workload())));
        let machine = &configuration["resource"]["proxmox_virtual_environment_vm"]["api_orchard"];
        let shown = ["name", "vm_id", "tags", "network_device", "initialization"].map(|key| machine[key].to_string());
        insta::assert_snapshot!(shown.join("\n"), @r#"
        "api-orchard"
        10040
        ["deevnet-lab","tenant-orchard"]
        [{"bridge":"orchar0","mac_address":"02:de:20:00:27:38"},{"bridge":"orchar0"}]
        {"dns":{"domain":"orchard.lab.example.net","servers":["10.20.99.1"]},"ip_config":[{"ipv4":{"address":"10.20.129.10/24","gateway":"10.20.129.1"}},{}]}
        "#);
        let newest = configuration["locals"]["newest_templates_hv01"].as_str().unwrap();
        assert!(newest.starts_with(r#"${{for prefix in ["debian-", "fedora-${"$"}{44}-"] : prefix => "#), "{newest}");
    }

    #[test]
    fn no_secret_has_a_value() {
        let configuration = configuration(&published(&lab()));
        for (name, variable) in configuration["variable"].as_object().unwrap() {
            assert_eq!(variable["sensitive"] == json!(true), name.contains("token"), "{name}");
            assert!(!name.contains("token") || variable.get("default").is_none(), "{name}");
        }
    }

    /// What is left out of the configuration when a machine, its workload or its hypervisor is declared otherwise.
    fn losses(change: impl FnOnce(&mut Json)) -> String {
        let mut json = with_workload(&workload());
        change(&mut json);
        let published = published(&json);
        let left_out =
            published.left_out.iter().filter(|found| matches!(found.part, Part::VirtualMachine | Part::VirtualDisk));
        listed(left_out)
    }

    #[test]
    fn a_machine_that_lacks_what_it_is_made_of_is_left_out_by_name() {
        let of_worker = |key: &str, value: Json| losses(|json| json["hosts"]["worker-vm02"]["mgmt_vm"][key] = value);
        let of_host = |key: &str, value: Json| losses(|json| json["hosts"]["hv01"]["deevnet_hypervisor"][key] = value);
        let told = [
            losses(|_| {}),
            of_worker("vmid", json!(0)),
            of_worker("vmid", json!(10_040)),
            of_worker("hypervisor", json!("hv09")),
            of_worker("storage", Json::Null),
            of_worker("disk", json!("1500 MiB")),
            of_worker("data_disk", json!({ "device": "scsi2" })),
            of_host("template_prefixes", json!([])),
            of_host("node", Json::Null),
            of_host("bridge", Json::Null),
            losses(|json| {
                json["hosts"]["worker-vm02"]["infrastructure"]["interfaces"]["eth0"]["mac"] = json!("UNKNOWN");
            }),
            losses(|json| json["substrate"]["deevnet_tenants"][0]["mac_policy"] = json!("deferred")),
        ];
        insta::assert_snapshot!(told.join("\n--\n"), @"

        --
        virtual machine of worker-vm02: it has no VMID
        --
        virtual machine of orchard/api: VMID 10040 already belongs to worker-vm02
        --
        virtual machine of worker-vm02: it stands on no hypervisor: there is no host hv09
        --
        disk of worker-vm02: the storage of the boot disk is not known: it names none, and its hypervisor has not just one
        disk of worker-vm02: the storage of the data disk is not known: it names none, and its hypervisor has not just one
        --
        disk of worker-vm02: the size of the boot disk is 1500 MiB, which is not a whole number of GiB
        --
        disk of worker-vm02: the size of the data disk is not known
        --
        virtual machine of worker-vm02: it names no template, and its hypervisor has not just one prefix of them
        --
        virtual machine of orchard/api: its hypervisor declares no node name
        virtual machine of worker-vm02: its hypervisor declares no node name
        --
        virtual machine of worker-vm02: no bridge is declared for it, neither by itself nor by its hypervisor
        --
        virtual machine of worker-vm02: its MAC address is not known
        --
        virtual machine of orchard/api: its MAC address is not known
        ");
    }

    #[test]
    fn a_disk_that_the_provider_cannot_make_is_left_out_by_name() {
        let mut json = lab();
        json["hosts"]["worker-vm02"]["mgmt_vm"]["data_disk"] = json!({ "device": "ide3", "size": 10 });
        let emission = emit(Target::Terraform, &published(&json), &EmitOptions::default()).unwrap();
        let left_out = emission.left_out.iter().filter(|left_out| left_out.part == Part::VirtualDisk);
        insta::assert_snapshot!(listed(left_out), @"disk of worker-vm02: the provider makes no disk at ide3: only on scsi, sata and virtio");
    }
}
