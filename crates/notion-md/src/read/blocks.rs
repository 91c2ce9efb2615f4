//! Blocks: one walk over the parser's block nodes, with the open containers on a stack.

use comrak::{
    Arena,
    nodes::{AlertType, ListType, Node, NodeAlert, NodeHeading, NodeList, NodeValue, Sourcepos},
};
use notion_model::{
    limits::RICH_TEXT_ITEMS,
    request::{Block, RichText},
};

use super::{
    Reader, build, clean,
    frame::{Closed, Frame, Owner},
    inline::{Piece, Setting, footnote_name},
};
use crate::{
    Comments, FrontMatter, RemarkKind,
    alert::Alert,
    fit::{divide, fits_one_block, told},
};

/// How deep containers may nest. Deeper ones are opened up: their content stays, on this level.
///
/// People do not nest this deep; texts made to break parsers do, and every later step would
/// have to survive them.
pub(crate) const MAX_DEPTH: usize = 100;

/// So long, with the empty line after it, is a block that people write.
const BYTES_OF_A_BLOCK: usize = 128;

/// A node whose children are being read.
struct Open<'n> {
    node: Node<'n>,
    /// How many containers were open before it.
    frames: usize,
}

/// What to do after a node was looked at.
enum Next {
    /// Go to its children; they belong to the innermost container, which the node may have opened.
    Inside,
    /// Its children were read, or it has none.
    Over,
}

impl Next {
    /// Opens a container for the children.
    fn inside(frame: Frame, frames: &mut Vec<Frame>) -> Self {
        frames.push(frame);
        Self::Inside
    }
}

/// The container of everything, for a text of so many bytes.
pub(super) fn page(bytes: usize) -> Frame {
    // To count the blocks would be one more walk through the memory of a long text.
    Frame::page(bytes / BYTES_OF_A_BLOCK)
}

impl Reader<'_> {
    /// Reads a whole document.
    pub(super) fn document(&mut self, root: Node<'_>) -> Vec<Block> {
        let mut frames = vec![page(self.text.len())];
        self.walk(root.first_child(), None, &mut frames);
        let blocks = self.close_page(frames);
        self.with_footnotes(blocks)
    }

    /// Adds the notes that belong to the end of a page.
    pub(super) fn with_footnotes(&mut self, mut blocks: Vec<Block>) -> Vec<Block> {
        if !self.footnotes.is_empty() {
            blocks.push(build::divider());
            blocks.push(build::paragraph(build::text("Footnotes")));
            blocks.append(&mut self.footnotes);
        }
        blocks
    }

    /// What the container of everything holds in the end.
    pub(super) fn close_page(&mut self, mut frames: Vec<Frame>) -> Vec<Block> {
        self.close_to(1, &mut frames, true);
        frames.pop().map(Frame::into_children).unwrap_or_default()
    }

    /// Reads the children of a node that is no document of its own.
    pub(super) fn body(&mut self, root: Node<'_>) -> Vec<Block> {
        let mut frames = vec![page(0)];
        self.walk(root.first_child(), None, &mut frames);
        self.close_page(frames)
    }

    /// Reads a node and its siblings, up to one of them, without recursion: containers may nest
    /// without limit.
    pub(super) fn walk<'n>(
        &mut self,
        first: Option<Node<'n>>,
        until: Option<Node<'n>>,
        frames: &mut Vec<Frame>,
    ) {
        let mut open: Vec<Open<'n>> = Vec::new();
        let is_end = |it: Node<'n>| until.is_some_and(|end| end.same_node(it));
        let mut next = first;
        loop {
            if let Some(node) = next.filter(|it| !is_end(it)) {
                let count = frames.len();
                match self.enter(node, frames) {
                    Next::Over => {
                        next = node.next_sibling();
                        continue;
                    }
                    Next::Inside if frames.len() > count && count + self.depth > MAX_DEPTH => {
                        let place = self.place(node.data().sourcepos);
                        self.too_deep(place);
                        let title = frames.pop().map(Frame::into_title).unwrap_or_default();
                        if !title.is_empty() {
                            self.put_text(title, place, frames);
                        }
                    }
                    Next::Inside => {}
                }
                open.push(Open { node, frames: count });
                next = node.first_child();
            } else if let Some(it) = open.pop() {
                self.close_to(it.frames, frames, true);
                next = it.node.next_sibling();
            } else {
                break;
            }
        }
    }

    /// Closes containers until `count` are open. Those of tags close by their own tag; if they
    /// end with what is around them, `remarked` says so.
    pub(super) fn close_to(&mut self, count: usize, frames: &mut Vec<Frame>, remarked: bool) {
        while frames.len() > count {
            let [.., around, frame] = frames.as_mut_slice() else { return };
            if let Some((tag, place)) = frame.tag_and_place().filter(|_| remarked) {
                let message = format!("`<{tag}>` is not closed; it ends with what is around it");
                self.remark(RemarkKind::HtmlUnclosed, place, message);
            }
            let place = frame.tag_and_place().map(|it| it.1);
            let closed = frame.close(around);
            frames.truncate(frames.len() - 1);
            match closed {
                Closed::Block => {}
                Closed::Footnote(blocks) => self.footnotes.extend(blocks),
                Closed::Notion(ending) => {
                    if let (Some(message), Some(place)) = (ending.complaint, place) {
                        self.remark(RemarkKind::HtmlUnwrapped, place, message);
                    }
                    if let (Some(text), Some(frame)) = (ending.text, frames.last_mut()) {
                        frame.text(text);
                    }
                    for block in ending.blocks {
                        if let Some(place) = place {
                            self.check_table(&block, place);
                        }
                        put(frames, block);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: Node<'_>, frames: &mut Vec<Frame>) -> Next {
        let mut data = node.data_mut();
        let place = self.place(data.sourcepos);
        match &mut data.value {
            NodeValue::Paragraph | NodeValue::Subtext => {
                drop(data);
                self.paragraph(node, frames);
            }
            NodeValue::Heading(heading) => {
                let heading = *heading;
                drop(data);
                self.heading(node, heading, place, frames);
            }
            NodeValue::List(list) => {
                let list = *list;
                drop(data);
                self.list(node, list, place);
                return Next::Inside;
            }
            NodeValue::Item(item) => {
                let is_bullet = item.list_type == ListType::Bullet;
                let owner = if is_bullet { Owner::Bullet } else { Owner::Number };
                return Next::inside(Frame::new(owner), frames);
            }
            NodeValue::TaskItem(task) => {
                let symbol = task.symbol;
                let checked = self.task(symbol, place);
                return Next::inside(Frame::new(Owner::ToDo { checked }), frames);
            }
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                return Next::inside(Frame::new(Owner::Quote), frames);
            }
            NodeValue::Alert(alert) => {
                let title = alert.title.take();
                let owner = Owner::Callout(kind_of(alert).into());
                drop(data);
                let title = title.map(|it| self.part(it.trim(), place)).unwrap_or_default();
                return Next::inside(Frame::titled(owner, title), frames);
            }
            NodeValue::Callout(callout) => {
                let callout = callout.as_ref().clone();
                drop(data);
                return Next::inside(self.callout(node, &callout), frames);
            }
            NodeValue::BlockDirective(directive) => {
                let info = std::mem::take(&mut directive.info);
                drop(data);
                return Next::inside(self.directive(&info, place), frames);
            }
            NodeValue::DescriptionItem(_) => {
                drop(data);
                return Next::inside(self.description(node, frames), frames);
            }
            NodeValue::CodeBlock(code) => {
                let code = std::mem::take(code.as_mut());
                self.code_block(code, place, |block| put(frames, block));
            }
            NodeValue::ThematicBreak => put(frames, build::divider()),
            NodeValue::Table(table) => {
                let table = std::mem::take(table.as_mut());
                drop(data);
                let block = self.table(node, &table, place);
                put(frames, block);
            }
            NodeValue::FootnoteDefinition(definition) => {
                let title = build::text(&footnote_name(&definition.name));
                self.remark(
                    RemarkKind::FootnotesMoved,
                    place,
                    "a footnote became text at the end of the page",
                );
                return Next::inside(Frame::titled(Owner::Footnote, title), frames);
            }
            NodeValue::HtmlBlock(html) => {
                let html = std::mem::take(&mut html.literal);
                drop(data);
                if self.tag_block(&html, place, frames) {
                    return Next::Over;
                }
                self.html_block(&html, place, frames);
            }
            NodeValue::FrontMatter(text) => {
                let text = std::mem::take(text);
                self.front_matter(&text, place);
            }
            NodeValue::MultilineComment(comment) => {
                let comment = std::mem::take(&mut comment.literal);
                drop(data);
                self.comment_block(comment, place, frames);
            }
            // Containers that are nothing by themselves; what is in them counts.
            NodeValue::Document
            | NodeValue::DescriptionList
            | NodeValue::DescriptionTerm
            | NodeValue::DescriptionDetails
            | NodeValue::CalloutTitle
            | NodeValue::TableRow(_)
            | NodeValue::TableCell => return Next::Inside,
            // Inline nodes do not stand among blocks.
            _ => {}
        }
        Next::Over
    }

    /// Whether a task is done.
    fn task(&mut self, symbol: Option<char>, place: Sourcepos) -> bool {
        let checked = symbol.is_some_and(|it| matches!(it, 'x' | 'X'));
        if let Some(symbol) = symbol.filter(|_| !checked) {
            let message = format!("the `{symbol}` of a task was dropped; it is not done");
            self.remark(RemarkKind::TaskSymbolDropped, place, message);
        }
        checked
    }

    fn comment_block(&mut self, comment: String, place: Sourcepos, frames: &mut [Frame]) {
        if self.options.comments == Comments::Text {
            let text = format!("%%{}%%", clean(comment));
            self.put_text(build::text(&text), place, frames);
        } else {
            self.remark(RemarkKind::CommentDropped, place, "a comment was dropped");
        }
    }

    pub(super) fn paragraph(&mut self, node: Node<'_>, frames: &mut [Frame]) {
        if let Some(frame) = frames.last_mut().filter(|it| it.takes_line()) {
            let line = self.line(node);
            frame.text(line);
            return;
        }
        if frames.last().is_some_and(|it| !it.takes_text())
            && let Some(block) = self.lone_link(node)
        {
            return put(frames, block);
        }
        let mut pieces = self.pieces(node, Setting::Flow);
        for piece in pieces.drain(..) {
            match piece {
                Piece::Text(text) => {
                    let place = self.place(node.data().sourcepos);
                    self.put_text(text, place, frames);
                }
                Piece::Block(block) => put(frames, *block),
            }
        }
        self.spare_pieces = pieces;
    }

    /// Puts a text into the innermost container, in as many paragraphs as it needs.
    pub(super) fn put_text(&mut self, text: Vec<RichText>, place: Sourcepos, frames: &mut [Frame]) {
        let Some(frame) = frames.last_mut() else { return };
        if fits_one_block(&text) {
            return frame.text(text);
        }
        let mut parts = divide(text).into_iter();
        if let Some(first) = parts.next() {
            frame.text(first);
        }
        if parts.len() > 0 {
            let message = "a text too long for one block was divided";
            self.remark(RemarkKind::BlockDivided, place, message);
        }
        parts.for_each(|it| frame.block(build::paragraph(it)));
    }

    fn heading(
        &mut self,
        node: Node<'_>,
        heading: NodeHeading,
        place: Sourcepos,
        frames: &mut [Frame],
    ) {
        let deepest = self.options.deepest_heading.clamp(1, 4);
        if heading.level > deepest {
            let message =
                format!("a heading of level {} became one of level {deepest}", heading.level);
            self.remark(RemarkKind::HeadingLevel, place, message);
        }
        let level = heading.level.min(deepest);
        let mut pieces = self.pieces(node, Setting::Heading);
        for piece in pieces.drain(..) {
            match piece {
                Piece::Text(mut text) => {
                    let rest = text.split_off(text.len().min(RICH_TEXT_ITEMS));
                    put(frames, Block::heading(level, text));
                    if !rest.is_empty() {
                        self.remark(RemarkKind::BlockDivided, place, told::heading_divided());
                        for part in divide(rest) {
                            put(frames, build::paragraph(part));
                        }
                    }
                }
                Piece::Block(block) => put(frames, *block),
            }
        }
        self.spare_pieces = pieces;
    }

    fn list(&mut self, node: Node<'_>, list: NodeList, place: Sourcepos) {
        if list.list_type == ListType::Bullet {
            return;
        }
        if list.start != 1 {
            let message = format!("a list that begins with {} will begin with 1", list.start);
            self.remark(RemarkKind::ListStartDropped, place, message);
        }
        let is_task = |it: Node<'_>| matches!(it.data().value, NodeValue::TaskItem(_));
        if node.children().any(is_task) {
            let message = "the numbers of tasks were dropped";
            self.remark(RemarkKind::TaskNumberDropped, place, message);
        }
    }

    fn front_matter(&mut self, text: &str, place: Sourcepos) {
        // The first and the last line are the fences.
        let text = text.trim_end();
        let start = text.find('\n').map_or(text.len(), |at| at + 1);
        let end = text.rfind('\n').map_or(text.len(), |at| at + 1).max(start);
        let (front_matter, problems) = FrontMatter::read(&text[start..end]);
        for problem in problems {
            let mut place = place;
            place.start.line += problem.line + 1;
            place.start.column = 1;
            let message = format!("an entry of the front matter was left out: {}", problem.reason);
            self.remark(RemarkKind::FrontMatter, place, message);
        }
        self.front_matter = Some(front_matter);
    }

    /// Reads a text that the parser left as it is, such as the title of an alert.
    pub(super) fn part(&mut self, text: &str, place: Sourcepos) -> Vec<RichText> {
        let arena = Arena::new();
        // In a heading nothing but running text is recognised.
        let heading = format!("# {text} #");
        let root = self.parse_part(&arena, &heading, self.fixed.unwrap_or(place));
        let outer = self.fixed.replace(self.fixed.unwrap_or(place));
        let runs = root.first_child().map(|it| self.line(it)).unwrap_or_default();
        self.fixed = outer;
        runs
    }

    pub(super) fn too_deep(&mut self, place: Sourcepos) {
        if !std::mem::replace(&mut self.said_too_deep, true) {
            let message =
                format!("what is nested more than {MAX_DEPTH} levels deep stays on that level");
            self.remark(RemarkKind::TooDeep, place, message);
        }
    }
}

pub(super) fn put(frames: &mut [Frame], block: Block) {
    if let Some(frame) = frames.last_mut() {
        frame.block(block);
    }
}

fn kind_of(alert: &NodeAlert) -> Alert {
    match alert.alert_type {
        AlertType::Note => Alert::Note,
        AlertType::Tip => Alert::Tip,
        AlertType::Important => Alert::Important,
        AlertType::Warning => Alert::Warning,
        AlertType::Caution => Alert::Caution,
    }
}
