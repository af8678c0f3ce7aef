//! A host name of either grammar.

use std::fmt;
use std::str::FromStr;

use super::classic::ClassicName;
use super::fixed_width::FixedWidthName;
use super::form::Form;
use super::part::ParseNameError;

/// Which grammar a substrate's host names follow.
///
/// It is declared; where nothing is declared, both are accepted. No text is a name of both.
///
/// ```
/// use deevnet_core::name::Grammar;
///
/// assert!(Grammar::Classic.parse("hv01").is_ok());
/// assert!(Grammar::FixedWidth.parse("hv01").is_err());
/// assert!(Grammar::Either.parse("dv02hyp001p01").is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Grammar {
    /// `[role-]formNN` only.
    Classic,
    /// `dv{NN}{rrr}{sss}{f}{gg}` only.
    FixedWidth,
    /// Both.
    #[default]
    Either,
}

crate::named::named!(Grammar, "name grammar":
    Classic => "classic",
    FixedWidth => "fixed-width",
    Either => "either",
);

impl Grammar {
    /// Reads a host name into its parts.
    ///
    /// # Errors
    /// When the name does not follow the grammar. Where both are accepted, the error is that of the grammar the name
    /// resembles: fixed-width when it begins with `dv` and a digit, classic otherwise.
    pub fn parse(self, text: &str) -> Result<HostName, ParseNameError> {
        match self {
            Grammar::Classic => text.parse().map(HostName::Classic),
            Grammar::FixedWidth => text.parse().map(HostName::FixedWidth),
            Grammar::Either => Grammar::resembled_by(text).parse(text),
        }
    }

    fn resembled_by(text: &str) -> Grammar {
        let is_fixed_width = matches!(text.as_bytes(), [b'd' | b'D', b'v' | b'V', next, ..] if next.is_ascii_digit());
        // A classic name may begin so too, but then it has a hyphen, which a fixed-width name never has.
        if is_fixed_width && !text.contains('-') { Grammar::FixedWidth } else { Grammar::Classic }
    }
}

/// A host name, read into its parts by the grammar it follows.
///
/// `FromStr` accepts both grammars, as [`Grammar::Either`] does.
///
/// ```
/// use deevnet_core::name::{Form, HostName};
///
/// let name: HostName = "core-rt02".parse()?;
/// assert!(name.admits(Form::Router));
/// assert_eq!(name.to_string(), "core-rt02");
/// # Ok::<(), deevnet_core::name::ParseNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostName {
    /// A name of the classic grammar.
    Classic(ClassicName),
    /// A name of the fixed-width grammar.
    FixedWidth(FixedWidthName),
}

impl HostName {
    /// The grammar the name follows; never [`Grammar::Either`].
    pub fn grammar(&self) -> Grammar {
        match self {
            HostName::Classic(_) => Grammar::Classic,
            HostName::FixedWidth(_) => Grammar::FixedWidth,
        }
    }

    /// Whether a host of this name may declare a form: the same form in a classic name, a corresponding letter in a
    /// fixed-width one.
    pub fn admits(&self, form: Form) -> bool {
        match self {
            HostName::Classic(name) => name.form() == form,
            HostName::FixedWidth(name) => name.admits(form),
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostName::Classic(name) => name.fmt(formatter),
            HostName::FixedWidth(name) => name.fmt(formatter),
        }
    }
}

impl FromStr for HostName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<HostName, ParseNameError> {
        Grammar::Either.parse(text)
    }
}

crate::wire::as_text!(HostName, "a host name");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_error_is_of_the_grammar_a_name_resembles() {
        let error = |text: &str| Grammar::Either.parse(text).unwrap_err().grammar();
        assert_eq!(error("dv02hyp"), Grammar::FixedWidth);
        assert_eq!(error("hv1"), Grammar::Classic);
        assert_eq!(error("dvr01"), Grammar::Classic);
        assert!(Grammar::Either.parse("dv2-vm01").is_ok());
    }

    #[test]
    fn form_follows_the_name() {
        let admits = |text: &str, form| text.parse::<HostName>().unwrap().admits(form);
        assert!(admits("hv01", Form::Hypervisor) && !admits("hv01", Form::Switch));
        assert!(admits("dv02hyp001p01", Form::Hypervisor) && !admits("dv02hyp001p01", Form::VirtualMachine));
    }

    #[test]
    fn a_name_in_capitals_is_to_be_written_in_lower_case() {
        let hint = |grammar: Grammar, text| grammar.parse(text).unwrap_err().hint().into_owned();
        assert_eq!(hint(Grammar::Either, "PI04"), "write it in lower case: pi04");
        assert_eq!(hint(Grammar::Classic, "Core-RT02"), "write it in lower case: core-rt02");
        assert_eq!(hint(Grammar::Either, "DV02HYP001P01"), "write it in lower case: dv02hyp001p01");
        assert!(hint(Grammar::Classic, "DV02HYP001P01").starts_with("write it as"));
        assert!(hint(Grammar::Either, "PI4").starts_with("write it as"));
    }

    proptest! {
        #[test]
        fn either_accepts_what_one_of_them_accepts(text in "(dv)?[a-z0-9-]{0,14}|[a-z]{1,4}-(rt|vm)[0-9]{2}") {
            let classic = Grammar::Classic.parse(&text);
            let fixed_width = Grammar::FixedWidth.parse(&text);
            prop_assert!(classic.is_err() || fixed_width.is_err());
            prop_assert_eq!(Grammar::Either.parse(&text).ok(), classic.ok().or(fixed_width.ok()));
        }

        #[test]
        fn parse_print_parse(text in "[a-z]{1,4}-(rt|vm)[0-9]{2}|dv[0-9]{2}[a-z]{3}[1-9]{3}[pvec][1-9]{2}") {
            let name: HostName = text.parse().unwrap();
            prop_assert_eq!(name.to_string(), text);
            prop_assert_eq!(name.grammar().parse(&name.to_string()), Ok(name));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*", grammar in prop::sample::select(Grammar::ALL)) {
            let _ = grammar.parse(&text);
        }
    }
}
