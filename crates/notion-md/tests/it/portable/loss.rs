//! What is left of blocks in GitHub's Markdown, block by block: what it has no form for, and what
//! stands for that.

use std::{cell::RefCell, collections::HashMap};

use notion_md::{ReadOptions, read};
use notion_model::{
    Color,
    request::{
        Block, BlockKind, Callout, Code, FileSource, Heading, Icon, LinkTarget, Media, Mention,
        RichText, RichTextKind, Table, TableRow, ToDo, plain_text,
    },
};

/// What is left of blocks, and nothing else is.
pub(crate) fn loss(blocks: Vec<Block>) -> Vec<Block> {
    blocks.into_iter().flat_map(block_loss).collect()
}

fn block_loss(block: Block) -> Vec<Block> {
    let (kind, children) = block.into_parts();
    if let BlockKind::Table(table) = kind {
        return vec![table_loss(table, children)];
    }
    let mut children = loss(children);
    let kind = match kind {
        BlockKind::Paragraph(it, _) => return beside(paragraph(it.rich_text), children),
        BlockKind::Template(text) => return beside(paragraph(text), children),
        BlockKind::Heading1(it) => return beside(BlockKind::Heading1(heading(it)), children),
        BlockKind::Heading2(it) => return beside(BlockKind::Heading2(heading(it)), children),
        BlockKind::Heading3(it) => return beside(BlockKind::Heading3(heading(it)), children),
        BlockKind::Heading4(it) => return beside(BlockKind::Heading4(heading(it)), children),
        BlockKind::BulletedListItem(it) => BlockKind::BulletedListItem(runs(it.rich_text).into()),
        BlockKind::NumberedListItem(it) => BlockKind::NumberedListItem(runs(it.rich_text).into()),
        BlockKind::Toggle(it) => BlockKind::Toggle(runs(it.rich_text).into()),
        BlockKind::Quote(it) => BlockKind::Quote(runs(it.rich_text).into()),
        BlockKind::ToDo(it) => {
            BlockKind::ToDo(ToDo { rich_text: runs(it.rich_text), color: Color::Default, ..it })
        }
        BlockKind::Callout(it) => callout(it),
        BlockKind::Code(it) => BlockKind::Code(code(it)),
        BlockKind::Equation(it) if it.is_empty() => return Vec::new(),
        BlockKind::Image(it) => image(it),
        BlockKind::Video(it) | BlockKind::Audio(it) | BlockKind::Pdf(it) | BlockKind::File(it) => {
            media(it)
        }
        BlockKind::Bookmark(it) | BlockKind::Embed(it) => captioned(it.caption, &it.url, &it.url),
        BlockKind::LinkToPage(target) => {
            let id = match target {
                LinkTarget::Page(id) => id.uuid(),
                LinkTarget::Database(id) => id.uuid(),
                LinkTarget::Comment(id) => id.uuid(),
            };
            let url = page_url(id.simple());
            paragraph(vec![RichText::text(&url).linked(&url)])
        }
        BlockKind::ColumnList
        | BlockKind::Column(_)
        | BlockKind::Tab
        | BlockKind::SyncedBlock(_) => return children,
        BlockKind::TableOfContents(_) | BlockKind::Breadcrumb => return Vec::new(),
        kind => {
            children.clear();
            kind
        }
    };
    vec![Block { kind, children }]
}

/// The same blocks, said in another way, which is not worth a remark: what is no part of an address
/// is encoded in it, links within Notion have its name, and a callout has the icon that Notion puts.
pub(crate) fn spelled(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        if let BlockKind::Image(Media { source: FileSource::External(url), .. }) = &mut block.kind {
            *url = judged(url).unwrap_or_else(|| url.clone());
        }
        if let BlockKind::Callout(it) = &mut block.kind {
            it.icon.get_or_insert_with(|| Icon::emoji("💡"));
        }
        let texts: Vec<&mut Vec<RichText>> = match &mut block.kind {
            BlockKind::TableRow(row) => row.cells.iter_mut().collect(),
            BlockKind::Image(it) => vec![&mut it.caption],
            kind => kind.rich_text_mut().into_iter().collect(),
        };
        for run in texts.into_iter().flatten() {
            if let RichTextKind::Text { link: Some(link), .. } = &mut run.kind {
                *link = link_loss(link).unwrap_or_else(|| link.clone());
            }
        }
        block.children = spelled(std::mem::take(&mut block.children));
    }
    blocks
}

/// A block that cannot hold others; they follow it.
fn beside(kind: BlockKind, children: Vec<Block>) -> Vec<Block> {
    std::iter::once(Block::new(kind)).chain(children).collect()
}

fn paragraph(text: Vec<RichText>) -> BlockKind {
    BlockKind::Paragraph(runs(text).into(), None)
}

fn heading(it: Heading) -> Heading {
    Heading { rich_text: runs(it.rich_text), ..Heading::default() }
}

/// There are five callouts; the others are quotations that begin with the icon.
fn callout(it: Callout) -> BlockKind {
    const ALERTS: [(&str, Color); 5] = [
        ("ℹ️", Color::BlueBackground),
        ("💡", Color::GreenBackground),
        ("💬", Color::PurpleBackground),
        ("⚠️", Color::YellowBackground),
        ("🛑", Color::RedBackground),
    ];
    let mut text = runs(it.rich_text);
    let icon = match it.icon {
        Some(Icon::Emoji(icon)) => icon,
        Some(_) => return BlockKind::Quote(text.into()),
        None => "💡".to_owned(),
    };
    if ALERTS.iter().any(|alert| alert.0 == icon && alert.1 == it.color) {
        let icon = Some(Icon::Emoji(icon));
        return BlockKind::Callout(Callout { rich_text: text, icon, color: it.color });
    }
    let space = if text.is_empty() { "" } else { " " };
    text.insert(0, RichText::text(format!("{icon}{space}")));
    BlockKind::Quote(text.into())
}

fn code(it: Code) -> Code {
    let plain = |text: &[RichText]| vec![RichText::text(plain_text(text))];
    let mut caption = plain(&it.caption);
    caption.retain(|it| !["\"", "'"].iter().all(|quote| it.plain_text().contains(quote)));
    Code { rich_text: plain(&it.rich_text), caption, language: it.language }
}

/// The first row is the header, and an empty one says that there is none.
fn table_loss(table: Table, rows: Vec<Block>) -> Block {
    let mut rows: Vec<Vec<Vec<RichText>>> = rows
        .into_iter()
        .filter_map(|it| match it.into_parts().0 {
            BlockKind::TableRow(row) => Some(row.cells.into_iter().map(runs).collect()),
            _ => None,
        })
        .collect();
    let is_empty = rows.first().is_none_or(|it| it.iter().all(Vec::is_empty));
    let has_column_header = table.has_column_header && !is_empty;
    if table.has_column_header && is_empty && rows.len() > 1 {
        rows.remove(0);
    }
    let kind = Table { has_column_header, has_row_header: false, ..table };
    let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
    Block::new(BlockKind::Table(kind)).with_children(rows.into_iter().map(row))
}

fn image(it: Media) -> BlockKind {
    match it.source {
        FileSource::External(url) => match judged(&url).filter(|it| it.starts_with("http")) {
            Some(url) => {
                let source = FileSource::External(url);
                BlockKind::Image(Media { source, caption: runs(it.caption), name: None })
            }
            None => captioned(it.caption, &url, &url),
        },
        _ => paragraph(it.caption),
    }
}

fn media(it: Media) -> BlockKind {
    let name = it.name.filter(|it| !it.is_empty());
    match it.source {
        FileSource::External(url) => captioned(it.caption, name.as_deref().unwrap_or(&url), &url),
        _ if it.caption.is_empty() => paragraph(name.into_iter().map(RichText::text).collect()),
        _ => paragraph(it.caption),
    }
}

/// A link to what Markdown has no form for.
fn captioned(caption: Vec<RichText>, name: &str, url: &str) -> BlockKind {
    let caption = if caption.is_empty() { vec![RichText::text(name)] } else { caption };
    paragraph(caption.into_iter().map(|it| it.linked(url)).collect())
}

fn runs(runs: Vec<RichText>) -> Vec<RichText> {
    runs.into_iter().map(run).collect()
}

fn run(mut run: RichText) -> RichText {
    if run.annotations.color != Color::YellowBackground {
        run.annotations.color = Color::Default;
    }
    match run.kind {
        RichTextKind::Text { content, link } => {
            let link = link.and_then(|it| link_loss(&it));
            run.kind = RichTextKind::Text { content, link };
        }
        RichTextKind::Equation(_) => run.annotations.code = false,
        RichTextKind::Mention(mention) => {
            let (content, link) = match *mention {
                Mention::User(id) => (format!("@{id}"), None),
                Mention::Page(id) => linked(page_url(id.uuid().simple())),
                Mention::Database(id) => linked(page_url(id.uuid().simple())),
                Mention::Date(it) => match it.end {
                    Some(end) => (format!("{} → {end}", it.start), None),
                    None => (it.start.to_string(), None),
                },
                Mention::CustomEmoji(it) => {
                    (format!(":{}:", it.name.as_deref().unwrap_or(&it.id)), None)
                }
                Mention::Template(_) => ("@template".to_owned(), None),
            };
            run.kind = RichTextKind::Text { content, link };
        }
    }
    run
}

fn linked(url: String) -> (String, Option<String>) {
    (url.clone(), Some(url))
}

fn page_url(id: impl std::fmt::Display) -> String {
    format!("https://www.notion.so/{id}")
}

/// A link within Notion is written with the name of its host, and leads there as before.
pub(crate) fn link_loss(url: &str) -> Option<String> {
    let absolute = url.strip_prefix('/').map(|it| format!("https://www.notion.so/{it}"));
    let both = [Some(url.to_owned()), absolute];
    both.into_iter().flatten().find(|it| judged(it).as_ref() == Some(it))
}

thread_local! {
    /// What was judged before: there are few addresses, and each is in thousands of trees.
    static JUDGED: RefCell<HashMap<String, Option<String>>> = RefCell::default();
}

/// The address that a link to an address leads to.
pub(crate) fn judged(url: &str) -> Option<String> {
    JUDGED
        .with_borrow_mut(|known| known.entry(url.to_owned()).or_insert_with(|| judge(url)).clone())
}

fn judge(url: &str) -> Option<String> {
    let url = url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let html = format!("<a href=\"{}\">x</a>", url.replace('\n', "&#10;"));
    let blocks = read(&html, &ReadOptions::default()).blocks;
    match &blocks.first()?.kind.rich_text()?.first()?.kind {
        RichTextKind::Text { link, .. } => link.clone(),
        _ => None,
    }
}
