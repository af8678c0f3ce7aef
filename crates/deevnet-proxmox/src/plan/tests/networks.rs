//! Plans of tenants' networks.

use deevnet_core::model::Substrate;
use serde_json::{Value, json};

use super::world::{applied, guest, hypervisors, planned, shared, stranger, substrate_of, survey, texts};
use crate::plan::{Operation, Plan, PlanOptions, plan};
use crate::survey::{Survey, VnetState, ZoneState};

/// Tenants on overlays that are made as `sdn` says.
fn overlays(tenants: &Value, sdn: &Value) -> Substrate {
    let mut shared = shared();
    shared["deevnet_tenant_numbering"] = json!({ "vrf_base": 10_000, "vnet_base": 20_000, "vmid_base": 10_000 });
    shared["deevnet_vlans"].as_object_mut().unwrap().remove("tenant_1");
    shared["deevnet_tenants"] = tenants.clone();
    shared["deevnet_sdn"] = sdn.clone();
    substrate_of(&shared, &hypervisors())
}

fn workload(name: &str, slot: u32) -> Value {
    json!({ "name": name, "slot": slot, "cores": 1, "memory": 1024, "disk": 4, "hypervisor": "hv02" })
}

fn orchard() -> Value {
    json!([{ "name": "orchard", "index": 1, "vnets": ["app", "data"], "mac_policy": "deterministic",
             "workloads": [workload("api", 0)] }])
}

fn vxlan() -> Value {
    json!({ "zone_type": "vxlan", "peers": ["10.20.99.21", "10.20.99.22"], "mtu": 1450 })
}

fn substrate() -> Substrate {
    overlays(&orchard(), &vxlan())
}

fn settled() -> Survey {
    applied(&planned(&substrate(), &survey()), &survey())
}

fn zone<'s>(survey: &'s mut Survey, id: &str) -> &'s mut ZoneState {
    survey.nodes.get_mut("hv02").unwrap().sdn.zones.get_mut(id).unwrap()
}

fn faults(plan: &Plan) -> String {
    let lines = plan.faults.iter().map(|fault| format!("{}\n  {}", fault.message, fault.hint));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_network_is_made_and_put_in_force_before_its_machines() {
    let plan = planned(&substrate(), &survey());
    insta::assert_snapshot!(plan, @"
    hv02 (node pve2)
      + network of orchard
          create zone orchard: it is not there
            + zone.mtu: 1450
            + zone.peers: 10.20.99.21,10.20.99.22
            + zone.type: vxlan
          create VNet orchar0: it is not there
            + vnet.alias: deevnet-dvntm orchard
            + vnet.tag: 20010
            + vnet.zone: orchard
          create VNet orchar1: it is not there
            + vnet.alias: deevnet-dvntm orchard
            + vnet.tag: 20011
            + vnet.zone: orchard
          create subnet 10.20.129.0/24 of VNet orchar0: it is not there
            + subnet.gateway: 10.20.129.1
      ~ software-defined network
          put all pending changes in force: changes of networks wait for it [interrupts it]
      + api.orchard (VM 10040)
          clone fedora-server-44-1.10 (9001): no node has a virtual machine 10040
            + vmid: 10040
            + name: api-orchard
            + template: fedora-server-44-1.10 (9001)
            + storage: local-lvm
          configure: the clone is to be as declared
            ~ tags: fedora -> deevnet-dvntm;tenant-orchard
            + net0.mac: 02:de:20:00:27:38
            ~ net0.bridge: vmbr0 -> orchar0
            + ipconfig0: ip=10.20.129.10/24,gw=10.20.129.1
          start: it is new
            + status: running

    Plan: 2 to add, 0 to change, 0 to destroy.
    ");
    let apply = plan.actions.iter().find(|action| action.operation == Operation::ApplySdn).unwrap();
    let clone = plan.actions.iter().find(|action| matches!(action.operation, Operation::Clone(_))).unwrap();
    assert_eq!(clone.after, [apply.id]);
    let settled = settled();
    let again = planned(&substrate(), &settled);
    assert!(again.is_empty() && again.blocked.is_empty() && again.faults.is_empty(), "{again}");
}

#[test]
fn every_type_of_zone_has_its_own_options() {
    let made = |sdn: &Value| {
        let mut survey = survey();
        let controllers = &mut survey.nodes.get_mut("hv02").unwrap().sdn.controllers;
        controllers.insert("fabric".to_owned(), texts(&[("type", "evpn")]));
        let plan = planned(&overlays(&orchard(), sdn), &survey);
        let orders = plan.actions.iter().filter_map(|action| match &action.operation {
            Operation::Sdn(order) => Some(format!("{}: {:?}", order.object, order.set)),
            _ => None,
        });
        orders.chain([faults(&plan)]).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(made(&json!({ "zone_type": "simple" })), @r#"
    zone orchard: {"type": "simple"}
    VNet orchar0: {"alias": "deevnet-dvntm orchard", "zone": "orchard"}
    VNet orchar1: {"alias": "deevnet-dvntm orchard", "zone": "orchard"}
    subnet 10.20.129.0/24 of VNet orchar0: {"gateway": "10.20.129.1"}
    "#);
    insta::assert_snapshot!(made(&json!({ "zone_type": "evpn", "controller": "fabric" })), @r#"
    zone orchard: {"controller": "fabric", "type": "evpn", "vrf-vxlan": "10001"}
    VNet orchar0: {"alias": "deevnet-dvntm orchard", "tag": "20010", "zone": "orchard"}
    VNet orchar1: {"alias": "deevnet-dvntm orchard", "tag": "20011", "zone": "orchard"}
    subnet 10.20.129.0/24 of VNet orchar0: {"gateway": "10.20.129.1"}
    "#);
    insta::assert_snapshot!(made(&json!({ "zone_type": "evpn", "controller": "other" })), @"
    hv02 has no controller other, which the zone of orchard needs
      create it on the node (type evpn, ASN 65020), or correct `deevnet_sdn.controller`
    ");
    insta::assert_snapshot!(made(&json!({ "zone_type": "vxlan" })), @"
    the zone of orchard is VXLAN, and no node is named that carries it
      declare `deevnet_sdn.peers`
    ");
    insta::assert_snapshot!(made(&Value::Null), @"
    the tenant orchard is an overlay, and nothing says how overlays are made
      declare `deevnet_sdn` with the `zone_type` simple, vxlan or evpn
    ");
}

#[test]
fn what_differs_is_set_and_what_cannot_change_stays() {
    let mut survey = settled();
    let own = zone(&mut survey, "orchard");
    own.options.insert("peers".to_owned(), "10.20.99.21 10.20.99.22".to_owned());
    own.vnets.get_mut("orchar1").unwrap().options.insert("tag".to_owned(), "7".to_owned());
    insta::assert_snapshot!(planned(&substrate(), &survey), @"
    hv02 (node pve2)
      ~ network of orchard
          change VNet orchar1: it differs from the declaration [interrupts it]
            ~ vnet.tag: 7 -> 20011
      ~ software-defined network
          put all pending changes in force: changes of networks wait for it [interrupts it]

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
    zone(&mut survey, "orchard").kind = "simple".to_owned();
    insta::assert_snapshot!(planned(&substrate(), &survey), @"
    = network of orchard on hv02: zone.type stays simple, not vxlan: a zone stays what it is
        hint: remove the tenant's workloads and zone by hand, and plan again

    Plan: 0 to add, 0 to change, 0 to destroy.
    ");
}

#[test]
fn a_zone_of_a_stranger_is_left_alone_unless_it_is_taken_over() {
    let mut survey = settled();
    for vnet in zone(&mut survey, "orchard").vnets.values_mut() {
        vnet.options.remove("alias");
    }
    insta::assert_snapshot!(faults(&planned(&substrate(), &survey)), @"
    the zone orchard on hv02 has the VNet orchar0, which is not its tenant's
      remove it there, or, where it is, take the zone over with `--adopt orchard`
    ");
    let options = PlanOptions { adopt: ["orchard".to_owned()].into(), ..PlanOptions::default() };
    let plan = plan(&substrate(), &survey, &options);
    assert!(plan.faults.is_empty() && plan.actions.len() == 3, "{plan}");
}

#[test]
fn a_tenant_s_network_goes_after_its_last_machine() {
    let survey = settled();
    let emptied = overlays(&json!([]), &vxlan());
    let plan = planned(&emptied, &survey);
    insta::assert_snapshot!(plan, @"
    hv02 (node pve2)
      - api.orchard (VM 10040)
          shut down: it is removed next [interrupts it]
            ~ status: running -> stopped
          destroy with its disks: nothing declares it any more [destroys data]
            - vmid: 10040
            - name: api-orchard
      - network of orchard
          delete subnet 10.20.129.0/24 of VNet orchar0: no workload of its tenant is here any more [interrupts it]
            - subnet.id: subnet 10.20.129.0/24 of VNet orchar0
          delete VNet orchar0: no workload of its tenant is here any more [interrupts it]
            - vnet.id: VNet orchar0
          delete VNet orchar1: no workload of its tenant is here any more [interrupts it]
            - vnet.id: VNet orchar1
          delete zone orchard: no workload of its tenant is here any more [interrupts it]
            - zone.id: zone orchard
      ~ software-defined network
          put all pending changes in force: changes of networks wait for it [interrupts it]

    Plan: 0 to add, 0 to change, 2 to destroy.
    ");
    let gone = applied(&plan, &survey);
    assert!(gone.nodes["hv02"].sdn.zones.is_empty() && planned(&emptied, &gone).is_empty());

    let mut used = settled();
    let mut guest = stranger("lodger");
    guest.config.insert("net0".to_owned(), "virtio=BC:24:11:00:00:01,bridge=orchar0".to_owned());
    used.nodes.get_mut("hv02").unwrap().guests.insert(500, guest);
    let plan = planned(&emptied, &used);
    assert!(
        plan.blocked.len() == 1 && plan.actions.iter().all(|action| !matches!(action.operation, Operation::Sdn(_)))
    );
}

#[test]
fn a_removal_that_was_cut_off_is_finished() {
    let mut survey = settled();
    survey.nodes.get_mut("hv02").unwrap().guests.retain(|vmid, _| *vmid >= 9000 && *vmid < 10_000);
    let emptied = overlays(&json!([]), &vxlan());
    let whole = planned(&emptied, &survey);
    for cut in 1..whole.actions.len() {
        let mut part = whole.clone();
        part.actions.truncate(cut);
        let survey = applied(&part, &survey);
        let rest = planned(&emptied, &survey);
        assert_eq!(rest.actions.len(), whole.actions.len() - cut, "{rest}");
        assert!(applied(&rest, &survey).nodes["hv02"].sdn.zones.is_empty());
    }
}

#[test]
fn changes_of_others_are_not_put_in_force() {
    let mut survey = survey();
    let network = &mut survey.nodes.get_mut("hv02").unwrap().sdn;
    network.has_pending = true;
    let vnet = VnetState { options: texts(&[]), state: Some("new".to_owned()), subnets: [].into() };
    let lab = ZoneState {
        kind: "simple".to_owned(),
        options: texts(&[]),
        state: Some("new".to_owned()),
        vnets: [("lab0".to_owned(), vnet)].into(),
    };
    network.zones.insert("lab".to_owned(), lab);
    let plan = planned(&substrate(), &survey);
    assert!(plan.is_empty(), "{plan}");
    insta::assert_snapshot!(faults(&plan), @"
    changes of the software-defined network of hv02 wait there that are not the substrate's own
      apply or take them back on the node: all that waits is put in force at once
    ");
}

#[test]
fn a_workload_is_moved_to_the_vnet_that_it_names() {
    let mut survey = settled();
    let tenants = json!([{ "name": "orchard", "index": 1, "vnets": ["app", "data"], "mac_policy": "deterministic",
        "workloads": [{ "name": "api", "slot": 0, "hypervisor": "hv02", "nics": [{ "segment": "data" }] }] }]);
    let plan = planned(&overlays(&tenants, &vxlan()), &survey);
    insta::assert_snapshot!(plan, @"
    hv02 (node pve2)
      ~ api.orchard (VM 10040)
          configure: it differs from the declaration [interrupts it]
            ~ net0.bridge: orchar0 -> orchar1

    Plan: 0 to add, 1 to change, 0 to destroy.
    ");
    assert_eq!(guest(&mut survey, "hv02", 10_040).config["net0"], "virtio=02:DE:20:00:27:38,bridge=orchar0,firewall=1");
}

#[test]
fn a_network_of_a_substrate_whose_name_begins_alike_is_left_alone() {
    let mut survey = settled();
    survey.nodes.get_mut("hv02").unwrap().guests.retain(|vmid, _| *vmid >= 9000 && *vmid < 10_000);
    for vnet in zone(&mut survey, "orchard").vnets.values_mut() {
        vnet.options.insert("alias".to_owned(), "deevnet-dvnt orchard".to_owned());
    }
    assert!(planned(&overlays(&json!([]), &vxlan()), &survey).is_settled());
}
