//! Webhooks: whether a request comes from Notion, and the event it brings.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use notion_model::{Secret, WebhookEvent, WebhookVerification};
use sha2::Sha256;

/// The header that carries the signature: `sha256=` and 64 hex digits.
pub const SIGNATURE_HEADER: &str = "X-Notion-Signature";

/// Checks what arrives at the address of a webhook, with the verification token of its subscription,
/// which is the key of the signature (HMAC-SHA256 of the body, byte by byte as it came).
///
/// Notion sends hints and no contents: most within a minute, all within about five, in any order,
/// up to eight times until they are answered with a `200`. What something is now has to be read.
/// See Notion's reference, <https://developers.notion.com/reference/webhooks>.
///
/// ```
/// use notion_client::{Webhook, WebhookError};
///
/// let webhook = Webhook::new("secret_fake");
/// let forged = webhook.event("sha256=00", br#"{"type":"page.created"}"#);
/// assert!(matches!(forged, Err(WebhookError::NotSigned)));
/// ```
#[derive(Clone)]
pub struct Webhook {
    token: Secret,
}

impl Webhook {
    /// Of the subscription with this verification token.
    pub fn new(verification_token: impl Into<Secret>) -> Self {
        Self { token: verification_token.into() }
    }

    /// Reads the first request of a new subscription, which brings the token that belongs into the
    /// settings of the connection, and by which it is signed itself. Whoever sent it, the
    /// subscription begins only when Notion is given this token.
    ///
    /// # Errors
    ///
    /// When it is another request, or when its signature is not that of its token.
    pub fn verification(signature: &str, body: &[u8]) -> Result<WebhookVerification, WebhookError> {
        let first: WebhookVerification = serde_json::from_slice(body)?;
        Self::new(first.verification_token.clone()).check(signature, body)?;
        Ok(first)
    }

    /// Checks the signature and reads the event. The same event may come again: it then has the
    /// same `id`.
    ///
    /// # Errors
    ///
    /// When the signature is not Notion's, or when the body is no event.
    pub fn event(&self, signature: &str, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
        self.check(signature, body)?;
        Ok(serde_json::from_slice(body)?)
    }

    /// Checks the signature of a body in a time that does not depend on where they differ.
    ///
    /// # Errors
    ///
    /// When it is no signature, or another one.
    pub fn check(&self, signature: &str, body: &[u8]) -> Result<(), WebhookError> {
        let given = signature.trim().strip_prefix("sha256=").ok_or(WebhookError::NotSigned)?;
        let given = unhex(given).ok_or(WebhookError::NotSigned)?;
        let wanted = Hmac::<Sha256>::new_from_slice(self.token.expose().as_bytes());
        // A key may have any length; if one might not, nothing would be signed by it.
        let wanted = wanted.map_err(|_| WebhookError::Forged)?.chain_update(body);
        wanted.verify(&given.into()).map_err(|_| WebhookError::Forged)
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook(…)")
    }
}

/// Why a request is not taken for one of Notion's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The header holds no signature.
    #[error("the request has no signature; answer it with 401")]
    NotSigned,
    /// The signature is that of another body or of another key.
    #[error("the signature is not that of this body; answer it with 401")]
    Forged,
    /// It is signed, and this version cannot read it.
    #[error("the body is no event")]
    Body(#[from] serde_json::Error),
}

/// 32 bytes from 64 hex digits, in small letters or large ones.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use notion_model::WebhookEventType;

    use super::*;

    fn sign(key: &str, body: &[u8]) -> String {
        let hmac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap().chain_update(body);
        let bytes = hmac.finalize().into_bytes();
        bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let webhook = Webhook::new("Jefe");
        let signature = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        webhook.check(signature, b"what do ya want for nothing?").unwrap();
        assert!(webhook.check(signature, b"what do ya want for nothing!").is_err());
    }

    const EVENT: &str = r#"{"id":"1","timestamp":"2024-12-05T19:49:36.997Z","type":"page.content_updated",
        "entity":{"id":"a0000000-0000-4000-8000-000000000000","type":"page"},"data":{}}"#;

    #[test]
    fn an_event_is_read_only_if_notion_signed_it() {
        let webhook = Webhook::new("secret_k3y");
        let signature = sign("secret_k3y", EVENT.as_bytes());
        for signature in [signature.clone(), signature.to_uppercase()] {
            let event = webhook.event(&format!("sha256={signature}"), EVENT.as_bytes()).unwrap();
            assert_eq!(event.r#type, WebhookEventType::PageContentUpdated);
        }
        for wrong in ["", "sha256=", &signature, &format!("sha1={signature}"), "sha256=é"] {
            let error = webhook.event(wrong, EVENT.as_bytes()).unwrap_err();
            assert!(matches!(error, WebhookError::NotSigned), "{wrong}: {error}");
        }
        let signature = format!("sha256={signature}");
        let other = EVENT.replace("page", "Page");
        let last_letter = signature[..signature.len() - 1].to_owned() + "g";
        assert!(matches!(webhook.check(&last_letter, b""), Err(WebhookError::NotSigned)));
        for (key, body) in [("secret_k3y", &*other), ("secret_key", EVENT)] {
            let error = Webhook::new(key).event(&signature, body.as_bytes()).unwrap_err();
            assert!(matches!(error, WebhookError::Forged), "{error}");
        }
        assert!(!format!("{webhook:?}").contains("k3y"));
    }

    #[test]
    fn the_first_request_is_signed_with_the_token_it_brings() {
        let body = br#"{"verification_token":"secret_k3y"}"#;
        let signature = format!("sha256={}", sign("secret_k3y", body));
        let first = Webhook::verification(&signature, body).unwrap();
        assert_eq!(first.verification_token.expose(), "secret_k3y");
        let other = br#"{"verification_token":"secret_else"}"#;
        assert!(matches!(Webhook::verification(&signature, other), Err(WebhookError::Forged)));
        let event = Webhook::verification(&signature, EVENT.as_bytes());
        assert!(matches!(event, Err(WebhookError::Body(_))));
    }
}
