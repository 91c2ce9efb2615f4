//! Noticing, before the first write, that somebody changed a page or created a row since the plan was
//! made.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::Timestamp;
use notion_model::{Canonical, DataSourceId, Page, PageId};

use super::sender::{Refusal, Sender};
use crate::{
    canon,
    id::OpId,
    marker,
    plan::{Action, Marked, Op, Owner, Plan},
    planner::marker_of,
    report::Cause,
};

/// How old a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Whatever others have created since is not found by queries yet, so that nobody is asked.
    JustMade,
    /// Old enough for others to have created its rows.
    Old,
}

impl Age {
    pub(super) fn of(plan: &Plan, now: Timestamp, recent: Duration) -> Self {
        // It may have been made on a machine whose clock goes wrong.
        let passed = now.duration_since(plan.made_at).unsigned_abs();
        if passed < recent { Self::JustMade } else { Self::Old }
    }
}

/// The ops among `open` whose pages are not any more what the plan was made for, and those whose rows
/// somebody else has created.
///
/// Costs one query per data source for every hundred rows that were edited since. Pages that already
/// have the new values are not stale: an earlier, interrupted attempt may have written them. Creates
/// among `open` must not have been begun, for their own rows would look like somebody else's.
pub(super) async fn stale<S: Sender>(
    plan: &Plan,
    open: &[&Op],
    sender: &S,
    age: Age,
) -> Result<Vec<(OpId, Cause)>, Refusal> {
    let updates: HashMap<PageId, &Op> = open
        .iter()
        .filter(|op| matches!(op.action, Action::UpdatePage(_)))
        .filter_map(|op| Some((op.action.page()?, *op)))
        .collect();
    // What the plan itself moves to the trash makes room for a row with the same marker.
    let leaving: HashSet<PageId> = plan
        .ops
        .iter()
        .filter(|op| matches!(op.action, Action::TrashPage { .. }))
        .filter_map(|op| op.action.page())
        .collect();
    let mut stale = Vec::new();
    for input in plan.inputs.iter().filter(|it| it.written) {
        let asked_about = if age == Age::JustMade { &[] } else { open };
        let creates = Creates::of(plan, asked_about, input.data_source);
        if updates.is_empty() && creates.by_source.is_empty() {
            continue;
        }
        let since = input.newest.unwrap_or(Timestamp::UNIX_EPOCH);
        for page in sender.edited_since(input.data_source, since).await? {
            if let Some(op) = updates.get(&page.id)
                && let Some(cause) = difference(op, &page)
            {
                stale.push((op.op_id.clone(), cause));
            } else if let Some(op) = creates.find(&page).filter(|_| !leaving.contains(&page.id)) {
                let message = "somebody has created its row since the plan was made";
                stale.push((op.op_id.clone(), Cause::new("created_meanwhile", message)));
            }
        }
    }
    Ok(stale)
}

/// The rows that are to be created in a data source, by what they will be recognised by.
struct Creates<'a> {
    namespace: &'a str,
    properties: HashSet<&'a str>,
    by_source: HashMap<String, &'a Op>,
}

impl<'a> Creates<'a> {
    fn of(plan: &'a Plan, open: &[&'a Op], data_source: DataSourceId) -> Self {
        let namespace = plan.namespace.as_str();
        let mut creates = Self { namespace, properties: HashSet::new(), by_source: HashMap::new() };
        for op in open {
            if let Action::CreatePage(create) = &op.action
                && create.parent == Owner::DataSource(data_source)
                && let Marked::Property { property, value } = &create.marked
                && let Some(source) = marker::source(namespace, value)
            {
                creates.properties.insert(property);
                creates.by_source.insert(source, op);
            }
        }
        creates
    }

    /// The op that would create a second row with the marker of this one.
    fn find(&self, page: &Page) -> Option<&'a Op> {
        let mut sources = self
            .properties
            .iter()
            .filter_map(|property| marker::source(self.namespace, &marker_of(page, property)));
        sources.find_map(|source| self.by_source.get(&source).copied())
    }
}

/// What keeps an op from being carried out on a page, if anything does.
fn difference(op: &Op, page: &Page) -> Option<Cause> {
    if page.in_trash {
        return Some(Cause::new("trashed_meanwhile", "the page was moved to the trash"));
    }
    op.changes.iter().find_map(|change| {
        let before = change.before_sha256.as_deref()?;
        let now = page.properties.get(&change.property).and_then(Canonical::of);
        let now = now.map(|it| canon::fingerprint(&it))?;
        let unchanged = now == before || Some(now.as_str()) == change.after_sha256.as_deref();
        (!unchanged).then(|| {
            let message = format!("{:?} was changed since the plan was made", change.property);
            Cause::new("changed_meanwhile", message)
        })
    })
}
