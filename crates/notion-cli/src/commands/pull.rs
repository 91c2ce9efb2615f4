//! `notion pull`: a page becomes Markdown.

use std::fs;
use std::path::PathBuf;

use notion_ops::Exit;
use serde_json::json;

use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

/// Write a page as Markdown
#[derive(Debug, clap::Args)]
pub(crate) struct Pull {
    /// The page: its title, id or URL
    page: String,
    /// Write it into a file instead of standard output, which `-` is
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) async fn run(args: Pull, app: &mut App) -> Result<Exit, Failure> {
    let bench = Workbench::forgetful(app)?;
    let page = bench.planner().page(&args.page.into()).await?;
    let pulled = notion_ops::pull::pull(bench.client(), page.id).await?;
    for remark in &pulled.remarks {
        app.ui.warn(remark);
    }
    match args.output.filter(|path| path.as_os_str() != "-") {
        None if app.ui.is_json() => app.ui.json_line(&json!({
            "page": page.id, "title": pulled.title, "markdown": pulled.markdown, "remarks": pulled.remarks,
        }))?,
        None => app.ui.put(&pulled.markdown)?,
        Some(path) => {
            let file = app.host.path(&path);
            fs::write(file, pulled.markdown).map_err(|error| Failure::file(&path, &error))?;
            app.ui.say(format_args!("wrote `{}` to {}", pulled.title, path.display()));
        }
    }
    Ok(Exit::Success)
}
