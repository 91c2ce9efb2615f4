//! `notion push`: Markdown files become pages, and pages stay as the files are.

use std::path::PathBuf;

use notion_ops::spec::{OnRemoteEdit, PushSpec, PushTarget};
use notion_ops::{Exit, Spec, SpecKind};

use super::apply::{carry_out, state_folder};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

/// Turn Markdown files into pages, and keep the pages as the files are
///
/// A file that was pushed before changes its page, also under a new name; one that is unchanged costs
/// nothing. A page that somebody edited in Notion is left alone.
#[derive(Debug, clap::Args)]
pub(crate) struct Push {
    /// The files; `*` stands for a part of a name, `**` for any folders
    #[arg(required = true)]
    files: Vec<String>,
    /// The page to put them under: its title, id or URL
    #[arg(long, value_name = "PARENT")]
    to: String,
    /// Change pages that somebody edited in Notion too, and make again those in the trash
    #[arg(long)]
    overwrite: bool,
    /// The folder whose `.notion` remembers which file is which page; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Push, app: &mut App) -> Result<Exit, Failure> {
    // They are where the user is, and known by where they are seen from the memory.
    let files = args.files.iter().map(|file| app.host.path(file).to_string_lossy().into_owned());
    let spec = SpecKind::Push(PushSpec {
        files: files.map(Into::into).collect(),
        target: PushTarget::Page(args.to.into()),
        on_remote_edit: if args.overwrite { OnRemoteEdit::Overwrite } else { OnRemoteEdit::Refuse },
    });
    let bench = Workbench::open(&state_folder(args.state.as_deref(), app), app)?;
    let plan = bench.plan(&Spec::from_parts("push", spec)).await?;
    app.ui.say(plan.text().to_string().trim_end());
    carry_out(&plan, &bench, app).await
}
