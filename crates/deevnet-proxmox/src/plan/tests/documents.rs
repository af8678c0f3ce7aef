//! What is told of a plan, and read again.

use super::world::{guest, planned, settled, substrate, survey};
use crate::plan::Plan;

#[test]
fn drift_tells_identity_from_the_rest() {
    let substrate = substrate();
    let mut survey = settled(&substrate);
    let dns = guest(&mut survey, "hv01", 210);
    dns.config.insert("net0".to_owned(), "virtio=02:de:20:00:00:d2,bridge=vmbr0,tag=30".to_owned());
    dns.config.insert("memory".to_owned(), "1024".to_owned());
    dns.config.insert("startup".to_owned(), "order=99".to_owned());
    survey.nodes.get_mut("hv02").unwrap().guests.remove(&301);
    let drift = planned(&substrate, &survey).drift();
    let lines: Vec<String> = drift.iter().map(|one| format!("{:?}: {one}", one.class)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    Identity: hv01: dns-vm01 (VM 210): net0.tag is 30, but 25 is declared
    Identity: hv02: api.orchard (VM 301): is missing
    Resource: hv01: dns-vm01 (VM 210): memory is 1024 MiB, but 2048 MiB is declared
    Cosmetic: hv01: dns-vm01 (VM 210): startup is order=99, but order=10 is declared
    ");
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let plan = planned(&substrate(), &survey());
    let json = plan.to_json().unwrap();
    assert_eq!(Plan::from_json(&json).unwrap(), plan);
    assert!(plan.check_survey(&survey()).is_ok());
    assert!(plan.check_survey(&settled(&substrate())).is_err());
}
