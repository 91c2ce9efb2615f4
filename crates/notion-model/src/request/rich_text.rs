//! Rich text, as it is written.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};
use serde_json::{Map, Value};

use crate::{Annotations, Color, CustomEmoji, DatabaseId, DateValue, PageId, UserId};

/// One run of rich text.
///
/// ```
/// use notion_model::request::RichText;
///
/// let run = RichText::text("Read on").bold().linked("https://example.com");
/// assert_eq!(
///     serde_json::to_string(&run)?,
///     r#"{"type":"text","text":{"content":"Read on","link":{"url":"https://example.com"}},"annotations":{"bold":true}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RichText {
    /// What the run is.
    pub kind: RichTextKind,
    /// How it looks.
    pub annotations: Annotations,
}

/// A kind of run that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum RichTextKind {
    /// Text.
    Text {
        /// The text, at most 2000 UTF-16 units.
        content: String,
        /// Where it leads, at most 2000 UTF-16 units.
        link: Option<String>,
    },
    /// A mention. Rare and large, unlike text.
    Mention(Box<Mention>),
    /// An equation in running text, at most 1000 UTF-16 units.
    Equation(String),
}

/// A mention that can be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Mention {
    /// Of a person or a bot.
    User(UserId),
    /// Of a page.
    Page(PageId),
    /// Of a database, or one of its data sources.
    Database(DatabaseId),
    /// Of a date.
    Date(DateValue),
    /// Of an emoji of the workspace.
    CustomEmoji(CustomEmoji),
    /// Of a date or a person that a template fills in.
    Template(Map<String, Value>),
}

impl RichText {
    /// A run of plain text.
    pub fn text(content: impl Into<String>) -> Self {
        RichTextKind::Text { content: content.into(), link: None }.into()
    }

    /// An equation.
    pub fn equation(expression: impl Into<String>) -> Self {
        RichTextKind::Equation(expression.into()).into()
    }

    /// A mention.
    pub fn mention(mention: Mention) -> Self {
        RichTextKind::Mention(Box::new(mention)).into()
    }

    /// The same run, bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.annotations.bold = true;
        self
    }

    /// The same run, italic.
    #[must_use]
    pub fn italic(mut self) -> Self {
        self.annotations.italic = true;
        self
    }

    /// The same run, struck through.
    #[must_use]
    pub fn strikethrough(mut self) -> Self {
        self.annotations.strikethrough = true;
        self
    }

    /// The same run, underlined.
    #[must_use]
    pub fn underline(mut self) -> Self {
        self.annotations.underline = true;
        self
    }

    /// The same run, set as code.
    #[must_use]
    pub fn code(mut self) -> Self {
        self.annotations.code = true;
        self
    }

    /// The same run in a colour.
    #[must_use]
    pub fn colored(mut self, color: Color) -> Self {
        self.annotations.color = color;
        self
    }

    /// The same run with a link. Mentions and equations have none: they stay as they are.
    #[must_use]
    pub fn linked(mut self, url: impl Into<String>) -> Self {
        if let RichTextKind::Text { link, .. } = &mut self.kind {
            *link = Some(url.into());
        }
        self
    }

    /// The run without its annotations. A mention says nothing by itself: its text is Notion's.
    pub fn plain_text(&self) -> Cow<'_, str> {
        match &self.kind {
            RichTextKind::Text { content, .. } => Cow::Borrowed(content),
            RichTextKind::Equation(expression) => Cow::Borrowed(expression),
            RichTextKind::Mention(mention) => match &**mention {
                Mention::Date(date) => Cow::Owned(date.start.to_string()),
                _ => Cow::Borrowed(""),
            },
        }
    }
}

/// A whole rich text without its annotations.
pub fn plain_text(runs: &[RichText]) -> String {
    runs.iter().map(RichText::plain_text).collect()
}

impl From<RichTextKind> for RichText {
    fn from(kind: RichTextKind) -> Self {
        Self { kind, annotations: Annotations::default() }
    }
}

impl From<&str> for RichText {
    fn from(content: &str) -> Self {
        Self::text(content)
    }
}

impl Serialize for RichText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match &self.kind {
            RichTextKind::Text { content, link } => {
                map.serialize_entry("type", "text")?;
                map.serialize_entry("text", &TextFields { content, link: link.as_deref() })?;
            }
            RichTextKind::Mention(mention) => {
                map.serialize_entry("type", "mention")?;
                map.serialize_entry("mention", mention)?;
            }
            RichTextKind::Equation(expression) => {
                map.serialize_entry("type", "equation")?;
                map.serialize_entry("equation", &Single("expression", expression))?;
            }
        }
        if !self.annotations.is_default() {
            map.serialize_entry("annotations", &Marks(&self.annotations))?;
        }
        map.end()
    }
}

struct TextFields<'a> {
    content: &'a str,
    link: Option<&'a str>,
}

impl Serialize for TextFields<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("content", self.content)?;
        if let Some(url) = self.link {
            map.serialize_entry("link", &Single("url", url))?;
        }
        map.end()
    }
}

/// An object with a single field.
pub(super) struct Single<T>(pub(super) &'static str, pub(super) T);

impl<T: Serialize> Serialize for Single<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// The annotations that are set.
struct Marks<'a>(&'a Annotations);

impl Serialize for Marks<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (key, is_set) in [
            ("bold", self.0.bold),
            ("italic", self.0.italic),
            ("strikethrough", self.0.strikethrough),
            ("underline", self.0.underline),
            ("code", self.0.code),
        ] {
            if is_set {
                map.serialize_entry(key, &true)?;
            }
        }
        if !self.0.color.is_default() {
            map.serialize_entry("color", &self.0.color)?;
        }
        map.end()
    }
}

impl Serialize for Mention {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        match self {
            Self::User(id) => {
                map.serialize_entry("type", "user")?;
                map.serialize_entry("user", &Single("id", id))?;
            }
            Self::Page(id) => {
                map.serialize_entry("type", "page")?;
                map.serialize_entry("page", &Single("id", id))?;
            }
            Self::Database(id) => {
                map.serialize_entry("type", "database")?;
                map.serialize_entry("database", &Single("id", id))?;
            }
            Self::Date(date) => {
                map.serialize_entry("type", "date")?;
                map.serialize_entry("date", date)?;
            }
            Self::CustomEmoji(emoji) => {
                map.serialize_entry("type", "custom_emoji")?;
                map.serialize_entry("custom_emoji", emoji)?;
            }
            Self::Template(template) => {
                map.serialize_entry("type", "template_mention")?;
                map.serialize_entry("template_mention", template)?;
            }
        }
        map.end()
    }
}

/// Reads what is written, and what was read: fields that only answers have are passed over.
impl<'de> Deserialize<'de> for RichText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let run = crate::RichText::deserialize(from)?;
        if let crate::RichTextKind::Mention(it) = &run.kind
            && let crate::MentionKind::Date(date) = &it.kind
            && let Some(text) = date.odd()
        {
            return Err(de::Error::custom(crate::ParseDateError::new(text)));
        }
        let type_name = run.kind.type_name().to_owned();
        run.to_request().value.ok_or_else(|| {
            de::Error::custom(format_args!("a run of type `{type_name}` cannot be written"))
        })
    }
}
