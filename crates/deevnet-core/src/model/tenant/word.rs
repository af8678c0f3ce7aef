//! Words of closed sets: workload classes and MAC policies.

use std::fmt::Display;

use crate::UnknownNameError;
use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::nearest;
use crate::rules::{self, Rule};
use crate::source::Spanned;
use crate::tenant::{MacPolicy, Plane, WorkloadClass};

/// Reads the class of a tenant or of one of its workloads.
pub(super) fn read_class(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<WorkloadClass>> {
    let names: Vec<&str> = WorkloadClass::OF_TENANTS.iter().map(|class| class.name()).collect();
    let class: Spanned<WorkloadClass> = read_word(reader, &rules::WORKLOAD_CLASS_UNKNOWN, key, value, &names)?;
    if class.value.plane() == Plane::Tenant {
        return Some(class);
    }
    let finding = reader
        .finding(
            &rules::WORKLOAD_CLASS_UNKNOWN,
            class.span,
            format!("`{key}` is `{}`, a class of the {} plane", class.value, class.value.plane()),
        )
        .with_value(class.value.name())
        .with_hint(format!("write one of: {}", names.join(", ")));
    reader.push(finding);
    None
}

/// Reads a MAC policy.
pub(super) fn read_mac_policy(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<MacPolicy>> {
    let names: Vec<&str> = MacPolicy::ALL.iter().map(|policy| policy.name()).collect();
    read_word(reader, &rules::MAC_POLICY_UNKNOWN, key, value, &names)
}

fn read_word<T: std::str::FromStr<Err = UnknownNameError>>(
    reader: &mut Reader<'_>,
    rule: &'static Rule,
    key: Key<'_>,
    value: &Value,
    names: &[&str],
) -> Option<Spanned<T>> {
    let text = reader.text(key, value)?;
    match text.value.parse() {
        Ok(word) => Some(Spanned::new(word, text.span)),
        Err(error) => {
            let finding = reader
                .finding(rule, text.span, format!("`{key}` is `{}`, which is no {}", text.value, error.kind()))
                .with_value(text.value.as_ref())
                .with_hint(suggestion(&text.value, names));
            reader.push(finding);
            None
        }
    }
}

/// The name that was probably meant, or else all of them.
pub(super) fn suggestion(text: &str, names: &[impl AsRef<str> + Display]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match nearest(text, names.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write one of: {}", names.join(", ")),
    }
}
