//! The classic grammar: `[role-]formNN`.

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::form::Form;
use super::host::Grammar;
use super::label::DnsLabel;
use super::part::{NamePart, ParseNameError};

/// Characters of a form code.
const FORM_WIDTH: usize = 2;
/// Digits of a number.
const NUMBER_WIDTH: usize = 2;
/// The longest role that leaves room for the hyphen, form and number in one DNS label.
const LONGEST_ROLE: usize = DnsLabel::MAX_LENGTH - 1 - FORM_WIDTH - NUMBER_WIDTH;

/// A host name of the classic grammar, `[role-]formNN`, such as `core-rt02` or `hv01`.
///
/// Lower case only. The role is lowercase letters, digits and single hyphens; the number is two digits. A name whose
/// form needs a role still parses without one, so that the lack can be told apart from bad grammar: ask
/// [`role_standing`](ClassicName::role_standing). Names order by role, then form, then number.
///
/// ```
/// use deevnet_core::name::{ClassicName, Form, RoleStanding};
///
/// let name: ClassicName = "tenant-state-vm01".parse()?;
/// assert_eq!((name.role(), name.form(), name.number()), (Some("tenant-state"), Form::VirtualMachine, 1));
/// assert_eq!("vm01".parse::<ClassicName>()?.role_standing(), RoleStanding::Missing);
/// # Ok::<(), deevnet_core::name::ParseNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassicName {
    role: Option<String>,
    form: Form,
    number: u8,
}

/// How the role of a classic name stands to its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleStanding {
    /// The form needs no role and there is none, or there is a role that adds something.
    Fitting,
    /// The form needs a role and there is none, as in `vm01`.
    Missing,
    /// The role only repeats the form, as in `router-rt01`.
    Redundant,
}

impl ClassicName {
    /// The name of its parts.
    ///
    /// # Errors
    /// When the role is not one, or the number needs more than two digits.
    ///
    /// ```
    /// use deevnet_core::name::{ClassicName, Form};
    ///
    /// assert_eq!(ClassicName::new(Some("core"), Form::Router, 2)?.to_string(), "core-rt02");
    /// assert!(ClassicName::new(None, Form::Hypervisor, 100).is_err());
    /// # Ok::<(), deevnet_core::name::ParseNameError>(())
    /// ```
    pub fn new(role: Option<&str>, form: Form, number: u8) -> Result<ClassicName, ParseNameError> {
        Written { role, form, number }.to_string().parse()
    }

    /// What stands before the form, if anything does.
    pub fn role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// The form.
    pub fn form(&self) -> Form {
        self.form
    }

    /// The number, 0 to 99.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Whether the role is missing, redundant or fitting for the form.
    pub fn role_standing(&self) -> RoleStanding {
        match self.role() {
            None if self.form.role_requirement().is_required() => RoleStanding::Missing,
            Some(role) if self.form.is_said_by(role) => RoleStanding::Redundant,
            _ => RoleStanding::Fitting,
        }
    }
}

impl FromStr for ClassicName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<ClassicName, ParseNameError> {
        let mut cursor = Cursor::new(text, Grammar::Classic);
        let role = cursor.take_before_last_hyphen();
        if let Some(index) = role.and_then(role_fault) {
            return Err(cursor.refuse_at(NamePart::Role, index + 1));
        }
        let form_column = cursor.column();
        let form = cursor.take(NamePart::Form, FORM_WIDTH, |found| found.is_ascii_lowercase())?;
        let form = form.parse().map_err(|_| cursor.refuse_at(NamePart::Form, form_column))?;
        let number_column = cursor.column();
        let number = cursor.take_number(NamePart::Number, NUMBER_WIDTH)?;
        let number = u8::try_from(number).map_err(|_| cursor.refuse_at(NamePart::Number, number_column))?;
        cursor.finish()?;
        Ok(ClassicName { role: role.map(str::to_owned), form, number })
    }
}

/// The index of the first character that a role cannot have there; its length when it ends too soon.
fn role_fault(role: &str) -> Option<usize> {
    let mut previous = '-';
    for (index, found) in role.chars().enumerate() {
        let is_valid = match found {
            'a'..='z' => true,
            '0'..='9' => index > 0,
            '-' => previous != '-',
            _ => false,
        };
        if !is_valid || index >= LONGEST_ROLE {
            return Some(index);
        }
        previous = found;
    }
    (previous == '-').then_some(role.len())
}

impl fmt::Display for ClassicName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = Written { role: self.role(), form: self.form, number: self.number };
        formatter.pad(&written.to_string())
    }
}

crate::wire::as_text!(ClassicName, "a classic host name, such as `core-rt02`");

/// The parts of a name, written in their order but not checked.
struct Written<'a> {
    role: Option<&'a str>,
    form: Form,
    number: u8,
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(role) = self.role {
            write!(formatter, "{role}-")?;
        }
        write!(formatter, "{}{:02}", self.form, self.number)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> ClassicName {
        text.parse().unwrap()
    }

    #[test]
    fn names_of_the_estate_parse() {
        for text in ["core-rt02", "bellgw-em01", "provisioner-ph01", "hv01", "access-sw01", "console-pi05", "ap01"] {
            let name = parse(text);
            assert_eq!(name.to_string(), text);
            assert_eq!(name.role_standing(), RoleStanding::Fitting, "{text}");
        }
    }

    #[test]
    fn role_is_missing_or_redundant_by_form() {
        for text in ["vm01", "rt01", "ph01", "em01"] {
            assert_eq!(parse(text).role_standing(), RoleStanding::Missing, "{text}");
        }
        for text in ["router-rt01", "switch-sw01", "hypervisor-hv01", "rpi-pi01"] {
            assert_eq!(parse(text).role_standing(), RoleStanding::Redundant, "{text}");
        }
    }

    #[test]
    fn errors_say_part_column_and_expectation() {
        let mut text = String::new();
        for value in
            ["", "hv1", "hv001", "server01", "mgmt-dns-01", "Core-rt01", "-hv01", "a--b-vm01", "a--vm01", "é-xx01"]
        {
            writeln!(text, "{}", value.parse::<ClassicName>().unwrap_err()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a classic name: the form at column 1 should be one of hv, vm, ph, pi, em, rt, sw, ap
        `hv1` is not a classic name: the number at column 4 should be two digits
        `hv001` is not a classic name: it should end before column 5
        `server01` is not a classic name: the form at column 1 should be one of hv, vm, ph, pi, em, rt, sw, ap
        `mgmt-dns-01` is not a classic name: the form at column 10 should be one of hv, vm, ph, pi, em, rt, sw, ap
        `Core-rt01` is not a classic name: the role at column 1 should be at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter
        `-hv01` is not a classic name: the role at column 1 should be at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter
        `a--b-vm01` is not a classic name: the role at column 3 should be at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter
        `a--vm01` is not a classic name: the role at column 3 should be at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter
        `é-xx01` is not a classic name: the role at column 1 should be at most 58 lowercase letters and digits, with single hyphens between them, beginning with a letter
        ");
        insta::assert_snapshot!("hv1".parse::<ClassicName>().unwrap_err().hint(), @"write it as `[role-]formNN`, such as `core-rt02` or `hv01`");
    }

    #[test]
    fn a_name_always_fits_a_label() {
        let role = "r".repeat(LONGEST_ROLE);
        let name = ClassicName::new(Some(&role), Form::VirtualMachine, 1).unwrap();
        assert_eq!(name.to_string().len(), DnsLabel::MAX_LENGTH);
        let error = ClassicName::new(Some(&format!("{role}r")), Form::VirtualMachine, 1).unwrap_err();
        assert_eq!((error.part(), error.column()), (NamePart::Role, LONGEST_ROLE + 1));
    }

    proptest! {
        #[test]
        fn parse_print_parse(
            role in prop::option::of("[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,2}"),
            form in prop::sample::select(Form::ALL),
            number in 0..=99_u8,
        ) {
            let name = ClassicName::new(role.as_deref(), form, number).unwrap();
            prop_assert_eq!((name.role(), name.form(), name.number()), (role.as_deref(), form, number));
            prop_assert_eq!(name.to_string().parse(), Ok(name.clone()));
            prop_assert!(name.to_string().parse::<DnsLabel>().is_ok());
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<ClassicName>(&json).unwrap(), name);
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(name) = text.parse::<ClassicName>() {
                prop_assert_eq!(name.to_string(), text);
            }
        }

        #[test]
        fn columns_stay_within_the_text(text in "[a-z0-9é-]{0,12}") {
            match text.parse::<ClassicName>() {
                Ok(name) => prop_assert_eq!(name.to_string(), text),
                Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.column())),
            }
        }
    }
}
