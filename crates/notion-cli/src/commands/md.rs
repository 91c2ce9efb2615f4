//! `notion md`: Markdown to blocks, blocks to Markdown, the requests that a page would take, and what
//! would change an existing one.

mod choices;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use notion_md::{
    Append, Document, Existing, Insert, Operation, Place, Remark, Severity, Step, Target,
    WriteOptions,
};
use notion_model::{BlockKind, request::Block};
use serde_json::{Value, json};

use self::choices::Choices;
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
    /// Write what must be done to a page so that it holds a text, one JSON object a line
    ///
    /// Blocks that are the same keep their ids, others are changed in place where Notion can do
    /// that, and what cannot be created is never touched. How much is done is said on standard
    /// error. Nothing is sent.
    Diff(Diff),
}

#[derive(Debug, clap::Args)]
struct Diff {
    /// The page's blocks: a JSON array of them as Notion gives them, or a list with `results`
    ///
    /// Blocks in blocks stand in the same array; each names the block it is in as its `parent`.
    page: PathBuf,
    #[command(flatten)]
    new: Input,
}

#[derive(Debug, clap::Args)]
struct Input {
    /// The file, or `-` for standard input
    file: PathBuf,
    /// The form of Markdown
    #[arg(long, value_enum, default_value_t = Dialect::Gfm)]
    dialect: Dialect,
    /// Leave out of `--dialect v2` what Notion's own Markdown endpoints do not know
    #[arg(long)]
    for_endpoint: bool,
    #[command(flatten)]
    choices: Choices,
}

/// The forms of Markdown that there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Dialect {
    /// GitHub's.
    Gfm,
    /// Notion's first, with tabs; deprecated by Notion.
    V1,
    /// Notion's second, with tags: the only one that keeps everything.
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
        Action::Diff(diff) => compare(&diff, app)?,
    }
    Ok(Exit::Success)
}

fn read(input: &Input, app: &mut App) -> Result<Document, Failure> {
    let dialect = input.dialect.into();
    let text = app.host.read(&input.file)?;
    let document = notion_md::read(&text, &input.choices.options(dialect));
    warn(&input.file, &document.remarks, app);
    Ok(document)
}

fn render(input: &Input, app: &mut App) -> Result<(), Failure> {
    let dialect = input.dialect.into();
    let text = app.host.read(&input.file)?;
    let blocks = notion_md::from_json(&text).map_err(|error| {
        Failure::usage(format!("`{}` is not a JSON array of blocks", input.file.display()))
            .because(&error)
    })?;
    let options =
        WriteOptions { dialect, for_endpoint: input.for_endpoint, ..WriteOptions::default() };
    let written = notion_md::write(&blocks, &options);
    warn(&input.file, &written.remarks, app);
    app.ui.put(&written.text)
}

fn compare(args: &Diff, app: &mut App) -> Result<(), Failure> {
    let text = app.host.read(&args.page)?;
    let blocks = page(&text).map_err(|error| {
        Failure::usage(format!("`{}` does not hold the blocks of a page", args.page.display()))
            .because(&error)
            .hint("give a JSON array of blocks as `notion api` reads them")
    })?;
    let old = Existing::assemble(blocks);
    whole(&old)?;
    let document = read(&args.new, app)?;
    let difference = notion_md::diff(&old, document.blocks);
    let kept = difference.kept;
    app.ui.say(format_args!("{}; {kept} blocks are not touched", difference.counts()));
    for remark in &difference.remarks {
        let file = match remark.place {
            Place::Existing(_) => &args.page,
            Place::Source { .. } | Place::Block(_) => &args.new.file,
        };
        warn(file, std::slice::from_ref(remark), app);
    }
    for operation in difference.operations {
        app.ui.json_line(&told(operation))?;
    }
    Ok(())
}

/// The blocks of a page, as an array or as a list.
fn page(text: &str) -> serde_json::Result<Vec<notion_model::Block>> {
    #[derive(serde::Deserialize)]
    struct List {
        results: Vec<notion_model::Block>,
        #[serde(default)]
        has_more: bool,
    }
    if !text.trim_start().starts_with('{') {
        return serde_json::from_str(text);
    }
    let list: List = serde_json::from_str(text)?;
    if list.has_more {
        return Err(serde::de::Error::custom("the list goes on (`has_more`)"));
    }
    Ok(list.results)
}

/// Whether everything is there that is in a block: what is missing would be created a second time.
fn whole(page: &Existing) -> Result<(), Failure> {
    let mut next = page.iter().skip(1).map(|(depth, _)| depth);
    for (depth, block) in page.iter() {
        let is_apart = match &block.kind {
            BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_) => true,
            BlockKind::SyncedBlock(it) => it.synced_from.is_some(),
            _ => false,
        };
        let has_some = next.next().is_some_and(|it| it > depth);
        if block.has_children && !is_apart && !has_some {
            let message = format!("the blocks in {} are missing", block.id);
            return Err(Failure::usage(message)
                .hint("list the children of every block with `has_children`, and add them"));
        }
    }
    Ok(())
}

fn told(operation: Operation) -> Value {
    match operation {
        Operation::Update { block, change } => {
            json!({ "operation": "update", "block": block, "change": change })
        }
        Operation::Insert(Insert { parent, position, blocks, moved }) => {
            let into = parent.map_or_else(|| json!("page"), |it| json!(it));
            let mut told = json!({
                "operation": "insert", "into": into, "position": position, "children": blocks,
            });
            if !moved.is_empty() {
                told["moved"] = json!(moved);
            }
            told
        }
        Operation::Delete { block, count } => {
            json!({ "operation": "delete", "block": block, "blocks": count })
        }
    }
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

impl From<Dialect> for notion_md::Dialect {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Gfm => Self::Gfm,
            Dialect::V1 => Self::V1,
            Dialect::V2 => Self::V2,
        }
    }
}
