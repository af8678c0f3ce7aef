//! Definitions of parameters.

use super::format::Format;
use super::property::PropertyString;
use crate::simulator::release::Release;

/// A parameter of a call.
///
/// Definitions are constants: `Parameter::text("name").format(&format::DNS_NAME).optional()`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parameter {
    /// Its name; of a numbered one the part before the number, as `net` of `net0`.
    pub(crate) name: &'static str,
    /// What its values are.
    pub(crate) kind: Kind,
    /// Whether it may be left out.
    pub(crate) optional: bool,
    /// How many characters it may have.
    pub(crate) max_length: Option<usize>,
    /// How many numbered ones there are; `None` for one without a number.
    pub(crate) indexed: Option<u16>,
    /// What must be given too.
    pub(crate) requires: Option<&'static str>,
    /// The releases that have it.
    pub(crate) releases: &'static [Release],
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A text of any form.
    Text,
    /// A text of a form.
    Formatted(&'static Format),
    /// A text that matches a regular expression.
    Matching(&'static Pattern),
    /// A list of properties with commas between them.
    Properties(&'static PropertyString),
    /// A whole number.
    Integer {
        /// The smallest.
        min: Option<i64>,
        /// The largest.
        max: Option<i64>,
        /// Its form as a text, checked before the bounds.
        format: Option<&'static Format>,
    },
    /// A number with or without a fraction.
    Number {
        /// The smallest.
        min: Option<i64>,
        /// The largest.
        max: Option<i64>,
    },
    /// `0` or `1`.
    Boolean,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// Several values, each a text of a form.
    Array(&'static Format),
}

/// A regular expression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern {
    /// As the schema has it.
    #[expect(dead_code, reason = "tells people which of the schema's it is")]
    pub(crate) text: &'static str,
    /// Whether a text matches it.
    pub(crate) matches: fn(&str) -> bool,
}

impl Parameter {
    const fn new(name: &'static str, kind: Kind) -> Self {
        let releases = &[Release::V8_4, Release::V9_2];
        Self { name, kind, optional: false, max_length: None, indexed: None, requires: None, releases }
    }

    /// A text of any form.
    pub(crate) const fn text(name: &'static str) -> Self {
        Self::new(name, Kind::Text)
    }

    /// A text of a form.
    pub(crate) const fn formatted(name: &'static str, format: &'static Format) -> Self {
        Self::new(name, Kind::Formatted(format))
    }

    /// A text that matches a regular expression.
    pub(crate) const fn matching(name: &'static str, pattern: &'static Pattern) -> Self {
        Self::new(name, Kind::Matching(pattern))
    }

    /// A list of properties.
    pub(crate) const fn properties(name: &'static str, properties: &'static PropertyString) -> Self {
        Self::new(name, Kind::Properties(properties))
    }

    /// A whole number without bounds.
    pub(crate) const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer { min: None, max: None, format: None })
    }

    /// A whole number that has a smallest value.
    pub(crate) const fn at_least(name: &'static str, min: i64) -> Self {
        Self::new(name, Kind::Integer { min: Some(min), max: None, format: None })
    }

    /// A whole number between two.
    pub(crate) const fn between(name: &'static str, min: i64, max: i64) -> Self {
        Self::new(name, Kind::Integer { min: Some(min), max: Some(max), format: None })
    }

    /// The number of a guest.
    pub(crate) const fn vmid(name: &'static str) -> Self {
        let (min, max) = (Some(100), Some(999_999_999));
        Self::new(name, Kind::Integer { min, max, format: Some(&super::format::VMID) })
    }

    /// A number with or without a fraction.
    pub(crate) const fn number(name: &'static str, min: Option<i64>, max: Option<i64>) -> Self {
        Self::new(name, Kind::Number { min, max })
    }

    /// `0` or `1`.
    pub(crate) const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    /// One of some texts.
    pub(crate) const fn choice(name: &'static str, choices: &'static [&'static str]) -> Self {
        Self::new(name, Kind::Choice(choices))
    }

    /// Several values, each a text of a form.
    pub(crate) const fn array(name: &'static str, format: &'static Format) -> Self {
        Self::new(name, Kind::Array(format))
    }

    /// The parameter, which may be left out.
    pub(crate) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The parameter with a greatest length.
    pub(crate) const fn max_length(mut self, characters: usize) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// So many parameters, numbered from 0.
    pub(crate) const fn indexed(mut self, count: u16) -> Self {
        self.indexed = Some(count);
        self
    }

    /// The parameter, which needs another.
    pub(crate) const fn requires(mut self, name: &'static str) -> Self {
        self.requires = Some(name);
        self
    }

    /// The parameter in some releases only.
    pub(crate) const fn releases(mut self, releases: &'static [Release]) -> Self {
        self.releases = releases;
        self
    }

    /// Whether a name given is its name, or one of its numbered ones.
    pub(crate) fn is_named(&self, given: &str) -> bool {
        let Some(count) = self.indexed else { return self.name == given };
        let Some(number) = given.strip_prefix(self.name) else { return false };
        number.parse::<u16>().is_ok_and(|index| index < count && index.to_string() == number)
    }
}
