//! Trees of blocks as a few lines of text, for tests.

use std::fmt::Write as _;

use notion_model::{
    Annotations, Color,
    request::{
        Block, BlockKind, Callout, FileSource, Heading, Icon, LinkTarget, Media, Mention, RichText,
        RichTextKind, TextBlock,
    },
};

use crate::{Document, ReadOptions, Remark, read};

/// Blocks, and what is special about them.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) blocks: Vec<Block>,
}

/// What a text means, and what was said about it.
pub(crate) fn read_gfm(markdown: &str) -> String {
    read_with(markdown, &ReadOptions::default())
}

pub(crate) fn read_with(markdown: &str, options: &ReadOptions) -> String {
    let Document { blocks, remarks, .. } = read(markdown, options);
    tree(&blocks) + &list(&remarks)
}

pub(crate) fn list(remarks: &[Remark]) -> String {
    remarks.iter().fold(String::new(), |text, it| format!("{text}! {it}\n"))
}

/// One line per block, two spaces per level.
pub(crate) fn tree(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut open: Vec<(usize, &Block)> = blocks.iter().rev().map(|it| (0, it)).collect();
    while let Some((depth, block)) = open.pop() {
        writeln!(out, "{:1$}{2}", "", depth * 2, line(&block.kind)).unwrap();
        open.extend(block.children.iter().rev().map(|it| (depth + 1, it)));
    }
    out
}

fn line(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Paragraph(it, _) => text_block("P", it),
        BlockKind::Heading1(it) => heading("H1", it),
        BlockKind::Heading2(it) => heading("H2", it),
        BlockKind::Heading3(it) => heading("H3", it),
        BlockKind::Heading4(it) => heading("H4", it),
        BlockKind::BulletedListItem(it) => text_block("B", it),
        BlockKind::NumberedListItem(it) => text_block("N", it),
        BlockKind::ToDo(it) => {
            let mark = if it.checked { "T[x]" } else { "T[ ]" };
            with_text(&format!("{mark}{}", color(&it.color)), &it.rich_text)
        }
        BlockKind::Toggle(it) => text_block("TG", it),
        BlockKind::Quote(it) => text_block("Q", it),
        BlockKind::Callout(it) => callout(it),
        BlockKind::Code(it) => {
            let caption = caption(&it.caption);
            with_text(&format!("C({}{caption})", it.language), &it.rich_text)
        }
        BlockKind::Equation(it) => format!("EQ {it:?}"),
        BlockKind::Divider => "DIV".to_owned(),
        BlockKind::Image(it) => media("IMG", it),
        BlockKind::Video(it) => media("VIDEO", it),
        BlockKind::Audio(it) => media("AUDIO", it),
        BlockKind::Pdf(it) => media("PDF", it),
        BlockKind::File(it) => media("FILE", it),
        BlockKind::Bookmark(it) => format!("BOOKMARK({}{})", it.url, caption(&it.caption)),
        BlockKind::Embed(it) => format!("EMBED({}{})", it.url, caption(&it.caption)),
        BlockKind::Table(it) => {
            let header = if it.has_column_header { ",hdr" } else { "" };
            let row_header = if it.has_row_header { ",rows" } else { "" };
            format!("TBL({}{header}{row_header})", it.width)
        }
        BlockKind::TableRow(it) => {
            let cells: Vec<_> = it.cells.iter().map(|it| runs(it)).collect();
            format!("ROW {}", cells.join(" | "))
        }
        BlockKind::Column(it) => {
            let ratio = it.width_ratio.map(|it| format!("({it})")).unwrap_or_default();
            format!("COLUMN{ratio}")
        }
        BlockKind::SyncedBlock(it) => {
            let from = it.synced_from.map(|it| format!("({it})")).unwrap_or_default();
            format!("SYNCED{from}")
        }
        BlockKind::LinkToPage(it) => match it {
            LinkTarget::Page(it) => format!("LINK(page {it})"),
            LinkTarget::Database(it) => format!("LINK(database {it})"),
            LinkTarget::Comment(it) => format!("LINK(comment {it})"),
        },
        BlockKind::TableOfContents(it) => format!("TOC{}", color(it)),
        BlockKind::Template(it) => with_text("TEMPLATE", it),
        other => other.type_name().to_uppercase(),
    }
}

fn text_block(name: &str, it: &TextBlock) -> String {
    with_text(&format!("{name}{}", color(&it.color)), &it.rich_text)
}

fn heading(name: &str, it: &Heading) -> String {
    let toggle = if it.is_toggleable { "(toggle)" } else { "" };
    with_text(&format!("{name}{toggle}{}", color(&it.color)), &it.rich_text)
}

fn callout(it: &Callout) -> String {
    let icon = match &it.icon {
        Some(Icon::Emoji(emoji)) => emoji.clone(),
        other => format!("{other:?}"),
    };
    with_text(&format!("CO({icon},{})", it.color), &it.rich_text)
}

fn media(name: &str, it: &Media) -> String {
    let source = match &it.source {
        FileSource::External(url) => url.clone(),
        FileSource::Upload(it) => format!("upload {it}"),
        FileSource::Hosted(_) => "hosted".to_owned(),
    };
    format!("{name}({source}{})", caption(&it.caption))
}

fn caption(caption: &[RichText]) -> String {
    if caption.is_empty() { String::new() } else { format!("; {}", runs(caption)) }
}

fn with_text(name: &str, text: &[RichText]) -> String {
    let text = runs(text);
    if text.is_empty() { name.to_owned() } else { format!("{name} {text}") }
}

fn color(color: &Color) -> String {
    if color.is_default() { String::new() } else { format!("({color})") }
}

/// `bi"bold and italic" "linked"→address eq"equation"`.
pub(crate) fn runs(runs: &[RichText]) -> String {
    let run = |it: &RichText| match &it.kind {
        RichTextKind::Text { content, link } => {
            let content = content.replace('\n', "⏎").replace('"', "''");
            let link = link.as_ref().map(|it| format!("→{it}")).unwrap_or_default();
            format!("{}\"{content}\"{link}", marks(&it.annotations))
        }
        RichTextKind::Equation(it_is) => format!("{}eq\"{it_is}\"", marks(&it.annotations)),
        RichTextKind::Mention(it_is) => format!("{}@{}", marks(&it.annotations), mention(it_is)),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(" ")
}

fn mention(it: &Mention) -> String {
    match it {
        Mention::User(it) => format!("person({it})"),
        Mention::Page(it) => format!("page({it})"),
        Mention::Database(it) => format!("database({it})"),
        Mention::Date(it) => {
            let end = it.end.as_ref().map(|it| format!(" to {it}")).unwrap_or_default();
            let zone = it.time_zone.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
            format!("({}{end}{zone})", it.start)
        }
        Mention::CustomEmoji(it) => format!(":{}:", it.name.as_deref().unwrap_or(&it.id)),
        Mention::Template(_) => "template".to_owned(),
    }
}

fn marks(it: &Annotations) -> String {
    let set = [
        (it.bold, "b"),
        (it.italic, "i"),
        (it.strikethrough, "s"),
        (it.underline, "u"),
        (it.code, "c"),
    ];
    let marks: String = set.into_iter().filter(|it| it.0).map(|it| it.1).collect();
    if it.color.is_default() { marks } else { format!("{marks}<{}>", it.color) }
}
