//! Events that come soon after each other become one, or none. Nothing in here reads a clock.

use jiff::{SignedDuration, Timestamp};

use super::event::{Action, Details, Event, EventKind, SchemaChange};
use crate::clock::later;

/// Events that wait for more of their kind.
///
/// An event waits from its first change for the length of the window, and takes in what comes until
/// then. What is taken back in that time is told by nobody: a page that was made and trashed, one
/// that was trashed and restored, one that was moved away and back.
#[derive(Debug)]
pub(crate) struct Aggregator {
    window: SignedDuration,
    /// In the order of their first changes.
    open: Vec<(Timestamp, Event)>,
}

impl Aggregator {
    pub(crate) fn new(window: SignedDuration) -> Self {
        Self { window, open: Vec::new() }
    }

    /// Takes in an event.
    pub(crate) fn push(&mut self, event: Event) {
        if self.window.is_zero() || !event.kind.is_aggregated() {
            self.open.push((event.at, event));
            return;
        }
        let taken_back = self.open.iter().position(|(_, open)| {
            open.entity == event.entity && open.kind.taken_back_by() == Some(event.kind)
        });
        if let Some(at) = taken_back {
            let (_, began) = self.open.remove(at);
            if began.kind.is_beginning() {
                self.open.retain(|(_, open)| open.entity != event.entity);
            }
            return;
        }
        let same = self
            .open
            .iter()
            .position(|(_, open)| open.entity == event.entity && open.kind == event.kind);
        let Some(at) = same else {
            let due = later(event.at, self.window);
            self.open.push((due, event));
            return;
        };
        if !join(&mut self.open[at].1, event) {
            self.open.remove(at);
        }
    }

    /// When the next event is due.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.open.iter().map(|(due, _)| *due).min()
    }

    /// Takes out the events that are due, in the order of their first changes.
    pub(crate) fn due(&mut self, now: Timestamp) -> Vec<Event> {
        let due = |(due, _): &mut (Timestamp, Event)| *due <= now;
        self.open.extract_if(.., due).map(|(_, event)| event).collect()
    }
}

/// Makes one event of two of the same kind; `false` if nothing is left to tell.
fn join(event: &mut Event, later: Event) -> bool {
    event.at = later.at;
    event.parent = later.parent;
    match (&mut event.details, later.details) {
        (Details::Blocks(all), Details::Blocks(more)) => add_new(all, more),
        (Details::Values(all), Details::Values(more)) => add_new(all, more),
        (Details::Schema(all), Details::Schema(more)) => {
            // An icon or a title may have changed as well, which no property tells.
            let told = !all.is_empty() && !more.is_empty();
            for change in more {
                join_schema(all, change);
            }
            return !told || !all.is_empty();
        }
        (Details::MovedFrom(from), Details::MovedFrom(_)) => return *from != event.parent,
        _ => {}
    }
    true
}

fn add_new<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !all.contains(&item) {
            all.push(item);
        }
    }
}

fn join_schema(all: &mut Vec<SchemaChange>, later: SchemaChange) {
    let Some(at) = all.iter().position(|it| it.id == later.id) else {
        return all.push(later);
    };
    match (all[at].action, later.action) {
        (Action::Created, Action::Deleted) => drop(all.remove(at)),
        (Action::Created, _) => all[at].name = later.name,
        _ => all[at] = later,
    }
}

impl EventKind {
    /// Whether a pattern means it: its name, or `page.*`, or `*`.
    pub(crate) fn is_meant(self, pattern: &str) -> bool {
        match pattern.strip_suffix('*') {
            Some(prefix) => self.name().starts_with(prefix),
            None => self.name() == pattern,
        }
    }
}

#[cfg(test)]
mod tests;
