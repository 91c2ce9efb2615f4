//! What a block to be created is and holds.

use serde::{Deserialize, Serialize};

use super::{FileSource, Icon, RichText};
use crate::{BlockId, Color, CommentId, DatabaseId, PageId};

/// What a block to be created is and holds. The arms have the names of those that are read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BlockKind {
    /// Text. Its icon is only accepted in the label of a tab.
    Paragraph(TextBlock, Option<Icon>),
    /// A heading of the first level.
    Heading1(Heading),
    /// A heading of the second level.
    Heading2(Heading),
    /// A heading of the third level.
    Heading3(Heading),
    /// A heading of the fourth level.
    Heading4(Heading),
    /// An item of a list with bullets.
    BulletedListItem(TextBlock),
    /// An item of a list with numbers. Notion counts by itself.
    NumberedListItem(TextBlock),
    /// An item to be checked off.
    ToDo(ToDo),
    /// Text that unfolds.
    Toggle(TextBlock),
    /// A quotation.
    Quote(TextBlock),
    /// Text beside an icon.
    Callout(Callout),
    /// Program text.
    Code(Code),
    /// An equation, at most 1000 UTF-16 units.
    Equation(String),
    /// A line.
    Divider,
    /// The path to the page.
    Breadcrumb,
    /// The headings of the page, in a colour.
    TableOfContents(Color),
    /// A picture.
    Image(Media),
    /// A video.
    Video(Media),
    /// A recording.
    Audio(Media),
    /// A PDF.
    Pdf(Media),
    /// A file. Only files have a name.
    File(Media),
    /// A page on the web, as a card.
    Bookmark(Website),
    /// A page on the web, shown in place.
    Embed(Website),
    /// A link to a page or database.
    LinkToPage(LinkTarget),
    /// A simple table; its children are rows, at least one.
    Table(Table),
    /// A row of a table.
    TableRow(TableRow),
    /// Columns side by side; its children are columns, at least two.
    ColumnList,
    /// A column.
    Column(Column),
    /// Tabs; its children are paragraphs, the labels, whose children are the tabs' content.
    Tab,
    /// A block that is shown in several places, or one of those places.
    SyncedBlock(SyncedBlock),
    /// A button that inserts its children. Deprecated by Notion.
    Template(Vec<RichText>),
}

/// A text and a colour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextBlock {
    /// The text.
    pub rich_text: Vec<RichText>,
    /// The colour.
    pub color: Color,
}

/// A text in the default colour.
impl From<Vec<RichText>> for TextBlock {
    fn from(rich_text: Vec<RichText>) -> Self {
        Self { rich_text, color: Color::Default }
    }
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// The text.
    pub rich_text: Vec<RichText>,
    /// The colour.
    pub color: Color,
    /// Whether it unfolds. A heading with children does in any case.
    pub is_toggleable: bool,
}

/// An item to be checked off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToDo {
    /// The text.
    pub rich_text: Vec<RichText>,
    /// The colour.
    pub color: Color,
    /// Whether it is done.
    pub checked: bool,
}

/// Text beside an icon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Callout {
    /// The text.
    pub rich_text: Vec<RichText>,
    /// The colour.
    pub color: Color,
    /// The icon; without one, Notion puts a 💡.
    pub icon: Option<Icon>,
}

/// Program text.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// The program text.
    pub rich_text: Vec<RichText>,
    /// One of the names that Notion knows, in lower case; any other is refused.
    pub language: Box<str>,
    /// What stands below it.
    pub caption: Vec<RichText>,
}

/// A picture, video, recording, PDF or file.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// Where it is. A file that is hosted in Notion must be uploaded again.
    pub source: FileSource,
    /// What stands below it.
    pub caption: Vec<RichText>,
    /// What the file is called. Only files have a name.
    pub name: Option<String>,
}

/// A page on the web.
#[derive(Clone, Debug, PartialEq)]
pub struct Website {
    /// Its address, at most 2000 UTF-16 units.
    pub url: String,
    /// What stands below it.
    pub caption: Vec<RichText>,
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LinkTarget {
    /// To a page.
    Page(PageId),
    /// To a database.
    Database(DatabaseId),
    /// To a comment.
    Comment(CommentId),
}

/// A simple table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Table {
    /// The number of columns: that of the cells of every row. Fixed once the table exists.
    pub width: u32,
    /// Whether the first row is a header.
    pub has_column_header: bool,
    /// Whether the first column is a header.
    pub has_row_header: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct TableRow {
    /// One rich text per column.
    pub cells: Vec<Vec<RichText>>,
}

/// A column.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Column {
    /// Its share of the width, between 0 and 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_ratio: Option<f64>,
}

/// A block that is shown in several places, or one of those places.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SyncedBlock {
    /// The original; `None` for an original.
    pub synced_from: Option<BlockId>,
}

impl BlockKind {
    /// The word in `type`.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Paragraph(..) => "paragraph",
            Self::Heading1(_) => "heading_1",
            Self::Heading2(_) => "heading_2",
            Self::Heading3(_) => "heading_3",
            Self::Heading4(_) => "heading_4",
            Self::BulletedListItem(_) => "bulleted_list_item",
            Self::NumberedListItem(_) => "numbered_list_item",
            Self::ToDo(_) => "to_do",
            Self::Toggle(_) => "toggle",
            Self::Quote(_) => "quote",
            Self::Callout(_) => "callout",
            Self::Code(_) => "code",
            Self::Equation(_) => "equation",
            Self::Divider => "divider",
            Self::Breadcrumb => "breadcrumb",
            Self::TableOfContents(_) => "table_of_contents",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Pdf(_) => "pdf",
            Self::File(_) => "file",
            Self::Bookmark(_) => "bookmark",
            Self::Embed(_) => "embed",
            Self::LinkToPage(_) => "link_to_page",
            Self::Table(_) => "table",
            Self::TableRow(_) => "table_row",
            Self::ColumnList => "column_list",
            Self::Column(_) => "column",
            Self::Tab => "tab",
            Self::SyncedBlock(_) => "synced_block",
            Self::Template(_) => "template",
        }
    }

    /// The text of the block, if it is a block of text. Captions and cells are not text.
    pub fn rich_text(&self) -> Option<&[RichText]> {
        Some(match self {
            Self::Paragraph(it, _)
            | Self::BulletedListItem(it)
            | Self::NumberedListItem(it)
            | Self::Toggle(it)
            | Self::Quote(it) => &it.rich_text,
            Self::Heading1(it) | Self::Heading2(it) | Self::Heading3(it) | Self::Heading4(it) => {
                &it.rich_text
            }
            Self::ToDo(it) => &it.rich_text,
            Self::Callout(it) => &it.rich_text,
            Self::Code(it) => &it.rich_text,
            Self::Template(rich_text) => rich_text,
            _ => return None,
        })
    }

    /// The text of the block, to be changed.
    pub fn rich_text_mut(&mut self) -> Option<&mut Vec<RichText>> {
        Some(match self {
            Self::Paragraph(it, _)
            | Self::BulletedListItem(it)
            | Self::NumberedListItem(it)
            | Self::Toggle(it)
            | Self::Quote(it) => &mut it.rich_text,
            Self::Heading1(it) | Self::Heading2(it) | Self::Heading3(it) | Self::Heading4(it) => {
                &mut it.rich_text
            }
            Self::ToDo(it) => &mut it.rich_text,
            Self::Callout(it) => &mut it.rich_text,
            Self::Code(it) => &mut it.rich_text,
            Self::Template(rich_text) => rich_text,
            _ => return None,
        })
    }

    /// The colour of the block, if blocks of its kind have one.
    pub const fn color(&self) -> Option<&Color> {
        Some(match self {
            Self::Paragraph(it, _)
            | Self::BulletedListItem(it)
            | Self::NumberedListItem(it)
            | Self::Toggle(it)
            | Self::Quote(it) => &it.color,
            Self::Heading1(it) | Self::Heading2(it) | Self::Heading3(it) | Self::Heading4(it) => {
                &it.color
            }
            Self::ToDo(it) => &it.color,
            Self::Callout(it) => &it.color,
            Self::TableOfContents(color) => color,
            _ => return None,
        })
    }

    /// The colour of the block, to be changed, if blocks of its kind have one.
    pub fn color_mut(&mut self) -> Option<&mut Color> {
        Some(match self {
            Self::Paragraph(it, _)
            | Self::BulletedListItem(it)
            | Self::NumberedListItem(it)
            | Self::Toggle(it)
            | Self::Quote(it) => &mut it.color,
            Self::Heading1(it) | Self::Heading2(it) | Self::Heading3(it) | Self::Heading4(it) => {
                &mut it.color
            }
            Self::ToDo(it) => &mut it.color,
            Self::Callout(it) => &mut it.color,
            Self::TableOfContents(color) => color,
            _ => return None,
        })
    }

    /// Whether a block of this kind may have children.
    pub const fn takes_children(&self) -> bool {
        matches!(
            self,
            Self::Paragraph(..)
                | Self::Heading1(_)
                | Self::Heading2(_)
                | Self::Heading3(_)
                | Self::Heading4(_)
                | Self::BulletedListItem(_)
                | Self::NumberedListItem(_)
                | Self::ToDo(_)
                | Self::Toggle(_)
                | Self::Quote(_)
                | Self::Callout(_)
                | Self::Table(_)
                | Self::ColumnList
                | Self::Column(_)
                | Self::Tab
                | Self::SyncedBlock(_)
                | Self::Template(_)
        )
    }
}
