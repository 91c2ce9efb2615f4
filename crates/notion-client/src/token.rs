//! The secret that opens a workspace; it can be sent, and nothing else.

use std::fmt;

use http::HeaderValue;

/// An access token of Notion: of an internal connection, of an installed public one, or a personal one.
///
/// A token cannot be printed. It has no `Display`, its `Debug` shows only that there is one, and no
/// error, event or log line of this crate contains it.
///
/// ```
/// let token = notion_client::Token::new("ntn_fake")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// # Ok::<(), notion_client::InvalidToken>(())
/// ```
#[derive(Clone)]
pub struct Token {
    header: HeaderValue,
}

impl Token {
    /// Takes the token as Notion shows it. White space around it, such as the line break at the end
    /// of a file, is dropped. Tokens are opaque; their prefixes (`ntn_`, `secret_`) are not checked.
    ///
    /// # Errors
    ///
    /// When nothing is left, or when a character cannot be part of a token, such as a space.
    pub fn new(text: impl AsRef<str>) -> Result<Self, InvalidToken> {
        let text = text.as_ref().trim();
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidToken::Character);
        }
        let mut header = HeaderValue::from_str(&format!("Bearer {text}"))
            .map_err(|_| InvalidToken::Character)?;
        // Tells HTTP libraries to keep the value out of their own logs and compression tables.
        header.set_sensitive(true);
        Ok(Self { header })
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.header.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Why a text is not a token. The text is not part of the message: it may be most of a real one.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidToken {
    /// There was nothing, or only white space.
    #[error("the token is empty")]
    Empty,
    /// There was a character that no token contains.
    #[error("the token contains white space or a character outside ASCII; copy it again")]
    Character,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_never_printed() {
        let token = Token::new(" ntn_s3cret\n").unwrap();
        let seen = format!("{token:?} {token:#?} {:?}", token.header());
        assert!(!seen.contains("s3cret"), "{seen}");
        assert_eq!(token.header().as_bytes(), b"Bearer ntn_s3cret");
    }

    #[test]
    fn complains_without_repeating_it() {
        for (text, error) in [
            ("", InvalidToken::Empty),
            (" \n", InvalidToken::Empty),
            ("ntn_ s3cret", InvalidToken::Character),
            ("ntn_s3cret\u{e9}", InvalidToken::Character),
        ] {
            assert_eq!(Token::new(text).unwrap_err(), error);
            assert!(!error.to_string().contains("s3cret"));
        }
    }
}
