//! Addresses of uploaded files: signed, good for an hour, and what stands behind them.

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LAST_MODIFIED};
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use crate::asked;
use crate::clock::later;
use crate::fault;
use crate::ids;
use crate::reply::{Reply, http_date};
use crate::signature;
use crate::world::World;
use crate::world::upload::Upload;

/// How long an address is good, in seconds, unless a fault says otherwise.
const EXPIRES: u64 = 3600;

/// Where files are, below the address of this Notion.
const PREFIX: &str = "/files/";

/// The address of an uploaded file, and when it ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    pub(crate) url: String,
    /// `2026-11-02T10:30:42.123Z`.
    pub(crate) expiry_time: String,
}

/// An address that is good from now on.
pub(crate) fn address(world: &World, upload: &Upload) -> Address {
    let name = utf8_percent_encode(upload.filename.as_deref().unwrap_or("file"), ENCODED);
    let path = format!("{PREFIX}{}/{}/{name}", world.about.workspace, upload.id);
    let date = world.now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let seconds = world.alterations.expires.map_or(EXPIRES, |expires| expires.as_secs());
    let signature = signed(world, &path, &date, &seconds.to_string());
    let url = format!(
        "{}{path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD\
         &X-Amz-Date={date}&X-Amz-Expires={seconds}&X-Amz-Signature={signature}\
         &X-Amz-SignedHeaders=host&x-id=GetObject",
        world.base
    );
    let end = end_of(world.now, seconds);
    Address { url, expiry_time: end.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string() }
}

fn end_of(start: Timestamp, seconds: u64) -> Timestamp {
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    later(start, seconds)
}

/// The upload that an address of this Notion leads to, whether or not it is still good.
pub(crate) fn upload_of(world: &World, url: &str) -> Option<Uuid> {
    let rest = url.strip_prefix(world.base.as_str())?;
    let path = rest.split('?').next().unwrap_or(rest);
    let id = named(world, path)?;
    world.find::<Upload>(id).map(|upload| upload.id)
}

fn named(world: &World, path: &str) -> Option<Uuid> {
    let mut segments = path.strip_prefix(PREFIX)?.split('/');
    let workspace = segments.next().and_then(ids::parse)?;
    let id = segments.next().and_then(ids::parse)?;
    (workspace == world.about.workspace).then_some(id)
}

/// A keyed digest. It keeps honest clients from using an address for longer than they may, which
/// is all that a Notion without secrets can do.
fn signed(world: &World, path: &str, date: &str, seconds: &str) -> String {
    let key = [world.about.workspace, world.about.integration.id].map(Uuid::into_bytes).concat();
    signature::hmac_sha256(&key, [path, date, seconds].join("\n").as_bytes())
}

/// Whether a request wants a file.
pub(crate) fn is_meant(method: &Method, path: &str) -> bool {
    (*method == Method::GET || *method == Method::HEAD) && path.starts_with(PREFIX)
}

/// The file behind an address, or a refusal in the words of the storage behind Notion.
pub(crate) fn serve(world: &World, method: &Method, path: &str, query: &str) -> Reply {
    let parameters = asked::parameters(query);
    let parameter = |name: &str| {
        parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let date = parameter("X-Amz-Date");
    let seconds = parameter("X-Amz-Expires");
    let given = parameter("X-Amz-Signature");
    if given.is_empty() {
        return refusal("AccessDenied", "Access Denied", "");
    }
    if signed(world, path, date, seconds) != given {
        let message = "The request signature we calculated does not match the signature you \
                       provided. Check your key and signing method.";
        return refusal("SignatureDoesNotMatch", message, "");
    }
    let start = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", date)
        .and_then(|start| start.to_zoned(jiff::tz::TimeZone::UTC));
    let good_for = seconds.parse().unwrap_or(0);
    let end = start.map_or(Timestamp::MIN, |start| end_of(start.timestamp(), good_for));
    if end <= world.now {
        let more = format!(
            "<X-Amz-Expires>{good_for}</X-Amz-Expires><Expires>{}</Expires>\
             <ServerTime>{}</ServerTime>",
            end.strftime("%Y-%m-%dT%H:%M:%SZ"),
            world.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        );
        return refusal("AccessDenied", "Request has expired", &more);
    }
    match named(world, path).and_then(|id| world.find::<Upload>(id)) {
        Some(upload) => file(upload, world.content(upload.id), method),
        None => refusal("AccessDenied", "Access Denied", ""),
    }
}

fn file(upload: &Upload, content: Bytes, method: &Method) -> Reply {
    let length = content.len();
    let mut reply = Reply::new(200, if *method == Method::HEAD { Bytes::new() } else { content });
    let kind = upload.content_type.as_deref().unwrap_or("application/octet-stream");
    let headers = &mut reply.headers;
    if let Ok(kind) = HeaderValue::from_str(kind) {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(edited) = http_date(upload.edited.timestamp()) {
        headers.insert(LAST_MODIFIED, edited);
    }
    // A file that somebody uploaded must not act on the pages that are shown beside it.
    headers.insert("content-security-policy", HeaderValue::from_static("sandbox"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    reply
}

fn refusal(code: &str, message: &str, more: &str) -> Reply {
    refusal_of_status(403, code, message, more)
}

fn refusal_of_status(status: u16, code: &str, message: &str, more: &str) -> Reply {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}\
         </Message>{more}</Error>"
    );
    let mut reply = Reply::new(status, body.into());
    reply.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    reply
}

/// What the storage answers when a fault wants it: 202 is "not yet", which is no error and no file.
pub(crate) fn fault(answer: &fault::Answer) -> Reply {
    let (code, message) = match answer.status {
        200..=299 => return Reply::new(answer.status, Bytes::new()),
        403 => ("AccessDenied", "Access Denied"),
        404 => ("NoSuchKey", "The specified key does not exist."),
        503 => ("SlowDown", "Please reduce your request rate."),
        _ => ("InternalError", "We encountered an internal error. Please try again."),
    };
    let message = answer.message.as_deref().unwrap_or(message);
    refusal_of_status(answer.status, code, message, "")
}

/// What is encoded in a file name that is a segment of a path.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
