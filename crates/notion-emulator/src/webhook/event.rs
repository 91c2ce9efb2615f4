//! What happened in a world, in the form in which webhooks tell it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Something that happened. What it is now has to be asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    pub(crate) at: Timestamp,
    pub(crate) kind: EventKind,
    pub(crate) entity: Entity,
    /// Who did it.
    pub(crate) author: Uuid,
    /// `data.parent`.
    pub(crate) parent: Option<Value>,
    pub(crate) details: Details,
}

/// An object by id and kind.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Entity {
    pub(crate) id: Uuid,
    pub(crate) kind: &'static str,
}

/// What else belongs to the kind of event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Details {
    Nothing,
    /// `updated_blocks`: what was put into a page or data source, changed there or taken out.
    Blocks(Vec<Entity>),
    /// `updated_properties`, by id.
    Values(Vec<String>),
    /// `updated_properties` of a schema.
    Schema(Vec<SchemaChange>),
    /// `updated_fields` of a view.
    Fields(Vec<&'static str>),
    /// Where it was before it was moved, which is not told.
    MovedFrom(Option<Value>),
    /// The page that a comment is on.
    OnPage(Uuid),
    /// The type of a view.
    ViewType(Box<str>),
    /// How an import ended.
    Import(Value),
}

/// A property that was added, changed or removed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SchemaChange {
    pub(crate) id: String,
    pub(crate) name: Option<Box<str>>,
    pub(crate) action: Action,
}

/// What became of a property.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Action {
    Created,
    Updated,
    Deleted,
}

impl Action {
    fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// One line for each kind: its name, and whether events of it that come soon after each other are
/// told as one.
macro_rules! kinds {
    ($($kind:ident = $name:literal $aggregated:literal,)*) => {
        /// What can happen.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(crate) enum EventKind {
            $($kind,)*
        }

        impl EventKind {
            pub(crate) const ALL: &[Self] = &[$(Self::$kind),*];

            /// Its name, such as `page.created`.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }

            pub(crate) fn is_aggregated(self) -> bool {
                match self {
                    $(Self::$kind => $aggregated,)*
                }
            }
        }
    };
}

kinds! {
    PageCreated = "page.created" true,
    PageDeleted = "page.deleted" true,
    PageUndeleted = "page.undeleted" true,
    PageMoved = "page.moved" true,
    PageLocked = "page.locked" false,
    PageUnlocked = "page.unlocked" false,
    PageContentUpdated = "page.content_updated" true,
    PagePropertiesUpdated = "page.properties_updated" true,
    DatabaseCreated = "database.created" true,
    DatabaseDeleted = "database.deleted" true,
    DatabaseUndeleted = "database.undeleted" true,
    DatabaseMoved = "database.moved" true,
    DataSourceCreated = "data_source.created" true,
    DataSourceDeleted = "data_source.deleted" true,
    DataSourceUndeleted = "data_source.undeleted" true,
    DataSourceContentUpdated = "data_source.content_updated" true,
    DataSourceSchemaUpdated = "data_source.schema_updated" true,
    CommentCreated = "comment.created" false,
    CommentUpdated = "comment.updated" false,
    CommentDeleted = "comment.deleted" false,
    FileUploadCreated = "file_upload.created" false,
    FileUploadCompleted = "file_upload.completed" false,
    FileUploadExpired = "file_upload.expired" false,
    FileUploadFailed = "file_upload.upload_failed" false,
    ViewCreated = "view.created" false,
    ViewUpdated = "view.updated" false,
    ViewDeleted = "view.deleted" false,
}

impl EventKind {
    /// The kind that takes this one back, if it comes soon after.
    pub(crate) fn taken_back_by(self) -> Option<Self> {
        Some(match self {
            Self::PageCreated | Self::PageUndeleted => Self::PageDeleted,
            Self::PageDeleted => Self::PageUndeleted,
            Self::DatabaseCreated | Self::DatabaseUndeleted => Self::DatabaseDeleted,
            Self::DatabaseDeleted => Self::DatabaseUndeleted,
            Self::DataSourceCreated | Self::DataSourceUndeleted => Self::DataSourceDeleted,
            Self::DataSourceDeleted => Self::DataSourceUndeleted,
            _ => return None,
        })
    }

    /// Whether nothing is left to tell of an object that this began and something took back.
    pub(crate) fn is_beginning(self) -> bool {
        matches!(self, Self::PageCreated | Self::DatabaseCreated | Self::DataSourceCreated)
    }
}

impl Entity {
    pub(crate) fn page(id: Uuid) -> Self {
        Self { id, kind: "page" }
    }

    pub(crate) fn shown(self) -> Value {
        json!({ "id": self.id, "type": self.kind })
    }
}

impl Event {
    /// `data`.
    pub(crate) fn data(&self) -> Map<String, Value> {
        let mut data = Map::new();
        if let Details::OnPage(page) = &self.details {
            data.insert("page_id".into(), json!(page));
        }
        if let Some(parent) = &self.parent {
            data.insert("parent".into(), parent.clone());
        }
        let (key, value) = match &self.details {
            Details::Nothing | Details::MovedFrom(_) | Details::OnPage(_) => return data,
            Details::Blocks(blocks) => {
                ("updated_blocks", blocks.iter().map(|it| it.shown()).collect())
            }
            Details::Values(ids) => ("updated_properties", json!(ids)),
            Details::Schema(changes) => {
                let shown = |it: &SchemaChange| json!({ "id": it.id, "name": it.name, "action": it.action.word() });
                ("updated_properties", changes.iter().map(shown).collect())
            }
            Details::Fields(fields) => ("updated_fields", json!(fields)),
            Details::ViewType(kind) => ("view_type", json!(kind)),
            Details::Import(result) => ("file_import_result", result.clone()),
        };
        data.insert(key.into(), value);
        data
    }
}
