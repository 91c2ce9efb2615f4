//! What a caller may choose about reading and writing.

use std::sync::Arc;

use crate::{Dialect, FenceInfos, Resolve};

/// How Markdown is read.
///
/// The default reads GitHub's Markdown as GitHub shows it. The other options matter to the dialects
/// that have what they are about; Notion's own have nothing besides what Notion knows.
#[expect(clippy::struct_excessive_bools, reason = "each is one form of writing, on or off")]
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The form of Markdown that the text is in. [`Dialect::detect`] tells which one it may be.
    /// Default: [`Dialect::Gfm`].
    pub dialect: Dialect,
    /// What links that are not absolute are relative to, such as `https://example.org/docs/`.
    /// Default: nothing.
    ///
    /// Without it such links are dropped, with a remark: Notion refuses a request that has one.
    pub base_url: Option<String>,
    /// Who knows what links, files and emoji lead to. Default: nobody.
    pub resolver: Option<Arc<dyn Resolve>>,
    /// What the end of a line inside of a paragraph becomes. Default: [`SoftBreaks::Space`].
    pub soft_breaks: SoftBreaks,
    /// The deepest level of headings, 1 to 4; deeper ones become this level. Default: 4.
    ///
    /// Notion has four since March 2026; 3 is for programs that do not know `heading_4` yet.
    pub deepest_heading: u8,
    /// What an image inside a link becomes when it is not alone in its paragraph.
    /// Default: [`LinkedImages::Links`].
    pub linked_images: LinkedImages,
    /// What an address becomes that is all there is in a paragraph. Default: [`LoneLinks::Text`].
    pub lone_links: LoneLinks,
    /// What HTML becomes that means nothing to Notion. Default: [`UnknownHtml::Text`].
    pub unknown_html: UnknownHtml,
    /// What a comment becomes; Notion has no hidden text. Default: [`Comments::Drop`].
    pub comments: Comments,
    /// Whether `title="a.rs"` or `filename="a.rs"` after a fence is the caption of the code.
    /// Default: on.
    pub code_titles: bool,
    /// Whether `$x$` and `$$x$$` are equations. Default: on.
    pub math: bool,
    /// Whether `\(x\)` and `\[x\]` are equations. Default: off, because these are escaped brackets.
    pub latex_math: bool,
    /// Whether `==x==` is marked text. Default: off, because it also hits `a==b and c==d`.
    pub highlight: bool,
    /// Whether `^x^` is raised text. Default: off.
    pub superscript: bool,
    /// Whether `~x~` is lowered text. Default: off, because it is struck out on GitHub.
    pub subscript: bool,
    /// Whether raised and lowered text for which Unicode has no characters is an equation
    /// (`^{x}`) and not plain text. Default: off.
    pub script_equations: bool,
    /// Whether `**` may stand between CJK punctuation and text, where `CommonMark` forbids it.
    /// Default: off.
    pub cjk_friendly_emphasis: bool,
    /// Whether `:tada:` is an emoji, and `:name:` one of the workspace that the
    /// [`resolver`](Self::resolver) knows. Default: off.
    pub shortcodes: bool,
    /// Whether `[[Page]]` and `[[Page|text]]` are links, and `![[a.png]]` an image; what they lead
    /// to, the [`resolver`](Self::resolver) knows. Default: off.
    pub wikilinks: bool,
    /// Whether a line that begins with `: ` describes the paragraph before it: a bullet in bold
    /// with children. Default: off.
    pub description_lists: bool,
    /// Whether `> [!bug] Title` is a callout, for all of Obsidian's types and not only GitHub's
    /// five; one that can be folded (`[!bug]-`) is a toggle. Default: off.
    pub obsidian_callouts: bool,
    /// Whether `%%x%%` is a comment. Default: off.
    pub obsidian_comments: bool,
    /// Whether `^[x]` is a footnote where it stands. Default: off.
    pub inline_footnotes: bool,
    /// Whether `- [?] x` is a task with any character in the brackets. Only `x` means done.
    /// Default: off, because it is text on GitHub.
    pub relaxed_tasks: bool,
    /// Whether what stands between `:::note` and `:::` is a callout. Default: off.
    pub directives: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            dialect: Dialect::Gfm,
            base_url: None,
            resolver: None,
            soft_breaks: SoftBreaks::Space,
            deepest_heading: 4,
            linked_images: LinkedImages::Links,
            lone_links: LoneLinks::Text,
            unknown_html: UnknownHtml::Text,
            comments: Comments::Drop,
            code_titles: true,
            math: true,
            latex_math: false,
            highlight: false,
            superscript: false,
            subscript: false,
            script_equations: false,
            cjk_friendly_emphasis: false,
            shortcodes: false,
            wikilinks: false,
            description_lists: false,
            obsidian_callouts: false,
            obsidian_comments: false,
            inline_footnotes: false,
            relaxed_tasks: false,
            directives: false,
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
    /// Its tags are dropped, with a remark; the text between them stays.
    Drop,
    /// It stays, as code.
    Code,
}

/// What an address becomes that is all there is in a paragraph, with itself as its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LoneLinks {
    /// A paragraph with a link.
    #[default]
    Text,
    /// A bookmark, which shows what the page is about.
    Bookmark,
    /// An embed, which shows the page itself.
    Embed,
}

/// What a comment becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Comments {
    /// Nothing, with a remark.
    #[default]
    Drop,
    /// Text, as it is written.
    Text,
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
    /// What to write after the fences of code that was read from a text; only GitHub's Markdown has
    /// a place for it. Default: nothing.
    pub fence_infos: FenceInfos,
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
