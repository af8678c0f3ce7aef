//! Numbers of things, in words.

/// A number of things: `1 host`, `2 hosts`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {}", plural(number, noun))
}

/// The noun as it stands after a number: `host` after 1, `hosts` after any other.
pub(crate) fn plural(number: usize, noun: &str) -> String {
    let ending = match (number, noun.ends_with("ch")) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!([count(0, "host"), count(1, "switch"), count(2, "switch")], ["0 hosts", "1 switch", "2 switches"]);
    }
}
