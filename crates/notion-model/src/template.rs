//! Templates of a data source, as they are listed.

use crate::{PageId, wire::wire_object};

wire_object! {
    /// A template of a data source.
    pub struct DataSourceTemplate {
        /// The page that is the template.
        required id: PageId,
        /// Its name.
        required name: String,
        /// Whether new rows get it by themselves.
        defaulted is_default: bool,
    }
}

wire_object! {
    /// A page of templates. This list has a form of its own: no `object` and no `type`.
    pub struct Templates {
        /// The templates.
        required templates: Vec<DataSourceTemplate>,
        /// Whether there is a next page.
        required has_more: bool,
        /// Where the next page begins.
        nullable next_cursor: Option<String>,
        /// Notion's id of the answer. Not always sent.
        optional request_id: Option<Box<str>>,
    }
}
