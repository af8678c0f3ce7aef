//! Forms and queries.

use std::collections::BTreeMap;

use form_urlencoded::parse;

/// The fields of a form.
///
/// They are parted by `&` and by `;`, a value ends at a second `=`, and the values of a name that is given several times are
/// joined with NUL.
pub(super) fn fields(text: &str) -> BTreeMap<String, String> {
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    for field in text.split(['&', ';']).filter(|field| !field.is_empty()) {
        let mut parts = field.split('=');
        let (name, value) = (decoded(parts.next().unwrap_or_default()), decoded(parts.next().unwrap_or_default()));
        add(&mut fields, name, &value);
    }
    fields
}

/// Adds a value to those that a name has.
pub(super) fn add(fields: &mut BTreeMap<String, String>, name: String, value: &str) {
    let values = fields.entry(name);
    values.and_modify(|values| *values = format!("{values}\0{value}")).or_insert_with(|| value.to_owned());
}

/// A text without percent signs and pluses of encoding.
pub(super) fn decoded(text: &str) -> String {
    let protected = text.replace('=', "%3D").replace('&', "%26");
    parse(protected.as_bytes()).map(|(text, _)| text.into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(form: &str, name: &str) -> Option<String> {
        fields(form).remove(name)
    }

    #[test]
    fn values_are_decoded() {
        assert_eq!(field("net0=virtio%2Cbridge%3Dvmbr0&name=a+b%2B", "net0").as_deref(), Some("virtio,bridge=vmbr0"));
        assert_eq!(field("name=a+b%2B", "name").as_deref(), Some("a b+"));
    }

    #[test]
    fn a_semicolon_parts_fields_and_a_second_equals_sign_ends_a_value() {
        assert_eq!(field("net0=virtio=bc:24,bridge=vmbr0", "net0").as_deref(), Some("virtio"));
        assert_eq!(fields("tags=a;b&c=1").into_keys().collect::<Vec<_>>(), ["b", "c", "tags"]);
    }

    #[test]
    fn values_of_one_name_are_joined() {
        assert_eq!(field("poolid=a&poolid=b", "poolid").as_deref(), Some("a\0b"));
    }
}
