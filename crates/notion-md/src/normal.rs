//! The normal form: two trees of blocks are equal in it exactly if Notion would show the same.

use notion_model::request::{Block, BlockKind, RichText, RichTextKind, TableRow};

/// Brings blocks into the form in which they are compared.
///
/// Neighbouring runs that look alike are one run, empty runs are gone, line ends are LF, NUL is
/// U+FFFD, equations have no white space around them (and are on one line in running text), rows are as wide as their table, and only
/// headings with children unfold.
pub fn normal(mut blocks: Vec<Block>) -> Vec<Block> {
    // A list of open blocks instead of recursion: trees of any depth are brought into form.
    let mut open: Vec<&mut Block> = blocks.iter_mut().collect();
    while let Some(block) = open.pop() {
        normal_kind(&mut block.kind, !block.children.is_empty());
        if let BlockKind::Table(table) = &block.kind {
            for row in &mut block.children {
                if let BlockKind::TableRow(row) = &mut row.kind {
                    fit_row(row, table.width);
                }
            }
        }
        open.extend(&mut block.children);
    }
    blocks
}

/// Makes a row as wide as its table, within reason.
pub(crate) fn fit_row(row: &mut TableRow, width: u32) {
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    row.cells.resize(width.min(row.cells.len().max(1000)), Vec::new());
}

/// Brings one block into form.
pub(crate) fn normal_kind(kind: &mut BlockKind, has_children: bool) {
    if let Some(text) = kind.rich_text_mut() {
        normal_text(text);
    }
    match kind {
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it) => it.is_toggleable = has_children,
        BlockKind::Code(it) => normal_text(&mut it.caption),
        BlockKind::Equation(expression) => {
            if expression.contains(['\r', '\0']) {
                let lines = expression.replace("\r\n", "\n").replace('\r', "\n");
                *expression = lines.replace('\0', "\u{fffd}");
            }
            trim(expression);
        }
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => normal_text(&mut it.caption),
        BlockKind::Bookmark(it) | BlockKind::Embed(it) => normal_text(&mut it.caption),
        BlockKind::TableRow(row) => row.cells.iter_mut().for_each(normal_text),
        _ => {}
    }
}

pub(crate) fn normal_text(runs: &mut Vec<RichText>) {
    for run in &mut *runs {
        match &mut run.kind {
            RichTextKind::Text { content, .. } if content.contains(['\r', '\0']) => {
                *content =
                    content.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
            }
            RichTextKind::Equation(expression) => {
                trim(expression);
                if expression.contains(['\n', '\r', '\0']) {
                    let line = expression.replace("\r\n", " ").replace(['\n', '\r'], " ");
                    *expression = line.replace('\0', "\u{fffd}");
                }
            }
            RichTextKind::Text { .. } | RichTextKind::Mention(_) => {}
        }
    }
    merge(runs);
}

fn trim(text: &mut String) {
    let trimmed = text.trim();
    if trimmed.len() != text.len() {
        *text = trimmed.to_owned();
    }
}

/// Makes one run of neighbours that look alike and lead to the same place; drops empty runs.
pub(crate) fn merge(runs: &mut Vec<RichText>) {
    let is_empty = |it: &RichText| {
        matches!(&it.kind, RichTextKind::Text { content, .. } if content.is_empty())
            || matches!(&it.kind, RichTextKind::Equation(expression) if expression.is_empty())
    };
    runs.retain(|it| !is_empty(it));
    runs.dedup_by(|next, before| match (&next.kind, &mut before.kind) {
        (RichTextKind::Text { content: more, link: to }, RichTextKind::Text { content, link })
            if to == link && next.annotations == before.annotations =>
        {
            content.push_str(more);
            true
        }
        _ => false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_look_alike_are_one() {
        let bold = |text: &str| RichText::text(text).bold();
        let runs = vec!["a".into(), "b".into(), "".into(), bold("c"), bold("\r\nd"), "e".into()];
        let normal = normal(vec![Block::paragraph(runs)]);
        let expected = vec!["ab".into(), bold("c\nd"), "e".into()];
        assert_eq!(normal, [Block::paragraph(expected)]);
    }
}
