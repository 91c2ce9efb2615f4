//! Blocks, without their children.

use super::{
    Carried, Lost, Reason,
    file::{icon, media},
    text::runs,
};
use crate::{
    Block, BlockKind, Color, LinkToPageTarget, RichText, SyncedBlock, Website,
    request::{self, BlockKind as New},
};

impl Block {
    /// The block as it can be created, without children. `None` for blocks that cannot be created:
    /// child pages and databases, and what the API does not show.
    ///
    /// A preview of a link becomes a bookmark. A file in Notion is kept with its address, although
    /// Notion refuses that: it must be uploaded again first, and is listed as lost. The id, the
    /// times, the authors and the place of the block are not carried: a new block has its own.
    pub fn to_request(&self) -> Carried<Option<request::Block>> {
        let mut lost = Lost::default();
        lost.fields(&self.wire);
        if self.in_trash {
            lost.add_at("in_trash", "in_trash", Reason::Apart);
        }
        let kind = lost.at(self.kind.type_name(), |lost| {
            let kind = kind(&self.kind, lost)?;
            lost.refused(request::refused_in_block(&kind));
            Some(kind)
        });
        lost.with(kind.map(request::Block::new))
    }
}

#[expect(clippy::too_many_lines, reason = "one line per kind of block reads best in one list")]
fn kind<'a>(kind: &'a BlockKind, lost: &mut Lost<'a>) -> Option<New> {
    Some(match kind {
        BlockKind::Paragraph(it) => {
            lost.fields(&it.wire);
            let icon = icon(it.icon.as_ref(), "tab icon", lost);
            New::Paragraph(text(&it.rich_text, &it.color, lost), icon)
        }
        BlockKind::Heading1(it) => New::Heading1(heading(it, lost)),
        BlockKind::Heading2(it) => New::Heading2(heading(it, lost)),
        BlockKind::Heading3(it) => New::Heading3(heading(it, lost)),
        BlockKind::Heading4(it) => New::Heading4(heading(it, lost)),
        BlockKind::BulletedListItem(it) => New::BulletedListItem(text_block(it, lost)),
        BlockKind::NumberedListItem(it) => {
            lost.fields(&it.wire);
            if it.list_start_index.is_some_and(|start| start != 1) {
                let what = "start of a numbered list";
                lost.add_at("list_start_index", what, Reason::NotCreatable);
            }
            if it.list_format.as_deref().is_some_and(|format| format != "numbers") {
                lost.add_at("list_format", "format of a numbered list", Reason::NotCreatable);
            }
            New::NumberedListItem(text(&it.rich_text, &it.color, lost))
        }
        BlockKind::ToDo(it) => {
            lost.fields(&it.wire);
            let rich_text = rich_text(&it.rich_text, lost);
            New::ToDo(request::ToDo { rich_text, color: it.color.clone(), checked: it.checked })
        }
        BlockKind::Toggle(it) => New::Toggle(text_block(it, lost)),
        BlockKind::Quote(it) => New::Quote(text_block(it, lost)),
        BlockKind::Callout(it) => {
            lost.fields(&it.wire);
            New::Callout(request::Callout {
                rich_text: rich_text(&it.rich_text, lost),
                color: it.color.clone(),
                icon: icon(it.icon.as_ref(), "callout icon", lost),
            })
        }
        BlockKind::Code(it) => {
            lost.fields(&it.wire);
            New::Code(request::Code {
                rich_text: rich_text(&it.rich_text, lost),
                language: it.language.clone(),
                caption: caption(&it.caption, lost),
            })
        }
        BlockKind::Equation(it) => {
            lost.fields(&it.wire);
            New::Equation(it.expression.clone())
        }
        BlockKind::Divider(it) => {
            lost.fields(&it.wire);
            New::Divider
        }
        BlockKind::Breadcrumb(it) => {
            lost.fields(&it.wire);
            New::Breadcrumb
        }
        BlockKind::TableOfContents(it) => {
            lost.fields(&it.wire);
            New::TableOfContents(it.color.clone())
        }
        BlockKind::Image(it) => New::Image(media(it, lost)?),
        BlockKind::Video(it) => New::Video(media(it, lost)?),
        BlockKind::Audio(it) => New::Audio(media(it, lost)?),
        BlockKind::Pdf(it) => New::Pdf(media(it, lost)?),
        BlockKind::File(it) => New::File(media(it, lost)?),
        BlockKind::Bookmark(it) => New::Bookmark(website(it, lost)),
        BlockKind::Embed(it) => New::Embed(website(it, lost)),
        BlockKind::LinkPreview(it) => {
            lost.add("link_preview", Reason::NotCreatable);
            New::Bookmark(request::Website { url: it.url.clone(), caption: Vec::new() })
        }
        BlockKind::LinkToPage(it) => {
            lost.fields(&it.wire);
            New::LinkToPage(match &it.target {
                LinkToPageTarget::Page(id) => request::LinkTarget::Page(*id),
                LinkToPageTarget::Database(id) => request::LinkTarget::Database(*id),
                LinkToPageTarget::Comment(id) => request::LinkTarget::Comment(*id),
                LinkToPageTarget::Unknown(it) => {
                    lost.add(format!("link to a {}", it.type_name), Reason::Unknown);
                    return None;
                }
            })
        }
        BlockKind::Table(it) => {
            lost.fields(&it.wire);
            New::Table(request::Table {
                width: it.table_width,
                has_column_header: it.has_column_header,
                has_row_header: it.has_row_header,
            })
        }
        BlockKind::TableRow(it) => {
            lost.fields(&it.wire);
            let cells =
                lost.at("cells", |lost| lost.each(&it.cells, |cell, lost| Some(runs(cell, lost))));
            New::TableRow(request::TableRow { cells })
        }
        BlockKind::ColumnList(it) => {
            lost.fields(&it.wire);
            New::ColumnList
        }
        BlockKind::Column(it) => {
            lost.fields(&it.wire);
            New::Column(request::Column {
                width_ratio: it.width_ratio.as_ref().and_then(serde_json::Number::as_f64),
            })
        }
        BlockKind::Tab(it) => {
            lost.fields(&it.wire);
            New::Tab
        }
        BlockKind::SyncedBlock(it) => New::SyncedBlock(synced(it, lost)?),
        BlockKind::Template(it) => {
            lost.fields(&it.wire);
            New::Template(rich_text(&it.rich_text, lost))
        }
        BlockKind::ChildPage(_)
        | BlockKind::ChildDatabase(_)
        | BlockKind::MeetingNotes(_)
        | BlockKind::Transcription(_)
        | BlockKind::Unsupported(_) => {
            lost.add(kind.type_name(), Reason::NotCreatable);
            return None;
        }
        BlockKind::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
        BlockKind::Hidden => {
            lost.add("type", Reason::Unknown);
            return None;
        }
    })
}

fn rich_text<'a>(text: &'a [RichText], lost: &mut Lost<'a>) -> Vec<request::RichText> {
    lost.at("rich_text", |lost| runs(text, lost))
}

fn caption<'a>(caption: &'a [RichText], lost: &mut Lost<'a>) -> Vec<request::RichText> {
    lost.at("caption", |lost| runs(caption, lost))
}

fn text<'a>(text: &'a [RichText], color: &Color, lost: &mut Lost<'a>) -> request::TextBlock {
    request::TextBlock { rich_text: rich_text(text, lost), color: color.clone() }
}

fn text_block<'a>(block: &'a crate::TextBlock, lost: &mut Lost<'a>) -> request::TextBlock {
    lost.fields(&block.wire);
    text(&block.rich_text, &block.color, lost)
}

fn heading<'a>(heading: &'a crate::Heading, lost: &mut Lost<'a>) -> request::Heading {
    lost.fields(&heading.wire);
    request::Heading {
        rich_text: rich_text(&heading.rich_text, lost),
        color: heading.color.clone(),
        is_toggleable: heading.is_toggleable,
    }
}

fn website<'a>(website: &'a Website, lost: &mut Lost<'a>) -> request::Website {
    lost.fields(&website.wire);
    request::Website { url: website.url.clone(), caption: caption(&website.caption, lost) }
}

fn synced<'a>(block: &'a SyncedBlock, lost: &mut Lost<'a>) -> Option<request::SyncedBlock> {
    lost.fields(&block.wire);
    let Some(from) = &block.synced_from else { return Some(request::SyncedBlock::default()) };
    lost.at("synced_from", |lost| lost.fields(&from.wire));
    let original = from.block_id();
    if original.is_none() {
        lost.add_at("synced_from", from.original.type_name(), Reason::Unknown);
    }
    Some(request::SyncedBlock { synced_from: Some(original?) })
}
