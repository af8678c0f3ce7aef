//! Public keys for the first user of a machine (`sshkeys`).

use super::error::NotationError;
use crate::request::percent_encode;

/// Public keys as Proxmox VE keeps them: percent-encoded, a space as `%20` and never as `+`.
///
/// What is sent is encoded once more, as every value of a form is.
///
/// ```
/// use deevnet_proxmox::notation::encode_ssh_keys;
///
/// assert_eq!(encode_ssh_keys("ssh-ed25519 AAAA+b/c= me"), "ssh-ed25519%20AAAA%2Bb%2Fc%3D%20me");
/// ```
pub fn encode_ssh_keys(keys: &str) -> String {
    percent_encode(keys)
}

/// Public keys as people read them, from the percent-encoded text that Proxmox VE keeps.
///
/// # Errors
/// When a `%` is not followed by two hexadecimal digits, or the bytes are not UTF-8.
pub fn decode_ssh_keys(text: &str) -> Result<String, NotationError> {
    let refuse = |rule| NotationError::new("list of public keys", text, rule, "percent-encode every special character");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or_else(|| refuse("two digits follow a per cent sign"))?;
        let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.ok_or_else(|| refuse("two hexadecimal digits follow a per cent sign"))?);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| refuse("it is UTF-8"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_not_encoded_is_refused() {
        for wrong in ["%", "%2", "%zz", "%+1", "%ff", "%é"] {
            assert!(decode_ssh_keys(wrong).is_err(), "{wrong}");
        }
        assert_eq!(decode_ssh_keys("a+b%0Ac").unwrap(), "a+b\nc");
    }

    proptest! {
        #[test]
        fn keys_survive(keys in "(?s).*") {
            prop_assert_eq!(decode_ssh_keys(&encode_ssh_keys(&keys)), Ok(keys));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "[%0-9a-f+é]*") {
            let _ = decode_ssh_keys(&text);
        }
    }
}
