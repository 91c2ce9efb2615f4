//! Checks of blocks: their payloads, and the three families by depth.
//!
//! Notion's types know blocks on three levels. On the first, everything can be created. On the
//! second, no column lists; tabs have labels, but nothing below them. On the third, no children at
//! all, and so no tables; tabs are empty. What stands in a column is on the second level, so that
//! column lists reach one level deeper.

use super::{Checks, Problem, Unit};
use crate::{
    limits,
    request::{Block, BlockKind, Column, Table, TableRow},
};

/// The level whose blocks have no children.
const LEAVES: usize = limits::DEPTH - 1;

/// What the array of a request's first level stands in, or that the array is a deeper one.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(in crate::request) enum Inside {
    /// A page.
    Page,
    /// Any page or block: an append does not say which. It may be a table, a column list or tabs.
    Target,
    /// Another block of the request, or a column.
    Block,
}

impl<'a> Checks<'a> {
    /// The blocks of a request.
    pub(in crate::request) fn children(&mut self, children: &'a [Block], inside: Inside) {
        self.at("children", |checks| {
            checks.blocks(children, 0, inside);
            let count: usize = children.iter().map(Block::count).sum();
            checks.at_most(count, limits::BLOCKS_PER_REQUEST, Unit::Blocks);
        });
    }

    fn blocks(&mut self, blocks: &'a [Block], level: usize, inside: Inside) {
        self.each(blocks, limits::CHILDREN, |checks, block| checks.block(block, level, inside));
    }

    fn block(&mut self, block: &'a Block, level: usize, inside: Inside) {
        let what = block.kind.type_name();
        let place = match &block.kind {
            BlockKind::Column(_) if inside != Inside::Target => Some("outside a column list"),
            BlockKind::TableRow(_) if inside != Inside::Target => Some("outside a table"),
            BlockKind::ColumnList if level > 0 => Some("inside another block"),
            BlockKind::Table(_) if level == LEAVES => Some("two levels deep"),
            _ => None,
        };
        if let Some(place) = place {
            self.add(Problem::Misplaced { what, place });
        }
        self.at(what, |checks| {
            checks.kind(&block.kind);
            if let (BlockKind::Paragraph(_, Some(_)), true) =
                (&block.kind, inside != Inside::Target)
            {
                let place = "outside the label of a tab";
                checks.at("icon", |it| it.add(Problem::Misplaced { what: "icon", place }));
            }
            if place.is_none() {
                checks.at("children", |checks| checks.children_of(block, level));
            }
        });
    }

    /// Each call goes one level down, and there are three levels.
    fn children_of(&mut self, block: &'a Block, level: usize) {
        let children = &block.children;
        let is_leaf = match &block.kind {
            BlockKind::SyncedBlock(it) => it.synced_from.is_some() || level == LEAVES,
            kind => !kind.takes_children() || level == LEAVES,
        };
        match &block.kind {
            kind if is_leaf => {
                if !children.is_empty() {
                    let is_copy = matches!(kind, BlockKind::SyncedBlock(_)) && level < LEAVES;
                    let block = if is_copy { "copy of a synced block" } else { kind.type_name() };
                    self.add(Problem::NoChildren { block });
                }
            }
            BlockKind::Table(table) => self.rows(children, *table),
            BlockKind::ColumnList => self.columns(children),
            BlockKind::Column(_) => self.blocks(children, 1, Inside::Block),
            BlockKind::Tab => self.tabs(children, level),
            _ => self.blocks(children, level + 1, Inside::Block),
        }
    }

    fn rows(&mut self, rows: &'a [Block], table: Table) {
        self.at_least(rows.len(), limits::TABLE_ROWS_MIN, Unit::Items);
        self.each(rows, limits::CHILDREN, |checks, row| {
            let BlockKind::TableRow(it) = &row.kind else {
                let what = row.kind.type_name();
                return checks.add(Problem::Misplaced { what, place: "inside a table" });
            };
            checks.at("table_row", |checks| {
                if u32::try_from(it.cells.len()) != Ok(table.width) {
                    let problem = Problem::Cells { cells: it.cells.len(), width: table.width };
                    checks.at("cells", |checks| checks.add(problem));
                }
                checks.kind(&row.kind);
                if !row.children.is_empty() {
                    let problem = Problem::NoChildren { block: "table_row" };
                    checks.at("children", |checks| checks.add(problem));
                }
            });
        });
    }

    fn columns(&mut self, columns: &'a [Block]) {
        self.at_least(columns.len(), limits::COLUMNS_MIN, Unit::Items);
        self.each(columns, limits::CHILDREN, |checks, column| {
            if let BlockKind::Column(_) = &column.kind {
                checks.at("column", |checks| {
                    checks.kind(&column.kind);
                    checks.at("children", |it| it.blocks(&column.children, 1, Inside::Block));
                });
            } else {
                let what = column.kind.type_name();
                checks.add(Problem::Misplaced { what, place: "inside a column list" });
            }
        });
    }

    fn tabs(&mut self, labels: &'a [Block], level: usize) {
        self.at_least(labels.len(), limits::TABS_MIN, Unit::Items);
        self.each(labels, limits::CHILDREN, |checks, label| {
            let BlockKind::Paragraph(..) = &label.kind else {
                let what = label.kind.type_name();
                return checks.add(Problem::Misplaced { what, place: "inside tabs" });
            };
            checks.at("paragraph", |checks| {
                checks.kind(&label.kind);
                checks.at("children", |checks| {
                    if level == 0 {
                        checks.blocks(&label.children, LEAVES, Inside::Block);
                    } else if !label.children.is_empty() {
                        checks.add(Problem::NoChildren { block: "label of a tab" });
                    }
                });
            });
        });
    }

    /// What a block holds, without its children.
    pub(in crate::request) fn kind(&mut self, kind: &'a BlockKind) {
        if let Some(rich_text) = kind.rich_text() {
            self.at("rich_text", |checks| checks.rich_text(rich_text));
        }
        if let Some(color) = kind.color() {
            self.color(color);
        }
        match kind {
            BlockKind::Paragraph(_, Some(icon)) => self.at("icon", |checks| checks.icon(icon)),
            BlockKind::Callout(it) => {
                if let Some(icon) = &it.icon {
                    self.at("icon", |checks| checks.icon(icon));
                }
            }
            BlockKind::Equation(expression) => {
                self.at("expression", |checks| checks.text(expression, limits::EQUATION));
            }
            BlockKind::Code(it) => {
                self.language(&it.language);
                self.at("caption", |checks| checks.rich_text(&it.caption));
            }
            BlockKind::Table(it) => self.at("table_width", |checks| {
                let width = it.width as usize;
                checks.at_least(width, limits::TABLE_COLUMNS_MIN, Unit::Number);
                checks.at_most(width, limits::TABLE_COLUMNS, Unit::Number);
            }),
            BlockKind::TableRow(it) => self.cells(it),
            BlockKind::Column(it) => self.column(*it),
            BlockKind::Image(it)
            | BlockKind::Video(it)
            | BlockKind::Audio(it)
            | BlockKind::Pdf(it)
            | BlockKind::File(it) => {
                self.new_source(&it.source);
                self.at("caption", |checks| checks.rich_text(&it.caption));
                if let Some(name) = &it.name {
                    self.at("name", |checks| checks.file_name(name));
                }
            }
            BlockKind::Bookmark(it) | BlockKind::Embed(it) => {
                self.at("url", |checks| checks.text(&it.url, limits::URL));
                self.at("caption", |checks| checks.rich_text(&it.caption));
            }
            _ => {}
        }
    }

    pub(in crate::request) fn language(&mut self, language: &str) {
        if !limits::CODE_LANGUAGES.contains(&language) {
            self.at("language", |checks| checks.add(Problem::Language));
        }
    }

    pub(in crate::request) fn cells(&mut self, row: &'a TableRow) {
        self.at("cells", |checks| {
            checks.each(&row.cells, limits::TABLE_COLUMNS, |checks, cell| checks.rich_text(cell));
        });
    }

    pub(in crate::request) fn column(&mut self, column: Column) {
        // `NaN` is not between 0 and 1 either.
        if column.width_ratio.is_some_and(|it| !(it > 0.0 && it < 1.0)) {
            self.at("width_ratio", |checks| checks.add(Problem::Ratio));
        }
    }
}
