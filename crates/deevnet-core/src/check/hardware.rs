//! Hardware and what is demanded of it.

use std::fmt::Write as _;
use std::sync::Arc;

use super::context::Context;
use crate::finding::{Finding, Subject};
use crate::hardware::{Fit, HardwareChoice, ProfileId, Verdict};
use crate::model::Host;
use crate::name::Form;
use crate::rules::{self, Rule};
use crate::source::Span;

pub(super) fn check(context: &mut Context<'_>) {
    for host in context.hosts() {
        let Some(choice) = &host.hardware else { continue };
        let span = choice.span;
        if host.form.is_some_and(|form| form.value == Form::VirtualMachine) {
            report_virtual(context, host, span, &choice.value);
            continue;
        }
        match &choice.value {
            HardwareChoice::Undecided => report_undecided(context, host, span),
            HardwareChoice::Profile(id) if context.catalogue.get(id).is_none() => {
                report_unknown(context, host, span, id);
            }
            HardwareChoice::Profile(id) => {
                if let Some(fit) = context.substrate.fit_of(host) {
                    report_fit(context, host, span, id, &fit);
                }
            }
        }
    }
}

fn finding(context: &Context<'_>, rule: &'static Rule, host: &Host, span: Span, message: String) -> Finding {
    context.finding(rule, span, message).with_subject(Subject::device(Arc::clone(&host.name)))
}

fn report_virtual(context: &mut Context<'_>, host: &Host, span: Span, choice: &HardwareChoice) {
    let message = format!("{} is a virtual machine, but `infrastructure.hardware` is `{choice}`", host.name);
    let finding = finding(context, &rules::HARDWARE_OF_VIRTUAL_MACHINE, host, span, message)
        .with_value(choice.to_string())
        .with_hint("remove the line, or correct the form");
    context.push(finding);
}

fn report_unknown(context: &mut Context<'_>, host: &Host, span: Span, id: &ProfileId) {
    let hint = match context.catalogue.nearest(id.as_str()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => {
            format!("describe it in deevnet.toml, as [hardware.{id}]; `deevnet show hardware --all` lists profiles")
        }
    };
    let message = format!("the hardware of {} is `{id}`, of which there is no profile", host.name);
    let finding =
        finding(context, &rules::HARDWARE_UNKNOWN, host, span, message).with_value(id.to_string()).with_hint(hint);
    context.push(finding);
}

/// A decision that is open leaves the demand standing, so the note says it.
fn report_undecided(context: &mut Context<'_>, host: &Host, span: Span) {
    let mut message = format!("the hardware of {} is still to be decided", host.name);
    if let Some(set) = host.hardware_requirements() {
        let demands: Vec<String> = set.requirements.iter().map(|line| line.demand.to_string()).collect();
        let _ = write!(message, "; a {} needs {}", set.role, demands.join(", "));
    }
    let finding = finding(context, &rules::HARDWARE_UNDECIDED, host, span, message)
        .with_hint("name a profile here once it is chosen");
    context.push(finding);
}

fn report_fit(context: &mut Context<'_>, host: &Host, span: Span, id: &ProfileId, fit: &Fit) {
    let finding = if fit.is_short() {
        let short: Vec<String> = fit
            .lines
            .iter()
            .filter(|line| matches!(line.verdict, Verdict::Short(_)))
            .map(|line| format!("{} ({})", line.requirement.demand, line.verdict))
            .collect();
        let message = format!(
            "the hardware `{id}` of {} is too little for a {}: it needs {}",
            host.name,
            fit.role,
            short.join(", ")
        );
        finding(context, &rules::HARDWARE_SHORT, host, span, message)
            .with_hint("choose other hardware, or accept it for this host in deevnet.toml, with the reason")
    } else if fit.is_met() {
        return;
    } else {
        let unknown: Vec<String> = fit.unknown_figures().map(|figure| format!("`{figure}`")).collect();
        let message = format!(
            "whether the hardware `{id}` of {} is enough for a {} cannot be told: {} unknown",
            host.name,
            fit.role,
            match unknown.as_slice() {
                [only] => format!("{only} is"),
                _ => format!("{} are", unknown.join(", ")),
            }
        );
        finding(context, &rules::HARDWARE_FIGURES_UNKNOWN, host, span, message)
            .with_hint(format!("give the figures, with their source, under [hardware.{id}] in deevnet.toml"))
    };
    context.push(finding.with_value(id.to_string()));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, messages, reported};
    use crate::rules::{
        HARDWARE_FIGURES_UNKNOWN, HARDWARE_OF_VIRTUAL_MACHINE, HARDWARE_SHORT, HARDWARE_UNDECIDED, HARDWARE_UNKNOWN,
        UNKNOWN_KEY,
    };

    fn host(form: &str, hardware: &str) -> Value {
        json!({ "hosts": { "hv01": {
            "infrastructure": { "form": form, "hardware": hardware },
            "deevnet_hypervisor": { "plane": "tenant" },
        } } })
    }

    #[test]
    fn a_misspelt_profile_is_an_error_with_what_was_meant() {
        let findings = reported(&HARDWARE_UNKNOWN, &host("hv", "dell-optiplex-7050-mf"));
        assert_eq!(
            findings[0].message,
            "the hardware of hv01 is `dell-optiplex-7050-mf`, of which there is no profile"
        );
        assert_eq!(findings[0].hint.as_deref(), Some("did you mean `dell-optiplex-7050-mff`?"));
        let findings = reported(&HARDWARE_UNKNOWN, &host("hv", "OptiPlex 7050"));
        insta::assert_snapshot!(findings[0].message, @"`infrastructure.hardware` names no hardware profile: `OptiPlex 7050` is not a profile ID: it is not made of lower-case words joined by hyphens");
        let json = json!({ "hosts": { "hv01": { "infrastructure": { "hardwrae": "zimaboard-832" } } } });
        assert_eq!(messages(&UNKNOWN_KEY, &json).len(), 1);
    }

    #[test]
    fn a_hypervisor_that_is_short_says_what_of() {
        insta::assert_snapshot!(messages(&HARDWARE_SHORT, &host("hv", "raspberry-pi-4-b-8gb")).join("\n"), @"the hardware `raspberry-pi-4-b-8gb` of hv01 is too little for a tenant hypervisor: it needs 32 GiB of memory (short by 24 GiB), x86_64 with VT-x or AMD-V (it is aarch64)");
        assert!(messages(&HARDWARE_SHORT, &host("hv", "dell-optiplex-7050-mff")).is_empty());
    }

    #[test]
    fn other_hosts_have_nothing_to_meet() {
        let json = json!({ "hosts": { "pi01": {
            "infrastructure": { "form": "pi", "hardware": "raspberry-pi-4-b-8gb" },
        } } });
        assert!(messages(&HARDWARE_SHORT, &json).is_empty());
        assert!(messages(&HARDWARE_FIGURES_UNKNOWN, &json).is_empty());
    }

    #[test]
    fn an_open_decision_keeps_the_demand() {
        insta::assert_snapshot!(messages(&HARDWARE_UNDECIDED, &host("hv", "to-be-decided")).join("\n"), @"the hardware of hv01 is still to be decided; a tenant hypervisor needs 32 GiB of memory, 1 TB of SSD storage, x86_64 with VT-x or AMD-V, 1 Gbit/s Ethernet");
        let checked = crate::check(&declared_from_json(&host("hv", "to-be-decided")));
        let host = &checked.substrate.hosts["hv01"];
        assert!(checked.substrate.profile_of(host).is_none());
        assert_eq!(checked.substrate.fit_of(host).unwrap().lines.len(), 4);
    }

    #[test]
    fn unknown_figures_are_named_with_a_catalogue_of_ones_own() {
        let mut catalogue = crate::hardware::Catalogue::default();
        catalogue.add(crate::hardware::HardwareProfile::new("attic-server".parse().unwrap())).unwrap();
        let declared = declared_from_json(&host("hv", "attic-server"));
        let checked = crate::check_with(&declared, &catalogue);
        let finding = checked.findings.iter().find(|finding| finding.rule == &HARDWARE_FIGURES_UNKNOWN).unwrap();
        insta::assert_snapshot!(finding.message, @"whether the hardware `attic-server` of hv01 is enough for a tenant hypervisor cannot be told: `memory.size`, `storage`, `cpu.architecture`, `nics` are unknown");
        assert!(checked.substrate.profile_of(&checked.substrate.hosts["hv01"]).is_some());
    }

    #[test]
    fn a_virtual_machine_has_no_hardware() {
        let json = json!({ "hosts": { "dns-vm01": {
            "infrastructure": { "form": "vm", "hardware": "zimaboard-832" },
        } } });
        insta::assert_snapshot!(messages(&HARDWARE_OF_VIRTUAL_MACHINE, &json).join("\n"), @"dns-vm01 is a virtual machine, but `infrastructure.hardware` is `zimaboard-832`");
    }
}
