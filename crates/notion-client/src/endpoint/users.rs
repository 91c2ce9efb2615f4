//! People and bots.

use http::Method;
use notion_model::{List, User, UserId};
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};

/// The bot of the token: who the client is.
pub const fn me() -> RetrieveMe {
    RetrieveMe
}

/// A user by id. Users who left, and all users without the capability to read them, are not found.
pub const fn retrieve(user: UserId) -> RetrieveUser {
    RetrieveUser { user }
}

/// All people and bots of the workspace; guests are not listed.
pub const fn list() -> ListUsers {
    ListUsers { cursor: None, size: None }
}

/// See [`me`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveMe;

impl Endpoint for RetrieveMe {
    type Output = User;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "users/me".to_owned()
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveUser {
    user: UserId,
}

impl Endpoint for RetrieveUser {
    type Output = User;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("users/{}", self.user)
    }
}

/// See [`list`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListUsers {
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListUsers {
    type Output = List<User>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "users".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        paged(self.cursor.as_ref(), self.size)
    }
}

impl ListEndpoint for ListUsers {
    type Item = User;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &User) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}
