//! What is checked: sizes at their edges (`edges`), the shapes of blocks, what the values mean, and
//! trees without bound.

use insta::assert_snapshot;

use super::*;
use crate::{
    Patch,
    request::{
        AppendChildren, Block, BlockKind, Column, CreatePage, FileSource, Icon, Media, OptionRef,
        Parent, PropertyValue, RichText, SyncedBlock, Table, TableRow, UpdateBlock, UpdateDatabase,
        UpdatePage,
    },
};

mod deep;
mod edges;
mod meaning;
mod shapes;

/// What is wrong with a request, a line each.
fn report(request: &(impl Validate + ?Sized)) -> String {
    request.validate().err().map(|it| it.to_string()).unwrap_or_default()
}

/// What is wrong with these blocks where they are appended, a line each.
fn blocks(children: Vec<Block>) -> String {
    report(&append(children))
}

const fn append(children: Vec<Block>) -> AppendChildren {
    AppendChildren { children, position: None }
}

fn text(units: usize) -> RichText {
    RichText::text("x".repeat(units))
}

fn paragraph() -> Block {
    Block::paragraph(vec![text(1)])
}

/// Lists in lists, with a paragraph in the innermost.
fn nested(levels: usize) -> Block {
    (1..levels).fold(paragraph(), |block, _| Block::bulleted(vec![]).with_children(vec![block]))
}

const fn row(cells: Vec<Vec<RichText>>) -> Block {
    Block::new(BlockKind::TableRow(TableRow { cells }))
}

fn table(width: u32, rows: Vec<Block>) -> Block {
    let table = Table { width, has_column_header: false, has_row_header: false };
    Block::new(BlockKind::Table(table)).with_children(rows)
}

fn column(children: Vec<Block>) -> Block {
    Block::new(BlockKind::Column(Column::default())).with_children(children)
}

fn columns(columns: Vec<Block>) -> Block {
    Block::new(BlockKind::ColumnList).with_children(columns)
}

const fn media(source: FileSource) -> Media {
    Media { source, caption: vec![], name: None }
}
