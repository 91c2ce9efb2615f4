//! The samples leave nothing out: every kind and word that the model knows stands in one of them.

use std::collections::BTreeSet;

use notion_model::{
    AsyncTaskStatus, BlockKind, Completeness, ErrorCode, FileKind, FileUploadStatus,
    FormulaValueKind, IconKind, ImportOutcome, LinkToPageTarget, MentionKind, PropertyItemKind,
    PropertySchemaKind, PropertyValueKind, RelationKind, RichTextKind, RollupValueKind,
    SchemaAction, SyncedFromKind, UserType, WebhookEventType,
};
use serde_json::{Map, Value};

use crate::samples;

/// Where an object stands: the key over it, and the object above that.
struct Place<'a> {
    key: &'a str,
    above: Option<&'a Self>,
    object: &'a Map<String, Value>,
}

impl Place<'_> {
    fn is(&self, object: &str) -> bool {
        self.object.get("object").and_then(Value::as_str) == Some(object)
    }

    /// Whether it is a property of the named object.
    fn is_property_of(&self, owner: &str) -> bool {
        let properties = self.above.filter(|above| above.key == "properties");
        properties.and_then(|it| it.above).is_some_and(|above| above.is(owner))
    }
}

/// A union or a list of words, what it knows, the field that holds the word, and where.
type Known = (&'static str, &'static [&'static str], &'static str, fn(&Place<'_>) -> bool);

const KNOWN: &[Known] = &[
    ("block", BlockKind::KNOWN, "type", |it| it.is("block")),
    ("property value", PropertyValueKind::KNOWN, "type", |it| it.is_property_of("page")),
    ("property schema", PropertySchemaKind::KNOWN, "type", |it| it.is_property_of("data_source")),
    ("property item", PropertyItemKind::KNOWN, "type", |it| it.is("property_item")),
    ("formula", FormulaValueKind::KNOWN, "type", |it| it.key == "formula"),
    ("rollup", RollupValueKind::KNOWN, "type", |it| it.key == "rollup"),
    ("relation", RelationKind::KNOWN, "type", |it| it.key == "relation"),
    ("rich text", RichTextKind::KNOWN, "type", |it| it.object.contains_key("annotations")),
    ("mention", MentionKind::KNOWN, "type", |it| it.key == "mention"),
    ("icon", IconKind::KNOWN, "type", |it| it.key == "icon"),
    ("file", FileKind::KNOWN, "type", |it| ["cover", "files", "image"].contains(&it.key)),
    ("link to a page", LinkToPageTarget::KNOWN, "type", |it| it.key == "link_to_page"),
    ("synced block", SyncedFromKind::KNOWN, "type", |it| it.key == "synced_from"),
    ("parent", PARENTS, "type", |it| it.key == "parent"),
    ("user", UserType::KNOWN, "type", |it| it.is("user")),
    ("view", VIEWS, "type", |it| it.is("view")),
    ("list", LISTS, "type", |it| it.is("list")),
    ("object", OBJECTS, "object", |_| true),
    ("error", ErrorCode::KNOWN, "code", |it| it.is("error")),
    ("task", AsyncTaskStatus::KNOWN, "status", |it| it.is("async_task")),
    ("upload", FileUploadStatus::KNOWN, "status", |it| it.is("file_upload")),
    ("completeness", Completeness::KNOWN, "type", |it| it.key == "request_status"),
    ("webhook event", WebhookEventType::KNOWN, "type", |it| it.object.contains_key("entity")),
    ("import", ImportOutcome::KNOWN, "type", |it| it.key == "file_import_result"),
    ("schema change", SchemaAction::KNOWN, "action", |it| it.key == "updated_properties"),
];

/// The kinds of parents. They are read by hand, so nothing lists them.
const PARENTS: &[&str] =
    &["page_id", "data_source_id", "database_id", "block_id", "workspace", "agent_id"];

/// The types of views.
const VIEWS: &[&str] = &[
    "table",
    "board",
    "list",
    "calendar",
    "timeline",
    "gallery",
    "form",
    "chart",
    "map",
    "dashboard",
];

/// What a list may hold.
const LISTS: &[&str] = &[
    "block",
    "comment",
    "custom_emoji",
    "file_upload",
    "page",
    "page_or_data_source",
    "property_item",
    "user",
    "view",
];

/// What an answer may be.
const OBJECTS: &[&str] = &[
    "async_task",
    "block",
    "comment",
    "data_source",
    "database",
    "error",
    "file_upload",
    "group",
    "list",
    "page",
    "page_markdown",
    "property_item",
    "user",
    "view",
    "view_query",
];

/// What only a request may hold.
const SENT_ONLY: &[(&str, &str)] = &[("icon", "file_upload"), ("file", "file_upload")];

#[test]
fn every_known_kind_and_word_has_a_sample() {
    let mut seen = BTreeSet::new();
    for sample in samples::all() {
        let answer = sample.request_path().is_none();
        walk("", None, &sample.value, &mut |place| {
            for (name, _, field, applies) in KNOWN {
                if let Some(word) = place.object.get(*field).and_then(Value::as_str)
                    && (answer || SENT_ONLY.contains(&(name, word)))
                    && applies(place)
                {
                    seen.insert((*name, word.to_owned()));
                }
            }
        });
    }
    let known = KNOWN.iter().flat_map(|(name, words, ..)| words.iter().map(|it| (*name, *it)));
    let missing: Vec<_> =
        known.filter(|(name, word)| !seen.contains(&(*name, (*word).to_owned()))).collect();
    assert!(missing.is_empty(), "no sample in fixtures/wire has {missing:?}");
}

/// The trash is told in two words, one up to version 2025-09-03, and meetings have two names.
#[test]
fn both_versions_have_samples() {
    for object in ["block", "page", "database", "data_source", "file_upload"] {
        let of_kind = |archived: bool| {
            samples::all().iter().any(|it| {
                it.value["object"] == object
                    && it.value.get("in_trash").is_some()
                    && it.value.get("archived").is_some() == archived
            })
        };
        assert!(of_kind(true), "no {object} of version 2025-09-03");
        assert!(of_kind(false), "no {object} of version 2026-03-11");
    }
    let requests: Vec<_> = samples::all().iter().filter(|it| it.request_path().is_some()).collect();
    for field in ["archived", "in_trash", "after", "position"] {
        assert!(requests.iter().any(|it| it.value.get(field).is_some()), "no request has {field}");
    }
}

/// The samples are a few levels deep.
fn walk(key: &str, above: Option<&Place<'_>>, value: &Value, visit: &mut impl FnMut(&Place<'_>)) {
    match value {
        Value::Object(object) => {
            let place = Place { key, above, object };
            visit(&place);
            for (key, value) in object {
                walk(key, Some(&place), value, visit);
            }
        }
        Value::Array(items) => items.iter().for_each(|it| walk(key, above, it, visit)),
        _ => {}
    }
}
