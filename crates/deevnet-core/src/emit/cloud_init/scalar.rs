//! Scalars of YAML.

use std::fmt::{self, Write};

/// Text in double quotes, in printable ASCII (YAML 1.2, section 5.7).
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for found in self.0.chars() {
            match found {
                '"' | '\\' => write!(f, "\\{found}")?,
                ' '..='~' => f.write_char(found)?,
                '\0'..='\u{ff}' => write!(f, "\\x{:02x}", u32::from(found))?,
                '\u{100}'..='\u{ffff}' => write!(f, "\\u{:04x}", u32::from(found))?,
                _ => write!(f, "\\U{:08x}", u32::from(found))?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_text_but_its_own_quote() {
        insta::assert_snapshot!(Quoted("a \"b\" \\ \n\u{e9}\u{2192}\u{1f600}"), @r#""a \"b\" \\ \x0a\xe9\u2192\U0001f600""#);
    }
}
