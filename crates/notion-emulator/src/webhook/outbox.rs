//! What is to be delivered to one subscription, and when: a state machine without a clock.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::aggregate::Aggregator;
use super::event::Event;
use super::{Delivery, Webhook};
use crate::clock::{later, signed};
use crate::ids::IdSource;
use crate::secret::Secret;
use crate::signature::hmac_sha256;
use crate::world::World;

/// How often a delivery is tried, and how long the first and each further pause is: the last
/// attempt is made about a day after the first. Nobody has recorded Notion's own pauses.
const ATTEMPTS: u32 = 8;
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(80);
const PAUSE_GROWS: i32 = 3;

/// The longest that an event waits for another that is to overtake it.
const OVERTAKEN: SignedDuration = SignedDuration::from_mins(1);

/// One subscription.
#[derive(Debug)]
pub(crate) struct Outbox {
    webhook: Webhook,
    id: Uuid,
    token: Secret,
    ids: IdSource,
    state: State,
    aggregator: Aggregator,
    letters: Vec<Letter>,
    /// How many events there were, for those of which every so manieth has a fate of its own.
    events: u32,
    sent: u64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// The address has not yet taken the verification token.
    Unverified,
    Active,
    /// The address never took it.
    Dead,
}

/// What is to be posted.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    due: Timestamp,
    /// Among letters that are due at the same time.
    place: u64,
    attempt: u32,
    content: Content,
    /// It is due as soon as another event was sent.
    is_overtaken: bool,
}

#[derive(Clone, Debug)]
enum Content {
    Verification,
    Event {
        id: Uuid,
        event: Box<Event>,
    },
    /// The same with a signature that is not ours. It is tried once.
    Forgery {
        id: Uuid,
        event: Box<Event>,
    },
}

impl Outbox {
    /// A subscription that begins now. What is drawn is drawn from `ids`.
    pub(crate) fn new(webhook: Webhook, mut ids: IdSource, now: Timestamp) -> Self {
        let id = ids.v4();
        let token = webhook.token.clone().unwrap_or_else(|| {
            let (head, tail) = (ids.v4().simple().to_string(), ids.v4().simple().to_string());
            Secret(format!("secret_{head}{}", tail.get(..11).unwrap_or_default()))
        });
        let first = Letter {
            due: now,
            place: 0,
            attempt: 1,
            content: Content::Verification,
            is_overtaken: false,
        };
        Self {
            aggregator: Aggregator::new(signed(webhook.window)),
            webhook,
            id,
            token,
            ids,
            state: State::Unverified,
            letters: vec![first],
            events: 0,
            sent: 0,
        }
    }

    /// Takes in what happened.
    pub(crate) fn push(&mut self, event: Event) {
        if self.state != State::Dead {
            self.aggregator.push(event);
        }
    }

    /// When something is due next.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        let letters = self.letters.iter().filter(|it| self.may_go(it)).map(|it| it.due);
        // Of a subscription that waits for its verification only that can be due.
        let events = self.aggregator.next().filter(|_| self.state == State::Active);
        letters.chain(events).min()
    }

    fn may_go(&self, letter: &Letter) -> bool {
        self.state == State::Active || matches!(letter.content, Content::Verification)
    }

    /// Takes out the first letter that is due.
    pub(crate) fn due(&mut self, now: Timestamp) -> Option<Letter> {
        for event in self.aggregator.due(now) {
            if self.webhook.wants(event.kind) {
                self.enqueue(event, now);
            }
        }
        let due =
            self.letters.iter().enumerate().filter(|(_, it)| self.may_go(it) && it.due <= now);
        let (at, _) = due.min_by_key(|(_, it)| (it.due, it.place))?;
        Some(self.letters.remove(at))
    }

    /// Puts an event in the queue, as often and for as late as the subscription wants it.
    fn enqueue(&mut self, event: Event, now: Timestamp) {
        let id = self.ids.v4();
        self.events += 1;
        let number = self.events;
        let is_turn = |every: u32| every != 0 && number.is_multiple_of(every);
        let webhook = &self.webhook;
        if is_turn(webhook.lose_every) {
            return;
        }
        let delay = signed(webhook.delay);
        let late = if is_turn(webhook.late.0) { signed(webhook.late.1) } else { delay };
        let is_overtaken = is_turn(webhook.reorder_every);
        let (is_forged, is_double) =
            (is_turn(webhook.forge_every), is_turn(webhook.duplicate_every));
        let wait = late.saturating_add(if is_overtaken { OVERTAKEN } else { SignedDuration::ZERO });
        let due = later(now, wait);
        let event = Box::new(event);
        if is_forged {
            let content = Content::Forgery { id, event: event.clone() };
            self.put(Letter { due, place: 0, attempt: 1, content, is_overtaken });
        }
        for _ in 0..=u8::from(is_double) {
            let content = Content::Event { id, event: event.clone() };
            self.put(Letter { due, place: 0, attempt: 1, content, is_overtaken });
        }
        if !is_overtaken {
            self.release(due);
        }
    }

    fn put(&mut self, mut letter: Letter) {
        self.sent += 1;
        letter.place = self.sent;
        self.letters.push(letter);
    }

    /// Lets those go that another event has overtaken.
    fn release(&mut self, due: Timestamp) {
        let mut place = self.sent;
        for letter in self.letters.iter_mut().filter(|it| it.is_overtaken && it.due > due) {
            place += 1;
            (letter.due, letter.place, letter.is_overtaken) = (due, place, false);
        }
        self.sent = place;
    }

    /// Notes what became of a letter: a status, or nothing if the address was not reached.
    pub(crate) fn answered(&mut self, letter: Letter, status: Option<u16>, now: Timestamp) {
        let is_taken = status.is_some_and(|status| (200..300).contains(&status));
        match (&letter.content, is_taken) {
            (Content::Verification, true) => self.state = State::Active,
            (Content::Event { .. }, true) | (Content::Forgery { .. }, _) => {}
            (Content::Verification, false) if letter.attempt >= ATTEMPTS => {
                self.state = State::Dead;
                self.letters.clear();
                self.aggregator = Aggregator::new(signed(self.webhook.window));
            }
            (Content::Event { .. }, false) if letter.attempt >= ATTEMPTS => {}
            (_, false) => {
                let pause =
                    FIRST_PAUSE.saturating_mul(PAUSE_GROWS.saturating_pow(letter.attempt - 1));
                let due = later(now, pause);
                self.put(Letter { due, attempt: letter.attempt + 1, ..letter });
            }
        }
    }

    /// The request that brings a letter.
    pub(crate) fn delivery(&self, letter: &Letter, world: &World) -> Delivery {
        let body = match &letter.content {
            Content::Verification => json!({ "verification_token": self.token.0 }),
            Content::Event { id, event } | Content::Forgery { id, event } => {
                self.envelope(*id, event, letter.attempt, world)
            }
        };
        let body = Bytes::from(body.to_string());
        let key = match letter.content {
            Content::Forgery { .. } => "secret_forged",
            _ => &self.token.0,
        };
        let signature = format!("sha256={}", hmac_sha256(key.as_bytes(), &body));
        Delivery { url: self.webhook.url.clone(), signature, body }
    }

    fn envelope(&self, id: Uuid, event: &Event, attempt: u32, world: &World) -> Value {
        let about = &world.about;
        let author =
            if world.user(event.author).is_none_or(|user| user.is_bot) { "bot" } else { "person" };
        let members = [
            ("id", json!(id)),
            ("timestamp", json!(event.at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())),
            ("workspace_id", json!(about.workspace)),
            ("workspace_name", json!(about.workspace_name)),
            ("subscription_id", json!(self.id)),
            ("integration_id", json!(about.integration.id)),
            ("type", json!(event.kind.name())),
            ("authors", json!([{ "id": event.author, "type": author }])),
            ("attempt_number", json!(attempt)),
            ("api_version", json!("2026-03-11")),
            ("entity", event.entity.shown()),
            ("data", Value::Object(event.data())),
        ];
        let members = members.into_iter().map(|(key, value)| (key.to_owned(), value));
        Value::Object(members.collect::<Map<_, _>>())
    }
}
