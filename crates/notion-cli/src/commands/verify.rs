//! `notion verify`: reads again and compares with what should be there.

use std::path::PathBuf;

use notion_ops::{Exit, Spec};

use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Compare what a spec asks for with what is there
///
/// It only reads. A migration is compared value by value and block by block. The exit code is 9 if
/// there are differences.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The spec, a TOML file
    spec: PathBuf,
}

pub(crate) async fn run(args: Verify, app: &mut App) -> Result<Exit, Failure> {
    let spec = workbench::read_spec(&args.spec, app)?;
    let bench = Workbench::open(&workbench::folder_of(&args.spec, app), app)?;
    compare(&spec, &bench, app).await
}

/// Compares and says what was found.
pub(super) async fn compare(
    spec: &Spec,
    bench: &Workbench,
    app: &mut App,
) -> Result<Exit, Failure> {
    let found = bench.verify(spec).await?;
    if app.ui.is_json() {
        app.ui.json_line(&found)?;
    } else {
        app.ui.put(&found.to_string())?;
    }
    Ok(found.exit())
}
