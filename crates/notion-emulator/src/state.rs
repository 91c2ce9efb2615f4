//! What one request at a time may use and change: the world, and all that is counted and queued.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::budget::{Budget, Meter};
use crate::fault::{self, LastPages, Script};
use crate::ids::IdSource;
use crate::late::Late;
use crate::record::Recorder;
use crate::refusal::Refusal;
use crate::store::{Store, StoreError};
use crate::webhook::Outboxes;
use crate::world::World;

/// The state of one local Notion.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) store: Option<Store>,
    pub(crate) budget: Budget,
    pub(crate) meter: Meter,
    pub(crate) script: Script,
    /// The last reading of the clock.
    pub(crate) read: Timestamp,
    pub(crate) late: Late,
    /// What lists showed last, if that may come again.
    pub(crate) pages: LastPages,
    /// What is still to be told to subscribers.
    pub(crate) outboxes: Outboxes,
    pub(crate) recorder: Option<Recorder>,
    /// Draws the ids of requests. Apart from those of objects, so that reading changes nothing.
    pub(crate) request_ids: IdSource,
    pub(crate) counts: Counts,
}

/// What a local Notion was asked so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Requests, refused ones included.
    pub requests: u64,
    /// Answers by status; a dropped answer counts as 0.
    pub by_status: BTreeMap<u16, u64>,
    /// Requests that changed the world.
    pub writes: u64,
    /// How often a rule of the fault script struck.
    pub faults: u64,
    /// Exchanges that could not be written to the recording.
    pub unrecorded: u64,
}

impl State {
    /// Replaces the rules of what goes wrong.
    pub(crate) fn set_script(&mut self, mut script: Script) {
        script.resolve(|path| fault::with_ids(path, &self.world.about.keys));
        self.script = script;
        self.watch();
    }

    /// Has the world keep what those who lag behind, or are told of changes, have to know.
    pub(crate) fn watch(&mut self) {
        let lag = self.script.longest_lag();
        self.world.keep_past(lag);
        self.world.watch_changes(lag.is_some() || !self.outboxes.is_empty());
    }

    /// Puts what was changed on disk, or takes it back.
    pub(crate) fn keep(&mut self) -> Result<(), Refusal> {
        self.counts.writes += 1;
        match &mut self.store {
            None => drop(self.world.take_changes()),
            Some(store) => {
                if let Err(error) = store.save(&mut self.world) {
                    return Err(self.take_back(&error));
                }
            }
        }
        let past = self.world.take_past();
        self.world.note_for_index(&past);
        self.outboxes.take_in(&self.world, &past);
        Ok(())
    }

    /// Goes back to the world on disk, after a write that did not get there.
    fn take_back(&mut self, error: &StoreError) -> Refusal {
        let mut message = format!("The local Notion could not keep this write: {error}");
        match self.store.as_ref().map(|store| store.reread(self.world.now)) {
            Some(Ok(world)) => {
                self.world = world;
                self.watch();
            }
            Some(Err(error)) => {
                message = format!("{message}, nor read the world again: {error}");
            }
            None => {}
        }
        Refusal::internal(message)
    }
}
