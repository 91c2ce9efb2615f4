//! Pages, as they are read. A row of a data source is a page.

use crate::{
    File, Icon, PageId, Parent, Properties, PropertyValue, PropertyValueKind, Timestamp, User,
    plain_text,
    wire::{open_enum, wire_object},
};

mod values;

pub use values::{Shown, ValueError};

wire_object! {
    /// A page. Its content is not part of it: list the children of the block of the same id.
    pub struct Page {
        /// Always `page`.
        defaulted object: PageObject,
        /// Its id.
        required id: PageId,
        /// When it was made, floored to the minute.
        nullable created_time: Option<Timestamp>,
        /// When it was last changed, floored to the minute.
        nullable last_edited_time: Option<Timestamp>,
        /// Who made it: only an id.
        nullable created_by: Option<User>,
        /// Who changed it last: only an id.
        nullable last_edited_by: Option<User>,
        /// The picture at its top.
        nullable cover: Option<File>,
        /// Its icon.
        nullable icon: Option<Icon>,
        /// Where it hangs.
        nullable parent: Option<Parent>,
        /// Whether it is in the trash.
        defaulted in_trash: bool,
        /// Whether it is archived, which is not the trash.
        defaulted is_archived: bool,
        /// Whether the app keeps people from changing it. The API is not kept.
        defaulted is_locked: bool,
        /// Its properties by name. A page that is no row has only a `title`.
        defaulted properties: Properties<PropertyValue>,
        /// Its address.
        nullable url: Option<String>,
        /// Its public address, if it is published.
        nullable public_url: Option<String>,
        /// The same as `in_trash`, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Notion's id of the answer, if the page is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a page.
    #[derive(Default)]
    pub enum PageObject {
        /// A page.
        #[default]
        Page = "page",
    }
}

impl Page {
    /// The title without annotations.
    pub fn title(&self) -> String {
        self.properties
            .iter()
            .find_map(|(_, value)| match &value.kind {
                PropertyValueKind::Title(title) => Some(plain_text(title)),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The value of the property of that name.
    pub fn property(&self, name: &str) -> Option<&PropertyValueKind> {
        self.properties.get(name).map(|it| &it.kind)
    }
}
