//! What every kind of host file does to the graph, with its findings.

use std::sync::Arc;

use deevnet_core::declared::{Data, Value};
use deevnet_core::rules::{self, Rule};
use deevnet_core::{Finding, Span};

use crate::context::FileContext;
use crate::graph::{ChildError, Graph, GroupId, PatternError, expand};
use crate::limits::{MAX_FILE_FINDINGS, MAX_LISTINGS};

/// The name of the variable that orders groups of one depth; it is no variable.
const PRIORITY: &str = "ansible_group_priority";

/// That the host files make too many entries.
#[derive(Debug)]
pub(super) struct TooMany;

/// Brings what one host file says into the graph.
pub(super) struct Writer<'a> {
    pub(super) graph: &'a mut Graph,
    pub(super) context: FileContext<'a>,
    findings: &'a mut Vec<Finding>,
    reported: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(graph: &'a mut Graph, context: FileContext<'a>, findings: &'a mut Vec<Finding>) -> Self {
        Self { graph, context, findings, reported: 0 }
    }

    /// Reports a fault of the file, unless it has too many already.
    pub(super) fn report(&mut self, finding: Finding) {
        self.reported += 1;
        if self.reported <= MAX_FILE_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Sets a variable of a group, or its priority.
    pub(super) fn group_variable(&mut self, group: GroupId, name: Arc<str>, value: Value) {
        if &*name != PRIORITY {
            self.graph.set_group_variable(group, name, value);
            return;
        }
        match priority(&value) {
            Some(priority) => self.graph.set_priority(group, priority),
            None => self.structure(value.span(), format!("`{PRIORITY}` must be a whole number"), "write it as in `10`"),
        }
    }

    /// Puts a group into another.
    pub(super) fn child(&mut self, parent: GroupId, child: GroupId, span: Span) {
        let Err(error) = self.graph.add_child(parent, child) else { return };
        let (parent, child) = (&self.graph.group(parent).name, &self.graph.group(child).name);
        let (rule, message, hint): (&'static Rule, _, _) = match error {
            ChildError::Cycle if parent == child => (
                &rules::GROUP_CYCLE,
                format!("the group `{child}` holds itself"),
                format!("remove `{child}` from its own children"),
            ),
            ChildError::Cycle => (
                &rules::GROUP_CYCLE,
                format!("the group `{child}` cannot be in `{parent}`, because `{parent}` is in `{child}`"),
                format!("remove `{child}` from the children of `{parent}`, or `{parent}` from below `{child}`"),
            ),
            ChildError::Limit => (
                &rules::LIMIT_EXCEEDED,
                "the groups hold one another in too many ways".to_owned(),
                "name fewer groups as children of more than one group".to_owned(),
            ),
        };
        let finding = self.context.finding(rule, span, message).with_value(&**child).with_hint(hint);
        self.report(finding);
    }

    /// Puts the hosts that a pattern stands for into a group, with the variables that each of them gets.
    pub(super) fn hosts(&mut self, group: GroupId, pattern: &Arc<str>, span: Span, variables: &[(Arc<str>, Value)]) {
        if !pattern.contains(['[', ':']) {
            let _ = self.host(group, pattern, span, None, variables);
            return;
        }
        if self.graph.is_full() {
            return;
        }
        match expand(pattern) {
            Ok(expansion) => {
                let mut names = expansion.hosts.into_iter().map(Arc::from);
                let _ = names.try_for_each(|name| self.host(group, &name, span, expansion.port, variables));
            }
            Err(error) => self.wrong_pattern(pattern, span, error),
        }
    }

    /// Puts one host into a group.
    ///
    /// # Errors
    ///
    /// That there are too many entries already, which is reported once.
    pub(super) fn host(
        &mut self,
        group: GroupId,
        name: &Arc<str>,
        span: Span,
        port: Option<i64>,
        variables: &[(Arc<str>, Value)],
    ) -> Result<(), TooMany> {
        self.admit(1 + variables.len(), span)?;
        let host = self.graph.add_host(name, span);
        if let Some(port) = port.filter(|port| host.is_new && *port != 0) {
            self.graph.set_own_variable(host.id, "ansible_port".into(), Value::new(Data::Integer(port), span));
        }
        self.graph.add_member(group, host.id);
        for (name, value) in variables {
            self.graph.set_host_variable(host.id, Arc::clone(name), value.clone());
        }
        Ok(())
    }

    /// Makes room for entries; where there is none any more, that is reported the first time.
    fn admit(&mut self, entries: usize, span: Span) -> Result<(), TooMany> {
        let was_full = self.graph.is_full();
        if self.graph.admit(entries) {
            return Ok(());
        }
        if !was_full {
            let message = format!("the host files make more than {MAX_LISTINGS} entries");
            let finding = self.context.finding(&rules::LIMIT_EXCEEDED, span, message);
            self.report(finding.with_hint("make the ranges smaller, or give their hosts fewer variables in this file"));
        }
        Err(TooMany)
    }

    fn wrong_pattern(&mut self, pattern: &str, span: Span, error: PatternError) {
        let rule: &'static Rule = match error {
            PatternError::Limit => &rules::LIMIT_EXCEEDED,
            _ => &rules::INVENTORY_STRUCTURE,
        };
        let message = format!("the host pattern `{pattern}` cannot be used: {error}");
        self.report(self.context.finding(rule, span, message).with_value(pattern).with_hint(error.hint()));
    }

    /// Reports something that has not the form of an inventory, with the way out.
    pub(super) fn structure(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.report(self.context.finding(&rules::INVENTORY_STRUCTURE, span, message).with_hint(hint));
    }
}

/// The number that a priority stands for, as Python converts it.
fn priority(value: &Value) -> Option<i64> {
    match value.data() {
        Data::Integer(number) => Some(*number),
        Data::Bool(value) => Some(i64::from(*value)),
        #[expect(clippy::cast_possible_truncation, reason = "Python truncates it too")]
        Data::Float(value) if value.is_finite() => Some(*value as i64),
        Data::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}
