//! Reading comments.

use notion_model::limits;
use uuid::Uuid;

use super::parent::{NamedParent, parent};
use super::text::rich_text;
use crate::check::{At, Checked, Problem};
use crate::rules::markdown;
use crate::world::comment::DisplayName;
use crate::world::text::Run;

/// Where a new comment goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// About a page.
    Page(Uuid),
    /// About a block.
    Block(Uuid),
    /// Behind the comments of a discussion.
    Discussion(Uuid),
}

/// A comment as a request makes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewComment {
    pub(crate) target: Target,
    pub(crate) text: Vec<Run>,
    pub(crate) attachments: Vec<Uuid>,
    pub(crate) name: DisplayName,
}

/// The body of `POST /v1/comments`.
pub(crate) fn new_comment(body: &At<'_, '_>) -> Checked<NewComment> {
    body.object()?;
    let (parent_at, discussion_at) = (body.key("parent"), body.key("discussion_id"));
    let target = match (parent_at.is_present(), discussion_at.is_present()) {
        (false, false) => return Err(parent_at.missing().or(discussion_at.missing())),
        (true, true) => return Err(discussion_at.not_present()),
        (false, true) => Target::Discussion(discussion_at.uuid()?),
        (true, false) => match block_or_page(&parent_at)? {
            (true, id) => Target::Page(id),
            (false, id) => Target::Block(id),
        },
    };
    let text = text(body)?;
    let attachments = body.key("attachments").opt(|at| {
        at.array(limits::COMMENT_ATTACHMENTS, |at| {
            at.object()?;
            at.key("type").opt(|at| at.word(&["file_upload"]))?;
            let id = at.key("file_upload_id").uuid()?;
            at.only(&["file_upload_id", "type"])?;
            Ok(id)
        })
    })?;
    let name = body.key("display_name").opt(display_name)?.unwrap_or_default();
    body.only(&[
        "parent",
        "discussion_id",
        "rich_text",
        "markdown",
        "markdown_version",
        "attachments",
        "display_name",
    ])?;
    Ok(NewComment { target, text, attachments: attachments.unwrap_or_default(), name })
}

/// `page_id` or `block_id`; the first says whether it is a page.
fn block_or_page(at: &At<'_, '_>) -> Checked<(bool, Uuid)> {
    if at.object()?.contains_key("block_id") {
        at.key("type").opt(|at| at.word(&["block_id"]))?;
        let id = at.key("block_id").uuid()?;
        at.only(&["type", "block_id"])?;
        return Ok((false, id));
    }
    if !at.key("page_id").is_present() {
        return Err(at.key("page_id").missing().or(at.key("block_id").missing()));
    }
    match parent(at, &["page_id"])? {
        NamedParent::Page(id) => Ok((true, id)),
        _ => Err(at.key("page_id").missing()),
    }
}

/// The body of `PATCH /v1/comments/{comment_id}`.
pub(crate) fn changed_comment(body: &At<'_, '_>) -> Checked<Vec<Run>> {
    body.object()?;
    let text = text(body)?;
    body.only(&["rich_text", "markdown", "markdown_version"])?;
    Ok(text)
}

/// `rich_text` or `markdown`, of which there has to be one.
fn text(body: &At<'_, '_>) -> Checked<Vec<Run>> {
    let (rich_at, markdown_at) = (body.key("rich_text"), body.key("markdown"));
    let version_at = body.key("markdown_version");
    match (rich_at.is_present(), markdown_at.is_present()) {
        (false, false) => Err(rich_at.missing().or(markdown_at.missing())),
        (true, true) => Err(markdown_at.not_present()),
        (true, false) if version_at.is_present() => Err(version_at.not_present()),
        (true, false) => rich_text(&rich_at),
        (false, true) => {
            let dialect = markdown::version(&version_at)?;
            markdown::inline(markdown_at.string()?, dialect).map_err(|()| {
                Problem::any([markdown_at.should_be("Markdown of at most 100 runs of text")])
                    .unwrap_or_else(|| markdown_at.missing())
            })
        }
    }
}

fn display_name(at: &At<'_, '_>) -> Checked<DisplayName> {
    at.object()?;
    let kind = at.key("type").word(&["integration", "user", "custom"])?;
    let custom = at.key("custom");
    let name = match kind {
        "integration" => DisplayName::Integration,
        "user" => DisplayName::User,
        _ => {
            let name = custom.key("name").filled_text(limits::TEXT)?;
            custom.only(&["name"])?;
            DisplayName::Custom(name.into())
        }
    };
    at.only(if kind == "custom" { &["type", "custom"] } else { &["type"] })?;
    Ok(name)
}
