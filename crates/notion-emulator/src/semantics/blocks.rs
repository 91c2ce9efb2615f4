//! Putting new blocks into a page, and the rules of what may stand inside what.

use uuid::Uuid;

use crate::refusal::Refusal;
use crate::rules::block::{NewBlock, check_links};
use crate::semantics::attachments;
use crate::world::World;
use crate::world::block_type::{BlockType, Children, Part};
use crate::world::record::{Block, Parent};

/// Where among the children of their parent new blocks go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    Start,
    End,
    After(Uuid),
}

/// The refusal of a change of something that is in the trash, or below it.
pub(crate) fn check_editable(world: &World, id: Uuid) -> Result<(), Refusal> {
    if world.is_trashed(id) {
        return Err(Refusal::validation(
            "Can't edit block that is archived. You must unarchive the block before editing.",
        ));
    }
    if world.is_below_trash(id) {
        return Err(Refusal::validation(
            "Can't edit page on block with an archived ancestor. You must unarchive the ancestor \
             before editing page.",
        ));
    }
    Ok(())
}

/// Whether these blocks may become children of that page or block, there.
pub(crate) fn check_append(
    world: &World,
    parent: Uuid,
    blocks: &[NewBlock],
    place: Place,
) -> Result<(), Refusal> {
    check_editable(world, parent)?;
    check_parent(world, parent, blocks)?;
    check_content(world, blocks)?;
    check_labels(blocks, world.block(parent).is_some_and(|it| it.kind.name == "tab"))?;
    if let Place::After(sibling) = place {
        let is_child = world.parent_of(sibling).is_some_and(|it| it.id() == parent);
        if !is_child || world.is_trashed(sibling) {
            return Err(Refusal::validation(format!(
                "Block {sibling} is not a child of {parent}: blocks can only be put after one."
            )));
        }
    }
    Ok(())
}

/// What blocks say, wherever they go: copies name originals, links lead somewhere.
pub(crate) fn check_content(world: &World, blocks: &[NewBlock]) -> Result<(), Refusal> {
    blocks.iter().try_for_each(|block| check_references(world, block))?;
    check_links(blocks)
}

fn check_parent(world: &World, parent: Uuid, blocks: &[NewBlock]) -> Result<(), Refusal> {
    let Some(block) = world.block(parent) else {
        if world.database(parent).is_some() {
            return Err(Refusal::validation(
                "Block type child_database does not support children.",
            ));
        }
        return check_top_level(blocks);
    };
    let name = block.kind.name;
    match block.kind.children {
        Children::None => {
            Err(Refusal::validation(format!("Block type {name} does not support children.")))
        }
        Children::IfToggleable if block.part("is_toggleable") != Some(&Part::Flag(true)) => {
            Err(Refusal::validation(format!(
                "Block type {name} does not support children unless it is toggleable."
            )))
        }
        Children::Only(wanted) => {
            let stranger = blocks.iter().find(|block| block.kind.name != wanted);
            if let Some(stranger) = stranger {
                let found = stranger.kind.name;
                return Err(Refusal::validation(format!(
                    "Block type {name} only supports children of type {wanted}, not {found}."
                )));
            }
            check_width(block, blocks)
        }
        _ if matches!(block.part("synced_from"), Some(Part::SyncedFrom(Some(_)))) => {
            Err(Refusal::not_yet("changes through copies of synced blocks"))
        }
        _ => check_top_level(blocks),
    }
}

/// Rows and columns stand in tables and column lists only.
pub(crate) fn check_top_level(blocks: &[NewBlock]) -> Result<(), Refusal> {
    let part = blocks.iter().find(|block| matches!(block.kind.name, "table_row" | "column"));
    let Some(part) = part else { return Ok(()) };
    let whole = if part.kind.name == "column" { "column_list" } else { "table" };
    let name = part.kind.name;
    Err(Refusal::validation(format!("Block type {name} is only supported inside a {whole}.")))
}

/// Only a paragraph that labels a tab has an icon.
pub(crate) fn check_labels(blocks: &[NewBlock], in_tab: bool) -> Result<(), Refusal> {
    for block in blocks {
        for (_, part) in &block.parts {
            check_label(block.kind, part, in_tab)?;
        }
        check_labels(&block.children, block.kind.name == "tab")?;
    }
    Ok(())
}

/// Whether a block of this type takes this field where it stands.
pub(crate) fn check_label(kind: &BlockType, part: &Part, in_tab: bool) -> Result<(), Refusal> {
    if kind.name == "paragraph" && matches!(part, Part::Icon(Some(_))) && !in_tab {
        let message = "icon is only supported on paragraphs that label a tab.";
        return Err(Refusal::validation(message));
    }
    Ok(())
}

fn check_width(table: &Block, rows: &[NewBlock]) -> Result<(), Refusal> {
    let Some(Part::Count(width)) = table.part("table_width") else { return Ok(()) };
    for row in rows {
        if let Some((_, Part::Cells(cells))) = row.parts.first() {
            check_cell_count(*width, cells.len())?;
        }
    }
    Ok(())
}

/// A row has as many cells as its table is wide.
pub(crate) fn check_cell_count(width: u64, cells: usize) -> Result<(), Refusal> {
    if cells as u64 == width {
        return Ok(());
    }
    Err(Refusal::validation(format!(
        "Number of cells in table row must match the table width of the parent table: \
         expected {width}, found {cells}."
    )))
}

/// A copy names an original that exists.
fn check_references(world: &World, block: &NewBlock) -> Result<(), Refusal> {
    for (_, part) in &block.parts {
        if let Part::SyncedFrom(Some(original)) = part {
            let found = world.block(*original);
            let is_original =
                found.is_some_and(|it| it.part("synced_from") == Some(&Part::SyncedFrom(None)));
            if found.is_none() {
                let integration = &world.about.integration;
                return Err(Refusal::not_found("block", *original, integration));
            }
            if !is_original {
                let message = format!("Block {original} is not an original synced block.");
                return Err(Refusal::validation(message));
            }
        }
    }
    block.children.iter().try_for_each(|child| check_references(world, child))
}

/// Makes the blocks, and gives back the ids of the first level.
pub(crate) fn append(
    world: &mut World,
    parent: Uuid,
    blocks: Vec<NewBlock>,
    place: Place,
) -> Vec<Uuid> {
    let hangs = match world.page(parent) {
        Some(_) => Parent::Page(parent),
        None => Parent::Block(parent),
    };
    let after = match place {
        Place::Start => None,
        Place::End => world.all_children(parent).last().copied(),
        Place::After(sibling) => Some(sibling),
    };
    let ranks = world.ranks_after(parent, after, blocks.len());
    let stamp = world.stamp();
    let mut ids = Vec::with_capacity(blocks.len());
    for (block, rank) in blocks.into_iter().zip(ranks) {
        let id = world.ids.page(world.now);
        let NewBlock { kind, mut parts, children } = block;
        if kind.name == "file" {
            attachments::name_file_block(world, &mut parts);
        }
        let in_trash = false;
        world.add_block(Block { id, parent: hangs, rank, stamp, in_trash, kind, parts });
        if !children.is_empty() {
            append(world, id, children, Place::End);
        }
        ids.push(id);
    }
    ids
}
