//! Undo: a run taken back, as a plan like any other.

use notion_client::pages;
use notion_model::{Canonical, Page, PageId, Properties, request::PropertyValue};
use serde::Deserialize;

use crate::{
    apply::{ApplyError, plan_of},
    canon,
    exit::Exit,
    id::{OpId, RunId},
    journal::Undo,
    plan::{Action, Change, Level, LinkPlan, Note, Op, Plan, UpdatePage},
    planner::{PlanError, Planner, called},
};

/// How something is taken back, as the journal keeps it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Before {
    InTrash(bool),
    Properties(Properties<PropertyValue>),
}

/// Why there is no plan that takes a run back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UndoError {
    /// The run cannot be read.
    #[error(transparent)]
    Run(#[from] ApplyError),
    /// The workspace cannot be read.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl UndoError {
    /// What the command should exit with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Run(error) => error.exit(),
            Self::Plan(error) => error.exit(),
        }
    }
}

/// Plans to take a run back: what was created is trashed, what was trashed is restored, and what was
/// updated gets its old values, but only where nobody has changed them since. Reads only.
///
/// Content that was replaced, databases that were created and properties that were added stay; the
/// plan says so.
///
/// # Errors
/// If there is no such run, or it or the workspace cannot be read.
pub async fn undo_plan(run: &RunId, planner: &Planner<'_>) -> Result<Plan, UndoError> {
    let before = planner.requests();
    let done = plan_of(run, planner.journal())?;
    let entries = planner.journal().undo(run).map_err(PlanError::from)?;
    let mut plan = Plan {
        made_at: planner.now(),
        inputs: Vec::new(),
        guards: Vec::new(),
        ops: Vec::new(),
        unchanged: 0,
        notes: Vec::new(),
        max_failures: None,
        ..done.clone()
    };
    for (op_id, undo) in entries.into_iter().rev() {
        let Some(op) = done.ops.iter().find(|it| it.op_id == op_id) else { continue };
        take_back(op, undo, planner, &mut plan).await?;
    }
    for op in &done.ops {
        if matches!(op.action, Action::EditContent(_) | Action::ExpandSchema { .. }) {
            note(&mut plan, format!("{:?}: {} cannot be taken back", op.title, op.action.verb()));
        }
    }
    plan.reads = planner.requests() - before;
    Ok(planner.finish(plan)?)
}

async fn take_back(
    op: &Op,
    undo: Undo,
    planner: &Planner<'_>,
    plan: &mut Plan,
) -> Result<(), PlanError> {
    if matches!(op.action, Action::CreateDatabase(_)) {
        note(plan, format!("the database {:?} stays; trash it in Notion", op.title));
        return Ok(());
    }
    let id = PageId::from(undo.resource);
    let Some(page) = planner.client().get_opt(pages::retrieve(id)).await? else {
        note(plan, format!("{:?} is gone or not shared; it is left alone", op.title));
        return Ok(());
    };
    let before = serde_json::from_value::<Before>(undo.before);
    let action = match before {
        Ok(Before::InTrash(in_trash)) if page.in_trash == in_trash => return Ok(()),
        Ok(Before::InTrash(true)) => Action::TrashPage { page: id },
        Ok(Before::InTrash(false)) => Action::RestorePage { page: id },
        Ok(Before::Properties(values)) => {
            let (properties, changes) = restored(op, &page, values, plan);
            if properties.is_empty() {
                return Ok(());
            }
            let update = UpdatePage { page: id, properties };
            plan.ops.push(undo_op(op, &page, Action::UpdatePage(Box::new(update)), changes));
            return Ok(());
        }
        Err(_) => {
            note(plan, format!("{:?}: what was before cannot be read", op.title));
            return Ok(());
        }
    };
    let mut op = undo_op(op, &page, action, Vec::new());
    if let Some(LinkPlan::Set { namespace, source, .. }) = op.link.take() {
        op.link = Some(LinkPlan::Forget { namespace, source });
    }
    plan.ops.push(op);
    Ok(())
}

/// The old values of those properties that still have the new ones.
fn restored(
    op: &Op,
    page: &Page,
    values: Properties<PropertyValue>,
    plan: &mut Plan,
) -> (Properties<PropertyValue>, Vec<Change>) {
    let (mut properties, mut changes) = (Properties::default(), Vec::new());
    for (name, value) in values {
        let now = page.properties.get(&name).and_then(Canonical::of);
        let sha = now.as_ref().map(canon::fingerprint);
        let written = op.changes.iter().find(|it| it.property == *name);
        if sha.is_none() || written.and_then(|it| it.after_sha256.clone()) != sha {
            note(plan, format!("{:?}: `{name}` was changed since; it is left alone", op.title));
            continue;
        }
        let after = Canonical::of_request(&value);
        changes.push(Change {
            property: name.to_string(),
            property_id: written.and_then(|it| it.property_id.clone()),
            before: now.as_ref().map(canon::words),
            after: canon::words(&after),
            before_sha256: sha,
            after_sha256: Some(canon::fingerprint(&after)),
            undo: None,
        });
        properties.insert(name, value);
    }
    (properties, changes)
}

fn undo_op(op: &Op, page: &Page, action: Action, changes: Vec<Change>) -> Op {
    // Only a page that is trashed stops following; an old value is no reason to.
    let link = op.link.clone().filter(|_| matches!(action, Action::TrashPage { .. }));
    Op {
        op_id: OpId::derive(&["undo", op.op_id.as_str(), action.verb()]),
        target: op.target.clone(),
        title: called(page),
        why: format!("takes back: {}", op.action.verb()),
        needs: Vec::new(),
        action,
        changes,
        link,
    }
}

fn note(plan: &mut Plan, message: String) {
    plan.notes.push(Note { level: Level::Warning, code: "not_undone".to_owned(), message });
}
