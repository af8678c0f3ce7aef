//! Ansible Vault's cipher: AES-256 in counter mode, signed with HMAC-SHA-256, keys from PBKDF2.

use aes::Aes256;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit as _, StreamCipher as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use pbkdf2::pbkdf2_hmac;
use sha2::Sha256;

use super::envelope::Envelope;

/// Rounds of the key derivation, fixed by the format.
const ROUNDS: u32 = 10_000;

const KEY_BYTES: usize = 32;
const BLOCK_BYTES: usize = 16;

/// Decrypts an envelope; `None` where the password is not the one it was encrypted with.
pub(super) fn decrypt(envelope: &Envelope, password: &[u8]) -> Option<Vec<u8>> {
    let mut material = [0; 2 * KEY_BYTES + BLOCK_BYTES];
    pbkdf2_hmac::<Sha256>(password, &envelope.salt, ROUNDS, &mut material);
    let (key, rest) = material.split_at(KEY_BYTES);
    let (signing_key, counter) = rest.split_at(KEY_BYTES);

    let mut signer = Hmac::<Sha256>::new_from_slice(signing_key).ok()?;
    signer.update(&envelope.ciphertext);
    signer.verify_slice(&envelope.signature).ok()?;

    let mut content = envelope.ciphertext.clone();
    Ctr128BE::<Aes256>::new_from_slices(key, counter).ok()?.apply_keystream(&mut content);
    without_padding(content)
}

/// Takes the padding of PKCS #7 off.
fn without_padding(mut content: Vec<u8>) -> Option<Vec<u8>> {
    let padding = usize::from(*content.last()?);
    let length = content.len().checked_sub(padding)?;
    let is_padding =
        (1..=BLOCK_BYTES).contains(&padding) && content[length..].iter().all(|byte| usize::from(*byte) == padding);
    is_padding.then(|| {
        content.truncate(length);
        content
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ansible-vault encrypt_string` of `02:de:20:00:00:c8` with the password `correct horse`.
    const ENVELOPE: &[u8] = b"\
$ANSIBLE_VAULT;1.1;AES256
38373735353134306134336531663039366335373862303865616362303761326231383064333537
3430613939623832393437353664376637396665393033640a306361343336343839326432316130
64643531383530383838393738306166326265626264303433663565646237336632636234323163
3261333165626638310a653932313963383464663363366462326130363365376562643563656530
61643866373533626232636539373963303062373866366232333931373533646566";

    #[test]
    fn what_ansible_encrypted_is_decrypted() {
        let envelope = Envelope::parse(ENVELOPE).unwrap();
        assert_eq!(decrypt(&envelope, b"correct horse").unwrap(), b"02:de:20:00:00:c8");
        assert_eq!(decrypt(&envelope, b"wrong horse"), None);
    }

    #[test]
    fn padding_is_checked() {
        assert_eq!(without_padding(vec![7, 2, 2]), Some(vec![7]));
        assert_eq!(without_padding(vec![7, 1, 2]), None);
        assert_eq!(without_padding(vec![0]), None);
        assert_eq!(without_padding(vec![17; 17]), None);
        assert_eq!(without_padding(vec![]), None);
    }
}
