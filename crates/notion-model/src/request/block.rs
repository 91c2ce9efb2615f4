//! Blocks to be created, with their children.

use super::{BlockKind, Heading, RichText, TextBlock};

/// A block to be created, with its children.
///
/// Blocks nest without bound here; one request takes three levels. `notion-md` plans the requests
/// for a tree of any depth.
///
/// ```
/// use notion_model::request::{Block, RichText};
///
/// let block = Block::paragraph(vec![RichText::text("Hello")]);
/// assert_eq!(
///     serde_json::to_string(&block)?,
///     r#"{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"Hello"}}]}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is and holds.
    pub kind: BlockKind,
    /// The blocks in it.
    pub children: Vec<Self>,
}

impl Block {
    /// A block without children.
    pub const fn new(kind: BlockKind) -> Self {
        Self { kind, children: Vec::new() }
    }

    /// The same block with these children.
    #[must_use]
    pub fn with_children(self, children: Vec<Self>) -> Self {
        Self { children, ..self }
    }

    /// A paragraph in the default colour.
    pub fn paragraph(rich_text: Vec<RichText>) -> Self {
        Self::new(BlockKind::Paragraph(rich_text.into(), None))
    }

    /// A heading in the default colour. Notion has four levels: a deeper one becomes the fourth.
    pub fn heading(level: u8, rich_text: Vec<RichText>) -> Self {
        let heading = Heading { rich_text, ..Heading::default() };
        Self::new(match level {
            0 | 1 => BlockKind::Heading1(heading),
            2 => BlockKind::Heading2(heading),
            3 => BlockKind::Heading3(heading),
            _ => BlockKind::Heading4(heading),
        })
    }

    /// An item of a list with bullets, in the default colour.
    pub fn bulleted(rich_text: Vec<RichText>) -> Self {
        Self::new(BlockKind::BulletedListItem(TextBlock::from(rich_text)))
    }

    /// How many blocks these are, this one and all below it.
    pub fn count(&self) -> usize {
        // A list of open blocks instead of recursion: trees of any depth are counted.
        let mut open = vec![self];
        let mut count = 0;
        while let Some(block) = open.pop() {
            count += 1;
            open.extend(&block.children);
        }
        count
    }
}
