//! nftables: the policy between zones as a ruleset.

mod interfaces;
mod statement;

use std::fmt::Write;

use crate::emit::emission::{Emission, EmittedFile};
use crate::emit::error::EmitError;
use crate::emit::header::Header;
use crate::emit::options::EmitOptions;
use crate::emit::published::Published;
use crate::emit::router::Router;
use crate::emit::rule_name::{rule_name, unread_block};
use crate::emit::target::Target;
use crate::model::Policy;
use crate::policy::{Analysis, FilterLine, ZoneIndex, ZoneKind};
use interfaces::Interfaces;
use statement::{OUTSIDE, Statements, elements, verdict};

const FILE: &str = "nftables.nft";

/// The ruleset of a substrate's policy.
///
/// The first line that matches decides, as in the policy itself; [`FilterLine`] says what each line asks.
///
/// # Errors
///
/// A ruleset would not mean what is declared: the policy has errors, or a block that nobody can read; or the VLANs'
/// interfaces cannot be named.
pub(super) fn emit(published: &Published, options: &EmitOptions) -> Result<Emission, EmitError> {
    let target = Target::Nftables;
    let substrate = &published.network;
    if let Some(number) = unread_block(&substrate.policy) {
        return Err(EmitError::BlockUnread { target, number });
    }
    if published.policy_has_errors {
        return Err(EmitError::PolicyFaulty { target });
    }
    let analysis = Analysis::of(substrate);
    let router = Router::choose(substrate, options, target)?;
    let parent = options.interface.clone().or_else(|| router.interface());
    let ruleset = Ruleset {
        interfaces: Interfaces::of(substrate, analysis.zones(), &router, parent.as_ref(), options.wan.as_ref())?,
        router,
        policy: &substrate.policy,
        lines: analysis.filter_lines(),
        analysis: &analysis,
    };
    Ok(Emission::of(EmittedFile::new(FILE, ruleset.write(&Header(published), options.guard_router))))
}

struct Ruleset<'a> {
    router: Router<'a>,
    interfaces: Interfaces,
    policy: &'a Policy,
    lines: Vec<FilterLine>,
    analysis: &'a Analysis,
}

impl Ruleset<'_> {
    fn write(&self, header: &Header<'_>, guards_router: bool) -> String {
        let mut text = format!("#!/usr/sbin/nft -f\n# {header}\n# {}\n", self.router);
        text.push_str("# The policy between zones: what the router forwards. The first line that matches decides.\n");
        text.push_str(if guards_router {
            "# What is for the router itself is judged by the same policy. What it sends itself is not.\n\
             # DHCP, DNS and SSH to it need rules with `to_zone: self`.\n\n"
        } else {
            "# What is for the router itself, or sent by it, is not judged here.\n\n"
        });
        let table = self.table(guards_router);
        let named: Vec<_> = self.interfaces.all().filter(|interface| interface.is_named_in(&table)).collect();
        for interface in &named {
            let _ = writeln!(text, "define {} = \"{}\"", interface.variable, interface.name);
        }
        text.push_str(if named.is_empty() { "" } else { "\n" });
        text.push_str("# Replace the whole table in one step.\ntable inet deevnet\ndelete table inet deevnet\n\n");
        text.push_str(&table);
        text
    }

    fn table(&self, guards_router: bool) -> String {
        let mut text = "table inet deevnet {\n".to_owned();
        self.write_outside(&mut text);
        self.write_chain(&mut text, "forward", None);
        if guards_router {
            let router = self.analysis.zones().iter().position(|zone| zone.kind == ZoneKind::Firewall);
            text.push('\n');
            self.write_chain(&mut text, "input", router);
        }
        text.push_str("}\n");
        text
    }

    /// The set of outside addresses, where a line names it.
    fn write_outside(&self, text: &mut String) {
        let outside = self.analysis.outside();
        let is_named =
            |line: &FilterLine| [&line.sources, &line.destinations].into_iter().flatten().any(|set| *set == outside);
        if outside.is_any() || !self.lines.iter().any(is_named) {
            return;
        }
        let elements = elements(&outside).join(", ");
        let _ = writeln!(
            text,
            "\tset {OUTSIDE} {{\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = {{ {elements} }}\n\t}}\n"
        );
    }

    fn write_chain(&self, text: &mut String, hook: &str, arrives_at: Option<ZoneIndex>) {
        let default = verdict(self.analysis.default_action());
        let _ = writeln!(text, "\tchain {hook} {{\n\t\ttype filter hook {hook} priority filter; policy {default};\n");
        if arrives_at.is_some() {
            text.push_str("\t\tiifname \"lo\" accept\n");
        }
        text.push_str("\t\tct state established,related accept\n\t\tct state invalid drop\n");
        let _ = writeln!(text, "\t\tmeta nfproto ipv6 {default} comment \"the policy speaks of IPv4 only\"");
        let outside = self.analysis.outside();
        let statements = Statements { interfaces: &self.interfaces, arrives_at, outside: &outside };
        for line in &self.lines {
            if let Some(statement) = statements.write(line, &rule_name(self.policy, line.cause)) {
                let _ = writeln!(text, "\t\t{statement}");
            }
        }
        text.push_str("\t}\n");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::declared_from_json;
    use crate::emit::testing::{checked, published, text};
    use crate::emit::{EmitOptions, Published, Target, emit};

    fn lab(rules: &Value) -> Value {
        json!({
            "substrate": {
                "deevnet_substrate": "lab",
                "deevnet_site_octet": 20,
                "deevnet_vlans": {
                    "guest": { "vlan_id": 40, "subnet": "10.20.40.0/24", "gateway": "10.20.40.1" },
                    "iot": { "vlan_id": 30, "subnet": "10.20.30.0/24", "gateway": "10.20.30.1" },
                    "tenant_transit": { "vlan_id": 50, "subnet": "10.20.50.0/24", "gateway": "10.20.50.1" },
                },
                "deevnet_tenants": [{ "name": "orchard", "index": 1 }],
                "firewall_zone_policies": rules,
                "firewall_internet_zones": ["guest"],
                "firewall_default_action": "deny",
            },
            "hosts": {
                "core-rt01": {
                    "infrastructure": { "form": "rt", "interfaces": { "eth0": {}, "eth1": {} } },
                    "env": { "interfaces": {
                        "eth0": { "ip": "dhcp", "purpose": "wan" },
                        "eth1": { "ip": "10.20.30.1", "segment": "iot" },
                    } },
                },
            },
        })
    }

    #[test]
    fn every_kind_of_rule() {
        let rules = json!([
            { "from_zone": "guest", "to_zone": "any", "action": "block", "destination_net": "10.20.0.0/16" },
            { "from_zone": "any", "to_zone": "iot", "action": "pass", "protocol": "tcp/udp", "destination_port": "53" },
            { "from_zone": "orchard", "to_zone": "iot", "action": "pass", "protocol": "TCP",
              "destination_net": "10.20.30.7,10.20.30.9", "destination_port": "80,443,8000-8010" },
            { "from_zone": "iot", "to_zone": "internet", "action": "pass", "protocol": "icmp", "name": "a \"name\"; drop \n" },
            { "from_zone": "iot", "to_zone": "tenant_transit", "action": "pass", "destination_net": "10.20.200.0/24" },
        ]);
        insta::assert_snapshot!(text(Target::Nftables, &published(&lab(&rules)), &EmitOptions::default()), @r#"
        ==> nftables.nft <==
        #!/usr/sbin/nft -f
        # generated by deevnet <version> from lab
        # for core-rt01
        # The policy between zones: what the router forwards. The first line that matches decides.
        # What is for the router itself, or sent by it, is not judged here.

        define if_guest = "eth1.40"
        define if_iot = "eth1.30"
        define if_tenant_transit = "eth1.50"
        define if_internet = "eth0"

        # Replace the whole table in one step.
        table inet deevnet
        delete table inet deevnet

        table inet deevnet {
        	set outside {
        		type ipv4_addr
        		flags interval
        		elements = { 0.0.0.0-10.19.255.255, 10.21.0.0-255.255.255.255 }
        	}

        	chain forward {
        		type filter hook forward priority filter; policy drop;

        		ct state established,related accept
        		ct state invalid drop
        		meta nfproto ipv6 drop comment "the policy speaks of IPv4 only"
        		iifname $if_guest ip saddr 10.20.40.0/24 ip daddr 10.20.0.0/16 drop comment "guest -> any"
        		ip daddr 10.20.30.0/24 meta l4proto { tcp, udp } th dport 53 accept comment "any -> iot"
        		iifname $if_tenant_transit ip saddr 10.20.129.0/24 ip daddr { 10.20.30.7, 10.20.30.9 } tcp dport { 80, 443, 8000-8010 } accept comment "orchard -> iot"
        		iifname $if_iot oifname $if_internet ip saddr 10.20.30.0/24 ip daddr @outside meta l4proto icmp accept comment "a  name ; drop  "
        		iifname $if_iot oifname $if_tenant_transit ip saddr 10.20.30.0/24 ip daddr 10.20.200.0/24 accept comment "iot -> tenant_transit"
        		iifname $if_guest oifname $if_internet ip saddr 10.20.40.0/24 ip daddr @outside accept comment "guest -> internet"
        	}
        }
        "#);
    }

    fn refusal(rules: &Value, options: &EmitOptions) -> String {
        let checked = crate::check(&declared_from_json(&lab(rules)));
        let error = emit(Target::Nftables, &Published::new(&checked), options).unwrap_err();
        format!("{error}: {}", error.hint().unwrap())
    }

    #[test]
    fn what_would_open_more_than_is_declared_is_refused() {
        let options = EmitOptions::default();
        let block = json!([
            { "from_zone": "guest", "to_zone": "internet", "action": "block", "destination_port": "ssh" },
            { "from_zone": "guest", "to_zone": "internet", "action": "pass" },
        ]);
        insta::assert_snapshot!(refusal(&block, &options), @"`nftables` would let through what rule 1 blocks, which cannot be read: correct the rule; `deevnet check` says what is wrong with it");
        let breach = json!([{ "from_zone": "guest", "to_zone": "iot", "action": "pass" }]);
        insta::assert_snapshot!(refusal(&breach, &options), @"`nftables` would not mean what is declared: the policy has errors: correct what `deevnet check` reports, or take the rules as they are with --force");
        let unknown = json!([{ "from_zone": "tenant_7", "to_zone": "iot", "action": "pass" }]);
        insta::assert_snapshot!(refusal(&unknown, &options), @"`nftables` would not mean what is declared: the policy has errors: correct what `deevnet check` reports, or take the rules as they are with --force");
        let forced = Published::forced(&checked(&lab(&unknown)));
        assert!(!text(Target::Nftables, &forced, &options).contains("tenant_7"));
        assert!(text(Target::Nftables, &Published::forced(&checked(&lab(&breach))), &options).contains("guest -> iot"));
    }

    #[test]
    fn an_interface_that_the_kernel_cannot_have_is_refused() {
        let options = EmitOptions { interface: Some("enp0s31f6np01".parse().unwrap()), ..EmitOptions::default() };
        insta::assert_snapshot!(refusal(&json!([]), &options), @"a VLAN's interface would have the name of no interface: name a parent of at most ten characters with `--interface`");
    }

    #[test]
    fn the_internet_is_behind_the_interface_that_is_named() {
        let told = |wan: Option<&str>| {
            let wan = wan.map(|name| name.parse().unwrap());
            text(Target::Nftables, &published(&lab(&json!([]))), &EmitOptions { wan, ..EmitOptions::default() })
        };
        assert!(told(None).contains("define if_internet = \"eth0\""));
        assert!(told(Some("ppp0")).contains("define if_internet = \"ppp0\""));
    }

    #[test]
    fn the_router_itself_is_guarded_when_asked_for() {
        let rules = json!([{ "from_zone": "iot", "to_zone": "self", "action": "pass", "protocol": "udp", "destination_port": 123 }]);
        let options =
            EmitOptions { guard_router: true, interface: Some("lan0".parse().unwrap()), ..EmitOptions::default() };
        insta::assert_snapshot!(text(Target::Nftables, &published(&lab(&rules)), &options), @r#"
        ==> nftables.nft <==
        #!/usr/sbin/nft -f
        # generated by deevnet <version> from lab
        # for core-rt01
        # The policy between zones: what the router forwards. The first line that matches decides.
        # What is for the router itself is judged by the same policy. What it sends itself is not.
        # DHCP, DNS and SSH to it need rules with `to_zone: self`.

        define if_guest = "lan0.40"
        define if_iot = "lan0.30"
        define if_internet = "eth0"

        # Replace the whole table in one step.
        table inet deevnet
        delete table inet deevnet

        table inet deevnet {
        	set outside {
        		type ipv4_addr
        		flags interval
        		elements = { 0.0.0.0-10.19.255.255, 10.21.0.0-255.255.255.255 }
        	}

        	chain forward {
        		type filter hook forward priority filter; policy drop;

        		ct state established,related accept
        		ct state invalid drop
        		meta nfproto ipv6 drop comment "the policy speaks of IPv4 only"
        		iifname $if_iot ip saddr 10.20.30.0/24 ip daddr { 10.20.30.1, 10.20.40.1, 10.20.50.1 } udp dport 123 accept comment "iot -> self"
        		iifname $if_guest oifname $if_internet ip saddr 10.20.40.0/24 ip daddr @outside accept comment "guest -> internet"
        	}

        	chain input {
        		type filter hook input priority filter; policy drop;

        		iifname "lo" accept
        		ct state established,related accept
        		ct state invalid drop
        		meta nfproto ipv6 drop comment "the policy speaks of IPv4 only"
        		iifname $if_iot ip saddr 10.20.30.0/24 ip daddr { 10.20.30.1, 10.20.40.1, 10.20.50.1 } udp dport 123 accept comment "iot -> self"
        		iifname $if_iot ip saddr 10.20.30.0/24 ip daddr @outside udp dport 123 accept comment "iot -> self"
        	}
        }
        "#);
    }
}
