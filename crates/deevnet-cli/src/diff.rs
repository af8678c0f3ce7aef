//! What changes in a file, for people to review.

use std::path::Path;

use similar::TextDiff;

use crate::printable::push;

/// How many unchanged lines a diff shows around a change.
const CONTEXT: usize = 3;

/// What a diff calls a file that does not exist yet.
const NOTHING: &str = "/dev/null";

/// The change of a file as a unified diff, safe for a terminal.
pub(crate) fn unified(path: &Path, before: Option<&str>, after: &str) -> String {
    let path = path.strip_prefix(".").unwrap_or(path).display();
    let old = if before.is_some() { format!("a/{path}") } else { NOTHING.to_owned() };
    let diff = TextDiff::from_lines(before.unwrap_or_default(), after);
    let text = diff.unified_diff().context_radius(CONTEXT).header(&old, &format!("b/{path}")).to_string();
    text.chars().fold(String::with_capacity(text.len()), push_line)
}

/// Appends a character of a diff, whose line ends and tabs stay what they are.
fn push_line(mut safe: String, character: char) -> String {
    if matches!(character, '\n' | '\r' | '\t' | '\u{feff}') {
        safe.push(character);
    } else {
        push(&mut safe, character);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_comes_from_nothing() {
        insta::assert_snapshot!(unified(Path::new("./a.yml"), None, "x: 1\n"), @"
        --- /dev/null
        +++ b/a.yml
        @@ -0,0 +1 @@
        +x: 1
        ");
    }
}
