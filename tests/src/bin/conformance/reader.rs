//! Which type of the model reads a body: decided by the call, as a client does.

use std::fmt::Debug;

use notion_model::body::Body;
use notion_model::{
    ApiError, AsyncTask, Block, Comment, DataSource, Database, FileUpload, Found, List, Page,
    PageMarkdown, PagePointer, PropertyItems, Templates, User, View, ViewQuery,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::traffic::Exchange;

/// What a type made of a body.
pub(crate) struct Passed {
    /// The JSON it wrote back.
    pub(crate) written: String,
    /// Its `Debug` form, which names the arms that were taken.
    pub(crate) debug: String,
    /// What was understood of it.
    pub(crate) understood: Understood,
}

/// What was understood of a body.
pub(crate) enum Understood {
    /// An answer: what is written back is what was understood.
    Answer,
    /// A request: this, in the words of its type.
    Request(Value),
    /// A request that is not of the type of its call, or whose call has none.
    Nothing,
}

/// Reads a text as one type and writes it back.
type Reader = fn(&str) -> serde_json::Result<Passed>;

/// Reads the body of a request.
pub(crate) fn body(exchange: &Exchange, text: &str) -> serde_json::Result<Body> {
    Ok(Body::read(below_root(&exchange.path), serde_json::from_str(text)?))
}

/// Reads and writes the body of a request.
pub(crate) fn request(exchange: &Exchange, text: &str) -> serde_json::Result<Passed> {
    let body = body(exchange, text)?;
    let understood = match body.in_our_words().transpose()? {
        Some(ours) => Understood::Request(ours),
        None => Understood::Nothing,
    };
    Ok(Passed { understood, ..passed(&body)? })
}

/// Reads and writes the body of a response.
pub(crate) fn response(exchange: &Exchange, text: &str) -> serde_json::Result<Passed> {
    response_type(exchange, text)(text)
}

fn response_type(exchange: &Exchange, text: &str) -> Reader {
    /// What an answer says of itself, if it says anything.
    #[derive(Default, Deserialize)]
    struct Named {
        object: Option<Value>,
    }
    let named: Named = serde_json::from_str(text).unwrap_or_default();
    let object = named.object.as_ref().and_then(Value::as_str);
    // These two may answer any call.
    if exchange.status >= 400 || object == Some("error") {
        return through::<ApiError>;
    }
    if object == Some("async_task") {
        return through::<AsyncTask>;
    }
    let steps: Vec<&str> = below_root(&exchange.path).split('/').collect();
    match (exchange.method.as_str(), steps.as_slice()) {
        (_, ["pages"] | ["pages", _] | ["pages", _, "move"]) => through::<Page>,
        (_, ["pages", _, "markdown"]) => through::<PageMarkdown>,
        (_, ["pages", _, "properties", _]) => through::<PropertyItems>,
        (_, ["blocks", _]) => through::<Block>,
        (_, ["blocks", _, "children"]) => through::<List<Block>>,
        (_, ["databases"] | ["databases", _]) => through::<Database>,
        (_, ["data_sources"] | ["data_sources", _]) => through::<DataSource>,
        (_, ["data_sources" | "databases", _, "query"] | ["search"]) => through::<List<Found>>,
        (_, ["data_sources", _, "templates"]) => through::<Templates>,
        (_, ["users"]) => through::<List<User>>,
        (_, ["users", _]) => through::<User>,
        ("GET", ["comments"]) => through::<List<Comment>>,
        (_, ["comments"] | ["comments", _]) => through::<Comment>,
        ("GET", ["views"]) => through::<List<View>>,
        (_, ["views"] | ["views", _]) => through::<View>,
        ("GET", ["views", _, "queries", _]) => through::<List<PagePointer>>,
        (_, ["views", _, "queries"] | ["views", _, "queries", _]) => through::<ViewQuery>,
        ("GET", ["file_uploads"]) => through::<List<FileUpload>>,
        (_, ["file_uploads"] | ["file_uploads", _] | ["file_uploads", _, "send" | "complete"]) => {
            through::<FileUpload>
        }
        (_, ["async_tasks", _]) => through::<AsyncTask>,
        _ => through::<Raw>,
    }
}

/// The path below `/v1/`.
fn below_root(path: &str) -> &str {
    path.trim_start_matches("/v1/").trim_matches('/')
}

fn through<T: Debug + DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<Passed> {
    passed(&serde_json::from_str::<T>(text)?)
}

fn passed(value: &(impl Debug + Serialize)) -> serde_json::Result<Passed> {
    let written = serde_json::to_string(value)?;
    Ok(Passed { written, debug: format!("{value:?}"), understood: Understood::Answer })
}

/// A body that no type of the model reads. Its name is what `Debug` shows.
#[derive(Debug, Deserialize, Serialize)]
#[serde(transparent)]
struct Raw(Box<RawValue>);
