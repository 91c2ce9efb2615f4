//! A local Notion on a port of this machine, for what only a connection shows: tokens, refusals, and how many
//! requests there were.

use jiff::Timestamp;
use notion_emulator::{Clock, Emulator, Fault, Seed};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::session::Session;

const WORLD: &str = include_str!("../../fixtures/worlds/demo.json");

/// A Notion that serves as long as it lives.
pub(crate) struct Network {
    address: String,
    emulator: Emulator,
    _runtime: Runtime,
}

impl Network {
    /// The workspace of the demo.
    pub(crate) fn new() -> Self {
        let builder = Emulator::builder().world(Seed::parse(WORLD).unwrap()).clock(Still);
        let builder = match notion_tests::recording("notion-cli") {
            Some(file) => builder.record(file),
            None => builder,
        };
        let emulator = builder.build().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = emulator.clone();
        runtime.spawn(async move { router.serve(listener).await });
        Self { address, emulator, _runtime: runtime }
    }

    /// From now on, these paths are answered with this status.
    pub(crate) fn refuse(&self, method: &str, path: &str, status: u16) {
        self.emulator.set_faults(vec![Fault::on(method, path).status(status)]);
    }

    /// How many requests there were so far.
    pub(crate) fn requests(&self) -> u64 {
        self.emulator.counts().requests
    }

    /// A session that reaches it with a token.
    pub(crate) fn session(&self, token: &str) -> Session {
        Session::new().with("NOTION_BASE_URL", &self.address).with("NOTION_TOKEN", token)
    }
}

/// The moment of the demo, for ever.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        "2026-11-02T09:00:00Z".parse().unwrap()
    }
}
