//! The sections of a page that come from the text below a command's options.

use std::fmt::Write;

use clap::Command;

/// The heading of a paragraph of examples, as help has it.
const EXAMPLES: &str = "Examples:";

/// The examples and notes of a command, line by line as they are written; empty where there is no such text.
pub(super) fn sections(command: &Command) -> String {
    let text = command.get_after_long_help().or_else(|| command.get_after_help());
    let text = text.map(ToString::to_string).unwrap_or_default();
    let (examples, notes): (Vec<&str>, Vec<&str>) =
        text.split("\n\n").filter(|paragraph| !paragraph.is_empty()).partition(|text| text.starts_with(EXAMPLES));
    let examples: Vec<&str> = examples.iter().map(|text| text[EXAMPLES.len()..].trim_start_matches('\n')).collect();
    section("EXAMPLES", &examples) + &section("NOTES", &notes)
}

fn section(title: &str, paragraphs: &[&str]) -> String {
    let mut section = String::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let opening = if number == 0 { format!(".SH {title}") } else { ".PP".to_owned() };
        let _ = writeln!(section, "{opening}\n.nf");
        for line in paragraph.lines() {
            let _ = writeln!(section, "{}", literal(line));
        }
        let _ = writeln!(section, ".fi");
    }
    section
}

/// A line that `man` shows as it is.
fn literal(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_and_notes_are_kept_line_by_line() {
        let text = "Examples:\n  deevnet check -  it's `all`\n\n.hidden\\file\nsecond line\n\nAnother note.";
        let command = Command::new("check").after_help(text);
        insta::assert_snapshot!(sections(&command), @r"
        .SH EXAMPLES
        .nf
          deevnet check \-  it\(aqs \(gaall\(ga
        .fi
        .SH NOTES
        .nf
        \&.hidden\efile
        second line
        .fi
        .PP
        .nf
        Another note.
        .fi
        ");
        assert_eq!(sections(&Command::new("check")), "");
    }
}
