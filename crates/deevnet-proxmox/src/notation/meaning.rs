//! When two spellings mean the same.

/// The number of a truth value as Proxmox VE reads one (`1`, `on`, `yes`, `true` and their opposites, in either case).
pub(super) fn truth(text: &str) -> Option<bool> {
    let is_one_of = |names: [&str; 4]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    if is_one_of(["1", "on", "yes", "true"]) {
        Some(true)
    } else if is_one_of(["0", "off", "no", "false"]) {
        Some(false)
    } else {
        None
    }
}

/// A decimal number without what adds nothing to it: `0030` is `30`, `10.50` is `10.5`. Other text is itself.
pub(super) fn number(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return text.to_owned();
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        digits => format!("{whole}.{digits}"),
    }
}

/// Whether two descriptions are the same to Proxmox VE, which drops the line breaks at the end of one.
///
/// ```
/// use deevnet_proxmox::notation::same_description;
///
/// assert!(same_description("Edge router\n", "Edge router"));
/// assert!(!same_description("Edge router", "edge router"));
/// ```
pub fn same_description(one: &str, other: &str) -> bool {
    let significant = |text: &str| text.replace("\r\n", "\n").trim_end_matches('\n').to_owned();
    significant(one) == significant(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_what_adds_nothing() {
        for (text, meaning) in [
            ("0030", "30"),
            ("0", "0"),
            ("000", "0"),
            ("10.50", "10.5"),
            ("10.0", "10"),
            ("a", "a"),
            ("1.", "1."),
            ("", ""),
        ] {
            assert_eq!(number(text), meaning);
        }
    }

    #[test]
    fn truth_has_four_names() {
        assert_eq!(["1", "On", "YES", "true"].map(truth), [Some(true); 4]);
        assert_eq!(["0", "off", "No", "FALSE"].map(truth), [Some(false); 4]);
        assert_eq!(["", "2", "y"].map(truth), [None; 3]);
    }

    #[test]
    fn a_description_may_lose_its_last_line_breaks() {
        assert!(same_description("a\r\nb\n\n", "a\nb"));
        assert!(!same_description("\na", "a"));
    }
}
