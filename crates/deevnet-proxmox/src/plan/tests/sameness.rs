//! Machines that are as declared, however that is written.

use serde_json::json;

use super::trial::with;
use super::world::{guest, hypervisors, machine, planned, settled, shared, substrate, substrate_of};

#[test]
fn what_was_applied_needs_nothing() {
    let substrate = substrate();
    let plan = planned(&substrate, &settled(&substrate));
    assert_eq!((plan.actions.len(), plan.blocked.len(), plan.faults.len()), (0, 0, 0), "{plan}");
    assert_eq!((plan.owned, plan.unchanged), (2, 2));
}

#[test]
fn spellings_that_mean_the_same_are_no_difference() {
    let same = [
        ("net0", "bridge=vmbr0,firewall=on,tag=0025,virtio=02:DE:20:00:00:D2"),
        ("memory", "current=2048"),
        ("scsi0", "local-zfs:vm-210-disk-0,size=16384M"),
        ("scsi1", "local-zfs:vm-210-disk-1,iothread=0,size=107374182400"),
        ("tags", "Fedora, deevnet-dvntm"),
        ("description", "deevnet: dvntm/dns-vm01/210"),
        ("startup", "10"),
        ("nameserver", "10.20.25.1,"),
        ("ipconfig0", "gw=10.20.25.1,ip=10.20.25.10/24"),
        ("sockets", "1"),
    ];
    for (key, value) in same {
        let plan = with(key, value);
        assert!(plan.is_empty() && plan.blocked.is_empty() && plan.faults.is_empty(), "{key}: {plan}");
    }
}

#[test]
fn what_is_not_written_has_its_default() {
    let mut hosts = hypervisors();
    hosts["dns-vm01"] = machine(210);
    hosts["dns-vm01"]["mgmt_vm"]["cores"] = json!(1);
    hosts["dns-vm01"]["mgmt_vm"]["memory"] = json!(512);
    let substrate = substrate_of(&shared(), &hosts);
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.config.remove("cores");
    dns.config.remove("memory");
    assert!(planned(&substrate, &survey).is_empty());
}

#[test]
fn sizes_are_numbers_however_they_are_written() {
    for declared in [json!(64), json!("64"), json!("64G"), json!("64 GiB")] {
        let mut hosts = hypervisors();
        hosts["dns-vm01"] = machine(210);
        hosts["dns-vm01"]["mgmt_vm"]["disk"] = declared.clone();
        let substrate = substrate_of(&shared(), &hosts);
        let mut survey = settled(&substrate);
        for found in ["64G", "65536M", "68719476736"] {
            let disk = format!("local-zfs:vm-210-disk-0,size={found}");
            guest(&mut survey, "hv01", 210).config.insert("scsi0".to_owned(), disk);
            let plan = planned(&substrate, &survey);
            assert!(plan.is_settled() && plan.unchanged == 2, "{declared} and {found}: {plan}");
        }
    }
}
