//! Markdown to blocks.

use std::{cell::OnceCell, collections::HashSet, ops::Range, rc::Rc};

use comrak::{Arena, nodes::Sourcepos};
use notion_model::{
    limits::TEXT,
    request::{Block, BlockKind, RichText},
};

use crate::{
    Dialect, FenceInfos, FrontMatter, LineColumn, Place, ReadOptions, Remark, RemarkKind, Value,
    cut::cut, fit::divide_tables, line_index::LineIndex,
};

mod blocks;
mod build;
mod code;
mod definitions;
mod description;
mod frame;
mod html_block;
mod html_table;
mod image;
mod inline;
mod inline_html;
mod lines;
mod link;
mod media;
mod notion;
mod obsidian;
mod parts;
mod reference;
mod runs;
mod script;
mod sections;
mod syntax;
mod table;
mod v1;

/// Few texts have more nodes than one for so many bytes.
const BYTES_OF_A_NODE: usize = 16;

/// A Markdown text as Notion understands it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The blocks, within every limit of a single block. [`plan`](crate::plan) makes requests
    /// of them.
    pub blocks: Vec<Block>,
    /// What stood between the two `---` at the head of the text.
    pub front_matter: Option<FrontMatter>,
    /// What stood after the fences of code, besides the languages that Notion has.
    pub fence_infos: FenceInfos,
    /// What was changed or dropped, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// Reads a Markdown text. This never fails: what Notion cannot hold becomes text or is left out,
/// with a remark.
///
/// ```
/// use notion_md::{ReadOptions, read};
///
/// let document = read("# Garden\n\n- [ ] Water the **plants**\n", &ReadOptions::default());
/// assert_eq!(document.blocks.len(), 2);
/// assert!(document.remarks.is_empty());
/// ```
pub fn read(markdown: &str, options: &ReadOptions) -> Document {
    let sizes = (markdown.len() >= parts::LONG).then_some(parts::SIZES);
    read_cut(markdown, options, sizes)
}

/// The same, in parts of some sizes if the text can be cut.
fn read_cut(markdown: &str, options: &ReadOptions, sizes: Option<parts::Sizes>) -> Document {
    let mut reader = Reader::new(markdown, options);
    let blocks = match options.dialect {
        Dialect::Gfm => reader.whole_or_in_parts(markdown, sizes),
        Dialect::V2 => {
            let scanned = Rc::new(notion::scan(markdown));
            reader.scanned = Some(Rc::clone(&scanned));
            reader.whole_or_in_parts(&scanned.text, sizes)
        }
        Dialect::V1 => {
            let (scanned, events) = v1::scan(markdown);
            let arena = arena(&scanned.text);
            let root = reader.parse(&arena, &scanned.text);
            reader.scanned = Some(Rc::new(scanned));
            reader.lines(root, &events)
        }
    };
    finish(reader, blocks)
}

fn finish(reader: Reader<'_>, mut blocks: Vec<Block>) -> Document {
    let Reader { front_matter, fence_infos, mut remarks, .. } = reader;
    if remarks.iter().any(|it| it.kind == RemarkKind::TableChanged) {
        divide_tables(&mut blocks);
    }
    remarks.sort_by_key(|it| match &it.place {
        Place::Source { span, .. } => span.start,
        Place::Block(_) | Place::Existing(_) => 0,
    });
    Document { blocks, front_matter, fence_infos, remarks }
}

/// Room for what the parser makes of a text.
fn arena<'n>(text: &str) -> Arena<'n> {
    Arena::with_capacity(text.len() / BYTES_OF_A_NODE)
}

impl Document {
    /// Takes the title out of the document: the `title` of its front matter, or else its first
    /// block, if that is a heading of the first level without children.
    ///
    /// A page of Notion shows its title above its content; a heading with the same words below
    /// it would say everything twice.
    pub fn take_title(&mut self) -> Option<Vec<RichText>> {
        if let Some(front_matter) = &mut self.front_matter
            && let Some(index) =
                front_matter.entries.iter().position(|it| it.0.eq_ignore_ascii_case("title"))
            && let Some((_, Value::Scalar(title))) = front_matter.entries.get(index)
            && !title.text.is_empty()
        {
            let title = cut(&title.text, TEXT).map(RichText::text).collect();
            front_matter.entries.remove(index);
            return Some(title);
        }
        let first = self.blocks.first()?;
        let is_title = matches!(first.kind, BlockKind::Heading1(_)) && first.children.is_empty();
        if !is_title {
            return None;
        }
        match self.blocks.remove(0).into_parts().0 {
            BlockKind::Heading1(heading) => Some(heading.rich_text),
            _ => None,
        }
    }
}

/// What is known while a text is read.
struct Reader<'a> {
    options: &'a ReadOptions,
    text: &'a str,
    index: OnceCell<LineIndex<'a>>,
    has_nul: bool,
    /// Where Notion's tags are, in a dialect that has them.
    scanned: Option<Rc<notion::Scanned>>,
    /// The tags that were opened too deep in others to have a container of their own.
    skipped: HashSet<usize>,
    /// Where remarks belong while a part of the text is read by itself.
    fixed: Option<Sourcepos>,
    /// What the parser's lines are off while a part of the text is read.
    shift: isize,
    said_too_deep: bool,
    /// How deep in Markdown in HTML this is, and how many containers are open around it.
    nesting: usize,
    depth: usize,
    /// The lists of HTML that are open: whether they are numbered, and how many containers were
    /// open before them.
    html_lists: Vec<(bool, usize)>,
    front_matter: Option<FrontMatter>,
    fence_infos: FenceInfos,
    remarks: Vec<Remark>,
    /// The notes at the end.
    footnotes: Vec<Block>,
    /// A list that nobody uses: most paragraphs are one piece, for which no new one is made.
    spare_pieces: Vec<inline::Piece>,
    /// The same for the marks that are open.
    spare_open: Vec<inline::Open>,
    /// The same for runs.
    spare_runs: runs::Runs,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, options: &'a ReadOptions) -> Self {
        Self {
            options,
            text,
            index: OnceCell::new(),
            has_nul: memchr::memchr(0, text.as_bytes()).is_some(),
            scanned: None,
            skipped: HashSet::new(),
            fixed: None,
            shift: 0,
            said_too_deep: false,
            nesting: 0,
            depth: 0,
            html_lists: Vec::new(),
            front_matter: None,
            fence_infos: FenceInfos::default(),
            remarks: Vec::new(),
            footnotes: Vec::new(),
            spare_pieces: Vec::new(),
            spare_open: Vec::new(),
            spare_runs: runs::Runs::default(),
        }
    }

    fn whole_or_in_parts(&mut self, text: &str, sizes: Option<parts::Sizes>) -> Vec<Block> {
        if let Some(sizes) = sizes {
            let scanned = self.scanned.clone();
            if let Some(blocks) = self.in_parts(text, sizes) {
                return blocks;
            }
            // What was read of some parts is read again.
            *self = Self { scanned, ..Self::new(self.text, self.options) };
        }
        let arena = arena(text);
        let root = self.parse(&arena, text);
        self.document(root)
    }

    /// Where a node of the parser's stands in the text.
    fn place(&self, mut place: Sourcepos) -> Sourcepos {
        place.start.line = place.start.line.saturating_add_signed(self.shift);
        place.end.line = place.end.line.saturating_add_signed(self.shift);
        place
    }

    fn remark(&mut self, kind: RemarkKind, place: Sourcepos, message: impl Into<String>) {
        let span = self.span(self.fixed.unwrap_or(place));
        let start = self.line_column(span.start);
        let message = message.into();
        self.remarks.push(Remark { kind, place: Place::Source { span, start }, message });
    }

    fn span(&self, place: Sourcepos) -> Range<usize> {
        let (start, end) = (place.start, place.end);
        if let Some(scanned) = &self.scanned {
            return scanned.span(self.text, (start.line, start.column), (end.line, end.column));
        }
        self.index().span((start.line, start.column), (end.line, end.column))
    }

    fn line_column(&self, offset: usize) -> LineColumn {
        self.index().line_column(offset)
    }

    /// The bytes before and after a place, if the parser knows it.
    fn around(&self, place: Sourcepos) -> (Option<u8>, Option<u8>) {
        let span = self.span(place);
        let bytes = self.text.as_bytes();
        if self.fixed.is_some() || bytes.get(span.start) != Some(&b'<') {
            return (None, None);
        }
        (span.start.checked_sub(1).map(|at| bytes[at]), bytes.get(span.end).copied())
    }

    /// Most texts need no remark, and so no index.
    fn index(&self) -> &LineIndex<'a> {
        self.index.get_or_init(|| LineIndex::new(self.text))
    }
}

/// The form in which an absolute address is taken, if it is.
pub(crate) fn judge(url: &str) -> Option<String> {
    match link::link(url, None) {
        link::Address::Good(url) => Some(url.into_owned()),
        link::Address::Bad(_) => None,
    }
}

pub(crate) use link::is_on_web;

/// Text as blocks hold it: no NUL, and LF at the end of lines.
fn clean(text: String) -> String {
    if memchr::memchr2(0, b'\r', text.as_bytes()).is_some() {
        text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
