//! Firewall policy between zones, as it is declared.

use std::sync::Arc;

use serde::Serialize;

use super::flow::Flow;
use super::narrowing::Narrowing;
use super::reader::{Key, Reader};
use crate::declared::{Map, Value};
use crate::named::named;
use crate::source::{Span, Spanned};

/// What a rule does with the packets it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Let them through (`pass`, `accept`, `allow`).
    Pass,
    /// Stop them (`block`, `drop`, `deny`, `reject`).
    Block,
}

impl Action {
    /// The action of a word that firewalls use, or `None`.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "pass" | "accept" | "allow" => Some(Self::Pass),
            "block" | "drop" | "deny" | "reject" => Some(Self::Block),
            _ => None,
        }
    }
}

/// How a firewall chooses among the rules that match a packet (`firewall_match`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Matching {
    /// The first rule that matches decides, in order of declaration.
    #[default]
    First,
    /// Order means nothing: a packet passes where any rule passes it and none blocks it.
    ///
    /// Without an order something else must settle a conflict. It is settled for the block, as cloud firewalls settle
    /// it between rules of one priority: a mistake then closes a flow and never opens one.
    Any,
}

named!(Matching, "way to match rules":
    First => "first",
    Any => "any",
);

/// One rule between two zones (`firewall_zone_policies`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ZoneRule {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The zone that opens the connection.
    pub from_zone: Option<Spanned<Arc<str>>>,
    /// The zone that is reached.
    pub to_zone: Option<Spanned<Arc<str>>>,
    /// What happens.
    pub action: Option<Spanned<Action>>,
    /// The fields that narrow it as they are written, by name; empty for a broad rule.
    pub narrow: Vec<(Arc<str>, Arc<str>)>,
    /// The same fields as what they mean.
    #[serde(skip)]
    pub only: Narrowing,
    /// Its name.
    pub name: Option<Spanned<Arc<str>>>,
}

impl ZoneRule {
    /// Whether it speaks of all packets between its zones.
    pub fn is_broad(&self) -> bool {
        self.narrow.is_empty() && self.only.unread.is_empty()
    }
}

/// A flow that no rule may ever permit (`firewall_never`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Never {
    /// Where it is declared.
    #[serde(skip)]
    pub span: Span,
    /// The zone that must not open it.
    pub from_zone: Option<Spanned<Arc<str>>>,
    /// The zone that must not be reached.
    pub to_zone: Option<Spanned<Arc<str>>>,
    /// The fields that narrow it as they are written, by name; empty where it speaks of all packets.
    pub narrow: Vec<(Arc<str>, Arc<str>)>,
    /// The same fields as what they mean.
    #[serde(skip)]
    pub only: Narrowing,
    /// Why it must not be permitted.
    pub reason: Option<Spanned<Arc<str>>>,
}

/// A zone that one host's firewall declares for itself (`firewall_zones`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ZoneDeclaration {
    /// Its name.
    pub name: Spanned<Arc<str>>,
    /// What happens to packets that no rule matches.
    pub default_action: Option<Spanned<Action>>,
}

/// The rules between zones and what happens where none matches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Policy {
    /// The rules, in order of declaration.
    pub rules: Vec<ZoneRule>,
    /// Zones that may reach the internet (`firewall_internet_zones`).
    pub internet_zones: Vec<Spanned<Arc<str>>>,
    /// What happens to packets that no rule matches (`firewall_default_action`); deny is assumed where absent.
    pub default_action: Option<Spanned<Action>>,
    /// How a rule is chosen among those that match (`firewall_match`); the first where nothing is said.
    pub matching: Option<Spanned<Matching>>,
    /// What no rule may ever permit (`firewall_never`).
    pub never: Vec<Never>,
}

impl Policy {
    /// What happens to packets that no rule matches.
    pub fn default_action(&self) -> Action {
        self.default_action.map_or(Action::Block, |action| action.value)
    }

    /// How a rule is chosen among those that match.
    pub fn matching(&self) -> Matching {
        self.matching.map(|matching| matching.value).unwrap_or_default()
    }
}

/// Reads a list of zone rules.
pub(super) fn read_rules(reader: &mut Reader<'_>, value: &Value) -> Vec<ZoneRule> {
    let key = Key::new("firewall_zone_policies");
    reader.list(key, value).iter().filter_map(|item| read_rule(reader, key, item)).collect()
}

fn read_rule(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<ZoneRule> {
    let map: &Map = reader.map(key, value)?;
    reader.require(key, map, value.span(), &["from_zone", "to_zone", "action"]);
    let Flow { from_zone, to_zone, narrow, only } = Flow::read(reader, key, map, &["action", "name"]);
    let action = map.get("action").and_then(|value| read_action(reader, key.child("action"), value));
    let name = map.get("name").and_then(|value| reader.text(key.child("name"), value));
    Some(ZoneRule { span: value.span(), from_zone, to_zone, action, narrow, only, name })
}

/// Reads the list of flows that no rule may permit.
pub(super) fn read_never(reader: &mut Reader<'_>, value: &Value) -> Vec<Never> {
    let key = Key::new("firewall_never");
    reader.list(key, value).iter().filter_map(|item| read_one_never(reader, key, item)).collect()
}

fn read_one_never(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Never> {
    let map: &Map = reader.map(key, value)?;
    reader.require(key, map, value.span(), &["from_zone", "to_zone", "reason"]);
    let Flow { from_zone, to_zone, narrow, only } = Flow::read(reader, key, map, &["reason"]);
    let reason = map.get("reason").and_then(|value| reader.text(key.child("reason"), value));
    Some(Never { span: value.span(), from_zone, to_zone, narrow, only, reason })
}

/// Reads how a rule is chosen among those that match.
pub(super) fn read_matching(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Matching>> {
    match value.as_text().and_then(|text| text.parse().ok()) {
        Some(matching) => Some(Spanned::new(matching, value.span())),
        None if value.is_null() => None,
        None => reader.reject(key, value, "`first` or `any`"),
    }
}

/// Reads an action word.
pub(super) fn read_action(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Action>> {
    let action = value.as_text().and_then(Action::from_word);
    match action {
        Some(action) => Some(Spanned::new(action, value.span())),
        None if value.is_null() => None,
        None => reader.reject(key, value, "one of pass, accept, allow, block, drop, deny, reject"),
    }
}

/// Reads the zones that a host's own firewall declares.
pub(super) fn read_zones(reader: &mut Reader<'_>, value: &Value) -> Vec<ZoneDeclaration> {
    let key = Key::new("firewall_zones");
    let mut zones = Vec::new();
    for item in reader.list(key, value) {
        let Some(map) = reader.map(key, item) else { continue };
        let Some(name) = map.get("name").and_then(|value| reader.text(key.child("name"), value)) else { continue };
        let action = map.get("default_action");
        let default_action = action.and_then(|value| read_action(reader, key.child("default_action"), value));
        zones.push(ZoneDeclaration { name, default_action });
    }
    zones
}
