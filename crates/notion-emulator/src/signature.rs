//! Keyed digests: what proves that a delivery or an address comes from this Notion.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA256 as 64 hex digits.
pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> String {
    // A key may have any length, so there always is one.
    let Ok(hmac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    let digest = hmac.chain_update(message).finalize().into_bytes();
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_rfc_4231() {
        assert_eq!(
            hmac_sha256(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(hmac_sha256(&[0x7f; 131], b"").len(), 64);
    }
}
