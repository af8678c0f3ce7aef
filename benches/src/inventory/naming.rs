//! Host names of the classic grammar, `role-formNN`, as many as are asked for.

use std::collections::BTreeMap;

/// Hosts of one role and form; the grammar gives the number two digits.
const NUMBERS: usize = 99;

/// Roles to begin with; when all are full, letters are added to them.
const ROLES: [&str; 16] = [
    "web", "cache", "queue", "store", "probe", "relay", "render", "build", "media", "ledger", "search", "mail",
    "sensor", "camera", "report", "index",
];

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeMap<&'static str, usize>,
}

impl Names {
    /// The next free role and number of a form.
    pub(super) fn next(&mut self, form: &'static str) -> (String, usize) {
        let given = self.given.entry(form).or_default();
        let (role, number) = (*given / NUMBERS, *given % NUMBERS + 1);
        *given += 1;
        (format!("{}{}", ROLES[role % ROLES.len()], letters(role / ROLES.len())), number)
    }
}

/// Numbers as letters: nothing for 0, then `a` to `z`, `aa` and so on.
fn letters(number: usize) -> String {
    let mut rest = number;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        let letter = u8::try_from(rest % 26).unwrap_or_default();
        letters.push(char::from(b'a' + letter));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_like_the_columns_of_a_sheet() {
        let counted: Vec<String> = [0, 1, 26, 27, 52, 53].into_iter().map(letters).collect();
        assert_eq!(counted, ["", "a", "z", "aa", "az", "ba"]);
    }

    #[test]
    fn a_full_role_is_followed_by_the_next() {
        let mut names = Names::default();
        let last = (0..100).map(|_| names.next("vm")).last();
        assert_eq!(last, Some(("cache".to_owned(), 1)));
        assert_eq!(names.next("pi"), ("web".to_owned(), 1));
    }
}
