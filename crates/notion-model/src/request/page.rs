//! Pages, as they are made, changed and moved.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use super::{Block, File, Icon, Markdown, Parent, PropertyValue, rich_text::Single};
use crate::{BlockId, MarkdownVersion, PageId, Patch, Properties};

/// `POST /v1/pages`.
///
/// ```
/// use notion_model::{PageId, request::{CreatePage, Markdown, Parent}};
///
/// let parent: PageId = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d".parse()?;
/// let page = CreatePage {
///     content: Markdown::from("# Trip\nWhat to pack").into(),
///     ..CreatePage::new(Parent::Page(parent))
/// };
/// assert_eq!(
///     serde_json::to_string(&page)?,
///     r##"{"parent":{"type":"page_id","page_id":"38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},"markdown":"# Trip\nWhat to pack"}"##,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CreatePage {
    /// Where it is to hang.
    pub parent: Parent,
    /// Its properties by name or id. Under a page only `title` counts.
    pub properties: Properties<PropertyValue>,
    /// Its icon.
    pub icon: Option<Icon>,
    /// The picture at its top.
    pub cover: Option<File>,
    /// Its content.
    pub content: PageContent,
    /// Where it stands in the page it is under; at the end by default. Only under a page.
    pub position: Option<PagePosition>,
}

impl CreatePage {
    /// An empty page, under a page or in a data source.
    pub fn new(parent: impl Into<Parent>) -> Self {
        Self {
            parent: parent.into(),
            properties: Properties::default(),
            icon: None,
            cover: None,
            content: PageContent::default(),
            position: None,
        }
    }
}

/// The content of a new page. Notion takes it from one source only.
#[derive(Clone, Debug, PartialEq)]
pub enum PageContent {
    /// Blocks, at most 100.
    Blocks(Vec<Block>),
    /// Markdown. Without a title property, a heading at its beginning becomes the title.
    Markdown {
        /// The text.
        markdown: Markdown,
        /// Whether Notion may answer before it is done, with an [`AsyncTask`](crate::AsyncTask).
        allow_async: bool,
    },
    /// A template. The page is answered empty and filled later.
    Template(ApplyTemplate),
}

impl Default for PageContent {
    fn default() -> Self {
        Self::Blocks(Vec::new())
    }
}

impl PageContent {
    /// The blocks, if it is made of blocks.
    pub fn blocks(&self) -> &[Block] {
        match self {
            Self::Blocks(blocks) => blocks,
            Self::Markdown { .. } | Self::Template(_) => &[],
        }
    }
}

impl From<Vec<Block>> for PageContent {
    fn from(blocks: Vec<Block>) -> Self {
        Self::Blocks(blocks)
    }
}

impl From<Markdown> for PageContent {
    fn from(markdown: Markdown) -> Self {
        Self::Markdown { markdown, allow_async: false }
    }
}

impl From<ApplyTemplate> for PageContent {
    fn from(template: ApplyTemplate) -> Self {
        Self::Template(template)
    }
}

/// A template that is applied to a page, new or old.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ApplyTemplate {
    /// Which.
    pub template: PageTemplate,
    /// The IANA time zone of `@now` and `@today` in it: by default that of the person who
    /// authorised the connection, and UTC for internal connections.
    pub timezone: Option<String>,
}

/// Which template is applied.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PageTemplate {
    /// The default one of the data source.
    Default,
    /// One of the templates that the data source lists.
    Id(PageId),
}

impl From<PageTemplate> for ApplyTemplate {
    fn from(template: PageTemplate) -> Self {
        Self { template, timezone: None }
    }
}

/// Where a new page stands in the page it is under. Blocks have other words for it, see
/// [`Position`](super::Position).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PagePosition {
    /// Before everything else.
    Start,
    /// After everything else.
    End,
    /// After a block of the page.
    After(BlockId),
}

/// `PATCH /v1/pages/{id}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct UpdatePage {
    /// The properties that change, by name or id. A value is replaced whole.
    #[serde(default, skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties<PropertyValue>,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<Icon>,
    /// The picture at its top.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub cover: Patch<File>,
    /// Moves it to the trash or back.
    #[serde(default, alias = "archived", skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Archives it or takes it back, which is not the trash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_archived: Option<bool>,
    /// Keeps people from changing it in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Adds the content of a template, or replaces the content by it with `erase_content`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<ApplyTemplate>,
    /// Deletes its content. Cannot be undone through the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erase_content: Option<bool>,
}

/// `POST /v1/pages/{id}/move`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct MovePage {
    /// Where it is to hang: under a page or in a data source.
    pub parent: Parent,
}

impl Serialize for CreatePage {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("parent", &self.parent)?;
        if !self.properties.is_empty() {
            map.serialize_entry("properties", &self.properties)?;
        }
        if let Some(icon) = &self.icon {
            map.serialize_entry("icon", icon)?;
        }
        if let Some(cover) = &self.cover {
            map.serialize_entry("cover", cover)?;
        }
        match &self.content {
            PageContent::Blocks(blocks) if blocks.is_empty() => {}
            PageContent::Blocks(blocks) => map.serialize_entry("children", blocks)?,
            PageContent::Markdown { markdown, allow_async } => {
                markdown.write("markdown", &mut map)?;
                if *allow_async {
                    map.serialize_entry("allow_async", &true)?;
                }
            }
            PageContent::Template(template) => map.serialize_entry("template", template)?,
        }
        if let Some(position) = &self.position {
            map.serialize_entry("position", position)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for CreatePage {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const fn workspace() -> Parent {
            Parent::Workspace
        }
        #[derive(Deserialize)]
        struct Fields {
            // Whoever may write to the top of the workspace does so by default.
            #[serde(default = "workspace")]
            parent: Parent,
            #[serde(default)]
            properties: Properties<PropertyValue>,
            icon: Option<Icon>,
            cover: Option<File>,
            #[serde(alias = "content")]
            children: Option<Vec<Block>>,
            markdown: Option<String>,
            markdown_version: Option<MarkdownVersion>,
            allow_async: Option<bool>,
            template: Option<TemplateFields>,
            position: Option<PagePosition>,
        }
        let it = Fields::deserialize(from)?;
        let template = it.template.map(ApplyTemplate::from_fields).transpose()?.flatten();
        if it.markdown.is_none() && (it.allow_async == Some(true) || it.markdown_version.is_some())
        {
            return Err(de::Error::custom(
                "`allow_async` and `markdown_version` say how `markdown` is taken, which is missing",
            ));
        }
        let content = match (it.children, it.markdown, template) {
            (children, None, None) => PageContent::Blocks(children.unwrap_or_default()),
            (None, Some(text), None) => PageContent::Markdown {
                markdown: Markdown { text, version: it.markdown_version },
                allow_async: it.allow_async.unwrap_or_default(),
            },
            (None, None, Some(template)) => template.into(),
            _ => {
                return Err(de::Error::custom(
                    "`children`, `markdown` and `template` exclude each other",
                ));
            }
        };
        Ok(Self {
            parent: it.parent,
            properties: it.properties,
            icon: it.icon,
            cover: it.cover,
            content,
            position: it.position,
        })
    }
}

impl Serialize for PagePosition {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Start => map.serialize_entry("type", "page_start")?,
            Self::End => map.serialize_entry("type", "page_end")?,
            Self::After(id) => {
                map.serialize_entry("type", "after_block")?;
                map.serialize_entry("after_block", &Single("id", id))?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for PagePosition {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        enum Fields {
            PageStart,
            PageEnd,
            AfterBlock { after_block: Sibling },
        }
        Ok(match Fields::deserialize(from)? {
            Fields::PageStart => Self::Start,
            Fields::PageEnd => Self::End,
            Fields::AfterBlock { after_block } => Self::After(after_block.id),
        })
    }
}

/// The block that something stands behind.
#[derive(Deserialize)]
pub(super) struct Sibling {
    pub(super) id: BlockId,
}

impl Serialize for ApplyTemplate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match &self.template {
            PageTemplate::Default => map.serialize_entry("type", "default")?,
            PageTemplate::Id(id) => {
                map.serialize_entry("type", "template_id")?;
                map.serialize_entry("template_id", id)?;
            }
        }
        if let Some(timezone) = &self.timezone {
            map.serialize_entry("timezone", timezone)?;
        }
        map.end()
    }
}

#[derive(Deserialize)]
struct TemplateFields {
    r#type: Box<str>,
    template_id: Option<PageId>,
    timezone: Option<String>,
}

impl ApplyTemplate {
    /// `None` for the template that is none, which new pages may name.
    fn from_fields<E: de::Error>(fields: TemplateFields) -> Result<Option<Self>, E> {
        let template = match (&*fields.r#type, fields.template_id) {
            ("none", None) => return Ok(None),
            ("default", None) => PageTemplate::Default,
            ("template_id", Some(id)) => PageTemplate::Id(id),
            _ => return Err(E::custom("a template is `none`, `default` or a `template_id`")),
        };
        Ok(Some(Self { template, timezone: fields.timezone }))
    }
}

impl<'de> Deserialize<'de> for ApplyTemplate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_fields(TemplateFields::deserialize(from)?)?
            .ok_or_else(|| de::Error::custom("there is no template to apply"))
    }
}
