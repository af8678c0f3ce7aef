//! What differs between a machine as it is wanted and as it is found.

mod cloud_init;
mod disk;
mod net;
mod option;

use std::collections::BTreeMap;

use super::change::{FieldChange, FieldClass};
use super::desired::DesiredMachine;
use super::operation::{ConfigOrder, ResizeOrder};

/// What a machine will boot with, as it was found, or as its clone will have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) config: &'a BTreeMap<String, String>,
    /// Whether it is a template's, of which a clone will be made: it gets new MAC addresses.
    pub(super) is_template: bool,
    /// Whether its tags are still those that were copied from its template.
    pub(super) has_tags_of_template: bool,
    /// The mark of ownership that its description is to have.
    pub(super) mark: &'a str,
}

impl Found<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        // Proxmox VE writes a single space where an option is empty.
        self.config.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }
}

/// When a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// At once, and nobody notices.
    AtOnce,
    /// At once, and the machine is interrupted or reaches another network.
    Interrupts,
    /// When the machine is started the next time.
    NextStart,
}

/// A disk that grows.
#[derive(Debug)]
pub(super) struct Growth {
    pub(super) order: ResizeOrder,
    pub(super) change: FieldChange,
    pub(super) storage: Option<String>,
    pub(super) bytes: u64,
}

/// A difference that stays.
#[derive(Debug)]
pub(super) struct Obstacle {
    pub(super) change: FieldChange,
    pub(super) reason: String,
    pub(super) hint: String,
}

/// Everything that differs.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub(super) order: ConfigOrder,
    pub(super) changes: Vec<FieldChange>,
    pub(super) growths: Vec<Growth>,
    pub(super) obstacles: Vec<Obstacle>,
    /// The disks that are made: their storage and size in bytes.
    pub(super) new_disks: Vec<(String, u64)>,
    pub(super) effects: Vec<Effect>,
}

impl Difference {
    /// What differs between a machine and what is found of it.
    pub(super) fn between(desired: &DesiredMachine<'_>, found: &Found<'_>, tags: &[String]) -> Self {
        let mut difference = Self::default();
        option::compare(desired, found, tags, &mut difference);
        net::compare(desired, found, &mut difference);
        disk::compare(desired, found, &mut difference);
        cloud_init::compare(&desired.cloud_init, found, &mut difference);
        difference
    }

    /// Whether nothing is set or removed.
    pub(super) fn sets_nothing(&self) -> bool {
        self.order.set.is_empty() && self.order.delete.is_empty()
    }

    /// Whether only tags are set.
    pub(super) fn sets_only_tags(&self) -> bool {
        self.order.delete.is_empty() && self.order.set.keys().eq([option::TAGS])
    }

    /// Whether any of the changes takes effect so in a running machine.
    pub(super) fn has(&self, effect: Effect) -> bool {
        self.effects.contains(&effect)
    }

    fn set(
        &mut self,
        key: &str,
        value: impl Into<String>,
        effect: Effect,
        changes: impl IntoIterator<Item = FieldChange>,
    ) {
        self.order.set.insert(key.to_owned(), value.into());
        self.effects.push(effect);
        self.changes.extend(changes);
    }

    fn block(&mut self, change: FieldChange, reason: impl Into<String>, hint: impl Into<String>) {
        self.obstacles.push(Obstacle { change, reason: reason.into(), hint: hint.into() });
    }
}

/// A field with what it is and what it becomes.
fn change(
    field: impl Into<String>,
    before: Option<impl Into<String>>,
    after: Option<impl Into<String>>,
    class: FieldClass,
) -> FieldChange {
    FieldChange { field: field.into(), before: before.map(Into::into), after: after.map(Into::into), class }
}
