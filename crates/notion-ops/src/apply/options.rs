//! How long an apply waits, how much it does at once, and who may stop it.

use std::time::Duration;

use super::Interrupt;

/// How a plan is applied. The defaults are right for Notion itself.
#[derive(Clone, Debug)]
pub struct ApplyOptions {
    /// How many ops are under way at the same time. Ops on one page never are.
    pub concurrency: usize,
    /// How long after a create whose outcome is unknown its traces are looked for.
    ///
    /// It must be longer than a request can be under way, plus the time until queries show its
    /// work. For Notion: 5 s from intent to sending, 15 s of sending, 60 s on the server, and 30 s
    /// until the row is found, so 110 s.
    pub quiescence: Duration,
    /// How long after a look that found nothing a second look confirms it.
    pub confirmation: Duration,
    /// How often the journal is told that the process is alive while requests are under way.
    pub beat: Duration,
    /// How often an op is begun again after a failure that was certainly not its own.
    pub attempts: u32,
    /// How long to pause before that.
    pub pause: Duration,
    /// Look, before the first write, whether pages were changed since the plan was made.
    pub check_freshness: bool,
    /// For how long after it was made a plan is applied without asking whether somebody else has
    /// created its rows: what is younger is not found by queries yet. Zero for a plan from a file,
    /// which may have been applied elsewhere.
    pub recent: Duration,
    /// Stops the run from outside.
    pub interrupt: Interrupt,
}

impl Default for ApplyOptions {
    fn default() -> Self {
        Self {
            concurrency: 6,
            quiescence: Duration::from_secs(110),
            confirmation: Duration::from_secs(30),
            beat: Duration::from_secs(5),
            attempts: 4,
            pause: Duration::from_secs(15),
            check_freshness: true,
            recent: Duration::from_mins(1),
            interrupt: Interrupt::default(),
        }
    }
}

impl ApplyOptions {
    /// For a Notion inside this process, where nothing is under way any more once a call returned.
    pub fn in_process() -> Self {
        Self {
            quiescence: Duration::from_millis(20),
            confirmation: Duration::from_millis(20),
            pause: Duration::from_millis(100),
            ..Self::default()
        }
    }
}
