//! Delivering what is due: the one part of webhooks that waits and reaches out.

use std::time::Duration;

use crate::dispatch::Shared;

impl Shared {
    /// Posts everything that is due by the world's clock, one after the other; how much that was.
    pub(crate) async fn deliver(&self) -> usize {
        let mut posted = 0;
        loop {
            let due = {
                let mut state = self.lock();
                let (state, now) = (&mut *state, self.clock.now());
                state.outboxes.due(&state.world, now)
            };
            let Some((outbox, letter, delivery)) = due else { return posted };
            // Why an address was not reached changes nothing.
            let status = self.post.post(delivery).await.ok();
            posted += 1;
            let now = self.clock.now();
            self.lock().outboxes.answered(outbox, letter, status, now);
        }
    }

    /// Posts what is due as soon as it is, for ever.
    pub(crate) async fn deliver_as_due(&self) {
        loop {
            // Whoever brings news from here on ends the pause below.
            let news = self.news.notified();
            self.deliver().await;
            let pause = {
                let state = self.lock();
                let next = state.outboxes.next(&state.world);
                next.map(|next| next.duration_since(self.clock.now()))
            };
            match pause {
                None => news.await,
                Some(pause) => {
                    let pause = Duration::try_from(pause).unwrap_or_default();
                    // A clock that stands still must not keep us busy.
                    let pause = pause.max(Duration::from_millis(10));
                    let _either = tokio::time::timeout(pause, news).await;
                }
            }
        }
    }
}
