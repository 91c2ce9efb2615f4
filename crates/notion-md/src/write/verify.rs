//! Whether a text, written, is read as what was meant.

use notion_model::request::{BlockKind, RichText};

use super::{atom::Atom, inline::Setting};
use crate::{Dialect, ReadOptions, normal::merge, read};

/// Reads a text back where it will stand.
pub(super) fn reads_as(text: &str, setting: Setting, dialect: Dialect, atoms: &[Atom<'_>]) -> bool {
    let source = match setting {
        Setting::Paragraph | Setting::TagCell if text.is_empty() => return atoms.is_empty(),
        Setting::Paragraph => text.to_owned(),
        Setting::Heading => format!("# {text}"),
        Setting::Cell => format!("| {text} | |\n| - | - |\n| x | |"),
        Setting::Alt => format!("![{text}](https://a.b)"),
        Setting::TagCell => format!("<td>{text}</td>"),
        Setting::Summary => return true,
    };
    let blocks = read(&source, &ReadOptions { dialect, ..ReadOptions::default() }).blocks;
    let (Some(block), true) = (blocks.first(), blocks.len() == 1) else { return false };
    let no_text = Vec::new();
    let found = match (&block.kind, setting) {
        (BlockKind::Paragraph(it, _), Setting::Paragraph | Setting::TagCell) => &it.rich_text,
        (BlockKind::Heading1(it), Setting::Heading) => &it.rich_text,
        (BlockKind::Image(it), Setting::Alt) => &it.caption,
        (BlockKind::Table(it), Setting::Cell) if it.width == 2 => {
            match block.children.first().map(|it| &it.kind) {
                Some(BlockKind::TableRow(row)) => row.cells.first().unwrap_or(&no_text),
                _ => return false,
            }
        }
        _ => return false,
    };
    if !block.children.is_empty() && setting != Setting::Cell {
        return false;
    }
    let mut found = found.clone();
    merge(&mut found);
    let mut meant: Vec<RichText> = atoms.iter().map(Atom::as_run).collect();
    merge(&mut meant);
    found == meant
}
