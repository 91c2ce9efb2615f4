//! The local Notion itself: built from its parts, used as a router or on a port.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use http::Request;
use jiff::Timestamp;
use notion_model::{DataSourceId, DatabaseId, PageId, UserId};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::budget::{Budget, Meter};
use crate::clock::{Clock, RealClock};
use crate::dispatch::{self, Shared};
use crate::fault::{Fault, LastPages, Script};
use crate::fetch::{Fetcher, NoNetwork};
use crate::ids::IdSource;
use crate::late::Late;
use crate::line::{Line, Lines};
use crate::record::Recorder;
use crate::routes::oauth;
use crate::scenario::Scenario;
use crate::secret::Secret;
use crate::seed::{Seed, SeedError};
use crate::state::{Counts, State};
use crate::store::{Store, StoreError};
use crate::webhook::{Outboxes, PlainHttp, Post, Webhook, WebhookError};
use crate::world::Plan;

/// A local Notion. Clones share the same world.
#[derive(Clone)]
pub struct Emulator {
    pub(crate) shared: Arc<Shared>,
}

impl fmt::Debug for Emulator {
    /// Not the world, which is large.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emulator").finish_non_exhaustive()
    }
}

/// Says how a local Notion is to be. Everything has a default: the machine's clock, seed 0, no
/// budget, no faults, any token, [`Seed::empty`], nothing on disk.
#[derive(Debug)]
#[must_use = "a builder does nothing until it builds"]
pub struct Builder {
    clock: Box<dyn Clock>,
    seed: u64,
    budget: Budget,
    faults: Vec<Fault>,
    dir: Option<PathBuf>,
    world: Option<Seed>,
    record: Option<PathBuf>,
    tokens: Vec<Secret>,
    plan: Option<Plan>,
    fetcher: Box<dyn Fetcher>,
    webhooks: Vec<Webhook>,
    post: Box<dyn Post>,
}

/// Why a local Notion could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The world on disk cannot be opened or made.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The seed cannot be sown.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The recording cannot be written.
    #[error("cannot record to {}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A webhook cannot be used.
    #[error(transparent)]
    Webhook(#[from] WebhookError),
}

impl Emulator {
    /// A local Notion to be.
    pub fn builder() -> Builder {
        Builder {
            clock: Box::new(RealClock),
            seed: 0,
            budget: Budget::unlimited(),
            faults: Vec::new(),
            dir: None,
            world: None,
            record: None,
            tokens: Vec::new(),
            plan: None,
            fetcher: Box::new(NoNetwork),
            webhooks: Vec::new(),
            post: Box::new(PlainHttp),
        }
    }

    /// The whole API as a router, which is a tower service: a transport for clients in the same
    /// process.
    pub fn router(&self) -> Router {
        let shared = Arc::clone(&self.shared);
        Router::new()
            .fallback(move |request: Request<Body>| dispatch::answer(Arc::clone(&shared), request))
    }

    /// Serves the API on a port until the future is dropped, and delivers webhooks as they are due.
    ///
    /// # Errors
    /// None today: a connection that fails is that client's problem.
    pub async fn serve(&self, listener: TcpListener) -> io::Result<()> {
        self.serve_until(listener, std::future::pending()).await
    }

    /// Serves the API on a port until `stop` is done, and then what was begun before.
    ///
    /// # Errors
    /// None today: a connection that fails is that client's problem.
    pub async fn serve_until(
        &self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        // Ends with this future, whether it is done or dropped.
        let mut deliveries = JoinSet::new();
        let shared = Arc::clone(&self.shared);
        deliveries.spawn(async move { shared.deliver_as_due().await });
        let service = self.router().into_make_service_with_connect_info::<Line>();
        axum::serve(Lines(listener), service).with_graceful_shutdown(stop).await
    }

    /// What was asked so far.
    pub fn counts(&self) -> Counts {
        self.shared.lock().counts.clone()
    }

    /// Delivers the events of webhooks that are due by the world's clock, one after the other, and
    /// says how many requests that took.
    ///
    /// For whoever uses the router alone; on a port it happens by itself. Waiting for
    /// [`Emulator::next_delivery`] and delivering in turns delivers everything.
    pub async fn deliver(&self) -> usize {
        self.shared.deliver().await
    }

    /// When the next delivery of a webhook is due, if any is.
    pub fn next_delivery(&self) -> Option<Timestamp> {
        let state = self.shared.lock();
        state.outboxes.next(&state.world)
    }

    /// Replaces the fault script; its counts begin anew.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.shared.lock().set_script(Script::new(faults));
    }

    /// Replaces the budget; its windows begin anew.
    pub fn set_budget(&self, budget: Budget) {
        let mut state = self.shared.lock();
        state.budget = budget;
        state.meter = Meter::default();
    }

    /// Lets searches and queries that lag behind (see [`Fault::lag`]) take in the oldest change that
    /// they do not know yet. `false` if they know everything.
    pub fn catch_up(&self) -> bool {
        let mut state = self.shared.lock();
        state.world.now = self.shared.clock.now();
        state.world.take_in_oldest()
    }

    /// The page or row that has this key in the seed.
    pub fn page(&self, key: &str) -> Option<PageId> {
        self.named("page", key).map(PageId::from)
    }

    /// The database that has this key in the seed.
    pub fn database(&self, key: &str) -> Option<DatabaseId> {
        self.named("database", key).map(DatabaseId::from)
    }

    /// The data source of the database that has this key in the seed.
    pub fn data_source(&self, key: &str) -> Option<DataSourceId> {
        self.named("data_source", key).map(DataSourceId::from)
    }

    /// The user that has this key in the seed.
    pub fn user(&self, key: &str) -> Option<UserId> {
        self.named("user", key).map(UserId::from)
    }

    /// A code that a connection of the seed can change for tokens, as if a person had just
    /// authorised it. `None` if no connection has that client id.
    pub fn authorize(&self, client_id: &str) -> Option<String> {
        let mut state = self.shared.lock();
        state.world.now = self.shared.clock.now();
        let code = oauth::authorize(&mut state.world, client_id)?;
        // A code that could not be kept is none.
        state.keep().ok()?;
        Some(code)
    }

    fn named(&self, kind: &str, key: &str) -> Option<Uuid> {
        self.shared.lock().world.about.keys.get(&format!("{kind}:{key}")).copied()
    }
}

impl Builder {
    /// Where time comes from.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// What all ids are drawn from. The same seed and the same requests give the same world.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many requests are answered before a 429.
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    /// What goes wrong, and when.
    pub fn faults(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// Keeps the world in this folder, which is made if it is not there.
    pub fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.dir = Some(dir.as_ref().to_owned());
        self
    }

    /// What a new world holds. A world that is on disk already stays as it is.
    pub fn world(mut self, world: Seed) -> Self {
        self.world = Some(world);
        self
    }

    /// Appends every exchange to this file, one JSON object a line.
    pub fn record(mut self, file: impl AsRef<Path>) -> Self {
        self.record = Some(file.as_ref().to_owned());
        self
    }

    /// A token that is accepted, beside those that were given before; no others are. Each is a
    /// connection with a budget of its own, and all of them act as the same bot.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.tokens.push(Secret(token.into()));
        self
    }

    /// What the workspace pays for, whatever the seed or the folder says: free by default.
    pub fn plan(mut self, plan: Plan) -> Self {
        self.plan = Some(plan);
        self
    }

    /// What gets files for uploads by URL. Without one, only the local Notion's own files can be
    /// imported.
    pub fn fetcher(mut self, fetcher: impl Fetcher) -> Self {
        self.fetcher = Box::new(fetcher);
        self
    }

    /// Subscribes an address to what changes, beside those that were subscribed before.
    pub fn webhook(mut self, webhook: Webhook) -> Self {
        self.webhooks.push(webhook);
        self
    }

    /// What brings deliveries of webhooks to their addresses, instead of plain HTTP.
    pub fn post(mut self, post: impl Post) -> Self {
        self.post = Box::new(post);
        self
    }

    /// Adds the faults and webhooks of a scenario to those that were given, and takes its budget.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.faults.extend(scenario.faults);
        self.webhooks.extend(scenario.webhooks);
        self.budget = scenario.budget.unwrap_or(self.budget);
        self
    }

    /// Builds it.
    ///
    /// # Errors
    /// [`BuildError`] if the folder holds something that cannot be used, which is then left
    /// untouched, if the seed contradicts itself, if the recording cannot be opened, or if a webhook
    /// cannot be used.
    pub fn build(self) -> Result<Emulator, BuildError> {
        for webhook in &self.webhooks {
            webhook.check(&*self.post)?;
        }
        let now = self.clock.now();
        let recorder = match &self.record {
            None => None,
            Some(path) => Some(
                Recorder::append_to(path)
                    .map_err(|source| BuildError::Record { path: path.clone(), source })?,
            ),
        };
        let opened = match &self.dir {
            None => None,
            Some(dir) => Store::open(dir, now)?,
        };
        let (store, mut world) = if let Some((store, world)) = opened {
            (Some(store), world)
        } else {
            let seed = self.world.unwrap_or_else(Seed::empty);
            let mut world = seed.sow(IdSource::new(self.seed), now)?;
            let store = match &self.dir {
                None => None,
                Some(dir) => Some(Store::create(dir, &mut world)?),
            };
            world.take_changes();
            (store, world)
        };
        if let Some(plan) = self.plan {
            world.about.plan = plan;
        }
        let mut state = State {
            world,
            store,
            budget: self.budget,
            meter: Meter::default(),
            script: Script::default(),
            read: now,
            late: Late::default(),
            pages: LastPages::default(),
            outboxes: Outboxes::new(self.webhooks, self.seed, now),
            recorder,
            request_ids: IdSource::new(!self.seed),
            counts: Counts::default(),
        };
        state.set_script(Script::new(self.faults));
        let (clock, tokens, fetcher) = (self.clock, self.tokens, self.fetcher);
        let (post, news, state) = (self.post, Notify::new(), Mutex::new(state));
        let shared = Shared { clock, tokens, fetcher, post, news, state };
        Ok(Emulator { shared: Arc::new(shared) })
    }
}
