//! One call of an endpoint: what its handler is given, and what it gives back.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::check::{At, Checked};
use crate::fetch::Fetcher;
use crate::ids;
use crate::refusal::Refusal;
use crate::version::Version;

/// A request that found its route and whose version is known.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) version: Version,
    /// The variable segments of the path, by name.
    pub(crate) path: Vec<(&'static str, &'a str)>,
    pub(crate) query: &'a [(String, String)],
    /// The body, an empty object if there was none.
    pub(crate) body: &'a Value,
    /// The body as it came, for the one endpoint that takes a form.
    pub(crate) raw: &'a Bytes,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) fetcher: &'a dyn Fetcher,
}

/// What a handler answers with.
#[derive(Debug)]
pub(crate) struct Answer {
    /// 200, or 202 for what goes on.
    pub(crate) status: u16,
    /// The object without its `request_id`.
    pub(crate) body: Map<String, Value>,
    /// What a write made, for faults that strike after the work was done.
    pub(crate) made: Option<Made>,
    /// Templates are the one list that does not say its request id.
    pub(crate) has_request_id: bool,
}

/// What a write made: the object itself, or the parent and its new children.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Made {
    pub(crate) resource: Uuid,
    pub(crate) children: Vec<Uuid>,
}

impl Answer {
    pub(crate) fn of(body: Map<String, Value>) -> Self {
        Self { status: 200, body, made: None, has_request_id: true }
    }

    #[must_use]
    pub(crate) fn making(mut self, resource: Uuid, children: Vec<Uuid>) -> Self {
        self.made = Some(Made { resource, children });
        self
    }
}

/// The paging of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paging {
    pub(crate) start: Option<String>,
    pub(crate) size: usize,
    /// Where both were given: `query` or `body`.
    pub(crate) part: &'static str,
}

/// The page size where none is given, and the largest one.
const PAGE_SIZE: usize = notion_model::limits::PAGE_SIZE as usize;

impl<'a> Call<'a> {
    /// The body as a place to read from.
    pub(crate) fn body(&self) -> At<'a, 'static> {
        At::body(self.body)
    }

    /// A variable segment of the path.
    pub(crate) fn segment(&self, name: &str) -> &'a str {
        self.path.iter().find(|(it, _)| *it == name).map_or("", |(_, value)| value)
    }

    /// A variable segment that is an id.
    pub(crate) fn id(&self, name: &'static str) -> Result<Uuid, Refusal> {
        let text = self.segment(name);
        ids::parse(text).ok_or_else(|| {
            let quoted = Value::from(text);
            Refusal::validation(format!(
                "path failed validation: path.{name} should be a valid uuid, instead was `{quoted}`."
            ))
        })
    }

    /// Refuses query parameters other than these.
    pub(crate) fn only_query(&self, known: &[&str]) -> Result<(), Refusal> {
        let unknown = self.query.iter().find(|(key, _)| !known.contains(&key.as_str()));
        unknown.map_or(Ok(()), |(key, value)| {
            let quoted = Value::from(value.as_str());
            Err(Refusal::validation(format!(
                "query failed validation: query.{key} should be not present, instead was `{quoted}`."
            )))
        })
    }

    /// A query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'a str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A query parameter that is one of a fixed set of words.
    pub(crate) fn word(
        &self,
        name: &str,
        words: &[&'static str],
    ) -> Result<Option<&'static str>, Refusal> {
        let given = self.parameter(name).map(|text| (name.to_owned(), Value::from(text)));
        let wrapped = Value::Object(given.into_iter().collect());
        Ok(At::root("query", Some(&wrapped)).key(name).opt(|at| at.word(words))?)
    }

    /// The properties that the answer is to show. Given once for each property.
    pub(crate) fn filter_properties(&self) -> Vec<String> {
        let keys = ["filter_properties", "filter_properties[]"];
        let given = self.query.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        given.map(|(_, value)| value.clone()).collect()
    }

    /// `start_cursor` and `page_size` of the query string.
    pub(crate) fn paging(&self) -> Result<Paging, Refusal> {
        let size = self
            .parameter("page_size")
            .map(|text| text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from));
        let wrapped =
            Value::Object(size.map(|size| ("page_size".to_owned(), size)).into_iter().collect());
        let size = page_size(&At::root("query", Some(&wrapped)))?;
        let start = self.parameter("start_cursor").filter(|text| *text != "undefined");
        Ok(Paging { start: start.map(str::to_owned), size, part: "query" })
    }

    /// `start_cursor` and `page_size` of the body.
    pub(crate) fn body_paging(&self) -> Checked<Paging> {
        let body = self.body();
        let start = body.key("start_cursor").maybe(At::string)?;
        Ok(Paging { start: start.map(str::to_owned), size: page_size(&body)?, part: "body" })
    }
}

/// `page_size`: 1 to 100; 0 stands for the default.
fn page_size(at: &At<'_, '_>) -> Checked<usize> {
    let size = at.key("page_size").opt(|at| {
        let number = at.number()?;
        if number.as_i64().is_some_and(|number| number < 0) {
            return Err(at.should_be("≥ `0`"));
        }
        let size = at.at_least(0)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > PAGE_SIZE { Err(at.should_be(&format!("≤ `{PAGE_SIZE}`"))) } else { Ok(size) }
    })?;
    Ok(size.filter(|size| *size > 0).unwrap_or(PAGE_SIZE))
}

/// Cuts one page out of a list whose cursors are ids: the cursor names the first item of the next
/// page, so it is part of what it asks for.
pub(crate) fn page_of_ids(
    ids: impl IntoIterator<Item = Uuid>,
    paging: &Paging,
) -> Result<(Vec<Uuid>, Option<String>), Refusal> {
    let start = match &paging.start {
        None => None,
        Some(text) => Some(ids::parse(text).ok_or_else(|| {
            let (part, quoted) = (paging.part, Value::from(text.as_str()));
            Refusal::validation(format!(
                "{part} failed validation: {part}.start_cursor should be a valid uuid or \
                 `undefined`, instead was `{quoted}`."
            ))
        })?),
    };
    let mut ids = ids.into_iter().skip_while(|id| start.is_some_and(|start| *id != start));
    let page: Vec<Uuid> = ids.by_ref().take(paging.size).collect();
    if page.is_empty()
        && let Some(start) = start
    {
        let message = format!("The start_cursor provided is invalid: {start}");
        return Err(Refusal::validation(message));
    }
    Ok((page, ids.next().map(|next| next.to_string())))
}
