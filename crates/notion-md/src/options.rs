//! What a caller may choose about reading and writing.

use crate::Dialect;

/// How Markdown is read.
///
/// The default reads GitHub's Markdown as GitHub shows it. The other options matter to the dialects
/// that have what they are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The form of Markdown that the text is in. [`Dialect::detect`] tells which one it may be.
    pub dialect: Dialect,
    /// What the end of a line inside of a paragraph becomes.
    pub soft_breaks: SoftBreaks,
    /// The deepest level of headings, 1 to 4; deeper ones become this level.
    ///
    /// Notion has four since March 2026; 3 is for programs that do not know `heading_4` yet.
    pub deepest_heading: u8,
    /// What an image inside a link becomes when it is not alone in its paragraph.
    pub linked_images: LinkedImages,
    /// What links that are not absolute are relative to, such as `https://example.org/docs/`.
    ///
    /// Without it such links are dropped, with a remark: Notion refuses a request that has one.
    pub base_url: Option<String>,
    /// Whether `$x$` and `$$x$$` are equations.
    pub math: bool,
    /// Whether `==x==` is marked text. Off, because it also hits `a==b and c==d`.
    pub highlight: bool,
    /// Whether `**` may stand between CJK punctuation and text, where `CommonMark` forbids it.
    pub cjk_friendly_emphasis: bool,
    /// What HTML becomes that means nothing to Notion.
    pub unknown_html: UnknownHtml,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            dialect: Dialect::Gfm,
            soft_breaks: SoftBreaks::Space,
            deepest_heading: 4,
            linked_images: LinkedImages::Links,
            base_url: None,
            math: true,
            highlight: false,
            cjk_friendly_emphasis: false,
            unknown_html: UnknownHtml::Text,
        }
    }
}

/// What the end of a line inside of a paragraph becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SoftBreaks {
    /// A space, or nothing between two Chinese or Japanese characters: the text flows.
    #[default]
    Space,
    /// A line break, as in comments on GitHub.
    LineBreak,
}

/// What an image inside a link (a badge) becomes when it is not alone in its paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LinkedImages {
    /// A link with the image's description as its text.
    #[default]
    Links,
    /// An image block of its own, whose caption is the link.
    Images,
}

/// What HTML becomes that means nothing to Notion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum UnknownHtml {
    /// It stays, as text.
    #[default]
    Text,
    /// It is dropped, with a remark.
    Drop,
}

/// How Markdown is written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// The form of Markdown to write.
    pub dialect: Dialect,
    /// Whether the text is meant for Notion's own Markdown endpoints, which know nothing of the
    /// `<nmd …/>` tags and `nmd-…` attributes that carry the rest. Without them, what is not kept
    /// is remarked upon. Only [`Dialect::V2`] has them.
    pub for_endpoint: bool,
    /// What becomes of the colours of text, which GitHub's Markdown does not have.
    pub colors: Colors,
}

/// What becomes of the colours of text, except of the yellow background, which is `<mark>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Colors {
    /// They are dropped, with a remark.
    #[default]
    Drop,
    /// They stay as `<span color="red">`, which GitHub ignores and [`read`](crate::read) knows.
    Span,
}
