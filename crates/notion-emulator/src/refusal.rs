//! Notion's error object: what a refused request is answered with.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::budget::Exceeded;

/// A refusal in Notion's words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) additional_data: Option<Box<Map<String, Value>>>,
    /// Seconds for the `Retry-After` header.
    pub(crate) retry_after: Option<u64>,
    /// Whether it has the form of OAuth's errors, which is another one.
    pub(crate) is_oauth: bool,
}

impl Refusal {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            additional_data: None,
            retry_after: None,
            is_oauth: false,
        }
    }

    /// 400: the request is understood and wrong.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new(400, "validation_error", message)
    }

    /// 400: no such path, or not with this method.
    pub(crate) fn invalid_url() -> Self {
        Self::new(400, "invalid_request_url", "Invalid request URL.")
    }

    /// 400: the body is not JSON.
    pub(crate) fn invalid_json() -> Self {
        Self::new(400, "invalid_json", "Error parsing JSON body.")
    }

    /// 400: the `Notion-Version` header is missing or names no version.
    pub(crate) fn version(message: impl Into<String>) -> Self {
        Self::new(400, "missing_version", message)
    }

    /// 401: no `Authorization` header of the right form.
    pub(crate) fn no_token() -> Self {
        let message = "Authorization header must use the format \"Bearer <token>\".";
        Self::new(401, "unauthorized", message)
    }

    /// 401: a token that is not the one of this Notion.
    pub(crate) fn wrong_token() -> Self {
        Self::new(401, "unauthorized", "API token is invalid.")
    }

    /// 400 for what Notion can do and this one cannot: never a silent 200.
    ///
    /// `what` is a noun phrase in the plural or a gerund: "comments", "writing formulas".
    pub(crate) fn not_yet(what: &str) -> Self {
        let message = format!("Unsupported request: the local Notion does not do {what} yet.");
        Self::new(400, "invalid_request", message)
    }

    /// 404: `noun` (`page`, `block`, `database`, `data_source`) does not exist or is not shared.
    pub(crate) fn not_found(noun: &str, id: Uuid, integration: &Integration) -> Self {
        let message = format!(
            "Could not find {noun} with ID: {id}. Make sure the relevant pages and databases are \
             shared with your integration \"{}\".",
            integration.name
        );
        let mut refusal = Self::new(404, "object_not_found", message);
        refusal.with("integration_id", json!(integration.id));
        refusal
    }

    /// 404 for a person or bot.
    pub(crate) fn user_not_found(id: Uuid) -> Self {
        let message = format!(
            "Could not find user with ID: {id}. Make sure your integration has capabilities to \
             read user information. With those capabilities, only members and guests in the \
             integration's workspace are visible."
        );
        Self::new(404, "object_not_found", message)
    }

    /// A refusal of one of OAuth's calls, by its word.
    pub(crate) fn oauth(status: u16, error: &'static str) -> Self {
        Self { is_oauth: true, ..Self::new(status, error, "") }
    }

    /// 429, with the reason and the time to wait in all three places where Notion says them.
    pub(crate) fn rate_limited(exceeded: Exceeded) -> Self {
        let message = "You have been rate limited. Please try again in a few minutes.";
        let mut refusal = Self::new(429, "rate_limited", message);
        refusal.with("rate_limit_reason", json!(exceeded.reason));
        refusal.with("retry_after", json!(exceeded.retry_after.to_string()));
        refusal.retry_after = Some(exceeded.retry_after);
        refusal
    }

    /// 500: the store could not keep a write, which therefore did not happen.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(500, "internal_server_error", message)
    }

    /// A refusal of any status with its usual code and text, as a fault script asks for it.
    pub(crate) fn of_status(status: u16) -> Self {
        let (code, message) = match status {
            400 => ("validation_error", "The request is invalid."),
            401 => ("unauthorized", "API token is invalid."),
            403 => ("restricted_resource", "Insufficient permissions for this endpoint."),
            404 => ("object_not_found", "Could not find the object."),
            409 => ("conflict_error", "Conflict occurred while saving. Please try again."),
            429 => {
                ("rate_limited", "You have been rate limited. Please try again in a few minutes.")
            }
            502 => ("bad_gateway", "Bad Gateway"),
            503 => ("service_unavailable", "Notion is unavailable, please try again later."),
            504 => ("gateway_timeout", "Gateway Timeout"),
            529 => ("service_overload", "Notion is overloaded, please try again later."),
            _ => ("internal_server_error", "Unexpected error occurred."),
        };
        Self::new(status, code, message)
    }

    /// Adds one entry to `additional_data`.
    pub(crate) fn with(&mut self, key: &str, value: Value) {
        self.additional_data.get_or_insert_default().insert(key.to_owned(), value);
    }

    /// The body, with its keys in Notion's order.
    pub(crate) fn body(&self, request_id: Uuid) -> Value {
        let mut body = Map::new();
        if self.is_oauth {
            body.insert("error".into(), json!(self.code));
            body.insert("request_id".into(), json!(request_id));
            return Value::Object(body);
        }
        body.insert("object".into(), json!("error"));
        body.insert("status".into(), json!(self.status));
        body.insert("code".into(), json!(self.code));
        body.insert("message".into(), json!(self.message));
        if let Some(data) = &self.additional_data {
            body.insert("additional_data".into(), Value::Object((**data).clone()));
        }
        body.insert("request_id".into(), json!(request_id));
        Value::Object(body)
    }
}

/// Who the token speaks for, as far as refusals name it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Integration {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}
