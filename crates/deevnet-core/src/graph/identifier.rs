//! The identifiers of nodes in a text.

use std::fmt;

use super::node::NodeKey;

/// What a node is called in a text: its kind and its name in letters, digits and underscores.
///
/// It depends on no other node. A hyphen becomes an underscore, and whatever else is no letter or digit becomes its
/// code point between two `Z`, as a `Z` itself does: no two names of a kind have one identifier.
pub(super) struct Identifier<'a>(pub(super) &'a NodeKey);

impl fmt::Display for Identifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_", self.0.kind)?;
        self.0.name.chars().try_for_each(|character| match character {
            '-' => f.write_str("_"),
            'Z' => f.write_str("Z5aZ"),
            _ if character.is_ascii_alphanumeric() => write!(f, "{character}"),
            _ => write!(f, "Z{:x}Z", u32::from(character)),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::graph::NodeKind;

    fn identifier(name: &str) -> String {
        Identifier(&NodeKey { kind: NodeKind::Host, name: name.into() }).to_string()
    }

    #[test]
    fn usual_names_stay_readable() {
        assert_eq!(identifier("core-rt01"), "host_core_rt01");
        assert_eq!(identifier("a_b"), "host_aZ5fZb");
        assert_eq!(identifier("end\n"), "host_endZaZ");
    }

    proptest! {
        #[test]
        fn names_never_share_one(left in "[a-zA-Z0-9_ -]{0,8}", right in "[a-zA-Z0-9_ -]{0,8}") {
            prop_assert_eq!(identifier(&left) == identifier(&right), left == right);
        }

        #[test]
        fn it_is_a_word(name in any::<String>()) {
            prop_assert!(identifier(&name).chars().all(|character| character.is_ascii_alphanumeric() || character == '_'));
        }
    }
}
