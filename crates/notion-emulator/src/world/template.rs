//! Templates of data sources: what a new row may begin with.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::World;
use super::text::{Run, is_false};

/// One template. Its blocks stand below its id, like those of a page.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Template {
    pub(crate) id: Uuid,
    /// Its place among the templates of its data source.
    pub(crate) rank: u64,
    pub(crate) source: Uuid,
    /// Its name, which is also the title of what is made of it.
    pub(crate) title: Vec<Run>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_default: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<Box<Value>>,
    /// The values of a row, as a request would send them.
    pub(crate) properties: Value,
}

impl World {
    /// The templates of a data source, in their order.
    pub(crate) fn templates(&self, source: Uuid) -> Vec<&Template> {
        let mut found: Vec<&Template> =
            self.all::<Template>().filter(|template| template.source == source).collect();
        found.sort_by_key(|template| template.rank);
        found
    }
}
