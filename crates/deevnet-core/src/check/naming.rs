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
        Grammar::Classic | Grammar::FixedWidth => error.hint().to_owned(),
    }
}

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
        .with_subject(Subject::host(Arc::clone(&host.name)));
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
    for (name, span) in &context.declared.orphans {
        let finding = context
            .finding(
                &rules::VARIABLES_WITHOUT_HOST,
                *span,
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
        if *tenant.name.value != *substrate.value.as_str() {
            continue;
        }
        let finding = context
            .finding(
                &rules::TENANT_IS_SUBSTRATE,
                tenant.name.span,
                format!("the tenant `{}` has the name of the substrate", tenant.name.value),
            )
            .with_value(tenant.name.value.as_ref())
            .with_hint("give the tenant another name")
            .with_related("the substrate", context.position(substrate.span));
        context.push(finding);
    }
}
