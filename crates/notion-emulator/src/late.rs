//! What faults make of requests: work that is done late, short pages, half of the children.

use std::borrow::Cow;
use std::time::Duration;

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::fault::Bends;
use crate::record::Recorded;

/// Requests that were answered and are still to be carried out. They are not kept on disk: nobody
/// was told that they would be.
#[derive(Debug, Default)]
pub(crate) struct Late(Vec<Waiting>);

/// One of them.
#[derive(Debug)]
pub(crate) struct Waiting {
    due: Timestamp,
    pub(crate) asked: Recorded,
    pub(crate) base: String,
    pub(crate) headers: HeaderMap,
}

impl Late {
    /// Puts a request aside.
    pub(crate) fn push(
        &mut self,
        now: Timestamp,
        late: Duration,
        asked: &Recorded,
        base: &str,
        headers: &HeaderMap,
    ) {
        let late = SignedDuration::try_from(late).unwrap_or(SignedDuration::MAX);
        let due = now.saturating_add(late).unwrap_or(Timestamp::MAX);
        let (asked, base, headers) = (asked.clone(), base.to_owned(), headers.clone());
        self.0.push(Waiting { due, asked, base, headers });
    }

    /// Takes out the request whose time came first, if any has come.
    pub(crate) fn due(&mut self, now: Timestamp) -> Option<Waiting> {
        let due = self.0.iter().enumerate().filter(|(_, waiting)| waiting.due <= now);
        let (at, _) = due.min_by_key(|(at, waiting)| (waiting.due, *at))?;
        Some(self.0.remove(at))
    }
}

/// The longest page that anybody may ask for.
const LONGEST: u64 = notion_model::limits::PAGE_SIZE as u64;

/// The request that is carried out in the place of what was asked.
pub(crate) fn bend<'a>(asked: &'a Recorded, body: &mut Value, bends: &Bends) -> Cow<'a, Recorded> {
    if let (Some(most), Some(Value::Array(children))) = (bends.children, body.get_mut("children")) {
        children.truncate(most);
    }
    let Some(size) = bends.page_size else { return Cow::Borrowed(asked) };
    let is_list_in_body = asked.path.ends_with("/query") || asked.path.ends_with("/search");
    if asked.method == "POST" && is_list_in_body {
        let given = body.get("page_size").and_then(Value::as_u64);
        // What is no size is still to be refused.
        if let Some(body) = body.as_object_mut()
            && (!body.contains_key("page_size") || given.is_some_and(|given| given <= LONGEST))
        {
            let size = given.filter(|given| *given > 0).unwrap_or(LONGEST).min(size.into());
            body.insert("page_size".into(), json!(size));
        }
        return Cow::Borrowed(asked);
    }
    if asked.method != "GET" || !is_list(&asked.path) {
        return Cow::Borrowed(asked);
    }
    let mut asked = asked.clone();
    match asked.query.iter_mut().find(|(key, _)| key == "page_size") {
        None => asked.query.push(("page_size".to_owned(), size.to_string())),
        Some((_, given)) => {
            let asked = given.parse::<u64>().ok().filter(|given| *given <= LONGEST);
            if asked.is_some_and(|asked| asked == 0 || asked > size.into()) {
                *given = size.to_string();
            }
        }
    }
    Cow::Owned(asked)
}

/// Whether what is read at this path comes in pages.
fn is_list(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let names = ["users", "comments", "file_uploads", "views", "custom_emojis"];
    path.ends_with("/children")
        || path.ends_with("/templates")
        || path.contains("/properties/")
        || path.contains("/queries/")
        || names.iter().any(|name| path.strip_prefix("/v1/") == Some(name))
}
