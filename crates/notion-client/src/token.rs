//! The secret that opens a workspace; it can be sent, and nothing else.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::{env, fmt};

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

    /// Takes the token from an environment variable of this process.
    ///
    /// # Errors
    ///
    /// When the variable is not set, or holds no token.
    pub fn from_variable(name: impl AsRef<OsStr>) -> Result<Self, TokenSourceError> {
        let name = name.as_ref();
        let shown = || name.to_string_lossy().into_owned();
        let value = env::var_os(name).ok_or_else(|| TokenSourceError::Unset { name: shown() })?;
        Self::new(value.to_string_lossy()).map_err(|source| TokenSourceError::Invalid {
            origin: format!("the environment variable `{}`", shown()),
            source,
        })
    }

    /// Runs a command, such as that of a password manager, and takes the first line that it writes.
    /// What it writes to standard error goes where that of this process goes: it may ask something.
    ///
    /// Blocks until the command ends.
    ///
    /// # Errors
    ///
    /// When the command cannot be started, when it fails, or when what it writes is no token. What
    /// it wrote is in no error.
    ///
    /// ```
    /// use std::process::Command;
    ///
    /// let token = notion_client::Token::from_command(Command::new("echo").arg("ntn_fake"))?;
    /// # let _ = token;
    /// # Ok::<(), notion_client::TokenSourceError>(())
    /// ```
    pub fn from_command(command: &mut Command) -> Result<Self, TokenSourceError> {
        let program = command.get_program().to_string_lossy().into_owned();
        let output = match command.stdin(Stdio::null()).stderr(Stdio::inherit()).output() {
            Ok(output) => output,
            Err(source) => return Err(TokenSourceError::NotStarted { program, source }),
        };
        if !output.status.success() {
            return Err(TokenSourceError::Failed { program, status: output.status });
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Self::new(text.trim_start().lines().next().unwrap_or_default()).map_err(|source| {
            TokenSourceError::Invalid { origin: format!("what `{program}` wrote"), source }
        })
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

/// Why no token came from where it should. Nothing of the token is part of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenSourceError {
    /// There is no such variable.
    #[error("the environment variable `{name}` is not set")]
    Unset {
        /// Its name.
        name: String,
    },
    /// There is no such program, or it cannot be run.
    #[error("`{program}`, which should tell the token, cannot be started")]
    NotStarted {
        /// Without its arguments.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// The program says that it failed.
    #[error("`{program}`, which should tell the token, failed: {status}")]
    Failed {
        /// Without its arguments.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// There was something, and it is no token.
    #[error("{origin} is no token")]
    Invalid {
        /// Where it came from.
        origin: String,
        /// Why.
        source: InvalidToken,
    },
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn is_never_printed() {
        let token = Token::new(" ntn_s3cret\n").unwrap();
        let seen = format!("{token:?} {token:#?} {:?}", token.header());
        assert!(!seen.contains("s3cret"), "{seen}");
        assert_eq!(token.header().as_bytes(), b"Bearer ntn_s3cret");
    }

    #[test]
    fn comes_from_a_variable() {
        // Set by cargo for every test, and no secret.
        assert!(Token::from_variable("CARGO_PKG_NAME").is_ok());
        let error = Token::from_variable("NO_SUCH_TOKEN").unwrap_err();
        insta::assert_snapshot!(error, @"the environment variable `NO_SUCH_TOKEN` is not set");
        let error = Token::from_variable("CARGO_PKG_AUTHORS").unwrap_err();
        insta::assert_snapshot!(error, @"the environment variable `CARGO_PKG_AUTHORS` is no token");
        insta::assert_snapshot!(error.source().unwrap(), @"the token is empty");
    }

    #[cfg(unix)]
    #[test]
    fn comes_from_a_command() {
        let run = |line: &str| Token::from_command(Command::new("sh").args(["-c", line]));
        // What password managers write below the first line is about it.
        let token = run("echo; echo ntn_s3cret; echo user: ada").unwrap();
        assert_eq!(token.header().as_bytes(), b"Bearer ntn_s3cret");
        let shown = |line: &str| {
            let error = run(line).unwrap_err();
            let cause = error.source().map(|it| format!(": {it}")).unwrap_or_default();
            let shown = format!("{error}{cause}");
            assert!(!format!("{shown} {error:?}").contains("s3cret"), "{shown}");
            shown
        };
        insta::assert_snapshot!(shown("echo ntn_s3cret; exit 3"), @"`sh`, which should tell the token, failed: exit status: 3");
        insta::assert_snapshot!(shown("echo the token is ntn_s3cret"), @"what `sh` wrote is no token: the token contains white space or a character outside ASCII; copy it again");
        insta::assert_snapshot!(shown("true"), @"what `sh` wrote is no token: the token is empty");
        let nothing = Token::from_command(&mut Command::new("no-such-program")).unwrap_err();
        assert!(nothing.to_string().contains("cannot be started"), "{nothing}");
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
