//! What changes in a file, for people to review.

use std::path::Path;

use similar::TextDiff;

use crate::printable::push;

/// How many unchanged lines a diff shows around a change.
const CONTEXT: usize = 3;

/// What a diff calls a file that does not exist, yet or any more.
const NOTHING: &str = "/dev/null";

/// The change of a file as a unified diff, safe for a terminal.
pub(crate) fn unified(path: &Path, before: Option<&str>, after: &str) -> String {
    between(path, before, Some(after))
}

/// The end of a file as a unified diff, safe for a terminal.
pub(crate) fn removal(path: &Path, before: &str) -> String {
    between(path, Some(before), None)
}

fn between(path: &Path, before: Option<&str>, after: Option<&str>) -> String {
    let path = path.strip_prefix(".").unwrap_or(path).display();
    let named = |side: char, text: Option<&str>| text.map_or_else(|| NOTHING.to_owned(), |_| format!("{side}/{path}"));
    let diff = TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default());
    let (old, new) = (named('a', before), named('b', after));
    let text = diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string();
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

    #[test]
    fn a_file_that_goes_becomes_nothing() {
        insta::assert_snapshot!(removal(Path::new("a.yml"), "x: 1\n"), @"
        --- a/a.yml
        +++ /dev/null
        @@ -1 +0,0 @@
        -x: 1
        ");
    }
}
