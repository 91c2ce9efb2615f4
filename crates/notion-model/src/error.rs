//! What Notion answers when it refuses.

use std::fmt;

use serde_json::{Map, Value};

use crate::wire::{open_enum, wire_object};

wire_object! {
    /// Notion's error object.
    pub struct ApiError {
        /// Always `error`. Left out in the error of an asynchronous task.
        defaulted object: ErrorObject,
        /// The HTTP status.
        required status: u16,
        /// What went wrong, as a word.
        required code: ErrorCode,
        /// What went wrong, in words.
        required message: String,
        /// What Notion adds for some codes: `retry_after`, `rate_limit_reason`,
        /// `committed_resource_id`, … Its values are texts or lists of texts.
        optional additional_data: Option<Map<String, Value>>,
        /// Notion's id of the answer, which its support asks for.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of an error.
    #[derive(Default)]
    pub enum ErrorObject {
        /// An error.
        #[default]
        Error = "error",
    }
}

impl ApiError {
    /// A text of `additional_data`.
    pub fn additional(&self, key: &str) -> Option<&str> {
        self.additional_data.as_ref()?.get(key)?.as_str()
    }
}

/// `Could not find page with ID: … (object_not_found)`.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for ApiError {}

open_enum! {
    /// Notion's words for what went wrong.
    pub enum ErrorCode {
        /// 400: the body is no JSON.
        InvalidJson = "invalid_json",
        /// 400: no such path, or not with this method.
        InvalidRequestUrl = "invalid_request_url",
        /// 400: the request is not supported.
        InvalidRequest = "invalid_request",
        /// 400: an OAuth code or token is not valid.
        InvalidGrant = "invalid_grant",
        /// 400: a value is not as it should be; the message names its path.
        ValidationError = "validation_error",
        /// 400: no `Notion-Version`, or one that does not exist.
        MissingVersion = "missing_version",
        /// 401: the token is not valid.
        Unauthorized = "unauthorized",
        /// 403: the connection may not do this.
        RestrictedResource = "restricted_resource",
        /// 404: it does not exist, or it is not shared with the connection.
        ObjectNotFound = "object_not_found",
        /// 409: somebody else wrote at the same time.
        ConflictError = "conflict_error",
        /// 409: the data source is full.
        RowLimitExceeded = "row_limit_exceeded",
        /// 429: a request budget is used up.
        RateLimited = "rate_limited",
        /// 500.
        InternalServerError = "internal_server_error",
        /// 502.
        BadGateway = "bad_gateway",
        /// 503: unavailable, or saved but not answered in time.
        ServiceUnavailable = "service_unavailable",
        /// 503: Notion's database is unavailable.
        DatabaseConnectionUnavailable = "database_connection_unavailable",
        /// 504.
        GatewayTimeout = "gateway_timeout",
        /// 529: overloaded; to be treated like 429.
        ServiceOverload = "service_overload",
    }
}
