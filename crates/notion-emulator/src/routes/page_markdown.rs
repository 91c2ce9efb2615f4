//! The content of pages as Markdown: read and change.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{async_tasks, not_found};
use crate::call::{Answer, Call};
use crate::check::At;
use crate::refusal::Refusal;
use crate::rules::markdown::version;
use crate::rules::page_markdown::{TextChange, text_change};
use crate::semantics::blocks::check_editable;
use crate::semantics::markdown::{rewrite, written};
use crate::world::World;

/// `GET /v1/pages/{page_id}/markdown`: of a page, or of what is in a block.
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&["include_transcript", "markdown_version"])?;
    call.word("include_transcript", &["true", "false"])?;
    let given = call.parameter("markdown_version").map(Value::from);
    let wrapped: Map<String, Value> =
        given.map(|it| ("markdown_version".to_owned(), it)).into_iter().collect();
    let wrapped = Value::Object(wrapped);
    let dialect = version(&At::root("query", Some(&wrapped)).key("markdown_version"))?;
    if world.database(id).is_some() {
        let message = format!("{id} is a database: only pages and blocks have Markdown.");
        return Err(Refusal::validation(message));
    }
    if world.page(id).is_none() && world.block(id).is_none() {
        return Err(not_found(world, "page", id));
    }
    Ok(shown(world, id, dialect))
}

fn shown(world: &World, id: Uuid, dialect: notion_md::Dialect) -> Answer {
    let written = written(world, id, dialect);
    let members = [
        ("object", json!("page_markdown")),
        ("id", json!(id)),
        ("markdown", json!(written.text)),
        ("truncated", json!(written.truncated)),
        ("unknown_block_ids", json!(written.unknown)),
    ];
    Answer::of(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// `PATCH /v1/pages/{page_id}/markdown`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&[])?;
    let request = text_change(&call.body())?;
    if request.allow_async {
        let operation = "PATCH /v1/pages/:page_id/markdown";
        return async_tasks::accept(world, operation, |world| changed(world, id, &request));
    }
    changed(world, id, &request)
}

fn changed(world: &mut World, id: Uuid, request: &TextChange) -> Result<Answer, Refusal> {
    if world.page(id).is_none() {
        if world.parent_of(id).is_some() {
            let message = format!("{id} is not a page: only the content of pages can be changed.");
            return Err(Refusal::validation(message));
        }
        return Err(not_found(world, "page", id));
    }
    check_editable(world, id)?;
    // What is only shown in part is changed as a whole.
    world.alterations.markdown_blocks = None;
    let old = written(world, id, request.dialect);
    let new = request.command.apply(&old.text, request.dialect)?;
    if new != old.text {
        rewrite(world, id, &new, request.dialect, request.deletes)?;
    }
    Ok(shown(world, id, request.dialect))
}
