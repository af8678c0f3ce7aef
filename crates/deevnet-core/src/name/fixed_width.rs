//! The fixed-width grammar: `dv{NN}{rrr}{sss}{f}{gg}`.

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::form::Form;
use super::host::Grammar;
use super::part::{NamePart, ParseNameError};
use super::role_code::RoleCode;

/// What every fixed-width name begins with.
const ESTATE: &str = "dv";
/// Digits of the site code.
const SITE_WIDTH: usize = 2;
/// Digits of the sequence.
const SEQUENCE_WIDTH: usize = 3;
/// Digits of the generation.
const GENERATION_WIDTH: usize = 2;

/// A host name of the fixed-width grammar, `dv{NN}{rrr}{sss}{f}{gg}`, always thirteen characters.
///
/// The parts are the site code (00 roams between sites), the role, the sequence (001 to 999, by role and site), the
/// form and the generation of the hardware (01 to 99). Names order by these parts in this order, which is also the
/// order of their text. The site code is not the substrate's address octet.
///
/// ```
/// use deevnet_core::name::{FixedWidthName, FormLetter};
///
/// let name: FixedWidthName = "dv02cor001v01".parse()?;
/// assert_eq!((name.site(), name.role().as_str(), name.sequence()), (2, "cor", 1));
/// assert_eq!((name.form(), name.generation()), (FormLetter::Virtual, 1));
/// # Ok::<(), deevnet_core::name::ParseNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FixedWidthName {
    site: u8,
    role: RoleCode,
    sequence: u16,
    form: FormLetter,
    generation: u8,
}

/// The letter of a fixed-width name that says whether the host is hardware.
///
/// The order is the order of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormLetter {
    /// `c`: a container; reserved by the standard.
    Container,
    /// `e`: an embedded device.
    Embedded,
    /// `p`: a physical machine or appliance.
    Physical,
    /// `v`: a virtual machine.
    Virtual,
}

crate::named::named!(FormLetter, "form letter":
    Container => "c",
    Embedded => "e",
    Physical => "p",
    Virtual => "v",
);

impl FormLetter {
    /// Whether a host with this letter may declare a form.
    ///
    /// The letter says hardware or not; the class of an appliance is in the role. So routers, switches, access points
    /// and hypervisors may be physical or virtual, physical hosts and Raspberry Pis are physical, embedded devices are
    /// embedded, and a `vm` is virtual or a container, which has no form of its own.
    pub const fn admits(self, form: Form) -> bool {
        match form {
            Form::Hypervisor | Form::Router | Form::Switch | Form::AccessPoint => {
                matches!(self, FormLetter::Physical | FormLetter::Virtual)
            }
            Form::Physical | Form::RaspberryPi => matches!(self, FormLetter::Physical),
            Form::VirtualMachine => matches!(self, FormLetter::Virtual | FormLetter::Container),
            Form::Embedded => matches!(self, FormLetter::Embedded),
        }
    }
}

impl FixedWidthName {
    /// Characters of every name.
    pub const WIDTH: usize = 13;

    /// The site code of a host that moves between sites.
    pub const ROAMING_SITE: u8 = 0;

    /// The name of its parts.
    ///
    /// # Errors
    /// When the site is above 99, the sequence not in 1 to 999, or the generation not in 1 to 99.
    ///
    /// ```
    /// use deevnet_core::name::{FixedWidthName, FormLetter};
    ///
    /// let name = FixedWidthName::new(2, "hyp".parse()?, 1, FormLetter::Physical, 1)?;
    /// assert_eq!(name.to_string(), "dv02hyp001p01");
    /// # Ok::<(), deevnet_core::name::ParseNameError>(())
    /// ```
    pub fn new(
        site: u8,
        role: RoleCode,
        sequence: u16,
        form: FormLetter,
        generation: u8,
    ) -> Result<FixedWidthName, ParseNameError> {
        FixedWidthName { site, role, sequence, form, generation }.to_string().parse()
    }

    /// The site code, 0 to 99.
    pub fn site(&self) -> u8 {
        self.site
    }

    /// Whether the host belongs to no site: code 00.
    pub fn is_roaming(&self) -> bool {
        self.site == Self::ROAMING_SITE
    }

    /// The role.
    pub fn role(&self) -> &RoleCode {
        &self.role
    }

    /// The sequence among hosts of one role and site, 1 to 999.
    pub fn sequence(&self) -> u16 {
        self.sequence
    }

    /// The letter of the form.
    pub fn form(&self) -> FormLetter {
        self.form
    }

    /// The generation of the hardware, 1 to 99.
    pub fn generation(&self) -> u8 {
        self.generation
    }

    /// Whether a host of this name may declare a form: see [`FormLetter::admits`].
    ///
    /// ```
    /// use deevnet_core::name::{FixedWidthName, Form};
    ///
    /// let name: FixedWidthName = "dv02cor001v01".parse()?;
    /// assert!(name.admits(Form::Router));
    /// assert!(!name.admits(Form::Embedded));
    /// # Ok::<(), deevnet_core::name::ParseNameError>(())
    /// ```
    pub fn admits(&self, form: Form) -> bool {
        self.form.admits(form)
    }
}

impl FromStr for FixedWidthName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<FixedWidthName, ParseNameError> {
        let mut cursor = Cursor::new(text, Grammar::FixedWidth);
        for expected in ESTATE.chars() {
            cursor.take(NamePart::Estate, 1, |found| found == expected)?;
        }
        let site = take_octet(&mut cursor, NamePart::Site, SITE_WIDTH, Cursor::take_number)?;
        let role = cursor.take(NamePart::RoleCode, RoleCode::WIDTH, |found| found.is_ascii_lowercase())?;
        let sequence = cursor.take_positive(NamePart::Sequence, SEQUENCE_WIDTH)?;
        let form_column = cursor.column();
        let letter = cursor.take(NamePart::FormLetter, 1, |found| found.is_ascii_lowercase())?;
        let form = letter.parse().map_err(|_| cursor.refuse_at(NamePart::FormLetter, form_column))?;
        let generation = take_octet(&mut cursor, NamePart::Generation, GENERATION_WIDTH, Cursor::take_positive)?;
        cursor.finish()?;
        Ok(FixedWidthName { site, role: RoleCode::from_checked(role), sequence, form, generation })
    }
}

/// Takes a number of two digits, which always fits an octet.
fn take_octet<'a>(
    cursor: &mut Cursor<'a>,
    part: NamePart,
    width: usize,
    take: impl Fn(&mut Cursor<'a>, NamePart, usize) -> Result<u16, ParseNameError>,
) -> Result<u8, ParseNameError> {
    let column = cursor.column();
    let number = take(cursor, part, width)?;
    u8::try_from(number).map_err(|_| cursor.refuse_at(part, column))
}

impl fmt::Display for FixedWidthName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FixedWidthName { site, role, sequence, form, generation } = self;
        formatter.pad(&format!("{ESTATE}{site:02}{role}{sequence:03}{form}{generation:02}"))
    }
}

crate::wire::as_text!(FixedWidthName, "a fixed-width host name, such as `dv02hyp001p01`");

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn parts() -> impl Strategy<Value = (u8, String, u16, FormLetter, u8)> {
        (0..=99_u8, "[a-z]{3}", 1..=999_u16, prop::sample::select(FormLetter::ALL), 1..=99_u8)
    }

    fn name((site, role, sequence, form, generation): (u8, String, u16, FormLetter, u8)) -> FixedWidthName {
        FixedWidthName::new(site, role.parse().unwrap(), sequence, form, generation).unwrap()
    }

    #[test]
    fn names_of_the_estate_parse() {
        for text in ["dv02hyp001p01", "dv02cor001v01", "dv00bld001p01", "dv02bgw001e01", "dv02hyp002p02"] {
            let name: FixedWidthName = text.parse().unwrap();
            assert_eq!(name.to_string(), text);
            assert!(name.role().meaning().is_some());
            assert_eq!(name.is_roaming(), text.starts_with("dv00"));
        }
    }

    #[test]
    fn errors_say_part_column_and_expectation() {
        let mut text = String::new();
        for value in [
            "",
            "dx02hyp001p01",
            "dv2hyp001p01",
            "dv02HYP001p01",
            "dv02hyp000p01",
            "dv02hyp001x01",
            "dv02hyp001p00",
            "dv02hyp001p1",
            "dv02hyp001p011",
            "dv02hyé001p01",
        ] {
            writeln!(text, "{}", value.parse::<FixedWidthName>().unwrap_err()).unwrap();
        }
        insta::assert_snapshot!(text, @"
        `` is not a fixed-width name: the beginning at column 1 should be `dv`
        `dx02hyp001p01` is not a fixed-width name: the beginning at column 2 should be `dv`
        `dv2hyp001p01` is not a fixed-width name: the site code at column 4 should be two digits
        `dv02HYP001p01` is not a fixed-width name: the role at column 5 should be three lowercase letters
        `dv02hyp000p01` is not a fixed-width name: the sequence at column 8 should be three digits, 001 to 999
        `dv02hyp001x01` is not a fixed-width name: the form at column 11 should be p, v, e or c
        `dv02hyp001p00` is not a fixed-width name: the generation at column 12 should be two digits, 01 to 99
        `dv02hyp001p1` is not a fixed-width name: the generation at column 13 should be two digits, 01 to 99
        `dv02hyp001p011` is not a fixed-width name: it should end before column 14
        `dv02hyé001p01` is not a fixed-width name: the role at column 7 should be three lowercase letters
        ");
        insta::assert_snapshot!("dv02".parse::<FixedWidthName>().unwrap_err().hint(), @"write `dv`, site, role, sequence, form and generation without separators, such as `dv02hyp001p01`");
    }

    #[test]
    fn parts_out_of_range_are_refused() {
        let build = |site, sequence, generation| {
            FixedWidthName::new(site, "hyp".parse().unwrap(), sequence, FormLetter::Physical, generation).map(drop)
        };
        assert_eq!(build(99, 999, 99), Ok(()));
        assert!(build(100, 1, 1).is_err() && build(1, 1000, 1).is_err() && build(1, 1, 100).is_err());
        assert!(build(1, 0, 1).is_err() && build(1, 1, 0).is_err());
    }

    #[test]
    fn letters_admit_forms() {
        let table: Vec<String> = Form::ALL
            .iter()
            .map(|form| {
                let letters = FormLetter::ALL.iter().filter(|letter| letter.admits(*form));
                format!("{form}: {}", letters.map(|letter| letter.name()).collect::<String>())
            })
            .collect();
        insta::assert_snapshot!(table.join("\n"), @"
        hv: pv
        vm: cv
        ph: p
        pi: p
        em: e
        rt: pv
        sw: pv
        ap: pv
        ");
    }

    proptest! {
        #[test]
        fn parse_print_parse(parts in parts()) {
            let name = name(parts);
            let text = name.to_string();
            prop_assert_eq!(text.len(), FixedWidthName::WIDTH);
            prop_assert_eq!(text.parse(), Ok(name.clone()));
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<FixedWidthName>(&json).unwrap(), name);
        }

        #[test]
        fn order_is_the_order_of_the_text(left in parts(), right in parts()) {
            let (left, right) = (name(left), name(right));
            prop_assert_eq!(left.cmp(&right), left.to_string().cmp(&right.to_string()));
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".*") {
            if let Ok(name) = text.parse::<FixedWidthName>() {
                prop_assert_eq!(name.to_string(), text);
            }
        }

        #[test]
        fn text_that_is_nearly_a_name_never_panics(text in "dv[0-9a-zé]{0,13}") {
            match text.parse::<FixedWidthName>() {
                Ok(name) => prop_assert_eq!(name.to_string(), text),
                Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.column())),
            }
        }
    }
}
