//! The walk over the lines: which block is in which one, and what each becomes.

use comrak::nodes::{Node, NodeCodeBlock, Sourcepos};
use notion_model::{
    limits::{self, utf16_len},
    request::{Block, BlockKind, Heading, RichText, TextBlock, ToDo},
};

use super::{
    marker::LineKind,
    scan::{Event, EventKind},
};
use crate::{
    RemarkKind,
    fit::{divide, fits_one_block, told},
    read::{
        Reader,
        blocks::{MAX_DEPTH, put},
        build, clean,
        frame::{Frame, Owner},
        inline::{Piece, Setting},
        notion::{Made, What},
    },
    remark::shorten,
    tag::Attributes,
};

/// The number of what no tag opened.
const NO_TAG: usize = usize::MAX;

/// The containers that are open, and for each but the page how far it is indented and whether it
/// is a line, which ends by itself.
struct Open {
    frames: Vec<Frame>,
    levels: Vec<(usize, bool)>,
}

impl Reader<'_> {
    /// Reads what was found in the lines of a text; `root` holds their running text in order.
    pub(in crate::read) fn lines(&mut self, root: Node<'_>, events: &[Event<'_>]) -> Vec<Block> {
        let mut open = Open { frames: vec![Frame::page(events.len() / 2)], levels: Vec::new() };
        let mut runs = root.children();
        for (number, event) in events.iter().enumerate() {
            let place = Sourcepos::from((event.line, 1, event.line, event.length.max(1)));
            match &event.kind {
                EventKind::Line { kind, has_text, attributes } => {
                    self.end_lines(event.indent, &mut open);
                    let node = if *has_text { runs.next() } else { None };
                    let attributes = attributes.map(|it| format!("<block {it}>"));
                    self.line_of(
                        *kind,
                        node,
                        attributes.as_deref(),
                        event.indent,
                        place,
                        &mut open,
                    );
                }
                EventKind::Text => {
                    if let Some(node) = runs.next() {
                        self.paragraph(node, &mut open.frames);
                    }
                }
                EventKind::Open { name, source } => {
                    self.end_lines(event.indent, &mut open);
                    let is_toggle = |it: &What| matches!(it, What::Block(BlockKind::Toggle(_)));
                    let in_toggle = open.frames.last().is_some_and(|it| it.is_in(is_toggle));
                    let known = known_name(name, in_toggle);
                    let before = open.frames.len();
                    self.tag(number, known, source, false, place, &mut open.frames);
                    open.opened(event.indent);
                    let has_summary = matches!(
                        events.get(number + 1),
                        Some(Event { kind: EventKind::Open { name: "summary", .. }, .. })
                    );
                    if *name == "details" && !has_summary && open.frames.len() > before {
                        // Otherwise the first line in it would be its text.
                        if let Some(frame) = open.frames.last_mut() {
                            frame.text(Vec::new());
                        }
                    }
                }
                EventKind::Empty { name, source } => {
                    self.end_lines(event.indent, &mut open);
                    self.tag(
                        number,
                        known_name(name, false),
                        source,
                        true,
                        place,
                        &mut open.frames,
                    );
                }
                EventKind::Close { open: opened, source } => {
                    if !self.end_tag(*opened, &mut open) {
                        self.as_text(source, place, &mut open.frames);
                    }
                }
                EventKind::Ended { open: opened } => {
                    let message = "what is not indented is not in the toggle before it";
                    self.remark(RemarkKind::HtmlUnclosed, place, message);
                    self.end_tag(*opened, &mut open);
                }
                EventKind::Loose(source) => {
                    self.end_lines(event.indent, &mut open);
                    self.as_text(source, place, &mut open.frames);
                }
                EventKind::Aligned => {
                    let message = "the alignment of the columns was dropped";
                    self.remark(RemarkKind::AlignmentDropped, place, message);
                }
                EventKind::Divider => {
                    self.end_lines(event.indent, &mut open);
                    put(&mut open.frames, build::divider());
                }
                EventKind::Code { info, text, closed } => {
                    self.end_lines(event.indent, &mut open);
                    let code = NodeCodeBlock {
                        fenced: true,
                        closed: *closed,
                        info: (*info).to_owned(),
                        literal: text.clone(),
                        ..NodeCodeBlock::default()
                    };
                    self.code_block(code, place, |block| put(&mut open.frames, block));
                }
                EventKind::Math(math) => {
                    self.end_lines(event.indent, &mut open);
                    self.displayed(math, place, &mut open.frames);
                }
            }
        }
        self.close_to(1, &mut open.frames, false);
        open.frames.pop().map(Frame::into_children).unwrap_or_default()
    }

    /// A displayed equation, which is code if it is too long.
    pub(in crate::read) fn displayed(
        &mut self,
        math: &str,
        place: Sourcepos,
        frames: &mut [Frame],
    ) {
        let expression = clean(math.to_owned());
        let expression = expression.trim();
        if utf16_len(expression) <= limits::EQUATION {
            put(frames, build::equation(expression.to_owned()));
        } else {
            self.remark(RemarkKind::EquationAsCode, place, told::equation_as_code());
            put(frames, build::code(expression, "latex", ""));
        }
    }

    /// Ends the lines that one with this indentation is not in.
    fn end_lines(&mut self, indent: usize, open: &mut Open) {
        while open.levels.last().is_some_and(|it| it.1 && it.0 + 2 > indent) {
            self.end_one(open);
        }
    }

    fn end_one(&mut self, open: &mut Open) {
        open.levels.pop();
        let count = open.frames.len() - 1;
        self.close_to(count.max(1), &mut open.frames, false);
    }

    /// Ends a tag and the lines in it; `false` if there is no such tag.
    fn end_tag(&mut self, tag: usize, open: &mut Open) -> bool {
        if self.skipped.contains(&tag) {
            return true;
        }
        while open.levels.last().is_some_and(|it| it.1) {
            self.end_one(open);
        }
        let found = open.frames.last().is_some_and(|it| it.mark() == Some(tag));
        if found {
            self.end_one(open);
        }
        found
    }

    fn line_of(
        &mut self,
        line: LineKind,
        node: Option<Node<'_>>,
        attributes: Option<&str>,
        indent: usize,
        place: Sourcepos,
        open: &mut Open,
    ) {
        if let (LineKind::Paragraph, Some(node), None) = (line, node, attributes)
            && open.frames.last().is_some_and(Frame::takes_line)
        {
            return self.paragraph(node, &mut open.frames);
        }
        if let LineKind::Number(start) = line
            && start != 1
            && !open.frames.last().is_some_and(Frame::ends_with_number)
        {
            let message = format!("a list that begins with {start} will begin with 1");
            self.remark(RemarkKind::ListStartDropped, place, message);
        }
        let kind = self.kind_of(line, attributes, place);
        let is_heading = matches!(line, LineKind::Heading(_));
        let setting = if is_heading { Setting::Heading } else { Setting::Flow };
        let mut pieces = node.map(|it| self.pieces(it, setting)).unwrap_or_default();
        let has_blocks = pieces.iter().any(|it| matches!(it, Piece::Block(_)));
        if !has_blocks {
            let text = pieces.drain(..).find_map(|it| match it {
                Piece::Text(text) => Some(text),
                Piece::Block(_) => None,
            });
            self.spare_pieces = pieces;
            // A text that vanished, such as an empty equation, is no line.
            if node.is_some() && text.is_none() && line == LineKind::Paragraph {
                return;
            }
            return self.begin(kind, Some(text.unwrap_or_default()), indent, place, open);
        }
        if matches!(line, LineKind::Paragraph | LineKind::Heading(_)) {
            if attributes.is_some() && !is_heading {
                let message = "an image has no colour; it was dropped";
                self.remark(RemarkKind::HtmlUnwrapped, place, message);
            }
            let mut kind = Some(kind);
            for piece in pieces.drain(..) {
                self.end_lines(indent, open);
                match piece {
                    Piece::Text(text) => {
                        let kind = kind.take().filter(|_| is_heading);
                        let kind =
                            kind.unwrap_or_else(|| BlockKind::Paragraph(<_>::default(), None));
                        self.begin(kind, Some(text), indent, place, open);
                    }
                    Piece::Block(block) => {
                        let what = What::Finished(block.into_parts().0);
                        let made = Made::new(NO_TAG, false, what);
                        let owner = Owner::Notion(Box::new(made));
                        open.frames.push(Frame::of_tag(owner, "block", place));
                        open.levels.push((indent, true));
                    }
                }
            }
        } else {
            self.begin(kind, None, indent, place, open);
            for piece in pieces.drain(..) {
                match piece {
                    Piece::Text(text) => self.put_text(text, place, &mut open.frames),
                    Piece::Block(block) => put(&mut open.frames, *block),
                }
            }
        }
        self.spare_pieces = pieces;
    }

    /// Begins a block with its text; what is indented deeper will be in it.
    fn begin(
        &mut self,
        kind: BlockKind,
        text: Option<Vec<RichText>>,
        indent: usize,
        place: Sourcepos,
        open: &mut Open,
    ) {
        let is_bare = matches!(&kind, BlockKind::Paragraph(it, None) if it.color.is_default());
        let mut rest = Vec::new();
        let mut text = text;
        if text.as_ref().is_some_and(|it| !fits_one_block(it)) {
            let message = "a text too long for one block was divided";
            self.remark(RemarkKind::BlockDivided, place, message);
            rest = divide(text.unwrap_or_default());
            text = Some(rest.remove(0));
        }
        let before = open.frames.len();
        open.frames.push(Frame::new(Owner::Notion(Box::new(Made::new(
            NO_TAG,
            is_bare,
            What::Block(kind),
        )))));
        // Even without a text, what is in the block is not its text.
        if let (Some(frame), Some(text)) = (open.frames.last_mut(), text) {
            frame.text(text);
        }
        if before + self.depth > MAX_DEPTH {
            self.too_deep(place);
            return self.close_to(before, &mut open.frames, false);
        }
        open.levels.push((indent, true));
        if !rest.is_empty() {
            self.end_one(open);
            for part in rest {
                put(&mut open.frames, build::paragraph(part));
            }
        }
    }

    fn kind_of(&mut self, line: LineKind, attributes: Option<&str>, place: Sourcepos) -> BlockKind {
        let mut attributes = attributes.map(Attributes::of_source);
        let color = attributes.as_mut().map(|it| self.color(it, place)).unwrap_or_default();
        let is_toggleable = matches!(line, LineKind::Heading(_))
            && attributes.as_mut().is_some_and(|it| it.is_on("toggle"));
        for name in attributes.iter().flat_map(Attributes::rest) {
            let message = format!("`{}` in braces was dropped", shorten(name));
            self.remark(RemarkKind::HtmlUnwrapped, place, message);
        }
        let block = |color| TextBlock { color, ..TextBlock::default() };
        match line {
            LineKind::Paragraph => BlockKind::Paragraph(block(color), None),
            LineKind::Heading(level) => {
                let deepest = self.options.deepest_heading.clamp(1, 4);
                if level > deepest {
                    let message =
                        format!("a heading of level {level} became one of level {deepest}");
                    self.remark(RemarkKind::HeadingLevel, place, message);
                }
                let it = Heading { color, is_toggleable, ..Heading::default() };
                match level.min(deepest) {
                    1 => BlockKind::Heading1(it),
                    2 => BlockKind::Heading2(it),
                    3 => BlockKind::Heading3(it),
                    _ => BlockKind::Heading4(it),
                }
            }
            LineKind::Bullet => BlockKind::BulletedListItem(block(color)),
            LineKind::Number(_) => BlockKind::NumberedListItem(block(color)),
            LineKind::ToDo { checked } => {
                BlockKind::ToDo(ToDo { color, checked, ..ToDo::default() })
            }
            LineKind::Quote => BlockKind::Quote(block(color)),
        }
    }
}

impl Open {
    /// Takes note of a tag that has been opened, unless it was too deep for that.
    fn opened(&mut self, indent: usize) {
        if self.levels.len() + 1 < self.frames.len() {
            self.levels.push((indent, false));
        }
    }
}

/// What the second dialect calls a tag.
fn known_name(name: &'static str, in_toggle: bool) -> &'static str {
    match name {
        "details" => "toggle",
        "summary" if in_toggle => "p",
        "synced_block" => "synced-block",
        "synced_block_reference" => "synced-block-reference",
        "table_of_contents" => "table-of-contents",
        name => name,
    }
}
