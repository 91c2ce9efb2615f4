//! Blocks, as they are appended.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use super::{Block, page::Sibling, rich_text::Single};
use crate::BlockId;

/// `PATCH /v1/blocks/{id}/children`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AppendChildren {
    /// The blocks, at most 100.
    pub children: Vec<Block>,
    /// Where they go; at the end by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

impl<'de> Deserialize<'de> for AppendChildren {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            children: Vec<Block>,
            position: Option<Position>,
            // How versions up to 2025-09-03 say it.
            after: Option<BlockId>,
        }
        let Fields { children, position, after } = Fields::deserialize(from)?;
        if position.is_some() && after.is_some() {
            return Err(de::Error::custom("`after` and `position` exclude each other"));
        }
        Ok(Self { children, position: position.or(after.map(Position::After)) })
    }
}

/// Where new blocks go.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Position {
    /// Before all others.
    Start,
    /// After all others.
    End,
    /// After a child of the same parent.
    After(BlockId),
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Start => map.serialize_entry("type", "start")?,
            Self::End => map.serialize_entry("type", "end")?,
            Self::After(id) => {
                map.serialize_entry("type", "after_block")?;
                map.serialize_entry("after_block", &Single("id", id))?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        enum Fields {
            Start,
            End,
            AfterBlock { after_block: Sibling },
        }
        Ok(match Fields::deserialize(from)? {
            Fields::Start => Self::Start,
            Fields::End => Self::End,
            Fields::AfterBlock { after_block } => Self::After(after_block.id),
        })
    }
}
