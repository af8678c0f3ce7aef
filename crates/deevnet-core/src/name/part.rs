//! The parts of a host name, and the error that says which one is wrong.

use std::borrow::Cow;
use std::fmt;

use super::host::Grammar;

/// A part of a host name, in either grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamePart {
    /// Classic: what stands before the last hyphen.
    Role,
    /// Classic: the two-letter form.
    Form,
    /// Classic: the two-digit number.
    Number,
    /// Fixed-width: the constant `dv`.
    Estate,
    /// Fixed-width: the two-digit site code.
    Site,
    /// Fixed-width: the three-letter role code.
    RoleCode,
    /// Fixed-width: the three-digit sequence.
    Sequence,
    /// Fixed-width: the letter of the form.
    FormLetter,
    /// Fixed-width: the two-digit generation.
    Generation,
    /// Where the name should have ended.
    End,
}

impl NamePart {
    /// What the part should have been, as a phrase.
    pub const fn expected(self) -> &'static str {
        match self {
            NamePart::Role => {
                "at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter"
            }
            NamePart::Form => "one of hv, vm, ph, pi, em, rt, sw, ap",
            NamePart::Number | NamePart::Site => "two digits",
            NamePart::Estate => "`dv`",
            NamePart::RoleCode => "three lowercase letters",
            NamePart::Sequence => "three digits, 001 to 999",
            NamePart::FormLetter => "p, v, e or c",
            NamePart::Generation => "two digits, 01 to 99",
            NamePart::End => "the end of the name",
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            NamePart::Role | NamePart::RoleCode => "the role",
            NamePart::Form | NamePart::FormLetter => "the form",
            NamePart::Number => "the number",
            NamePart::Estate => "the beginning",
            NamePart::Site => "the site code",
            NamePart::Sequence => "the sequence",
            NamePart::Generation => "the generation",
            NamePart::End => "the end",
        }
    }
}

/// The error of a host name that does not follow its grammar: which part, at which column, and what was expected.
///
/// ```
/// use deevnet_core::name::{Grammar, NamePart};
///
/// let error = Grammar::Classic.parse("hv1").unwrap_err();
/// assert_eq!((error.part(), error.column()), (NamePart::Number, 4));
/// assert_eq!(error.to_string(), "`hv1` is not a classic name: the number at column 4 should be two digits");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseNameError {
    value: String,
    grammar: Grammar,
    part: NamePart,
    column: usize,
}

impl ParseNameError {
    pub(super) fn new(value: &str, grammar: Grammar, part: NamePart, column: usize) -> ParseNameError {
        ParseNameError { value: value.to_owned(), grammar, part, column }
    }

    /// The whole name that was refused.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The grammar the name was read by; where both were accepted, the one it resembles.
    pub fn grammar(&self) -> Grammar {
        self.grammar
    }

    /// The part that is wrong.
    pub fn part(&self) -> NamePart {
        self.part
    }

    /// The column of the first wrong character, counting characters from one; one past the end when it is missing.
    pub fn column(&self) -> usize {
        self.column
    }

    /// What should have stood there, as a phrase.
    pub fn expected(&self) -> &'static str {
        self.part.expected()
    }

    /// What to write instead: the name in lower case where that is all it lacks, or else the form of the grammar.
    ///
    /// ```
    /// use deevnet_core::name::Grammar;
    ///
    /// let error = Grammar::Classic.parse("PI04").unwrap_err();
    /// assert_eq!(error.hint(), "write it in lower case: pi04");
    /// ```
    pub fn hint(&self) -> Cow<'static, str> {
        let lower_case = self.value.to_ascii_lowercase();
        if self.grammar.parse(&lower_case).is_ok() {
            return Cow::Owned(format!("write it in lower case: {lower_case}"));
        }
        Cow::Borrowed(match self.grammar {
            Grammar::Classic | Grammar::Either => "write it as `[role-]formNN`, such as `core-rt02` or `hv01`",
            Grammar::FixedWidth => {
                "write `dv`, site, role, sequence, form and generation without separators, such as `dv02hyp001p01`"
            }
        })
    }
}

impl fmt::Display for ParseNameError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ParseNameError { value, grammar, part, column } = self;
        write!(formatter, "`{value}` is not a {grammar} name: ")?;
        match part {
            NamePart::End => write!(formatter, "it should end before column {column}"),
            _ => write!(formatter, "{} at column {column} should be {}", part.noun(), part.expected()),
        }
    }
}

impl std::error::Error for ParseNameError {}
