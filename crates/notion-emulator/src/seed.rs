//! What a new world holds: users, pages, databases and rows, written as one would send them.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::ids::IdSource;
use crate::refusal::Integration;
use crate::world::capability::Capabilities;
use crate::world::{About, Plan, SITE, World};

mod recording;
mod shorthand;
mod sow;

/// The content of a new world. The README shows the format.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    now: Option<Timestamp>,
    me: Option<String>,
    workspace: Option<SeedWorkspace>,
    integration: Option<SeedIntegration>,
    #[serde(default)]
    plan: Plan,
    #[serde(default)]
    users: Vec<SeedUser>,
    #[serde(default)]
    pages: Vec<SeedPage>,
    #[serde(default)]
    databases: Vec<SeedDatabase>,
    #[serde(default)]
    comments: Vec<SeedComment>,
    #[serde(default)]
    custom_emojis: Vec<SeedEmoji>,
    #[serde(default)]
    connections: Vec<SeedConnection>,
    /// Exchanges that the world is made of instead.
    #[serde(skip)]
    recorded: Option<Vec<recording::Exchange>>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedWorkspace {
    id: Option<Uuid>,
    name: String,
}

/// The integration whose token is used.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedIntegration {
    id: Option<Uuid>,
    name: Option<String>,
    #[serde(default)]
    capabilities: Capabilities,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedUser {
    key: String,
    id: Option<Uuid>,
    name: String,
    email: Option<String>,
    avatar_url: Option<String>,
    #[serde(default)]
    bot: bool,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedPage {
    key: String,
    id: Option<Uuid>,
    title: Value,
    created: Option<Timestamp>,
    edited: Option<Timestamp>,
    icon: Option<Value>,
    cover: Option<Value>,
    parent: Option<String>,
    #[serde(default)]
    in_trash: bool,
    #[serde(default)]
    children: Vec<Value>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedDatabase {
    key: String,
    id: Option<Uuid>,
    data_source_id: Option<Uuid>,
    title: Value,
    #[serde(default)]
    description: Option<Value>,
    created: Option<Timestamp>,
    edited: Option<Timestamp>,
    icon: Option<Value>,
    cover: Option<Value>,
    #[serde(default)]
    is_inline: bool,
    #[serde(default)]
    in_trash: bool,
    parent: Option<String>,
    #[serde(default)]
    properties: Map<String, Value>,
    #[serde(default)]
    rows: Vec<SeedRow>,
    #[serde(default)]
    templates: Vec<SeedTemplate>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedTemplate {
    id: Option<Uuid>,
    name: Value,
    #[serde(default)]
    is_default: bool,
    icon: Option<Value>,
    cover: Option<Value>,
    #[serde(default)]
    properties: Map<String, Value>,
    #[serde(default)]
    children: Vec<Value>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedRow {
    key: Option<String>,
    id: Option<Uuid>,
    created: Option<Timestamp>,
    edited: Option<Timestamp>,
    icon: Option<Value>,
    cover: Option<Value>,
    #[serde(default)]
    in_trash: bool,
    #[serde(default)]
    properties: Map<String, Value>,
    #[serde(default)]
    children: Vec<Value>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedComment {
    id: Option<Uuid>,
    on: String,
    by: Option<String>,
    text: Value,
    created: Option<Timestamp>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedEmoji {
    id: Option<Uuid>,
    name: String,
    url: String,
}

/// A connection whose people authorise it: OAuth's id and secret, and codes that are waiting.
#[derive(Clone, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct SeedConnection {
    client_id: String,
    client_secret: String,
    #[serde(default)]
    codes: Vec<String>,
}

impl fmt::Debug for SeedConnection {
    /// Neither the secret nor a code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeedConnection").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A seed that cannot be sown.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// The text is not JSON of the documented form.
    #[error("the world cannot be read: {0}")]
    Form(String),
    /// It is of the form, and contradicts itself or breaks a rule of Notion. All problems are
    /// listed, one on each line.
    #[error("the world cannot be made:\n{}", .0.join("\n"))]
    Content(Vec<String>),
}

impl Seed {
    /// Reads a seed: a world in JSON, or exchanges as [`Recorder`](crate::Recorder) writes them.
    ///
    /// A recording makes the world that it presupposes: everything that its answers show and that
    /// none of its requests made, with the ids it has there.
    ///
    /// # Errors
    /// [`SeedError::Form`] with line and column if the text is not of the documented form.
    pub fn parse(json: &str) -> Result<Self, SeedError> {
        if let Some(recorded) = recording::read(json) {
            return Ok(Self { recorded: Some(recorded?), ..Self::default() });
        }
        serde_json::from_str(json).map_err(|error| SeedError::Form(error.to_string()))
    }

    /// Reads a seed that is already JSON.
    ///
    /// # Errors
    /// [`SeedError::Form`] if it is not of the documented form.
    pub fn from_value(json: Value) -> Result<Self, SeedError> {
        serde_json::from_value(json).map_err(|error| SeedError::Form(error.to_string()))
    }

    /// One person and one page, to have a place to begin.
    pub fn empty() -> Self {
        let you = SeedUser {
            key: "you".into(),
            id: None,
            name: "You".into(),
            email: Some("you@local.example".into()),
            avatar_url: None,
            bot: false,
        };
        let home = SeedPage {
            key: "home".into(),
            id: None,
            title: "Home".into(),
            created: None,
            edited: None,
            icon: None,
            cover: None,
            parent: None,
            in_trash: false,
            children: Vec::new(),
        };
        Self { me: Some("you".into()), users: vec![you], pages: vec![home], ..Self::default() }
    }

    /// The time in which the world is made, if it names one: a good start for its clock.
    pub fn now(&self) -> Option<Timestamp> {
        self.now
    }

    /// Makes the world.
    pub(crate) fn sow(self, mut ids: IdSource, clock: Timestamp) -> Result<World, SeedError> {
        let now = self.now.unwrap_or(clock);
        let (workspace, id) = (ids.workspace(now), ids.v4());
        let given = self.workspace.as_ref();
        let integration = self.integration.clone().unwrap_or_default();
        let name = integration.name.unwrap_or_else(|| "Local integration".to_owned());
        let about = About {
            workspace: given.and_then(|it| it.id).unwrap_or(workspace),
            workspace_name: given.map_or("Local workspace", |it| &*it.name).to_owned(),
            site: SITE.to_owned(),
            integration: Integration { id: integration.id.unwrap_or(id), name },
            capabilities: integration.capabilities,
            person: None,
            plan: self.plan,
            keys: BTreeMap::new(),
        };
        let world = World::new(about, ids, now);
        match &self.recorded {
            Some(exchanges) => Ok(recording::sow(exchanges, world)),
            None => sow::sow(self, world),
        }
    }
}
