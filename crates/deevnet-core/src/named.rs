//! Closed sets of names: how an enum whose variants have stable names reads and writes them.

use std::fmt;

/// The error of a name that is not one of a closed set, such as an unknown MAC style.
///
/// It carries the value, what the value should have named, and every name that is accepted.
///
/// ```
/// use deevnet_core::mac::MacStyle;
///
/// let error = "colons".parse::<MacStyle>().unwrap_err();
/// assert_eq!(error.value(), "colons");
/// assert!(error.accepted().contains(&"lower-colon"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownNameError {
    kind: &'static str,
    value: String,
    accepted: &'static [&'static str],
}

impl UnknownNameError {
    pub(crate) fn new(kind: &'static str, value: &str, accepted: &'static [&'static str]) -> UnknownNameError {
        UnknownNameError { kind, value: value.to_owned(), accepted }
    }

    /// What the value should have named, such as `MAC style`.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The text that names nothing.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Every name that is accepted, in the order of the set.
    pub fn accepted(&self) -> &'static [&'static str] {
        self.accepted
    }

    /// What to write instead.
    pub fn hint(&self) -> String {
        format!("write one of: {}", self.accepted.join(", "))
    }
}

impl fmt::Display for UnknownNameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not a known {}", self.value, self.kind)
    }
}

impl std::error::Error for UnknownNameError {}

/// Gives an enum its stable names: `ALL`, `name`, `Display`, `FromStr` and serde as text.
///
/// The match in `name` is a checklist: a variant without a name does not compile.
macro_rules! named {
    ($type:ident, $kind:literal: $($variant:ident => $name:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in the order of the type.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            const NAMES: &'static [&'static str] = &[$($name),+];

            /// The stable name, as it is read and written.
            pub const fn name(self) -> &'static str {
                match self {
                    $($type::$variant => $name),+
                }
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.name())
            }
        }

        impl ::std::str::FromStr for $type {
            type Err = $crate::UnknownNameError;

            fn from_str(text: &str) -> Result<$type, $crate::UnknownNameError> {
                match text {
                    $($name => Ok($type::$variant),)+
                    _ => Err($crate::UnknownNameError::new($kind, text, $type::NAMES)),
                }
            }
        }

        $crate::wire::as_text!($type, concat!("the name of a ", $kind));
    };
}

pub(crate) use named;

#[cfg(test)]
mod tests {
    use crate::mac::MacStyle;

    #[test]
    fn unknown_name_says_what_is_accepted() {
        let error = "Colon".parse::<MacStyle>().unwrap_err();
        insta::assert_snapshot!(error, @"`Colon` is not a known MAC style");
        insta::assert_snapshot!(
            error.hint(),
            @"write one of: lower-colon, upper-colon, lower-hyphen, upper-hyphen, dotted, bare"
        );
        assert_eq!(error.kind(), "MAC style");
    }

    #[test]
    fn names_go_through_serde_as_text() {
        for style in MacStyle::ALL {
            let json = serde_json::to_string(style).unwrap();
            assert_eq!(json, format!("\"{style}\""));
            assert_eq!(serde_json::from_str::<MacStyle>(&json).unwrap(), *style);
        }
        assert!(serde_json::from_str::<MacStyle>("3").is_err());
    }
}
