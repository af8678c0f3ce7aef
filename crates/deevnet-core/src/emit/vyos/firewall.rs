//! The policy between zones as VyOS zones: a rule set for every pair of zones that needs one.
//!
//! Answers pass by the global state policy. Nothing is forwarded to an interface that is in no zone while the default is
//! to block. Without a local zone, packets to the router itself are not judged; with one, what the router sends itself
//! passes.

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::sync::Arc;

use super::nat;
use super::rule::{Groups, Rule, verdict};
use super::rule_set::Dealer;
use super::unsaid;
use super::zones::{Place, RouterZone, zones};
use crate::emit::error::EmitError;
use crate::emit::interface_name::InterfaceName;
use crate::emit::left_out::LeftOut;
use crate::emit::options::EmitOptions;
use crate::emit::published::Published;
use crate::emit::router::Router;
use crate::emit::rule_name::unread_block;
use crate::emit::scope::Scope;
use crate::emit::target::Target;
use crate::model::{Action, Policy};
use crate::policy::Analysis;

/// The rule set and the group that are not named after zones.
const EVERYTHING: &str = "everything";
const ALL_ZONES: &str = "zones";
/// How far apart rules are numbered, so that there is room between them.
const STEP: usize = 10;

/// What is replaced as a whole: a permit that is withdrawn, or an address that leaves a group, must not stay.
const REPLACED: [&str; 7] = [
    "zone",
    "ipv4 forward filter",
    "ipv6 forward filter",
    "ipv4 name",
    "ipv6 name",
    "group address-group",
    "group interface-group zones",
];

/// Writes zones, their rule sets and source NAT, where a policy is declared.
///
/// # Errors
///
/// They would not mean what is declared: without a firewall, a router lets everything through.
pub(super) fn write(
    text: &mut String,
    published: &Published,
    (options, router): (&EmitOptions, &Router<'_>),
    served: &[(&Scope, InterfaceName)],
    refused: &mut Vec<LeftOut>,
) -> Result<(), EmitError> {
    let substrate = &published.network;
    if is_undeclared(&substrate.policy) {
        return Ok(());
    }
    let analysis = Analysis::of(substrate);
    let wan = judged(published, (options, router), served)?;
    let zones = zones(substrate, analysis.zones(), served, &wan, options.guard_router);
    let mut firewall = Firewall::of(&analysis, &substrate.policy, &zones)?;
    let nat = nat::rules(published, &analysis, &zones, &mut firewall.groups);
    firewall.write(text, &zones)?;
    nat::write(text, &nat, &wan)?;
    refused.extend(firewall.left_out);
    Ok(())
}

/// Whether nothing at all is said about what may pass.
pub(super) fn is_undeclared(policy: &Policy) -> bool {
    policy.rules.is_empty() && policy.internet_zones.is_empty() && policy.default_action.is_none()
}

/// The interface to the internet, where the policy can be carried out by the router at all.
fn judged(
    published: &Published,
    (options, router): (&EmitOptions, &Router<'_>),
    served: &[(&Scope, InterfaceName)],
) -> Result<InterfaceName, EmitError> {
    let target = Target::Vyos;
    let substrate = &published.network;
    if let Some(number) = unread_block(&substrate.policy) {
        return Err(EmitError::BlockUnread { target, number });
    }
    if published.policy_has_errors {
        return Err(EmitError::PolicyFaulty { target });
    }
    let declared = || router.wan().filter(super::is_ethernet);
    let wan = options.wan.clone().or_else(declared).ok_or(EmitError::WanUnknown { target })?;
    match served.iter().find(|(_, interface)| *interface == wan) {
        Some((scope, _)) => Err(EmitError::WanInside { wan, segment: Arc::clone(&scope.segment) }),
        None => Ok(wan),
    }
}

/// A rule set, and the zones that it stands between by their places in the list of zones.
#[derive(Debug)]
struct RuleSet {
    from: usize,
    to: usize,
    name: String,
    rules: Vec<Rule>,
}

/// Everything that the zones of a router need.
#[derive(Debug)]
struct Firewall {
    default: Action,
    groups: Groups,
    sets: Vec<RuleSet>,
    left_out: Vec<LeftOut>,
}

impl Firewall {
    fn of(analysis: &Analysis, policy: &Policy, zones: &[RouterZone]) -> Result<Self, EmitError> {
        let lines = analysis.filter_lines();
        let default = analysis.default_action();
        let groups = Groups::new(&analysis.outside());
        let mut dealer = Dealer { lines: &lines, policy, default, groups, unsaid: BTreeSet::new() };
        let mut taken = BTreeSet::from([EVERYTHING.to_owned()]);
        let mut sets = Vec::new();
        for (to, destination) in zones.iter().enumerate() {
            for (from, source) in zones.iter().enumerate().filter(|(_, zone)| !zone.is_router()) {
                let rules = dealer.rules(source, destination);
                if !rules.is_empty() {
                    sets.push(RuleSet { from, to, name: set_name(source, destination, &mut taken), rules });
                }
            }
        }
        let left_out = unsaid::left_out(&dealer, analysis)?;
        Ok(Self { default, groups: dealer.groups, sets, left_out })
    }

    fn write(&self, text: &mut String, zones: &[RouterZone]) -> fmt::Result {
        text.push_str("\n# firewall\n");
        for path in REPLACED {
            writeln!(text, "delete firewall {path}")?;
        }
        self.groups.write(text)?;
        for (state, action) in [("established", "accept"), ("related", "accept"), ("invalid", "drop")] {
            writeln!(text, "set firewall global-options state-policy {state} action '{action}'")?;
        }
        let has_router = zones.iter().any(RouterZone::is_router);
        if self.default == Action::Block {
            write_base(text, zones)?;
        }
        if self.default == Action::Pass || has_router {
            writeln!(text, "set firewall ipv4 name {EVERYTHING} default-action 'accept'")?;
            writeln!(text, "set firewall ipv6 name {EVERYTHING} default-action 'accept'")?;
        }
        for set in &self.sets {
            write_set(text, set, self.default)?;
        }
        for (index, zone) in zones.iter().enumerate() {
            self.write_zone(text, zones, (index, zone))?;
        }
        Ok(())
    }

    fn write_zone(&self, text: &mut String, zones: &[RouterZone], (index, zone): (usize, &RouterZone)) -> fmt::Result {
        let path = format!("set firewall zone {}", zone.name);
        writeln!(text, "{path} default-action 'drop'")?;
        match &zone.place {
            Place::Interface(interface) => {
                writeln!(text, "{path} member interface '{interface}'")?;
                self.write_way(text, &format!("{path} intra-zone-filtering"), (index, index))?;
            }
            Place::Router => writeln!(text, "{path} local-zone")?,
        }
        for (from, source) in zones.iter().enumerate().filter(|(from, _)| *from != index) {
            let path = format!("{path} from {}", source.name);
            if source.is_router() {
                write_everything(text, &path)?;
            } else {
                self.write_way(text, &path, (from, index))?;
            }
        }
        Ok(())
    }

    /// Writes what judges packets from one zone to another, or to itself.
    fn write_way(&self, text: &mut String, path: &str, (from, to): (usize, usize)) -> fmt::Result {
        let set = self.sets.iter().find(|set| (set.from, set.to) == (from, to));
        match (set, self.default) {
            (Some(set), default) => {
                writeln!(text, "{path} firewall name '{}'", set.name)?;
                if default == Action::Pass {
                    writeln!(text, "{path} firewall ipv6-name '{EVERYTHING}'")?;
                }
                Ok(())
            }
            (None, Action::Pass) => write_everything(text, path),
            (None, Action::Block) if from == to => writeln!(text, "{path} action 'drop'"),
            (None, Action::Block) => Ok(()),
        }
    }
}

fn write_everything(text: &mut String, path: &str) -> fmt::Result {
    writeln!(text, "{path} firewall name '{EVERYTHING}'")?;
    writeln!(text, "{path} firewall ipv6-name '{EVERYTHING}'")
}

/// Writes what keeps packets from interfaces in no zone, and IPv6, of which the policy does not speak.
fn write_base(text: &mut String, zones: &[RouterZone]) -> fmt::Result {
    for zone in zones {
        if let Place::Interface(interface) = &zone.place {
            writeln!(text, "set firewall group interface-group {ALL_ZONES} interface '{interface}'")?;
        }
    }
    let filter = "set firewall ipv4 forward filter";
    writeln!(text, "{filter} default-action 'drop'")?;
    writeln!(text, "{filter} rule {STEP} action 'accept'")?;
    writeln!(text, "{filter} rule {STEP} description 'on to the zones'")?;
    writeln!(text, "{filter} rule {STEP} outbound-interface group '{ALL_ZONES}'")?;
    writeln!(text, "set firewall ipv6 forward filter default-action 'drop'")
}

fn write_set(text: &mut String, set: &RuleSet, default: Action) -> fmt::Result {
    let path = format!("set firewall ipv4 name {}", set.name);
    writeln!(text, "{path} default-action '{}'", verdict(default))?;
    for (index, rule) in set.rules.iter().enumerate() {
        rule.write(text, &format!("{path} rule {}", (index + 1) * STEP))?;
    }
    Ok(())
}

fn set_name(from: &RouterZone, to: &RouterZone, taken: &mut BTreeSet<String>) -> String {
    let mut name = format!("{}-to-{}", from.name, to.name);
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::declared_from_json;
    use crate::emit::testing::{checked, listed};
    use crate::emit::{Emission, EmitOptions, Published, Target, emit};

    fn lab(rules: &Value) -> Value {
        json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_site_octet": 20,
                "deevnet_vlans": {
                    "guest": { "vlan_id": 40, "subnet": "10.20.40.0/24", "gateway": "10.20.40.1" },
                    "tenant_transit": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                },
                "deevnet_tenants": [{ "name": "orchard", "index": 1 }],
                "firewall_zone_policies": rules,
                "firewall_internet_zones": ["guest"],
                "firewall_default_action": "deny",
            },
            "hosts": {
                "core-rt01": { "env": { "interfaces": {
                    "eth0": { "ip": "dhcp", "purpose": "wan" },
                    "eth1": { "ip": "10.20.40.1", "segment": "guest" },
                } } },
            },
        })
    }

    fn emission(json: &Value, options: &EmitOptions) -> Emission {
        emit(Target::Vyos, &Published::forced(&checked(json)), options).unwrap()
    }

    /// The commands about the firewall and NAT.
    fn commands(json: &Value, options: &EmitOptions) -> String {
        let text = &emission(json, options).files[0].content;
        text[text.find("# firewall").unwrap()..].to_owned()
    }

    fn refusal(published: &Published, options: &EmitOptions) -> String {
        let error = emit(Target::Vyos, published, options).unwrap_err();
        format!("{error}: {}", error.hint().unwrap())
    }

    #[test]
    fn every_kind_of_rule() {
        let rules = json!([
            { "from_zone": "guest", "to_zone": "any", "action": "block", "destination_net": "10.20.0.0/16" },
            { "from_zone": "orchard", "to_zone": "guest", "action": "pass", "protocol": "tcp/udp",
              "destination_net": "10.20.40.7,10.20.40.9", "destination_port": "80,8000-8010", "name": "it's \"open\"" },
            { "from_zone": "orchard", "to_zone": "internet", "action": "pass", "protocol": "icmp" },
        ]);
        insta::assert_snapshot!(commands(&lab(&rules), &EmitOptions::default()), @"
        # firewall
        delete firewall zone
        delete firewall ipv4 forward filter
        delete firewall ipv6 forward filter
        delete firewall ipv4 name
        delete firewall ipv6 name
        delete firewall group address-group
        delete firewall group interface-group zones
        set firewall group address-group outside address '0.0.0.0-10.19.255.255'
        set firewall group address-group outside address '10.21.0.0-255.255.255.255'
        set firewall group address-group set-1 address '10.20.40.7'
        set firewall group address-group set-1 address '10.20.40.9'
        set firewall global-options state-policy established action 'accept'
        set firewall global-options state-policy related action 'accept'
        set firewall global-options state-policy invalid action 'drop'
        set firewall group interface-group zones interface 'eth1.40'
        set firewall group interface-group zones interface 'eth1.50'
        set firewall group interface-group zones interface 'eth0'
        set firewall ipv4 forward filter default-action 'drop'
        set firewall ipv4 forward filter rule 10 action 'accept'
        set firewall ipv4 forward filter rule 10 description 'on to the zones'
        set firewall ipv4 forward filter rule 10 outbound-interface group 'zones'
        set firewall ipv6 forward filter default-action 'drop'
        set firewall ipv4 name tenant_transit-to-guest default-action 'drop'
        set firewall ipv4 name tenant_transit-to-guest rule 10 action 'accept'
        set firewall ipv4 name tenant_transit-to-guest rule 10 description 'it s  open '
        set firewall ipv4 name tenant_transit-to-guest rule 10 protocol 'tcp_udp'
        set firewall ipv4 name tenant_transit-to-guest rule 10 source address '10.20.129.0/24'
        set firewall ipv4 name tenant_transit-to-guest rule 10 destination group address-group 'set-1'
        set firewall ipv4 name tenant_transit-to-guest rule 10 destination port '80,8000-8010'
        set firewall ipv4 name guest-to-internet default-action 'drop'
        set firewall ipv4 name guest-to-internet rule 10 action 'drop'
        set firewall ipv4 name guest-to-internet rule 10 description 'guest -> any'
        set firewall ipv4 name guest-to-internet rule 10 source address '10.20.40.0/24'
        set firewall ipv4 name guest-to-internet rule 10 destination address '10.20.0.0/16'
        set firewall ipv4 name guest-to-internet rule 20 action 'accept'
        set firewall ipv4 name guest-to-internet rule 20 description 'guest -> internet'
        set firewall ipv4 name guest-to-internet rule 20 source address '10.20.40.0/24'
        set firewall ipv4 name guest-to-internet rule 20 destination group address-group 'outside'
        set firewall ipv4 name tenant_transit-to-internet default-action 'drop'
        set firewall ipv4 name tenant_transit-to-internet rule 10 action 'accept'
        set firewall ipv4 name tenant_transit-to-internet rule 10 description 'orchard -> internet'
        set firewall ipv4 name tenant_transit-to-internet rule 10 protocol 'icmp'
        set firewall ipv4 name tenant_transit-to-internet rule 10 source address '10.20.129.0/24'
        set firewall ipv4 name tenant_transit-to-internet rule 10 destination group address-group 'outside'
        set firewall zone guest default-action 'drop'
        set firewall zone guest member interface 'eth1.40'
        set firewall zone guest intra-zone-filtering action 'drop'
        set firewall zone guest from tenant_transit firewall name 'tenant_transit-to-guest'
        set firewall zone tenant_transit default-action 'drop'
        set firewall zone tenant_transit member interface 'eth1.50'
        set firewall zone tenant_transit intra-zone-filtering action 'drop'
        set firewall zone internet default-action 'drop'
        set firewall zone internet member interface 'eth0'
        set firewall zone internet intra-zone-filtering action 'drop'
        set firewall zone internet from guest firewall name 'guest-to-internet'
        set firewall zone internet from tenant_transit firewall name 'tenant_transit-to-internet'

        # source NAT
        delete nat source
        set nat source rule 40 description 'guest'
        set nat source rule 40 outbound-interface name 'eth0'
        set nat source rule 40 source address '10.20.40.0/24'
        set nat source rule 40 translation address 'masquerade'
        set nat source rule 5001 description 'orchard'
        set nat source rule 5001 outbound-interface name 'eth0'
        set nat source rule 5001 source address '10.20.129.0/24'
        set nat source rule 5001 translation address 'masquerade'
        ");
    }

    #[test]
    fn the_router_itself_is_a_zone_when_it_is_guarded() {
        let rules = json!([{ "from_zone": "guest", "to_zone": "self", "action": "pass", "protocol": "udp" }]);
        let wan = Some("eth7".parse().unwrap());
        let options = EmitOptions { guard_router: true, wan, ..EmitOptions::default() };
        let commands = commands(&lab(&rules), &options);
        let zones: Vec<&str> = commands.lines().filter(|line| line.starts_with("set firewall zone")).collect();
        insta::assert_snapshot!(zones.join("\n"), @"
        set firewall zone guest default-action 'drop'
        set firewall zone guest member interface 'eth1.40'
        set firewall zone guest intra-zone-filtering firewall name 'guest-to-guest'
        set firewall zone guest from self firewall name 'everything'
        set firewall zone guest from self firewall ipv6-name 'everything'
        set firewall zone tenant_transit default-action 'drop'
        set firewall zone tenant_transit member interface 'eth1.50'
        set firewall zone tenant_transit intra-zone-filtering action 'drop'
        set firewall zone tenant_transit from guest firewall name 'guest-to-tenant_transit'
        set firewall zone tenant_transit from self firewall name 'everything'
        set firewall zone tenant_transit from self firewall ipv6-name 'everything'
        set firewall zone internet default-action 'drop'
        set firewall zone internet member interface 'eth7'
        set firewall zone internet intra-zone-filtering action 'drop'
        set firewall zone internet from guest firewall name 'guest-to-internet'
        set firewall zone internet from self firewall name 'everything'
        set firewall zone internet from self firewall ipv6-name 'everything'
        set firewall zone self default-action 'drop'
        set firewall zone self local-zone
        set firewall zone self from guest firewall name 'guest-to-self'
        ");
    }

    #[test]
    fn what_passes_by_default_is_said_for_every_pair() {
        let mut json = lab(&json!([{ "from_zone": "guest", "to_zone": "guest", "action": "block" }]));
        json["substrate"]["firewall_default_action"] = json!("pass");
        let commands = commands(&json, &EmitOptions::default());
        let of_guest: Vec<&str> = commands.lines().filter(|line| line.contains(" guest")).collect();
        insta::assert_snapshot!(of_guest.join("\n"), @"
        set firewall ipv4 name guest-to-guest default-action 'accept'
        set firewall ipv4 name guest-to-guest rule 10 action 'drop'
        set firewall ipv4 name guest-to-guest rule 10 description 'guest -> guest'
        set firewall ipv4 name guest-to-guest rule 10 source address '10.20.40.0/24'
        set firewall ipv4 name guest-to-guest rule 10 destination address '10.20.40.0/24'
        set firewall ipv4 name guest-to-tenant_transit default-action 'accept'
        set firewall ipv4 name guest-to-tenant_transit rule 10 action 'drop'
        set firewall ipv4 name guest-to-tenant_transit rule 10 description 'guest -> guest'
        set firewall ipv4 name guest-to-tenant_transit rule 10 source address '10.20.40.0/24'
        set firewall ipv4 name guest-to-tenant_transit rule 10 destination address '10.20.40.0/24'
        set firewall ipv4 name guest-to-internet default-action 'accept'
        set firewall ipv4 name guest-to-internet rule 10 action 'drop'
        set firewall ipv4 name guest-to-internet rule 10 description 'guest -> guest'
        set firewall ipv4 name guest-to-internet rule 10 source address '10.20.40.0/24'
        set firewall ipv4 name guest-to-internet rule 10 destination address '10.20.40.0/24'
        set firewall zone guest default-action 'drop'
        set firewall zone guest member interface 'eth1.40'
        set firewall zone guest intra-zone-filtering firewall name 'guest-to-guest'
        set firewall zone guest intra-zone-filtering firewall ipv6-name 'everything'
        set firewall zone guest from tenant_transit firewall name 'everything'
        set firewall zone guest from tenant_transit firewall ipv6-name 'everything'
        set firewall zone guest from internet firewall name 'everything'
        set firewall zone guest from internet firewall ipv6-name 'everything'
        set firewall zone tenant_transit from guest firewall name 'guest-to-tenant_transit'
        set firewall zone tenant_transit from guest firewall ipv6-name 'everything'
        set firewall zone internet from guest firewall name 'guest-to-internet'
        set firewall zone internet from guest firewall ipv6-name 'everything'
        ");
    }

    #[test]
    fn a_firewall_that_would_mean_something_else_is_refused() {
        let forced = |json: &Value| Published::forced(&checked(json));
        let plain = EmitOptions::default();
        let mut unknown = lab(&json!([]));
        unknown["hosts"]["core-rt01"]["env"]["interfaces"]["eth0"]["purpose"] = json!("uplink");
        insta::assert_snapshot!(refusal(&forced(&unknown), &plain), @"`vyos` writes a firewall, and no interface of the router to the internet is known: none has the purpose `wan` and a name that it takes: name it with `--wan eth0`");
        let inside = EmitOptions { wan: Some("eth1.40".parse().unwrap()), ..EmitOptions::default() };
        insta::assert_snapshot!(refusal(&forced(&lab(&json!([]))), &inside), @"`eth1.40` is the interface of the segment `guest`, and cannot be that to the internet as well: name another with `--wan eth0`");
        let sctp = lab(&json!([
            { "from_zone": "guest", "to_zone": "internet", "action": "block", "protocol": "sctp", "destination_port": 5060 },
        ]));
        insta::assert_snapshot!(refusal(&forced(&sctp), &plain), @"`vyos` would let through what the rule `guest -> internet` blocks: VyOS asks for ports of TCP and UDP only, not of sctp: say it with rules that the router has words for");
        let unread = lab(&json!([
            { "from_zone": "guest", "to_zone": "internet", "action": "block", "destination_port": "ssh" },
        ]));
        insta::assert_snapshot!(refusal(&forced(&unread), &plain), @"`vyos` would let through what rule 1 blocks, which cannot be read: correct the rule; `deevnet check` says what is wrong with it");
        let faulty = crate::check(&declared_from_json(&lab(&json!([
            { "from_zone": "guest", "to_zone": "tenant_transit", "action": "pass" },
        ]))));
        insta::assert_snapshot!(refusal(&Published::new(&faulty), &plain), @"`vyos` would not mean what is declared: the policy has errors: correct what `deevnet check` reports, or take the rules as they are with --force");
        assert!(emit(Target::Vyos, &Published::forced(&faulty), &plain).is_ok());
    }

    #[test]
    fn what_of_a_pass_no_rule_can_say_is_left_out_alone() {
        let rules = json!([
            { "from_zone": "guest", "to_zone": "internet", "action": "pass", "protocol": "tcp,sctp", "destination_port": "0-80" },
        ]);
        insta::assert_snapshot!(listed(&emission(&lab(&rules), &EmitOptions::default()).left_out), @"
        firewall rule of segment guest: guest -> internet: VyOS asks for ports of TCP and UDP only, not of sctp
        firewall rule of segment guest: guest -> internet: VyOS knows no port 0
        ");
    }

    #[test]
    fn without_a_policy_there_is_no_firewall() {
        let mut json = lab(&json!([]));
        for key in ["firewall_zone_policies", "firewall_internet_zones", "firewall_default_action"] {
            json["substrate"].as_object_mut().unwrap().remove(key);
        }
        let emission = emission(&json, &EmitOptions::default());
        let text = &emission.files[0].content;
        assert!(!text.contains("firewall zone") && !text.contains("nat source"));
        assert!(text.contains("# No policy between zones is declared: firewall and NAT stay as they are.\n"));
        assert_eq!(emission.left_out, []);
    }
}
