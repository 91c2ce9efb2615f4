//! Blocks in Notion's second dialect, which has a form for every one of them.
//!
//! Whatever Markdown can say is written as Markdown; what has attributes or children that it
//! cannot hold is written as a tag.

use notion_model::{
    Color,
    request::{
        Block, BlockKind, Code, FileSource, Heading, Icon, LinkTarget, Media, RichText,
        RichTextKind, Website, plain_text,
    },
};

use super::{
    Writer,
    blocks::{Children, Inside, Last, is_item},
    inline::Setting,
    link::destination,
};
use crate::{
    Dialect, icon,
    mention::page_url,
    normal::merge,
    ratio::to_percent,
    tag::{TagText, push_value},
};

impl Writer<'_> {
    pub(super) fn notion_block(
        &mut self,
        block: &Block,
        number: usize,
        inside: Inside,
    ) -> Children {
        let children = &block.children;
        match &block.kind {
            BlockKind::Paragraph(it, icon) => {
                let tag = TagText::new(if inside == Inside::Tabs { "tab" } else { "p" });
                let tag = self.icon(tag, icon.as_ref());
                let tag = self.color(tag, &it.color);
                if inside != Inside::Tabs && tag.is_bare() && children.is_empty() {
                    let text = self.inline(&it.rich_text, Setting::Paragraph);
                    self.lines.push(if text.is_empty() { "<p />" } else { &text });
                    return Children::Done;
                }
                self.tagged(&tag, &it.rich_text, children)
            }
            BlockKind::Heading1(it) => self.notion_heading(1, it, children),
            BlockKind::Heading2(it) => self.notion_heading(2, it, children),
            BlockKind::Heading3(it) => self.notion_heading(3, it, children),
            BlockKind::Heading4(it) => self.notion_heading(4, it, children),
            BlockKind::BulletedListItem(_)
            | BlockKind::NumberedListItem(_)
            | BlockKind::ToDo(_)
                if is_simple_item(block) =>
            {
                self.block(block, number)
            }
            BlockKind::BulletedListItem(it) => self.listed("ul", it, children),
            BlockKind::NumberedListItem(it) => self.listed("ol", it, children),
            BlockKind::ToDo(it) => {
                let mut tag = TagText::new("todo");
                if it.checked {
                    tag.set("checked", "true");
                }
                let tag = self.color(tag, &it.color);
                self.tagged(&tag, &it.rich_text, children)
            }
            BlockKind::Toggle(it) => {
                let tag = self.color(TagText::new("toggle"), &it.color);
                self.tagged(&tag, &it.rich_text, children)
            }
            BlockKind::Quote(it) => {
                let tag = self.color(TagText::new("quote"), &it.color);
                if tag.is_bare() && children.is_empty() && !is_blank(&it.rich_text) {
                    let outer = self.lines.enter("> ", "> ");
                    return self.inside(outer, &it.rich_text, children, Last::Other);
                }
                self.tagged(&tag, &it.rich_text, children)
            }
            BlockKind::Callout(it) => {
                let tag = self.icon(TagText::new("callout"), it.icon.as_ref());
                let tag = self.color(tag, &it.color);
                self.tagged(&tag, &it.rich_text, children)
            }
            BlockKind::Template(text) if self.carries_all() => {
                self.tagged(&TagText::own("template"), text, children)
            }
            BlockKind::Template(text) => {
                self.not_for_endpoint("a button that inserts blocks");
                self.tagged(&TagText::new("p"), text, children)
            }
            BlockKind::ColumnList => {
                self.boxed(&TagText::new("columns"), children, Inside::Columns)
            }
            BlockKind::Column(it) => {
                let mut tag = TagText::new("column");
                if let Some(ratio) = it.width_ratio {
                    let (percent, is_exact) = to_percent(ratio);
                    tag.set("ratio", &percent);
                    if !is_exact && self.carries_all() {
                        tag.set("nmd-ratio", &ratio.to_string());
                    }
                }
                self.boxed(&tag, children, Inside::Flow)
            }
            BlockKind::Tab => self.boxed(&TagText::new("tabs"), children, Inside::Tabs),
            BlockKind::SyncedBlock(it) => {
                let tag = match it.synced_from {
                    Some(id) => TagText::new("synced-block-reference").with("url", &page_url(id)),
                    None => TagText::new("synced-block"),
                };
                self.boxed(&tag, children, Inside::Flow)
            }
            other => {
                self.notion_leaf(other, children);
                if matches!(other, BlockKind::Table(_)) {
                    Children::Done
                } else {
                    self.beside(block)
                }
            }
        }
    }

    /// A block that no others are in.
    fn notion_leaf(&mut self, kind: &BlockKind, children: &[Block]) {
        match kind {
            BlockKind::Divider => {
                let line = if self.lines.is_fresh() { "***" } else { "---" };
                self.lines.push(line);
            }
            BlockKind::Code(it) => self.notion_code(it),
            BlockKind::Equation(expression) => self.notion_equation(expression),
            BlockKind::Table(it) => self.notion_table(*it, children),
            BlockKind::TableRow(row) => self.notion_row(&row.cells, "td"),
            BlockKind::Image(it) => self.notion_image(it),
            BlockKind::Video(it) => self.notion_media("video", it),
            BlockKind::Audio(it) => self.notion_media("audio", it),
            BlockKind::Pdf(it) => self.notion_media("pdf", it),
            BlockKind::File(it) => self.notion_media("file", it),
            BlockKind::Bookmark(it) => self.notion_website("bookmark", it),
            BlockKind::Embed(it) => self.notion_website("embed", it),
            BlockKind::TableOfContents(color) => {
                let tag = self.color(TagText::new("table-of-contents"), color);
                self.lines.push(&tag.closed());
            }
            BlockKind::Breadcrumb if self.carries_all() => {
                self.lines.push(&TagText::own("breadcrumb").closed());
            }
            BlockKind::Breadcrumb => {
                self.not_for_endpoint("a breadcrumb");
                self.lines.push("<p />");
            }
            BlockKind::LinkToPage(target) => self.notion_link_to_page(*target),
            other => {
                let name = other.type_name();
                self.not_for_endpoint(&format!("a `{name}`"));
                self.paragraph(other.rich_text().unwrap_or_default());
            }
        }
    }

    /// Whether the crate's own tags and attributes may be used.
    pub(super) fn carries_all(&self) -> bool {
        self.options.dialect == Dialect::V2 && !self.options.for_endpoint
    }

    fn notion_heading(&mut self, level: u8, it: &Heading, children: &[Block]) -> Children {
        let index = usize::from(level - 1);
        let name = ["h1", "h2", "h3", "h4"][index];
        let unfolds = it.is_toggleable || !children.is_empty();
        let tag =
            if unfolds { TagText::new("toggle").with("heading", name) } else { TagText::new(name) };
        let tag = self.color(tag, &it.color);
        if !tag.is_bare() || has_line_break(&it.rich_text) {
            return self.tagged(&tag, &it.rich_text, children);
        }
        let text = self.inline(&it.rich_text, Setting::Heading);
        let space = if text.is_empty() { "" } else { " " };
        let marker = &"####"[..=index];
        self.lines.push(&format!("{marker}{space}{text}"));
        Children::Done
    }

    /// An item of a list in a tag.
    fn listed(
        &mut self,
        list: &'static str,
        it: &notion_model::request::TextBlock,
        children: &[Block],
    ) -> Children {
        let list = TagText::new(list);
        let tag = self.color(TagText::new("li"), &it.color);
        self.lines.push(&list.open());
        match self.tagged(&tag, &it.rich_text, children) {
            Children::Within { close, last, inside } => {
                let close = format!("{close}\n{}", list.close());
                Children::Within { close, last, inside }
            }
            children => {
                self.lines.push(&list.close());
                children
            }
        }
    }

    /// A tag whose text comes first in it, and then its children.
    fn tagged(&mut self, tag: &TagText, text: &[RichText], children: &[Block]) -> Children {
        let text = self.inline(text, Setting::Paragraph);
        let (open, close) = (tag.open(), tag.close());
        if children.is_empty() {
            self.lines.push(&format!("{open}{text}{close}"));
            return Children::Done;
        }
        // Otherwise the first child would be the text.
        let text = if text.is_empty() { "<p />" } else { &text };
        self.lines.push(&format!("{open}{text}"));
        Children::Within { close, last: Last::Other, inside: Inside::Flow }
    }

    /// A tag that has no text of its own.
    fn boxed(&mut self, tag: &TagText, children: &[Block], inside: Inside) -> Children {
        if children.is_empty() {
            self.lines.push(&format!("{}{}", tag.open(), tag.close()));
            return Children::Done;
        }
        self.lines.push(&tag.open());
        Children::Within { close: tag.close(), last: Last::Nothing, inside }
    }

    pub(super) fn color(&mut self, mut tag: TagText, color: &Color) -> TagText {
        match color {
            Color::Default => {}
            Color::Unknown(_) if self.carries_all() => tag.set("nmd-color", color.as_str()),
            Color::Unknown(_) => {
                self.not_for_endpoint("a colour that Notion's Markdown has no word for");
            }
            color => tag.set("color", color.as_str()),
        }
        tag
    }

    fn icon(&mut self, mut tag: TagText, icon: Option<&Icon>) -> TagText {
        let own = self.carries_all();
        if let Some(lost) = icon.and_then(|it| icon::set_icon(&mut tag, it, own)) {
            self.not_for_endpoint(lost);
        }
        tag
    }

    fn sourced(&mut self, mut tag: TagText, source: &FileSource) -> TagText {
        let own = self.carries_all();
        if let Some(lost) = icon::set_source(&mut tag, source, own) {
            self.not_for_endpoint(lost);
        }
        tag
    }

    fn notion_image(&mut self, image: &Media) {
        let mut caption = image.caption.clone();
        merge(&mut caption);
        let alt = match &*caption {
            [] => Some(String::new()),
            [run] if *run == RichText::text(run.plain_text()) => {
                Some(self.inline(&caption, Setting::Alt))
            }
            _ => None,
        };
        if let (Some(alt), FileSource::External(url), None) = (alt, &image.source, &image.name)
            && !alt.contains('\n')
            && icon::is_plain_source(url)
        {
            let line = format!("![{alt}]({})", destination(url));
            return self.lines.push(&line);
        }
        self.notion_media("image", image);
    }

    fn notion_media(&mut self, name: &'static str, media: &Media) {
        let mut tag = self.sourced(TagText::new(name), &media.source);
        // Nothing else can have one.
        if let Some(called) = media.name.as_ref().filter(|_| name == "file") {
            if self.carries_all() {
                tag.set("name", called);
            } else {
                self.not_for_endpoint("the name of a file");
            }
        }
        self.captioned_tag(&tag, &media.caption);
    }

    fn notion_website(&mut self, name: &'static str, website: &Website) {
        let source = FileSource::External(website.url.clone());
        let tag = self.sourced(TagText::new(name), &source);
        self.captioned_tag(&tag, &website.caption);
    }

    fn captioned_tag(&mut self, tag: &TagText, caption: &[RichText]) {
        let caption = self.inline(caption, Setting::Paragraph);
        if caption.is_empty() {
            self.lines.push(&tag.closed());
        } else {
            self.lines.push(&format!("{}{caption}{}", tag.open(), tag.close()));
        }
    }

    fn notion_link_to_page(&mut self, target: LinkTarget) {
        let (kind, id) = match target {
            LinkTarget::Page(id) => ("page", id.uuid()),
            LinkTarget::Database(id) => ("database", id.uuid()),
            LinkTarget::Comment(id) => ("comment", id.uuid()),
        };
        if self.carries_all() {
            let tag = TagText::own("link_to_page").with("type", kind).with("id", &id.to_string());
            return self.lines.push(&tag.closed());
        }
        self.not_for_endpoint("a link to a page as a block");
        let mut tag = TagText::new("mention").with("url", &page_url(id));
        if kind == "database" {
            tag.set("type", kind);
        }
        self.lines.push(&format!("{}{}", tag.open(), tag.close()));
    }

    pub(super) fn notion_equation(&mut self, expression: &str) {
        let expression =
            expression.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
        let expression = expression.trim();
        if expression.is_empty() {
            return self.lines.push("$$\n$$");
        }
        // White space at the end of a line would be lost where nothing else is on it.
        let is_plain = expression
            .split('\n')
            .all(|it| it.trim() != "$$" && (it.is_empty() || !it.trim().is_empty()));
        let has_end = expression.split('\n').any(|it| it.trim() == "$$");
        if self.options.dialect == Dialect::V1 && has_end {
            // Read as an equation here, and as code by Notion.
            self.not_for_endpoint("an equation with a line of two dollars");
            self.fenced("math", expression);
        } else if is_plain || !self.carries_all() {
            self.lines.push(&format!("$$\n{expression}\n$$"));
        } else {
            let tag = TagText::own("equation").with("expression", expression);
            self.lines.push(&tag.closed());
        }
    }

    pub(super) fn notion_code(&mut self, code: &Code) {
        let mut runs = code.rich_text.clone();
        crate::normal::normal_text(&mut runs);
        let text = plain_text(&runs);
        let mut caption = code.caption.clone();
        crate::normal::normal_text(&mut caption);
        let mut attributes = String::new();
        let mut set = |name: &str, value: &str| {
            attributes.push_str(if attributes.is_empty() { " {" } else { " " });
            attributes.push_str(name);
            attributes.push_str("=\"");
            push_value(value, &mut attributes);
            attributes.push('"');
        };
        let mut lost = Vec::new();
        let is_plain =
            |runs: &[RichText]| runs.iter().all(|it| *it == RichText::text(it.plain_text()));
        if !caption.is_empty() {
            if !self.carries_all() {
                lost.push("the caption of a code block");
            } else if is_plain(&caption) {
                set("caption", &plain_text(&caption));
            } else {
                set("nmd-caption", &json(&caption));
            }
        }
        if !is_plain(&runs) {
            if self.carries_all() {
                set("nmd-text", &json(&runs));
            } else {
                lost.push("marks in a code block");
            }
        }
        for lost in lost {
            self.not_for_endpoint(lost);
        }
        let mut info = if &*code.language == crate::language::PLAIN_TEXT {
            String::new()
        } else {
            code.language.to_string()
        };
        if !attributes.is_empty() {
            attributes.push('}');
            // The parser decodes what stands after a fence; the attributes are decoded again.
            info.push_str(&attributes.replace('&', "&amp;"));
        }
        self.fenced(&info, &text);
    }
}

/// Whether an item can be written with a marker: without a colour, and with a text before its
/// children.
pub(super) fn is_simple_item(block: &Block) -> bool {
    let color = match &block.kind {
        BlockKind::BulletedListItem(it) | BlockKind::NumberedListItem(it) => &it.color,
        BlockKind::ToDo(it) => &it.color,
        _ => return false,
    };
    let text = block.kind.rich_text().unwrap_or_default();
    is_item(block) && color.is_default() && (block.children.is_empty() || !is_blank(text))
}

/// Whether nothing of a text is written.
pub(super) fn is_blank(text: &[RichText]) -> bool {
    text.iter().all(|it| match &it.kind {
        RichTextKind::Text { content, .. } => content.is_empty(),
        RichTextKind::Equation(expression) => expression.trim().is_empty(),
        RichTextKind::Mention(_) => false,
    })
}

fn has_line_break(text: &[RichText]) -> bool {
    let breaks = |it: &RichText| matches!(&it.kind, RichTextKind::Text { content, .. } if content.contains(['\n', '\r']));
    text.iter().any(breaks)
}

fn json(runs: &[RichText]) -> String {
    serde_json::to_string(runs).unwrap_or_default()
}
