//! One op: its requests in order, each with its intent before and its result after.

use jiff::Timestamp;
use notion_model::{DataSourceId, request::Position};
use uuid::Uuid;

use super::{
    Tools,
    known::{Known, StepKnown},
    script::{Deed, Script},
    sender::{Answer, Call, Refusal, Sender},
};
use crate::{
    hex,
    id::RunId,
    journal::{Intent, JournalError, Link, LinkChange, OpEnd, OpState, Settled, Undo},
    plan::{Action, LinkPlan, Op},
    report::{Cause, Stop},
};

/// What came of carrying out an op.
#[derive(Debug)]
pub(super) enum Performed {
    /// It ended, and the journal says how.
    Ended(OpEnd),
    /// Nobody knows whether this step was done.
    Unclear { known: Known, step: usize },
    /// Nothing wrong with the op; it may be carried on later.
    Later { known: Known, cause: Cause },
    /// Nothing else will work either.
    Stop { known: Known, stop: Stop },
    /// The journal cannot be written.
    Broken(JournalError),
}

/// Everything around one op.
#[derive(Debug)]
pub(super) struct Around<'a, S> {
    pub(super) run: &'a RunId,
    pub(super) sender: &'a S,
    pub(super) tools: Tools<'a>,
    /// The data source that another op created for this one.
    pub(super) created: Option<DataSourceId>,
}

/// Carries out an op from where it stands.
pub(super) async fn perform<S: Sender>(
    around: Around<'_, S>,
    op: &Op,
    mut known: Known,
    adopted: bool,
) -> Performed {
    let script = Script::of(op);
    for step in 0..script.len() {
        match known.get(step) {
            StepKnown::Done(_) => continue,
            StepKnown::Todo | StepKnown::Unknown | StepKnown::Partly(_) => {}
        }
        let call = match script.deed(step, &known, around.created) {
            Some(Deed::Send(call)) => call,
            Some(Deed::List(block)) => match around.sender.children(block).await {
                Ok(children) => {
                    let ids = children.iter().map(|it| it.id.uuid()).collect();
                    known.set(step, StepKnown::Done(ids));
                    continue;
                }
                Err(refusal) => return around.not_listed(op, known, refusal),
            },
            None => {
                let cause = Cause::new("incomplete", "what this step refers to was never created");
                return around.end(op, OpState::Failed, Some(cause), None);
            }
        };
        let (call, already) = without_prefix(call, known.get(step));
        let fingerprint = fingerprint(&call);
        if let Some(before) = known.fingerprint(step)
            && already.is_empty()
            && before != fingerprint
            && call.is_once()
        {
            let cause = Cause::new(
                "changed_program",
                "this step was begun by another version of the program; look at the page",
            );
            return around.end(op, OpState::NeedsHuman, Some(cause), None);
        }
        if let Err(error) = around.intend(op, step, fingerprint) {
            return Performed::Broken(error);
        }
        let is_last = step + 1 == script.len();
        let answer = match around.sender.send(&call).await {
            Ok(answer) => answer,
            Err(Refusal::Committed(ids)) if enough(&call, &ids) => Answer { ids, page: None },
            // Saved, but what it created is not named: look for it, as if nobody knew.
            Err(Refusal::Committed(_)) => return unclear(known, step),
            // What is to be gone is gone already: an earlier attempt may have done it.
            Err(Refusal::Gone(_)) if matches!(call, Call::DeleteBlock(_)) => Answer::default(),
            Err(Refusal::Unknown(cause)) => {
                if call.is_once() {
                    return unclear(known, step);
                }
                return match around.undone(op, step) {
                    Ok(()) => Performed::Later { known, cause },
                    Err(error) => Performed::Broken(error),
                };
            }
            Err(refusal) => return around.refused(op, step, known, refusal).await,
        };
        let ids: Vec<Uuid> = already.into_iter().chain(answer.ids.iter().copied()).collect();
        known.set(step, StepKnown::Done(ids.clone()));
        if is_last {
            let state = if adopted { OpState::Adopted } else { OpState::Applied };
            let end = success(op, state, &known, around.tools.clock.now());
            return around.settle_end(op, step, ids, end);
        }
        if let Err(error) = around.done(op, step, ids) {
            return Performed::Broken(error);
        }
    }
    // Nothing was left to send: a local op, or one whose last step was found done.
    let state = if adopted { OpState::Adopted } else { OpState::Applied };
    let end = success(op, state, &known, around.tools.clock.now());
    match around.tools.journal.end(around.run, &op.op_id, &end) {
        Ok(()) => Performed::Ended(end),
        Err(error) => Performed::Broken(error),
    }
}

impl<S: Sender> Around<'_, S> {
    fn intend(&self, op: &Op, step: usize, fingerprint: String) -> Result<(), JournalError> {
        let at = self.tools.clock.now();
        let intent = Intent { op: op.op_id.clone(), step: number(step), fingerprint, at };
        self.tools.journal.intend(self.run, &intent)
    }

    /// Writes down that a step did nothing.
    fn undone(&self, op: &Op, step: usize) -> Result<(), JournalError> {
        self.tools.journal.settle(self.run, &self.settled(op, step, false, Vec::new()), None)
    }

    fn done(&self, op: &Op, step: usize, ids: Vec<Uuid>) -> Result<(), JournalError> {
        self.tools.journal.settle(self.run, &self.settled(op, step, true, ids), None)
    }

    fn settled(&self, op: &Op, step: usize, done: bool, ids: Vec<Uuid>) -> Settled {
        Settled { op: op.op_id.clone(), step: number(step), done, ids, at: self.tools.clock.now() }
    }

    fn settle_end(&self, op: &Op, step: usize, ids: Vec<Uuid>, end: OpEnd) -> Performed {
        let settled = self.settled(op, step, true, ids);
        match self.tools.journal.settle(self.run, &settled, Some((&op.op_id, &end))) {
            Ok(()) => Performed::Ended(end),
            Err(error) => Performed::Broken(error),
        }
    }

    /// Ends an op without success, in a transaction of its own.
    fn end(
        &self,
        op: &Op,
        state: OpState,
        cause: Option<Cause>,
        result: Option<Uuid>,
    ) -> Performed {
        let at = self.tools.clock.now();
        let end = OpEnd { state, cause, result, link: None, undo: None, at };
        match self.tools.journal.end(self.run, &op.op_id, &end) {
            Ok(()) => Performed::Ended(end),
            Err(error) => Performed::Broken(error),
        }
    }

    /// Takes away a page whose content was refused: half a page would be taken for a whole one.
    ///
    /// Gives back what is there all the same; the report names it.
    async fn nothing_half(
        &self,
        op: &Op,
        step: usize,
        known: &Known,
        mut cause: Cause,
    ) -> (Cause, Option<Uuid>) {
        let made = known.ids(0).and_then(|it| it.last().copied()).filter(|_| step > 0);
        let (Action::CreatePage(_), Some(page)) = (&op.action, made) else { return (cause, made) };
        let trash = Call::TrashPage { page: page.into(), in_trash: true };
        if self.sender.send(&trash).await.is_ok() {
            cause.message.push_str("; the incomplete page was moved to the trash");
            return (cause, None);
        }
        cause.message.push_str("; the page is incomplete");
        (cause, Some(page))
    }

    /// The children of a block that this op made cannot be listed.
    fn not_listed(&self, op: &Op, known: Known, refusal: Refusal) -> Performed {
        match refusal {
            Refusal::Stop(stop) => Performed::Stop { known, stop },
            Refusal::Later(cause) | Refusal::Unknown(cause) => Performed::Later { known, cause },
            Refusal::Failed(cause) => self.end(op, OpState::Failed, Some(cause), None),
            Refusal::Gone(cause) => self.end(op, OpState::Stale, Some(cause), None),
            Refusal::Committed(_) => {
                let cause = Cause::new("protocol", "a list was answered as a write");
                self.end(op, OpState::Failed, Some(cause), None)
            }
        }
    }

    /// The step was certainly not done.
    async fn refused(&self, op: &Op, step: usize, known: Known, refusal: Refusal) -> Performed {
        let at = self.tools.clock.now();
        let (state, cause) = match refusal {
            Refusal::Failed(cause) => (OpState::Failed, cause),
            Refusal::Gone(cause) => (OpState::Stale, cause),
            Refusal::Later(cause) | Refusal::Unknown(cause) => {
                return match self.undone(op, step) {
                    Ok(()) => Performed::Later { known, cause },
                    Err(error) => Performed::Broken(error),
                };
            }
            Refusal::Stop(stop) => {
                return match self.undone(op, step) {
                    Ok(()) => Performed::Stop { known, stop },
                    Err(error) => Performed::Broken(error),
                };
            }
            Refusal::Committed(_) => return unclear(known, step),
        };
        let (cause, result) = self.nothing_half(op, step, &known, cause).await;
        let undo = result.filter(|_| step > 0).map(created);
        let end = OpEnd { state, cause: Some(cause), result, link: None, undo, at };
        let settled = self.settled(op, step, false, Vec::new());
        match self.tools.journal.settle(self.run, &settled, Some((&op.op_id, &end))) {
            Ok(()) => Performed::Ended(end),
            Err(error) => Performed::Broken(error),
        }
    }
}

/// The end of an op all of whose steps were done.
pub(super) fn success(op: &Op, state: OpState, known: &Known, at: Timestamp) -> OpEnd {
    let first = known.ids(0);
    let result = match &op.action {
        // Of a database, what counts is its data source, which comes last.
        Action::CreateDatabase(_) => first.and_then(|it| it.last()).copied(),
        Action::CreatePage(_) => first.and_then(|it| it.first()).copied(),
        Action::Link { target } | Action::Unlink { target } => Some(target.uuid()),
        Action::ExpandSchema { data_source, .. } => Some(data_source.uuid()),
        action => action.page().map(notion_model::PageId::uuid),
    };
    let link = op.link.as_ref().and_then(|link| match link {
        LinkPlan::Set { namespace, source, source_base, target_base } => {
            Some(LinkChange::Set(Link {
                namespace: namespace.clone(),
                source: source.clone(),
                target: result?,
                source_base: source_base.clone(),
                target_base: target_base.clone(),
            }))
        }
        LinkPlan::Forget { namespace, source } => {
            Some(LinkChange::Forget { namespace: namespace.clone(), source: source.clone() })
        }
    });
    let undo = result.and_then(|resource| undo(op, resource));
    OpEnd { state, cause: None, result, link, undo, at }
}

fn unclear(mut known: Known, step: usize) -> Performed {
    known.set(step, StepKnown::Unknown);
    Performed::Unclear { known, step }
}

/// How an op is taken back.
fn undo(op: &Op, resource: Uuid) -> Option<Undo> {
    match &op.action {
        Action::CreatePage(_) | Action::CreateDatabase(_) => Some(created(resource)),
        Action::UpdatePage(_) => {
            let values: serde_json::Map<String, serde_json::Value> = op
                .changes
                .iter()
                .filter_map(|change| Some((change.property.clone(), change.undo.clone()?)))
                .collect();
            let before = serde_json::json!({ "properties": values });
            (!values.is_empty()).then_some(Undo { resource, before })
        }
        Action::TrashPage { .. } => {
            Some(Undo { resource, before: serde_json::json!({ "in_trash": false }) })
        }
        Action::RestorePage { .. } => {
            Some(Undo { resource, before: serde_json::json!({ "in_trash": true }) })
        }
        Action::EditContent(_)
        | Action::ExpandSchema { .. }
        | Action::Link { .. }
        | Action::Unlink { .. } => None,
    }
}

fn created(resource: Uuid) -> Undo {
    Undo { resource, before: serde_json::json!({ "in_trash": true }) }
}

/// Leaves out the blocks of an append that are there already.
fn without_prefix(call: Call, known: &StepKnown) -> (Call, Vec<Uuid>) {
    match (call, known) {
        (Call::Append { to, position, children }, StepKnown::Partly(ids)) if !ids.is_empty() => {
            let last = ids.last().map(|it| Position::After((*it).into()));
            let children = children.into_iter().skip(ids.len()).collect();
            (Call::Append { to, position: last.unwrap_or(position), children }, ids.clone())
        }
        (call, _) => (call, Vec::new()),
    }
}

/// Whether the ids that came with "saved, but not answered" are all that later steps may need.
fn enough(call: &Call, ids: &[Uuid]) -> bool {
    match call {
        Call::Append { children, .. } => ids.len() == children.len(),
        Call::CreatePage(_) => ids.len() == 1,
        Call::CreateDatabase(_) => ids.len() == 2,
        Call::UpdatePage { .. }
        | Call::TrashPage { .. }
        | Call::UpdateSchema { .. }
        | Call::UpdateBlock { .. }
        | Call::DeleteBlock(_) => true,
    }
}

/// What is sent, in short.
fn fingerprint(call: &Call) -> String {
    let json = match call {
        Call::CreatePage(it) => serde_json::to_vec(it),
        Call::CreateDatabase(it) => serde_json::to_vec(it),
        Call::Append { to, position, children } => serde_json::to_vec(&(to, position, children)),
        Call::UpdatePage { page, properties } => serde_json::to_vec(&(page, properties)),
        Call::TrashPage { page, in_trash } => serde_json::to_vec(&(page, in_trash)),
        Call::UpdateSchema { data_source, properties } => {
            serde_json::to_vec(&(data_source, properties))
        }
        Call::UpdateBlock { block, change } => serde_json::to_vec(&(block, change)),
        Call::DeleteBlock(block) => serde_json::to_vec(block),
    };
    // These bodies are about to be sent as JSON, so that writing them as JSON works.
    hex::sha256(&json.unwrap_or_default())
}

fn number(step: usize) -> u32 {
    u32::try_from(step).unwrap_or(u32::MAX)
}
