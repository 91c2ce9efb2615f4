//! Pages as Markdown: the text of a page, and the changes that make a page say another text.

use std::collections::BTreeSet;

use notion_md::{Dialect, Existing, Operation, WriteOptions, diff, read, write};
use notion_model::request::{Block, BlockKind, LinkTarget, Position, TextBlock};
use notion_model::{Block as ReadBlock, BlockId, limits, request};
use serde_json::Value;
use uuid::Uuid;

use crate::check::At;
use crate::refusal::Refusal;
use crate::render::View;
use crate::rules::block::{BlockChange, NewBlock, change, seeded_children};
use crate::rules::markdown::options;
use crate::semantics::attachments;
use crate::semantics::blocks::{Place, append, check_content};
use crate::signed;
use crate::version::Version;
use crate::world::World;
use crate::world::block_type::Part;

/// The text of a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    /// Without a line end.
    pub(crate) text: String,
    /// The blocks that the dialect has no form for.
    pub(crate) unknown: Vec<Uuid>,
    /// Whether the page has more blocks than one answer shows.
    pub(crate) truncated: bool,
}

/// Writes what is in a page or block.
pub(crate) fn written(world: &World, id: Uuid, dialect: Dialect) -> Written {
    let mut found = descendants(world, id);
    let most = world.alterations.markdown_blocks.unwrap_or(limits::MARKDOWN_RECORDS);
    let truncated = found.len() > most;
    found.truncate(most);
    let view = View::new(world, Version::V2026_03_11);
    let mut stand_ins = StandIns::default();
    let mut unknown = Vec::new();
    let blocks = found.into_iter().map(|(depth, id)| {
        let block = match creatable(&view, id) {
            Some(block) => block,
            None => stand_ins.for_child(&view, id),
        };
        if is_opaque(&block.kind, dialect) {
            unknown.push(id);
        }
        (depth, block)
    });
    let tree = nested(blocks.collect());
    let how = WriteOptions { dialect, for_endpoint: true, ..WriteOptions::default() };
    let text = stand_ins.resolve(&write(&tree, &how).text);
    Written { text: text.trim_end_matches('\n').to_owned(), unknown, truncated }
}

/// Everything below a page or block with its depth, each block before what is in it.
fn descendants(world: &World, id: Uuid) -> Vec<(usize, Uuid)> {
    let children = |id: Uuid| {
        let holder = match world.block(id).and_then(|block| block.part("synced_from")) {
            Some(Part::SyncedFrom(Some(original))) => *original,
            _ => id,
        };
        world.live_children(holder).collect::<Vec<Uuid>>()
    };
    let mut found = Vec::new();
    let mut open: Vec<(usize, Uuid)> = children(id).into_iter().rev().map(|id| (0, id)).collect();
    while let Some((depth, id)) = open.pop() {
        found.push((depth, id));
        // A copy may stand in its own original: one answer does not show more than it has room for.
        if world.block(id).is_some() && found.len() <= limits::MARKDOWN_RECORDS {
            open.extend(children(id).into_iter().rev().map(|id| (depth + 1, id)));
        }
    }
    found
}

fn read_block(view: &View<'_>, id: Uuid) -> Option<ReadBlock> {
    serde_json::from_value(Value::Object(view.block(id)?)).ok()
}

/// A block as one would create it; none for pages and databases.
fn creatable(view: &View<'_>, id: Uuid) -> Option<Block> {
    read_block(view, id)?.to_request().value
}

/// Puts blocks into each other by their depths.
fn nested(blocks: Vec<(usize, Block)>) -> Vec<Block> {
    let mut levels: Vec<Vec<Block>> = vec![Vec::new()];
    for (depth, mut block) in blocks.into_iter().rev() {
        if levels.len() > depth + 1 {
            block.children = levels.pop().unwrap_or_default();
            block.children.reverse();
        }
        levels.resize_with(depth + 1, Vec::new);
        levels[depth].push(block);
    }
    let mut top = levels.swap_remove(0);
    top.reverse();
    top
}

/// Whether the endpoint can only say that there is something.
fn is_opaque(kind: &BlockKind, dialect: Dialect) -> bool {
    match kind {
        BlockKind::Breadcrumb | BlockKind::Template(_) => true,
        BlockKind::Bookmark(_) | BlockKind::Embed(_) => dialect == Dialect::V1,
        _ => false,
    }
}

/// Paragraphs that keep the place of child pages and databases, which cannot be created.
#[derive(Default)]
struct StandIns(Vec<String>);

impl StandIns {
    fn mark(number: usize) -> String {
        // Nobody writes these characters: they are for private use.
        format!("\u{f8e0}{number}\u{f8e1}")
    }

    fn for_child(&mut self, view: &View<'_>, id: Uuid) -> Block {
        let world = view.world;
        let url = view.url("", id);
        let tag = if let Some(page) = world.page(id) {
            format!("<page url=\"{url}\">{}</page>", escaped(&world.plain(&page.title)))
        } else if let Some(database) = world.database(id) {
            let (inline, title) = (database.is_inline, view.database_title(database));
            let title = escaped(&title);
            format!("<database url=\"{url}\" inline=\"{inline}\">{title}</database>")
        } else {
            "<unknown alt=\"unsupported\"/>".to_owned()
        };
        let mark = Self::mark(self.0.len());
        self.0.push(tag);
        let text = TextBlock::from(vec![request::RichText::text(mark)]);
        Block::new(BlockKind::Paragraph(text, None))
    }

    fn resolve(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (number, tag) in self.0.iter().enumerate() {
            text = text.replace(&Self::mark(number), tag);
        }
        text
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What a text means: blocks that can be created, and the children of the page that it names.
struct Meant {
    blocks: Vec<Block>,
    children: BTreeSet<Uuid>,
}

fn meant(text: &str, dialect: Dialect, children: &BTreeSet<Uuid>) -> Meant {
    let mut blocks = read(text, &options(dialect)).blocks;
    let mut named = BTreeSet::new();
    let mut open: Vec<&mut Vec<Block>> = vec![&mut blocks];
    while let Some(siblings) = open.pop() {
        siblings.retain(|block| match child_of(block).filter(|id| children.contains(id)) {
            Some(id) => {
                named.insert(id);
                false
            }
            None => true,
        });
        open.extend(siblings.iter_mut().map(|block| &mut block.children));
    }
    Meant { blocks, children: named }
}

/// The page or database that a block stands for, as its tag is read.
fn child_of(block: &Block) -> Option<Uuid> {
    match &block.kind {
        BlockKind::LinkToPage(LinkTarget::Page(id)) => Some(id.uuid()),
        BlockKind::LinkToPage(LinkTarget::Database(id)) => Some(id.uuid()),
        _ => None,
    }
}

/// New blocks out of a text.
pub(crate) fn new_blocks(
    world: &World,
    text: &str,
    dialect: Dialect,
) -> Result<Vec<NewBlock>, Refusal> {
    let meant = meant(text, dialect, &BTreeSet::new());
    let blocks = created(world, &meant.blocks)?;
    check_content(world, &blocks)?;
    Ok(blocks)
}

fn created(world: &World, blocks: &[Block]) -> Result<Vec<NewBlock>, Refusal> {
    let json = json_of(&blocks)?;
    let mut blocks = seeded_children(&At::root("markdown", Some(&json)))?;
    let mut open: Vec<&mut NewBlock> = blocks.iter_mut().collect();
    while let Some(block) = open.pop() {
        for (_, part) in &mut block.parts {
            own_again(world, part);
        }
        open.extend(block.children.iter_mut());
    }
    Ok(blocks)
}

/// An address of a file of ours is that file, not one on the web.
fn own_again(world: &World, part: &mut Part) {
    if let Part::External(url) = part
        && let Some(id) = signed::upload_of(world, url)
    {
        *part = Part::Upload(id);
    }
}

fn json_of<T: serde::Serialize>(value: &T) -> Result<Value, Refusal> {
    serde_json::to_value(value).map_err(|_| Refusal::internal("The blocks are no JSON."))
}

/// One change of a page, read and checked.
enum Step {
    Update(Uuid, BlockChange),
    Insert(Uuid, Place, Vec<NewBlock>),
    Delete(Uuid),
}

/// Makes a page say a text. Blocks that stay keep their ids; child pages and databases that the
/// text does not name go into the trash if `deletes`, and refuse the change if not.
pub(crate) fn rewrite(
    world: &mut World,
    page: Uuid,
    text: &str,
    dialect: Dialect,
    deletes: bool,
) -> Result<(), Refusal> {
    let view = View::new(world, Version::V2026_03_11);
    let found = descendants(world, page);
    if found.len() > limits::MARKDOWN_RECORDS {
        let mut refusal = Refusal::validation("The page is too large to be changed as Markdown.");
        refusal.with("limit_kind", "page_record_count".into());
        return Err(refusal);
    }
    let children: BTreeSet<Uuid> = found
        .iter()
        .map(|(_, id)| *id)
        .filter(|id| world.page(*id).is_some() || world.database(*id).is_some())
        .collect();
    let existing: Existing =
        found.iter().filter_map(|(depth, id)| Some((*depth, read_block(&view, *id)?))).collect();
    let meant = meant(text, dialect, &children);
    let gone: Vec<Uuid> = children.difference(&meant.children).copied().collect();
    if !gone.is_empty() && !deletes {
        return Err(would_delete(&view, &gone));
    }
    let mut steps = Vec::new();
    for operation in diff(&existing, meant.blocks).operations {
        steps.push(step(world, page, operation)?);
    }
    steps.extend(gone.into_iter().map(Step::Delete));
    let is_changed = !steps.is_empty();
    for step in steps {
        take(world, step);
    }
    if is_changed {
        world.touch(page);
    }
    Ok(())
}

fn would_delete(view: &View<'_>, gone: &[Uuid]) -> Refusal {
    let names = gone.iter().map(|id| {
        let title = match (view.world.page(*id), view.world.database(*id)) {
            (Some(page), _) => view.world.plain(&page.title),
            (None, Some(database)) => view.database_title(database),
            (None, None) => String::new(),
        };
        format!("\"{title}\" ({id})")
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let count = gone.len();
    Refusal::validation(format!(
        "This operation would delete {count} child page(s) or database(s): {names}. To proceed, \
         set allow_deleting_content to true."
    ))
}

fn step(world: &World, page: Uuid, operation: Operation) -> Result<Step, Refusal> {
    Ok(match operation {
        Operation::Delete { block, .. } => Step::Delete(block.uuid()),
        Operation::Update { block, change: changed } => {
            let json = json_of(&changed)?;
            let mut changed = change(&At::root("markdown", Some(&json)), &["in_trash"])?;
            for (_, part) in changed.payload.iter_mut().flat_map(|(_, parts)| parts) {
                own_again(world, part);
            }
            Step::Update(block.uuid(), changed)
        }
        Operation::Insert(insert) => {
            let parent = insert.parent.map_or(page, BlockId::uuid);
            let place = match insert.position {
                Position::Start => Place::Start,
                Position::End => Place::End,
                Position::After(id) => Place::After(id.uuid()),
            };
            let blocks = inside(world, parent, &insert.blocks)?;
            check_content(world, &blocks)?;
            Step::Insert(parent, place, blocks)
        }
    })
}

/// New blocks for a parent: rows and columns can only be read inside of what they belong to.
fn inside(world: &World, parent: Uuid, blocks: &[Block]) -> Result<Vec<NewBlock>, Refusal> {
    let json = json_of(&blocks)?;
    let whole = match world.block(parent).map(|block| (block.kind.name, block)) {
        Some(("table", table)) => {
            let width = match table.part("table_width") {
                Some(Part::Count(width)) => *width,
                _ => 1,
            };
            serde_json::json!([{ "table": { "table_width": width, "children": json } }])
        }
        Some((name @ ("column_list" | "tab"), _)) => {
            serde_json::json!([{ name: { "children": json } }])
        }
        _ => return created(world, blocks),
    };
    let read = seeded_children(&At::root("markdown", Some(&whole)))?;
    Ok(read.into_iter().next().map(|whole| whole.children).unwrap_or_default())
}

fn take(world: &mut World, step: Step) {
    match step {
        Step::Delete(id) => world.set_trash(id, true),
        Step::Insert(parent, place, blocks) => drop(append(world, parent, blocks, place)),
        Step::Update(id, changed) => {
            let Some(mut block) = world.block(id).cloned() else { return };
            for (key, part) in changed.payload.into_iter().flat_map(|(_, parts)| parts) {
                block.set_part(&key, part);
            }
            if block.kind.name == "file" {
                attachments::name_file_block(world, &mut block.parts);
            }
            if let Some(kept) = world.block_mut(id) {
                *kept = block;
            }
            world.touch(id);
        }
    }
}
