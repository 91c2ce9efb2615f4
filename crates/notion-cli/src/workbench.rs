//! What an operation works with: a connection, the journal beside its spec, a clock and a listener.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use notion_client::Client;
use notion_ops::push::{MarkdownFile, read_files};
use notion_ops::{
    ApplyOptions, Exit, Located, Plan, Planner, Report, RunId, Spec, SpecKind, SqliteJournal,
    StateError, StateFolder, TokioClock, Tools, Verification,
};

use crate::connect::{self, Connection};
use crate::error::Failure;
use crate::run::App;
use crate::ui::listener::Listener;

/// A workbench; whatever was done at it is remembered in its folder.
pub(crate) struct Workbench {
    client: Client,
    memory: Memory,
    clock: TokioClock,
    listener: Listener,
    options: ApplyOptions,
    zone: TimeZone,
    /// Where the files that a spec names are.
    folder: PathBuf,
}

/// Where runs are remembered.
pub(crate) enum Memory {
    /// In `.notion` below a folder, which nobody else may use at the same time.
    Folder(StateFolder),
    /// Nowhere: it ends with the process.
    Nothing(SqliteJournal),
}

impl Memory {
    /// A memory that ends with the process.
    pub(crate) fn nothing() -> Result<Self, Failure> {
        Ok(Self::Nothing(SqliteJournal::in_memory()?))
    }
}

impl Workbench {
    /// A workbench that remembers in `.notion` below a folder.
    pub(crate) fn open(folder: &Path, app: &mut App) -> Result<Self, Failure> {
        let connection = connect::open(app)?;
        let memory = Memory::Folder(StateFolder::open(folder)?);
        Ok(Self::around(connection, memory, folder, app))
    }

    /// A workbench for a run that is remembered below a folder, with the token that its spec named.
    pub(crate) fn of_run(
        folder: &Path,
        which: impl FnOnce(&SqliteJournal) -> Result<RunId, Failure>,
        app: &mut App,
    ) -> Result<(Self, RunId), Failure> {
        let state = StateFolder::open(folder)?;
        let run = which(state.journal())?;
        let plan = notion_ops::apply::plan_of(&run, state.journal())?;
        app.settings.name_token(plan.token_env.as_deref(), &app.host);
        let connection = connect::open(app)?;
        Ok((Self::around(connection, Memory::Folder(state), folder, app), run))
    }

    /// A workbench that remembers nothing, for what only reads.
    pub(crate) fn forgetful(app: &mut App) -> Result<Self, Failure> {
        let folder = app.host.folder.clone();
        let connection = connect::open(app)?;
        Ok(Self::around(connection, Memory::nothing()?, &folder, app))
    }

    /// A workbench of these parts.
    pub(crate) fn around(connection: Connection, memory: Memory, folder: &Path, app: &App) -> Self {
        Self {
            client: connection.client,
            memory,
            clock: TokioClock::starting_at((app.host.now)()),
            listener: app.ui.listener(),
            options: ApplyOptions { interrupt: app.interrupt.clone(), ..connection.options },
            zone: app.host.zone.clone(),
            folder: folder.to_owned(),
        }
    }

    /// The same for a plan from a file, which may have been applied elsewhere, however young it is.
    pub(crate) fn with_saved_plan(mut self) -> Self {
        self.options.recent = Duration::ZERO;
        self
    }

    /// The same in another time and place.
    pub(crate) fn at(self, now: Timestamp, zone: TimeZone) -> Self {
        Self { clock: TokioClock::starting_at(now), zone, ..self }
    }

    /// Wipes what was drawn.
    pub(crate) fn rest(&self) {
        self.listener.rest();
    }

    /// Reads the workspace and makes plans.
    pub(crate) fn planner(&self) -> Planner<'_> {
        Planner::new(&self.client, self.journal(), &self.clock)
            .telling(&self.listener)
            .in_zone(self.zone.clone())
            .in_folder(self.folder.clone())
    }

    /// The way to Notion.
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    /// What time it is.
    pub(crate) const fn clock(&self) -> &TokioClock {
        &self.clock
    }

    /// What was done before.
    pub(crate) const fn journal(&self) -> &SqliteJournal {
        match &self.memory {
            Memory::Folder(state) => state.journal(),
            Memory::Nothing(journal) => journal,
        }
    }

    /// Plans whatever a spec asks for.
    pub(crate) async fn plan(&self, spec: &Spec) -> Result<Plan, Failure> {
        let plan = notion_ops::make_plan(spec, &self.files(spec)?, &self.planner()).await;
        self.rest();
        Ok(plan?)
    }

    /// Compares what a spec asks for with what is there.
    pub(crate) async fn verify(&self, spec: &Spec) -> Result<Verification, Failure> {
        let found = notion_ops::verify(spec, &self.files(spec)?, &self.planner()).await;
        self.rest();
        Ok(found?)
    }

    /// The Markdown files that a spec names.
    fn files(&self, spec: &Spec) -> Result<Vec<MarkdownFile>, Failure> {
        match &spec.kind {
            SpecKind::Push(push) => Ok(read_files(&self.folder, &push.files)?),
            _ => Ok(Vec::new()),
        }
    }

    /// Carries out a plan.
    pub(crate) async fn apply(&self, plan: &Plan) -> Result<Report, Failure> {
        let report = notion_ops::apply(plan, &self.client, self.tools(), &self.options).await;
        self.rest();
        Ok(report?)
    }

    /// Goes on with a run.
    pub(crate) async fn resume(&self, run: &RunId) -> Result<Report, Failure> {
        let report = notion_ops::resume(run, &self.client, self.tools(), &self.options).await;
        self.rest();
        Ok(report?)
    }

    /// Keeps a report beside the journal.
    fn keep(&self, report: &Report) -> Result<(), StateError> {
        match &self.memory {
            Memory::Folder(state) => state.save_report(report).map(drop),
            Memory::Nothing(_) => Ok(()),
        }
    }

    fn tools(&self) -> Tools<'_> {
        Tools { journal: self.journal(), clock: &self.clock, progress: &self.listener }
    }
}

/// Reads a spec from a file.
pub(crate) fn read_spec(path: &Path, app: &mut App) -> Result<Spec, Failure> {
    let text = app.host.read(path)?;
    // Its mistakes are told together with those that only the workspace shows.
    let spec = Spec::read(&path.display().to_string(), &text)?;
    let variable = spec.connection.token_env.as_ref().map(|it| it.value.as_str());
    app.settings.name_token(variable, &app.host);
    Ok(spec)
}

/// A filter from the command line, which knows its place: all of it. `None` selects every row.
pub(crate) fn expression(text: &str) -> Option<Located<String>> {
    (!text.trim().is_empty()).then(|| Located::at(text.to_owned(), 0..text.len()))
}

/// The folder of a spec: its files and its state are beside it.
pub(crate) fn folder_of(path: &Path, app: &App) -> PathBuf {
    let path = app.host.path(path);
    path.parent().map_or_else(|| app.host.folder.clone(), Path::to_owned)
}

/// Says how a run went, keeps the report, and ends as the run did.
pub(crate) fn tell(report: &Report, bench: &Workbench, app: &mut App) -> Result<Exit, Failure> {
    if app.ui.is_json() {
        app.ui.json_line(report)?;
    } else {
        app.ui.put(&report.to_string())?;
    }
    // What was done was done, and the journal knows it: only the copy for people is missing.
    if let Err(error) = bench.keep(report) {
        let failure = Failure::of(&error);
        let why =
            [failure.message()].into_iter().chain(failure.causes().iter().map(String::as_str));
        let why = why.collect::<Vec<_>>().join(": ");
        app.ui.warn(format_args!("no copy of the report was kept: {why}"));
    }
    if report.pending() > 0 && bench.folder != app.host.folder {
        let folder = app.host.within(&bench.folder).display();
        app.ui.hint(format_args!("add `--state {folder}`: the run is remembered there"));
    }
    Ok(report.exit())
}
