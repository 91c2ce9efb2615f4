//! A switch that asks a run to stop: what is under way is finished, nothing more is begun.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::Notify;

/// Asks a run to stop. Clones share the switch.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<Switch>);

#[derive(Debug, Default)]
struct Switch {
    raised: AtomicBool,
    notify: Notify,
}

impl Interrupt {
    /// Asks the run to stop. It cannot be taken back.
    pub fn raise(&self) {
        self.0.raised.store(true, Ordering::SeqCst);
        self.0.notify.notify_waiters();
    }

    /// Whether the run was asked to stop.
    pub fn is_raised(&self) -> bool {
        self.0.raised.load(Ordering::SeqCst)
    }

    /// Returns when the run was asked to stop.
    pub async fn raised(&self) {
        let notified = self.0.notify.notified();
        tokio::pin!(notified);
        // Registered before looking, so that a switch thrown in between is not missed.
        notified.as_mut().enable();
        if !self.is_raised() {
            notified.await;
        }
    }
}
