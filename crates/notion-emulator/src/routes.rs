//! Every endpoint of the API as a table: what is served here, and what is refused by name.

use serde_json::Map;
use serde_json::Value;
use uuid::Uuid;

use crate::call::{Answer, Call};
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::capability::Capability;

mod async_tasks;
mod blocks;
mod comments;
mod custom_emojis;
mod data_sources;
mod databases;
mod file_uploads;
mod moves;
pub(crate) mod oauth;
mod page_markdown;
mod pages;
mod property_item;
mod query;
pub(crate) mod search;
mod templates;
mod users;
mod view_queries;
mod views;

/// One endpoint.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// The path; a segment in braces is variable.
    pub(crate) path: &'static str,
    pub(crate) work: Work,
    pub(crate) kind: RouteKind,
    /// What a connection has to be allowed, for one that may not do everything.
    pub(crate) needs: Option<Capability>,
    /// What Notion does here and this one refuses.
    pub(crate) missing: Option<&'static str>,
}

impl Route {
    /// It is served but for this.
    const fn but(self, what: &'static str) -> Self {
        Self { missing: Some(what), ..self }
    }

    /// It takes this capability.
    const fn needs(self, capability: Capability) -> Self {
        Self { needs: Some(capability), ..self }
    }
}

/// What an endpoint wants beside its work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum RouteKind {
    /// A token, a version and JSON, as nearly all do.
    Json,
    /// The same with a form in place of JSON.
    Form,
    /// JSON, and the id and secret of a connection.
    OAuth,
}

/// What stands behind an endpoint.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Work {
    /// It is served.
    Do(Handler),
    /// Notion serves it and this does not: the words name what is missing.
    NotYet(&'static str),
}

/// Answers a call.
pub(crate) type Handler = fn(&mut World, &Call<'_>) -> Result<Answer, Refusal>;

const fn route(method: &'static str, path: &'static str, work: Work) -> Route {
    Route { method, path, work, kind: RouteKind::Json, needs: None, missing: None }
}

const fn done(method: &'static str, path: &'static str, handler: Handler) -> Route {
    route(method, path, Work::Do(handler))
}

/// One that shows content.
const fn read(method: &'static str, path: &'static str, handler: Handler) -> Route {
    done(method, path, handler).needs(Capability::ReadContent)
}

/// One that changes what is there.
const fn update(method: &'static str, path: &'static str, handler: Handler) -> Route {
    done(method, path, handler).needs(Capability::UpdateContent)
}

/// One that makes something.
const fn insert(method: &'static str, path: &'static str, handler: Handler) -> Route {
    done(method, path, handler).needs(Capability::InsertContent)
}

/// One that shows comments.
const fn hear(path: &'static str, handler: Handler) -> Route {
    done("GET", path, handler).needs(Capability::ReadComments)
}

/// One that makes or changes comments.
const fn comment(method: &'static str, path: &'static str, handler: Handler) -> Route {
    done(method, path, handler).needs(Capability::InsertComments)
}

/// One that says who there is.
const fn people(path: &'static str, handler: Handler) -> Route {
    done("GET", path, handler).needs(Capability::ReadUsers)
}

const fn form(method: &'static str, path: &'static str, handler: Handler) -> Route {
    Route { kind: RouteKind::Form, ..done(method, path, handler) }
}

const fn oauth(path: &'static str, handler: Handler) -> Route {
    Route { kind: RouteKind::OAuth, ..done("POST", path, handler) }
}

const fn not_yet(method: &'static str, path: &'static str, what: &'static str) -> Route {
    route(method, path, Work::NotYet(what))
}

/// The endpoints, most used first: the table is searched from its top.
pub(crate) static ROUTES: &[Route] = &[
    read("POST", "/v1/data_sources/{data_source_id}/query", query::query),
    read("GET", "/v1/pages/{page_id}", pages::retrieve),
    update("PATCH", "/v1/pages/{page_id}", pages::update),
    insert("POST", "/v1/pages", pages::create),
    read("GET", "/v1/blocks/{block_id}/children", blocks::list_children),
    insert("PATCH", "/v1/blocks/{block_id}/children", blocks::append_children),
    read("GET", "/v1/blocks/{block_id}", blocks::retrieve),
    update("PATCH", "/v1/blocks/{block_id}", blocks::update),
    update("DELETE", "/v1/blocks/{block_id}", blocks::delete),
    read("GET", "/v1/pages/{page_id}/properties/{property_id}", property_item::retrieve),
    update("POST", "/v1/pages/{page_id}/move", moves::move_page),
    insert("POST", "/v1/databases", databases::create),
    read("GET", "/v1/databases/{database_id}", databases::retrieve),
    update("PATCH", "/v1/databases/{database_id}", databases::update),
    insert("POST", "/v1/data_sources", data_sources::create),
    read("GET", "/v1/data_sources/{data_source_id}", data_sources::retrieve),
    update("PATCH", "/v1/data_sources/{data_source_id}", data_sources::update),
    read("GET", "/v1/data_sources/{data_source_id}/templates", templates::list),
    read("POST", "/v1/search", search::search).but("an order by relevance, which is that by time"),
    people("/v1/users", users::list),
    done("GET", "/v1/users/me", users::me),
    people("/v1/users/{user_id}", users::retrieve),
    done("GET", "/v1/custom_emojis", custom_emojis::list),
    read("GET", "/v1/pages/{page_id}/markdown", page_markdown::retrieve),
    update("PATCH", "/v1/pages/{page_id}/markdown", page_markdown::update),
    comment("POST", "/v1/comments", comments::create),
    hear("/v1/comments", comments::list),
    hear("/v1/comments/{comment_id}", comments::retrieve),
    comment("PATCH", "/v1/comments/{comment_id}", comments::update),
    comment("DELETE", "/v1/comments/{comment_id}", comments::delete),
    done("POST", "/v1/file_uploads", file_uploads::create),
    done("GET", "/v1/file_uploads", file_uploads::list),
    done("GET", "/v1/file_uploads/{file_upload_id}", file_uploads::retrieve),
    form("POST", "/v1/file_uploads/{file_upload_id}/send", file_uploads::send),
    done("POST", "/v1/file_uploads/{file_upload_id}/complete", file_uploads::complete),
    read("GET", "/v1/views", views::list),
    insert("POST", "/v1/views", views::create)
        .but("the checks of charts, which are kept as they are sent"),
    read("GET", "/v1/views/{view_id}", views::retrieve),
    update("PATCH", "/v1/views/{view_id}", views::update)
        .but("the checks of charts, which are kept as they are sent"),
    update("DELETE", "/v1/views/{view_id}", views::delete),
    read("POST", "/v1/views/{view_id}/queries", view_queries::create),
    read("GET", "/v1/views/{view_id}/queries/{query_id}", view_queries::results),
    read("DELETE", "/v1/views/{view_id}/queries/{query_id}", view_queries::delete),
    done("GET", "/v1/async_tasks/{task_id}", async_tasks::retrieve),
    not_yet("POST", "/v1/blocks/meeting_notes", "meeting notes"),
    not_yet("POST", "/v1/blocks/meeting_notes/query", "meeting notes"),
    oauth("/v1/oauth/token", oauth::token),
    oauth("/v1/oauth/introspect", oauth::introspect),
    oauth("/v1/oauth/revoke", oauth::revoke),
];

/// The variable segments of a path, by name.
pub(crate) type Segments<'p> = Vec<(&'static str, &'p str)>;

/// The endpoint of a method and a path. One slash at the end is ignored, two are not.
pub(crate) fn find<'p>(method: &str, path: &'p str) -> Option<(&'static Route, Segments<'p>)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let candidates = ROUTES.iter().filter(|route| route.method == method);
    let mut found = candidates.filter_map(|route| Some((route, segments(route.path, path)?)));
    // `/v1/users/me` also looks like `/v1/users/{user_id}`; the table names it first.
    found.next()
}

fn segments<'p>(pattern: &'static str, path: &'p str) -> Option<Segments<'p>> {
    let mut variable = Vec::new();
    let mut given = path.split('/');
    for wanted in pattern.split('/') {
        let segment = given.next()?;
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => variable.push((name, segment)),
            None if wanted == segment => {}
            _ => return None,
        }
    }
    given.next().is_none().then_some(variable)
}

/// The refusal of something that is not there.
fn not_found(world: &World, noun: &str, id: Uuid) -> Refusal {
    Refusal::not_found(noun, id, &world.about.integration)
}

/// The answer that shows one object, which was just seen to exist.
fn shown(object: Option<Map<String, Value>>) -> Result<Answer, Refusal> {
    object.map(Answer::of).ok_or_else(|| Refusal::internal("The object vanished."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_find_their_routes() {
        let path = |method, path| find(method, path).map(|(route, _)| route.path);
        assert_eq!(path("GET", "/v1/users/me"), Some("/v1/users/me"));
        assert_eq!(path("GET", "/v1/users/me/"), Some("/v1/users/me"));
        assert_eq!(path("GET", "/v1/users/me//"), None);
        assert_eq!(path("PUT", "/v1/users/me"), None);
        assert_eq!(path("GET", "/v1/invalid"), None);
        assert_eq!(path("GET", "/v1/blocks/x/children"), Some("/v1/blocks/{block_id}/children"));
        let (_, segments) = find("GET", "/v1/pages/x/properties/%3FB").unwrap();
        assert_eq!(segments, [("page_id", "x"), ("property_id", "%3FB")]);
    }
}
