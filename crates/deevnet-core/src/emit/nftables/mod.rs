//! nftables: the policy between zones as a ruleset.

mod interfaces;
mod statement;

use std::fmt::Write;
use std::sync::Arc;

use crate::emit::emission::{Emission, EmittedFile};
use crate::emit::header::Header;
use crate::emit::options::EmitOptions;
use crate::emit::published::Published;
use crate::model::{Action, Policy};
use crate::policy::{Analysis, Cause, FilterLine, ZoneIndex, ZoneKind};
use crate::source::Spanned;
use interfaces::Interfaces;
use statement::{OUTSIDE, Statements, elements, verdict};

const FILE: &str = "nftables.nft";

/// The ruleset of a substrate's policy.
///
/// The first line that matches decides, as in the policy itself; [`FilterLine`] says what each line asks.
pub(super) fn emit(published: &Published, options: &EmitOptions) -> Emission {
    let substrate = &published.network;
    let analysis = Analysis::of(substrate);
    let declared = published.router.as_ref().and_then(|router| router.interface.parse().ok());
    let parent = options.interface.clone().or(declared);
    let ruleset = Ruleset {
        interfaces: Interfaces::of(substrate, analysis.zones(), parent.as_ref()),
        policy: &substrate.policy,
        lines: analysis.filter_lines(),
        analysis: &analysis,
    };
    Emission::of(EmittedFile::new(FILE, ruleset.write(&Header(published), options.guard_router)))
}

struct Ruleset<'a> {
    interfaces: Interfaces,
    policy: &'a Policy,
    lines: Vec<FilterLine>,
    analysis: &'a Analysis,
}

impl Ruleset<'_> {
    fn write(&self, header: &Header<'_>, guards_router: bool) -> String {
        let mut text = format!("#!/usr/sbin/nft -f\n# {header}\n");
        text.push_str("# The policy between zones: what the router forwards. The first line that matches decides.\n");
        text.push_str(if guards_router {
            "# What is for the router itself is judged by the same policy. What it sends itself is not.\n\n"
        } else {
            "# What is for the router itself, or sent by it, is not judged here.\n\n"
        });
        let table = self.table(guards_router);
        for interface in self.interfaces.all().filter(|interface| interface.is_named_in(&table)) {
            let _ = writeln!(text, "define {} = \"{}\"", interface.variable, interface.name);
        }
        text.push_str("\n# Replace the whole table in one step.\ntable inet deevnet\ndelete table inet deevnet\n\n");
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
        let _ = writeln!(text, "\t\tmeta nfproto ipv6 {default} comment \"the policy speaks of IPv4 only\"\n");
        let outside = self.analysis.outside();
        let statements = Statements { interfaces: &self.interfaces, arrives_at, outside: &outside };
        for line in &self.lines {
            if let Some(statement) = statements.write(line, &self.comment(line.cause)) {
                let _ = writeln!(text, "\t\t{statement}");
            }
        }
        text.push_str("\t}\n");
    }

    /// What a line stands for: the rule's name, or its place in the list and its zones.
    fn comment(&self, cause: Cause) -> String {
        let name =
            |zone: Option<&Spanned<Arc<str>>>| zone.map_or_else(|| "any".to_owned(), |zone| zone.value.to_string());
        match cause {
            Cause::Rule(index) => match self.policy.rules.get(index) {
                Some(rule) => match &rule.name {
                    Some(name) => name.value.to_string(),
                    None => format!("{} -> {}", name(rule.from_zone.as_ref()), name(rule.to_zone.as_ref())),
                },
                None => String::new(),
            },
            Cause::InternetZone(index) => format!("{} -> internet", name(self.policy.internet_zones.get(index))),
            Cause::Default => verdict(Action::Block).to_owned(),
        }
    }
}
