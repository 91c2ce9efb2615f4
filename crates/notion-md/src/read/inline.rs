//! Running text: from the parser's inline nodes to rich text, and to the blocks found in it.

use comrak::nodes::{Node, NodeMath, NodeValue, Sourcepos};
use notion_model::{
    Color,
    limits::{self, utf16_len},
    request::{Block, RichText},
};

use super::{
    Reader, build, clean,
    image::{Badge, Outside},
    inline_html::OpenTag,
    lines::first_char,
    runs::{self, Marks, Runs, Style},
    script::{self, Script},
};
use crate::{
    Dialect, RemarkKind,
    fit::{caption, squeeze, told},
};

/// A part of a paragraph: Notion has images and displayed equations only as blocks.
#[derive(Debug)]
pub(super) enum Piece {
    Text(Vec<RichText>),
    /// Rare and large, unlike text.
    Block(Box<Block>),
}

/// Where running text stands, which decides what may be in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// In a paragraph: an image divides it.
    Flow,
    /// In a heading: images follow it.
    Heading,
    /// In a table cell, a caption or a summary: there is only rich text.
    Line,
}

impl Reader<'_> {
    /// Reads what stands in `parent`, a paragraph or something like it, into its pieces. Whoever
    /// is through with them hands the list back to [`Reader::spare_pieces`].
    pub(super) fn pieces(&mut self, parent: Node<'_>, setting: Setting) -> Vec<Piece> {
        let only_text = if self.has_emoji() { None } else { self.take_only_text(parent) };
        if let Some(text) = only_text.map(|it| self.unsigned(it)) {
            let mut pieces = std::mem::take(&mut self.spare_pieces);
            pieces.push(Piece::Text(runs::plain(text)));
            return pieces;
        }
        let mut walk = Walk::new(self, setting);
        walk.walk(parent);
        walk.finish()
    }

    /// The text of a node with nothing but plain text in it, as most cells and many lines are.
    fn take_only_text(&self, parent: Node<'_>) -> Option<String> {
        let child =
            parent.first_child().filter(|it| it.next_sibling().is_none() && !self.has_nul)?;
        match &mut child.data_mut().value {
            NodeValue::Text(text) if !text.is_empty() => Some(std::mem::take(text).into_owned()),
            _ => None,
        }
    }

    /// The same where there can be no blocks.
    pub(super) fn line(&mut self, parent: Node<'_>) -> Vec<RichText> {
        // A short row of a wide table is full of them.
        if parent.first_child().is_none() {
            return Vec::new();
        }
        let mut pieces = self.pieces(parent, Setting::Line);
        let text = only_text(&mut pieces);
        self.spare_pieces = pieces;
        let place = self.place(parent.data().sourcepos);
        self.squeezed(text, place)
    }

    /// A text of the parser without what only finding tags needed.
    #[inline]
    pub(super) fn unsigned(&self, text: String) -> String {
        match &self.scanned {
            Some(scanned) if text.contains(scanned.sign) => self.restored(&text),
            _ => text,
        }
    }

    /// A caption with as much as it may have.
    pub(super) fn fitted_caption(
        &mut self,
        text: Vec<RichText>,
        place: Sourcepos,
    ) -> Vec<RichText> {
        let text = self.squeezed(text, place);
        let (text, is_cut) = caption(text);
        if is_cut {
            self.remark(RemarkKind::MarksDropped, place, told::CAPTION_CUT);
        }
        text
    }

    /// A text that cannot be divided, with as many annotations as it may have.
    pub(super) fn squeezed(&mut self, text: Vec<RichText>, place: Sourcepos) -> Vec<RichText> {
        if text.len() <= limits::RICH_TEXT_ITEMS {
            return text;
        }
        let runs = text.len();
        let text = squeeze(text);
        if text.len() < runs {
            self.remark(RemarkKind::MarksDropped, place, told::marks_dropped());
        }
        text
    }
}

/// The text of pieces that hold no blocks.
pub(super) fn only_text(pieces: &mut Vec<Piece>) -> Vec<RichText> {
    let runs = |piece| match piece {
        Piece::Text(runs) => Some(runs),
        Piece::Block(_) => None,
    };
    pieces.drain(..).find_map(runs).unwrap_or_default()
}

/// One walk over the inline nodes of a paragraph.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the text so far")]
pub(super) struct Walk<'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) setting: Setting,
    pub(super) runs: Runs,
    pieces: Vec<Piece>,
    /// The style that Markdown asks for, without the HTML tags that are open on top of it.
    pub(super) markdown: Style,
    pub(super) tags: Vec<OpenTag>,
    /// Both together, while any tag is open; see `look!`.
    pub(super) style: Style,
    pub(super) script: Option<Script>,
    /// What was set aside while the description of an image is read.
    pub(super) outside: Option<Outside>,
    /// Images that became links, and whether there is any text besides their descriptions.
    pub(super) badges: Vec<Badge>,
    pub(super) in_badge: bool,
    pub(super) other_text: bool,
    /// Whether white space at the start of the next text is dropped.
    pub(super) trim_next: bool,
    /// Counts what was pushed, to see whether a link is empty.
    pub(super) pushed: usize,
    /// Whether there was nothing but line breaks written as tags, and how many.
    pub(super) only_breaks: bool,
    pub(super) breaks: usize,
    /// The name in a mention, which is no text of its own.
    pub(super) label: Option<String>,
    /// Whether the `<video>` or `<audio>` that was opened last has a file.
    pub(super) has_media: bool,
    /// Whether the text is HTML itself, not Markdown with HTML in it.
    pub(super) is_html: bool,
}

/// The style of what comes next. A macro, because a method would borrow all of the walk.
macro_rules! look {
    ($walk:ident) => {
        if $walk.tags.is_empty() { &$walk.markdown } else { &$walk.style }
    };
}
pub(super) use look;

/// A node whose children are being read: what to restore and to do after them.
#[derive(Debug)]
pub(super) struct Open {
    markdown: Style,
    script: Option<Script>,
    closing: Closing,
}

/// What happens at the end of a node with children.
#[derive(Debug)]
pub(super) enum Closing {
    Mark,
    /// A link whose address stands in for its text if nothing was pushed since.
    Link {
        url: String,
        pushed: usize,
    },
    /// Rare and large, unlike the others.
    Image(Box<super::image::Image>),
    /// A mention, whose name Notion knows better.
    Label,
    /// An image whose label is no description.
    Embed {
        image: Box<super::image::Image>,
        outer: Option<String>,
    },
}

impl<'r, 'a> Walk<'r, 'a> {
    pub(super) fn new(reader: &'r mut Reader<'a>, setting: Setting) -> Self {
        let pieces = std::mem::take(&mut reader.spare_pieces);
        let runs = std::mem::take(&mut reader.spare_runs);
        Self {
            reader,
            setting,
            runs,
            pieces,
            markdown: Style::default(),
            tags: Vec::new(),
            style: Style::default(),
            script: None,
            outside: None,
            badges: Vec::new(),
            in_badge: false,
            other_text: false,
            trim_next: false,
            pushed: 0,
            only_breaks: true,
            breaks: 0,
            label: None,
            has_media: false,
            is_html: false,
        }
    }

    /// Visits the descendants of `parent` in order, without recursion: marks nest without limit.
    pub(super) fn walk(&mut self, parent: Node<'_>) {
        let mut open = std::mem::take(&mut self.reader.spare_open);
        let mut around = parent;
        let mut next = parent.first_child();
        loop {
            if let Some(node) = next {
                if self.leaf(node) {
                    next = node.next_sibling();
                } else {
                    let (markdown, script) = (self.markdown.clone(), self.script);
                    let closing = self.enter(node);
                    open.push(Open { markdown, script, closing });
                    around = node;
                    next = node.first_child();
                }
            } else if let Some(it) = open.pop() {
                next = around.next_sibling();
                // Gives back what the parser holds of it, an address say, while there is use for it.
                around.data_mut().value = NodeValue::SoftBreak;
                around = around.parent().unwrap_or(parent);
                self.leave(it.closing);
                self.markdown = it.markdown;
                self.script = it.script;
                self.restyle();
            } else {
                break;
            }
        }
        self.reader.spare_open = open;
    }

    /// Reads a node without children; `false` for the others.
    fn leaf(&mut self, node: Node<'_>) -> bool {
        let mut data = node.data_mut();
        let place = self.reader.place(data.sourcepos);
        match &mut data.value {
            NodeValue::Text(text) => {
                let text = self.reader.unsigned(std::mem::take(text).into_owned());
                if self.reader.has_emoji() {
                    self.push_with_emoji(&text);
                } else {
                    self.push_owned(text);
                }
            }
            NodeValue::Code(code) => {
                let code = self.reader.unsigned(std::mem::take(&mut code.literal));
                self.code(code);
            }
            NodeValue::SoftBreak => {
                drop(data);
                self.soft_break(node);
            }
            NodeValue::LineBreak => self.push("\n"),
            NodeValue::HtmlInline(html) => {
                let html = self.reader.unsigned(std::mem::take(html));
                drop(data);
                self.html(&html, place);
            }
            NodeValue::Math(math) => {
                let mut math = std::mem::take(math);
                math.literal = self.reader.unsigned(math.literal);
                drop(data);
                self.math(node, math, place);
            }
            NodeValue::FootnoteReference(reference) => {
                let name = footnote_name(&reference.name);
                self.push(&name);
            }
            NodeValue::Raw(text) => {
                let text = std::mem::take(text);
                self.push_owned(text);
            }
            NodeValue::EscapedTag(text) => {
                let text = *text;
                self.push(text);
            }
            NodeValue::CommentInline(comment) => {
                let comment = format!("%%{}%%", comment.literal);
                self.comment(&comment, place);
            }
            NodeValue::ShortCode(code) => {
                let (name, emoji) = (format!(":{}:", code.code), std::mem::take(&mut code.emoji));
                drop(data);
                let glued = self.runs.last_char().is_some_and(char::is_alphanumeric)
                    || first_char(node.next_sibling()).is_some_and(char::is_alphanumeric);
                self.push(if glued { &name } else { &emoji });
            }
            // Everything else is a mark around other nodes.
            _ => return false,
        }
        true
    }

    /// Takes on the style of a node whose children come next.
    fn enter(&mut self, node: Node<'_>) -> Closing {
        let mut data = node.data_mut();
        let place = self.reader.place(data.sourcepos);
        let mut mark = Marks::NONE;
        let mut closing = Closing::Mark;
        match &mut data.value {
            NodeValue::Emph => mark = Marks::ITALIC,
            NodeValue::Strong => mark = Marks::BOLD,
            NodeValue::Strikethrough => mark = Marks::STRIKE,
            NodeValue::Underline | NodeValue::Insert => mark = Marks::UNDERLINE,
            NodeValue::Highlight => self.markdown.color = Color::YellowBackground,
            NodeValue::Superscript => self.script = Some(Script::Super),
            NodeValue::Subscript => self.script = Some(Script::Sub),
            NodeValue::Link(target) => {
                let mut target = std::mem::take(target.as_mut());
                target.url = self.reader.unsigned(target.url);
                if !target.title.is_empty() {
                    let message = format!("the title `{}` of a link was dropped", target.title);
                    self.reader.remark(RemarkKind::TitleDropped, place, message);
                }
                drop(data);
                closing = self.link_starts(node, target.url, place);
            }
            NodeValue::WikiLink(wikilink) => {
                let wikilink = std::mem::take(wikilink);
                drop(data);
                closing = self.wikilink(node, wikilink, place);
            }
            NodeValue::Image(target) => {
                let mut target = std::mem::take(target.as_mut());
                target.url = self.reader.unsigned(target.url);
                if !target.title.is_empty() {
                    let message = format!("the title `{}` of an image was dropped", target.title);
                    self.reader.remark(RemarkKind::TitleDropped, place, message);
                }
                closing = Closing::Image(Box::new(self.image_starts(target.url, place)));
            }
            _ => {}
        }
        self.markdown.marks = self.markdown.marks.with(mark);
        self.restyle();
        closing
    }

    fn leave(&mut self, closing: Closing) {
        match closing {
            Closing::Mark => {}
            Closing::Link { url, pushed } => self.link_ends(&url, pushed),
            Closing::Image(image) => self.image_ends(*image),
            Closing::Label => self.label = None,
            Closing::Embed { image, outer } => {
                self.label = outer;
                self.image_ends(*image);
            }
        }
    }

    /// Gives a link without text its address as text: it would vanish.
    pub(super) fn link_ends(&mut self, url: &str, pushed: usize) {
        if self.pushed == pushed && look!(self).link.is_some() {
            self.runs.push(url, look!(self));
            self.pushed += 1;
        }
    }

    /// Recomputes the style from Markdown's and that of the open tags.
    pub(super) fn restyle(&mut self) {
        if self.tags.is_empty() {
            return;
        }
        self.style = self.markdown.clone();
        for tag in &self.tags {
            tag.apply(&mut self.style);
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        let trims = self.trim_next && self.label.is_none();
        let text = if trims { text.trim_start() } else { text };
        if !self.count(text) {
            return;
        }
        match self.script.or_else(|| self.tags.iter().rev().find_map(OpenTag::script)) {
            Some(script) => self.shifted(text, script),
            None if text.contains('\0') => {
                self.runs.push(&text.replace('\0', "\u{fffd}"), look!(self));
            }
            None => self.runs.push(text, look!(self)),
        }
    }

    fn shifted(&mut self, text: &str, script: Script) {
        match script::shift(text, script) {
            Some(shifted) => self.runs.push(&shifted, look!(self)),
            None if self.reader.options.script_equations && !text.contains(['\\', '{', '}']) => {
                let sign = if script == Script::Super { '^' } else { '_' };
                self.runs.push_equation(format!("{sign}{{{}}}", text.trim()), look!(self));
            }
            None => self.runs.push(&text.replace('\0', "\u{fffd}"), look!(self)),
        }
    }

    /// The same for a text that need not be copied.
    fn push_owned(&mut self, text: String) {
        let plain = self.script.is_none() && self.tags.is_empty() && !self.trim_next;
        if !plain || self.reader.has_nul {
            self.push(&text);
        } else if self.count(&text) {
            self.runs.push_owned(text, &self.markdown);
        }
    }

    /// Takes note of a text that is about to be pushed; `false` if it is empty.
    pub(super) fn count(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        if let Some(label) = &mut self.label {
            label.push_str(text);
            return false;
        }
        self.trim_next = false;
        self.only_breaks = false;
        self.pushed += 1;
        self.other_text =
            self.other_text || !(self.in_badge || text.chars().all(char::is_whitespace));
        true
    }

    pub(super) fn code(&mut self, code: String) {
        let code = if self.reader.has_nul { code.replace('\0', "\u{fffd}") } else { code };
        if self.count(&code) {
            let mut style = look!(self).clone();
            style.marks = style.marks.with(Marks::CODE);
            self.runs.push_owned(code, &style);
        }
    }

    fn math(&mut self, node: Node<'_>, math: NodeMath, place: Sourcepos) {
        let glued = self.runs.last_char().is_some_and(char::is_alphanumeric)
            || first_char(node.next_sibling()).is_some_and(char::is_alphanumeric);
        if glued && math.dollar_math {
            // `$HOME/$USER` is no equation.
            let fence = if math.display_math { "$$" } else { "$" };
            return self.push(&format!("{fence}{}{fence}", math.literal));
        }
        let expression = clean(math.literal.trim().to_owned());
        if expression.is_empty() || (self.label.is_some() && !self.count(&expression)) {
            return;
        }
        let fits = utf16_len(&expression) <= limits::EQUATION;
        if !fits {
            self.reader.remark(RemarkKind::EquationAsCode, place, told::equation_as_code());
        }
        match (math.display_math && self.setting == Setting::Flow, fits) {
            (true, true) => self.block(build::equation(expression)),
            (true, false) => self.block(build::code(&expression, "latex", "")),
            (false, true) => {
                self.count("$");
                // LaTeX takes the end of a line for a space.
                let expression = if expression.contains('\n') {
                    expression.replace('\n', " ")
                } else {
                    expression
                };
                self.runs.push_equation(expression, look!(self));
            }
            (false, false) => self.code(expression),
        }
    }

    /// Puts a block between the text before and after it.
    pub(super) fn block(&mut self, block: Block) {
        if self.setting == Setting::Flow {
            self.runs.trim_end();
            if !self.runs.is_empty() {
                let text = self.runs.finish();
                self.add(Piece::Text(text));
            }
            self.trim_next = true;
        } else {
            let last = self.runs.last_char();
            self.trim_next = last.is_none_or(char::is_whitespace);
        }
        self.other_text = true;
        self.only_breaks = false;
        self.add(Piece::Block(Box::new(block)));
    }

    fn add(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    pub(super) fn finish(&mut self) -> Vec<Piece> {
        self.close_tags();
        if self.setting == Setting::Line || !self.lone_badge() {
            self.last_text();
        }
        self.reader.spare_runs = std::mem::take(&mut self.runs);
        std::mem::take(&mut self.pieces)
    }

    /// Ends the text with what was pushed and is not yet in a piece.
    fn last_text(&mut self) {
        self.report_badges();
        let is_lines = self.reader.options.dialect == Dialect::V1;
        if self.only_breaks && self.setting == Setting::Flow && !is_lines {
            self.runs.drop_one_line_break();
        }
        if self.setting == Setting::Heading {
            if !self.pieces.is_empty() {
                self.runs.trim_end();
            }
            // An empty heading is one; a heading of nothing but images is not.
            if !self.runs.is_empty() || self.pieces.is_empty() {
                self.pieces.insert(0, Piece::Text(self.runs.finish()));
            }
        } else if !self.runs.is_empty() || (self.only_breaks && self.breaks > 0) {
            let text = self.runs.finish();
            self.add(Piece::Text(text));
        }
    }
}

/// How a footnote is called where it stands and at the end.
pub(super) fn footnote_name(name: &str) -> String {
    // Those that stand in the text have a number of the parser's.
    match name.strip_prefix("__inline_") {
        Some(number) => format!("[note {number}]"),
        None => format!("[{name}]"),
    }
}
