//! The run in the journal: taken up at the beginning, closed and reported at the end.

use std::collections::HashMap;

use super::{ApplyOptions, Engine, Known, Parked, Phase, Tools, later};
use crate::{
    apply::{script::Script, sender::Sender},
    id::OpId,
    journal::{JournalError, OpEnd, OpState, RunState},
    plan::Plan,
    report::{OpReport, Report},
};

impl<'a, S: Sender> Engine<'a, S> {
    /// Takes up what the journal knows.
    pub(super) fn recall(
        plan: &'a Plan,
        sender: &'a S,
        tools: Tools<'a>,
        options: &'a ApplyOptions,
    ) -> Result<Self, JournalError> {
        let run = &plan.id;
        let (record, _) = tools.journal.run(run)?;
        let mut ended: HashMap<OpId, OpEnd> = tools.journal.ended(run)?.into_iter().collect();
        let steps = tools.journal.steps(run)?;
        // The process that began them was alive until about then, so they may have been sent then.
        let quiet = later(record.alive, options.quiescence);
        let mut engine = Self {
            plan,
            run,
            sender,
            tools,
            options,
            phases: Vec::with_capacity(plan.ops.len()),
            index: plan.ops.iter().enumerate().map(|(at, op)| (&op.op_id, at)).collect(),
            attempts: vec![0; plan.ops.len()],
            looked: vec![false; plan.ops.len()],
            adopted: vec![false; plan.ops.len()],
            containers: HashMap::new(),
            stop: None,
            failures: 0,
            first_open: 0,
            parked: 0,
        };
        for (index, op) in plan.ops.iter().enumerate() {
            let phase = if let Some(end) = ended.remove(&op.op_id) {
                engine.failures += u64::from(end.state == OpState::Failed);
                Phase::Ended(Box::new(end))
            } else {
                // Steps are sorted by op, so that this is a look at a few neighbours.
                let from = steps.partition_point(|it| it.op < op.op_id);
                let own = steps[from..].iter().take_while(|it| it.op == op.op_id);
                let known = Known::recall(own);
                match known.first_unknown() {
                    Some(step) if Script::of(op).is_once(step) => {
                        engine.occupy(op, index);
                        engine.parked += 1;
                        let reason = Parked::Unclear(step);
                        Phase::Parked { known, until: quiet, reason }
                    }
                    _ => Phase::Waiting(known),
                }
            };
            engine.phases.push(phase);
        }
        Ok(engine)
    }

    /// Writes down how the run stands, and reports.
    pub(super) fn finish(self) -> Result<Report, JournalError> {
        let is_over = self.phases.iter().all(|it| matches!(it, Phase::Ended(_)));
        let state = if is_over { RunState::Finished } else { RunState::Interrupted };
        self.tools.journal.finish(self.run, state, self.tools.clock.now())?;
        let ops = self.plan.ops.iter().zip(self.phases).map(|(op, phase)| {
            let end = match phase {
                Phase::Ended(end) => Some(end),
                Phase::Waiting(_) | Phase::Busy | Phase::Parked { .. } => None,
            };
            OpReport {
                op_id: op.op_id.clone(),
                action: op.action.verb().to_owned(),
                title: op.title.clone(),
                state: end.as_ref().map(|it| it.state),
                cause: end.as_ref().and_then(|it| it.cause.clone()),
                result: end.and_then(|it| it.result),
            }
        });
        Ok(Report {
            run: self.run.clone(),
            kind: self.plan.kind.clone(),
            namespace: self.plan.namespace.clone(),
            stopped: self.stop,
            ops: ops.collect(),
            requests: self.sender.requests(),
        })
    }
}
