//! The signature of a delivery: HMAC-SHA256 of the body under the verification token.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

const BLOCK: usize = 64;

/// `sha256=` and 64 hex digits.
pub(crate) fn signature(token: &str, body: &[u8]) -> String {
    let mut signature = String::from("sha256=");
    for byte in hmac(token.as_bytes(), body) {
        let _ = write!(signature, "{byte:02x}");
    }
    signature
}

/// HMAC-SHA256, as RFC 2104 says.
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |pad: u8| Sha256::new().chain_update(block.map(|byte| byte ^ pad));
    let inner = padded(0x36).chain_update(message).finalize();
    padded(0x5c).chain_update(inner).finalize().into()
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
