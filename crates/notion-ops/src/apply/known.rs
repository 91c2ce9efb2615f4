//! What is known about the steps of one op while it is carried out.

use uuid::Uuid;

use crate::journal::StepRecord;

/// What is known about one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StepKnown {
    /// It was not sent, or it is known that it did nothing.
    Todo,
    /// It was sent, or was about to be, and nobody knows what came of it.
    Unknown,
    /// It was done, and created these.
    Done(Vec<Uuid>),
    /// The first of its blocks are there, the others are not.
    Partly(Vec<Uuid>),
}

/// What is known about the steps of one op.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    steps: Vec<StepKnown>,
    /// Fingerprints of the requests that an earlier process sent.
    fingerprints: Vec<(usize, String)>,
}

impl Known {
    /// Takes up what the journal knows. Steps are given in order.
    pub(super) fn recall<'a>(records: impl Iterator<Item = &'a StepRecord>) -> Self {
        let mut known = Self::default();
        for record in records {
            let index = record.step as usize;
            known.set(index, record.done.clone().map_or(StepKnown::Unknown, StepKnown::Done));
            known.fingerprints.push((index, record.fingerprint.clone()));
        }
        known
    }

    pub(super) fn get(&self, step: usize) -> &StepKnown {
        self.steps.get(step).unwrap_or(&StepKnown::Todo)
    }

    pub(super) fn set(&mut self, step: usize, known: StepKnown) {
        if self.steps.len() <= step {
            self.steps.resize(step + 1, StepKnown::Todo);
        }
        self.steps[step] = known;
    }

    /// What a step created, if it was done.
    pub(super) fn ids(&self, step: usize) -> Option<&[Uuid]> {
        match self.get(step) {
            StepKnown::Done(ids) => Some(ids),
            StepKnown::Todo | StepKnown::Unknown | StepKnown::Partly(_) => None,
        }
    }

    /// The first step whose outcome nobody knows.
    pub(super) fn first_unknown(&self) -> Option<usize> {
        self.steps.iter().position(|it| *it == StepKnown::Unknown)
    }

    /// Whether nothing of the op was sent that could have had an effect.
    pub(super) fn is_untouched(&self) -> bool {
        self.steps.iter().all(|it| *it == StepKnown::Todo)
    }

    /// The fingerprint of what an earlier process sent as this step.
    pub(super) fn fingerprint(&self, step: usize) -> Option<&str> {
        self.fingerprints.iter().find(|(it, _)| *it == step).map(|(_, it)| it.as_str())
    }
}
