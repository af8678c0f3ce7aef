//! The text form of encrypted content: a header and hexadecimal digits.

/// How every envelope begins.
const MARK: &[u8] = b"$ANSIBLE_VAULT;";

/// The only cipher there is.
const CIPHER: &str = "AES256";

/// The format versions that are understood; the label came with the later one.
const VERSIONS: &[&str] = &["1.1", "1.2"];

/// What is in an envelope.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) label: Option<String>,
    pub(super) salt: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) ciphertext: Vec<u8>,
}

/// What is wrong with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum EnvelopeFault {
    /// Another version of the format.
    #[error("the format version of the vault is not 1.1 or 1.2")]
    Version,
    /// Another cipher.
    #[error("the cipher of the vault is not {CIPHER}")]
    Cipher,
    /// Something cut off or damaged.
    #[error("the vault is damaged")]
    Damaged,
}

/// Whether content is encrypted.
pub(crate) fn is_encrypted(content: &[u8]) -> bool {
    content.starts_with(MARK)
}

impl Envelope {
    /// Takes an envelope apart.
    pub(super) fn parse(content: &[u8]) -> Result<Self, EnvelopeFault> {
        let text = std::str::from_utf8(content.trim_ascii()).map_err(|_| EnvelopeFault::Damaged)?;
        let mut lines = text.lines().map(str::trim);
        let mut header = lines.next().unwrap_or_default().split(';').map(str::trim).skip(1);
        if !header.next().is_some_and(|version| VERSIONS.contains(&version)) {
            return Err(EnvelopeFault::Version);
        }
        if header.next() != Some(CIPHER) {
            return Err(EnvelopeFault::Cipher);
        }
        let label = header.next().map(str::to_owned);
        let body = lines.collect::<String>();
        let body = bytes(body.as_bytes()).ok_or(EnvelopeFault::Damaged)?;
        let mut parts = body.splitn(3, |byte| *byte == b'\n').map(bytes);
        match (parts.next().flatten(), parts.next().flatten(), parts.next().flatten()) {
            (Some(salt), Some(signature), Some(ciphertext)) => Ok(Self { label, salt, signature, ciphertext }),
            _ => Err(EnvelopeFault::Damaged),
        }
    }
}

/// The bytes that pairs of hexadecimal digits stand for.
fn bytes(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_envelope_has_three_parts() {
        let envelope = Envelope::parse(b"$ANSIBLE_VAULT;1.2;AES256;dev\n61610a3031\n30300a3032\n").unwrap();
        assert_eq!(envelope.label.as_deref(), Some("dev"));
        assert_eq!((envelope.salt, envelope.signature, envelope.ciphertext), (vec![0xaa], vec![1, 0], vec![2]));
    }

    #[test]
    fn damaged_envelopes() {
        let fault = |text: &str| Envelope::parse(text.as_bytes()).unwrap_err();
        assert_eq!(fault("$ANSIBLE_VAULT;1.0;AES256\n61"), EnvelopeFault::Version);
        assert_eq!(fault("$ANSIBLE_VAULT;1.1;AES\n61"), EnvelopeFault::Cipher);
        assert_eq!(fault("$ANSIBLE_VAULT;1.1;AES256\n616"), EnvelopeFault::Damaged);
        assert_eq!(fault("$ANSIBLE_VAULT;1.1;AES256"), EnvelopeFault::Damaged);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = Envelope::parse(&[b"$ANSIBLE_VAULT;1.1;AES256\n".as_slice(), &bytes].concat());
        }
    }
}
