//! Surveys to test with.

use std::collections::BTreeMap;
use std::sync::Arc;

use deevnet_core::quantity::DataSize;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;

/// A survey of one node with a storage, a bridge, a zone and a machine.
pub(crate) fn survey() -> Survey {
    let options = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let guest = Guest {
        kind: GuestKind::Qemu,
        name: Some("web01".to_owned()),
        status: GuestStatus::Running,
        is_template: false,
        lock: None,
        digest: Some("50dd229aec00d9a42e59ced36e85bbccb965851e".to_owned()),
        config: options(&[("cores", "4"), ("memory", "2048"), ("name", "web01"), ("tags", "deevnet-dvntm;web")]),
        pending: vec![PendingRow {
            key: "cores".to_owned(),
            value: Some("2".to_owned()),
            pending: Some("4".to_owned()),
            delete: false,
        }],
    };
    let storage = StorageState {
        kind: "lvmthin".to_owned(),
        content: vec!["images".to_owned(), "rootdir".to_owned()],
        is_active: true,
        total: Some(DataSize::gibibytes(800)),
        free: Some(DataSize::gibibytes(500)),
    };
    let zone = ZoneState {
        kind: "simple".to_owned(),
        options: options(&[("mtu", "1450")]),
        state: Some("new".to_owned()),
        vnets: BTreeMap::new(),
    };
    let node = NodeState {
        node: Some("pve1".to_owned()),
        release: Some("8.4.21".to_owned()),
        hardware: Some(NodeHardware {
            processor: "Intel(R) Core(TM) i7-6700T CPU @ 2.80GHz".to_owned(),
            threads: 8,
            cores: 4,
            memory: DataSize::from_bytes(33_521_717_248),
        }),
        storages: [("local-lvm".to_owned(), storage)].into(),
        bridges: [(
            "vmbr0".to_owned(),
            BridgeState { is_vlan_aware: true, is_active: true, ports: vec!["eno1".to_owned()] },
        )]
        .into(),
        sdn: SdnState { zones: [("lab".to_owned(), zone)].into(), has_pending: true, ..SdnState::default() },
        guests: [(200, guest)].into(),
        gaps: Vec::new(),
    };
    Survey { nodes: [("hv01".into(), node)].into(), ..Survey::default() }
}

/// Any survey.
pub(crate) fn any_survey() -> impl Strategy<Value = Survey> {
    btree_map(any_word().prop_map(Arc::from), any_node(), 0..4)
        .prop_map(|nodes| Survey { version: Survey::VERSION, nodes })
}

fn any_word() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9-]{0,6}"
}

fn any_options() -> impl Strategy<Value = BTreeMap<String, String>> {
    btree_map(any_word(), "\\PC{0,12}", 0..4)
}

fn any_size() -> impl Strategy<Value = DataSize> {
    any::<u64>().prop_map(DataSize::from_bytes)
}

fn any_node() -> impl Strategy<Value = NodeState> {
    let hardware = (any_word(), any::<u32>(), any::<u32>(), any_size())
        .prop_map(|(processor, threads, cores, memory)| NodeHardware { processor, threads, cores, memory });
    let storage = (any_word(), vec(any_word(), 0..4), any::<bool>(), option::of(any_size()), option::of(any_size()))
        .prop_map(|(kind, content, is_active, total, free)| StorageState { kind, content, is_active, total, free });
    let bridge = (any::<bool>(), any::<bool>(), vec(any_word(), 0..3))
        .prop_map(|(is_vlan_aware, is_active, ports)| BridgeState { is_vlan_aware, is_active, ports });
    let parts = (
        option::of(any_word()),
        option::of(any_word()),
        option::of(hardware),
        btree_map(any_word(), storage, 0..3),
        btree_map(any_word(), bridge, 0..3),
        any_sdn(),
        btree_map(100..999_999_999_u32, any_guest(), 0..4),
        vec(any_gap(), 0..3),
    );
    parts.prop_map(|(node, release, hardware, storages, bridges, sdn, guests, gaps)| NodeState {
        node,
        release,
        hardware,
        storages,
        bridges,
        sdn,
        guests,
        gaps,
    })
}

fn any_sdn() -> impl Strategy<Value = SdnState> {
    let state = || option::of(prop::sample::select(vec!["new".to_owned(), "changed".to_owned(), "deleted".to_owned()]));
    let subnet = (any_options(), state()).prop_map(|(options, state)| SubnetState { options, state });
    let vnet = (any_options(), state(), btree_map(any_word(), subnet, 0..2))
        .prop_map(|(options, state, subnets)| VnetState { options, state, subnets });
    let zone = (any_word(), any_options(), state(), btree_map(any_word(), vnet, 0..2))
        .prop_map(|(kind, options, state, vnets)| ZoneState { kind, options, state, vnets });
    let zones = btree_map(any_word(), zone, 0..2);
    (zones, btree_map(any_word(), any_options(), 0..2), any::<bool>())
        .prop_map(|(zones, controllers, has_pending)| SdnState { zones, controllers, has_pending })
}

fn any_guest() -> impl Strategy<Value = Guest> {
    let kind = prop::sample::select(vec![GuestKind::Qemu, GuestKind::Lxc]);
    let status = prop::sample::select(vec![GuestStatus::Running, GuestStatus::Stopped, GuestStatus::Unknown]);
    let row = (option::of("\\PC{0,8}"), option::of("\\PC{0,8}"), any::<bool>());
    let pending = btree_map(any_word(), row, 0..3).prop_map(|rows| {
        let rows = rows.into_iter();
        rows.map(|(key, (value, pending, delete))| PendingRow { key, value, pending, delete }).collect::<Vec<_>>()
    });
    let named = (option::of(any_word()), option::of(any_word()), option::of(any_word()));
    (kind, status, any::<bool>(), named, any_options(), pending).prop_map(
        |(kind, status, is_template, (name, lock, digest), config, pending)| Guest {
            kind,
            name,
            status,
            is_template,
            lock,
            digest,
            config,
            pending,
        },
    )
}

fn any_gap() -> impl Strategy<Value = Gap> {
    let message = || "\\PC{0,12}";
    let reason = prop_oneof![
        message().prop_map(|message| GapReason::Unreachable { message }),
        message().prop_map(|message| GapReason::Failed { message }),
        message().prop_map(|message| GapReason::Inconsistent { message }),
        (any_word(), any_word()).prop_map(|(path, privilege)| GapReason::Privilege { path, privilege }),
    ];
    (any_word(), reason).prop_map(|(subject, reason)| Gap { subject, reason })
}
