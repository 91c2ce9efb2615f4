//! What each of Notion's block tags is.

use comrak::nodes::Sourcepos;
use notion_model::{
    BlockId, Color, CommentId, DatabaseId, PageId,
    request::{
        BlockKind, Callout, Column, FileSource, Heading, LinkTarget, Media, RichText, SyncedBlock,
        Table, TextBlock, ToDo, Website,
    },
};

use super::{
    super::{Reader, frame::Frame},
    close::What,
};
use crate::{RemarkKind, color_name::named_color, icon, remark::shorten, tag::Attributes};

impl Reader<'_> {
    /// What a tag will be, and a text that takes the place of attributes that it cannot have.
    pub(super) fn what(
        &mut self,
        name: &str,
        attributes: &mut Attributes,
        place: Sourcepos,
        around: Option<&Frame>,
    ) -> (What, Option<Vec<RichText>>) {
        let inside = |wanted: fn(&What) -> bool| around.is_none_or(|it| it.is_in(wanted));
        let what = match name {
            "p" => What::Block(BlockKind::Paragraph(
                self.text_block(attributes, place),
                self.icon(attributes, place),
            )),
            "tab" if inside(|it| matches!(it, What::Block(BlockKind::Tab))) => {
                What::Block(BlockKind::Paragraph(
                    self.text_block(attributes, place),
                    self.icon(attributes, place),
                ))
            }
            "h1" | "h2" | "h3" | "h4" => {
                let color = self.color(attributes, place);
                What::Block(heading(name, Heading { color, ..Heading::default() }))
            }
            "toggle" => {
                let color = self.color(attributes, place);
                match attributes.get("heading").map(str::to_owned) {
                    Some(level) => {
                        let it = Heading { color, is_toggleable: true, ..Heading::default() };
                        What::Block(heading(&level, it))
                    }
                    None => {
                        What::Block(BlockKind::Toggle(TextBlock { color, ..TextBlock::default() }))
                    }
                }
            }
            "quote" => What::Block(BlockKind::Quote(self.text_block(attributes, place))),
            "callout" => {
                let color = self.color(attributes, place);
                let icon = self.icon(attributes, place);
                What::Block(BlockKind::Callout(Callout { color, icon, ..Callout::default() }))
            }
            "todo" => {
                let color = self.color(attributes, place);
                let checked = attributes.is_on("checked");
                What::Block(BlockKind::ToDo(ToDo { color, checked, ..ToDo::default() }))
            }
            "ul" | "ol" => {
                if attributes.get("type") == Some("1") {
                    attributes.pass(&["type"]);
                }
                What::List { is_ordered: name == "ol" }
            }
            "li" => {
                let it = self.text_block(attributes, place);
                let is_ordered = around
                    .is_some_and(|it| it.is_in(|it| matches!(it, What::List { is_ordered: true })));
                What::Block(if is_ordered {
                    BlockKind::NumberedListItem(it)
                } else {
                    BlockKind::BulletedListItem(it)
                })
            }
            _ => return self.layout(name, attributes, place, around),
        };
        (what, None)
    }

    /// The same for tags whose content is not a text.
    fn layout(
        &mut self,
        name: &str,
        attributes: &mut Attributes,
        place: Sourcepos,
        around: Option<&Frame>,
    ) -> (What, Option<Vec<RichText>>) {
        let inside = |wanted: fn(&What) -> bool| around.is_none_or(|it| it.is_in(wanted));
        let what = match name {
            "columns" => What::Block(BlockKind::ColumnList),
            "column" if inside(|it| matches!(it, What::Block(BlockKind::ColumnList))) => {
                let width_ratio = self.ratio(attributes, place);
                What::Block(BlockKind::Column(Column { width_ratio }))
            }
            "tabs" => What::Block(BlockKind::Tab),
            "synced-block" => {
                // The address is that of the block itself.
                attributes.pass(&["url"]);
                What::Block(BlockKind::SyncedBlock(SyncedBlock::default()))
            }
            "synced-block-reference" => {
                attributes.pass(&["notice"]);
                match attributes.get("url").and_then(block_id) {
                    Some(id) => {
                        What::Block(BlockKind::SyncedBlock(SyncedBlock { synced_from: Some(id) }))
                    }
                    None => return self.unwrapped_tag(name, attributes, place),
                }
            }
            "table-of-contents" => {
                What::Block(BlockKind::TableOfContents(self.color(attributes, place)))
            }
            "equation" => What::Equation,
            "page" | "database" => return self.child(name, attributes, place),
            "table" => {
                attributes.pass(&["fit-page-width"]);
                What::Block(BlockKind::Table(Table {
                    width: 0,
                    has_column_header: attributes.is_on("header-row"),
                    has_row_header: attributes.is_on("header-column"),
                }))
            }
            "tr" if inside(|it| matches!(it, What::Block(BlockKind::Table(_)))) => What::Row,
            "td" | "th" if inside(|it| matches!(it, What::Row)) => What::Cell,
            "colgroup" | "col" => What::Content,
            "nmd" => match own(attributes) {
                Some(kind) => What::Block(kind),
                None => return self.unwrapped_tag(name, attributes, place),
            },
            _ => return self.media(name, attributes, place),
        };
        (what, None)
    }

    /// The same for files and websites.
    fn media(
        &mut self,
        name: &str,
        attributes: &mut Attributes,
        place: Sourcepos,
    ) -> (What, Option<Vec<RichText>>) {
        let what = match name {
            "image" | "video" | "audio" | "pdf" | "file" => {
                let Some(source) = self.source(attributes, place) else {
                    return self.unwrapped_tag(name, attributes, place);
                };
                // Notion refuses the name of anything else.
                let called = if name == "file" { attributes.get("name") } else { None };
                let called = called.map(str::to_owned);
                let media = Media { source, caption: Vec::new(), name: called };
                What::Block(match name {
                    "image" => BlockKind::Image(media),
                    "video" => BlockKind::Video(media),
                    "audio" => BlockKind::Audio(media),
                    "pdf" => BlockKind::Pdf(media),
                    _ => BlockKind::File(media),
                })
            }
            "bookmark" | "embed" => {
                let Some(url) = self.website(attributes, place) else {
                    return self.unwrapped_tag(name, attributes, place);
                };
                let website = Website { url, caption: Vec::new() };
                What::Block(match name {
                    "bookmark" => BlockKind::Bookmark(website),
                    _ => BlockKind::Embed(website),
                })
            }
            _ => return self.unwrapped_tag(name, attributes, place),
        };
        (what, None)
    }

    /// A page or database in the page: a request can only lead to it.
    fn child(
        &mut self,
        name: &str,
        attributes: &mut Attributes,
        place: Sourcepos,
    ) -> (What, Option<Vec<RichText>>) {
        attributes.pass(&["color", "icon", "inline", "wiki", "data-source-url"]);
        let url = attributes.get("url").unwrap_or_default();
        let target = if name == "page" {
            PageId::parse(url).ok().map(LinkTarget::Page)
        } else {
            DatabaseId::parse(url).ok().map(LinkTarget::Database)
        };
        let Some(target) = target else { return self.unwrapped_tag(name, attributes, place) };
        let message = format!("a {name} in the page became a link to it");
        self.remark(RemarkKind::HtmlUnwrapped, place, message);
        (What::Reference(BlockKind::LinkToPage(target)), None)
    }

    /// A tag that stands for nothing that can be created: its content stays, and its address.
    fn unwrapped_tag(
        &mut self,
        name: &str,
        attributes: &mut Attributes,
        place: Sourcepos,
    ) -> (What, Option<Vec<RichText>>) {
        let message = format!("`<{name}>` cannot be created here; its content stayed");
        self.remark(RemarkKind::HtmlUnwrapped, place, message);
        let alt = attributes.get("alt").unwrap_or_default().to_owned();
        let url = ["url", "source", "src"]
            .into_iter()
            .find_map(|it| attributes.get(it).filter(|it| !it.is_empty()).map(str::to_owned));
        let shown = if alt.is_empty() { url.clone().unwrap_or_default() } else { alt };
        if shown.is_empty() {
            return (What::Content, None);
        }
        let run = RichText::text(shown);
        let run = match url.and_then(|it| crate::read::judge(&it)) {
            Some(url) => run.linked(url),
            None => run,
        };
        (What::Content, Some(vec![run]))
    }

    fn text_block(&mut self, attributes: &mut Attributes, place: Sourcepos) -> TextBlock {
        TextBlock { rich_text: Vec::new(), color: self.color(attributes, place) }
    }

    pub(in crate::read) fn color(
        &mut self,
        attributes: &mut Attributes,
        place: Sourcepos,
    ) -> Color {
        if let Some(word) = attributes.get("nmd-color") {
            return Color::from(word);
        }
        let Some(word) = attributes.get("color").filter(|it| *it != "default") else {
            return Color::Default;
        };
        let word = word.to_owned();
        named_color(&word).unwrap_or_else(|| {
            let message = format!("Notion has no colour `{}`; it was dropped", shorten(&word));
            self.remark(RemarkKind::HtmlUnwrapped, place, message);
            Color::Default
        })
    }

    fn icon(
        &mut self,
        attributes: &mut Attributes,
        place: Sourcepos,
    ) -> Option<notion_model::request::Icon> {
        icon::icon(attributes).unwrap_or_else(|odd| {
            let message = format!("`{}` is no icon; it was dropped", shorten(&odd));
            self.remark(RemarkKind::IconDropped, place, message);
            None
        })
    }

    fn source(&mut self, attributes: &mut Attributes, place: Sourcepos) -> Option<FileSource> {
        icon::source(attributes).unwrap_or_else(|odd| {
            let message = format!("`{}` is no address of a file", shorten(&odd));
            self.remark(RemarkKind::LinkDropped, place, message);
            None
        })
    }

    fn website(&mut self, attributes: &mut Attributes, place: Sourcepos) -> Option<String> {
        match self.source(attributes, place)? {
            FileSource::External(url) => Some(url),
            FileSource::Upload(_) | FileSource::Hosted(_) => None,
        }
    }

    fn ratio(&mut self, attributes: &mut Attributes, place: Sourcepos) -> Option<f64> {
        let exact = attributes.get("nmd-ratio").and_then(|it| it.parse().ok());
        let percent = attributes.get("ratio")?.to_owned();
        let ratio = exact.or_else(|| crate::ratio::from_percent(&percent));
        if ratio.is_none() {
            let message = format!("`{}` is no width of a column", shorten(&percent));
            self.remark(RemarkKind::HtmlUnwrapped, place, message);
        }
        ratio
    }
}

/// The block of an address, which leads to the block itself or to a place in a page.
fn block_id(url: &str) -> Option<BlockId> {
    BlockId::parse(url).ok().or_else(|| PageId::parse(url).ok().map(BlockId::from))
}

fn heading(level: &str, heading: Heading) -> BlockKind {
    match level {
        "h1" | "1" => BlockKind::Heading1(heading),
        "h2" | "2" => BlockKind::Heading2(heading),
        "h3" | "3" => BlockKind::Heading3(heading),
        _ => BlockKind::Heading4(heading),
    }
}

/// What the crate's own tag stands for.
fn own(attributes: &mut Attributes) -> Option<BlockKind> {
    match attributes.get("kind")? {
        "breadcrumb" => Some(BlockKind::Breadcrumb),
        "template" => Some(BlockKind::Template(Vec::new())),
        "equation" => attributes.get("expression").map(|it| BlockKind::Equation(it.to_owned())),
        "link_to_page" => {
            let id = attributes.get("id")?.to_owned();
            let target = match attributes.get("type")? {
                "page" => id.parse::<PageId>().ok().map(LinkTarget::Page),
                "database" => id.parse::<DatabaseId>().ok().map(LinkTarget::Database),
                _ => id.parse::<CommentId>().ok().map(LinkTarget::Comment),
            };
            target.map(BlockKind::LinkToPage)
        }
        _ => None,
    }
}
