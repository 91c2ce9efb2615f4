//! Where requests queue, one behind the other, until pace and gate let them go.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::budget::Budget;
use crate::event::{Event, Wait};
use crate::pacer::{Pacer, Turn};
use crate::shared::SharedBudget;

/// A pacer, and the tasks that wait for it.
#[derive(Debug)]
pub(crate) struct Lane {
    /// Only who holds this asks the pacer and sleeps; the others queue here, first come first
    /// served. A thousand waiting tasks cost one timer.
    turnstile: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// Wakes who sleeps at the turnstile, when there is no reason any more.
    changed: Notify,
    /// How long nothing has got through.
    vain: Mutex<Vain>,
    shared: Option<Arc<SharedBudget>>,
}

/// What the tasks of all processes see alike.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) pacer: Pacer,
    /// Why the gate was closed last.
    pub(crate) wait: Wait,
}

/// For how long the gate has been closed in sum since anything got through.
///
/// Each call counts its own refusals. Of many that queue, few are ever sent while each of these is
/// refused, so none of them would come to an end.
#[derive(Debug, Default)]
struct Vain {
    sum: Duration,
    until: Option<Instant>,
}

/// If nobody is refused for so long after the gate has opened, it was not in vain: nobody asked.
const QUIET: Duration = Duration::from_mins(5);

/// What has to be looked at before the pacer is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Before {
    /// Nothing stands in the way.
    Clear,
    /// There is an outage until then, and it is worth waiting on.
    Outage(Instant),
    /// There is an outage for so long already that waiting is given up.
    Hopeless(Instant),
    /// Somebody has to see whether the outage is over.
    Probe,
    /// The gate of the endpoint closed meanwhile.
    TurnBack,
}

/// How a task leaves the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Passed {
    Through,
    TurnedBack,
    ToProbe,
}

/// The gate stays closed for longer than the call wants to wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TooLong {
    pub(crate) wait: Wait,
    pub(crate) pause: Duration,
}

impl Lane {
    pub(crate) fn new(budget: Budget, now: Instant, shared: Option<Arc<SharedBudget>>) -> Self {
        Self {
            turnstile: tokio::sync::Mutex::default(),
            state: Mutex::new(State { pacer: Pacer::new(budget, now), wait: Wait::Pace }),
            changed: Notify::new(),
            vain: Mutex::default(),
            shared,
        }
    }

    /// Waits for a turn. `before` is asked first, again after every pause.
    ///
    /// # Errors
    ///
    /// When a gate stays closed for longer than `patience`, or was for so long in sum without letting
    /// anything through.
    pub(crate) async fn pass(
        &self,
        patience: Duration,
        tell: &(dyn Fn(&Event<'_>) + Sync),
        before: impl Fn(Instant) -> Before + Send,
    ) -> Result<Passed, TooLong> {
        let _turn = self.turnstile.lock().await;
        loop {
            let now = Instant::now();
            let (until, wait) = match before(now) {
                Before::TurnBack => return Ok(Passed::TurnedBack),
                Before::Probe => return Ok(Passed::ToProbe),
                Before::Hopeless(until) => {
                    return Err(TooLong { wait: Wait::Outage, pause: until - now });
                }
                Before::Outage(until) => (until, Wait::Outage),
                Before::Clear => match self.turn(now) {
                    (Turn::Go, _) => return Ok(Passed::Through),
                    (Turn::Pace(until), _) => (until, Wait::Pace),
                    (Turn::Gate(until), wait)
                        if until - now > patience || self.vain().sum > patience =>
                    {
                        return Err(TooLong { wait, pause: until - now });
                    }
                    (Turn::Gate(until), wait) => (until, wait),
                },
            };
            tell(&Event::Waiting { wait, pause: until - now });
            tokio::select! {
                () = sleep_until(until) => {}
                () = self.changed.notified() => {}
            }
        }
    }

    fn turn(&self, now: Instant) -> (Turn, Wait) {
        if self.shared.is_some() {
            // What is known here already can only have become later elsewhere: no need to ask.
            let mut state = self.state();
            let turn = state.pacer.look(now);
            if turn != Turn::Go {
                return (turn, state.wait);
            }
        }
        self.with(|state| (state.pacer.turn(now), state.wait))
    }

    /// Changes the gate, and remembers why if that made a difference.
    pub(crate) fn change(&self, wait: Wait, change: impl FnOnce(&mut Pacer) -> bool) -> bool {
        self.with(|state| {
            let changed = change(&mut state.pacer);
            if changed {
                state.wait = wait;
            }
            changed
        })
    }

    /// Something was refused, which closes the gate for so long.
    pub(crate) fn refused(&self, now: Instant, wait: Duration) {
        let mut vain = self.vain();
        let until = now + wait;
        let open = vain.until.filter(|open| now.saturating_duration_since(*open) < QUIET);
        if open.is_none() {
            vain.sum = Duration::ZERO;
        }
        // Those that were in flight together tell of the same time.
        let begin = open.map_or(now, |open| open.max(now));
        vain.sum = vain.sum.saturating_add(until.saturating_duration_since(begin));
        vain.until = Some(until.max(begin));
    }

    /// Something got through.
    pub(crate) fn got_through(&self) {
        *self.vain() = Vain::default();
    }

    /// Lets whoever sleeps at the turnstile look again.
    pub(crate) fn wake(&self) {
        self.changed.notify_one();
    }

    pub(crate) fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.state().pacer.closed_until(now)
    }

    pub(crate) fn rate(&self) -> Option<f64> {
        self.state().pacer.rate()
    }

    /// Works on the state, which several processes may have together.
    fn with<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.state();
        match &self.shared {
            None => work(&mut state),
            Some(shared) => shared.exchange(&mut state, work),
        }
    }

    fn vain(&self) -> MutexGuard<'_, Vain> {
        self.vain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
