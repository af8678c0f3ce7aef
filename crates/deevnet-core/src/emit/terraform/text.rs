//! Text where Terraform reads templates.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};

/// Text as a string of Terraform's JSON syntax, in which nothing is interpolated.
///
/// Where it could open a template, each `$` and `%` is an expression of its own: a doubled one would escape what follows
/// it, but not in every place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let opens = self.0.contains("${") || self.0.contains("%{");
        for found in self.0.chars() {
            match found {
                '$' | '%' if opens => write!(f, "${{\"{found}\"}}")?,
                _ => f.write_char(found)?,
            }
        }
        Ok(())
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Text as a string of an expression (HCL native syntax, "Quoted templates").
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let opens = self.0.contains("${") || self.0.contains("%{");
        f.write_char('"')?;
        for found in self.0.chars() {
            match found {
                '$' | '%' if opens => write!(f, "${{\"{found}\"}}")?,
                '"' | '\\' => write!(f, "\\{found}")?,
                _ if found.is_control() => write!(f, "\\u{:04x}", u32::from(found))?,
                _ => f.write_char(found)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_opens_a_template() {
        let told = ["plain $5 100% {x}", "a${b}", "a%{if}", "$${b}", "\"\\\n"];
        let lines: Vec<String> = told.iter().map(|told| format!("{} {}", Text(told), Quoted(told))).collect();
        insta::assert_snapshot!(lines.join("\n"), @r#"
        plain $5 100% {x} "plain $5 100% {x}"
        a${"$"}{b} "a${"$"}{b}"
        a${"%"}{if} "a${"%"}{if}"
        ${"$"}${"$"}{b} "${"$"}${"$"}{b}"
        "\
         "\"\\\u000a"
        "#);
    }
}
