//! What the demo plays on: a local Notion, a client in this process, and the specs of the jobs.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use notion_client::Client;
use notion_emulator::{Counts, Emulator};
use notion_ops::{ApplyOptions, Spec, StateFolder};

use crate::connect::Connection;
use crate::error::Failure;
use crate::local;
use crate::run::App;
use crate::workbench::{Memory, Workbench};

/// A spec by its file name.
type Named = (&'static str, &'static str);

/// What Ada has to look at first.
pub(super) const URGENT: Named =
    ("find-urgent.toml", include_str!("../../../../../fixtures/specs/find-urgent.toml"));
/// Marks tasks as reviewed.
pub(super) const REVIEW: Named =
    ("review-tasks.toml", include_str!("../../../../../fixtures/specs/review-tasks.toml"));
/// The board follows the tasks.
pub(super) const BOARD: Named =
    ("tasks-to-board.toml", include_str!("../../../../../fixtures/specs/tasks-to-board.toml"));
/// The projects move to another schema.
pub(super) const PROGRAMME: Named = (
    "projects-to-programme.toml",
    include_str!("../../../../../fixtures/specs/projects-to-programme.toml"),
);

/// The stage.
pub(super) struct Stage {
    emulator: Emulator,
    client: Client,
    bench: Workbench,
}

impl Stage {
    /// Sets the stage: in memory, or in a folder that keeps it.
    pub(super) fn set(folder: Option<&Path>, app: &mut App) -> Result<Self, Failure> {
        let company = local::company()?;
        // The company lives in its own time, so that "overdue" means the same on every day.
        let now = company.now().unwrap_or(Timestamp::UNIX_EPOCH);
        let mut builder =
            local::builder(app).clock(notion_emulator::TokioClock::starting_at(now)).world(company);
        if let Some(folder) = folder {
            builder = builder.dir(folder);
        }
        let emulator = builder.build()?;
        let client = local::client(&emulator)?;
        let (memory, specs) = match folder {
            None => (Memory::nothing()?, app.host.folder.clone()),
            Some(folder) => {
                let specs = folder.join("specs");
                write_specs(&specs)?;
                (Memory::Folder(StateFolder::open(&specs)?), specs)
            }
        };
        let connection = Connection { client: client.clone(), options: ApplyOptions::in_process() };
        let bench = Workbench::around(connection, memory, &specs, app).at(now, TimeZone::UTC);
        Ok(Self { emulator, client, bench })
    }

    /// The local Notion.
    pub(super) const fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// The client that every job shares.
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    /// Where plans are made and applied.
    pub(super) const fn bench(&self) -> &Workbench {
        &self.bench
    }

    /// What the local Notion was asked so far.
    pub(super) fn counts(&self) -> Counts {
        self.emulator.counts()
    }
}

/// Reads a spec of ours.
pub(super) fn spec((name, text): Named) -> Result<Spec, Failure> {
    Ok(Spec::parse(name, text)?)
}

fn write_specs(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    for (name, text) in [URGENT, REVIEW, BOARD, PROGRAMME] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Failure::file(&path, &error))?;
    }
    Ok(())
}
