//! The time of a policy analysis, on policies made from a seed: the rules read into packet sets, every proof, every flow
//! between zones, and every rule that decides nothing.
//!
//! `policy [NAME]`. Without a name all of them run: `zones`, 4 000 zones and 10 000 rules between them; `any`, the same
//! with rules from and to `any` among them; `single`, `ranges` and `wide`, 10 000 narrow rules between two zones with
//! random nets and one port, a short range of ports or any range.
#![expect(clippy::print_stdout, reason = "a measured program prints its figures")]

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::time::Instant;

use deevnet_benches::SplitMix64;
use deevnet_core::check;
use deevnet_core::policy::Analysis;
use deevnet_inventory::{Options, load_list_json};
use mimalloc::MiMalloc;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const SEED: u64 = 1;
const ZONES: u64 = 4_000;
const RULES: u64 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = env::args().nth(1);
    println!("Policies, seconds each:");
    println!(
        "{:<8}{:>7}{:>8}{:>9}{:>10}{:>9}{:>9}{:>9}{:>10}",
        "", "zones", "rules", "check", "analysis", "proofs", "flows", "idle", "found"
    );
    for (name, declare) in POLICIES {
        if wanted.as_deref().is_none_or(|wanted| wanted == name) {
            measure(name, &declare(&mut SplitMix64::new(SEED)))?;
        }
    }
    Ok(())
}

/// Makes the firewall variables of one policy.
type Declare = fn(&mut SplitMix64) -> String;

const POLICIES: [(&str, Declare); 5] = [
    ("zones", |random| between_zones(random, false)),
    ("any", |random| between_zones(random, true)),
    ("single", |random| between_two(random, 1)),
    ("ranges", |random| between_two(random, 100)),
    ("wide", |random| between_two(random, 65_535)),
];

/// Prints how long each part of the work takes on a policy: a whole check, then its parts.
fn measure(name: &str, variables: &str) -> Result<(), Box<dyn Error>> {
    let list =
        format!(r#"{{"_meta": {{"hostvars": {{"core-rt01": {variables}}}}}, "all": {{"hosts": ["core-rt01"]}}}}"#);
    let declared = load_list_json("policy", list.as_bytes(), &Options::default())?;
    let mut clock = Instant::now();
    let mut lap = || {
        let spent = clock.elapsed().as_secs_f64();
        clock = Instant::now();
        spent
    };
    let substrate = check(&declared).substrate;
    let checked = lap();
    let analysis = Analysis::of(&substrate);
    let put_together = lap();
    let proofs = analysis.proofs();
    let proven = lap();
    let flows = analysis.matrix().flows().count();
    let reached = lap();
    let idle = analysis.idle_rules().len();
    let judged = lap();
    if proofs.is_empty() || flows == 0 {
        return Err("the generated policy permits nothing".into());
    }
    let (zones, rules) = (analysis.zones().len(), substrate.policy.rules.len());
    let found = format!("{flows} flows, {idle} idle");
    println!(
        "{name:<8}{zones:>7}{rules:>8}{checked:>9.3}{put_together:>10.3}{proven:>9.3}{reached:>9.3}{judged:>9.3}  {found}"
    );
    Ok(())
}

/// Half of the zones are tenants; each has one of the 4 096 nets of sixteen addresses in the substrate's block.
fn zone(number: u64) -> String {
    if number.is_multiple_of(2) { format!("tenant_{number}") } else { format!("zone_{number}") }
}

fn between_zones(random: &mut SplitMix64, with_any: bool) -> String {
    let mut segments = Vec::new();
    for number in 0..ZONES {
        let (third, fourth) = (number / 16, number % 16 * 16);
        segments.push(format!(
            r#""{}": {{"vlan_id": {}, "subnet": "10.20.{third}.{fourth}/28", "gateway": "10.20.{third}.{}"}}"#,
            zone(number),
            number + 1,
            fourth + 1
        ));
    }
    let mut rules = Vec::new();
    for _ in 0..RULES {
        // Tenants reach other zones, never each other.
        let (mut from, mut to) = (zone(random.next_u64() % ZONES), zone(random.next_u64() % (ZONES / 2) * 2 + 1));
        if with_any && random.chance(5) {
            let end = if random.chance(50) { &mut from } else { &mut to };
            "any".clone_into(end);
        }
        let narrow = if from == "any" || to == "any" || random.chance(50) { narrow(random, 1) } else { String::new() };
        rules.push(rule(random, &from, &to, &narrow));
    }
    variables(&segments.join(", "), &rules.join(", "))
}

fn between_two(random: &mut SplitMix64, width: u64) -> String {
    let segments = r#""trusted": {"vlan_id": 10, "subnet": "10.20.10.0/24", "gateway": "10.20.10.1"},
                      "platform": {"vlan_id": 25, "subnet": "10.20.25.0/24", "gateway": "10.20.25.1"},
                      "guest": {"vlan_id": 40, "subnet": "10.20.40.0/24", "gateway": "10.20.40.1"}"#;
    let mut rules = Vec::new();
    for _ in 0..RULES {
        let mut fields = narrow(random, width);
        for (field, segment) in [("source_net", 10), ("destination_net", 25)] {
            let prefix = 24 + random.next_u64() % 9;
            let host = (random.next_u64() % 256) & (0xff << (32 - prefix));
            let _ = write!(fields, r#", "{field}": "10.20.{segment}.{host}/{prefix}""#);
        }
        rules.push(rule(random, "trusted", "platform", &fields));
    }
    variables(segments, &rules.join(", "))
}

/// A protocol and one port, or a range of at most so many.
fn narrow(random: &mut SplitMix64, width: u64) -> String {
    let protocol = if random.chance(80) { "tcp" } else { "udp" };
    let first = random.next_u64() % 65_536;
    let last = (first + random.next_u64() % width).min(65_535);
    format!(r#", "protocol": "{protocol}", "destination_port": "{first}-{last}""#)
}

fn rule(random: &mut SplitMix64, from: &str, to: &str, fields: &str) -> String {
    let action = if random.chance(70) { "pass" } else { "block" };
    format!(r#"{{"from_zone": "{from}", "to_zone": "{to}", "action": "{action}"{fields}}}"#)
}

fn variables(segments: &str, rules: &str) -> String {
    format!(
        r#"{{"deevnet_site_octet": 20, "deevnet_vlans": {{{segments}}}, "firewall_default_action": "deny",
            "firewall_zone_policies": [{rules}]}}"#
    )
}
