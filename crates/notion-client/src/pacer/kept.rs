//! A lane as data, in times that mean the same to every process of a machine.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::{Closed, Pacer, before};

/// Microseconds of the clock on the wall.
type Micros = i64;

/// What both clocks say at one moment. Instants mean nothing to another process, and the clock on
/// the wall may be set, so times are carried from one to the other only for as long as a file is
/// read and written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) instant: Instant,
    pub(crate) wall: Micros,
}

impl Reading {
    pub(crate) fn wall(&self, at: Instant) -> Micros {
        let micros = |it: Duration| Micros::try_from(it.as_micros()).unwrap_or(Micros::MAX);
        if at >= self.instant {
            self.wall.saturating_add(micros(at - self.instant))
        } else {
            self.wall.saturating_sub(micros(self.instant - at))
        }
    }

    /// At most a day away: what is further is damage, and must not stop anybody for longer.
    pub(crate) fn instant(&self, wall: Micros) -> Instant {
        const DAY: u64 = 24 * 60 * 60 * 1_000_000;
        let away = Duration::from_micros(wall.abs_diff(self.wall).min(DAY));
        if wall >= self.wall { self.instant + away } else { before(self.instant, away) }
    }
}

/// A [`Pacer`] as it stands in a file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Kept {
    /// Requests a second; nothing without a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pace: Option<KeptPace>,
    /// Since when and until when the gate is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    closed: Option<(Micros, Micros)>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct KeptPace {
    rate: f64,
    due: Micros,
    grown: Micros,
    held_back: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sent: Vec<(Micros, u32)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found: Option<Micros>,
}

impl Kept {
    /// The clock was set back by so much since this was written.
    pub(crate) fn move_back(&mut self, by: Micros) {
        let closed = self.closed.iter_mut().flat_map(|(since, until)| [since, until]);
        let pace = self.pace.iter_mut().flat_map(|pace| {
            let times = [&mut pace.due, &mut pace.grown].into_iter().chain(&mut pace.found);
            times.chain(pace.sent.iter_mut().map(|(at, _)| at))
        });
        closed.chain(pace).for_each(|at| *at = at.saturating_sub(by));
    }
}

impl Pacer {
    /// What another process has to know.
    pub(crate) fn keep(&self, reading: &Reading) -> Kept {
        Kept {
            pace: self.pace.as_ref().map(|pace| KeptPace {
                rate: pace.rate,
                due: reading.wall(pace.due),
                grown: reading.wall(pace.grown),
                held_back: pace.held_back,
                sent: pace
                    .search
                    .iter()
                    .flat_map(|it| &it.sent)
                    .map(|(at, count)| (reading.wall(*at), *count))
                    .collect(),
                found: pace.search.as_ref().and_then(|it| it.found).map(|at| reading.wall(at)),
            }),
            closed: self.closed.map(|it| (reading.wall(it.since), reading.wall(it.until))),
        }
    }

    /// Goes on from where the processes are together. Nonsense is put right: a file is not to be
    /// believed in everything.
    pub(crate) fn go_on_from(&mut self, kept: &Kept, reading: &Reading) {
        if let Some((since, until)) = kept.closed {
            let (since, until) = (reading.instant(since), reading.instant(until));
            self.closed = Some(Closed { since: since.min(reading.instant), until });
        } else {
            self.closed = None;
        }
        let (Some(pace), Some(kept)) = (&mut self.pace, &kept.pace) else {
            return;
        };
        if kept.rate.is_finite() {
            pace.rate = kept.rate.clamp(pace.full / 100.0, pace.full);
        }
        pace.due = reading.instant(kept.due);
        let grown = reading.instant(kept.grown).min(reading.instant);
        // What held back before the last growth has had its effect.
        let counts = grown <= pace.grown + Duration::from_millis(1);
        pace.held_back = kept.held_back || (pace.held_back && counts);
        pace.grown = grown;
        if let Some(search) = &mut pace.search {
            let past = |at| reading.instant(at).min(reading.instant);
            search.sent = kept.sent.iter().map(|(at, count)| (past(*at), *count)).collect();
            search.found = kept.found.map(past);
        }
        // No legitimate due is further away than the gate and a burst.
        let open = self.closed.map_or(reading.instant, |it| it.until.max(reading.instant));
        let furthest = open + Duration::from_secs_f64((pace.burst + 1.0) / pace.rate);
        pace.due = pace.due.min(furthest);
    }
}
