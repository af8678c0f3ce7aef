//! The fields that narrow a firewall rule down: protocol, nets, ports and IP version.

use std::net::Ipv6Addr;
use std::sync::Arc;

use ipnet::Ipv6Net;
use serde::Serialize;

use super::reader::{Key, Reader, scalar_text};
use crate::declared::{Data, Value};
use crate::named::named;
use crate::policy::{Addresses, FieldSet, FieldValue, Ports, Protocols};
use crate::rules;
use crate::source::Spanned;

/// The names of the fields.
pub(super) const NARROW_FIELDS: &[&str] =
    &["protocol", "source_net", "destination_net", "source_port", "destination_port", "ip_version"];

/// The version of IP that a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpVersion {
    /// IPv4 alone.
    V4,
    /// IPv6 alone.
    V6,
    /// Both.
    Both,
}

named!(IpVersion, "IP version":
    V4 => "ipv4",
    V6 => "ipv6",
    Both => "both",
);

impl IpVersion {
    /// The version of a word that firewalls use, in either case.
    fn from_word(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "4" | "ipv4" | "inet" => Some(Self::V4),
            "6" | "ipv6" | "inet6" => Some(Self::V6),
            "any" | "both" | "inet46" | "ipv4_6" | "ipv4/ipv6" => Some(Self::Both),
            _ => None,
        }
    }
}

/// What narrows a rule down, field by field; a field that is absent speaks of every value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Narrowing {
    /// The protocols.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Spanned<Protocols>>,
    /// The source addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_net: Option<Spanned<Addresses>>,
    /// The destination addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_net: Option<Spanned<Addresses>>,
    /// The source ports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_port: Option<Spanned<Ports>>,
    /// The destination ports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_port: Option<Spanned<Ports>>,
    /// The version of IP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_version: Option<Spanned<IpVersion>>,
    /// The fields that are declared and could not be read, and the keys that mean nothing; with any, nobody knows what
    /// the rule matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Arc<str>>,
}

impl Narrowing {
    /// Whether it speaks of IPv4 packets at all.
    pub fn is_about_ipv4(&self) -> bool {
        self.ip_version.is_none_or(|version| version.value != IpVersion::V6)
    }

    /// Reads one of [`NARROW_FIELDS`]; returns its text as it was written.
    pub(super) fn read(
        &mut self,
        reader: &mut Reader<'_>,
        key: Key<'_>,
        name: &str,
        value: &Value,
    ) -> Option<Arc<str>> {
        if value.is_null() {
            return None;
        }
        let Some(text) = field_text(reader, key, value) else {
            self.unread.push(name.into());
            return None;
        };
        if matches!(name, "source_net" | "destination_net") && !self.is_about_ipv4() && is_ipv6(&text.value) {
            return Some(text.value);
        }
        let is_read = match name {
            "protocol" => read_set(reader, key, &text, &mut self.protocol),
            "source_net" => read_set(reader, key, &text, &mut self.source_net),
            "destination_net" => read_set(reader, key, &text, &mut self.destination_net),
            "source_port" => read_set(reader, key, &text, &mut self.source_port),
            "destination_port" => read_set(reader, key, &text, &mut self.destination_port),
            _ => self.read_version(reader, key, &text),
        };
        if !is_read {
            self.unread.push(name.into());
        }
        Some(text.value)
    }

    fn read_version(&mut self, reader: &mut Reader<'_>, key: Key<'_>, text: &Spanned<Arc<str>>) -> bool {
        self.ip_version = IpVersion::from_word(text.value.trim()).map(|version| Spanned::new(version, text.span));
        if self.ip_version.is_none() {
            report(reader, key, text, &format!("\"{}\" is no IP version", text.value), "write 4, 6 or any");
        }
        self.ip_version.is_some()
    }
}

fn read_set<T: FieldValue>(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    text: &Spanned<Arc<str>>,
    field: &mut Option<Spanned<FieldSet<T>>>,
) -> bool {
    match text.value.parse() {
        Ok(set) => *field = Some(Spanned::new(set, text.span)),
        Err(error) => report(reader, key, text, &error.to_string(), error.hint),
    }
    field.is_some()
}

/// Whether a text is a list of IPv6 addresses and nets.
fn is_ipv6(text: &str) -> bool {
    let mut parts = text.split(',').map(str::trim);
    parts.all(|part| part.parse::<Ipv6Addr>().is_ok() || part.parse::<Ipv6Net>().is_ok())
}

fn report(reader: &mut Reader<'_>, key: Key<'_>, text: &Spanned<Arc<str>>, problem: &str, hint: &str) {
    let finding = reader
        .finding(&rules::RULE_FIELD_MALFORMED, text.span, format!("`{key}` cannot be read: {problem}"))
        .with_value(text.value.as_ref())
        .with_hint(hint);
    reader.push(finding);
}

/// The text of a scalar, or of a list of them with commas.
fn field_text(reader: &mut Reader<'_>, key: Key<'_>, value: &Value) -> Option<Spanned<Arc<str>>> {
    let Data::List(items) = value.data() else { return reader.text_or_number(key, value) };
    let texts: Option<Vec<String>> = items
        .iter()
        .map(|item| match item.data() {
            Data::Integer(_) | Data::Text(_) => scalar_text(item),
            _ => reader.reject(key, item, "text or a number"),
        })
        .collect();
    Some(Spanned::new(texts?.join(", ").into(), value.span()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::declared::testing::{declared_from_json, reported};
    use crate::model::ZoneRule;
    use crate::rules::RULE_FIELD_MALFORMED;

    fn policy(fields: &Value) -> Value {
        let mut rule = json!({ "from_zone": "iot", "to_zone": "platform", "action": "pass" });
        for (name, value) in fields.as_object().unwrap() {
            rule[name] = value.clone();
        }
        json!({ "substrate": { "firewall_zone_policies": [rule] } })
    }

    fn rule(fields: &Value) -> ZoneRule {
        crate::check(&declared_from_json(&policy(fields))).substrate.policy.rules.remove(0)
    }

    #[test]
    fn fields_are_read_in_every_spelling() {
        let only = rule(&json!({
            "protocol": "TCP/UDP", "source_net": ["10.20.30.0/24", "10.20.31.7"], "destination_net": "any",
            "source_port": 53, "destination_port": ["22", 443, "8000-8010"], "ip_version": "IPv4",
        }))
        .only;
        let shown = serde_json::to_string_pretty(&only).unwrap();
        insta::assert_snapshot!(shown, @r#"
        {
          "protocol": "tcp, udp",
          "source_net": "10.20.30.0/24, 10.20.31.7",
          "destination_net": "any",
          "source_port": "53",
          "destination_port": "22, 443, 8000-8010",
          "ip_version": "ipv4"
        }
        "#);
    }

    #[test]
    fn a_field_that_cannot_be_read_never_makes_a_rule_broad() {
        for (name, value) in [
            ("protocol", json!("htp")),
            ("destination_port", json!("https")),
            ("destination_port", json!(70_000)),
            ("destination_port", json!("9-1")),
            ("source_net", json!("10.20.30.7/24")),
            ("destination_net", json!("!10.0.0.0/8")),
            ("ip_version", json!(5)),
            ("destination_port", json!([])),
        ] {
            let mut fields = json!({});
            fields[name] = value;
            let found = rule(&fields);
            assert_eq!(found.only.unread, [name.into()], "{fields}");
            assert!(!found.is_broad(), "{fields}");
            assert_eq!(reported(&RULE_FIELD_MALFORMED, &policy(&fields)).len(), 1, "{fields}");
        }
        for value in [json!(true), json!({ "a": 1 }), json!([[1]])] {
            let found = rule(&json!({ "destination_port": value }));
            assert!(!found.is_broad() && found.only.unread.len() == 1);
        }
    }

    #[test]
    fn the_message_quotes_the_part_that_is_wrong() {
        let findings = reported(&RULE_FIELD_MALFORMED, &policy(&json!({ "destination_net": ["10.20.25.5", "dns"] })));
        insta::assert_snapshot!(findings[0].message, @r#"`firewall_zone_policies.destination_net` cannot be read: "dns" is no IPv4 address or net"#);
        assert_eq!(findings[0].value.as_deref(), Some("10.20.25.5, dns"));
    }
}
