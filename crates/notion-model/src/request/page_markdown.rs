//! The content of a page as Notion's Markdown, as it is read and written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use super::rich_text::Single;
use crate::MarkdownVersion;

/// A text in one of Notion's dialects of Markdown.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// The dialect; the one of the API version by default.
    pub version: Option<MarkdownVersion>,
}

impl Markdown {
    /// The same text, to be read as this dialect.
    #[must_use]
    pub fn in_version(self, version: MarkdownVersion) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Writes the text under `key`. The dialect is refused without a text, so they go together.
    pub(super) fn write<M: serde::ser::SerializeMap>(
        &self,
        key: &'static str,
        map: &mut M,
    ) -> Result<(), M::Error> {
        map.serialize_entry(key, &self.text)?;
        match &self.version {
            Some(version) => map.serialize_entry("markdown_version", version),
            None => Ok(()),
        }
    }
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), version: None }
    }
}

impl From<String> for Markdown {
    fn from(text: String) -> Self {
        Self { text, version: None }
    }
}

/// `GET /v1/pages/{id}/markdown`: how the content is to be shown.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct ReadPageMarkdown {
    /// Whether the transcripts of meetings are shown; by default a placeholder is.
    pub include_transcript: bool,
    /// The dialect; the one of the API version by default.
    pub version: Option<MarkdownVersion>,
}

impl ReadPageMarkdown {
    /// The parameters behind the `?`, not yet encoded. Only what differs from the default.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let transcript = self.include_transcript.then(|| ("include_transcript", "true".to_owned()));
        let version = self.version.as_ref().map(|it| ("markdown_version", it.as_str().to_owned()));
        transcript.into_iter().chain(version).collect()
    }
}

/// `PATCH /v1/pages/{id}/markdown`: changes the content of a page.
///
/// Texts are looked for in what reading the page answers, letter by letter.
///
/// ```
/// use notion_model::request::{ContentUpdate, UpdatePageMarkdown};
///
/// let update = UpdatePageMarkdown::update(vec![ContentUpdate::new("- [ ] Pack", "- [x] Pack")]);
/// assert_eq!(
///     serde_json::to_string(&update)?,
///     r#"{"type":"update_content","update_content":{"content_updates":[{"old_str":"- [ ] Pack","new_str":"- [x] Pack"}]}}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct UpdatePageMarkdown {
    /// What is done.
    pub command: MarkdownCommand,
    /// Whether Notion may answer before it is done, with an [`AsyncTask`](crate::AsyncTask).
    pub allow_async: bool,
    /// The dialect of the texts; the one of the API version by default.
    pub version: Option<MarkdownVersion>,
}

/// What is done to the content of a page.
///
/// The commands that may delete refuse to delete child pages and databases, unless
/// `allow_deleting_content` is set; other blocks they delete anyway.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum MarkdownCommand {
    /// Replaces some texts by others. Blocks that stay keep their ids.
    UpdateContent {
        /// What is replaced by what.
        content_updates: Vec<ContentUpdate>,
        /// Whether child pages and databases may be deleted.
        allow_deleting_content: bool,
    },
    /// Replaces everything. Blocks that stay keep their ids.
    ReplaceContent {
        /// The new content.
        new_str: String,
        /// Whether child pages and databases may be deleted.
        allow_deleting_content: bool,
    },
    /// Adds to the content. Older than `UpdateContent`.
    InsertContent {
        /// What is added.
        content: String,
        /// Where; at the end by default.
        place: Option<MarkdownPlace>,
    },
    /// Replaces a range of the content. Older than `UpdateContent`.
    ReplaceContentRange {
        /// The new content of the range.
        content: String,
        /// The range: `first words...last words`, or the whole text of it.
        content_range: String,
        /// Whether child pages and databases may be deleted.
        allow_deleting_content: bool,
    },
}

/// A text and what it is replaced by.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ContentUpdate {
    /// The text that is there. Not empty, and only once unless all are replaced.
    pub old_str: String,
    /// The text that is to be there.
    pub new_str: String,
    /// Whether it is replaced wherever it stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replace_all_matches: bool,
}

impl ContentUpdate {
    /// Replaces the only place where `old` stands.
    pub fn new(old: impl Into<String>, new: impl Into<String>) -> Self {
        Self { old_str: old.into(), new_str: new.into(), replace_all_matches: false }
    }

    /// Replaces every place where it stands.
    #[must_use]
    pub fn everywhere(self) -> Self {
        Self { replace_all_matches: true, ..self }
    }
}

/// Where a text is inserted.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum MarkdownPlace {
    /// Before everything.
    Start,
    /// After everything.
    End,
    /// Behind a range: `first words...last words`, or the whole text of it.
    After(String),
}

impl UpdatePageMarkdown {
    /// Replaces some texts by others.
    pub const fn update(content_updates: Vec<ContentUpdate>) -> Self {
        Self::new(MarkdownCommand::UpdateContent { content_updates, allow_deleting_content: false })
    }

    /// Replaces everything.
    pub fn replace(content: impl Into<String>) -> Self {
        let new_str = content.into();
        Self::new(MarkdownCommand::ReplaceContent { new_str, allow_deleting_content: false })
    }

    /// Adds to the content.
    pub fn insert(content: impl Into<String>, place: MarkdownPlace) -> Self {
        Self::new(MarkdownCommand::InsertContent { content: content.into(), place: Some(place) })
    }

    const fn new(command: MarkdownCommand) -> Self {
        Self { command, allow_async: false, version: None }
    }

    /// The same, and child pages and databases that the new content lacks are deleted.
    #[must_use]
    pub fn deleting(mut self) -> Self {
        match &mut self.command {
            MarkdownCommand::UpdateContent { allow_deleting_content, .. }
            | MarkdownCommand::ReplaceContent { allow_deleting_content, .. }
            | MarkdownCommand::ReplaceContentRange { allow_deleting_content, .. } => {
                *allow_deleting_content = true;
            }
            MarkdownCommand::InsertContent { .. } => {}
        }
        self
    }
}

impl MarkdownCommand {
    /// The word in `type`.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::UpdateContent { .. } => "update_content",
            Self::ReplaceContent { .. } => "replace_content",
            Self::InsertContent { .. } => "insert_content",
            Self::ReplaceContentRange { .. } => "replace_content_range",
        }
    }
}

impl Serialize for UpdatePageMarkdown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("type", self.command.type_name())?;
        map.serialize_entry(self.command.type_name(), &self.command)?;
        if self.allow_async {
            map.serialize_entry("allow_async", &true)?;
        }
        if let Some(version) = &self.version {
            map.serialize_entry("markdown_version", version)?;
        }
        map.end()
    }
}

impl Serialize for MarkdownCommand {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let may_delete = match self {
            Self::UpdateContent { content_updates, allow_deleting_content } => {
                map.serialize_entry("content_updates", content_updates)?;
                *allow_deleting_content
            }
            Self::ReplaceContent { new_str, allow_deleting_content } => {
                map.serialize_entry("new_str", new_str)?;
                *allow_deleting_content
            }
            Self::InsertContent { content, place } => {
                map.serialize_entry("content", content)?;
                match place {
                    Some(MarkdownPlace::Start) => {
                        map.serialize_entry("position", &Single("type", "start"))?;
                    }
                    Some(MarkdownPlace::End) => {
                        map.serialize_entry("position", &Single("type", "end"))?;
                    }
                    Some(MarkdownPlace::After(range)) => map.serialize_entry("after", range)?,
                    None => {}
                }
                false
            }
            Self::ReplaceContentRange { content, content_range, allow_deleting_content } => {
                map.serialize_entry("content", content)?;
                map.serialize_entry("content_range", content_range)?;
                *allow_deleting_content
            }
        };
        if may_delete {
            map.serialize_entry("allow_deleting_content", &true)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for UpdatePageMarkdown {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            r#type: Box<str>,
            #[serde(default)]
            allow_async: bool,
            markdown_version: Option<MarkdownVersion>,
            update_content: Option<UpdateFields>,
            replace_content: Option<ReplaceFields>,
            insert_content: Option<InsertFields>,
            replace_content_range: Option<RangeFields>,
        }
        #[derive(Deserialize)]
        struct UpdateFields {
            content_updates: Vec<ContentUpdate>,
            #[serde(default)]
            allow_deleting_content: bool,
        }
        #[derive(Deserialize)]
        struct ReplaceFields {
            new_str: String,
            #[serde(default)]
            allow_deleting_content: bool,
        }
        #[derive(Deserialize)]
        struct InsertFields {
            content: String,
            after: Option<String>,
            position: Option<PositionFields>,
        }
        #[derive(Deserialize)]
        #[serde(tag = "type", rename_all = "snake_case")]
        enum PositionFields {
            Start,
            End,
        }
        #[derive(Deserialize)]
        struct RangeFields {
            content: String,
            content_range: String,
            #[serde(default)]
            allow_deleting_content: bool,
        }
        let fields = Fields::deserialize(from)?;
        let all = (
            fields.update_content,
            fields.replace_content,
            fields.insert_content,
            fields.replace_content_range,
        );
        let command = match (&*fields.r#type, all) {
            ("update_content", (Some(it), None, None, None)) => MarkdownCommand::UpdateContent {
                content_updates: it.content_updates,
                allow_deleting_content: it.allow_deleting_content,
            },
            ("replace_content", (None, Some(it), None, None)) => MarkdownCommand::ReplaceContent {
                new_str: it.new_str,
                allow_deleting_content: it.allow_deleting_content,
            },
            ("insert_content", (None, None, Some(it), None)) => MarkdownCommand::InsertContent {
                content: it.content,
                place: match (it.position, it.after) {
                    (None, None) => None,
                    (Some(PositionFields::Start), None) => Some(MarkdownPlace::Start),
                    (Some(PositionFields::End), None) => Some(MarkdownPlace::End),
                    (None, Some(range)) => Some(MarkdownPlace::After(range)),
                    (Some(_), Some(_)) => {
                        return Err(de::Error::custom("`after` and `position` exclude each other"));
                    }
                },
            },
            ("replace_content_range", (None, None, None, Some(it))) => {
                MarkdownCommand::ReplaceContentRange {
                    content: it.content,
                    content_range: it.content_range,
                    allow_deleting_content: it.allow_deleting_content,
                }
            }
            _ => return Err(de::Error::custom("exactly one command stands under its `type`")),
        };
        Ok(Self { command, allow_async: fields.allow_async, version: fields.markdown_version })
    }
}
