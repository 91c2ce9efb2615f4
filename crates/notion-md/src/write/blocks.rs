//! Blocks, one after the other, with the open containers on a stack.

use notion_model::request::{Block, BlockKind, Callout, Icon, LinkTarget, RichText};

use super::{Writer, inline::Setting};
use crate::{Dialect, RemarkKind, alert::Alert};

/// Siblings that are being written.
struct Level<'b> {
    blocks: &'b [Block],
    next: usize,
    last: Last,
    /// The number of the last item, if it was one of a numbered list.
    number: usize,
    end: End,
    inside: Inside,
}

/// What was written last on a level.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing, or just the marker of the container.
    Nothing,
    /// The text of the item of a list that the level is in.
    ItemText,
    /// An item; `simple` if there is nothing but lists in it.
    Item {
        numbered: bool,
        simple: bool,
    },
    Other,
}

impl Last {
    /// Whether a blank line must come before the next block.
    fn needs_blank_before(self, block: &Block, is_item: fn(&Block) -> bool) -> bool {
        match self {
            Self::Nothing => false,
            // Under a line of text, an empty item would underline a heading.
            Self::ItemText => !is_item(block) || is_empty(block),
            Self::Item { numbered, simple } => {
                !(simple && is_item(block) && is_number(block) == numbered)
            }
            Self::Other => true,
        }
    }

    fn of(block: &Block, is_item: fn(&Block) -> bool) -> Self {
        if is_item(block) {
            let simple = block.children.iter().all(is_item);
            Self::Item { numbered: is_number(block), simple }
        } else {
            Self::Other
        }
    }
}

/// What ends a level.
enum End {
    Nothing,
    /// The end of a container, see [`Lines::leave`](super::lines::Lines::leave).
    Leave(usize),
    /// A closing tag.
    Tag(&'static str),
    /// A closing tag of Notion's, right after what is in it.
    Notion(String),
    /// The end of what is one tab deeper, and a closing tag.
    Deeper(usize, Option<String>),
}

/// How the children of a block are written.
pub(super) enum Children {
    /// There can be none, or they are written already.
    Done,
    /// On the level of the block itself: Markdown cannot nest here.
    Beside,
    /// In the block, after what was written last in it.
    Inside { outer: usize, last: Last },
    /// Up to a closing tag.
    Until(&'static str),
    /// Up to a closing tag of Notion's.
    Within { close: String, last: Last, inside: Inside },
    /// One tab deeper, up to a closing tag if there is one.
    Deeper { close: Option<String> },
}

/// What siblings are parts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// They are blocks like any others.
    Flow,
    /// They are columns, which no blank lines divide.
    Columns,
    /// They are the labels of tabs.
    Tabs,
}

impl Writer<'_> {
    /// Writes a tree of blocks, without recursion: it may have any depth.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let level = |blocks, last, end| Level {
            blocks,
            next: 0,
            last,
            number: 0,
            end,
            inside: Inside::Flow,
        };
        let dialect = self.options.dialect;
        let is_notion = dialect.is_notion();
        let is_item = if dialect == Dialect::V2 { super::notion::is_simple_item } else { is_item };
        let mut open = vec![level(blocks, Last::Nothing, End::Nothing)];
        self.path.push(0);
        while let Some(level_now) = open.last_mut() {
            let Some(block) = level_now.blocks.get(level_now.next) else {
                match &level_now.end {
                    End::Nothing => {}
                    End::Leave(outer) => self.lines.leave(*outer),
                    End::Notion(tag) => self.lines.push(tag),
                    End::Deeper(outer, close) => {
                        self.lines.leave(*outer);
                        if let Some(close) = close {
                            self.lines.push(close);
                        }
                    }
                    End::Tag(tag) => {
                        self.lines.blank();
                        self.lines.push(tag);
                    }
                }
                open.pop();
                self.path.pop();
                continue;
            };
            if let Some(index) = self.path.last_mut() {
                *index = level_now.next;
            }
            level_now.next += 1;
            let last = level_now.last;
            if !is_notion && is_transparent(&block.kind) {
                self.transparent(block);
                level_now.last = if block.children.is_empty() { last } else { Last::Other };
                open.push(level(&block.children, last, End::Nothing));
                self.path.push(0);
                continue;
            }
            let is_numbered = is_number(block) && is_item(block);
            level_now.number = if is_numbered { level_now.number + 1 } else { 0 };
            level_now.last = Last::of(block, is_item);
            let number = level_now.number;
            let inside = level_now.inside;
            let has_blanks = dialect != Dialect::V1 && inside == Inside::Flow;
            if has_blanks && last.needs_blank_before(block, is_item) {
                self.lines.blank();
            }
            let children = match dialect {
                Dialect::Gfm => match self.block(block, number) {
                    // Notion has no blocks in most of these, but a program may have put them there.
                    Children::Done if !matches!(block.kind, BlockKind::Table(_)) => {
                        self.beside(block)
                    }
                    children => children,
                },
                Dialect::V2 => self.notion_block(block, number, inside),
                Dialect::V1 => self.v1_block(block, number),
            };
            let (last, end) = match children {
                Children::Within { close, last, inside } => {
                    let level = level(&block.children, last, End::Notion(close));
                    open.push(Level { inside, ..level });
                    self.path.push(0);
                    continue;
                }
                Children::Deeper { close } => {
                    let outer = self.lines.nest("\t");
                    open.push(level(&block.children, Last::Nothing, End::Deeper(outer, close)));
                    self.path.push(0);
                    continue;
                }
                Children::Done => continue,
                Children::Beside => (Last::Other, End::Nothing),
                Children::Inside { outer, last } => (last, End::Leave(outer)),
                Children::Until(tag) => (Last::Other, End::Tag(tag)),
            };
            open.push(level(&block.children, last, end));
            self.path.push(0);
        }
    }

    /// Says what becomes of a block that has no form of its own.
    fn transparent(&mut self, block: &Block) {
        let name = block.kind.type_name();
        if block.children.is_empty() {
            self.remark(
                RemarkKind::BlockDropped,
                format!("Markdown has no `{name}`; it was dropped"),
            );
        } else if !matches!(block.kind, BlockKind::Column(_)) {
            let message = format!("Markdown has no `{name}`; its content follows in order");
            self.remark(RemarkKind::ChildrenUnnested, message);
        }
    }

    pub(super) fn block(&mut self, block: &Block, number: usize) -> Children {
        self.block_color(&block.kind);
        match &block.kind {
            BlockKind::Paragraph(it, _) => {
                self.paragraph(&it.rich_text);
                self.beside(block)
            }
            BlockKind::Template(rich_text) => {
                let message = "a `template` became a paragraph";
                self.remark(RemarkKind::ShownAsText, message);
                self.paragraph(rich_text);
                self.beside(block)
            }
            BlockKind::Heading1(it) => self.heading("#", &it.rich_text, block),
            BlockKind::Heading2(it) => self.heading("##", &it.rich_text, block),
            BlockKind::Heading3(it) => self.heading("###", &it.rich_text, block),
            BlockKind::Heading4(it) => self.heading("####", &it.rich_text, block),
            BlockKind::BulletedListItem(it) => {
                let outer = self.lines.enter("- ", "  ");
                self.inside(outer, &it.rich_text, &block.children, Last::ItemText)
            }
            BlockKind::NumberedListItem(it) => {
                let marker = format!("{number}. ");
                let outer = self.lines.enter(&marker, &" ".repeat(marker.len()));
                self.inside(outer, &it.rich_text, &block.children, Last::ItemText)
            }
            BlockKind::ToDo(it) => {
                let outer = self.lines.enter("- ", "  ");
                self.task(if it.checked { "[x]" } else { "[ ]" }, &it.rich_text, block, outer)
            }
            BlockKind::Quote(it) => {
                let outer = self.lines.enter("> ", "> ");
                self.inside(outer, &it.rich_text, &block.children, Last::Other)
            }
            BlockKind::Callout(it) => self.callout(it, &block.children),
            BlockKind::Toggle(it) => {
                let summary = self.inline(&it.rich_text, Setting::Summary);
                self.lines.push(&format!("<details>\n<summary>{summary}</summary>"));
                Children::Until("</details>")
            }
            BlockKind::Divider => {
                // After the marker of a list, `---` would make a divider of the whole line; at the
                // head of the text, it would begin the front matter.
                let line = if self.lines.is_fresh() { "***" } else { "---" };
                self.lines.push(line);
                Children::Done
            }
            BlockKind::Code(it) => {
                self.code(it);
                Children::Done
            }
            BlockKind::Equation(expression) => {
                self.equation(expression);
                Children::Done
            }
            BlockKind::Table(it) => {
                self.table(*it, &block.children);
                Children::Done
            }
            BlockKind::Image(it) => {
                self.image(it);
                Children::Done
            }
            BlockKind::Video(it)
            | BlockKind::Audio(it)
            | BlockKind::Pdf(it)
            | BlockKind::File(it) => {
                self.media(it, block.kind.type_name());
                Children::Done
            }
            BlockKind::Bookmark(it) | BlockKind::Embed(it) => {
                self.website(it, block.kind.type_name());
                Children::Done
            }
            BlockKind::LinkToPage(target) => {
                self.link_to_page(*target);
                Children::Done
            }
            other => {
                let name = other.type_name();
                let message = format!("Markdown has no `{name}`; only its text was written");
                self.remark(RemarkKind::ShownAsText, message);
                let text = other.rich_text().unwrap_or_default();
                self.paragraph(text);
                self.beside(block)
            }
        }
    }

    pub(super) fn paragraph(&mut self, text: &[RichText]) {
        let text = self.inline(text, Setting::Paragraph);
        // Nothing at all would be no paragraph.
        self.lines.push(if text.is_empty() { "<br>" } else { &text });
    }

    fn heading(&mut self, marker: &str, text: &[RichText], block: &Block) -> Children {
        let text = self.inline(text, Setting::Heading);
        let space = if text.is_empty() { "" } else { " " };
        self.lines.push(&format!("{marker}{space}{text}"));
        self.beside(block)
    }

    /// The children of a block that cannot hold them in Markdown.
    pub(super) fn beside(&mut self, block: &Block) -> Children {
        if block.children.is_empty() {
            return Children::Done;
        }
        let name = block.kind.type_name();
        let message = format!("a `{name}` cannot hold blocks in Markdown; they follow it");
        self.remark(RemarkKind::ChildrenUnnested, message);
        Children::Beside
    }

    /// The text of a container, right after its marker.
    pub(super) fn inside(
        &mut self,
        outer: usize,
        text: &[RichText],
        children: &[Block],
        after: Last,
    ) -> Children {
        let text = self.inline(text, Setting::Paragraph);
        let last = if !text.is_empty() {
            self.lines.push(&text);
            after
        } else if children.first().is_none_or(begins_by_itself) {
            Last::Nothing
        } else {
            // Otherwise the first child would be read as the text.
            // The tag ends with a blank line.
            self.lines.push("<br>");
            Last::Other
        };
        Children::Inside { outer, last }
    }

    pub(super) fn task(
        &mut self,
        mark: &str,
        text: &[RichText],
        block: &Block,
        outer: usize,
    ) -> Children {
        let text = self.inline(text, Setting::Paragraph);
        let text = if text.is_empty() && !block.children.is_empty() { "<br>" } else { &text };
        let space = if text.is_empty() { "" } else { " " };
        self.lines.push(&format!("{mark}{space}{text}"));
        let last = if text == "<br>" { Last::Other } else { Last::ItemText };
        Children::Inside { outer, last }
    }

    fn callout(&mut self, callout: &Callout, children: &[Block]) -> Children {
        let outer = self.lines.enter("> ", "> ");
        let emoji = match &callout.icon {
            Some(Icon::Emoji(emoji)) => Some(emoji.as_str()),
            Some(_) => None,
            // What Notion puts.
            None => Some("💡"),
        };
        if let Some(alert) = emoji.and_then(|it| Alert::of(it, &callout.color)) {
            self.lines.push(&format!("[!{}]", alert.word()));
            let first = children.first();
            let text = self.inline(&callout.rich_text, Setting::Paragraph);
            if !text.is_empty() {
                self.lines.push(&text);
            } else if !first.is_none_or(begins_by_itself) {
                self.lines.push("<br>");
            }
            return Children::Inside { outer, last: Last::Other };
        }
        let message = "Markdown has only five kinds of callouts; this one became a quotation";
        self.remark(RemarkKind::IconDropped, message);
        let mut text = callout.rich_text.clone();
        if let Some(emoji) = emoji {
            let space = if text.is_empty() { "" } else { " " };
            text.insert(0, RichText::text(format!("{emoji}{space}")));
        }
        self.inside(outer, &text, children, Last::Other)
    }

    fn link_to_page(&mut self, target: LinkTarget) {
        let id = match target {
            LinkTarget::Page(id) => id.uuid(),
            LinkTarget::Database(id) => id.uuid(),
            LinkTarget::Comment(id) => id.uuid(),
        };
        self.remark(RemarkKind::ShownAsText, "a link to a page became a link to its address");
        let url = super::link::page_url(id);
        self.paragraph(&[RichText::text(&url).linked(&url)]);
    }

    /// Says that the colour of a block is lost. That of an alert is not.
    fn block_color(&mut self, kind: &BlockKind) {
        let color = match kind {
            BlockKind::Paragraph(it, _)
            | BlockKind::BulletedListItem(it)
            | BlockKind::NumberedListItem(it)
            | BlockKind::Toggle(it)
            | BlockKind::Quote(it) => &it.color,
            BlockKind::Heading1(it)
            | BlockKind::Heading2(it)
            | BlockKind::Heading3(it)
            | BlockKind::Heading4(it) => &it.color,
            BlockKind::ToDo(it) => &it.color,
            _ => return,
        };
        if !color.is_default() {
            let message = format!("Markdown has no colours; `{color}` was dropped");
            self.remark(RemarkKind::ColorDropped, message);
        }
    }
}

/// Whether a block cannot be taken for the text of the container that it begins.
fn begins_by_itself(block: &Block) -> bool {
    if let BlockKind::Image(image) = &block.kind {
        return super::media::is_shown(&image.source);
    }
    matches!(
        block.kind,
        BlockKind::Code(_)
            | BlockKind::Table(_)
            | BlockKind::Quote(_)
            | BlockKind::Callout(_)
            | BlockKind::Heading1(_)
            | BlockKind::Heading2(_)
            | BlockKind::Heading3(_)
            | BlockKind::Heading4(_)
    )
}

/// Whether Markdown has no form for a block, only for what is in it.
fn is_transparent(kind: &BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::ColumnList
            | BlockKind::Column(_)
            | BlockKind::Tab
            | BlockKind::SyncedBlock(_)
            | BlockKind::TableOfContents(_)
            | BlockKind::Breadcrumb
            | BlockKind::TableRow(_)
    ) || matches!(kind, BlockKind::Equation(expression) if expression.trim().is_empty())
}

pub(super) fn is_item(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::BulletedListItem(_) | BlockKind::NumberedListItem(_) | BlockKind::ToDo(_)
    )
}

fn is_empty(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::ToDo(_)) && block.kind.rich_text().is_some_and(<[_]>::is_empty)
}

fn is_number(block: &Block) -> bool {
    matches!(block.kind, BlockKind::NumberedListItem(_))
}
