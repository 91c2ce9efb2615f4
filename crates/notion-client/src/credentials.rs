//! Who a public connection is: the id and secret with which it asks for tokens.

use std::fmt;

use http::HeaderValue;

/// Client id and secret of a public connection, with which it asks for tokens; see
/// [`oauth`](crate::oauth). The secret cannot be printed.
///
/// ```
/// let credentials = notion_client::Credentials::new("my-client-id", "fake")?;
/// assert_eq!(format!("{credentials:?}"), r#"Credentials { client_id: "my-client-id", .. }"#);
/// # Ok::<(), notion_client::InvalidCredentials>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    client_id: Box<str>,
    header: HeaderValue,
}

impl Credentials {
    /// Takes both as Notion shows them in the settings of the connection. White space around them
    /// is dropped.
    ///
    /// # Errors
    ///
    /// When nothing is left of one of them, or when a character cannot be part of it: white space,
    /// or a colon in the id.
    pub fn new(
        client_id: impl AsRef<str>,
        client_secret: impl AsRef<str>,
    ) -> Result<Self, InvalidCredentials> {
        let (id, secret) = (client_id.as_ref().trim(), client_secret.as_ref().trim());
        if id.is_empty() || secret.is_empty() {
            return Err(InvalidCredentials::Empty);
        }
        let both = format!("{id}:{secret}");
        if id.contains(':') || !both.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidCredentials::Character);
        }
        let mut header = HeaderValue::from_str(&format!("Basic {}", base64(both.as_bytes())))
            .map_err(|_| InvalidCredentials::Character)?;
        header.set_sensitive(true);
        Ok(Self { client_id: id.into(), header })
    }

    /// The client id, which is no secret.
    pub const fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Standard base 64 with its padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// Why two texts are not the credentials of a connection. They are not part of the message.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCredentials {
    /// One of them was empty, or only white space.
    #[error("client id and client secret are both needed, and one of them is empty")]
    Empty,
    /// There was a character that they never contain.
    #[error(
        "client id or client secret contains white space, a character outside ASCII, or, in the \
         id, a colon; copy them again"
    )]
    Character,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_never_printed() {
        let credentials = Credentials::new("id", " s3cret\n").unwrap();
        let seen = format!("{credentials:?} {credentials:#?} {:?}", credentials.header());
        assert!(!seen.contains("s3cret") && !seen.contains("czNj"), "{seen}");
        assert_eq!(credentials.header().as_bytes(), b"Basic aWQ6czNjcmV0");
        for (id, secret, error) in [
            ("", "s3cret", InvalidCredentials::Empty),
            ("id", " ", InvalidCredentials::Empty),
            ("i:d", "s3cret", InvalidCredentials::Character),
            ("id", "s3 cret", InvalidCredentials::Character),
        ] {
            assert_eq!(Credentials::new(id, secret).unwrap_err(), error);
        }
    }

    #[test]
    fn base64_is_padded() {
        for (bytes, text) in
            [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("a?>b", "YT8+Yg==")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
