//! How a template is recognised.

/// Whether a text holds one of the marks that start a Jinja expression, statement or comment.
pub(crate) fn is_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == b'{') {
        if let Some(b'{' | b'%' | b'#') = bytes.get(from + at + 1) {
            return true;
        }
        from += at + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_every_kind() {
        for text in ["{{ x }}", "a{% if x %}", "{# note #}", "{{{", "{ {{"] {
            assert!(is_template(text), "{text}");
        }
        for text in ["", "{", "{ x }", "}} %}", "a { b {"] {
            assert!(!is_template(text), "{text}");
        }
    }
}
