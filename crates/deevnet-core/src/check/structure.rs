//! Variables that should hold for the whole substrate and do not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::Context;
use crate::finding::Subject;
use crate::model::Host;
use crate::rules;
use crate::source::Span;

/// A host's own firewall legitimately has rules of its own.
const PER_HOST: &[&str] = &["firewall_zone_policies"];

/// Reports each place that overrides a substrate's variable once, with the hosts that see it.
pub(super) fn check(context: &mut Context<'_>) {
    let mut overrides: BTreeMap<(&str, Span), Vec<&Arc<str>>> = BTreeMap::new();
    for host in &context.declared.hosts {
        for (name, value) in host.variables.iter() {
            if crate::declared::SUBSTRATE_KEYS.contains(&name) && !PER_HOST.contains(&name) {
                overrides.entry((name, value.span())).or_default().push(&host.name);
            }
        }
    }
    for ((name, span), hosts) in overrides {
        report(context, name, span, &hosts);
    }
}

fn report(context: &mut Context<'_>, name: &str, span: Span, hosts: &[&Arc<str>]) {
    let shown = match hosts {
        [host] => (*host).to_string(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => return,
    };
    let mut finding = context
        .finding(
            &rules::SUBSTRATE_KEY_OVERRIDDEN,
            span,
            format!("`{name}` is overridden for {shown}; deevnet uses the substrate's"),
        )
        .with_hint("declare it once, in group_vars/all");
    for host in hosts {
        finding = finding.with_subject(Subject::host(Arc::clone(host)));
    }
    context.push(finding);
}

/// The place that a finding about a host as a whole points at: its file, or where it is listed.
pub(super) fn place_of(host: &Host) -> Span {
    host.file.unwrap_or(host.span)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::declared::testing::messages;
    use crate::rules::SUBSTRATE_KEY_OVERRIDDEN;

    #[test]
    fn an_override_is_reported_but_a_firewalls_own_rules_are_not() {
        let json = json!({
            "substrate": { "deevnet_substrate": "lab" },
            "hosts": { "pi01": { "deevnet_substrate": "attic", "firewall_zone_policies": [], "env": {} } },
        });
        assert_eq!(
            messages(&SUBSTRATE_KEY_OVERRIDDEN, &json),
            ["`deevnet_substrate` is overridden for pi01; deevnet uses the substrate's"]
        );
    }
}
