//! What a firewall rule and a flow that must never be have in common: two zones, and what narrows the packets between
//! them.
//!
//! A key that nobody knows may narrow an entry or switch it off. It is an error, and the entry counts as unread: it is
//! never taken to speak of more packets than are written. [`REMARKS`] alone are passed over, for they narrow nothing.

use std::sync::Arc;

use super::narrowing::{NARROW_FIELDS, Narrowing};
use super::reader::{Key, Reader, scalar_text};
use crate::declared::{Map, Value};
use crate::nearest;
use crate::rules;
use crate::source::Spanned;

pub(super) const ZONES: &[&str] = &["from_zone", "to_zone"];
/// Keys that narrow nothing down: deevnet passes them over wherever they stand.
pub(super) const REMARKS: &[&str] = &["category", "comment", "description", "log", "name", "reason", "sequence"];

/// The part of an entry that says which packets it speaks of.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) from_zone: Option<Spanned<Arc<str>>>,
    pub(super) to_zone: Option<Spanned<Arc<str>>>,
    /// The fields that narrow it as they are written, in order of their names.
    pub(super) narrow: Vec<(Arc<str>, Arc<str>)>,
    /// The same fields as what they mean, and the keys that mean nothing.
    pub(super) only: Narrowing,
}

impl Flow {
    /// Reads the part of an entry that is not its own; the rest is for the caller, by the keys of `own`.
    pub(super) fn read(reader: &mut Reader<'_>, key: Key<'_>, map: &Map, own: &[&str]) -> Self {
        let mut zone = |name| map.get(name).and_then(|value| reader.text(key.child(name), value));
        let mut flow = Self {
            from_zone: zone("from_zone"),
            to_zone: zone("to_zone"),
            narrow: Vec::new(),
            only: Narrowing::default(),
        };
        for (name, value) in narrowing_entries(map) {
            let text = flow.only.read(reader, key.child(name), name, value);
            flow.narrow.extend(text.map(|text| (name.into(), text)));
        }
        flow.narrow.sort();
        flow.refuse_unknown(reader, key, map, own);
        flow
    }

    /// Reports every key that means nothing, and counts it as unread.
    fn refuse_unknown(&mut self, reader: &mut Reader<'_>, key: Key<'_>, map: &Map, own: &[&str]) {
        let known = [ZONES, own, NARROW_FIELDS].concat();
        for (name, _) in map.iter() {
            let text = scalar_text(name).unwrap_or_else(|| name.kind().to_owned());
            let is_text = name.as_text().is_some();
            if is_text && (known.contains(&&*text) || REMARKS.contains(&&*text)) {
                continue;
            }
            let keys = format!("the keys here are {}", known.join(", "));
            let hint = match nearest(&text, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`? {keys}"),
                None => keys,
            };
            let message = format!(
                "`{}` is a key that means nothing: it may narrow the entry, which counts for nothing",
                key.child(&text)
            );
            let finding =
                reader.finding(&rules::RULE_FIELD_MALFORMED, name.span(), message).with_value(&*text).with_hint(hint);
            reader.push(finding);
            self.only.unread.push(text.into());
        }
    }
}

/// The fields that narrow an entry, the version of IP first: it says what nets are.
fn narrowing_entries(map: &Map) -> Vec<(&str, &Value)> {
    let fields = map.text_entries().filter(|(name, ..)| NARROW_FIELDS.contains(name));
    let mut entries: Vec<_> = fields.map(|(name, _, value)| (name, value)).collect();
    entries.sort_by_key(|(name, _)| *name != "ip_version");
    entries
}
