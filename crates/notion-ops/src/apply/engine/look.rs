//! What happens with ops of which nobody knows whether they were done: they are looked for.

use futures_util::stream::FuturesUnordered;
use notion_model::DataSourceId;
use uuid::Uuid;

use super::{Done, Engine, Known, Parked, Phase, StepKnown, Work, later, unavailable};
use crate::{
    apply::{
        resolve::{self, Traces},
        sender::{Refusal, Sender},
    },
    journal::{JournalError, OpState, Settled},
    plan::Op,
    progress::Event,
};

/// Rows of one data source whose traces are looked for together.
type Rows<'a> = ((DataSourceId, &'a str), Vec<(usize, Known, String)>);

impl<'a, S: Sender> Engine<'a, S> {
    /// Looks for the traces of everything whose time has come, rows of one data source together.
    pub(super) fn look(&mut self, work: &mut FuturesUnordered<Work<'a>>) {
        if self.parked == 0 {
            return;
        }
        let now = self.tools.clock.now();
        let mut rows: Vec<Rows<'a>> = Vec::new();
        for index in self.first_open..self.plan.ops.len() {
            let op = &self.plan.ops[index];
            let Phase::Parked { until, reason: Parked::Unclear(step), .. } = &self.phases[index]
            else {
                continue;
            };
            let step = *step;
            if *until > now {
                continue;
            }
            let phase = std::mem::replace(&mut self.phases[index], Phase::Busy);
            let Phase::Parked { known, .. } = phase else { continue };
            self.parked -= 1;
            let sender = self.sender;
            match resolve::marker(op, step, self.created_for(op)) {
                Some((data_source, property, value)) => {
                    let key = (data_source, property);
                    let row = (index, known, value.to_owned());
                    match rows.iter_mut().find(|(it, _)| *it == key) {
                        Some((_, rows)) => rows.push(row),
                        None => rows.push((key, vec![row])),
                    }
                }
                None => work.push(Box::pin(async move {
                    let mut traces = resolve::step(sender, op, &known, step).await;
                    if let (0, Traces::Found(ids)) = (step, &traces) {
                        traces = resolve::is_whole(sender, op, ids).await;
                    }
                    Done::Looked(vec![(index, known, traces)])
                })),
            }
        }
        for ((data_source, property), rows) in rows {
            let (sender, plan) = (self.sender, self.plan);
            work.push(Box::pin(async move {
                let mut looked = Vec::with_capacity(rows.len());
                let values: Vec<String> = rows.iter().map(|(_, _, value)| value.clone()).collect();
                let traces = resolve::rows(sender, data_source, property, &values).await;
                for ((index, known, _), mut traces) in rows.into_iter().zip(traces) {
                    if let Traces::Found(ids) = &traces {
                        traces = resolve::is_whole(sender, &plan.ops[index], ids).await;
                    }
                    looked.push((index, known, traces));
                }
                Done::Looked(looked)
            }));
        }
    }

    pub(super) fn looked(
        &mut self,
        index: usize,
        mut known: Known,
        traces: Traces,
    ) -> Result<(), JournalError> {
        let op = &self.plan.ops[index];
        let step = known.first_unknown().unwrap_or_default();
        let now = self.tools.clock.now();
        match traces {
            Traces::Found(ids) => {
                self.settle(op, step, Some(ids.clone()))?;
                known.set(step, StepKnown::Done(ids));
                self.adopted[index] = true;
                self.resolved(op, true);
                self.phases[index] = Phase::Waiting(known);
            }
            Traces::Absent if !self.looked[index] => {
                // Once more: a query may show a row later than it was made.
                self.looked[index] = true;
                let until = later(now, self.options.confirmation);
                self.park(index, known, until, Parked::Unclear(step));
            }
            Traces::Absent => {
                self.looked[index] = false;
                self.settle(op, step, None)?;
                known.set(step, StepKnown::Todo);
                self.resolved(op, false);
                self.phases[index] = Phase::Waiting(known);
            }
            Traces::Partly(ids) => {
                self.settle(op, step, None)?;
                known.set(step, StepKnown::Partly(ids));
                self.resolved(op, true);
                self.phases[index] = Phase::Waiting(known);
            }
            Traces::Confusing(cause) => {
                self.end_unsent(index, OpState::NeedsHuman, Some(cause))?;
            }
            Traces::Later(Refusal::Stop(stop)) => {
                let reason = Parked::Unclear(step);
                self.park(index, known, now, reason);
                self.stop_for(stop);
            }
            Traces::Later(refusal) => {
                self.attempts[index] += 1;
                if self.attempts[index] > self.options.attempts {
                    self.stop_for(unavailable(refusal));
                }
                let until = later(now, self.options.pause);
                self.park(index, known, until, Parked::Unclear(step));
            }
        }
        Ok(())
    }

    fn settle(&self, op: &Op, step: usize, ids: Option<Vec<Uuid>>) -> Result<(), JournalError> {
        let settled = Settled {
            op: op.op_id.clone(),
            step: u32::try_from(step).unwrap_or(u32::MAX),
            done: ids.is_some(),
            ids: ids.unwrap_or_default(),
            at: self.tools.clock.now(),
        };
        self.tools.journal.settle(self.run, &settled, None)
    }

    fn resolved(&self, op: &Op, found: bool) {
        self.tools.progress.event(Event::OpResolved { op: op.op_id.clone(), found });
    }
}
