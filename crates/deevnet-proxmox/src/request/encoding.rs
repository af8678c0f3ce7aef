//! Percent-encoding as the parser of Proxmox VE needs it.

use std::fmt::Write;

/// A text in which every byte but the unreserved ones (RFC 3986, section 2.3) is percent-encoded.
///
/// Proxmox VE splits a form at `&` and at `;` and cuts a value at its second `=`, so that nothing but letters, digits and
/// `-._~` may stand for itself. A space is `%20`, never `+`.
///
/// ```
/// use deevnet_proxmox::request::percent_encode;
///
/// assert_eq!(percent_encode("a;b=c d"), "a%3Bb%3Dc%20d");
/// ```
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            // Writing into a string cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

/// Parameters as a form, or as the query of an address.
pub(super) fn form(parameters: &[(String, String)]) -> String {
    let pairs = parameters.iter().map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// A path of fixed and encoded segments: `["nodes", node, "qemu"]` is `/nodes/hv01/qemu`.
pub(super) fn path(segments: &[&str]) -> String {
    segments.iter().fold(String::new(), |path, segment| path + "/" + &percent_encode(segment))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_of_a_value_separates() {
        let parameters = [("net0".to_owned(), "virtio=BC:24:11:00:00:01,bridge=vmbr0".to_owned())];
        assert_eq!(form(&parameters), "net0=virtio%3DBC%3A24%3A11%3A00%3A00%3A01%2Cbridge%3Dvmbr0");
        assert_eq!(path(&["nodes", "hv01", "tasks", "UPID:a/b:"]), "/nodes/hv01/tasks/UPID%3Aa%2Fb%3A");
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(key in "(?s).*", value in "(?s).*") {
            let encoded = form(&[(key.clone(), value.clone())]);
            let decoded: Vec<_> = form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
            prop_assert_eq!(decoded, [(key, value)]);
            prop_assert!(!encoded.contains([';', '+', ' ']) && encoded.matches('=').count() == 1);
        }
    }
}
