//! The samples in `fixtures/wire`, and how each is read and written back.

use notion_model::{
    ApiError, AsyncTask, Block, Comment, DataSource, Database, FileUpload, List, Page,
    PageMarkdown, PropertyItems, Templates, User, View, ViewQuery, WebhookEvent,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Reads a text as one type and writes it back.
type ReadAndWrite = fn(&str) -> serde_json::Result<String>;

/// Every file of samples and the type that reads it.
pub(crate) const KINDS: &[(&str, &str, ReadAndWrite)] = &[
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
    ("comments", include_str!("../../../../fixtures/wire/comments.json"), through::<Comment>),
    (
        "data_sources",
        include_str!("../../../../fixtures/wire/data_sources.json"),
        through::<DataSource>,
    ),
    ("databases", include_str!("../../../../fixtures/wire/databases.json"), through::<Database>),
    ("errors", include_str!("../../../../fixtures/wire/errors.json"), through::<ApiError>),
    (
        "file_uploads",
        include_str!("../../../../fixtures/wire/file_uploads.json"),
        through::<FileUpload>,
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
    ("row_lists", include_str!("../../../../fixtures/wire/row_lists.json"), through::<List<Value>>),
    ("templates", include_str!("../../../../fixtures/wire/templates.json"), through::<Templates>),
    ("users", include_str!("../../../../fixtures/wire/users.json"), through::<User>),
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

fn through<T: DeserializeOwned + Serialize>(text: &str) -> serde_json::Result<String> {
    serde_json::to_string(&serde_json::from_str::<T>(text)?)
}

/// Every sample with its kind and place.
pub(crate) fn each(mut run: impl FnMut(&str, &Value, ReadAndWrite)) {
    for (kind, text, through) in KINDS {
        let samples: Vec<Value> = serde_json::from_str(text).expect("samples are JSON");
        for (index, sample) in samples.iter().enumerate() {
            run(&format!("{kind}[{index}]"), sample, *through);
        }
    }
}

/// Reads `value` and writes it back unchanged, the order of `properties` included.
pub(crate) fn check(place: &str, value: &Value, through: ReadAndWrite) {
    let written = match through(&value.to_string()) {
        Ok(written) => serde_json::from_str::<Value>(&written).expect("what was written is JSON"),
        Err(error) => panic!("{place} was not read: {error}\n{value}"),
    };
    assert_eq!(written, *value, "{place}");
    let names = |it: &Value| -> Option<Vec<String>> {
        Some(it.get("properties")?.as_object()?.keys().cloned().collect())
    };
    assert_eq!(names(&written), names(value), "order of the properties of {place}");
}
