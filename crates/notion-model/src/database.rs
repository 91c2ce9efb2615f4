//! Databases, as they are read: the containers of data sources.

use crate::{
    DataSourceId, DatabaseId, File, Icon, Parent, RichText, Timestamp, plain_text,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// A database. The schema and the rows are in its data sources.
    pub struct Database {
        /// Always `database`.
        defaulted object: DatabaseObject,
        /// Its id: that of its `child_database` block.
        required id: DatabaseId,
        /// Its title.
        defaulted title: Vec<RichText>,
        /// What it is for.
        defaulted description: Vec<RichText>,
        /// Where it hangs.
        nullable parent: Option<Parent>,
        /// Whether it is shown inside its page.
        defaulted is_inline: bool,
        /// Whether it is in the trash.
        defaulted in_trash: bool,
        /// Whether the app keeps people from changing it.
        defaulted is_locked: bool,
        /// When it was made, to the millisecond.
        nullable created_time: Option<Timestamp>,
        /// When it was last changed, to the millisecond.
        nullable last_edited_time: Option<Timestamp>,
        /// Its data sources, those in the trash too.
        defaulted data_sources: Vec<DataSourceRef>,
        /// Its icon.
        nullable icon: Option<Icon>,
        /// The picture at its top.
        nullable cover: Option<File>,
        /// Its address.
        nullable url: Option<String>,
        /// Its public address, if it is published.
        nullable public_url: Option<String>,
        /// The same as `in_trash`, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Notion's id of the answer, if the database is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a database.
    #[derive(Default)]
    pub enum DatabaseObject {
        /// A database.
        #[default]
        Database = "database",
    }
}

wire_object! {
    /// A data source of a database.
    pub struct DataSourceRef {
        /// Its id.
        required id: DataSourceId,
        /// Its name.
        defaulted name: String,
    }
}

impl Database {
    /// The title without annotations.
    pub fn title(&self) -> String {
        plain_text(&self.title)
    }
}
