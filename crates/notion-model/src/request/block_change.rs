//! What an update does to a block: of every field, whether it changes.

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Value};

use super::{
    BlockKind, Column, FileSource, Icon, IntoRichText, LinkTarget, Media, RichText, SyncedBlock,
    TableRow, TextBlock, Website,
};
use crate::{Color, ExternalFile, HostedFile, UploadedFile, Wire};

/// `PATCH /v1/blocks/{id}`.
///
/// What is `None` stays as it is; what is given replaces the whole field. The type of a block, its
/// children and the width of a table cannot change, and so they cannot be said.
///
/// ```
/// use notion_model::{Color, request::{Block, BlockChange, ContentChange, UpdateBlock}};
///
/// let json = |update: &UpdateBlock| serde_json::to_string(update);
/// // A to-do is checked off without sending its text again.
/// assert_eq!(json(&UpdateBlock::checked(true))?, r#"{"to_do":{"checked":true}}"#);
///
/// let red = ContentChange { color: Some(Color::Red), ..ContentChange::default() };
/// let update = UpdateBlock::from(BlockChange::Paragraph(red));
/// assert_eq!(json(&update)?, r#"{"paragraph":{"color":"red"}}"#);
///
/// // The content of a new block sets every field.
/// let update = UpdateBlock::from(Block::to_do("Milk", false).into_parts().0);
/// assert_eq!(
///     json(&update)?,
///     r#"{"to_do":{"rich_text":[{"type":"text","text":{"content":"Milk"}}],"color":"default","checked":false}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdateBlock {
    /// What changes of its content. The arm must be the type of the block.
    #[serde(flatten)]
    pub content: Option<BlockChange>,
    /// Moves it to the trash or back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
}

/// What changes of a block's content. The arms have the names of those of [`BlockKind`]; a column
/// list has nothing that could change.
///
/// Fields that are no `Option` are those without which Notion takes no update of that type.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BlockChange {
    /// Text. Its icon is only accepted in the label of a tab.
    Paragraph(ContentChange),
    /// A heading of the first level.
    #[serde(rename = "heading_1")]
    Heading1(HeadingChange),
    /// A heading of the second level.
    #[serde(rename = "heading_2")]
    Heading2(HeadingChange),
    /// A heading of the third level.
    #[serde(rename = "heading_3")]
    Heading3(HeadingChange),
    /// A heading of the fourth level.
    #[serde(rename = "heading_4")]
    Heading4(HeadingChange),
    /// An item of a list with bullets.
    BulletedListItem(TextChange),
    /// An item of a list with numbers.
    NumberedListItem(TextChange),
    /// An item to be checked off.
    ToDo(ToDoChange),
    /// Text that unfolds.
    Toggle(TextChange),
    /// A quotation.
    Quote(TextChange),
    /// Text beside an icon.
    Callout(ContentChange),
    /// Program text.
    Code(CodeChange),
    /// An equation.
    Equation {
        /// In `KaTeX`, at most 1000 UTF-16 units.
        expression: String,
    },
    /// A line, of which nothing can change.
    Divider {},
    /// The path to the page, of which nothing can change.
    Breadcrumb {},
    /// The headings of the page.
    TableOfContents {
        /// The colour.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        color: Option<Color>,
    },
    /// A picture.
    Image(MediaChange),
    /// A video.
    Video(MediaChange),
    /// A recording.
    Audio(MediaChange),
    /// A PDF.
    Pdf(MediaChange),
    /// A file.
    File(FileChange),
    /// A page on the web, as a card.
    Bookmark(WebsiteChange),
    /// A page on the web, shown in place.
    Embed(WebsiteChange),
    /// A link to a page or database.
    LinkToPage(LinkTarget),
    /// A simple table.
    Table(TableChange),
    /// A row of a table: as many cells as the table has columns.
    TableRow(TableRow),
    /// A column.
    Column(Column),
    /// Tabs, of which nothing can change.
    Tab {},
    /// A block that is shown in several places.
    SyncedBlock(SyncedBlock),
    /// A button that inserts its children. Deprecated by Notion.
    Template {
        /// The text.
        rich_text: Vec<RichText>,
    },
}

/// Defines what changes of something: structs of fields that are left out when they are `None`.
macro_rules! changes {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( must $(#[$must_meta:meta])* $must:ident : $must_type:ty, )*
            $( may $(#[$may_meta:meta])* $may:ident : $may_type:ty, )*
        }
    )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
        pub struct $name {
            $( $(#[$must_meta])* pub $must: $must_type, )*
            $(
                $(#[$may_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $may: Option<$may_type>,
            )*
        }
    )* };
}

changes! {
    /// What changes of a paragraph or a callout.
    pub struct ContentChange {
        may /// The text.
        rich_text: Vec<RichText>,
        may /// The colour.
        color: Color,
        may /// The icon. It can be replaced, not removed.
        icon: Icon,
    }

    /// What changes of an item of a list, a quotation or a toggle.
    pub struct TextChange {
        must /// The text, which has to be sent again.
        rich_text: Vec<RichText>,
        may /// The colour.
        color: Color,
    }

    /// What changes of a heading.
    pub struct HeadingChange {
        must /// The text, which has to be sent again.
        rich_text: Vec<RichText>,
        may /// The colour.
        color: Color,
        may /// Whether it unfolds. One with children does in any case.
        is_toggleable: bool,
    }

    /// What changes of an item to be checked off.
    pub struct ToDoChange {
        may /// The text.
        rich_text: Vec<RichText>,
        may /// The colour.
        color: Color,
        may /// Whether it is done.
        checked: bool,
    }

    /// What changes of program text.
    pub struct CodeChange {
        may /// The program text.
        rich_text: Vec<RichText>,
        may /// One of [`limits::CODE_LANGUAGES`](crate::limits::CODE_LANGUAGES).
        language: Box<str>,
        may /// What stands below it.
        caption: Vec<RichText>,
    }

    /// What changes of a page on the web.
    pub struct WebsiteChange {
        may /// Its address, at most 2000 UTF-16 units.
        url: String,
        may /// What stands below it.
        caption: Vec<RichText>,
    }

    /// What changes of a simple table. Its width never does.
    pub struct TableChange {
        may /// Whether the first row is a header.
        has_column_header: bool,
        may /// Whether the first column is a header.
        has_row_header: bool,
    }
}

/// What changes of a picture, video, recording or PDF.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "FileFields", into = "FileFields")]
pub struct MediaChange {
    /// Where it is: on the web, or uploaded.
    pub source: Option<FileSource>,
    /// What stands below it.
    pub caption: Option<Vec<RichText>>,
}

/// What changes of a file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "FileFields", into = "FileFields")]
pub struct FileChange {
    /// Where it is: on the web, or uploaded.
    pub source: Option<FileSource>,
    /// What stands below it.
    pub caption: Option<Vec<RichText>>,
    /// What it is called, at most 900 bytes.
    pub name: Option<String>,
}

/// A file as it stands in an update. A new block says of which type its file is; where a block
/// changes, the official types do not know the word.
#[derive(Default, Deserialize, Serialize)]
struct FileFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    external: Option<ExternalFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file_upload: Option<UploadedFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<HostedFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<Vec<RichText>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<FileChange> for FileFields {
    fn from(FileChange { source, caption, name }: FileChange) -> Self {
        let fields = Self { caption, name, ..Self::default() };
        match source {
            None => fields,
            Some(FileSource::External(url)) => {
                Self { external: Some(ExternalFile { url, wire: Wire::default() }), ..fields }
            }
            Some(FileSource::Upload(id)) => {
                Self { file_upload: Some(UploadedFile { id, wire: Wire::default() }), ..fields }
            }
            Some(FileSource::Hosted(file)) => Self { file: Some(file), ..fields },
        }
    }
}

impl From<MediaChange> for FileFields {
    fn from(MediaChange { source, caption }: MediaChange) -> Self {
        FileChange { source, caption, name: None }.into()
    }
}

impl TryFrom<FileFields> for FileChange {
    type Error = &'static str;

    fn try_from(fields: FileFields) -> Result<Self, Self::Error> {
        let FileFields { external, file_upload, file, caption, name } = fields;
        let source = match (external, file_upload, file) {
            (None, None, None) => None,
            (Some(it), None, None) => Some(FileSource::External(it.url)),
            (None, Some(it), None) => Some(FileSource::Upload(it.id)),
            (None, None, Some(it)) => Some(FileSource::Hosted(it)),
            _ => return Err("a file is either `external` or a `file_upload`"),
        };
        Ok(Self { source, caption, name })
    }
}

impl TryFrom<FileFields> for MediaChange {
    type Error = &'static str;

    fn try_from(fields: FileFields) -> Result<Self, Self::Error> {
        match FileChange::try_from(fields)? {
            FileChange { source, caption, name: None } => Ok(Self { source, caption }),
            FileChange { .. } => Err("only blocks of type `file` have a name"),
        }
    }
}

impl BlockChange {
    /// The type of the block that changes.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Paragraph(_) => "paragraph",
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
            Self::Equation { .. } => "equation",
            Self::Divider {} => "divider",
            Self::Breadcrumb {} => "breadcrumb",
            Self::TableOfContents { .. } => "table_of_contents",
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
            Self::Column(_) => "column",
            Self::Tab {} => "tab",
            Self::SyncedBlock(_) => "synced_block",
            Self::Template { .. } => "template",
        }
    }

    /// The change that sets every field to that of a new block, as far as it can change: the width
    /// of a table stays, and so does an icon where the new block has none. `None` for a column
    /// list.
    pub fn to(kind: BlockKind) -> Option<Self> {
        Some(match kind {
            BlockKind::Paragraph(it, icon) => {
                let (rich_text, color) = (Some(it.rich_text), Some(it.color));
                Self::Paragraph(ContentChange { rich_text, color, icon })
            }
            BlockKind::Heading1(it) => Self::Heading1(it.into()),
            BlockKind::Heading2(it) => Self::Heading2(it.into()),
            BlockKind::Heading3(it) => Self::Heading3(it.into()),
            BlockKind::Heading4(it) => Self::Heading4(it.into()),
            BlockKind::BulletedListItem(it) => Self::BulletedListItem(it.into()),
            BlockKind::NumberedListItem(it) => Self::NumberedListItem(it.into()),
            BlockKind::ToDo(it) => Self::ToDo(ToDoChange {
                rich_text: Some(it.rich_text),
                color: Some(it.color),
                checked: Some(it.checked),
            }),
            BlockKind::Toggle(it) => Self::Toggle(it.into()),
            BlockKind::Quote(it) => Self::Quote(it.into()),
            BlockKind::Callout(it) => Self::Callout(ContentChange {
                rich_text: Some(it.rich_text),
                color: Some(it.color),
                icon: it.icon,
            }),
            BlockKind::Code(it) => Self::Code(CodeChange {
                rich_text: Some(it.rich_text),
                language: Some(it.language),
                caption: Some(it.caption),
            }),
            BlockKind::Equation(expression) => Self::Equation { expression },
            BlockKind::Divider => Self::Divider {},
            BlockKind::Breadcrumb => Self::Breadcrumb {},
            BlockKind::TableOfContents(color) => Self::TableOfContents { color: Some(color) },
            BlockKind::Image(it) => Self::Image(it.into()),
            BlockKind::Video(it) => Self::Video(it.into()),
            BlockKind::Audio(it) => Self::Audio(it.into()),
            BlockKind::Pdf(it) => Self::Pdf(it.into()),
            BlockKind::File(it) => Self::File(FileChange {
                source: Some(it.source),
                caption: Some(it.caption),
                name: it.name,
            }),
            BlockKind::Bookmark(it) => Self::Bookmark(it.into()),
            BlockKind::Embed(it) => Self::Embed(it.into()),
            BlockKind::LinkToPage(it) => Self::LinkToPage(it),
            BlockKind::Table(it) => Self::Table(TableChange {
                has_column_header: Some(it.has_column_header),
                has_row_header: Some(it.has_row_header),
            }),
            BlockKind::TableRow(it) => Self::TableRow(it),
            BlockKind::Column(it) => Self::Column(it),
            BlockKind::ColumnList => return None,
            BlockKind::Tab => Self::Tab {},
            BlockKind::SyncedBlock(it) => Self::SyncedBlock(it),
            BlockKind::Template(rich_text) => Self::Template { rich_text },
        })
    }
}

impl From<TextBlock> for TextChange {
    fn from(it: TextBlock) -> Self {
        Self { rich_text: it.rich_text, color: Some(it.color) }
    }
}

impl From<super::Heading> for HeadingChange {
    fn from(it: super::Heading) -> Self {
        let (color, is_toggleable) = (Some(it.color), Some(it.is_toggleable));
        Self { rich_text: it.rich_text, color, is_toggleable }
    }
}

/// Without the name: only files have one.
impl From<Media> for MediaChange {
    fn from(it: Media) -> Self {
        Self { source: Some(it.source), caption: Some(it.caption) }
    }
}

impl From<Website> for WebsiteChange {
    fn from(it: Website) -> Self {
        Self { url: Some(it.url), caption: Some(it.caption) }
    }
}

impl UpdateBlock {
    /// Checks a to-do off, or not any more.
    pub fn checked(checked: bool) -> Self {
        BlockChange::ToDo(ToDoChange { checked: Some(checked), ..ToDoChange::default() }).into()
    }

    /// Another text for a paragraph. In the same way, every arm of [`BlockChange`] is an update.
    pub fn paragraph(text: impl IntoRichText) -> Self {
        let rich_text = Some(text.into_rich_text());
        BlockChange::Paragraph(ContentChange { rich_text, ..ContentChange::default() }).into()
    }
}

impl From<BlockChange> for UpdateBlock {
    fn from(change: BlockChange) -> Self {
        Self { content: Some(change), in_trash: None }
    }
}

/// Sets every field that can change, see [`BlockChange::to`].
impl From<BlockKind> for UpdateBlock {
    fn from(kind: BlockKind) -> Self {
        Self { content: BlockChange::to(kind), in_trash: None }
    }
}

impl<'de> Deserialize<'de> for UpdateBlock {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(Map::deserialize(from)?).map_err(de::Error::custom)
    }
}

fn read(mut fields: Map<String, Value>) -> serde_json::Result<UpdateBlock> {
    use de::Error as _;
    // Versions up to 2025-09-03 say `archived`.
    let in_trash = fields.remove("in_trash").or_else(|| fields.remove("archived"));
    let in_trash = in_trash.map(serde_json::from_value).transpose()?;
    fields.remove("object");
    let type_name = match fields.remove("type") {
        Some(Value::String(type_name)) => Some(type_name),
        Some(_) => return Err(serde_json::Error::custom("`type` is a text")),
        None => fields.keys().next().cloned(),
    };
    let Some(type_name) = type_name else {
        return Ok(UpdateBlock { content: None, in_trash });
    };
    let mut payload = fields
        .remove(&type_name)
        .ok_or_else(|| serde_json::Error::custom(format_args!("`{type_name}` is missing")))?;
    if let Value::Object(payload) = &mut payload {
        match payload.remove("children") {
            None => {}
            Some(Value::Array(children)) if children.is_empty() => {}
            Some(_) => {
                return Err(de::Error::custom(
                    "the children of a block do not change with it; append or delete them",
                ));
            }
        }
        if type_name == "table" && payload.contains_key("table_width") {
            return Err(de::Error::custom("the width of a table is fixed once it exists"));
        }
    }
    let content = serde_json::from_value(Value::Object(Map::from_iter([(type_name, payload)])))?;
    Ok(UpdateBlock { content: Some(content), in_trash })
}
