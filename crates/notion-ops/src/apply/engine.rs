//! The run as a whole: which op is begun when, what waits, and when it is over.

mod look;
mod record;

use std::{collections::HashMap, pin::Pin, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use jiff::{SignedDuration, Timestamp};
use notion_model::DataSourceId;
use uuid::Uuid;

use super::{
    ApplyError, ApplyOptions, Tools,
    freshness::{self, Age},
    known::{Known, StepKnown},
    perform::{Around, Performed, perform, success},
    resolve::Traces,
    sender::{Refusal, Sender},
};
use crate::{
    id::{OpId, RunId},
    journal::{JournalError, OpEnd, OpState},
    plan::{Action, Op, Plan},
    progress::Event,
    report::{Cause, Report, Stop},
};

/// Where an op stands.
#[derive(Debug)]
enum Phase {
    /// Its turn has not come.
    Waiting(Known),
    /// It is being carried out or looked for.
    Busy,
    /// It waits for a time.
    Parked { known: Known, until: Timestamp, reason: Parked },
    /// It ended.
    Ended(Box<OpEnd>),
}

/// Why an op waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parked {
    /// For a step whose traces can be looked for then.
    Unclear(usize),
    /// For better times.
    Later,
}

/// Something that was under way came to its end.
enum Done {
    Performed(usize, Box<Performed>),
    Looked(Vec<(usize, Known, Traces)>),
}

type Work<'a> = Pin<Box<dyn Future<Output = Done> + Send + 'a>>;

/// Carries a run to its end, from wherever it stands.
pub(super) async fn run<S: Sender>(
    plan: &Plan,
    sender: &S,
    tools: Tools<'_>,
    options: &ApplyOptions,
) -> Result<Report, ApplyError> {
    let failed = |source| ApplyError::Journal { run: plan.id.clone(), source };
    let mut engine = Engine::recall(plan, sender, tools, options).map_err(failed)?;
    engine.carry_out().await.map_err(failed)?;
    engine.finish().map_err(failed)
}

struct Engine<'a, S> {
    plan: &'a Plan,
    run: &'a RunId,
    sender: &'a S,
    tools: Tools<'a>,
    options: &'a ApplyOptions,
    phases: Vec<Phase>,
    index: HashMap<&'a OpId, usize>,
    attempts: Vec<u32>,
    /// Whether traces were looked for once without finding any.
    looked: Vec<bool>,
    adopted: Vec<bool>,
    /// Pages and blocks that an op is writing, or may still be writing.
    containers: HashMap<Uuid, usize>,
    stop: Option<Stop>,
    failures: u64,
    /// Every op before this one has ended.
    first_open: usize,
    /// How many ops are parked.
    parked: usize,
}

impl<'a, S: Sender> Engine<'a, S> {
    async fn carry_out(&mut self) -> Result<(), JournalError> {
        let ended = self.phases.iter().filter(|it| matches!(it, Phase::Ended(_))).count();
        self.tools.progress.event(Event::Started { ops: self.plan.ops.len(), ended });
        self.skip_stale().await?;
        self.write_down()?;
        let mut work: FuturesUnordered<Work<'a>> = FuturesUnordered::new();
        let mut told_waiting = false;
        loop {
            self.begin(&mut work)?;
            let due = self.next_due();
            if work.is_empty() && due.is_none() {
                return Ok(());
            }
            let pause = due.map(|at| duration_until(self.tools.clock.now(), at));
            if work.is_empty() && !told_waiting {
                told_waiting = true;
                let wait = pause.unwrap_or_default();
                self.tools.progress.event(Event::Waiting { parked: self.parked, wait });
            }
            // While requests are under way the journal hears from us, so that a later process knows
            // until when something may have been sent.
            let pause = pause.unwrap_or(self.options.beat);
            let nap = if work.is_empty() { pause } else { pause.min(self.options.beat) };
            let interrupt = self.options.interrupt.clone();
            tokio::select! {
                Some(done) = work.next() => {
                    told_waiting = false;
                    self.take(done)?;
                    // A Notion in this process answers without ever waiting; whoever wants to
                    // interrupt must get a turn all the same.
                    tokio::task::yield_now().await;
                }
                () = self.tools.clock.sleep(nap) => {
                    if !work.is_empty() {
                        self.tools.journal.beat(self.run, self.tools.clock.now())?;
                    }
                }
                () = interrupt.raised(), if self.stop.is_none() => {
                    self.stop_for(Stop::Interrupted);
                }
            }
        }
    }

    /// Ends all ops that only write down who belongs to whom, with one commit.
    fn write_down(&mut self) -> Result<(), JournalError> {
        let now = self.tools.clock.now();
        let open = self.plan.ops.iter().enumerate().filter(|(index, op)| {
            let is_open = matches!(self.phases[*index], Phase::Waiting(_));
            is_open && op.action.is_local() && op.needs.is_empty()
        });
        let (indexes, ends): (Vec<usize>, Vec<(OpId, OpEnd)>) = open
            .map(|(index, op)| {
                let end = success(op, OpState::Applied, &Known::default(), now);
                (index, (op.op_id.clone(), end))
            })
            .unzip();
        if ends.is_empty() {
            return Ok(());
        }
        self.tools.journal.end_all(self.run, &ends)?;
        for (index, (_, end)) in indexes.into_iter().zip(ends) {
            self.ended(index, end);
        }
        Ok(())
    }

    /// Ends ops whose pages were changed since the plan was made, and those whose rows are there.
    async fn skip_stale(&mut self) -> Result<(), JournalError> {
        if !self.options.check_freshness {
            return Ok(());
        }
        let open: Vec<&Op> = self
            .plan
            .ops
            .iter()
            .zip(&self.phases)
            .filter(|(op, phase)| match phase {
                Phase::Waiting(known) => {
                    known.is_untouched() || matches!(op.action, Action::UpdatePage(_))
                }
                Phase::Busy | Phase::Parked { .. } | Phase::Ended(_) => false,
            })
            .map(|(op, _)| op)
            .collect();
        let age = Age::of(self.plan, self.tools.clock.now(), self.options.recent);
        let stale = match freshness::stale(self.plan, &open, self.sender, age).await {
            Ok(stale) => stale,
            // It was made for another workspace, or its data source is shared no more: nothing of it
            // can be trusted, not even what would only be written down here.
            Err(Refusal::Gone(cause)) => {
                open.iter().map(|op| (op.op_id.clone(), cause.clone())).collect()
            }
            Err(refusal) => {
                self.stop_for(unavailable(refusal));
                return Ok(());
            }
        };
        for (op, cause) in stale {
            if let Some(index) = self.index.get(&op).copied() {
                self.end_unsent(index, OpState::Stale, Some(cause))?;
            }
        }
        Ok(())
    }

    /// Begins as much as may be begun now.
    fn begin(&mut self, work: &mut FuturesUnordered<Work<'a>>) -> Result<(), JournalError> {
        if self.stop.is_none() && self.options.interrupt.is_raised() {
            self.stop_for(Stop::Interrupted);
        }
        self.look(work);
        while matches!(self.phases.get(self.first_open), Some(Phase::Ended(_))) {
            self.first_open += 1;
        }
        let now = self.tools.clock.now();
        for index in self.first_open..self.plan.ops.len() {
            if work.len() >= self.options.concurrency.max(1) {
                break;
            }
            let due = match &self.phases[index] {
                Phase::Waiting(_) => true,
                Phase::Parked { until, reason: Parked::Later, .. } => *until <= now,
                Phase::Parked { .. } | Phase::Busy | Phase::Ended(_) => false,
            };
            if !due {
                continue;
            }
            match &self.stop {
                Some(Stop::TooManyFailures { .. }) if self.is_untouched(index) => {
                    self.end_unsent(index, OpState::Cancelled, None)?;
                    continue;
                }
                Some(_) => continue,
                None => {}
            }
            self.try_begin(index, work)?;
        }
        Ok(())
    }

    fn try_begin(
        &mut self,
        index: usize,
        work: &mut FuturesUnordered<Work<'a>>,
    ) -> Result<(), JournalError> {
        let op = &self.plan.ops[index];
        let container = op.action.container();
        if container.is_some_and(|it| self.containers.get(&it).is_some_and(|by| *by != index)) {
            return Ok(());
        }
        for need in &op.needs {
            let state = self.index.get(need).map(|it| &self.phases[*it]);
            match state {
                Some(Phase::Ended(end))
                    if matches!(end.state, OpState::Applied | OpState::Adopted) => {}
                Some(Phase::Waiting(_) | Phase::Busy | Phase::Parked { .. }) => return Ok(()),
                Some(Phase::Ended(_)) | None => {
                    let cause = Cause::new("needed_op", "what it needs was not done");
                    return self.end_unsent(index, OpState::Blocked, Some(cause));
                }
            }
        }
        let phase = std::mem::replace(&mut self.phases[index], Phase::Busy);
        let known = match phase {
            Phase::Waiting(known) => known,
            Phase::Parked { known, .. } => {
                self.parked -= 1;
                known
            }
            Phase::Busy | Phase::Ended(_) => {
                self.phases[index] = phase;
                return Ok(());
            }
        };
        self.occupy(op, index);
        if known.is_untouched() {
            let (op, title) = (op.op_id.clone(), op.title.clone());
            self.tools.progress.event(Event::OpStarted { op, title });
        }
        let around = Around {
            run: self.run,
            sender: self.sender,
            tools: self.tools,
            created: self.created_for(op),
        };
        let adopted = self.adopted[index];
        work.push(Box::pin(async move {
            Done::Performed(index, Box::new(perform(around, op, known, adopted).await))
        }));
        Ok(())
    }

    /// Takes note of something that came to its end.
    fn take(&mut self, done: Done) -> Result<(), JournalError> {
        let (index, performed) = match done {
            Done::Performed(index, performed) => (index, *performed),
            Done::Looked(looked) => {
                for (index, known, traces) in looked {
                    self.looked(index, known, traces)?;
                }
                return Ok(());
            }
        };
        match performed {
            Performed::Ended(end) => self.ended(index, end),
            Performed::Broken(error) => return Err(error),
            Performed::Unclear { known, step } => {
                let until = later(self.tools.clock.now(), self.options.quiescence);
                let reason = Parked::Unclear(step);
                self.park(index, known, until, reason);
            }
            Performed::Later { known, cause } => {
                self.attempts[index] += 1;
                let is_over = self.attempts[index] > self.options.attempts;
                if is_over && !is_silence(&cause) {
                    // Others may fare better: one page in trouble is no outage. What was created of
                    // it stays, and the report names it.
                    let result = known.ids(0).and_then(|it| it.last().copied());
                    return self.end_with(index, OpState::Failed, Some(cause), result);
                }
                if is_over {
                    self.stop_for(Stop::Unavailable(cause.to_string()));
                }
                let until = later(self.tools.clock.now(), self.options.pause);
                self.park(index, known, until, Parked::Later);
            }
            Performed::Stop { known, stop } => {
                self.release(index);
                self.phases[index] = Phase::Waiting(known);
                self.stop_for(stop);
            }
        }
        Ok(())
    }

    fn park(&mut self, index: usize, known: Known, until: Timestamp, reason: Parked) {
        let op = &self.plan.ops[index];
        if matches!(reason, Parked::Unclear(_)) && !self.looked[index] {
            let (op, title) = (op.op_id.clone(), op.title.clone());
            self.tools.progress.event(Event::OpParked { op, title, until });
        }
        self.phases[index] = Phase::Parked { known, until, reason };
        self.parked += 1;
    }

    /// Ends an op of which nothing is under way.
    fn end_unsent(
        &mut self,
        index: usize,
        state: OpState,
        cause: Option<Cause>,
    ) -> Result<(), JournalError> {
        self.end_with(index, state, cause, None)
    }

    fn end_with(
        &mut self,
        index: usize,
        state: OpState,
        cause: Option<Cause>,
        result: Option<Uuid>,
    ) -> Result<(), JournalError> {
        let at = self.tools.clock.now();
        let end = OpEnd { state, cause, result, link: None, undo: None, at };
        self.tools.journal.end(self.run, &self.plan.ops[index].op_id, &end)?;
        self.ended(index, end);
        Ok(())
    }

    fn ended(&mut self, index: usize, end: OpEnd) {
        if matches!(self.phases[index], Phase::Parked { .. }) {
            self.parked -= 1;
        }
        let op = &self.plan.ops[index];
        self.tools.progress.event(Event::OpEnded {
            op: op.op_id.clone(),
            title: op.title.clone(),
            state: end.state,
            cause: end.cause.clone(),
        });
        self.release(index);
        self.failures += u64::from(end.state == OpState::Failed);
        self.phases[index] = Phase::Ended(Box::new(end));
        if let Some(allowed) = self.plan.max_failures
            && self.failures > allowed
        {
            self.stop_for(Stop::TooManyFailures { failed: self.failures, allowed });
        }
    }

    fn occupy(&mut self, op: &Op, index: usize) {
        if let Some(container) = op.action.container() {
            self.containers.insert(container, index);
        }
    }

    fn release(&mut self, index: usize) {
        if let Some(container) = self.plan.ops[index].action.container() {
            self.containers.remove(&container);
        }
    }

    fn stop_for(&mut self, reason: Stop) {
        if self.stop.is_none() {
            self.tools.progress.event(Event::Stopping { reason: reason.clone() });
            self.stop = Some(reason);
        }
    }

    /// The data source that another op created for this one.
    fn created_for(&self, op: &Op) -> Option<DataSourceId> {
        let Action::CreatePage(create) = &op.action else { return None };
        let crate::plan::Owner::Created(by) = &create.parent else { return None };
        match &self.phases[*self.index.get(by)?] {
            Phase::Ended(end) => end.result.map(DataSourceId::from),
            _ => None,
        }
    }

    fn is_untouched(&self, index: usize) -> bool {
        match &self.phases[index] {
            Phase::Waiting(known) | Phase::Parked { known, .. } => known.is_untouched(),
            Phase::Busy | Phase::Ended(_) => false,
        }
    }

    /// When the next parked op is due. Once the run stops, nothing is waited for.
    fn next_due(&self) -> Option<Timestamp> {
        let finishing = match &self.stop {
            Some(Stop::TooManyFailures { .. }) | None => true,
            Some(_) => false,
        };
        if self.parked == 0 {
            return None;
        }
        let open = self.phases.iter().skip(self.first_open);
        let parked = open.filter_map(|phase| match phase {
            Phase::Parked { until, .. } => Some(*until),
            Phase::Waiting(_) | Phase::Busy | Phase::Ended(_) => None,
        });
        parked.min().filter(|_| finishing)
    }
}

/// Whether nobody answered at all: then nobody will answer the next op either.
fn is_silence(cause: &Cause) -> bool {
    matches!(cause.code.as_str(), "no_answer" | "timeout")
}

/// Why nothing more is begun after a question that nobody answered.
fn unavailable(refusal: Refusal) -> Stop {
    match refusal {
        Refusal::Stop(stop) => stop,
        Refusal::Failed(cause)
        | Refusal::Gone(cause)
        | Refusal::Later(cause)
        | Refusal::Unknown(cause) => Stop::Unavailable(cause.to_string()),
        Refusal::Committed(_) => Stop::Unavailable("a question was answered as a write".to_owned()),
    }
}

fn later(from: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    from.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn duration_until(now: Timestamp, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default()
}
