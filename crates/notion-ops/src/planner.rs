//! What every kind of plan needs: the workspace to read, the time, and the names in a spec resolved.

mod content;
mod diff;
mod edits;
mod find;
mod rules;
mod scan;
mod select;

use std::{io, path::PathBuf};

use jiff::tz::TimeZone;
use notion_client::{Client, Error, users};
use notion_model::{Canonical, DataSource, Page};
use tokio::sync::OnceCell;

pub(crate) use self::{
    content::{Content, page_content},
    diff::{Desired, changes},
    edits::edits,
    rules::{Missing, Outcome, Rules, Schemas, check_rules, require_property, unknown_property},
    scan::page_size,
    select::{Selection, problems},
};
use crate::{
    apply::client::requests,
    canon,
    clock::Clock,
    exit::Exit,
    id::RunId,
    journal::{Journal, JournalError},
    plan::{Input, PLAN_VERSION, Plan},
    problem::{Problem, SpecError},
    progress::Progress,
    report::Stop,
    spec::Spec,
    transform::People,
};

/// Reads the workspace and makes plans. It never writes: not to Notion, and not to the journal.
pub struct Planner<'a> {
    client: &'a Client,
    journal: &'a dyn Journal,
    clock: &'a dyn Clock,
    progress: &'a dyn Progress,
    zone: TimeZone,
    /// Where the files of a push are.
    folder: Option<PathBuf>,
    people: OnceCell<People>,
}

impl std::fmt::Debug for Planner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Planner").field("zone", &self.zone).finish_non_exhaustive()
    }
}

/// Why there is no plan. Nothing was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The spec does not fit the workspace, or the rows do not fit the spec.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The workspace could not be read.
    #[error("the workspace cannot be read")]
    Client(#[from] Error),
    /// The journal could not be read.
    #[error("what earlier runs did cannot be read")]
    Journal(#[from] JournalError),
    /// What was read looks so wrong that a plan made of it would do damage.
    #[error("{0}")]
    Guard(String),
}

impl PlanError {
    /// What the command should exit with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Spec(_) => Exit::Usage,
            Self::Guard(_) => Exit::Guard,
            Self::Journal(error) => error.exit(),
            // Whatever is read for a plan is needed: what may not be read ends it.
            Self::Client(error) if error.status().is_some_and(|it| it == 401 || it == 403) => {
                Exit::NotAllowed
            }
            Self::Client(error) => match crate::apply::client::refusal(error) {
                crate::apply::Refusal::Stop(Stop::Unauthorized(_) | Stop::Refused(_)) => {
                    Exit::NotAllowed
                }
                crate::apply::Refusal::Gone(_) | crate::apply::Refusal::Failed(_) => {
                    Exit::SomeFailed
                }
                _ => Exit::Unavailable,
            },
        }
    }
}

impl<'a> Planner<'a> {
    /// A planner in UTC for whom nobody listens.
    pub fn new(client: &'a Client, journal: &'a dyn Journal, clock: &'a dyn Clock) -> Self {
        let people = OnceCell::new();
        let progress = &crate::progress::Silent;
        Self { client, journal, clock, progress, zone: TimeZone::UTC, folder: None, people }
    }

    /// The same, telling what it does.
    #[must_use]
    pub fn telling(self, progress: &'a dyn Progress) -> Self {
        Self { progress, ..self }
    }

    /// The same, where days begin and end as in this zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// The same, for a push of files in this folder: a file that was pushed and is not there any more
    /// may be a new one under its old name. Without a folder, no file counts as renamed.
    #[must_use]
    pub fn in_folder(self, folder: PathBuf) -> Self {
        Self { folder: Some(folder), ..self }
    }

    /// Whether a file of a push is not there any more.
    pub(crate) fn misses(&self, path: &str) -> bool {
        let found = |folder: &PathBuf| folder.join(path).symlink_metadata();
        let missing = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
        self.folder.as_ref().is_some_and(|folder| found(folder).is_err_and(missing))
    }

    /// The client it reads through.
    pub const fn client(&self) -> &'a Client {
        self.client
    }

    pub(crate) const fn journal(&self) -> &'a dyn Journal {
        self.journal
    }

    pub(crate) const fn progress(&self) -> &'a dyn Progress {
        self.progress
    }

    /// How many requests the client has sent so far.
    pub(crate) fn requests(&self) -> u64 {
        requests(self.client).sent
    }

    /// Everybody in the workspace, read once and only when somebody is named.
    pub(crate) async fn people(&self) -> Result<&People, Error> {
        self.people
            .get_or_try_init(|| async {
                let users = self.client.list(users::list()).collect().await?;
                let people = users.into_iter().map(|it| {
                    let email = it.person.and_then(|it| it.email);
                    (it.id, it.name.unwrap_or_default(), email)
                });
                Ok(People(people.collect()))
            })
            .await
    }

    /// A plan without ops.
    pub(crate) fn empty_plan(&self, spec: &Spec) -> Plan {
        Plan {
            plan_version: PLAN_VERSION,
            id: RunId::from(""),
            kind: spec.kind.word().to_owned(),
            namespace: spec.name.value.clone(),
            made_at: self.clock.now(),
            spec_sha256: spec.sha256(),
            token_env: spec.connection.token_env.as_ref().map(|it| it.value.clone()),
            after: None,
            inputs: Vec::new(),
            guards: Vec::new(),
            ops: Vec::new(),
            unchanged: 0,
            notes: Vec::new(),
            max_failures: None,
            reads: 0,
        }
    }

    /// Gives a plan its name.
    pub(crate) fn finish(&self, plan: Plan) -> Result<Plan, PlanError> {
        Ok(plan.named(&self.journal.runs()?))
    }

    pub(crate) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    pub(crate) const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

/// A data source and its rows as the input of a plan.
pub(crate) fn input(role: &str, source: &DataSource, rows: &[Page], written: bool) -> Input {
    let newest = rows
        .iter()
        .filter_map(|it| it.last_edited_time.as_ref())
        .filter_map(notion_model::Timestamp::instant);
    Input {
        role: role.to_owned(),
        title: source.title(),
        data_source: source.id,
        rows: rows.len() as u64,
        newest: newest.max(),
        written,
    }
}

/// The marker in a text property of a row.
pub(crate) fn marker_of(page: &Page, property: &str) -> String {
    match page.properties.get(property).and_then(Canonical::of) {
        Some(Canonical::Text(runs)) => runs.iter().map(|it| it.text.as_str()).collect(),
        _ => String::new(),
    }
}

/// The values of some properties of a page, as one fingerprint.
pub(crate) fn base_of<'n>(page: &Page, names: impl IntoIterator<Item = &'n str>) -> String {
    canon::page_fingerprint(page, names)
}

/// What a page is called, for people.
pub(crate) fn called(page: &Page) -> String {
    let title = page.title();
    if title.is_empty() { format!("(untitled {})", short(page.id.uuid())) } else { title }
}

/// The beginning of an id, for people.
pub(crate) fn short(id: uuid::Uuid) -> String {
    let text = id.simple().to_string();
    format!("{}…{}", &text[..4], &text[text.len() - 2..])
}

/// Ends with everything that is wrong with a spec, if anything is.
pub(crate) fn no_problems(spec: &Spec, problems: Vec<Problem>) -> Result<(), PlanError> {
    let is_fine = problems.is_empty() && spec.is_sound();
    if is_fine { Ok(()) } else { Err(PlanError::Spec(spec.error(problems))) }
}
