//! One job of the demo: its heading, what it says, its checks and its cost.

use std::fmt::Display;
use std::time::Instant;

use notion_client::Stats;
use serde::Serialize;

use super::stage::Stage;
use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;
use crate::ui::{ACCENT, BAD, FAINT, GOOD};

/// A job that has begun.
pub(super) struct Job<'a> {
    pub(super) stage: &'a Stage,
    name: &'static str,
    began: Instant,
    before: Stats,
    held: usize,
    checks: usize,
}

/// A job that has ended.
#[derive(Debug, Serialize)]
pub(super) struct Ended {
    #[serde(rename = "job")]
    pub(super) name: &'static str,
    pub(super) did: String,
    pub(super) requests: u64,
    pub(super) seconds: f64,
    pub(super) checks: usize,
    pub(super) held: usize,
}

/// What a job is called, and the question that it answers.
const JOBS: &[(&str, &str)] = &[
    ("query", "What does Ada have to look at first?"),
    ("batch", "Two hundred tasks are marked as reviewed, while Notion has a bad day"),
    ("sync", "The team board follows the tasks"),
    ("migrate", "The projects move to another schema, with everything on their pages"),
    ("page", "This project's README becomes a page, and comes back"),
];

impl<'a> Job<'a> {
    /// Writes the heading, unless nobody wants the job any more.
    pub(super) fn begin(
        name: &'static str,
        stage: &'a Stage,
        app: &mut App,
    ) -> Result<Self, Failure> {
        app.go_on()?;
        let number = JOBS.iter().position(|(it, _)| *it == name).map_or(0, |at| at + 1);
        let question = JOBS.iter().find(|(it, _)| *it == name).map_or("", |(_, question)| question);
        app.ui.narrate(format_args!("\n{ACCENT}{number}  {name}: {question}{ACCENT:#}\n"))?;
        let before = stage.client().stats();
        Ok(Self { stage, name, began: Instant::now(), before, held: 0, checks: 0 })
    }

    /// Says what was done.
    #[expect(clippy::unused_self, reason = "a job speaks, and reads so where it is used")]
    pub(super) fn tell(&self, words: impl Display, app: &mut App) -> Result<(), Failure> {
        for line in words.to_string().lines() {
            app.ui.narrate(format_args!("  {line}"))?;
        }
        Ok(())
    }

    /// Shows a table, with air around it.
    pub(super) fn show(&self, table: Table, app: &mut App) -> Result<(), Failure> {
        let table = app.ui.laid_out(table, 2);
        app.ui.narrate("")?;
        self.tell(table, app)?;
        app.ui.narrate("")
    }

    /// Says whether something that must be true is.
    pub(super) fn check(
        &mut self,
        held: bool,
        what: impl Display,
        app: &mut App,
    ) -> Result<(), Failure> {
        self.checks += 1;
        self.held += usize::from(held);
        let (style, sign) = if held { (GOOD, "✓") } else { (BAD, "✗") };
        app.ui.narrate(format_args!("  {style}{sign}{style:#} {what}"))
    }

    /// How many requests the job has cost so far.
    pub(super) fn requests(&self) -> u64 {
        self.stage.client().stats().requests - self.before.requests
    }

    /// Says what it cost.
    pub(super) fn end(self, did: impl Into<String>, app: &mut App) -> Result<Ended, Failure> {
        let now = self.stage.client().stats();
        let requests = now.requests - self.before.requests;
        let retries = now.retries - self.before.retries;
        let throttled = now.throttled - self.before.throttled;
        let seconds = self.began.elapsed().as_secs_f64();
        let again = match retries + throttled {
            0 => String::new(),
            _ => format!(" ({retries} repeated, {throttled} throttled)"),
        };
        app.ui.narrate(format_args!(
            "  {FAINT}cost: {requests} requests{again}, {seconds:.1} s{FAINT:#}"
        ))?;
        let Self { name, held, checks, .. } = self;
        Ok(Ended { name, did: did.into(), requests, seconds, checks, held })
    }
}
