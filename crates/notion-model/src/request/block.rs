//! Blocks to be created, with their children.

use super::{
    BlockKind, Callout, Code, Column, FileSource, Heading, Icon, IntoRichText, Media, Table,
    TableRow, ToDo, Website,
};
use crate::{Color, limits};

/// A block to be created, with its children.
///
/// The constructors make the common kinds; [`Block::new`] takes any [`BlockKind`]. Blocks nest
/// without bound here; one request takes three levels, which [`Validate`](super::Validate) checks.
/// `notion-md` plans the requests for a tree of any depth.
///
/// ```
/// use notion_model::request::{Block, RichText};
///
/// let list = Block::bulleted("Groceries").with_children([
///     Block::to_do("Milk", false),
///     Block::paragraph([RichText::text("Not "), RichText::text("that").italic()]),
/// ]);
/// assert_eq!(list.count(), 3);
/// assert_eq!(
///     serde_json::to_string(&list.children[0])?,
///     r#"{"type":"to_do","to_do":{"rich_text":[{"type":"text","text":{"content":"Milk"}}]}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
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

    /// The same block with these children. Not every kind has any, see
    /// [`BlockKind::takes_children`].
    #[must_use]
    pub fn with_children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children = children.into_iter().collect();
        self
    }

    /// The same block in a colour. Blocks that are no text and no table of contents have none:
    /// they stay as they are.
    #[must_use]
    pub fn colored(mut self, color: Color) -> Self {
        if let Some(it) = self.kind.color_mut() {
            *it = color;
        }
        self
    }

    /// A paragraph.
    pub fn paragraph(text: impl IntoRichText) -> Self {
        Self::new(BlockKind::Paragraph(text.into_rich_text().into(), None))
    }

    /// A heading. Notion has four levels: a deeper one becomes the fourth.
    pub fn heading(level: u8, text: impl IntoRichText) -> Self {
        let heading = Heading { rich_text: text.into_rich_text(), ..Heading::default() };
        Self::new(match level {
            0 | 1 => BlockKind::Heading1(heading),
            2 => BlockKind::Heading2(heading),
            3 => BlockKind::Heading3(heading),
            _ => BlockKind::Heading4(heading),
        })
    }

    /// An item of a list with bullets.
    pub fn bulleted(text: impl IntoRichText) -> Self {
        Self::new(BlockKind::BulletedListItem(text.into_rich_text().into()))
    }

    /// An item of a list with numbers. Notion counts by itself.
    pub fn numbered(text: impl IntoRichText) -> Self {
        Self::new(BlockKind::NumberedListItem(text.into_rich_text().into()))
    }

    /// An item to be checked off, and whether it is done.
    pub fn to_do(text: impl IntoRichText, checked: bool) -> Self {
        let rich_text = text.into_rich_text();
        Self::new(BlockKind::ToDo(ToDo { rich_text, checked, ..ToDo::default() }))
    }

    /// Text that unfolds its children.
    pub fn toggle(text: impl IntoRichText) -> Self {
        Self::new(BlockKind::Toggle(text.into_rich_text().into()))
    }

    /// A quotation.
    pub fn quote(text: impl IntoRichText) -> Self {
        Self::new(BlockKind::Quote(text.into_rich_text().into()))
    }

    /// Text beside an icon.
    pub fn callout(icon: Icon, text: impl IntoRichText) -> Self {
        let rich_text = text.into_rich_text();
        Self::new(BlockKind::Callout(Callout { rich_text, icon: Some(icon), ..Callout::default() }))
    }

    /// Program text in one of [`limits::CODE_LANGUAGES`](crate::limits::CODE_LANGUAGES).
    pub fn code(language: impl Into<Box<str>>, text: impl IntoRichText) -> Self {
        let rich_text = text.into_rich_text();
        Self::new(BlockKind::Code(Code {
            rich_text,
            language: language.into(),
            caption: Vec::new(),
        }))
    }

    /// An equation in `KaTeX`, at most 1000 UTF-16 units.
    pub fn equation(expression: impl Into<String>) -> Self {
        Self::new(BlockKind::Equation(expression.into()))
    }

    /// A line.
    pub const fn divider() -> Self {
        Self::new(BlockKind::Divider)
    }

    /// A picture on the web.
    pub fn image(url: impl Into<String>) -> Self {
        let source = FileSource::External(url.into());
        Self::new(BlockKind::Image(Media { source, caption: Vec::new(), name: None }))
    }

    /// A page on the web, as a card.
    pub fn bookmark(url: impl Into<String>) -> Self {
        Self::new(BlockKind::Bookmark(Website { url: url.into(), caption: Vec::new() }))
    }

    /// A table with a header. Every row has as many cells as the header, and there is always a
    /// row, because Notion refuses anything else.
    ///
    /// ```
    /// use notion_model::request::Block;
    ///
    /// let table = Block::table(["Task", "Hours"], [["Write", "3"], ["Read", "1"]]);
    /// assert_eq!(table.children.len(), 3);
    /// ```
    ///
    /// ```compile_fail
    /// # use notion_model::request::Block;
    /// Block::table(["Task", "Hours"], [["Write"]]);
    /// ```
    pub fn table<const WIDTH: usize, T: IntoRichText>(
        header: [T; WIDTH],
        rows: impl IntoIterator<Item = [T; WIDTH]>,
    ) -> Self {
        const {
            assert!(WIDTH >= limits::TABLE_COLUMNS_MIN && WIDTH <= limits::TABLE_COLUMNS);
        }
        #[expect(clippy::cast_possible_truncation, reason = "the width is bounded above")]
        let width = WIDTH as u32;
        let table = Table { width, has_column_header: true, has_row_header: false };
        let rows = std::iter::once(header).chain(rows).map(|cells| {
            let cells = cells.into_iter().map(T::into_rich_text).collect();
            Self::new(BlockKind::TableRow(TableRow { cells }))
        });
        Self::new(BlockKind::Table(table)).with_children(rows)
    }

    /// Columns side by side, at least two, because Notion refuses fewer.
    ///
    /// ```
    /// use notion_model::request::Block;
    ///
    /// Block::columns([vec![Block::paragraph("Left")], vec![Block::paragraph("Right")]]);
    /// ```
    ///
    /// ```compile_fail
    /// # use notion_model::request::Block;
    /// Block::columns([vec![Block::paragraph("Alone")]]);
    /// ```
    pub fn columns<const COUNT: usize>(columns: [Vec<Self>; COUNT]) -> Self {
        const { assert!(COUNT >= limits::COLUMNS_MIN, "there are at least two columns") };
        let column = |children| Self { kind: BlockKind::Column(Column::default()), children };
        Self::new(BlockKind::ColumnList).with_children(columns.into_iter().map(column))
    }

    /// What the block holds, and the blocks in it.
    pub fn into_parts(mut self) -> (BlockKind, Vec<Self>) {
        let kind = std::mem::replace(&mut self.kind, BlockKind::Divider);
        (kind, std::mem::take(&mut self.children))
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
