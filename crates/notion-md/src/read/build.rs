//! The blocks that Markdown has words for, ready to be uploaded.

use notion_model::{
    limits::TEXT,
    request::{
        Block, BlockKind, Callout, Code, FileSource, Icon, Media, RichText, Table, TableRow, ToDo,
    },
};

use super::obsidian::Look;
use crate::cut::cut;

pub(super) fn text(text: &str) -> Vec<RichText> {
    cut(text, TEXT).map(RichText::text).collect()
}

/// The same runs, bold.
pub(super) fn bold(runs: Vec<RichText>) -> Vec<RichText> {
    runs.into_iter().map(RichText::bold).collect()
}

/// Two rich texts with a plain text between them.
pub(super) fn joined(
    mut first: Vec<RichText>,
    between: &str,
    second: Vec<RichText>,
) -> Vec<RichText> {
    first.push(RichText::text(between));
    first.extend(second);
    crate::normal::merge(&mut first);
    first
}

pub(super) fn paragraph(text: Vec<RichText>) -> Block {
    Block::paragraph(text)
}

pub(super) fn quote(text: Vec<RichText>, children: Vec<Block>) -> Block {
    Block { kind: BlockKind::Quote(text.into()), children }
}

pub(super) fn bullet(text: Vec<RichText>, children: Vec<Block>) -> Block {
    Block { kind: BlockKind::BulletedListItem(text.into()), children }
}

pub(super) fn number(text: Vec<RichText>, children: Vec<Block>) -> Block {
    Block { kind: BlockKind::NumberedListItem(text.into()), children }
}

pub(super) fn toggle(text: Vec<RichText>, children: Vec<Block>) -> Block {
    Block { kind: BlockKind::Toggle(text.into()), children }
}

pub(super) fn to_do(rich_text: Vec<RichText>, checked: bool, children: Vec<Block>) -> Block {
    let kind = BlockKind::ToDo(ToDo { rich_text, checked, ..ToDo::default() });
    Block { kind, children }
}

pub(super) fn callout(look: Look, rich_text: Vec<RichText>, children: Vec<Block>) -> Block {
    let icon = Some(Icon::emoji(look.emoji));
    let kind = BlockKind::Callout(Callout { rich_text, color: look.color, icon });
    Block { kind, children }
}

pub(super) fn code(content: &str, language: &str, caption: &str) -> Block {
    code_block(text(content), language, text(caption))
}

pub(super) fn code_block(
    rich_text: Vec<RichText>,
    language: &str,
    caption: Vec<RichText>,
) -> Block {
    Block::new(BlockKind::Code(Code { rich_text, language: language.into(), caption }))
}

pub(super) fn equation(expression: String) -> Block {
    Block::new(BlockKind::Equation(expression))
}

pub(super) fn divider() -> Block {
    Block::new(BlockKind::Divider)
}

pub(super) fn image(source: FileSource, caption: Vec<RichText>) -> Block {
    Block::new(BlockKind::Image(Media { source, caption, name: None }))
}

pub(super) fn table(width: u32, has_column_header: bool, rows: Vec<Block>) -> Block {
    let kind = BlockKind::Table(Table { width, has_column_header, has_row_header: false });
    Block { kind, children: rows }
}

pub(super) fn row(cells: Vec<Vec<RichText>>) -> Block {
    Block::new(BlockKind::TableRow(TableRow { cells }))
}
