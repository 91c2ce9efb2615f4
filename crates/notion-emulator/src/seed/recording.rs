//! A world out of recorded exchanges: everything that their answers show and that none of them made.
//!
//! What a recording presupposes is what one has to have to play it again: the pages, blocks,
//! databases and rows that were there before its first exchange, with their ids, as they are shown
//! first. Of what is only referred to, such as the parent of a page, not more is known than that it
//! is there.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::SeedError;
use crate::world::World;

mod asked;
mod before;
mod beside;
mod blocks;
mod build;
mod files;
mod learned;
mod markdown;
mod order;
mod people;
mod references;
mod rest;
mod schema;
mod searched;
mod sightings;
mod text;
mod values;
mod views;

use build::Builder;
use sightings::Sightings;

/// One request and its answer, as a line of a recording has them.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(super) struct Exchange {
    method: String,
    path: String,
    #[serde(default)]
    query: Vec<(String, String)>,
    #[serde(default)]
    request: Value,
    status: u16,
    #[serde(default)]
    response: Value,
}

impl Exchange {
    /// The segments of the path behind the version.
    fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|segment| !segment.is_empty()).skip(1).collect()
    }

    /// Whether the service did what was asked.
    fn is_done(&self) -> bool {
        matches!(self.status, 200 | 202)
    }

    /// The objects that the answer shows: the answer itself, or what it lists.
    fn shown(&self) -> impl Iterator<Item = &Value> {
        let listed = self.response["results"].as_array().into_iter().flatten();
        std::iter::once(&self.response).chain(listed)
    }

    /// The parameter of the query.
    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first thing of the next page, which cursors name at their end.
    fn cursor(&self) -> Option<Uuid> {
        crate::ids::parse(self.response["next_cursor"].as_str()?.rsplit(':').next()?)
    }

    /// The sibling after which blocks are put.
    fn after_block(&self) -> Option<Uuid> {
        id(&self.request["position"]["after_block"], "id").or_else(|| id(&self.request, "after"))
    }
}

/// Reads a recording: JSON lines of exchanges. `None` if the text is something else.
pub(super) fn read(text: &str) -> Option<Result<Vec<Exchange>, SeedError>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, first) = lines.clone().next()?;
    let first: Value = serde_json::from_str(first).ok()?;
    if first.get("method").is_none() || first.get("response").is_none() {
        return None;
    }
    let exchanges = lines.try_fold(Vec::new(), |mut exchanges, (index, line)| {
        let exchange = serde_json::from_str(line).map_err(|error| {
            SeedError::Form(format!("line {} is no recorded exchange: {error}", index + 1))
        })?;
        exchanges.push(exchange);
        Ok(exchanges)
    });
    Some(exchanges)
}

/// Puts into an empty world what the exchanges presuppose.
pub(super) fn sow(exchanges: &[Exchange], mut world: World) -> World {
    // The recording may be of a local Notion with the same seed, which would draw the same ids.
    let ids: String = exchanges.iter().filter_map(|it| it.response["id"].as_str()).collect();
    world.ids.stir(&ids);
    let sightings = Sightings::of(exchanges);
    Builder::new(world, &sightings).build(exchanges)
}

/// The id at this key.
fn id(value: &Value, key: &str) -> Option<Uuid> {
    crate::ids::parse(value[key].as_str()?)
}
