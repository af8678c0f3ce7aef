//! MAC policies of planes and workload classes (`deevnet_mac_policies`).

use std::collections::BTreeMap;

use super::word::{read_mac_policy, suggestion};
use crate::declared::Value;
use crate::model::reader::{Key, Reader};
use crate::rules;
use crate::source::Spanned;
use crate::tenant::{MacPolicy, PolicyScope};

/// Reads the policies by what they are for.
pub(in crate::model) fn read_mac_policies(
    reader: &mut Reader<'_>,
    key: Key<'_>,
    value: &Value,
) -> BTreeMap<PolicyScope, Spanned<MacPolicy>> {
    let mut policies = BTreeMap::new();
    let Some(map) = reader.map(key, value) else { return policies };
    for (name, span, value) in map.text_entries() {
        match name.parse::<PolicyScope>() {
            Ok(scope) => {
                if let Some(policy) = read_mac_policy(reader, key.child(name), value) {
                    policies.insert(scope, policy);
                }
            }
            Err(error) => {
                let finding = reader
                    .finding(
                        &rules::MAC_POLICY_UNKNOWN,
                        span,
                        format!("`{key}` has a policy for `{name}`, which is no {}", error.kind()),
                    )
                    .with_value(name)
                    .with_hint(suggestion(name, PolicyScope::NAMES));
                reader.push(finding);
            }
        }
    }
    policies
}
