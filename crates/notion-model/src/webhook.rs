//! Events that Notion sends to a webhook.

use serde::{Deserialize, Serialize};

use crate::{
    DataSourceId, Guarded, ImportResult, PageId, PropertyId, Secret, Timestamp, ViewType,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// An event: a hint that something changed. What it is now has to be asked for.
    ///
    /// Events come out of order, several times, or not at all if a change was taken back. The first
    /// request of a new subscription is no event, but a [`WebhookVerification`].
    pub struct WebhookEvent {
        /// Its id: the same for every attempt to deliver it.
        required id: Box<str>,
        /// When it happened, to the millisecond.
        required timestamp: Timestamp,
        /// The workspace.
        optional workspace_id: Option<Box<str>>,
        /// The workspace's name.
        optional workspace_name: Option<String>,
        /// The subscription it was sent for.
        optional subscription_id: Option<Box<str>>,
        /// The connection it was sent to.
        optional integration_id: Option<Box<str>>,
        /// What happened.
        required r#type: WebhookEventType,
        /// Who did it.
        optional authors: Option<Vec<EntityRef>>,
        /// Who may see it. Only for public connections.
        optional accessible_by: Option<Vec<EntityRef>>,
        /// Which attempt to deliver it this is, from 1 to 8.
        optional attempt_number: Option<u32>,
        /// The version of the event's form.
        optional api_version: Option<Box<str>>,
        /// What it happened to.
        required entity: EntityRef,
        /// What belongs to the kind of event. It never costs the event: what this version cannot
        /// read of it is kept as it came.
        optional data: Option<Guarded<EventData>>,
    }
}

impl WebhookEvent {
    /// What belongs to the kind of event, if there is anything, and if this version can read it.
    pub fn details(&self) -> Option<&EventData> {
        match &self.data {
            Some(Guarded::Item(data)) => Some(data),
            Some(Guarded::Odd(_)) | None => None,
        }
    }
}

wire_object! {
    /// What belongs to an event, by its kind. Events of uploads have none, unless one failed.
    pub struct EventData {
        /// The page of a comment.
        optional page_id: Option<PageId>,
        /// Where the page, database, data source or view is; what a comment was made on.
        optional parent: Option<EventParent>,
        /// What changed in the content of a page; the rows that changed in a data source.
        optional updated_blocks: Option<Vec<EntityRef>>,
        /// The properties that changed: of a page their ids, of a schema what became of each.
        optional updated_properties: Option<Vec<UpdatedProperty>>,
        /// The block whose transcript was deleted.
        optional target: Option<EntityRef>,
        /// The transcript that was deleted.
        optional transcript_id: Option<Box<str>>,
        /// Why an import failed.
        optional file_import_result: Option<ImportResult>,
        /// The kind of a new view.
        optional view_type: Option<ViewType>,
        /// What changed of a view: `name`, `filter`, `sorts`, `configuration`.
        optional updated_fields: Option<Vec<Box<str>>>,
    }
}

wire_object! {
    /// Where something is, as events say it.
    pub struct EventParent {
        /// Its id.
        required id: Box<str>,
        /// `page`, `database`, `block`, `space`, `team` or `agent`.
        required r#type: Box<str>,
        /// The data source of a row.
        optional data_source_id: Option<DataSourceId>,
    }
}

/// A property that changed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub enum UpdatedProperty {
    /// Its value, in a page.
    Value(PropertyId),
    /// Itself, in the schema of a data source.
    Schema(SchemaChange),
}

wire_object! {
    /// What became of a property of a data source.
    pub struct SchemaChange {
        /// The property.
        required id: PropertyId,
        /// What it is called now; `None` if it is gone.
        nullable name: Option<Box<str>>,
        /// What became of it.
        required action: SchemaAction,
    }
}

open_enum! {
    /// What became of a property of a data source.
    pub enum SchemaAction {
        /// It is new.
        Created = "created",
        /// It was changed.
        Updated = "updated",
        /// It is gone.
        Deleted = "deleted",
    }
}

wire_object! {
    /// The first request of a new subscription, before any event.
    ///
    /// The token goes back to Notion by hand, in the settings of the connection. It is also the key
    /// of the signature (HMAC-SHA256) that every request carries from then on, and so of this one.
    ///
    /// ```
    /// use notion_model::WebhookVerification;
    ///
    /// let body = r#"{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}"#;
    /// let first: WebhookVerification = serde_json::from_str(body)?;
    /// assert!(first.verification_token.expose().starts_with("secret_"));
    /// assert!(!format!("{first:?}").contains("tMrlL1qK5"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct WebhookVerification {
        /// The token.
        required verification_token: Secret,
    }
}

wire_object! {
    /// An object or a person, by id and kind.
    pub struct EntityRef {
        /// Its id.
        required id: Box<str>,
        /// Its kind.
        required r#type: Box<str>,
    }
}

open_enum! {
    /// What happened.
    pub enum WebhookEventType {
        /// A page was made.
        PageCreated = "page.created",
        /// A page went to the trash.
        PageDeleted = "page.deleted",
        /// A page came back from the trash.
        PageUndeleted = "page.undeleted",
        /// A page was moved.
        PageMoved = "page.moved",
        /// A page was locked.
        PageLocked = "page.locked",
        /// A page was unlocked.
        PageUnlocked = "page.unlocked",
        /// The content of a page changed.
        PageContentUpdated = "page.content_updated",
        /// The properties of a page changed.
        PagePropertiesUpdated = "page.properties_updated",
        /// The transcript of a meeting was deleted.
        PageTranscriptDeleted = "page.transcription_block.transcript_deleted",
        /// A database was made.
        DatabaseCreated = "database.created",
        /// A database went to the trash.
        DatabaseDeleted = "database.deleted",
        /// A database came back from the trash.
        DatabaseUndeleted = "database.undeleted",
        /// A database was moved.
        DatabaseMoved = "database.moved",
        /// Rows of a database changed, up to version 2022-06-28.
        DatabaseContentUpdated = "database.content_updated",
        /// The schema of a database changed, up to version 2022-06-28.
        DatabaseSchemaUpdated = "database.schema_updated",
        /// A data source was made.
        DataSourceCreated = "data_source.created",
        /// A data source went to the trash.
        DataSourceDeleted = "data_source.deleted",
        /// A data source came back from the trash.
        DataSourceUndeleted = "data_source.undeleted",
        /// A data source was moved.
        DataSourceMoved = "data_source.moved",
        /// Rows of a data source changed.
        DataSourceContentUpdated = "data_source.content_updated",
        /// The schema of a data source changed.
        DataSourceSchemaUpdated = "data_source.schema_updated",
        /// A comment was made.
        CommentCreated = "comment.created",
        /// A comment changed.
        CommentUpdated = "comment.updated",
        /// A comment was deleted.
        CommentDeleted = "comment.deleted",
        /// An upload was made.
        FileUploadCreated = "file_upload.created",
        /// An upload is complete.
        FileUploadCompleted = "file_upload.completed",
        /// An upload was not attached in time.
        FileUploadExpired = "file_upload.expired",
        /// An import failed.
        FileUploadFailed = "file_upload.upload_failed",
        /// A view was made.
        ViewCreated = "view.created",
        /// A view changed.
        ViewUpdated = "view.updated",
        /// A view was deleted.
        ViewDeleted = "view.deleted",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(data: Value) -> WebhookEvent {
        let entity = json!({"id": "1", "type": "page"});
        let event = json!({
            "id": "2", "timestamp": "2026-11-02T09:00:00.000Z", "type": "x", "entity": entity,
            "data": data,
        });
        let read: WebhookEvent = serde_json::from_value(event.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), event);
        read
    }

    #[test]
    fn what_belongs_to_an_event_is_read_by_its_kind() {
        let read = event(json!({
            "parent": {"id": "3", "type": "space"},
            "updated_properties": ["title", {"id": "a", "name": null, "action": "deleted"}],
            "new": {"kept": true},
        }));
        let data = read.details().unwrap();
        assert_eq!(data.parent.as_ref().map(|it| &*it.r#type), Some("space"));
        let Some([UpdatedProperty::Value(id), UpdatedProperty::Schema(change)]) =
            data.updated_properties.as_deref()
        else {
            panic!("{data:?}")
        };
        assert_eq!((id.as_str(), &change.action), ("title", &SchemaAction::Deleted));
    }

    #[test]
    fn what_cannot_be_read_does_not_cost_the_event() {
        let read = event(json!({"updated_blocks": "all of them"}));
        assert_eq!(read.details(), None);
        assert!(matches!(read.data, Some(Guarded::Odd(_))));
    }
}
