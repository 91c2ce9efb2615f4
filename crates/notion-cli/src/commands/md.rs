//! `notion md`: Markdown to blocks, blocks to Markdown, the requests that a page would take, and what
//! would change an existing one.

mod choices;

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use notion_md::{
    Append, Colors, Document, Existing, Insert, JsonError, Operation, Place, Remark, Severity,
    Step, Target, WriteOptions,
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
    ///
    /// The children of a block are in it. A list that Notion answered and the body of a request will
    /// do, too.
    Render(Render),
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
    /// The form of Markdown; `auto` looks for what only one of them has
    #[arg(long, value_enum, default_value_t = Source::Gfm)]
    dialect: Source,
    #[command(flatten)]
    choices: Choices,
}

#[derive(Debug, clap::Args)]
struct Render {
    /// The file, or `-` for standard input
    file: PathBuf,
    /// The form of Markdown
    #[arg(long, value_enum, default_value_t = Dialect::Gfm)]
    dialect: Dialect,
    /// Leave out of `--dialect v2` what Notion's own Markdown endpoints do not know
    #[arg(long)]
    for_endpoint: bool,
    /// Keep the colours of text as `<span color="red">`, which GitHub ignores
    #[arg(long)]
    colors: bool,
}

/// The form that a text is in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Source {
    /// GitHub's.
    Gfm,
    /// Notion's first, with tabs; deprecated by Notion.
    V1,
    /// Notion's second, with tags.
    V2,
    /// One of these.
    Auto,
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
            if app.ui.reads_tables() {
                app.ui.json(&document.blocks)?;
            } else {
                app.ui.line(json(&document.blocks)?)?;
            }
        }
        Action::Render(args) => render(&args, app)?,
        Action::Requests(input) => {
            let document = read(&input, app)?;
            requests(document.blocks, app)?;
        }
        Action::Diff(diff) => compare(&diff, app)?,
    }
    Ok(Exit::Success)
}

fn read(input: &Input, app: &mut App) -> Result<Document, Failure> {
    let text = app.host.read(&input.file)?;
    let dialect = match input.dialect {
        Source::Gfm => notion_md::Dialect::Gfm,
        Source::V1 => notion_md::Dialect::V1,
        Source::V2 => notion_md::Dialect::V2,
        Source::Auto => notion_md::Dialect::detect(&text),
    };
    let document = notion_md::read(&text, &input.choices.options(dialect));
    if document.front_matter.is_some() {
        // Only pages have properties to put it into.
        let place = format_args!("{}:1:1", input.file.display());
        app.ui.say(format_args!("note: {place}: the front matter is in none of the blocks"));
    }
    warn(&input.file, &document.remarks, app);
    Ok(document)
}

fn render(args: &Render, app: &mut App) -> Result<(), Failure> {
    if args.for_endpoint && args.dialect != Dialect::V2 {
        return Err(Failure::usage("`--for-endpoint` is for `--dialect v2`")
            .hint("add `--dialect v2`, or leave it out"));
    }
    if args.colors && args.dialect != Dialect::Gfm {
        return Err(Failure::usage("`--colors` is for `--dialect gfm`")
            .hint("leave it out: Notion's own forms keep the colours"));
    }
    let text = app.host.read(&args.file)?;
    let blocks = notion_md::from_json(without_mark(&text)).map_err(|error| {
        let message = format!("`{}` does not hold JSON of blocks", args.file.display());
        let failure = Failure::usage(message).because(&error);
        match error {
            JsonError::GoesOn => failure.hint("ask for the rest, and put all into one array"),
            JsonError::Block { .. } => {
                failure.hint("what `notion md blocks` writes will do; `notion pull` writes a page")
            }
            _ => failure.hint("give an array of blocks as `notion md blocks` writes it"),
        }
    })?;
    let options = WriteOptions {
        dialect: args.dialect.into(),
        for_endpoint: args.for_endpoint,
        colors: if args.colors { Colors::Span } else { Colors::Drop },
        ..WriteOptions::default()
    };
    let written = notion_md::write(&blocks, &options);
    warn(&args.file, &written.remarks, app);
    app.ui.put(&written.text)
}

/// JSON without the mark that some programs put before it.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Blocks as JSON.
fn json(blocks: &[Block]) -> Result<String, Failure> {
    let text = notion_md::json(blocks).map(String::from_utf8);
    let failed = |error: &dyn Error| Failure::new("no JSON could be written").because(error);
    text.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

fn compare(args: &Diff, app: &mut App) -> Result<(), Failure> {
    if args.page == Path::new("-") && args.new.file == Path::new("-") {
        // Whoever is read second would be empty, and everything in the page deleted.
        return Err(Failure::usage("only one of the two can be standard input")
            .hint("put the blocks of the page, or the text, into a file"));
    }
    let text = app.host.read(&args.page)?;
    let blocks = page(without_mark(&text)).map_err(|error| {
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
        tell(operation, app)?;
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

fn tell(operation: Operation, app: &mut App) -> Result<(), Failure> {
    match operation {
        Operation::Update { block, change } => {
            app.ui.json_line(&json!({ "operation": "update", "block": block, "change": change }))
        }
        Operation::Insert(Insert { parent, position, blocks, moved }) => {
            let into = parent.map_or_else(|| json!("page"), |it| json!(it));
            let mut told = json!({ "operation": "insert", "into": into, "position": position });
            if !moved.is_empty() {
                told["moved"] = json!(moved);
            }
            with_children(&told, &blocks, app)
        }
        Operation::Delete { block, count } => {
            app.ui.json_line(&json!({ "operation": "delete", "block": block, "blocks": count }))
        }
    }
}

/// Writes a line that ends with blocks, which nest deeper than other JSON does.
fn with_children(told: &Value, children: &[Block], app: &mut App) -> Result<(), Failure> {
    let told = told.to_string();
    let told = told.strip_suffix('}').unwrap_or(&told);
    app.ui.line(format_args!("{told},\"children\":{}}}", json(children)?))
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

/// Writes the requests of a new page, in order. The first is number 0; later ones say to which block
/// of which earlier request they append.
fn requests(blocks: Vec<Block>, app: &mut App) -> Result<(), Failure> {
    let plan = notion_md::plan(blocks);
    with_children(&json!({ "request": 0, "create": "page" }), &plan.first, app)?;
    for (at, step) in plan.steps.into_iter().enumerate() {
        match step {
            Step::Append(Append { parent, children }) => {
                let told = json!({ "request": at + 1, "append_to": target(parent) });
                with_children(&told, &children, app)?;
            }
            Step::List { parent } => {
                app.ui.json_line(&json!({ "request": at + 1, "list": target(parent) }))?;
            }
        }
    }
    Ok(())
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
