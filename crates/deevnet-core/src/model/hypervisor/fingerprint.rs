//! Fingerprints of certificates.

use std::fmt;
use std::str::FromStr;

use crate::model::proxmox::ProxmoxValueError;

/// The SHA-256 of a certificate in its DER form: what a node's web interface shows as its fingerprint.
///
/// It is written as 32 pairs of hexadecimal digits with colons, in either case; without the colons it is understood too.
///
/// ```
/// use deevnet_core::model::CertificateFingerprint;
///
/// let text = "a80fed7e86fc42284c40c5c6f84a549d86c2b801b116ac1fe484c50c752581a7";
/// let fingerprint: CertificateFingerprint = text.parse()?;
/// assert!(fingerprint.to_string().starts_with("A8:0F:ED:7E:"));
/// assert!("A8:0F".parse::<CertificateFingerprint>().is_err());
/// # Ok::<(), deevnet_core::model::ProxmoxValueError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateFingerprint {
    octets: [u8; Self::LENGTH],
}

impl CertificateFingerprint {
    /// How many octets a SHA-256 has (FIPS 180-4).
    pub const LENGTH: usize = 32;

    /// The fingerprint that is this SHA-256.
    pub fn new(octets: [u8; Self::LENGTH]) -> Self {
        Self { octets }
    }

    /// The SHA-256.
    pub fn octets(&self) -> [u8; Self::LENGTH] {
        self.octets
    }
}

impl FromStr for CertificateFingerprint {
    type Err = ProxmoxValueError;

    fn from_str(text: &str) -> Result<Self, ProxmoxValueError> {
        let digits = if text.contains(':') { without_colons(text) } else { Some(text.to_owned()) };
        digits.and_then(|digits| from_hexadecimal(&digits)).map(Self::new).ok_or_else(|| {
            ProxmoxValueError::new(
                "certificate fingerprint",
                text,
                "it is a SHA-256, 32 pairs of hexadecimal digits with colons",
                "`deevnet trust` shows the fingerprint of a node's certificate",
            )
        })
    }
}

/// The digits of pairs with colons between them.
fn without_colons(text: &str) -> Option<String> {
    text.split(':').map(|pair| (pair.len() == 2).then_some(pair)).collect()
}

fn from_hexadecimal(digits: &str) -> Option<[u8; CertificateFingerprint::LENGTH]> {
    let digits: Vec<u8> = digits.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let octets: Vec<u8> = digits.chunks(2).filter(|pair| pair.len() == 2).map(|pair| pair[0] << 4 | pair[1]).collect();
    if digits.len().is_multiple_of(2) { octets.try_into().ok() } else { None }
}

impl fmt::Display for CertificateFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.octets.iter().map(|octet| format!("{octet:02X}")).collect();
        f.pad(&pairs.join(":"))
    }
}

crate::wire::as_text!(CertificateFingerprint, "a SHA-256 fingerprint as text");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_sha_256_is_refused() {
        let good = "ab".repeat(32);
        assert!(good.parse::<CertificateFingerprint>().is_ok());
        let colons = vec!["ab"; 32].join(":");
        for wrong in [
            String::new(),
            "ab".repeat(31),
            format!("{good}a"),
            format!("{good}ab"),
            format!("{colons}:"),
            colons.replacen(':', "", 1),
            good.replacen('a', "g", 1),
            good.replacen('a', "ä", 1),
        ] {
            assert!(wrong.parse::<CertificateFingerprint>().is_err(), "{wrong}");
        }
        let error = "A8:0F".parse::<CertificateFingerprint>().unwrap_err();
        insta::assert_snapshot!(error, @r#""A8:0F" is not a valid certificate fingerprint: it is a SHA-256, 32 pairs of hexadecimal digits with colons"#);
    }

    proptest! {
        #[test]
        fn parse_print_parse(octets: [u8; 32]) {
            let fingerprint = CertificateFingerprint::new(octets);
            let text = fingerprint.to_string();
            prop_assert_eq!(text.parse(), Ok(fingerprint));
            prop_assert_eq!(text.to_lowercase().parse(), Ok(fingerprint));
            prop_assert_eq!(text.replace(':', "").parse(), Ok(fingerprint));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "[0-9a-f:]{0,100}|.*") {
            if let Ok(fingerprint) = text.parse::<CertificateFingerprint>() {
                prop_assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
            }
        }
    }
}
