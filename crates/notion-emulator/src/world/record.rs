//! The objects of a world as they are kept: pages, blocks, databases, data sources, users.

use notion_model::Patch;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::block_type::{BlockType, Part};
use super::cell::Cell;
use super::moment::Moment;
use super::schema::{Property, PropertyKey};
use super::text::{Run, is_false};

/// Does to a field what a patch says.
pub(crate) fn apply<T>(field: &mut Option<T>, patch: Patch<T>) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(value),
    }
}

/// Where an object hangs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Parent {
    Workspace,
    Page(Uuid),
    Block(Uuid),
    DataSource(Uuid),
}

impl Parent {
    /// The id of the parent; the nil id stands for the workspace.
    pub(crate) fn id(self) -> Uuid {
        match self {
            Self::Workspace => Uuid::nil(),
            Self::Page(id) | Self::Block(id) | Self::DataSource(id) => id,
        }
    }
}

/// Who made and changed an object, and when.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Stamp {
    pub(crate) created: Moment,
    pub(crate) created_by: Uuid,
    pub(crate) edited: Moment,
    pub(crate) edited_by: Uuid,
}

/// A page, which is a row if its parent is a data source.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Page {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    /// Its place among its siblings.
    pub(crate) rank: u64,
    pub(crate) stamp: Stamp,
    pub(crate) title: Vec<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) in_trash: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_archived: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_locked: bool,
    /// Values of a row that are not empty, in any order. The title is not among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) cells: Vec<(PropertyKey, Cell)>,
}

impl Page {
    /// The value of a property, `None` if it is empty.
    pub(crate) fn cell(&self, key: &PropertyKey) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| at == key).map(|(_, cell)| cell)
    }

    /// Writes or empties the value of a property.
    pub(crate) fn set_cell(&mut self, key: &PropertyKey, cell: Option<Cell>) {
        let place = self.cells.iter().position(|(at, _)| at == key);
        match (place, cell) {
            (Some(place), Some(cell)) => self.cells[place].1 = cell,
            (Some(place), None) => drop(self.cells.remove(place)),
            (None, Some(cell)) => self.cells.push((key.clone(), cell)),
            (None, None) => {}
        }
    }
}

/// A block that is neither a page nor a database.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Block {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    /// Its place among its siblings.
    pub(crate) rank: u64,
    pub(crate) stamp: Stamp,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) in_trash: bool,
    #[serde(with = "super::block_type::by_name")]
    pub(crate) kind: &'static BlockType,
    /// The fields of its kind that are set, in the order of the kind.
    pub(crate) parts: Vec<(Box<str>, Part)>,
}

impl Block {
    pub(crate) fn part(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|(at, _)| &**at == key).map(|(_, part)| part)
    }

    pub(crate) fn set_part(&mut self, key: &str, part: Part) {
        match self.parts.iter_mut().find(|(at, _)| &**at == key) {
            Some((_, old)) => *old = part,
            None => self.parts.push((key.into(), part)),
        }
    }
}

/// A database: the container of data sources, and a block in its parent.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Database {
    pub(crate) id: Uuid,
    pub(crate) parent: Parent,
    /// Its place among its siblings.
    pub(crate) rank: u64,
    pub(crate) stamp: Stamp,
    pub(crate) title: Vec<Run>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) description: Vec<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cover: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_inline: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_locked: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) in_trash: bool,
    /// Its data sources, in their order.
    pub(crate) sources: Vec<Uuid>,
}

/// A data source: the schema of rows.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct DataSource {
    pub(crate) id: Uuid,
    pub(crate) database: Uuid,
    pub(crate) title: Vec<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) icon: Option<Box<Value>>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) in_trash: bool,
    /// Sorted by [`PropertyKey`], which is the order of every `properties` object.
    pub(crate) properties: Vec<Property>,
}

impl DataSource {
    /// The property that a request means: by name, by id as it is sent, or by raw id.
    pub(crate) fn find(&self, name_or_id: &str) -> Option<&Property> {
        let by_name = self.properties.iter().find(|it| &*it.name == name_or_id);
        by_name.or_else(|| {
            self.properties
                .iter()
                .find(|it| it.key.encoded() == name_or_id || it.key.raw() == name_or_id)
        })
    }

    pub(crate) fn property(&self, key: &PropertyKey) -> Option<&Property> {
        self.properties.iter().find(|it| it.key == *key)
    }

    pub(crate) fn property_mut(&mut self, key: &PropertyKey) -> Option<&mut Property> {
        self.properties.iter_mut().find(|it| it.key == *key)
    }

    pub(crate) fn add(&mut self, property: Property) {
        self.properties.push(property);
        self.properties.sort_by(|a, b| a.key.cmp(&b.key));
    }
}

/// A person or a bot.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct User {
    pub(crate) id: Uuid,
    pub(crate) name: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<Box<str>>,
    /// Whether the address was verified, which is only said of some people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) email_verified: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) avatar_url: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) is_bot: bool,
    /// Its place in the list of users.
    pub(crate) rank: u64,
}
