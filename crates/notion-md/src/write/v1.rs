//! Blocks in Notion's first dialect: one line each, with what is in them one tab deeper.

use notion_model::{
    Color,
    request::{Block, BlockKind, FileSource, Heading, Icon, LinkTarget, Media, RichText, Table},
};

use super::{Writer, blocks::Children, inline::Setting, link::destination, notion::is_blank};
use crate::{RemarkKind, color_name::v1_word, icon, mention::page_url, tag::TagText};

impl Writer<'_> {
    pub(super) fn v1_block(&mut self, block: &Block, number: usize) -> Children {
        let children = &block.children;
        match &block.kind {
            BlockKind::Paragraph(it, icon) => {
                self.v1_no_icon(icon.as_ref());
                self.v1_paragraph(&it.rich_text, &it.color)
            }
            BlockKind::Heading1(it) => self.v1_heading("#", it, children),
            BlockKind::Heading2(it) => self.v1_heading("##", it, children),
            BlockKind::Heading3(it) => self.v1_heading("###", it, children),
            BlockKind::Heading4(it) => self.v1_heading("####", it, children),
            BlockKind::BulletedListItem(it) => self.marked("-", &it.rich_text, false, &it.color),
            BlockKind::NumberedListItem(it) => {
                self.marked(&format!("{number}."), &it.rich_text, false, &it.color)
            }
            BlockKind::ToDo(it) => {
                let marker = if it.checked { "- [x]" } else { "- [ ]" };
                self.marked(marker, &it.rich_text, false, &it.color)
            }
            BlockKind::Quote(it) => self.marked(">", &it.rich_text, false, &it.color),
            BlockKind::Toggle(it) => {
                let tag = self.v1_colored(TagText::new("details"), &it.color);
                let text = self.inline(&it.rich_text, Setting::TagCell);
                self.lines.push(&format!("{}\n<summary>{text}</summary>", tag.open()));
                Children::Deeper { close: Some(tag.close()) }
            }
            BlockKind::Callout(it) => {
                let mut tag = TagText::new("callout");
                if let Some(lost) =
                    it.icon.as_ref().and_then(|it| icon::set_icon(&mut tag, it, false))
                {
                    self.not_for_endpoint(lost);
                }
                let tag = self.v1_colored(tag, &it.color);
                self.lines.push(&tag.open());
                self.v1_callout_text(&it.rich_text, children);
                Children::Deeper { close: Some(tag.close()) }
            }
            BlockKind::ColumnList => self.v1_boxed(TagText::new("columns")),
            BlockKind::Column(it) => {
                if it.width_ratio.is_some() {
                    self.not_for_endpoint("the width of a column");
                }
                self.v1_boxed(TagText::new("column"))
            }
            BlockKind::SyncedBlock(it) => self.v1_boxed(match it.synced_from {
                Some(id) => TagText::new("synced_block_reference").with("url", &page_url(id)),
                None => TagText::new("synced_block"),
            }),
            BlockKind::Table(it) => {
                self.v1_table(*it, children);
                Children::Done
            }
            BlockKind::Tab => {
                self.not_for_endpoint("tabs");
                if children.is_empty() { Children::Done } else { Children::Beside }
            }
            BlockKind::Template(text) => {
                self.not_for_endpoint("a button that inserts blocks");
                self.v1_paragraph(text, &Color::Default)
            }
            other => {
                self.v1_leaf(other);
                self.beside(block)
            }
        }
    }

    /// A block that no others are in.
    fn v1_leaf(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Divider => self.lines.push("---"),
            BlockKind::Code(it) => self.notion_code(it),
            BlockKind::Equation(expression) => self.notion_equation(expression),
            BlockKind::Image(it) => self.v1_image(it),
            BlockKind::Video(it) => self.v1_media("video", it),
            BlockKind::Audio(it) => self.v1_media("audio", it),
            BlockKind::Pdf(it) => self.v1_media("pdf", it),
            BlockKind::File(it) => self.v1_media("file", it),
            BlockKind::Bookmark(it) => self.unknown("bookmark", Some(&it.url)),
            BlockKind::Embed(it) => self.unknown("embed", Some(&it.url)),
            BlockKind::TableOfContents(color) => {
                let tag = self.v1_colored(TagText::new("table_of_contents"), color);
                self.lines.push(&tag.closed());
            }
            BlockKind::LinkToPage(target) => self.v1_link_to_page(*target),
            BlockKind::TableRow(row) => self.v1_row(&row.cells),
            other => match other.rich_text() {
                Some(text) => {
                    self.not_for_endpoint(&format!("a `{}`", other.type_name()));
                    let text = text.to_vec();
                    self.v1_paragraph(&text, &Color::Default);
                }
                None => self.unknown(other.type_name(), None),
            },
        }
    }

    /// What Notion itself writes for what it cannot say.
    fn unknown(&mut self, name: &str, url: Option<&str>) {
        self.not_for_endpoint(&format!("a `{name}`"));
        let mut tag = TagText::new("unknown");
        if let Some(url) = url {
            tag.set("url", url);
        }
        tag.set("alt", name);
        self.lines.push(&tag.closed());
    }

    fn v1_paragraph(&mut self, text: &[RichText], color: &Color) -> Children {
        if !is_blank(text) {
            return self.marked("", text, false, color);
        }
        let tag = self.v1_colored(TagText::new("empty-block"), color);
        self.lines.push(&tag.closed());
        Children::Deeper { close: None }
    }

    fn v1_heading(&mut self, marker: &str, it: &Heading, children: &[Block]) -> Children {
        let unfolds = it.is_toggleable || !children.is_empty();
        self.marked(marker, &it.rich_text, unfolds, &it.color)
    }

    /// A line with a marker before its text, and its attributes after it.
    fn marked(
        &mut self,
        marker: &str,
        text: &[RichText],
        unfolds: bool,
        color: &Color,
    ) -> Children {
        let setting = if marker.starts_with('#') { Setting::Heading } else { Setting::Paragraph };
        let text = self.inline(text, setting);
        let mut line = marker.to_owned();
        let mut put = |part: &str| {
            if !line.is_empty() && !part.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        };
        put(&text);
        let color = self.v1_color(color).map(|it| format!("color=\"{it}\""));
        match (unfolds, color) {
            (true, Some(color)) => put(&format!("{{toggle=\"true\" {color}}}")),
            (true, None) => put("{toggle=\"true\"}"),
            (false, Some(color)) => put(&format!("{{{color}}}")),
            (false, None) => {}
        }
        self.lines.push(&line);
        Children::Deeper { close: None }
    }

    /// The first line of a callout, which may be left out if nothing in it could be taken for it.
    fn v1_callout_text(&mut self, text: &[RichText], children: &[Block]) {
        let outer = self.lines.nest("\t");
        if !is_blank(text) {
            self.marked("", text, false, &Color::Default);
        } else if !children.first().is_none_or(begins_by_itself) {
            self.lines.push("<empty-block/>");
        }
        self.lines.leave(outer);
    }

    /// A tag that has no text of its own.
    fn v1_boxed(&mut self, tag: TagText) -> Children {
        self.lines.push(&tag.open());
        Children::Deeper { close: Some(tag.close()) }
    }

    fn v1_table(&mut self, table: Table, rows: &[Block]) {
        let mut tag = TagText::new("table");
        if table.has_column_header {
            tag.set("header-row", "true");
        }
        if table.has_row_header {
            tag.set("header-column", "true");
        }
        self.only_rows(rows);
        self.lines.push(&tag.open());
        let outer = self.lines.nest("\t");
        for row in rows {
            if let BlockKind::TableRow(row) = &row.kind {
                self.v1_row(&row.cells);
            }
        }
        self.lines.leave(outer);
        self.lines.push(&tag.close());
    }

    fn v1_row(&mut self, cells: &[Vec<RichText>]) {
        self.lines.push("<tr>");
        let outer = self.lines.nest("\t");
        for cell in cells {
            let text = self.inline(cell, Setting::TagCell);
            self.lines.push(&format!("<td>{text}</td>"));
        }
        self.lines.leave(outer);
        self.lines.push("</tr>");
    }

    fn v1_image(&mut self, image: &Media) {
        let Some(url) = self.v1_source("image", image) else { return };
        let alt = self.inline(&image.caption, Setting::Alt);
        self.lines.push(&format!("![{alt}]({})", destination(&url)));
    }

    fn v1_media(&mut self, name: &'static str, media: &Media) {
        let Some(url) = self.v1_source(name, media) else { return };
        let tag = TagText::new(name).with("src", &url);
        let caption = self.inline(&media.caption, Setting::TagCell);
        self.lines.push(&format!("{}{caption}{}", tag.open(), tag.close()));
    }

    /// The address of a file on the web. One that has none is written as unknown.
    fn v1_source(&mut self, name: &str, media: &Media) -> Option<String> {
        let url = match &media.source {
            FileSource::External(url) => Some(url),
            FileSource::Hosted(file) => {
                self.not_for_endpoint("a file in Notion, whose address expires within the hour");
                Some(&file.url)
            }
            FileSource::Upload(_) => None,
        };
        let Some(url) = url.filter(|it| icon::is_plain_source(it)) else {
            self.unknown(name, url.map(String::as_str));
            return None;
        };
        if media.name.is_some() {
            self.not_for_endpoint("the name of a file");
        }
        Some(url.clone())
    }

    fn v1_link_to_page(&mut self, target: LinkTarget) {
        let (name, id) = match target {
            LinkTarget::Page(id) => ("mention-page", id.uuid()),
            LinkTarget::Database(id) => ("mention-database", id.uuid()),
            LinkTarget::Comment(id) => ("mention-page", id.uuid()),
        };
        self.not_for_endpoint("a link to a page as a block");
        self.lines.push(&TagText::new(name).with("url", &page_url(id)).closed());
    }

    fn v1_no_icon(&mut self, icon: Option<&Icon>) {
        if icon.is_some() {
            self.remark(RemarkKind::IconDropped, "the icon of a tab was dropped");
        }
    }

    fn v1_colored(&mut self, mut tag: TagText, color: &Color) -> TagText {
        if let Some(word) = self.v1_color(color) {
            tag.set("color", &word);
        }
        tag
    }

    /// What the dialect calls a colour.
    pub(super) fn v1_color(&mut self, color: &Color) -> Option<String> {
        let word = v1_word(color);
        if word.is_none() && !color.is_default() {
            self.not_for_endpoint("a colour that Notion's Markdown has no word for");
        }
        word
    }
}

/// Whether a block cannot be taken for the text of the callout that it begins.
fn begins_by_itself(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Heading1(_)
            | BlockKind::Heading2(_)
            | BlockKind::Heading3(_)
            | BlockKind::Heading4(_)
            | BlockKind::BulletedListItem(_)
            | BlockKind::NumberedListItem(_)
            | BlockKind::ToDo(_)
            | BlockKind::Quote(_)
            | BlockKind::Toggle(_)
            | BlockKind::Callout(_)
            | BlockKind::Code(_)
            | BlockKind::Divider
            | BlockKind::Table(_)
            | BlockKind::ColumnList
    )
}
