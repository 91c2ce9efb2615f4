//! What happens to target rows whose source row is not there any more.

use std::collections::HashSet;

use notion_model::{DataSource, Page, PageId, request};

use super::{
    Side,
    decide::{Gone, decide_gone},
    sides::Follower,
};
use crate::{
    plan::{Action, LinkPlan, Op, Plan, UpdatePage},
    planner::{Desired, PlanError, called, changes},
    spec::OnGone,
};

impl Side<'_> {
    /// Plans what happens to rows whose source row is not there any more. Returns how many are lost.
    pub(super) async fn gone(
        &self,
        source: &DataSource,
        rows: &[Page],
        missing: Vec<&Follower<'_>>,
        all: u64,
        plan: &mut Plan,
        trash: &mut Vec<Op>,
    ) -> Result<u64, PlanError> {
        let missing: Vec<_> = missing.into_iter().filter(|it| it.page.is_some()).collect();
        let (trashed, leaves) = (self.target.source_trashed, self.target.source_leaves_filter);
        if missing.is_empty() {
            return Ok(0);
        }
        if (trashed, leaves) == (OnGone::Keep, OnGone::Keep) {
            let message =
                format!("{} rows have no source row any more; they are kept", missing.len());
            self.note(plan, "kept", message);
            return Ok(0);
        }
        let in_trash = self.trashed_ids(source).await?;
        let live: HashSet<PageId> = rows.iter().map(|it| it.id).collect();
        let allowed = self.sync.guards.max_delete.of(all);
        let (mut deletes, mut kept) = (0, 0);
        for follower in missing {
            let (Ok(id), Some(page)) = (follower.source.parse::<PageId>(), follower.page) else {
                continue;
            };
            let maybe_trashed = in_trash.as_ref().is_none_or(|it| it.contains(&id));
            let gone = if live.contains(&id) {
                // It is among the source's rows, and only this target does not want it.
                Gone::Live
            } else if !maybe_trashed && leaves == OnGone::Keep {
                kept += 1;
                continue;
            } else if deletes > allowed {
                // The guard has tripped; there is no need to ask for the others one by one.
                deletes += 1;
                continue;
            } else {
                self.state_of(id, source).await?
            };
            match decide_gone(gone, trashed, leaves) {
                (OnGone::Keep, why) => self.note(plan, "kept", format!("{:?} {why}", called(page))),
                (OnGone::Trash, why) => {
                    deletes += 1;
                    trash.push(self.trash(follower, page, why));
                }
                (OnGone::Unlink, why) => trash.push(self.unlink(follower, page, why)),
            }
        }
        if kept > 0 {
            let message =
                format!("{kept} rows have a source row that is not selected; they are kept");
            self.note(plan, "kept", message);
        }
        Ok(deletes)
    }

    /// The source's rows in the trash. `None` if Notion does not list them.
    async fn trashed_ids(&self, source: &DataSource) -> Result<Option<HashSet<PageId>>, PlanError> {
        let query = notion_model::query::Query { in_trash: Some(true), ..Default::default() };
        match self.planner.scan(source, query, None).await {
            Ok(rows) => Ok(Some(rows.into_iter().map(|it| it.id).collect())),
            Err(PlanError::Client(error)) if error.status().is_some_and(|it| it == 400) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn trash(&self, follower: &Follower<'_>, page: &Page, why: String) -> Op {
        let action = Action::TrashPage { page: page.id };
        let mut op = self.op(&follower.source, &called(page), why, &[], action);
        op.link = Some(self.forget(follower));
        op
    }

    /// Takes the marker off a row, so that it is nobody's.
    fn unlink(&self, follower: &Follower<'_>, page: &Page, why: String) -> Op {
        let mut desired = Desired::default();
        desired.set(&self.target.marker, request::PropertyValue::text(""));
        let (properties, changes) = changes(Some(self.schema), Some(page), &desired);
        let update = UpdatePage { page: page.id, properties };
        let action = Action::UpdatePage(Box::new(update));
        let mut op = self.op(&follower.source, &called(page), why, &[], action);
        (op.changes, op.link) = (changes, Some(self.forget(follower)));
        op
    }

    fn forget(&self, follower: &Follower<'_>) -> LinkPlan {
        LinkPlan::Forget { namespace: self.namespace(), source: follower.source.clone() }
    }
}
