//! The text of a block, whatever its kind.

use crate::{Block, BlockKind, RichText, plain_text};

impl BlockKind {
    /// The text of the block, if it is a block of text. Captions and cells are not text.
    pub fn rich_text(&self) -> Option<&[RichText]> {
        Some(match self {
            Self::Paragraph(it) => &it.rich_text,
            Self::Heading1(it) | Self::Heading2(it) | Self::Heading3(it) | Self::Heading4(it) => {
                &it.rich_text
            }
            Self::BulletedListItem(it) | Self::Toggle(it) | Self::Quote(it) => &it.rich_text,
            Self::NumberedListItem(it) => &it.rich_text,
            Self::ToDo(it) => &it.rich_text,
            Self::Callout(it) => &it.rich_text,
            Self::Code(it) => &it.rich_text,
            Self::Template(it) => &it.rich_text,
            _ => return None,
        })
    }
}

impl Block {
    /// What a reader of the block sees of words, without annotations and without its children: its
    /// text, caption, equation or title, and the cells of a row with tabs between them. Empty for
    /// blocks without words.
    ///
    /// ```
    /// use notion_model::{Block, List};
    ///
    /// let list: List<Block> = serde_json::from_str(r#"{
    ///     "object": "list", "next_cursor": null, "has_more": false, "results": [
    ///         {"object": "block", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "type": "to_do",
    ///          "to_do": {"rich_text": [{"type": "text", "text": {"content": "Milk"}}]}},
    ///         {"object": "block", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5e", "type": "divider",
    ///          "divider": {}}]}"#)?;
    /// let words: Vec<String> = list.items().map(Block::plain_text).collect();
    /// assert_eq!(words, ["Milk", ""]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn plain_text(&self) -> String {
        match &self.kind {
            BlockKind::Equation(it) => String::from(&*it.expression),
            BlockKind::ChildPage(it) | BlockKind::ChildDatabase(it) => String::from(&*it.title),
            BlockKind::TableRow(it) => {
                let cells: Vec<String> = it.cells.iter().map(|it| plain_text(it)).collect();
                cells.join("\t")
            }
            BlockKind::Image(it)
            | BlockKind::Video(it)
            | BlockKind::Audio(it)
            | BlockKind::Pdf(it)
            | BlockKind::File(it) => plain_text(&it.caption),
            BlockKind::Bookmark(it) | BlockKind::Embed(it) => plain_text(&it.caption),
            kind => kind.rich_text().map(plain_text).unwrap_or_default(),
        }
    }
}
