//! `notion run`: plan, apply and verify, for cron and for the impatient.

use std::path::PathBuf;

use notion_ops::{Exit, SpecKind};

use super::query;
use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Plan a spec, carry the plan out without asking, and verify the result
///
/// The guards of the spec decide what is too much: then nothing is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// The spec, a TOML file
    spec: PathBuf,
}

pub(crate) async fn run(args: Run, app: &mut App) -> Result<Exit, Failure> {
    let spec = workbench::read_spec(&args.spec, app)?;
    if let SpecKind::Query(wanted) = &spec.kind {
        return query::carry_out(&spec, wanted, None, app).await;
    }
    let bench = Workbench::open(&workbench::folder_of(&args.spec, app), app)?;
    let plan = bench.plan(&spec).await?;
    let report = bench.apply(&plan).await?;
    let exit = workbench::tell(&report, &bench, app)?;
    if exit != Exit::Success {
        return Ok(exit);
    }
    super::verify::compare(&spec, &bench, app).await
}
