//! Verifying a run: what its ops wrote is read again and compared with the plan.

use std::collections::HashMap;

use notion_client::pages;
use notion_model::{Canonical, Page, PageId, Properties, query::Query, request::PropertyValue};

use super::{Difference, Verification};
use crate::{
    apply::{ApplyError, plan_of},
    canon,
    id::{OpId, RunId},
    journal::OpState,
    plan::{Action, Op},
    planner::{PlanError, Planner, page_content},
    progress::Event,
    tree,
    undo::UndoError,
};

/// Compares every page that a run wrote with what its plan says, content included. Reads only.
///
/// Pages are read with the rows of their data source, a hundred at a time; only those that are not
/// among them are asked for one by one.
///
/// # Errors
/// If there is no such run, or it or the workspace cannot be read.
pub async fn verify_run(run: &RunId, planner: &Planner<'_>) -> Result<Verification, UndoError> {
    let before = planner.requests();
    let plan = plan_of(run, planner.journal())?;
    let ended = planner.journal().ended(run);
    let ended = ended.map_err(|source| ApplyError::Journal { run: run.clone(), source })?;
    let done: HashMap<OpId, PageId> = ended
        .into_iter()
        .filter(|(_, end)| matches!(end.state, OpState::Applied | OpState::Adopted))
        .filter_map(|(op, end)| Some((op, PageId::from(end.result?))))
        .collect();
    let mut rows: HashMap<PageId, Page> = HashMap::new();
    for input in plan.inputs.iter().filter(|it| it.written) {
        let listed = planner.rows_of(input.data_source, Query::default()).await?;
        rows.extend(listed.into_iter().map(|it| (it.id, it)));
    }
    let mut found = Verification::default();
    let of = done.len();
    for op in plan.writes() {
        let Some(id) = done.get(&op.op_id).copied() else { continue };
        compare(op, id, &rows, planner, &mut found).await?;
        planner.progress().event(Event::Verifying { done: found.rows, of });
    }
    found.requests = planner.requests() - before;
    Ok(found)
}

async fn compare(
    op: &Op,
    id: PageId,
    rows: &HashMap<PageId, Page>,
    planner: &Planner<'_>,
    found: &mut Verification,
) -> Result<(), PlanError> {
    let (properties, content, in_trash) = match &op.action {
        Action::CreatePage(it) => (Some(&it.properties), Some(&it.content), false),
        Action::UpdatePage(it) => (Some(&it.properties), None, false),
        Action::EditContent(it) => (Some(&it.properties), Some(&it.content), false),
        Action::TrashPage { .. } => (None, None, true),
        Action::RestorePage { .. } => (None, None, false),
        Action::CreateDatabase(_)
        | Action::ExpandSchema { .. }
        | Action::Link { .. }
        | Action::Unlink { .. } => return Ok(()),
    };
    found.rows += 1;
    let asked = match rows.get(&id) {
        Some(_) => None,
        None => planner.client().get_opt(pages::retrieve(id)).await?,
    };
    let Some(page) = rows.get(&id).or(asked.as_ref()) else {
        found.differences.push(Difference::new(&op.title, "is gone or not shared"));
        return Ok(());
    };
    if page.in_trash != in_trash {
        let what = if in_trash { "is not in the trash" } else { "is in the trash" };
        found.differences.push(Difference::of(page, what));
        return Ok(());
    }
    if let Some(properties) = properties {
        compare_values(page, properties, found);
    }
    if let Some(content) = content.filter(|it| !it.is_empty()) {
        let there = page_content(planner.client(), id).await?;
        found.blocks += there.count;
        if let Some(what) = tree::difference(content.clone(), there.blocks) {
            found.differences.push(Difference::of(page, what));
        }
    }
    Ok(())
}

fn compare_values(page: &Page, properties: &Properties<PropertyValue>, found: &mut Verification) {
    for (name, value) in properties.iter() {
        found.values += 1;
        let expected = Canonical::of_request(value);
        // A page that is no row calls its title `title`, whatever the plan called it.
        let now = page.properties.get(name).and_then(Canonical::of);
        if now.as_ref() != Some(&expected) {
            let is = now.as_ref().map_or_else(|| "not shown whole".to_owned(), canon::words);
            let what = format!("`{name}` should be {}, and is {is}", canon::words(&expected));
            found.differences.push(Difference::of(page, what));
        }
    }
}
