//! Graphs of small substrates, as text.

use serde_json::{Value as Json, json};

use super::{Graph, NodeKind};
use crate::declared::testing::declared_from_json;

fn graph(json: &Json) -> Graph {
    Graph::of(&crate::check(&declared_from_json(json)).substrate)
}

fn small() -> Json {
    json!({
        "substrate": {
            "deevnet_root_domain": "example.net",
            "deevnet_substrate": "lab",
            "deevnet_vlans": {
                "platform": { "vlan_id": 25, "subnet": "10.20.25.0/24" },
                "management": { "vlan_id": 99, "subnet": "10.20.99.0/24" },
            },
            "deevnet_tenants": [{ "name": "orchard", "index": 1, "workloads": [
                { "name": "web", "hypervisor": "hv01", "slot": 1 },
            ] }],
        },
        "hosts": {
            "core-rt01": {
                "infrastructure": { "form": "rt" },
                "env": { "interfaces": { "eth0": { "ip": "10.20.99.1", "segment": "management" } } },
            },
            "access-sw01": {
                "infrastructure": { "form": "sw" },
                "switch_ports": { "trunk": [
                    { "interface": "1/0/1", "description": "core-rt01 uplink", "native_vlan": 99 },
                    { "interface": "1/0/2", "description": "hv01", "native_vlan": 99 },
                ] },
            },
            "hv01": { "infrastructure": { "form": "hv" } },
            "dns-vm01": {
                "infrastructure": { "form": "vm" },
                "mgmt_vm": { "hypervisor": "hv01" },
                "env": { "role": "say \"<b>\" & #1;\n`end`", "interfaces": {
                    "eth0": { "ip": "10.20.25.10", "segment": "platform" },
                } },
            },
        },
    })
}

fn many(count: usize) -> Json {
    let mut json = small();
    for number in 0..count {
        json["hosts"][format!("pi{number:04}")] = json!({
            "infrastructure": { "form": "pi" },
            "env": { "interfaces": { "eth0": { "ip": "dhcp", "segment": if number % 2 == 0 { "platform" } else { "management" } } } },
        });
    }
    json
}

#[test]
fn mermaid_quotes_what_people_write() {
    insta::assert_snapshot!(graph(&small()).mermaid("lab").unwrap(), @r#"
    %% lab
    flowchart LR
        router_core_rt01{{"core-rt01"}}:::router
        switch_access_sw01[["access-sw01"]]:::switch
        hypervisor_hv01["hv01"]:::hypervisor
        machine_dns_vm01("dns-vm01<br/>say #34;#60;b#62;#34; #38; #35;1#59;#92;n#96;end#96;"):::machine
        machine_orchardZ2fZweb("orchard/web"):::machine
        segment_management(["management<br/>VLAN 99<br/>10.20.99.0/24"]):::segment
        segment_platform(["platform<br/>VLAN 25<br/>10.20.25.0/24"]):::segment
        tenant_orchard[/"orchard<br/>10.20.129.0/24"/]:::tenant
        router_core_rt01 ===|"1/0/1"| switch_access_sw01
        router_core_rt01 -.-|"10.20.99.1"| segment_management
        switch_access_sw01 ---|"1/0/2"| hypervisor_hv01
        hypervisor_hv01 --> machine_dns_vm01
        hypervisor_hv01 --> machine_orchardZ2fZweb
        machine_dns_vm01 -.-|"10.20.25.10"| segment_platform
        machine_orchardZ2fZweb -.- tenant_orchard
        classDef router fill:#fde2c8,stroke:#9a4f00,color:#1a1a1a
        classDef switch fill:#fff3bf,stroke:#7a6000,color:#1a1a1a
        classDef hypervisor fill:#d8e6fb,stroke:#1f4f99,color:#1a1a1a
        classDef machine fill:#e4f0ff,stroke:#4873b3,color:#1a1a1a
        classDef segment fill:#d9f2dd,stroke:#24703a,color:#1a1a1a
        classDef tenant fill:#eedcf7,stroke:#6b2f8f,color:#1a1a1a
    "#);
}

#[test]
fn dot_quotes_what_people_write() {
    insta::assert_snapshot!(graph(&small()).dot("lab").unwrap(), @r##"
    // lab
    graph substrate {
        rankdir=LR
        node [fontname="sans-serif" style=filled]
        edge [fontname="sans-serif" fontsize=10 color="#5b6470"]
        router_core_rt01 [shape=hexagon fillcolor="#fde2c8" label="core-rt01"]
        switch_access_sw01 [shape=box3d fillcolor="#fff3bf" label="access-sw01"]
        hypervisor_hv01 [shape=component fillcolor="#d8e6fb" label="hv01"]
        machine_dns_vm01 [shape=box style="filled,rounded" fillcolor="#e4f0ff" label="dns-vm01\nsay \"<b>\" &amp; #1;\\n`end`"]
        machine_orchardZ2fZweb [shape=box style="filled,rounded" fillcolor="#e4f0ff" label="orchard/web"]
        segment_management [shape=ellipse fillcolor="#d9f2dd" label="management\nVLAN 99\n10.20.99.0/24"]
        segment_platform [shape=ellipse fillcolor="#d9f2dd" label="platform\nVLAN 25\n10.20.25.0/24"]
        tenant_orchard [shape=parallelogram fillcolor="#eedcf7" label="orchard\n10.20.129.0/24"]
        router_core_rt01 -- switch_access_sw01 [penwidth=3 label="1/0/1"]
        router_core_rt01 -- segment_management [style=dashed label="10.20.99.1"]
        switch_access_sw01 -- hypervisor_hv01 [penwidth=1.5 label="1/0/2"]
        hypervisor_hv01 -- machine_dns_vm01 [dir=forward]
        hypervisor_hv01 -- machine_orchardZ2fZweb [dir=forward]
        machine_dns_vm01 -- segment_platform [style=dashed label="10.20.25.10"]
        machine_orchardZ2fZweb -- tenant_orchard [style=dotted]
    }
    "##);
}

#[test]
fn many_hosts_are_told_by_their_number() {
    let graph = graph(&many(1_000));
    let groups: Vec<String> = graph
        .nodes()
        .iter()
        .filter(|node| node.kind == NodeKind::Host)
        .map(|node| format!("{}: {}", node.count, node.details.join("; ")))
        .collect();
    assert_eq!(groups, ["500: 500 hosts; pi0000, pi0002, pi0004, ...", "500: 500 hosts; pi0001, pi0003, pi0005, ...",]);
    assert!(graph.nodes().len() < 20);
}

#[test]
fn few_hosts_are_shown_one_by_one() {
    assert_eq!(graph(&many(20)).nodes().iter().filter(|node| node.kind == NodeKind::Host).count(), 20);
}
