//! The samples in `fixtures/wire`, and how each is read and written back.

use std::sync::LazyLock;

use notion_model::body::Body;
use notion_model::{
    ApiError, AsyncTask, Block, Comment, CustomEmoji, DataSource, Database, FileUpload, List, Page,
    PageMarkdown, PagePointer, PropertyItems, Templates, User, View, ViewQuery, WebhookEvent,
};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Reads a text as one type and writes it back.
type ReadAndWrite = fn(&str) -> serde_json::Result<String>;

/// Every file of answers and the type that reads it.
const ANSWERS: &[(&str, &str, ReadAndWrite)] = &[
    (
        "async_tasks",
        include_str!("../../../../fixtures/wire/async_tasks.json"),
        through::<AsyncTask>,
    ),
    (
        "block_lists",
        include_str!("../../../../fixtures/wire/block_lists.json"),
        through::<List<Block>>,
    ),
    ("blocks", include_str!("../../../../fixtures/wire/blocks.json"), through::<Block>),
    (
        "comment_lists",
        include_str!("../../../../fixtures/wire/comment_lists.json"),
        through::<List<Comment>>,
    ),
    ("comments", include_str!("../../../../fixtures/wire/comments.json"), through::<Comment>),
    (
        "custom_emoji_lists",
        include_str!("../../../../fixtures/wire/custom_emoji_lists.json"),
        through::<List<CustomEmoji>>,
    ),
    (
        "data_sources",
        include_str!("../../../../fixtures/wire/data_sources.json"),
        through::<DataSource>,
    ),
    ("databases", include_str!("../../../../fixtures/wire/databases.json"), through::<Database>),
    ("errors", include_str!("../../../../fixtures/wire/errors.json"), through::<ApiError>),
    (
        "file_upload_lists",
        include_str!("../../../../fixtures/wire/file_upload_lists.json"),
        through::<List<FileUpload>>,
    ),
    (
        "file_uploads",
        include_str!("../../../../fixtures/wire/file_uploads.json"),
        through::<FileUpload>,
    ),
    (
        "page_lists",
        include_str!("../../../../fixtures/wire/page_lists.json"),
        through::<List<PagePointer>>,
    ),
    (
        "page_markdown",
        include_str!("../../../../fixtures/wire/page_markdown.json"),
        through::<PageMarkdown>,
    ),
    ("pages", include_str!("../../../../fixtures/wire/pages.json"), through::<Page>),
    (
        "property_items",
        include_str!("../../../../fixtures/wire/property_items.json"),
        through::<PropertyItems>,
    ),
    ("row_lists", include_str!("../../../../fixtures/wire/row_lists.json"), through::<List<Row>>),
    ("templates", include_str!("../../../../fixtures/wire/templates.json"), through::<Templates>),
    (
        "user_lists",
        include_str!("../../../../fixtures/wire/user_lists.json"),
        through::<List<User>>,
    ),
    ("users", include_str!("../../../../fixtures/wire/users.json"), through::<User>),
    (
        "view_lists",
        include_str!("../../../../fixtures/wire/view_lists.json"),
        through::<List<View>>,
    ),
    (
        "view_queries",
        include_str!("../../../../fixtures/wire/view_queries.json"),
        through::<ViewQuery>,
    ),
    ("views", include_str!("../../../../fixtures/wire/views.json"), through::<View>),
    (
        "webhook_events",
        include_str!("../../../../fixtures/wire/webhook_events.json"),
        through::<WebhookEvent>,
    ),
];

/// Bodies of requests, each with the path that says what reads it.
const REQUESTS: &str = include_str!("../../../../fixtures/wire/requests.json");

/// One body and what reads it.
pub(crate) struct Sample {
    /// The file and the index in it.
    pub(crate) place: String,
    /// The body.
    pub(crate) value: Value,
    reader: Reader,
}

enum Reader {
    Answer(ReadAndWrite),
    Request { path: String },
}

/// All samples.
pub(crate) fn all() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(read);
    &SAMPLES
}

fn read() -> Vec<Sample> {
    let parse = |text| serde_json::from_str::<Vec<Value>>(text).expect("samples are JSON");
    let mut samples = Vec::new();
    for (kind, text, through) in ANSWERS {
        for (index, value) in parse(text).into_iter().enumerate() {
            let place = format!("{kind}[{index}]");
            samples.push(Sample { place, value, reader: Reader::Answer(*through) });
        }
    }
    for (index, mut request) in parse(REQUESTS).into_iter().enumerate() {
        let path = request["path"].as_str().expect("a request has a path").to_owned();
        let place = format!("requests[{index}], {path}");
        samples.push(Sample {
            place,
            value: request["body"].take(),
            reader: Reader::Request { path },
        });
    }
    samples
}

impl Sample {
    /// Reads a text as what this sample is, and writes it back.
    pub(crate) fn through(&self, text: &str) -> serde_json::Result<String> {
        match &self.reader {
            Reader::Answer(through) => through(text),
            Reader::Request { path } => {
                serde_json::to_string(&Body::read(path, serde_json::from_str(text)?))
            }
        }
    }

    /// The path of its call, if it is the body of a request.
    pub(crate) fn request_path(&self) -> Option<&str> {
        match &self.reader {
            Reader::Request { path } => Some(path),
            Reader::Answer(_) => None,
        }
    }

    /// Reads `value` in place of the sample, and writes it back unchanged.
    pub(crate) fn check(&self, what: &str, value: &Value) {
        let place = &self.place;
        match self.through(&value.to_string()) {
            Ok(written) => unchanged(place, what, value, &written),
            Err(error) => panic!("{place} {what} was not read: {error}\n{value}"),
        }
    }

    /// Reads `value`, and writes it back unchanged or refuses it: what is read is never bent.
    /// Returns whether it was read.
    pub(crate) fn check_or_refuse(&self, what: &str, value: &Value) -> bool {
        let written = self.through(&value.to_string());
        if let Ok(written) = &written {
            unchanged(&self.place, what, value, written);
        }
        written.is_ok()
    }
}

fn unchanged(place: &str, what: &str, value: &Value, written: &str) {
    let written: Value = serde_json::from_str(written).expect("what was written is JSON");
    assert_eq!(written, *value, "{place} {what}");
    let (mut came, mut went) = (Vec::new(), Vec::new());
    property_names(value, &mut came);
    property_names(&written, &mut went);
    came.sort();
    went.sort();
    assert_eq!(went, came, "order of the properties of {place} {what}");
}

/// The names in every `properties`, in order. The samples are a few levels deep.
fn property_names(value: &Value, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                if let (true, Value::Object(properties)) = (key == "properties", value) {
                    found.push(properties.keys().cloned().collect());
                }
                property_names(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| property_names(it, found)),
        _ => {}
    }
}

/// Reads `value` as a `T`, and writes it back unchanged.
pub(crate) fn survives<T: DeserializeOwned + Serialize>(what: &str, value: &Value) {
    match through::<T>(&value.to_string()) {
        Ok(written) => unchanged("generated", what, value, &written),
        Err(error) => panic!("the {what} was not read: {error}\n{value}"),
    }
}

fn through<T: DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<String> {
    serde_json::to_string(&serde_json::from_str::<T>(text)?)
}

/// A result of a query or a search.
#[derive(Serialize)]
#[serde(untagged)]
enum Row {
    Page(Box<Page>),
    DataSource(Box<DataSource>),
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let row = Value::deserialize(from)?;
        let read = if row["object"] == "data_source" {
            Box::<DataSource>::deserialize(row).map(Self::DataSource)
        } else {
            Box::<Page>::deserialize(row).map(Self::Page)
        };
        read.map_err(serde::de::Error::custom)
    }
}

/// JSON pointers to all values of a kind, the whole one included.
pub(crate) fn paths(value: &Value, wanted: fn(&Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((path, value)) = open.pop() {
        match value {
            Value::Object(object) => open.extend(object.iter().map(|(key, it)| {
                (format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), it)
            })),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, it)| (format!("{path}/{index}"), it)));
            }
            _ => {}
        }
        if wanted(value) {
            found.push(path);
        }
    }
    found
}
