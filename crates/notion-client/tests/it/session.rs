//! A session: a local Notion and a client of it.

use std::path::PathBuf;

use notion_client::{Budget, Client, ClientBuilder, Error, Token, transport};
use notion_emulator::{Emulator, Plan, Seed};
use notion_model::{DataSourceId, DatabaseId, PageId};

const WORLD: &str = r#"{
  "now": "2026-11-02T09:00:00Z",
  "me": "ada",
  "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.org" }],
  "pages": [
    { "key": "home", "title": "Home" },
    { "key": "plan", "title": "Plan", "parent": "home", "children": [
      { "to_do": { "rich_text": [{ "text": { "content": "Water" } }] } },
      { "paragraph": { "rich_text": [{ "text": { "content": "Tea, then tea." } }] } }
    ] }
  ],
  "databases": [{
    "key": "tasks", "title": "Tasks", "parent": "home",
    "properties": { "Name": { "title": {} }, "Done": { "checkbox": {} } },
    "rows": [
      { "properties": { "Name": "Oil the chain", "Done": true } },
      { "properties": { "Name": "Ride" } },
      { "properties": { "Name": "Rest" } }
    ],
    "templates": [{ "name": "Bug", "is_default": true }, { "name": "Feature" }]
  }],
  "custom_emojis": [
    { "name": "bufo", "url": "https://example.org/bufo.png" },
    { "name": "party", "url": "https://example.org/party.png" }
  ],
  "connections": [
    { "client_id": "my-client-id", "client_secret": "s3cret", "codes": ["c0de", "c0de2"] }
  ]
}"#;

pub(crate) struct Session {
    pub(crate) emulator: Emulator,
    pub(crate) client: Client,
}

impl Session {
    /// What is sent and answered is recorded, for the official types to judge.
    pub(crate) fn new() -> Self {
        Self::recorded(notion_tests::recording("notion-client"), Plan::Paid)
    }

    /// For answers that are not for the official types to judge, because faults bend them or because
    /// they are large.
    pub(crate) fn unrecorded() -> Self {
        Self::recorded(None, Plan::Paid)
    }

    /// Of a workspace that pays for so much.
    pub(crate) fn of_plan(plan: Plan) -> Self {
        Self::recorded(None, plan)
    }

    fn recorded(file: Option<PathBuf>, plan: Plan) -> Self {
        let now = "2026-11-02T09:00:00Z".parse().unwrap();
        let mut emulator = Emulator::builder()
            .clock(notion_emulator::TokioClock::starting_at(now))
            .world(Seed::parse(WORLD).unwrap())
            .plan(plan);
        if let Some(file) = file {
            emulator = emulator.record(file);
        }
        let emulator = emulator.build().unwrap();
        let client = builder(&emulator).token(Token::new(notion_tests::TOKEN).unwrap()).build();
        Self { emulator, client }
    }

    pub(crate) fn page(&self, key: &str) -> PageId {
        self.emulator.page(key).unwrap()
    }

    pub(crate) fn tasks(&self) -> (DatabaseId, DataSourceId) {
        (self.emulator.database("tasks").unwrap(), self.emulator.data_source("tasks").unwrap())
    }
}

/// A client without a token.
pub(crate) fn builder(emulator: &Emulator) -> ClientBuilder {
    notion_tests::watch();
    Client::builder(transport::Service::new(emulator.router())).budget(Budget::Unlimited).seed(7)
}

/// What an error says, and why, as a person would see it.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
