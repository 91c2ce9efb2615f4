//! The signature of a delivery: HMAC-SHA256 of the body under the verification token.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// `sha256=` and 64 hex digits.
pub(crate) fn signature(token: &str, body: &[u8]) -> String {
    let mut signature = String::from("sha256=");
    // A key may have any length, so there always is one.
    if let Ok(hmac) = Hmac::<Sha256>::new_from_slice(token.as_bytes()) {
        for byte in hmac.chain_update(body).finalize().into_bytes() {
            let _ = write!(signature, "{byte:02x}");
        }
    }
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let long = "\u{7f}".repeat(131);
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(signature(&long, b"").len(), 7 + 64);
    }
}
