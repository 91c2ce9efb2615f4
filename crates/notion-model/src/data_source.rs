//! Data sources, as they are read: a schema, and rows to be queried.

use crate::{
    DataSourceId, File, Icon, Parent, Properties, PropertySchema, RichText, Timestamp, User,
    plain_text,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// A data source. Most of its fields mirror its database.
    pub struct DataSource {
        /// Always `data_source`.
        defaulted object: DataSourceObject,
        /// Its id: never that of its database.
        required id: DataSourceId,
        /// The picture at the top of the database.
        nullable cover: Option<File>,
        /// Its icon.
        nullable icon: Option<Icon>,
        /// When the database was made.
        nullable created_time: Option<Timestamp>,
        /// Who made it: only an id.
        nullable created_by: Option<User>,
        /// Who changed it last: only an id.
        nullable last_edited_by: Option<User>,
        /// When it was last changed.
        nullable last_edited_time: Option<Timestamp>,
        /// Its title.
        defaulted title: Vec<RichText>,
        /// What the database is for.
        defaulted description: Vec<RichText>,
        /// Whether the database is shown inside its page.
        defaulted is_inline: bool,
        /// Its columns by name. Relations to data sources that are not shared are missing.
        defaulted properties: Properties<PropertySchema>,
        /// The database it is in.
        nullable parent: Option<Parent>,
        /// Where the database hangs.
        nullable database_parent: Option<Parent>,
        /// The address of the database.
        nullable url: Option<String>,
        /// The public address of the database, if it is published.
        nullable public_url: Option<String>,
        /// Whether it is in the trash.
        defaulted in_trash: bool,
        /// The same as `in_trash`, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Notion's id of the answer, if the data source is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a data source.
    #[derive(Default)]
    pub enum DataSourceObject {
        /// A data source.
        #[default]
        DataSource = "data_source",
    }
}

impl DataSource {
    /// The title without annotations.
    pub fn title(&self) -> String {
        plain_text(&self.title)
    }
}
