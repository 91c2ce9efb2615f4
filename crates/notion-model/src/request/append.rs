//! Blocks, as they are appended and changed.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de,
    ser::{self, SerializeMap as _},
};
use serde_json::{Map, Value};

use super::{Block, BlockKind, page::Sibling, rich_text::Single};
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

/// `PATCH /v1/blocks/{id}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateBlock {
    /// The new content. The type cannot change, children stay as they are.
    pub kind: Option<BlockKind>,
    /// Moves it to the trash or back.
    pub in_trash: Option<bool>,
}

impl Serialize for UpdateBlock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields {
            #[serde(flatten)]
            kind: Option<Value>,
            #[serde(skip_serializing_if = "Option::is_none")]
            in_trash: Option<bool>,
        }
        let kind = self.kind.as_ref().map(|kind| {
            let mut written = serde_json::to_value(kind)?;
            // A new block says of which type its file is; where a block changes, the official types
            // do not know the word.
            if let (
                BlockKind::Image(_)
                | BlockKind::Video(_)
                | BlockKind::Audio(_)
                | BlockKind::Pdf(_)
                | BlockKind::File(_),
                Some(Value::Object(media)),
            ) = (kind, written.get_mut(kind.type_name()))
            {
                media.shift_remove("type");
            }
            Ok(written)
        });
        let kind =
            kind.transpose().map_err(|error: serde_json::Error| ser::Error::custom(error))?;
        Fields { kind, in_trash: self.in_trash }.serialize(to)
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

impl<'de> Deserialize<'de> for UpdateBlock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(from)?;
        // Versions up to 2025-09-03 say `archived`.
        let in_trash = fields.remove("in_trash").or_else(|| fields.remove("archived"));
        let in_trash = in_trash.map(serde_json::from_value).transpose();
        let in_trash = in_trash.map_err(de::Error::custom)?;
        if fields.is_empty() {
            return Ok(Self { kind: None, in_trash });
        }
        let block: Block =
            serde_json::from_value(Value::Object(fields)).map_err(de::Error::custom)?;
        if !block.children.is_empty() {
            return Err(de::Error::custom("the children of a block do not change with it"));
        }
        Ok(Self { kind: Some(block.into_parts().0), in_trash })
    }
}
