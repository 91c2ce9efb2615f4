//! Templates of a data source, as they are listed.

use serde::{Deserialize, Serialize};

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

/// A page of templates. This list has a form of its own: no `object` and no `type`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Templates {
    /// The templates.
    pub templates: Vec<DataSourceTemplate>,
    /// Whether there is a next page.
    pub has_more: bool,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
    /// Notion's id of the answer. Not always sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Box<str>>,
}
