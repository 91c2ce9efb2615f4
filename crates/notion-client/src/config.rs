//! How a client is made: where, as whom, how fast and how patiently.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use tokio::sync::Semaphore;

use crate::Client;
use crate::budget::Budget;
use crate::call::{Base, InvalidBaseUrl};
use crate::client::Inner;
use crate::controller::Controller;
use crate::download;
use crate::event::{Counters, Observer};
use crate::paging::PageSizes;
use crate::shared::SharedBudget;
use crate::token::Token;
use crate::transport::Transport;

/// The API version this crate writes and reads.
pub const NOTION_VERSION: &str = "2026-03-11";

const USER_AGENT: &str = concat!("notion-toolkit/", env!("CARGO_PKG_VERSION"));

/// Makes a [`Client`]. Everything has a default but the transport; a real Notion also wants a token.
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    transport: Arc<dyn Transport>,
    base: Base,
    token: Option<Token>,
    user_agent: Option<HeaderValue>,
    budget: Budget,
    shared: Option<SharedBudget>,
    concurrency: Option<usize>,
    attempts: u32,
    timeout: Duration,
    max_wait: Duration,
    seed: Option<u64>,
    observers: Vec<Arc<dyn Observer>>,
}

impl ClientBuilder {
    pub(crate) fn new(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            base: Base::default(),
            token: None,
            user_agent: None,
            budget: Budget::default(),
            shared: None,
            concurrency: None,
            attempts: 6,
            timeout: Duration::from_secs(75),
            max_wait: Duration::from_mins(15),
            seed: None,
            observers: Vec::new(),
        }
    }

    /// Where the API is: `https://api.notion.com` if not said otherwise. A final `/` or `/v1` may
    /// be there or not.
    ///
    /// # Errors
    ///
    /// When the text is not an `http` or `https` address.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Result<Self, InvalidBaseUrl> {
        self.base = Base::parse(url.as_ref())?;
        Ok(self)
    }

    /// As whom.
    pub fn token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// What is sent as `User-Agent`. A text that no header can hold is ignored.
    pub fn user_agent(mut self, name: &str) -> Self {
        self.user_agent = HeaderValue::from_str(name).ok();
        self
    }

    /// How many requests the plan grants; [`Budget::Standard`] if not said otherwise.
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// Shares the budget with other processes. Alone, a client counts only what it sends itself.
    pub fn shared_budget(mut self, shared: SharedBudget) -> Self {
        self.shared = Some(shared);
        self
    }

    /// How many requests may be in flight at once. By default as many as the budget can use. The
    /// client goes below while Notion is slow, never above.
    pub fn concurrency(mut self, most: usize) -> Self {
        self.concurrency = Some(most.max(1));
        self
    }

    /// How often a call is sent before it fails, 6 by default. Refusals by a rate limit do not
    /// count: they are limited by [`max_wait`](Self::max_wait).
    pub fn attempts(mut self, most: u32) -> Self {
        self.attempts = most.max(1);
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the answer: 75 seconds by
    /// default, and a second more for every 100 KiB that it sends. Sending has no limit of its own, so an
    /// upload that stalls ends with this one. Notion gives up after 60 and then says what became of the request; below that,
    /// writes become unclear.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call waits, in sum, because Notion asks for it; 15 minutes by default. The limit
    /// of a whole workspace may ask for more than ten. Of many calls that queue, all end when nothing
    /// has got through for as long; waiting for the pace has no limit.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Makes the jitter of pauses repeatable.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Somebody to be told what happens. There may be several.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// The client.
    pub fn build(self) -> Client {
        let random = self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let concurrency = self.concurrency.unwrap_or_else(|| self.budget.concurrency());
        let mut headers = HeaderMap::new();
        headers.insert("notion-version", HeaderValue::from_static(NOTION_VERSION));
        headers.insert(
            header::USER_AGENT,
            self.user_agent.unwrap_or(HeaderValue::from_static(USER_AGENT)),
        );
        if let Some(token) = &self.token {
            headers.insert(header::AUTHORIZATION, token.header());
        }
        Client::from_inner(Inner {
            transport: self.transport,
            base: self.base,
            headers,
            controller: Controller::new(self.budget, concurrency, random, self.shared),
            attempts: self.attempts,
            timeout: self.timeout,
            max_wait: self.max_wait,
            page_sizes: PageSizes::default(),
            largest_file: OnceLock::new(),
            downloads: Semaphore::new(download::AT_ONCE),
            observers: self.observers,
            counters: Counters::default(),
        })
    }
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base", &self.base)
            .field("token", &self.token)
            .field("budget", &self.budget)
            .finish_non_exhaustive()
    }
}
