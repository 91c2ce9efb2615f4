//! Listens to an operation and draws what it does.

use std::sync::{Mutex, PoisonError};

use notion_ops::{Event, Progress};

use super::Ui;
use super::progress::Bar;
use super::words::Words;

/// Draws the events of an operation on one line, and wipes it when the operation is over.
#[derive(Debug)]
pub(crate) struct Listener {
    bar: Bar,
    counts: Mutex<Counts>,
    /// For what may take minutes, where no line is drawn.
    words: Option<Words>,
}

/// What has been counted so far.
#[derive(Debug, Default)]
struct Counts {
    ended: usize,
    parked: usize,
    failed: usize,
}

impl Ui {
    /// A listener that draws for a person, and tells everybody else only of long waits.
    pub(crate) fn listener(&self) -> Listener {
        Listener { bar: self.bar(), counts: Mutex::default(), words: self.words() }
    }
}

impl Listener {
    /// Wipes the line.
    pub(crate) fn rest(&self) {
        self.bar.wipe();
    }

    fn count(&self, change: impl FnOnce(&mut Counts)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut counts);
        self.bar.done(counts.ended);
        let mut note = Vec::new();
        note.extend((counts.parked > 0).then(|| format!("{} waiting", counts.parked)));
        note.extend((counts.failed > 0).then(|| format!("{} failed", counts.failed)));
        self.bar.note(&note.join(", "));
    }
}

impl Progress for Listener {
    fn event(&self, event: Event) {
        use notion_ops::journal::OpState;
        match event {
            Event::Scanning { what, rows } => {
                self.bar.spin(&format!("reading {what}: {rows} rows"));
            }
            Event::ReadingContent { title, blocks } => {
                self.bar.spin(&format!("reading {title}: {blocks} blocks"));
            }
            Event::Started { ops, ended } => {
                self.bar.begin("applying", ops);
                self.count(|it| it.ended = ended);
            }
            Event::OpEnded { state, .. } => self.count(|it| {
                it.ended += 1;
                it.failed += usize::from(matches!(state, OpState::Failed | OpState::NeedsHuman));
            }),
            Event::OpParked { .. } => self.count(|it| it.parked += 1),
            Event::OpResolved { .. } => self.count(|it| it.parked = it.parked.saturating_sub(1)),
            Event::Waiting { parked, wait } => {
                let seconds = wait.as_secs();
                self.bar.note(&format!("{parked} waiting, {seconds} s"));
                if let Some(words) = self.words.as_ref().filter(|_| seconds > 1) {
                    let requests = if parked == 1 { "request" } else { "requests" };
                    words.say(format_args!(
                        "waiting {seconds} s, then looking whether {parked} {requests} without an answer had an effect"
                    ));
                }
            }
            Event::Stopping { reason } => self.bar.note(&reason.to_string()),
            Event::Verifying { done, of } => {
                if done <= 1 {
                    self.bar.begin("comparing", of);
                }
                self.bar.done(done);
            }
            _ => {}
        }
    }
}
