//! What people let a connection do: its capabilities.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One thing that a connection may be allowed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Capability {
    ReadContent,
    UpdateContent,
    InsertContent,
    ReadComments,
    InsertComments,
    /// Names of people, and who there is.
    ReadUsers,
    /// Their addresses as well.
    ReadUserEmails,
}

/// All that a connection is allowed: everything, unless a seed says otherwise.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Capabilities(BTreeSet<Capability>);

impl Default for Capabilities {
    fn default() -> Self {
        use Capability::{
            InsertComments, InsertContent, ReadComments, ReadContent, ReadUserEmails, ReadUsers,
            UpdateContent,
        };
        let content = [ReadContent, UpdateContent, InsertContent];
        let others = [ReadComments, InsertComments, ReadUsers, ReadUserEmails];
        Self(content.into_iter().chain(others).collect())
    }
}

impl Capabilities {
    pub(crate) fn allow(&self, capability: Capability) -> bool {
        self.0.contains(&capability)
    }

    /// What is left of an answer to a write for one who may not read what was written: who it is.
    pub(crate) fn limit(&self, written: &mut Map<String, Value>, needed: Capability) {
        let reads = match needed {
            Capability::InsertContent | Capability::UpdateContent => Capability::ReadContent,
            Capability::InsertComments => Capability::ReadComments,
            _ => return,
        };
        if self.allow(reads) {
            return;
        }
        match written.get_mut("results").and_then(Value::as_array_mut) {
            Some(results) => results.iter_mut().filter_map(Value::as_object_mut).for_each(limited),
            None => limited(written),
        }
    }
}

fn limited(object: &mut Map<String, Value>) {
    // Data sources and views say a little more of themselves.
    let kept: &[&str] = match object.get("object").and_then(Value::as_str) {
        Some("page" | "block" | "database" | "comment") => &["object", "id"],
        Some("data_source") => &["object", "id", "properties"],
        Some("view") => &["object", "id", "parent", "type"],
        _ => return,
    };
    object.retain(|key, _| kept.contains(&key.as_str()));
}
