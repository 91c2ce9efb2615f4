//! A session: a local Notion, a client, a journal and a clock, all in virtual time.

#![expect(clippy::unwrap_used, reason = "a session that cannot be set up fails its test")]

use jiff::Timestamp;
use notion_client::{Budget, Client, Token, blocks, transport};
use notion_emulator::{Emulator, Fault, Seed};
use notion_model::{Block, BlockId, PageId, request::plain_text};
use notion_ops::{
    ApplyOptions, Plan, PlanError, Planner, Report, Silent, Spec, SqliteJournal, TokioClock, Tools,
    apply, make_plan, push::MarkdownFile, verify,
};

pub(crate) struct Session {
    pub(crate) emulator: Emulator,
    pub(crate) client: Client,
    pub(crate) journal: SqliteJournal,
    pub(crate) clock: TokioClock,
}

impl Session {
    /// The world of the demo.
    pub(crate) fn demo() -> Self {
        Self::new(include_str!("../../../../fixtures/worlds/demo.json"))
    }

    pub(crate) fn new(world: &str) -> Self {
        let now: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
        notion_tests::watch();
        let mut emulator = Emulator::builder()
            .clock(notion_emulator::TokioClock::starting_at(now))
            .world(Seed::parse(world).unwrap());
        if let Some(file) = notion_tests::recording("notion-ops") {
            emulator = emulator.record(file);
        }
        let emulator = emulator.build().unwrap();
        let client = Client::builder(transport::Service::new(emulator.router()))
            .token(Token::new(notion_tests::TOKEN).unwrap())
            .budget(Budget::Unlimited)
            .build();
        let journal = SqliteJournal::in_memory().unwrap();
        Self { emulator, client, journal, clock: TokioClock::starting_at(now) }
    }

    pub(crate) fn planner(&self) -> Planner<'_> {
        Planner::new(&self.client, &self.journal, &self.clock)
    }

    pub(crate) fn tools(&self) -> Tools<'_> {
        Tools { journal: &self.journal, clock: &self.clock, progress: &Silent }
    }

    pub(crate) fn spec(text: &str) -> Spec {
        Spec::parse("spec.toml", text).unwrap_or_else(|error| panic!("{error}"))
    }

    pub(crate) async fn plan(&self, spec: &str) -> Plan {
        self.plan_files(spec, &[]).await
    }

    pub(crate) async fn plan_files(&self, spec: &str, files: &[MarkdownFile]) -> Plan {
        let plan = make_plan(&Self::spec(spec), files, &self.planner()).await;
        plan.unwrap_or_else(|error| panic!("{error}: {error:?}"))
    }

    pub(crate) async fn plan_error(&self, spec: &str) -> PlanError {
        make_plan(&Self::spec(spec), &[], &self.planner()).await.unwrap_err()
    }

    pub(crate) async fn apply(&self, plan: &Plan) -> Report {
        let options = ApplyOptions::in_process();
        // Whatever is applied has been saved and read before.
        let saved = serde_json::to_string(plan).unwrap();
        let plan: Plan = serde_json::from_str(&saved).unwrap();
        apply(&plan, &self.client, self.tools(), &options).await.unwrap()
    }

    /// The ids and texts of what is on a page, at the top.
    pub(crate) async fn blocks(&self, page: PageId) -> Vec<(BlockId, String)> {
        let list = self.client.list(blocks::children(page)).collect().await.unwrap();
        let text = |block: &Block| {
            let content = block.to_request().value.unwrap();
            plain_text(content.kind.rich_text().unwrap_or_default())
        };
        list.iter().map(|block| (block.id, text(block))).collect()
    }

    pub(crate) async fn run(&self, spec: &str) -> Report {
        let plan = self.plan(spec).await;
        self.apply(&plan).await
    }

    pub(crate) async fn verify(&self, spec: &str, files: &[MarkdownFile]) -> String {
        let found = verify(&Self::spec(spec), files, &self.planner()).await;
        found.unwrap_or_else(|error| panic!("{error}")).to_string()
    }

    pub(crate) fn faults(&self, faults: Vec<Fault>) {
        self.emulator.set_faults(faults);
    }
}
