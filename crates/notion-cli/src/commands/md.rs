//! `notion md`: Markdown to blocks, blocks to Markdown, and the requests that a page would take.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use notion_md::{
    Append, Document, Place, ReadOptions, Remark, Severity, Step, Target, WriteOptions,
};
use notion_model::request::Block;
use serde_json::{Value, json};

use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Turn Markdown into blocks and blocks into Markdown, without any Notion
#[derive(Debug, clap::Args)]
pub(crate) struct Md {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write the blocks of a Markdown text as one JSON array
    ///
    /// The blocks are as a request takes them, with their children in them, to any depth. What
    /// could not be carried is said on standard error, with its place.
    Blocks(Input),
    /// Write a JSON array of blocks as Markdown
    Render(Input),
    /// Write the requests that would create a page with this text, one JSON object a line
    Requests(Input),
}

#[derive(Debug, clap::Args)]
struct Input {
    /// The file, or `-` for standard input
    file: PathBuf,
    /// The form of Markdown
    #[arg(long, value_enum, default_value_t = Dialect::Gfm)]
    dialect: Dialect,
    /// What relative links are relative to; without it they are dropped, because Notion refuses them
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// The forms of Markdown that there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Dialect {
    /// GitHub's.
    Gfm,
    /// Notion's own, as it exported it until 2025.
    V1,
    /// Notion's own, of its Markdown endpoints.
    V2,
}

pub(crate) fn run(args: Md, app: &mut App) -> Result<Exit, Failure> {
    match args.action {
        Action::Blocks(input) => {
            let document = read(&input, app)?;
            app.ui.json(&document.blocks)?;
        }
        Action::Render(input) => render(&input, app)?,
        Action::Requests(input) => {
            let document = read(&input, app)?;
            for request in requests(document.blocks) {
                app.ui.json_line(&request)?;
            }
        }
    }
    Ok(Exit::Success)
}

fn read(input: &Input, app: &mut App) -> Result<Document, Failure> {
    input.dialect.supported()?;
    let text = app.host.read(&input.file)?;
    let options = ReadOptions { base_url: input.base_url.clone(), ..ReadOptions::default() };
    let document = notion_md::read(&text, &options);
    warn(&input.file, &document.remarks, app);
    Ok(document)
}

fn render(input: &Input, app: &mut App) -> Result<(), Failure> {
    input.dialect.supported()?;
    let text = app.host.read(&input.file)?;
    let blocks: Vec<Block> = serde_json::from_str(&text).map_err(|error| {
        Failure::usage(format!("`{}` is not a JSON array of blocks", input.file.display()))
            .because(&error)
    })?;
    let written = notion_md::write(&blocks, &WriteOptions::default());
    warn(&input.file, &written.remarks, app);
    app.ui.put(&written.text)
}

/// Says what the author should know, with its place.
pub(crate) fn warn(file: &Path, remarks: &[Remark], app: &mut App) {
    let file = file.display();
    for Remark { kind, place, message } in remarks {
        let place = match place {
            Place::Source { start, .. } => format!("{file}:{}:{}", start.line, start.column),
            place @ (Place::Block(_) | Place::Existing(_)) => format!("{file}: {place}"),
        };
        match kind.severity() {
            Severity::Note => app.ui.say(format_args!("note: {place}: {message}")),
            Severity::Warning => app.ui.warn(format_args!("{place}: {message}")),
        }
    }
}

/// The requests of a new page, in order. The first is number 0; later ones say to which block of
/// which earlier request they append.
fn requests(blocks: Vec<Block>) -> Vec<Value> {
    let plan = notion_md::plan(blocks);
    let create = json!({ "request": 0, "create": "page", "children": plan.first });
    let steps = plan.steps.into_iter().enumerate().map(|(at, step)| match step {
        Step::Append(Append { parent, children }) => {
            json!({ "request": at + 1, "append_to": target(parent), "children": children })
        }
        Step::List { parent } => json!({ "request": at + 1, "list": target(parent) }),
    });
    std::iter::once(create).chain(steps).collect()
}

fn target(target: Target) -> Value {
    match target {
        Target::Page => json!("page"),
        Target::Block { step, index } => json!({ "request": step + 1, "block": index }),
    }
}

impl Dialect {
    fn supported(self) -> Result<(), Failure> {
        match self {
            Self::Gfm => Ok(()),
            Self::V1 | Self::V2 => {
                Err(Failure::usage("Notion's own Markdown is not supported yet")
                    .hint("leave `--dialect` out to use GitHub's"))
            }
        }
    }
}
