//! Databases: the containers of data sources. Schema and rows are at [`data_sources`](super::data_sources).

use http::Method;
use notion_model::request::{
    CreateDatabase as Body, UpdateDatabase as Update, Validate as _, Violations,
};
use notion_model::{Database, DatabaseId};

use super::{Endpoint, Replay};

/// Makes a database with its first data source.
pub const fn create(database: Body) -> CreateDatabase {
    CreateDatabase { body: database }
}

/// A database by id: its title and its data sources.
pub const fn retrieve(database: DatabaseId) -> RetrieveDatabase {
    RetrieveDatabase { database }
}

/// Changes title, description, icon, cover and marks of a database.
pub const fn update(database: DatabaseId, change: Update) -> UpdateDatabase {
    UpdateDatabase { database, body: change }
}

/// Moves a database to the trash.
pub fn trash(database: DatabaseId) -> UpdateDatabase {
    update(database, Update { in_trash: Some(true), ..Update::default() })
}

/// See [`create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateDatabase {
    body: Body,
}

impl Endpoint for CreateDatabase {
    type Output = Database;
    type Body = Body;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "databases".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("databases/{id}"))
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveDatabase {
    database: DatabaseId,
}

impl Endpoint for RetrieveDatabase {
    type Output = Database;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("databases/{}", self.database)
    }
}

/// See [`update`] and [`trash`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdateDatabase {
    database: DatabaseId,
    body: Update,
}

impl Endpoint for UpdateDatabase {
    type Output = Database;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("databases/{}", self.database)
    }

    fn body(&self) -> Option<&Update> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(self.path())
    }
}
