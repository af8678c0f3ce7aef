//! Names: the grammar, the form they state, and hosts against their variables.

use std::sync::Arc;

use super::context::Context;
use super::structure::place_of;
use crate::finding::{Finding, Subject};
use crate::model::Host;
use crate::name::{Form, Grammar, HostName, ParseNameError, RoleStanding};
use crate::rules::{self, Rule};

pub(super) fn check(context: &mut Context<'_>) {
    for host in context.hosts() {
        match &host.parsed_name {
            Some(name) => {
                check_form(context, host, name);
                check_role(context, host, name);
                check_site(context, host, name);
            }
            None => check_grammar(context, host),
        }
        check_declared(context, host);
        check_listed_once(context, host);
    }
    check_orphans(context);
    check_tenants(context);
}

fn finding(context: &Context<'_>, rule: &'static Rule, host: &Host, message: String) -> Finding {
    context
        .finding(rule, place_of(host), message)
        .with_value(host.name.as_ref())
        .with_subject(Subject::host(Arc::clone(&host.name)))
}

/// A name that is no DNS label has been reported for that already.
fn check_grammar(context: &mut Context<'_>, host: &Host) {
    let grammar = context.substrate.name_grammar;
    let Some(error) = grammar.parse(&host.name).err().filter(|_| host.is_publishable) else { return };
    let finding =
        finding(context, &rules::NAME_GRAMMAR, host, error.to_string()).with_hint(grammar_hint(&error, grammar));
    context.push(finding);
}

fn grammar_hint(error: &ParseNameError, grammar: Grammar) -> String {
    match grammar {
        Grammar::Either => format!("{}; `deevnet_name_grammar` says which grammar applies", error.hint()),
        Grammar::Classic | Grammar::FixedWidth => error.hint().into_owned(),
    }
}

/// A wrong form misleads automation, but endangers neither address nor name: the host is still published.
fn check_form(context: &mut Context<'_>, host: &Host, name: &HostName) {
    let Some(form) = host.form else { return };
    if name.admits(form.value) {
        return;
    }
    let finding = context
        .finding(
            &rules::FORM_DIFFERS,
            form.span,
            format!("{} has the form `{}`, but its name says {}", host.name, form.value, stated_form(name)),
        )
        .with_value(form.value.to_string())
        .with_hint("correct the form, or give the host the name of what it is")
        .with_subject(Subject::device(Arc::clone(&host.name)));
    context.push(finding);
}

fn stated_form(name: &HostName) -> String {
    match name {
        HostName::Classic(name) => format!("`{}`, {}", name.form(), name.form().description()),
        HostName::FixedWidth(name) => format!("`{}`", name.form()),
    }
}

fn check_role(context: &mut Context<'_>, host: &Host, name: &HostName) {
    let HostName::Classic(name) = name else { return };
    let finding = match (name.role_standing(), name.role()) {
        (RoleStanding::Missing, _) => {
            let message = format!("the name {} says `{}`, but not in which role", host.name, name.form());
            finding(context, &rules::ROLE_MISSING, host, message).with_hint(format!(
                "name it <role>-{}, such as {}",
                host.name,
                example(host, name.form())
            ))
        }
        (RoleStanding::Redundant, Some(role)) => {
            let message = format!("the role `{role}` of {} only repeats its form `{}`", host.name, name.form());
            finding(context, &rules::ROLE_REDUNDANT, host, message).with_hint(format!(
                "name it {}{:02}",
                name.form(),
                name.number()
            ))
        }
        _ => return,
    };
    context.push(finding);
}

/// Routers take a topological role, others what they serve.
fn example(host: &Host, form: Form) -> String {
    let role = if form == Form::Router { "core" } else { "dns" };
    format!("{role}-{}", host.name)
}

/// A fixed-width name begins with its substrate's site code, or with 00 when the host roams.
fn check_site(context: &mut Context<'_>, host: &Host, name: &HostName) {
    let (HostName::FixedWidth(name), Some(code)) = (name, &context.substrate.site_code) else { return };
    let Ok(site) = code.value.parse::<u8>() else { return };
    if name.is_roaming() || name.site() == site {
        return;
    }
    let message = format!("the name {} has the site code {:02}, but this site's is {site:02}", host.name, name.site());
    let finding = finding(context, &rules::NAME_GRAMMAR, host, message)
        .with_hint("a host that roams has the site code 00")
        .with_related("the site code", context.position(code.span));
    context.push(finding);
}

fn check_declared(context: &mut Context<'_>, host: &Host) {
    if host.is_declared {
        return;
    }
    let finding = context
        .finding(
            &rules::HOST_WITHOUT_VARIABLES,
            host.span,
            format!("{} is listed, but declares neither `infrastructure` nor `env`", host.name),
        )
        .with_value(host.name.as_ref())
        .with_hint(format!("write host_vars/{}.yml, or remove the host from the list", host.name))
        .with_subject(Subject::host(Arc::clone(&host.name)));
    context.push(finding);
}

fn check_listed_once(context: &mut Context<'_>, host: &Host) {
    for span in &host.also {
        let finding = context
            .finding(&rules::HOST_LISTED_TWICE, *span, format!("{} is listed by another file too", host.name))
            .with_value(host.name.as_ref())
            .with_hint("list it in one file, or rename one of the two machines")
            .with_related("first listed here", context.position(host.span))
            .with_subject(Subject::host(Arc::clone(&host.name)));
        context.push(finding);
    }
}

fn check_orphans(context: &mut Context<'_>) {
    for orphan in &context.declared.orphans {
        let name = &orphan.name;
        let finding = context
            .finding(
                &rules::VARIABLES_WITHOUT_HOST,
                orphan.span,
                format!("there are variables for {name}, but no group lists that host"),
            )
            .with_value(name.as_ref())
            .with_hint("add the host to a group, or remove its file")
            .with_subject(Subject::host(Arc::clone(name)));
        context.push(finding);
    }
}

fn check_tenants(context: &mut Context<'_>) {
    let Some(substrate) = &context.substrate.name else { return };
    for tenant in &context.substrate.tenants {
        if tenant.name.value.as_str() != substrate.value.as_str() {
            continue;
        }
        let finding = context
            .finding(
                &rules::TENANT_IS_SUBSTRATE,
                tenant.name.span,
                format!("the tenant `{}` has the name of the substrate", tenant.name.value),
            )
            .with_value(tenant.name.value.as_str())
            .with_hint("give the tenant another name")
            .with_related("the substrate", context.position(substrate.span));
        context.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, messages, reported};
    use crate::declared::{Declared, Orphan, Variables};
    use crate::finding::Subject;
    use crate::rules::{self, Rule};
    use crate::source::Span;

    fn named(rule: &'static Rule, name: &str, form: &str) -> Vec<String> {
        messages(rule, &json!({ "hosts": { name: { "infrastructure": { "form": form } } } }))
    }

    fn in_grammar(grammar: &str, name: &str) -> Vec<String> {
        messages(
            &rules::NAME_GRAMMAR,
            &json!({
                "substrate": { "deevnet_name_grammar": grammar, "deevnet_site_code": "02" },
                "hosts": { name: { "infrastructure": {} } },
            }),
        )
    }

    #[test]
    fn the_declared_grammar_applies_and_either_where_none_is() {
        assert!(in_grammar("classic", "core-rt02").is_empty());
        assert_eq!(in_grammar("classic", "dv02cor001p01").len(), 1);
        assert!(in_grammar("fixed-width", "dv02cor001p01").is_empty());
        assert_eq!(in_grammar("fixed-width", "core-rt02").len(), 1);
        for name in ["core-rt02", "dv02cor001p01", "pi01"] {
            assert!(named(&rules::NAME_GRAMMAR, name, "rt").is_empty(), "{name}");
        }
        assert_eq!(named(&rules::NAME_GRAMMAR, "sensor", "pi").len(), 1);
    }

    #[test]
    fn a_fixed_width_name_has_its_sites_code_unless_it_roams() {
        assert!(in_grammar("fixed-width", "dv00bld001p01").is_empty());
        assert_eq!(
            in_grammar("fixed-width", "dv01bld001p01"),
            ["the name dv01bld001p01 has the site code 01, but this site's is 02"]
        );
    }

    #[test]
    fn the_form_is_the_one_in_the_name() {
        assert!(named(&rules::FORM_DIFFERS, "core-rt01", "rt").is_empty());
        assert_eq!(
            named(&rules::FORM_DIFFERS, "core-rt01", "vm"),
            ["core-rt01 has the form `vm`, but its name says `rt`, router"]
        );
        assert_eq!(
            named(&rules::FORM_DIFFERS, "pi01", "raspberry"),
            ["`infrastructure.form` is \"raspberry\", which is no form"]
        );
        assert!(named(&rules::FORM_DIFFERS, "dv02cor001v01", "vm").is_empty());
    }

    #[test]
    fn a_wrong_form_does_not_keep_a_host_from_being_published() {
        let json = json!({ "hosts": { "core-rt01": { "infrastructure": { "form": "vm" } } } });
        assert_eq!(reported(&rules::FORM_DIFFERS, &json)[0].subjects, [Subject::device("core-rt01")]);
    }

    #[test]
    fn a_role_is_there_where_the_form_needs_one() {
        assert_eq!(named(&rules::ROLE_MISSING, "vm01", "vm"), ["the name vm01 says `vm`, but not in which role"]);
        for name in ["hv01", "sw01", "ap01", "pi01", "dns-vm01"] {
            assert!(named(&rules::ROLE_MISSING, name, "hv").is_empty(), "{name}");
        }
        assert_eq!(
            named(&rules::ROLE_REDUNDANT, "hypervisor-hv01", "hv"),
            ["the role `hypervisor` of hypervisor-hv01 only repeats its form `hv`"]
        );
        assert!(named(&rules::ROLE_REDUNDANT, "access-sw01", "sw").is_empty());
    }

    #[test]
    fn a_host_declares_something() {
        let found =
            |variables: &Value| messages(&rules::HOST_WITHOUT_VARIABLES, &json!({ "hosts": { "pi01": variables } }));
        assert_eq!(found(&json!({})), ["pi01 is listed, but declares neither `infrastructure` nor `env`"]);
        assert!(found(&json!({ "env": {} })).is_empty());
    }

    fn found(rule: &'static Rule, declared: &Declared) -> Vec<String> {
        let findings = crate::check(declared).findings;
        findings.into_iter().filter(|finding| finding.rule == rule).map(|finding| finding.message).collect()
    }

    #[test]
    fn variables_belong_to_a_host_and_a_host_to_one_file() {
        let mut declared = declared_from_json(&json!({ "hosts": { "pi01": { "env": {} } } }));
        let variables = Variables::default();
        declared.orphans.push(Orphan { name: "pi02".into(), span: Span::NONE, variables });
        declared.hosts[0].also.push(Span::NONE);
        assert_eq!(
            found(&rules::VARIABLES_WITHOUT_HOST, &declared),
            ["there are variables for pi02, but no group lists that host"]
        );
        assert_eq!(found(&rules::HOST_LISTED_TWICE, &declared), ["pi01 is listed by another file too"]);
    }

    #[test]
    fn a_tenant_is_no_substrate_and_a_prefix_is_no_match() {
        let tenant = |name: &str| {
            messages(
                &rules::TENANT_IS_SUBSTRATE,
                &json!({
                "substrate": { "deevnet_substrate": "dvnt", "deevnet_tenants": [{ "name": name, "index": 1 }] } }),
            )
        };
        assert_eq!(tenant("dvnt"), ["the tenant `dvnt` has the name of the substrate"]);
        assert!(tenant("dvntm").is_empty());
    }

    #[test]
    fn a_name_that_is_no_label_is_reported_once() {
        let json = json!({ "hosts": { "pi_01": { "env": {} } } });
        assert_eq!(reported(&rules::NAME_NOT_DNS, &json).len(), 1);
        assert!(reported(&rules::NAME_GRAMMAR, &json).is_empty());
    }
}
