//! Noticing, before the first write, that somebody changed a page since the plan was made.

use std::collections::HashMap;

use jiff::Timestamp;
use notion_model::{Canonical, Page, PageId};

use super::sender::{Refusal, Sender};
use crate::{
    canon,
    id::OpId,
    plan::{Action, Op, Plan},
    report::Cause,
};

/// The ops among `open` whose pages are not any more what the plan was made for.
///
/// Costs one query per data source for every hundred rows that were edited since. Pages that already
/// have the new values are not stale: an earlier, interrupted attempt may have written them.
pub(super) async fn stale<S: Sender>(
    plan: &Plan,
    open: &[&Op],
    sender: &S,
) -> Result<Vec<(OpId, Cause)>, Refusal> {
    let updates: HashMap<PageId, &Op> = open
        .iter()
        .filter(|op| matches!(op.action, Action::UpdatePage(_)))
        .filter_map(|op| Some((op.action.page()?, *op)))
        .collect();
    let mut stale = Vec::new();
    if updates.is_empty() {
        return Ok(stale);
    }
    for input in plan.inputs.iter().filter(|it| it.written) {
        let since = input.newest.unwrap_or(Timestamp::UNIX_EPOCH);
        for page in sender.edited_since(input.data_source, since).await? {
            if let Some(op) = updates.get(&page.id)
                && let Some(cause) = difference(op, &page)
            {
                stale.push((op.op_id.clone(), cause));
            }
        }
    }
    Ok(stale)
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
