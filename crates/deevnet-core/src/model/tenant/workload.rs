//! The workloads of a tenant, as they are written.

use serde::Serialize;

use super::word::read_class;
use crate::declared::Value;
use crate::model::machine::VirtualMachine;
use crate::model::reader::{Key, Reader};
use crate::name::DnsLabel;
use crate::rules;
use crate::source::{Span, Spanned};
use crate::tenant::{WorkloadClass, WorkloadSlot};

/// The keys that a workload has beside those of a virtual machine.
pub(in crate::model) const OWN_KEYS: &[&str] = &["name", "class", "slot"];

/// One workload of a tenant: a virtual machine that is cloned from a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Workload {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// Its name, unique within its tenant.
    pub name: Spanned<DnsLabel>,
    /// What it is for, where that is not what its tenant is for.
    pub class: Option<Spanned<WorkloadClass>>,
    /// Its place among its tenant's VMIDs and addresses; `None` while it has none.
    pub slot: Option<Spanned<WorkloadSlot>>,
    /// The virtual machine that it runs in.
    #[serde(flatten)]
    pub machine: VirtualMachine,
}

impl Workload {
    /// Reads a workload; one whose name or slot cannot be one stays out.
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, item: &Value) -> Option<Self> {
        let map = reader.map(key, item)?;
        reader.require(key, map, item.span(), &["name"]);
        let name = read_name(reader, key.child("name"), map.get("name")?)?;
        let slot = match map.get("slot") {
            Some(value) if !value.is_null() => Some(read_slot(reader, key.child("slot"), value)?),
            _ => None,
        };
        let class = map.get("class").and_then(|value| read_class(reader, key.child("class"), value));
        let machine = VirtualMachine::read(reader, key, item, OWN_KEYS)?;
        Some(Self { span: item.span(), name, class, slot, machine })
    }
}

fn read_name(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<DnsLabel>> {
    let text = reader.text(key, value)?;
    match text.value.parse::<DnsLabel>() {
        Ok(name) => Some(Spanned::new(name, text.span)),
        Err(error) => {
            let finding = reader
                .finding(&rules::WORKLOAD_NAME, text.span, format!("`{key}` is \"{}\": {error}", text.value))
                .with_value(text.value.as_ref())
                .with_hint(error.hint());
            reader.push(finding);
            None
        }
    }
}

fn read_slot(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<WorkloadSlot>> {
    let number = reader.integer(key, value)?;
    let parsed = number.value.to_string().parse::<WorkloadSlot>().ok();
    if parsed.is_none() {
        let (first, last) = (WorkloadSlot::MIN, WorkloadSlot::MAX);
        let message = format!("`{key}` is {}; a workload's slot is {first} to {last}", number.value);
        let finding = reader
            .finding(&rules::WORKLOAD_SLOT_INVALID, number.span, message)
            .with_value(number.value.to_string())
            .with_hint(format!("give it a free slot from {first} to {last}"));
        reader.push(finding);
    }
    parsed.map(|slot| Spanned::new(slot, number.span))
}
