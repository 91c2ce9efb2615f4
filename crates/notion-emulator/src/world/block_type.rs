//! The types of blocks as a table: fields in the order of the wire, and what may stand inside.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use uuid::Uuid;

use super::text::{Color, Run};

/// One type of block.
#[derive(Debug, PartialEq)]
pub(crate) struct BlockType {
    /// The word in `type`, and the key of the payload.
    pub(crate) name: &'static str,
    /// The fields of the payload in the order in which they are sent.
    pub(crate) fields: &'static [Field],
    pub(crate) children: Children,
}

/// What may stand below a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Children {
    /// Nothing.
    None,
    /// Any block.
    Any,
    /// Any block, once the heading is toggleable; children in the creating request make it so.
    IfToggleable,
    /// Blocks of one type, and at least one of them in the creating request.
    Only(&'static str),
    /// Any block, and `children` must be there in the creating request, if only as `[]`.
    Required,
}

/// One field of a payload.
#[derive(Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) kind: FieldKind,
    pub(crate) create: Need,
    pub(crate) update: Need,
}

/// Whether a field must, may or must not be in a request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Need {
    Required,
    Optional,
    Refused,
}

/// How a field is read and shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum FieldKind {
    /// Rich text.
    Text,
    /// The cells of a table row: one rich text each.
    Cells,
    /// A colour, `default` if it is not given.
    Color,
    /// Yes or no, no if it is not given.
    Flag,
    /// The language of a code block.
    Language,
    /// `KaTeX`.
    Expression,
    /// An address.
    Url,
    /// The width of a table, at least 1.
    Width,
    /// The share of a column, shown only if it is set.
    Ratio,
    /// The icon of a callout (💡 if it is not given) or of a tab's label (null).
    Icon(Option<&'static str>),
    /// `type` and the object it names: a file that lives elsewhere.
    File,
    /// The name of a file, derived from its address if it is not given.
    FileName,
    /// Null for an original, the id of the original for a copy.
    SyncedFrom,
    /// `type` and the id it names: a page, a database or a comment.
    Target,
}

/// The value of a field.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    Text(Vec<Run>),
    Cells(Vec<Vec<Run>>),
    Color(Color),
    Flag(bool),
    Word(Box<str>),
    Count(u64),
    Ratio(Number),
    Icon(Option<Box<Value>>),
    External(Box<str>),
    Upload(Uuid),
    SyncedFrom(Option<Uuid>),
    Target(Box<str>, Uuid),
}

const fn field(key: &'static str, kind: FieldKind, create: Need, update: Need) -> Field {
    Field { key, kind, create, update }
}

use Need::{Optional, Refused, Required};

const fn color() -> Field {
    field("color", FieldKind::Color, Optional, Optional)
}

const fn caption() -> Field {
    field("caption", FieldKind::Text, Optional, Optional)
}

/// Rich text that updates may leave out.
const fn text() -> Field {
    field("rich_text", FieldKind::Text, Required, Optional)
}

/// Rich text that updates must repeat.
const fn repeated_text() -> Field {
    field("rich_text", FieldKind::Text, Required, Required)
}

const HEADING: &[Field] =
    &[repeated_text(), field("is_toggleable", FieldKind::Flag, Optional, Optional), color()];
const COLORED_TEXT: &[Field] = &[repeated_text(), color()];
const WEBSITE: &[Field] = &[caption(), field("url", FieldKind::Url, Required, Optional)];
const MEDIA: &[Field] = &[caption(), field("external", FieldKind::File, Required, Optional)];

const fn of(name: &'static str, fields: &'static [Field], children: Children) -> BlockType {
    BlockType { name, fields, children }
}

/// Every type of block that can be created, in the order in which Notion lists them.
pub(crate) static BLOCK_TYPES: &[BlockType] = &[
    of("embed", WEBSITE, Children::None),
    of("bookmark", WEBSITE, Children::None),
    of("image", MEDIA, Children::None),
    of("video", MEDIA, Children::None),
    of("pdf", MEDIA, Children::None),
    of(
        "file",
        &[
            caption(),
            field("external", FieldKind::File, Required, Optional),
            field("name", FieldKind::FileName, Optional, Optional),
        ],
        Children::None,
    ),
    of("audio", MEDIA, Children::None),
    of(
        "code",
        &[caption(), text(), field("language", FieldKind::Language, Required, Optional)],
        Children::None,
    ),
    of(
        "equation",
        &[field("expression", FieldKind::Expression, Required, Required)],
        Children::None,
    ),
    of("divider", &[], Children::None),
    of("breadcrumb", &[], Children::None),
    of("tab", &[], Children::Only("paragraph")),
    of("table_of_contents", &[color()], Children::None),
    of("link_to_page", &[field("type", FieldKind::Target, Required, Required)], Children::None),
    of("table_row", &[field("cells", FieldKind::Cells, Required, Required)], Children::None),
    of(
        "table",
        &[
            field("table_width", FieldKind::Width, Required, Refused),
            field("has_column_header", FieldKind::Flag, Optional, Optional),
            field("has_row_header", FieldKind::Flag, Optional, Optional),
        ],
        Children::Only("table_row"),
    ),
    of("column_list", &[], Children::Only("column")),
    of("column", &[field("width_ratio", FieldKind::Ratio, Optional, Optional)], Children::Required),
    of("heading_1", HEADING, Children::IfToggleable),
    of("heading_2", HEADING, Children::IfToggleable),
    of("heading_3", HEADING, Children::IfToggleable),
    of("heading_4", HEADING, Children::IfToggleable),
    of(
        "paragraph",
        &[text(), field("icon", FieldKind::Icon(None), Optional, Optional), color()],
        Children::Any,
    ),
    of("bulleted_list_item", COLORED_TEXT, Children::Any),
    of("numbered_list_item", COLORED_TEXT, Children::Any),
    of("quote", COLORED_TEXT, Children::Any),
    of(
        "to_do",
        &[text(), field("checked", FieldKind::Flag, Optional, Optional), color()],
        Children::Any,
    ),
    of("toggle", COLORED_TEXT, Children::Any),
    of("template", &[repeated_text()], Children::Any),
    of(
        "callout",
        &[text(), field("icon", FieldKind::Icon(Some("💡")), Optional, Optional), color()],
        Children::Any,
    ),
    of(
        "synced_block",
        &[field("synced_from", FieldKind::SyncedFrom, Required, Required)],
        Children::Any,
    ),
];

/// The types that no request makes: they come with recordings.
static READ_ONLY: &[BlockType] = &[
    of("link_preview", &[field("url", FieldKind::Url, Refused, Refused)], Children::None),
    of("unsupported", &[field("block_type", FieldKind::Url, Refused, Refused)], Children::None),
];

/// The type of that name, be it one that no request makes.
pub(crate) fn known_type(name: &str) -> Option<&'static BlockType> {
    block_type(name).or_else(|| READ_ONLY.iter().find(|kind| kind.name == name))
}

/// The type of that name, if requests can make blocks of it.
pub(crate) fn block_type(name: &str) -> Option<&'static BlockType> {
    BLOCK_TYPES.iter().find(|kind| kind.name == name)
}

/// How a reference to the table is kept: by name.
pub(crate) mod by_name {
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use super::BlockType;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
    pub(crate) fn serialize<S: Serializer>(
        kind: &&'static BlockType,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(kind.name)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<&'static BlockType, D::Error> {
        let name = String::deserialize(from)?;
        super::known_type(&name)
            .ok_or_else(|| de::Error::custom(format_args!("`{name}` is not a block type")))
    }
}
