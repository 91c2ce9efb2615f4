//! How an attempt can fail, named by what is known about the work: done, not done, or unclear.

use std::fmt;

/// How one attempt failed.
///
/// The status code alone does not say it: a `503` may mean "saved", a `400` may mean "too slow", and a
/// `403` may come from a proxy that never asked Notion.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// The request never left: no address, no connection, no handshake.
    NotSent,
    /// Whoever is there cannot prove to be Notion, or speaks another protocol. Nothing was sent.
    Untrusted,
    /// `429`: a budget is used up.
    Throttled(Scope),
    /// `529`, or `service_overload`: Notion sheds load.
    Overloaded,
    /// `429` with `public_api_request_blocked`: access is closed by an administrator.
    Blocked,
    /// `503` that says the change was saved and only the answer could not be built.
    Committed,
    /// `500`, `502`, `503` without guidance, `520` to `524`: nobody knows.
    Server,
    /// Notion ran out of time: `504`, a `400` that names the response-time budget, or a `503` that asks
    /// for smaller pages.
    TooSlow,
    /// The connection broke or time was up after the request left, or a `200` ended in the middle.
    Lost,
    /// A proxy in front of Notion refused (`403`, `429`) and Notion never saw the request.
    EdgeRefused,
    /// A proxy in front of Notion failed (`5xx`); Notion may have seen the request.
    EdgeFailed,
    /// `409`: another writer was faster.
    Conflict,
    /// `409` with `row_limit_exceeded`: the data source is full.
    RowLimit,
    /// `400` because the cursor is unknown or has expired.
    BadCursor,
    /// `413`, or a `400` that names a length: the request must be split.
    TooLarge,
    /// Any other `4xx`: the request is wrong and stays wrong.
    Invalid,
    /// `401`: the token.
    Unauthorized,
    /// `403`: a capability is missing, or something is not shared.
    Forbidden,
    /// `403` with `block_limit`: the free plan's blocks are used up.
    BlockLimit,
    /// `404`: gone, or not shared. Notion does not tell which.
    NotFound,
    /// The answer is not Notion's: a redirect, or a web page in place of JSON.
    Foreign,
}

/// What a `429` limits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Scope {
    /// The budget of this connection (of this token): 180 or 600 requests a minute, by plan.
    Connection,
    /// The budget that all connections of the workspace share. Waits may be longer than a minute.
    Workspace,
    /// The budget of one endpoint. Other endpoints are not concerned.
    Endpoint,
    /// A reason that is not known to this version. Treated like `Connection`.
    Other,
}

/// What is known about the work after a failure.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Applied {
    /// It was not done.
    No,
    /// It was done.
    Yes,
    /// Nobody knows.
    Unknown,
}

impl Failure {
    /// Whether the work was done, as far as the answer tells.
    pub const fn applied(self) -> Applied {
        match self {
            Self::Committed => Applied::Yes,
            Self::Server | Self::TooSlow | Self::Lost | Self::EdgeFailed => Applied::Unknown,
            // Notion documents that the transaction was not completed.
            Self::Conflict
            | Self::NotSent
            | Self::Untrusted
            | Self::Throttled(_)
            | Self::Overloaded
            | Self::Blocked
            | Self::EdgeRefused
            | Self::RowLimit
            | Self::BadCursor
            | Self::TooLarge
            | Self::Invalid
            | Self::Unauthorized
            | Self::Forbidden
            | Self::BlockLimit
            | Self::NotFound
            | Self::Foreign => Applied::No,
        }
    }

    /// Whether the service was in trouble, rather than the request. Such failures use up the retry
    /// quota.
    pub const fn is_outage(self) -> bool {
        matches!(self, Self::NotSent | Self::Server | Self::TooSlow | Self::Lost | Self::EdgeFailed)
    }

    /// Whether there is no point in sending anything else with this client.
    pub const fn is_fatal(self) -> bool {
        matches!(self, Self::Blocked | Self::Unauthorized | Self::Foreign | Self::Untrusted)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "no connection",
            Self::Untrusted => "no connection that can be trusted",
            Self::Throttled(scope) => return write!(f, "rate limit of the {scope}"),
            Self::Overloaded => "Notion is overloaded",
            Self::Blocked => "access is blocked",
            Self::Committed => "saved, but not answered",
            Self::Server => "server error",
            Self::TooSlow => "too slow for Notion",
            Self::Lost => "the answer was lost",
            Self::EdgeRefused => "refused by the proxy in front of Notion",
            Self::EdgeFailed => "the proxy in front of Notion failed",
            Self::Conflict => "conflict with another writer",
            Self::RowLimit => "the data source is full",
            Self::BadCursor => "the cursor is not valid",
            Self::TooLarge => "the request is too large",
            Self::Invalid => "the request is not valid",
            Self::Unauthorized => "the token is not accepted",
            Self::Forbidden => "not allowed",
            Self::BlockLimit => "the blocks of the free plan are used up",
            Self::NotFound => "not found or not shared",
            Self::Foreign => "the answer is not from Notion",
        })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connection",
            Self::Workspace => "workspace",
            Self::Endpoint => "endpoint",
            Self::Other => "service",
        })
    }
}
