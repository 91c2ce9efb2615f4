//! Finding out whether something was done that nobody knows about, by looking for its traces.

use notion_model::{
    Block, BlockId, BlockKind, DataSourceId, PageId,
    request::{self, Position},
};
use uuid::Uuid;

use super::{
    known::Known,
    script::{AppendAt, Script},
    sender::{Refusal, Sender},
};
use crate::{
    plan::{Action, Marked, Op, Owner},
    report::Cause,
};

/// What the traces say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Traces {
    /// It was done, and this is what it created.
    Found(Vec<Uuid>),
    /// There are none.
    Absent,
    /// The first of its blocks are there.
    Partly(Vec<Uuid>),
    /// There are traces, but they do not tell.
    Confusing(Cause),
    /// Nobody answered.
    Later(Refusal),
}

/// The marker by which a row is found, if the step creates one.
pub(super) fn marker(
    op: &Op,
    step: usize,
    created: Option<DataSourceId>,
) -> Option<(DataSourceId, &str, &str)> {
    let Action::CreatePage(create) = &op.action else { return None };
    let data_source = match create.parent {
        Owner::DataSource(id) => id,
        Owner::Created(_) => created?,
        Owner::Page(_) => return None,
    };
    match &create.marked {
        Marked::Property { property, value } if step == 0 => {
            Some((data_source, property.as_str(), value.as_str()))
        }
        Marked::Property { .. } | Marked::Title { .. } => None,
    }
}

/// Looks for several rows of one data source with one query.
pub(super) async fn rows<S: Sender>(
    sender: &S,
    data_source: DataSourceId,
    property: &str,
    values: &[String],
) -> Vec<Traces> {
    let found = match sender.find(data_source, property, values).await {
        Ok(found) => found,
        Err(refusal) => return vec![Traces::Later(refusal); values.len()],
    };
    values
        .iter()
        .map(|value| {
            let rows: Vec<PageId> =
                found.iter().filter(|(it, _)| it == value).map(|(_, row)| *row).collect();
            match rows.as_slice() {
                [] => Traces::Absent,
                // The oldest is the one we created; later ones are somebody's copies.
                [row, ..] => Traces::Found(vec![row.uuid()]),
            }
        })
        .collect()
}

/// Looks for what a single step may have done.
pub(super) async fn step<S: Sender>(sender: &S, op: &Op, known: &Known, step: usize) -> Traces {
    let script = Script::of(op);
    if let Some(at) = script.append_at(step, known) {
        return match sender.children(at.to).await {
            Ok(children) => appended(&at, &children),
            Err(refusal) => Traces::Later(refusal),
        };
    }
    match &op.action {
        Action::CreatePage(create) => {
            let (Owner::Page(parent), Marked::Title { title, known }) =
                (&create.parent, &create.marked)
            else {
                return Traces::Absent;
            };
            let known: Vec<BlockId> = known.iter().map(|it| BlockId::from(*it)).collect();
            match sender.children((*parent).into()).await {
                Ok(children) => child(&children, title, &known, |kind| match kind {
                    BlockKind::ChildPage(it) => Some(&it.title),
                    _ => None,
                }),
                Err(refusal) => Traces::Later(refusal),
            }
        }
        Action::CreateDatabase(create) => {
            let children = match sender.children(create.parent.into()).await {
                Ok(children) => children,
                Err(refusal) => return Traces::Later(refusal),
            };
            let traces = child(&children, &create.title, &create.known, |kind| match kind {
                BlockKind::ChildDatabase(it) => Some(&it.title),
                _ => None,
            });
            match traces {
                Traces::Found(ids) => with_data_source(sender, ids).await,
                other => other,
            }
        }
        // Everything else is simply sent again.
        _ => Traces::Absent,
    }
}

async fn with_data_source<S: Sender>(sender: &S, ids: Vec<Uuid>) -> Traces {
    let Some(database) = ids.first().copied() else { return Traces::Absent };
    match sender.data_source_of(database.into()).await {
        Ok(Some(data_source)) => Traces::Found(vec![database, data_source]),
        Ok(None) => Traces::Confusing(Cause::new(
            "no_data_source",
            "the new database has no data source; look at it",
        )),
        Err(refusal) => Traces::Later(refusal),
    }
}

/// Whether a page with a first load of blocks got all of them.
pub(super) async fn is_whole<S: Sender>(sender: &S, op: &Op, ids: &[Uuid]) -> Traces {
    let expected = Script::of(op).first_children();
    let Some(page) = ids.first().copied().filter(|_| expected > 0) else {
        return Traces::Found(ids.to_vec());
    };
    match sender.children(page.into()).await {
        Ok(children) if children.len() >= expected => Traces::Found(ids.to_vec()),
        Ok(children) => Traces::Confusing(Cause::new(
            "incomplete_page",
            format!(
                "the page {page} was created with {} of {expected} blocks; trash it and run again",
                children.len()
            ),
        )),
        Err(refusal) => Traces::Later(refusal),
    }
}

/// Finds the one new child with a title.
fn child<'a>(
    children: &'a [Block],
    title: &str,
    known: &[BlockId],
    title_of: impl Fn(&'a BlockKind) -> Option<&'a String>,
) -> Traces {
    let new: Vec<&Block> = children
        .iter()
        .filter(|it| title_of(&it.kind).is_some_and(|it| it == title) && !known.contains(&it.id))
        .collect();
    match new.as_slice() {
        [] => Traces::Absent,
        [one] => Traces::Found(vec![one.id.uuid()]),
        several => Traces::Confusing(Cause::new(
            "several_candidates",
            format!("{} new pages are called {title:?}; keep one of them", several.len()),
        )),
    }
}

/// Compares what is between the neighbours with what was put there, by position, type and text.
fn appended(at: &AppendAt<'_>, children: &[Block]) -> Traces {
    let place = |id: BlockId| children.iter().position(|it| it.id == id);
    let start = match at.position {
        Position::After(anchor) => place(anchor).map(|it| it + 1),
        Position::Start => Some(0),
        Position::End => Some(at.in_front.min(children.len())),
    };
    let end = at.before.map_or(Some(children.len()), place);
    let between = start.zip(end).and_then(|(start, end)| children.get(start..end));
    let Some(there) = between else {
        let message = "a block beside which new ones were to be is gone; look at the page";
        return Traces::Confusing(Cause::new("anchor_gone", message));
    };
    let same =
        there.iter().zip(at.children).take_while(|(read, sent)| looks_like(read, sent)).count();
    let ids: Vec<Uuid> = there[..same].iter().map(|it| it.id.uuid()).collect();
    if same == at.children.len() {
        Traces::Found(ids)
    } else if there.is_empty() || (same == 0 && at.position != Position::End) {
        // Ours would stand right behind the anchor, in front of what somebody else put there.
        Traces::Absent
    } else if there.len() == same {
        Traces::Partly(ids)
    } else {
        let message = "somebody changed the page while it was written; look at it";
        Traces::Confusing(Cause::new("changed_meanwhile", message))
    }
}

fn looks_like(read: &Block, sent: &request::Block) -> bool {
    let Some(read) = read.to_request().value else { return false };
    outline(&read) == outline(sent)
}

/// What a block looks like, without what Notion may write differently.
fn outline(block: &request::Block) -> (&str, String) {
    let text = block.kind.rich_text().map(request::plain_text).unwrap_or_default();
    (block.kind.type_name(), text)
}
