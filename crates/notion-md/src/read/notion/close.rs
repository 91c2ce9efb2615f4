//! What a tag becomes when it is closed: a block with its text and its children.

use notion_model::request::{Block, BlockKind, RichText, TableRow, plain_text};

use super::super::build;
use crate::fit::{self, told};

/// What a tag is going to be.
#[derive(Debug)]
pub(in crate::read) struct Made {
    /// The number of the tag.
    pub(super) mark: usize,
    /// Whether it has no attributes.
    pub(super) is_bare: bool,
    pub(super) what: What,
}

#[derive(Debug)]
pub(in crate::read) enum What {
    /// A block; its text or caption is the first paragraph in the tag.
    Block(BlockKind),
    /// A block whose text is a name that Notion knows better.
    Reference(BlockKind),
    Equation,
    List {
        is_ordered: bool,
    },
    Row,
    Cell,
    /// A block that is complete.
    Finished(BlockKind),
    /// Nothing: what is in it counts.
    Content,
}

/// What came of a tag.
#[derive(Debug, Default)]
pub(in crate::read) struct Ending {
    pub(in crate::read) blocks: Vec<Block>,
    /// A text that may be that of the container around it.
    pub(in crate::read) text: Option<Vec<RichText>>,
    /// What had to be changed.
    pub(in crate::read) complaint: Option<&'static str>,
}

impl Made {
    pub(in crate::read) fn new(mark: usize, is_bare: bool, what: What) -> Self {
        Self { mark, is_bare, what }
    }

    pub(in crate::read) fn mark(&self) -> usize {
        self.mark
    }

    pub(in crate::read) fn what(&self) -> &What {
        &self.what
    }

    /// Whether the first paragraph in it is its own text.
    pub(in crate::read) fn takes_text(&self) -> bool {
        match &self.what {
            What::Block(kind) => kind.rich_text().is_some() || caption(kind).is_some(),
            What::Reference(_) | What::Equation | What::Cell => true,
            What::List { .. } | What::Row | What::Finished(_) | What::Content => false,
        }
    }

    /// Whether its text is a single one that cannot be divided.
    pub(in crate::read) fn is_line(&self) -> bool {
        match &self.what {
            What::Block(kind) => caption(kind).is_some(),
            What::Cell => true,
            _ => false,
        }
    }

    pub(in crate::read) fn end(self, text: Option<Vec<RichText>>, children: Vec<Block>) -> Ending {
        match self.what {
            What::Block(BlockKind::Paragraph(it, None)) if self.is_bare && children.is_empty() => {
                let text = text.unwrap_or(it.rich_text);
                Ending { text: Some(text), ..Ending::default() }
            }
            What::Block(kind) => end_block(kind, text.unwrap_or_default(), children),
            What::Reference(kind) | What::Finished(kind) => followed(Block::new(kind), children),
            What::Equation => {
                let mut blocks = Vec::new();
                if let Some(text) = text {
                    blocks.push(build::equation(plain_text(&text)));
                }
                blocks.extend(children);
                Ending { blocks, ..Ending::default() }
            }
            What::List { .. } | What::Content => Ending { blocks: children, ..Ending::default() },
            What::Row => {
                let cells = children.into_iter().map(cell).collect();
                let row = Block::new(BlockKind::TableRow(TableRow { cells }));
                Ending { blocks: vec![row], ..Ending::default() }
            }
            What::Cell => {
                let mut block = Block::paragraph(text.unwrap_or_default());
                let complaint = (!children.is_empty())
                    .then_some("a cell holds only text; its blocks became text");
                block.children = children;
                let block = Block::paragraph(cell(block));
                Ending { blocks: vec![block], complaint, ..Ending::default() }
            }
        }
    }
}

fn end_block(mut kind: BlockKind, text: Vec<RichText>, children: Vec<Block>) -> Ending {
    match &mut kind {
        BlockKind::ColumnList => {
            let is_column = |it: &Block| matches!(it.kind, BlockKind::Column(_));
            let (columns, others): (Vec<_>, Vec<_>) = children.into_iter().partition(is_column);
            if columns.len() > 1 {
                return followed(Block { kind, children: columns }, others);
            }
            let mut blocks = others;
            for column in columns.into_iter().rev() {
                blocks.splice(0..0, column.into_parts().1);
            }
            let complaint = Some("there must be two columns at least; their content stayed");
            return Ending { blocks, complaint, text: None };
        }
        BlockKind::Tab => {
            let is_label = |it: &Block| matches!(it.kind, BlockKind::Paragraph(..));
            let (labels, others): (Vec<_>, Vec<_>) = children.into_iter().partition(is_label);
            if !labels.is_empty() {
                return followed(Block { kind, children: labels }, others);
            }
            let complaint = Some("there are no tabs in it; its content stayed");
            return Ending { blocks: others, complaint, text: None };
        }
        BlockKind::Table(table) => {
            let is_row = |it: &Block| matches!(it.kind, BlockKind::TableRow(_));
            let (mut rows, others): (Vec<_>, Vec<_>) = children.into_iter().partition(is_row);
            let cells = |it: &Block| match &it.kind {
                BlockKind::TableRow(row) => row.cells.len(),
                _ => 0,
            };
            let width = rows.iter().map(cells).max().unwrap_or(0);
            if width == 0 {
                let complaint = Some("there are no cells in the table");
                return Ending { blocks: others, complaint, text: None };
            }
            for row in &mut rows {
                if let BlockKind::TableRow(row) = &mut row.kind {
                    row.cells.resize(width, Vec::new());
                }
            }
            table.width = u32::try_from(width).unwrap_or(u32::MAX);
            return followed(Block { kind, children: rows }, others);
        }
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it) => it.is_toggleable |= !children.is_empty(),
        _ => {}
    }
    if let Some(it) = kind.rich_text_mut() {
        *it = text;
    } else if let Some(it) = caption_mut(&mut kind) {
        let (text, is_cut) = fit::caption(text);
        *it = text;
        if is_cut {
            let complaint = Some(told::CAPTION_CUT);
            return Ending { complaint, ..followed(Block::new(kind), children) };
        }
    }
    if kind.takes_children() {
        Ending { blocks: vec![Block { kind, children }], ..Ending::default() }
    } else {
        followed(Block::new(kind), children)
    }
}

/// A block, and after it what it cannot hold.
fn followed(block: Block, others: Vec<Block>) -> Ending {
    let complaint =
        (!others.is_empty()).then_some("it cannot hold all that is in it; the rest follows");
    let mut blocks = vec![block];
    blocks.extend(others);
    Ending { blocks, complaint, text: None }
}

/// All the text of a block and of those in it, as a cell can hold it.
fn cell(block: Block) -> Vec<RichText> {
    let mut text: Vec<RichText> = Vec::new();
    let mut open = vec![block];
    while let Some(block) = open.pop() {
        let (mut kind, children) = block.into_parts();
        let found = match &mut kind {
            BlockKind::Equation(expression) => {
                vec![RichText::equation(std::mem::take(expression))]
            }
            kind => match kind.rich_text_mut() {
                Some(it) => std::mem::take(it),
                None => caption_mut(kind).map(std::mem::take).unwrap_or_default(),
            },
        };
        if !text.is_empty() && !found.is_empty() {
            text.push(RichText::text("\n"));
        }
        text.extend(found);
        open.extend(children.into_iter().rev());
    }
    crate::normal::merge(&mut text);
    text
}

fn caption(kind: &BlockKind) -> Option<&[RichText]> {
    Some(match kind {
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => &it.caption,
        BlockKind::Bookmark(it) | BlockKind::Embed(it) => &it.caption,
        _ => return None,
    })
}

fn caption_mut(kind: &mut BlockKind) -> Option<&mut Vec<RichText>> {
    Some(match kind {
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => &mut it.caption,
        BlockKind::Bookmark(it) | BlockKind::Embed(it) => &mut it.caption,
        _ => return None,
    })
}
