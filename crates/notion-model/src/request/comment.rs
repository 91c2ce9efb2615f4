//! Comments, as they are written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use super::{Markdown, RichText, rich_text::Single};
use crate::{BlockId, FileUploadId, MarkdownVersion, PageId};

/// `POST /v1/comments`: a comment on a page or a block, or an answer in a discussion.
///
/// ```
/// use notion_model::{PageId, request::CreateComment};
///
/// let page: PageId = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d".parse()?;
/// assert_eq!(
///     serde_json::to_string(&CreateComment::new(page, "Well done"))?,
///     r#"{"parent":{"type":"page_id","page_id":"38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},"rich_text":[{"type":"text","text":{"content":"Well done"}}]}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CreateComment {
    /// What it is about.
    pub target: CommentTarget,
    /// What it says.
    pub content: CommentContent,
    /// The uploads attached to it, at most 3.
    pub attachments: Vec<FileUploadId>,
    /// As whom it is made; as the connection by default.
    pub display_name: Option<CommentName>,
}

impl CreateComment {
    /// A comment without attachments, in the name of the connection.
    pub fn new(target: impl Into<CommentTarget>, content: impl Into<CommentContent>) -> Self {
        Self {
            target: target.into(),
            content: content.into(),
            attachments: Vec::new(),
            display_name: None,
        }
    }
}

/// What a comment is about.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum CommentTarget {
    /// A page. The comment joins the page's discussion, if there is one.
    Page(PageId),
    /// A block. A block may have several discussions; this begins one.
    Block(BlockId),
    /// A discussion that exists: the `discussion_id` of one of its comments. The only way to
    /// comment on a range of text.
    Discussion(Box<str>),
}

impl From<PageId> for CommentTarget {
    fn from(page: PageId) -> Self {
        Self::Page(page)
    }
}

impl From<BlockId> for CommentTarget {
    fn from(block: BlockId) -> Self {
        Self::Block(block)
    }
}

/// What a comment says.
#[derive(Clone, Debug, PartialEq)]
pub enum CommentContent {
    /// At most 100 runs.
    RichText(Vec<RichText>),
    /// Markdown, of which only what stands inside a line counts.
    Markdown(Markdown),
}

impl From<Vec<RichText>> for CommentContent {
    fn from(runs: Vec<RichText>) -> Self {
        Self::RichText(runs)
    }
}

impl From<RichText> for CommentContent {
    fn from(run: RichText) -> Self {
        Self::RichText(vec![run])
    }
}

/// Plain text, not Markdown.
impl From<&str> for CommentContent {
    fn from(text: &str) -> Self {
        RichText::text(text).into()
    }
}

impl From<Markdown> for CommentContent {
    fn from(markdown: Markdown) -> Self {
        Self::Markdown(markdown)
    }
}

/// As whom a comment is made.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum CommentName {
    /// As the connection.
    Integration,
    /// As the person who authorised the connection.
    User,
    /// Under a name of its own.
    Custom(String),
}

/// `PATCH /v1/comments/{id}`: only a comment that the connection made.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateComment {
    /// What it is to say.
    pub content: CommentContent,
}

impl UpdateComment {
    /// Replaces what a comment says.
    pub fn new(content: impl Into<CommentContent>) -> Self {
        Self { content: content.into() }
    }
}

impl CommentContent {
    fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::RichText(runs) => map.serialize_entry("rich_text", runs),
            Self::Markdown(markdown) => markdown.write("markdown", map),
        }
    }
}

impl Serialize for CreateComment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match &self.target {
            CommentTarget::Page(id) => map.serialize_entry("parent", &super::Parent::Page(*id))?,
            CommentTarget::Block(id) => map.serialize_entry("parent", &BlockParent::new(*id))?,
            CommentTarget::Discussion(id) => map.serialize_entry("discussion_id", id)?,
        }
        self.content.write(&mut map)?;
        if !self.attachments.is_empty() {
            let uploads: Vec<_> =
                self.attachments.iter().map(|id| Single("file_upload_id", id)).collect();
            map.serialize_entry("attachments", &uploads)?;
        }
        if let Some(name) = &self.display_name {
            map.serialize_entry("display_name", name)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct BlockParent {
    r#type: &'static str,
    block_id: BlockId,
}

impl BlockParent {
    const fn new(block_id: BlockId) -> Self {
        Self { r#type: "block_id", block_id }
    }
}

impl Serialize for UpdateComment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        self.content.write(&mut map)?;
        map.end()
    }
}

impl Serialize for CommentName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Integration => map.serialize_entry("type", "integration")?,
            Self::User => map.serialize_entry("type", "user")?,
            Self::Custom(name) => {
                map.serialize_entry("type", "custom")?;
                map.serialize_entry("custom", &Single("name", name))?;
            }
        }
        map.end()
    }
}

#[derive(Deserialize)]
struct ContentFields {
    rich_text: Option<Vec<RichText>>,
    markdown: Option<String>,
    markdown_version: Option<MarkdownVersion>,
}

impl ContentFields {
    fn content<E: de::Error>(self) -> Result<CommentContent, E> {
        match (self.rich_text, self.markdown) {
            (Some(runs), None) if self.markdown_version.is_none() => {
                Ok(CommentContent::RichText(runs))
            }
            (None, Some(text)) => {
                Ok(CommentContent::Markdown(Markdown { text, version: self.markdown_version }))
            }
            _ => Err(E::custom("a comment has either `rich_text` or `markdown`")),
        }
    }
}

impl<'de> Deserialize<'de> for UpdateComment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self { content: ContentFields::deserialize(from)?.content()? })
    }
}

impl<'de> Deserialize<'de> for CreateComment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            parent: Option<ParentFields>,
            discussion_id: Option<Box<str>>,
            #[serde(flatten)]
            content: ContentFields,
            #[serde(default)]
            attachments: Vec<AttachmentFields>,
            display_name: Option<CommentName>,
        }
        #[derive(Deserialize)]
        struct ParentFields {
            page_id: Option<PageId>,
            block_id: Option<BlockId>,
        }
        #[derive(Deserialize)]
        struct AttachmentFields {
            file_upload_id: FileUploadId,
        }
        let fields = Fields::deserialize(from)?;
        let target = match (fields.parent, fields.discussion_id) {
            (Some(ParentFields { page_id: Some(id), block_id: None }), None) => id.into(),
            (Some(ParentFields { page_id: None, block_id: Some(id) }), None) => id.into(),
            (None, Some(id)) => CommentTarget::Discussion(id),
            _ => {
                return Err(de::Error::custom(
                    "a comment has either a `parent`, which is a page or a block, or a \
                     `discussion_id`",
                ));
            }
        };
        Ok(Self {
            target,
            content: fields.content.content()?,
            attachments: fields.attachments.into_iter().map(|it| it.file_upload_id).collect(),
            display_name: fields.display_name,
        })
    }
}

impl<'de> Deserialize<'de> for CommentName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        enum Fields {
            Integration,
            User,
            Custom { custom: NameFields },
        }
        #[derive(Deserialize)]
        struct NameFields {
            name: String,
        }
        Ok(match Fields::deserialize(from)? {
            Fields::Integration => Self::Integration,
            Fields::User => Self::User,
            Fields::Custom { custom } => Self::Custom(custom.name),
        })
    }
}
