//! What an author should know: everything that a conversion changed or dropped, and where.

use std::{fmt, ops::Range};

use notion_model::BlockId;

use crate::LineColumn;

/// One thing that a conversion changed or dropped.
///
/// Reading and writing never fail; they say what they could not carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What happened.
    pub kind: RemarkKind,
    /// Where it happened.
    pub place: Place,
    /// What happened, in words: one sentence in lower case without a full stop.
    pub message: String,
}

/// How much a remark matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The form changed; the content is all there.
    Note,
    /// Some content was lost or became plain text.
    Warning,
}

/// Where a remark belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a Markdown text.
    Source {
        /// The bytes meant.
        span: Range<usize>,
        /// Where they begin, for people.
        start: LineColumn,
    },
    /// In a tree of blocks: the index of the block among its siblings, level by level from the
    /// top, counted from 0.
    Block(Vec<usize>),
    /// In the page that is there: the block with this id.
    Existing(BlockId),
}

macro_rules! remark_kinds {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $severity:ident;)*) => {
        /// What a remark is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RemarkKind {
            $($(#[$meta])* $name,)*
        }

        impl RemarkKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name of the kind for machines; it does not change between versions.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// How much remarks of this kind matter.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                }
            }
        }
    };
}

remark_kinds! {
    // Reading.
    /// A heading deeper than Notion has became one of the deepest level.
    HeadingLevel = "heading-level", Note;
    /// Notion has no such code language; the block is plain text.
    UnknownLanguage = "unknown-language", Note;
    /// Something after a code fence besides the language, which Notion does not have.
    InfoDropped = "info-dropped", Note;
    /// A code fence was not closed before its container or the text ended.
    UnclosedFence = "unclosed-fence", Note;
    /// A link that Notion would refuse; its text stayed.
    LinkDropped = "link-dropped", Warning;
    /// An image that Notion could not load; its description stayed, as text.
    ImageAsText = "image-as-text", Warning;
    /// An image inside a link, amid other content, became a link with the image's description.
    ImageAsLink = "image-as-link", Warning;
    /// The title of a link or an image, which Notion does not have.
    TitleDropped = "title-dropped", Note;
    /// The alignment of a table's columns, which Notion does not have.
    AlignmentDropped = "alignment-dropped", Note;
    /// The number that a numbered list starts with, which cannot be written.
    ListStartDropped = "list-start-dropped", Note;
    /// The number of a numbered task, which Notion does not have.
    TaskNumberDropped = "task-number-dropped", Note;
    /// The character of a task that is neither open nor done, which Notion does not have.
    TaskSymbolDropped = "task-symbol-dropped", Note;
    /// An HTML comment; Notion has no hidden text.
    CommentDropped = "comment-dropped", Note;
    /// HTML that means nothing to Notion and stayed as text.
    HtmlAsText = "html-as-text", Warning;
    /// HTML whose form was dropped while its content stayed.
    HtmlUnwrapped = "html-unwrapped", Note;
    /// HTML that was opened and not closed where it should have been.
    HtmlUnclosed = "html-unclosed", Note;
    /// Alerts that became quotations, because looking for them in this text would take too long.
    AlertsOff = "alerts-off", Warning;
    /// Content nested more deeply than the cap; it stayed, one level up.
    TooDeep = "too-deep", Note;
    /// An equation that is too long for Notion; it stayed, as code.
    EquationAsCode = "equation-as-code", Warning;
    /// Text too long for one block, which became several.
    BlockDivided = "block-divided", Note;
    /// Annotations where there can be no such: those of a text with too many runs for where it is
    /// were dropped until it fitted.
    MarksDropped = "marks-dropped", Warning;
    /// A table with more columns or a cell with more text than Notion takes.
    TableChanged = "table-changed", Warning;
    /// Footnotes, which became text at the end.
    FootnotesMoved = "footnotes-moved", Note;
    /// Front matter that could not be read; it was left out.
    FrontMatter = "front-matter", Warning;

    // Writing.
    /// Something that only the crate's own tags and attributes carry, in a text without them.
    NotForEndpoint = "not-for-endpoint", Warning;
    /// A colour, which Markdown does not have.
    ColorDropped = "color-dropped", Warning;
    /// An icon other than one that Markdown can show.
    IconDropped = "icon-dropped", Warning;
    /// A caption in a place where Markdown has none.
    CaptionDropped = "caption-dropped", Warning;
    /// Children where Markdown cannot nest; they follow their parent.
    ChildrenUnnested = "children-unnested", Warning;
    /// A header of a table that Markdown does not have.
    TableHeader = "table-header", Note;
    /// A block or a run that Markdown can only show as text or as a link.
    ShownAsText = "shown-as-text", Note;
    /// A block that Markdown has no form for.
    BlockDropped = "block-dropped", Warning;

    // Comparing.
    /// A block stays although the new content does not have it: it could not be created again.
    BlockKept = "block-kept", Note;
    /// A block stays although the new content does not have it, because of what is in it.
    ParentKept = "parent-kept", Warning;
    /// A new block that Notion cannot create was left out.
    BlockLeftOut = "block-left-out", Warning;
    /// A field of a block stays as it is, because it can be replaced and not taken away.
    FieldKept = "field-kept", Note;
    /// Something in the text of a changed block could not be written again.
    TextLost = "text-lost", Warning;
}

impl Remark {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source { start, .. } => write!(f, "line {}, column {}", start.line, start.column),
            Self::Block(path) => {
                f.write_str("block ")?;
                for (level, index) in path.iter().enumerate() {
                    let dot = if level == 0 { "" } else { "." };
                    write!(f, "{dot}{}", index + 1)?;
                }
                Ok(())
            }
            Self::Existing(id) => write!(f, "block {id}"),
        }
    }
}

/// The beginning of something that may be long, to be quoted in a message.
pub(crate) fn shorten(text: &str) -> String {
    const LENGTH: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let too_long = if line.len() > LENGTH { line.char_indices().nth(LENGTH) } else { None };
    match too_long {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where_and_what() {
        let start = LineColumn { line: 3, column: 7 };
        let message = "Notion has no language `foo`".to_owned();
        let kind = RemarkKind::UnknownLanguage;
        let remark = Remark { kind, place: Place::Source { span: 20..23, start }, message };
        insta::assert_snapshot!(remark, @"line 3, column 7: Notion has no language `foo`");
        insta::assert_snapshot!(Place::Block(vec![0, 2]), @"block 1.3");
    }

    #[test]
    fn codes_are_distinct() {
        let mut codes: Vec<_> = RemarkKind::ALL.iter().map(|it| it.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RemarkKind::ALL.len());
    }
}
