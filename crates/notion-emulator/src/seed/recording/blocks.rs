//! Blocks of answers.

use serde_json::Value;

use super::files::{icon, uploaded};
use super::id;
use super::text::{color, runs, word};
use crate::world::World;
use crate::world::block_type::{BlockType, Field, FieldKind, Part};

/// The fields of a block of this type.
pub(super) fn parts(world: &mut World, kind: &BlockType, payload: &Value) -> Vec<(Box<str>, Part)> {
    let parts = kind.fields.iter();
    parts.filter_map(|field| Some((field.key.into(), part(world, field, payload)?))).collect()
}

fn part(world: &mut World, field: &Field, payload: &Value) -> Option<Part> {
    let value = payload.get(field.key).unwrap_or(&Value::Null);
    Some(match field.kind {
        FieldKind::Text => Part::Text(runs(value)),
        FieldKind::Cells => Part::Cells(value.as_array().into_iter().flatten().map(runs).collect()),
        FieldKind::Color => Part::Color(color(value)),
        FieldKind::Flag => Part::Flag(*value == true),
        FieldKind::Language | FieldKind::Expression | FieldKind::Url | FieldKind::FileName => {
            Part::Word(word(value))
        }
        FieldKind::Width => Part::Count(value.as_u64()?),
        FieldKind::Ratio => Part::Ratio(value.as_number()?.clone()),
        FieldKind::Icon(_) => Part::Icon(icon(world, value)),
        FieldKind::File => match payload["external"]["url"].as_str() {
            Some(url) => Part::External(url.into()),
            None => Part::Upload(uploaded(world, &payload["file"])?),
        },
        FieldKind::SyncedFrom => Part::SyncedFrom(id(value, "block_id")),
        FieldKind::Target => {
            let key = value.as_str()?;
            Part::Target(key.into(), id(payload, key)?)
        }
    })
}
