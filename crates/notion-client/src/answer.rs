//! Reads what came back: success, or a failure with its class. A pure function of the answer.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use notion_model::{ApiError, ErrorCode, OauthError};
use serde_json::{Map, Value};

use crate::error::{Cause, Committed, StrangeAnswer};
use crate::failure::{Failure, Scope};

/// How long to wait after a refusal that does not say it.
pub(crate) const DEFAULT_WAIT: Duration = Duration::from_secs(30);
/// The longest `Retry-After` that is believed. Longer ones are cut to it.
const LONGEST_WAIT: Duration = Duration::from_hours(24);
/// How much of a strange body an error repeats.
const EXCERPT: usize = 120;
/// What is shorter stands in too many words to be looked for.
const SECRET: usize = 8;

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    pub(crate) cause: Cause,
    /// How long Notion asks to wait.
    pub(crate) wait: Option<Duration>,
    pub(crate) committed: Option<Committed>,
}

impl Failed {
    pub(crate) fn new(failure: Failure, cause: Cause) -> Box<Self> {
        Box::new(Self { failure, cause, wait: None, committed: None })
    }

    /// A refusal in Notion's words.
    pub(crate) fn of(status: StatusCode, refusal: ApiError) -> Box<Self> {
        let failure = classify(status, &refusal);
        let wait = refusal.additional("retry_after").and_then(|it| it.trim().parse().ok());
        let wait = wait.and_then(seconds);
        let committed = (failure == Failure::Committed).then(|| committed(&refusal));
        let cause = Cause::Api(refusal);
        Box::new(Self { failure, cause, wait, committed })
    }

    /// Notion's name for the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match &self.cause {
            Cause::Api(refusal) => refusal.request_id.as_deref(),
            Cause::Oauth(refusal) => refusal.request_id.as_deref(),
            _ => None,
        }
    }
}

/// What is no success may show what it was asked, as proxies do. The secret in it goes no further.
pub(crate) fn without_secret(
    mut answer: Response<Bytes>,
    authorization: Option<&HeaderValue>,
) -> Response<Bytes> {
    if answer.status().is_success() && !is_web_page(&answer) {
        return answer;
    }
    // `Bearer` or `Basic`, and what is secret.
    let secret = authorization.and_then(|it| it.as_bytes().split(|byte| *byte == b' ').nth(1));
    let Some(secret) = secret.filter(|it| it.len() >= SECRET) else { return answer };
    let mut rest = &**answer.body();
    let mut kept = Vec::new();
    while let Some(at) = rest.windows(secret.len()).position(|it| it == secret) {
        kept.extend_from_slice(&rest[..at]);
        kept.extend_from_slice("…".as_bytes());
        rest = &rest[at + secret.len()..];
    }
    kept.extend_from_slice(rest);
    *answer.body_mut() = kept.into();
    answer
}

/// Gives back a successful answer that can be read as JSON, or the class of the failure.
pub(crate) fn examine(answer: Response<Bytes>) -> Result<Response<Bytes>, Box<Failed>> {
    let status = answer.status();
    if status.is_success() {
        return if is_web_page(&answer) {
            Err(strange(&answer, Failure::Foreign))
        } else {
            Ok(answer)
        };
    }
    let Some(refusal) = refusal(&answer) else {
        return Err(refusal_of_oauth(&answer).unwrap_or_else(|| without_words(&answer)));
    };
    let mut failed = Failed::of(status, refusal);
    failed.wait = retry_after(answer.headers()).or(failed.wait);
    Err(failed)
}

/// The calls of OAuth have an error object of their own, which comes with two statuses.
fn refusal_of_oauth(answer: &Response<Bytes>) -> Option<Box<Failed>> {
    let failure = match answer.status() {
        StatusCode::BAD_REQUEST => Failure::Invalid,
        StatusCode::UNAUTHORIZED => Failure::Unauthorized,
        _ => return None,
    };
    let refusal: OauthError = serde_json::from_slice(answer.body()).ok()?;
    Some(Failed::new(failure, Cause::Oauth(Box::new(refusal))))
}

/// The class of a refusal in Notion's words.
fn classify(status: StatusCode, refusal: &ApiError) -> Failure {
    let says = |word: &str| refusal.message.contains(word);
    match (status.as_u16(), &refusal.code) {
        (_, ErrorCode::ServiceOverload) | (529, _) => Failure::Overloaded,
        (429, _) => match refusal.additional("rate_limit_reason") {
            Some("public_api_request_blocked") => Failure::Blocked,
            Some("public_api_request_rate_limit") => Failure::Throttled(Scope::Connection),
            Some("public_api_space_request_rate_limit") => Failure::Throttled(Scope::Workspace),
            Some("public_api_endpoint_rate_limit") => Failure::Throttled(Scope::Endpoint),
            _ => Failure::Throttled(Scope::Other),
        },
        (503, _) if is_committed(refusal) => Failure::Committed,
        (503, _) if says("page_size") || guidance(refusal).any(|it| it.contains("page_size")) => {
            Failure::TooSlow
        }
        (504, _) => Failure::TooSlow,
        (500.., _) => Failure::Server,
        (409, ErrorCode::RowLimitExceeded) => Failure::RowLimit,
        (409, _) => Failure::Conflict,
        (401, _) => Failure::Unauthorized,
        (403, _) if has(refusal, "block_limit") => Failure::BlockLimit,
        (403, _) => Failure::Forbidden,
        (404, _) => Failure::NotFound,
        (413, _) => Failure::TooLarge,
        (400, _) if says("response time budget") || says("exponential backoff") => Failure::TooSlow,
        (400, _) if says("start_cursor provided is invalid") => Failure::BadCursor,
        (400, _) if says(".length should be ≤") || says("body is too large") => Failure::TooLarge,
        (400..500, _) => Failure::Invalid,
        _ => Failure::Foreign,
    }
}

/// The class of an answer that is not Notion's error object.
fn without_words(answer: &Response<Bytes>) -> Box<Failed> {
    let status = answer.status().as_u16();
    let at_the_edge = answer.headers().contains_key("cf-ray")
        && !answer.headers().contains_key("x-notion-request-id");
    let failure = match status {
        413 => Failure::TooLarge,
        401 => Failure::Unauthorized,
        403 | 429 if at_the_edge => Failure::EdgeRefused,
        429 => Failure::Throttled(Scope::Other),
        529 => Failure::Overloaded,
        500.. if at_the_edge => Failure::EdgeFailed,
        504 => Failure::TooSlow,
        500.. => Failure::Server,
        // The token endpoints have error objects of their own.
        400..500 if !is_web_page(answer) && !answer.body().is_empty() => Failure::Invalid,
        _ => Failure::Foreign,
    };
    let wait = retry_after(answer.headers());
    Box::new(Failed { wait, ..*strange(answer, failure) })
}

fn strange(answer: &Response<Bytes>, failure: Failure) -> Box<Failed> {
    let ray = answer.headers().get("cf-ray").and_then(|it| it.to_str().ok()).map(str::to_owned);
    let body = String::from_utf8_lossy(&answer.body()[..answer.body().len().min(EXCERPT * 4)]);
    let excerpt = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let excerpt = match excerpt.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &excerpt[..end]),
        None => excerpt,
    };
    Failed::new(failure, Cause::Strange(StrangeAnswer { status: answer.status(), ray, excerpt }))
}

fn is_web_page(answer: &Response<Bytes>) -> bool {
    let declared = answer.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    declared.is_some_and(|it| it.starts_with("text/html"))
        || answer.body().trim_ascii_start().starts_with(b"<")
}

/// Whatever has a code and a message is an error object; the status of the answer counts.
fn refusal(answer: &Response<Bytes>) -> Option<ApiError> {
    let mut whole: Map<String, Value> = serde_json::from_slice(answer.body()).ok()?;
    whole.insert("status".to_owned(), answer.status().as_u16().into());
    let mut refusal: ApiError = serde_json::from_value(Value::Object(whole)).ok()?;
    if refusal.request_id.is_none() {
        refusal.request_id = request_id(answer.headers()).map(Into::into);
    }
    Some(refusal)
}

/// Notion's name for a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-notion-request-id")?.to_str().ok()
}

fn has(refusal: &ApiError, key: &str) -> bool {
    refusal.additional_data.as_ref().is_some_and(|data| data.contains_key(key))
}

/// The sentences of `retry_guidance`; one sentence may come without a list around it.
fn guidance(refusal: &ApiError) -> impl Iterator<Item = &str> {
    let sentences = refusal.additional_data.as_ref().and_then(|data| data.get("retry_guidance"));
    let list = sentences.and_then(Value::as_array).into_iter().flatten();
    list.chain(sentences).filter_map(Value::as_str)
}

fn is_committed(refusal: &ApiError) -> bool {
    has(refusal, "committed_resource_id")
        || has(refusal, "committed_child_ids")
        || guidance(refusal).any(|it| it.to_ascii_lowercase().contains("not repeat the write"))
}

fn committed(refusal: &ApiError) -> Committed {
    let children = refusal
        .additional_data
        .as_ref()
        .and_then(|data| data.get("committed_child_ids"))
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|id| id.as_str()?.parse().ok())
        .collect();
    Committed { resource: refusal.additional("committed_resource_id").map(str::to_owned), children }
}

/// What `Retry-After` says: seconds, or a date, which is compared with the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(number) = text.parse::<f64>() {
        return seconds(number);
    }
    let until = http_date(text)?;
    let now = http_date(headers.get(header::DATE)?.to_str().ok()?)?;
    // A date in the past means: now.
    seconds(until.duration_since(now).as_secs_f64().max(0.0))
}

fn http_date(text: &str) -> Option<jiff::Timestamp> {
    jiff::fmt::rfc2822::parse(text.trim()).ok().map(|at| at.timestamp())
}

/// `None` for what is no time.
fn seconds(number: f64) -> Option<Duration> {
    let wait = || Duration::try_from_secs_f64(number).unwrap_or(LONGEST_WAIT);
    (number >= 0.0).then(|| wait().min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests;
