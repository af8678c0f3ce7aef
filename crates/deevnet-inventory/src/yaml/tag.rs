//! The tags that Ansible knows.

use saphyr_parser::Tag;

/// The prefix of YAML's own tags.
const YAML_PREFIX: &str = "tag:yaml.org,2002:";

/// What a tag asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `!`: the value as if there were no tag.
    Plain,
    /// `!!str`.
    Text,
    /// `!!int`.
    Integer,
    /// `!!float`.
    Float,
    /// `!!bool`.
    Boolean,
    /// `!!null`.
    Null,
    /// `!!timestamp`.
    Timestamp,
    /// `!!map`.
    Map,
    /// `!!seq`.
    List,
    /// `!!set`: a map whose keys are a list.
    Set,
    /// `!!omap` and `!!pairs`: a list of maps of one entry each, as a list of pairs.
    Pairs,
    /// `!unsafe`: what is in it is never a template.
    Unsafe,
    /// `!vault`: text encrypted by Ansible Vault.
    Vault,
}

/// Finds what a tag asks for; `None` where Ansible does not know it.
pub(crate) fn kind(tag: &Tag) -> Option<Kind> {
    let full = format!("{}{}", tag.handle, tag.suffix);
    if let Some(name) = full.strip_prefix(YAML_PREFIX) {
        return yaml_kind(name);
    }
    match full.as_str() {
        "!" => Some(Kind::Plain),
        "!unsafe" => Some(Kind::Unsafe),
        "!vault" | "!vault-encrypted" => Some(Kind::Vault),
        _ => None,
    }
}

fn yaml_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "str" | "python/unicode" => Kind::Text,
        "int" => Kind::Integer,
        "float" => Kind::Float,
        "bool" => Kind::Boolean,
        "null" => Kind::Null,
        "timestamp" => Kind::Timestamp,
        "map" | "python/dict" => Kind::Map,
        "seq" => Kind::List,
        "set" => Kind::Set,
        "omap" | "pairs" => Kind::Pairs,
        _ => return None,
    })
}

/// The tag as a person would write it.
pub(crate) fn display(tag: &Tag) -> String {
    match format!("{}{}", tag.handle, tag.suffix).strip_prefix(YAML_PREFIX) {
        Some(name) => format!("!!{name}"),
        None => format!("{}{}", tag.handle, tag.suffix),
    }
}
