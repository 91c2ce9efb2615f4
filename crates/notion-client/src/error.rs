//! What a call can end with when it does not end with an answer.

use std::fmt;
use std::time::Duration;

use http::{Method, StatusCode};
use notion_model::request::Violations;
use notion_model::{ApiError, BlockId, ErrorCode, OauthError};

use crate::event::Wait;
use crate::failure::{Applied, Failure};
use crate::form::FileError;
use crate::paging::PagingError;
use crate::transport::TransportError;

/// An error from a call to Notion: which call, after how many attempts, and what happened.
///
/// One pointer wide, so that `Result<Page, Error>` stays small. `Display` says what was tried; the
/// cause is in [`source`](std::error::Error::source), with Notion's own words.
pub struct Error(Box<Inner>);

struct Inner {
    method: Method,
    path: String,
    attempts: u32,
    unclear: bool,
    kind: ErrorKind,
}

/// What happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call failed, and sending it again could do no harm: its work was not done, or it describes
    /// a state. [`Error::applied`] tells the two apart.
    Failed {
        /// The class of the last failure.
        failure: Failure,
        /// The last failure.
        cause: Cause,
    },
    /// The call failed, and its work may have been done. It was not repeated, because repeating it
    /// could do the work twice: look whether it was done, then decide.
    Ambiguous {
        /// The class of the failure.
        failure: Failure,
        /// The failure.
        cause: Cause,
    },
    /// The work was done; only the answer could not be built. Repeating would do it twice.
    Committed {
        /// What Notion tells of it.
        committed: Committed,
        /// Notion's words.
        cause: Cause,
    },
    /// Waiting for the gate, or for the end of an outage, would have taken longer than the client's
    /// patience.
    Throttled {
        /// What closed the gate.
        wait: Wait,
        /// How long it stays closed.
        pause: Duration,
        /// The last failure, if it was this call that met it.
        cause: Option<Cause>,
    },
    /// Notion answered, and this version cannot read the answer. The work was done.
    Unreadable {
        /// The `id` of the object in the answer.
        object: Option<String>,
        /// What could not be read.
        cause: serde_json::Error,
    },
    /// A task is not over within the client's patience. Ask for it later, by its id.
    Unfinished {
        /// The id of the task.
        task: String,
        /// How long it was waited for.
        waited: Duration,
    },
    /// A list could not be followed to its end.
    Paging(PagingError),
    /// The request could not be built; nothing was sent.
    Request(RequestError),
}

/// Why an attempt failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// Notion's error object.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The error object of the calls of OAuth.
    #[error("{}{}", .0.error, .0.error_description.as_ref().map_or_else(String::new, |it| format!(": {it}")))]
    Oauth(Box<OauthError>),
    /// An answer that is not Notion's error object, such as a web page of a proxy.
    #[error(transparent)]
    Strange(#[from] StrangeAnswer),
    /// No answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// No answer in time.
    #[error("no answer within {} seconds", .0.as_secs())]
    TimedOut(Duration),
    /// An answer that ends in the middle.
    #[error("the answer is cut off")]
    CutOff(#[source] serde_json::Error),
}

/// An answer that is not of the form that Notion documents.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StrangeAnswer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The name that the proxy in front of Notion gave the request (`cf-ray`).
    pub ray: Option<String>,
    /// The beginning of the body, on one line.
    pub excerpt: String,
}

/// What Notion tells about work that it saved without an answer.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Committed {
    /// The new page or database, or the parent of new blocks. Updates name nothing.
    pub resource: Option<String>,
    /// The new direct children, in the order of the request.
    pub children: Vec<BlockId>,
}

/// A request that cannot be built.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The path leaves the API, or is none.
    #[error("the path is not one below `/v1/`; write it like `pages/…`, without `..`")]
    Path,
    /// Notion would refuse the body.
    #[error("{0}")]
    Invalid(Violations),
    /// Notion would refuse the file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The body cannot be written as JSON.
    #[error("the body cannot be written as JSON: {0}")]
    Body(String),
}

impl Error {
    pub(crate) fn new(method: &Method, path: &str, attempts: u32, kind: ErrorKind) -> Self {
        let (method, path) = (method.clone(), path.to_owned());
        Self(Box::new(Inner { method, path, attempts, unclear: false, kind }))
    }

    /// The same after an attempt of which nobody knows whether it did its work.
    pub(crate) fn with_unclear(mut self, unclear: bool) -> Self {
        self.0.unclear = unclear;
        self
    }

    /// What happened.
    pub const fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The method of the call.
    pub const fn method(&self) -> &Method {
        &self.0.method
    }

    /// The path of the call, below `/v1/`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// How often the request was sent. Refusals by a rate limit are not counted.
    pub const fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The class of the last failure, if an attempt failed.
    pub const fn failure(&self) -> Option<Failure> {
        match &self.0.kind {
            ErrorKind::Failed { failure, .. } | ErrorKind::Ambiguous { failure, .. } => {
                Some(*failure)
            }
            ErrorKind::Committed { .. } => Some(Failure::Committed),
            ErrorKind::Throttled { wait: Wait::Limit(scope), .. } => {
                Some(Failure::Throttled(*scope))
            }
            ErrorKind::Throttled { .. }
            | ErrorKind::Unreadable { .. }
            | ErrorKind::Unfinished { .. }
            | ErrorKind::Paging(_)
            | ErrorKind::Request(_) => None,
        }
    }

    /// Whether the work of the call was done, as far as all its attempts tell.
    pub const fn applied(&self) -> Applied {
        match &self.0.kind {
            ErrorKind::Committed { .. } | ErrorKind::Unreadable { .. } => Applied::Yes,
            ErrorKind::Ambiguous { .. } | ErrorKind::Unfinished { .. } => Applied::Unknown,
            _ if self.0.unclear => Applied::Unknown,
            ErrorKind::Failed { .. }
            | ErrorKind::Throttled { .. }
            | ErrorKind::Paging(_)
            | ErrorKind::Request(_) => Applied::No,
        }
    }

    /// Why the last attempt failed.
    pub const fn cause(&self) -> Option<&Cause> {
        match &self.0.kind {
            ErrorKind::Failed { cause, .. }
            | ErrorKind::Ambiguous { cause, .. }
            | ErrorKind::Committed { cause, .. } => Some(cause),
            ErrorKind::Throttled { cause, .. } => cause.as_ref(),
            ErrorKind::Unreadable { .. }
            | ErrorKind::Unfinished { .. }
            | ErrorKind::Paging(_)
            | ErrorKind::Request(_) => None,
        }
    }

    /// Notion's error object, if it sent one.
    pub const fn refusal(&self) -> Option<&ApiError> {
        match self.cause() {
            Some(Cause::Api(refusal)) => Some(refusal),
            _ => None,
        }
    }

    /// The HTTP status of the last answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self.cause()? {
            Cause::Api(refusal) => StatusCode::from_u16(refusal.status).ok(),
            Cause::Strange(answer) => Some(answer.status),
            // The two statuses that such an answer is read at.
            Cause::Oauth(_) if self.failure() == Some(Failure::Unauthorized) => {
                Some(StatusCode::UNAUTHORIZED)
            }
            Cause::Oauth(_) => Some(StatusCode::BAD_REQUEST),
            _ => None,
        }
    }

    /// Notion's word for what went wrong.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.refusal().map(|it| &it.code)
    }

    /// Notion's name for the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        match self.cause()? {
            Cause::Api(refusal) => refusal.request_id.as_deref(),
            Cause::Oauth(refusal) => refusal.request_id.as_deref(),
            _ => None,
        }
    }

    /// Whether the object is gone or not shared; Notion does not tell which.
    pub const fn is_not_found(&self) -> bool {
        matches!(self.failure(), Some(Failure::NotFound))
    }

    /// Whether the work may have been done, and must be looked for before it is repeated.
    pub const fn is_ambiguous(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Ambiguous { .. })
    }

    /// What Notion tells of work that it saved without an answer.
    pub const fn committed(&self) -> Option<&Committed> {
        match &self.0.kind {
            ErrorKind::Committed { committed, .. } => Some(committed),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { method, path, attempts, kind, .. } = &*self.0;
        write!(f, "{method} {path} ")?;
        match kind {
            ErrorKind::Failed { failure, .. } => {
                match failure {
                    Failure::Foreign => f.write_str("was not answered by Notion")?,
                    Failure::NotSent | Failure::Untrusted => f.write_str("could not be sent")?,
                    _ => f.write_str("failed")?,
                }
                if *attempts > 1 {
                    write!(f, " after {attempts} attempts")?;
                }
                Ok(())
            }
            ErrorKind::Ambiguous { .. } => {
                f.write_str("may or may not have been done; look before sending it again")
            }
            ErrorKind::Committed { .. } => {
                f.write_str("was done, but not answered; read the object, do not send it again")
            }
            ErrorKind::Throttled { wait: Wait::Outage, pause, .. } => {
                let pause = pause.as_secs_f64().ceil();
                write!(
                    f,
                    "waited in vain for the end of an outage; try again in {pause} s or later"
                )
            }
            ErrorKind::Throttled { wait, pause, .. } => {
                let pause = pause.as_secs_f64().ceil();
                write!(f, "would have to wait {pause} s for {wait}; try again later")
            }
            ErrorKind::Unreadable { object, .. } => {
                f.write_str("was done, but its answer could not be read")?;
                object.as_ref().map_or(Ok(()), |id| write!(f, " (the object is {id})"))
            }
            ErrorKind::Unfinished { task, waited } => {
                let waited = waited.as_secs();
                write!(f, "is not finished after {waited} s; ask for {task} later")
            }
            ErrorKind::Paging(_) => f.write_str("could not be followed to its end"),
            ErrorKind::Request(_) => f.write_str("could not be built"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("call", &format_args!("{} {}", self.0.method, self.0.path))
            .field("attempts", &self.0.attempts)
            .field("kind", &self.0.kind)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            ErrorKind::Unreadable { cause, .. } => Some(cause),
            ErrorKind::Paging(cause) => Some(cause),
            ErrorKind::Request(cause) => Some(cause),
            _ => self.cause().map(|cause| cause as _),
        }
    }
}

impl fmt::Display for StrangeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} without Notion's JSON", self.status)?;
        if let Some(ray) = &self.ray {
            write!(f, " (cf-ray {ray})")?;
        }
        if self.excerpt.is_empty() { Ok(()) } else { write!(f, ": {}", self.excerpt) }
    }
}

impl std::error::Error for StrangeAnswer {}

const _: () = assert!(size_of::<Result<(), Error>>() == size_of::<usize>());
