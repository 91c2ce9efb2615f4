//! Webhooks: what a local Notion tells of its changes, to whom, and how badly.
//!
//! Pure until the last step: [`change`] turns what a request changed into events, [`aggregate`]
//! makes fewer of them, [`outbox`] says what is to be delivered when, and only [`post`] reaches out.

use std::time::Duration;

use jiff::Timestamp;

use crate::ids::IdSource;
use crate::secret::Secret;
use crate::world::World;
use crate::world::upload::Upload;
use crate::world::watch::Past;

mod aggregate;
mod change;
mod deliver;
mod event;
mod outbox;
mod post;
mod script;

use event::{Event, EventKind};
pub(crate) use outbox::Letter;
use outbox::Outbox;
pub(crate) use post::PlainHttp;
pub use post::{Delivery, Post, Posting};
pub(crate) use script::Table;

/// A subscription: an address that is told what changes, and how badly it is told.
///
/// First the address is sent `{"verification_token"}`. When it has taken that, with any status from
/// 200 to 299, it is sent what happened, events of before included: with Notion a person has to put
/// the token into the settings of the connection, here nobody has to. What is not taken is tried
/// again, eight times in all within about a day of the world's clock.
///
/// ```
/// use std::time::Duration;
/// use notion_emulator::Webhook;
///
/// let webhook = Webhook::to("http://127.0.0.1:9000/notion")
///     .events(["page.*", "comment.created"])
///     .duplicate_every(5)
///     .lose_every(20)
///     .window(Duration::from_secs(2));
/// # let _ = webhook;
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a webhook does nothing until it is given to a builder"]
pub struct Webhook {
    url: String,
    /// Names or patterns of events; all, if there is none.
    events: Vec<String>,
    /// The verification token.
    token: Option<Secret>,
    window: Duration,
    delay: Duration,
    lose_every: u32,
    duplicate_every: u32,
    reorder_every: u32,
    late: (u32, Duration),
    forge_every: u32,
}

/// Why a subscription cannot be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The address cannot be reached.
    #[error("the webhook's address {url:?} cannot be reached: give one that begins with `http://`")]
    Address {
        /// The address.
        url: String,
    },
    /// No event is meant.
    #[error("{pattern:?} means no event; they are {}", names())]
    Events {
        /// What was given.
        pattern: String,
    },
}

fn names() -> String {
    EventKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ")
}

impl Webhook {
    /// A subscription of all events. They are collected for five seconds and delivered at once.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            events: Vec::new(),
            token: None,
            window: Duration::from_secs(5),
            delay: Duration::ZERO,
            lose_every: 0,
            duplicate_every: 0,
            reorder_every: 0,
            late: (0, Duration::ZERO),
            forge_every: 0,
        }
    }

    /// Only these events, by name; `page.*` means all that begin so.
    pub fn events<S: Into<String>>(mut self, events: impl IntoIterator<Item = S>) -> Self {
        self.events = events.into_iter().map(Into::into).collect();
        self
    }

    /// The verification token, by which everything is signed. Without one it follows from the seed.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(Secret(token.into()));
        self
    }

    /// How long events wait for more of their kind about the same object, with which they become
    /// one. Zero tells every change apart.
    pub fn window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    /// How long events take after their window.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Every `n`-th event is never delivered.
    pub fn lose_every(mut self, n: u32) -> Self {
        self.lose_every = n;
        self
    }

    /// Every `n`-th event is delivered twice.
    pub fn duplicate_every(mut self, n: u32) -> Self {
        self.duplicate_every = n;
        self
    }

    /// Every `n`-th event comes after the one that follows it, or after a minute if none does.
    pub fn reorder_every(mut self, n: u32) -> Self {
        self.reorder_every = n;
        self
    }

    /// Every `n`-th event takes so long instead of [`Webhook::delay`].
    pub fn late_every(mut self, n: u32, late: Duration) -> Self {
        self.late = (n, late);
        self
    }

    /// Before every `n`-th event it comes with a signature that is not Notion's.
    pub fn forge_every(mut self, n: u32) -> Self {
        self.forge_every = n;
        self
    }

    fn wants(&self, kind: EventKind) -> bool {
        self.events.is_empty() || self.events.iter().any(|pattern| kind.is_meant(pattern))
    }

    /// Whether it can be used.
    pub(crate) fn check(&self, post: &dyn Post) -> Result<(), WebhookError> {
        if !post.reaches(&self.url) {
            return Err(WebhookError::Address { url: self.url.clone() });
        }
        self.check_events()
    }

    fn check_events(&self) -> Result<(), WebhookError> {
        let means_none = |pattern: &&String| !EventKind::ALL.iter().any(|it| it.is_meant(pattern));
        match self.events.iter().find(means_none) {
            Some(pattern) => Err(WebhookError::Events { pattern: pattern.clone() }),
            None => Ok(()),
        }
    }
}

/// All subscriptions of a world.
#[derive(Debug, Default)]
pub(crate) struct Outboxes {
    boxes: Vec<Outbox>,
    /// Until when uploads that expired were told.
    told_until: Option<Timestamp>,
}

impl Outboxes {
    /// Subscriptions that begin now.
    pub(crate) fn new(webhooks: Vec<Webhook>, seed: u64, now: Timestamp) -> Self {
        let boxes = (0u64..).zip(webhooks).map(|(number, webhook)| {
            // Nothing that a world draws depends on who is told of it.
            let ids = IdSource::new(seed.rotate_left(32) ^ !number);
            Outbox::new(webhook, ids, now)
        });
        Self { boxes: boxes.collect(), told_until: Some(now) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// Takes in what a request changed.
    pub(crate) fn take_in(&mut self, world: &World, past: &Past) {
        for event in change::events(world, past) {
            self.push(&event);
        }
    }

    fn push(&mut self, event: &Event) {
        for outbox in &mut self.boxes {
            outbox.push(event.clone());
        }
    }

    /// When something is due next.
    pub(crate) fn next(&self, world: &World) -> Option<Timestamp> {
        let boxes = self.boxes.iter().filter_map(Outbox::next);
        boxes.chain(self.expiring(world).map(|(end, _)| end)).min()
    }

    /// The uploads whose end was not told yet.
    fn expiring<'w>(&self, world: &'w World) -> impl Iterator<Item = (Timestamp, &'w Upload)> {
        let since = self.told_until.filter(|_| !self.is_empty());
        world.all::<Upload>().filter_map(move |upload| {
            let end = upload.expires?.timestamp();
            (upload.is_expired(end) && end > since?).then_some((end, upload))
        })
    }

    /// Takes out the first letter that is due, with the request that brings it.
    pub(crate) fn due(
        &mut self,
        world: &World,
        now: Timestamp,
    ) -> Option<(usize, Letter, Delivery)> {
        let ended: Vec<Event> = self
            .expiring(world)
            .filter(|(end, _)| *end <= now)
            .map(|(_, upload)| change::expired(world, upload))
            .collect();
        for event in &ended {
            self.push(event);
        }
        self.told_until = self.told_until.max(Some(now));
        self.boxes.iter_mut().enumerate().find_map(|(at, outbox)| {
            let letter = outbox.due(now)?;
            let delivery = outbox.delivery(&letter, world);
            Some((at, letter, delivery))
        })
    }

    /// Notes what became of a letter.
    pub(crate) fn answered(
        &mut self,
        at: usize,
        letter: Letter,
        status: Option<u16>,
        now: Timestamp,
    ) {
        if let Some(outbox) = self.boxes.get_mut(at) {
            outbox.answered(letter, status, now);
        }
    }
}
