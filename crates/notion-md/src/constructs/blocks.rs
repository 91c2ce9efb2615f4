//! Blocks and runs, one of each, in the order in which Notion lists them.

use notion_model::{
    Color, CustomEmoji, DateOrDateTime, DateValue, Wire,
    request::{
        Block, BlockKind, Callout, Code, Column, FileSource, Heading, Icon, LinkTarget, Media,
        Mention, RichText, SyncedBlock, Table, TableRow, TextBlock, ToDo, Website,
    },
};

use crate::shorthand::Sample;

pub(super) const ID: &str = "0123456789abcdef0123456789abcdef";

/// Every block and run.
pub(super) fn samples() -> Vec<Sample> {
    let mut all = texts();
    all.extend(files());
    all.extend(layout());
    all.extend(runs());
    all
}

fn sample(name: &str, blocks: impl IntoIterator<Item = Block>) -> Sample {
    Sample { name: name.to_owned(), blocks: blocks.into_iter().collect() }
}

fn one(name: &str, kind: BlockKind) -> Sample {
    sample(name, [Block::new(kind)])
}

fn with(name: &str, kind: BlockKind) -> Sample {
    sample(name, [Block::new(kind).with_children([Block::paragraph(["b".into()])])])
}

fn colored(color: Color) -> TextBlock {
    TextBlock { rich_text: vec!["a".into()], color }
}

fn text() -> TextBlock {
    colored(Color::Default)
}

fn texts() -> Vec<Sample> {
    let heading =
        |is_toggleable, color| Heading { rich_text: vec!["a".into()], is_toggleable, color };
    let to_do = |color| ToDo { rich_text: vec!["a".into()], checked: true, color };
    let callout = |icon: &str, color| Callout {
        rich_text: vec!["a".into()],
        icon: Some(Icon::emoji(icon)),
        color,
    };
    vec![
        sample("paragraph", [Block::paragraph(["a".into()])]),
        sample("empty paragraph", [Block::paragraph([])]),
        one("paragraph in colour", BlockKind::Paragraph(colored(Color::Red), None)),
        with("paragraph with children", BlockKind::Paragraph(text(), None)),
        one("heading", BlockKind::Heading2(heading(false, Color::Default))),
        one("heading in colour", BlockKind::Heading2(heading(false, Color::Red))),
        with("heading that unfolds", BlockKind::Heading2(heading(true, Color::Default))),
        with("bullet", BlockKind::BulletedListItem(text())),
        one("bullet in colour", BlockKind::BulletedListItem(colored(Color::Red))),
        with("number", BlockKind::NumberedListItem(text())),
        one("number in colour", BlockKind::NumberedListItem(colored(Color::Red))),
        with("task", BlockKind::ToDo(to_do(Color::Default))),
        one("task in colour", BlockKind::ToDo(to_do(Color::Red))),
        with("toggle", BlockKind::Toggle(text())),
        one("toggle without children, in colour", BlockKind::Toggle(colored(Color::Red))),
        with("quotation", BlockKind::Quote(text())),
        one("quotation in colour", BlockKind::Quote(colored(Color::Red))),
        with("callout of an alert", BlockKind::Callout(callout("💡", Color::GreenBackground))),
        one("other callout", BlockKind::Callout(callout("🎯", Color::Red))),
    ]
}

fn files() -> Vec<Sample> {
    let media = |name: Option<&str>| Media {
        source: FileSource::External("https://b.c/d".to_owned()),
        caption: vec!["a".into()],
        name: name.map(str::to_owned),
    };
    let upload = Media { source: FileSource::Upload(ID.parse().unwrap()), ..media(None) };
    let website = || Website { url: "https://b.c".to_owned(), caption: vec!["a".into()] };
    let code = |language: &str, caption: &[&str]| {
        BlockKind::Code(Code {
            rich_text: vec!["b".into()],
            language: language.into(),
            caption: caption.iter().map(|it| (*it).into()).collect(),
        })
    };
    vec![
        one("code", code("c++", &[])),
        one("code with a caption", code("plain text", &["a"])),
        one("equation", BlockKind::Equation("x^2".to_owned())),
        one("divider", BlockKind::Divider),
        one("image", BlockKind::Image(media(None))),
        one("image that was uploaded", BlockKind::Image(upload)),
        one("video", BlockKind::Video(media(None))),
        one("audio", BlockKind::Audio(media(None))),
        one("PDF", BlockKind::Pdf(media(None))),
        one("file", BlockKind::File(media(Some("e")))),
        one("bookmark", BlockKind::Bookmark(website())),
        one("embed", BlockKind::Embed(website())),
    ]
}

fn layout() -> Vec<Sample> {
    let table = |has_column_header, has_row_header| {
        let row = |cells: [&str; 2]| {
            let cells = cells.map(|it| vec![it.into()]).to_vec();
            Block::new(BlockKind::TableRow(TableRow { cells }))
        };
        Block::new(BlockKind::Table(Table { width: 2, has_column_header, has_row_header }))
            .with_children([row(["a", "b"]), row(["c", "d"])])
    };
    let column = |ratio, text: &str| {
        Block::new(BlockKind::Column(Column { width_ratio: Some(ratio) }))
            .with_children([Block::paragraph([text.into()])])
    };
    let tab = Block::paragraph(["a".into()]).with_children([Block::paragraph(["b".into()])]);
    let synced = |from| BlockKind::SyncedBlock(SyncedBlock { synced_from: from });
    vec![
        sample("table", [table(true, false)]),
        sample("table with a header at the side", [table(false, true)]),
        sample(
            "columns",
            [Block::new(BlockKind::ColumnList)
                .with_children([column(0.25, "a"), column(0.75, "b")])],
        ),
        sample("tabs", [Block::new(BlockKind::Tab).with_children([tab])]),
        with("synced block", synced(None)),
        one("copy of a synced block", synced(Some(ID.parse().unwrap()))),
        one("table of contents", BlockKind::TableOfContents(Color::Gray)),
        one("breadcrumb", BlockKind::Breadcrumb),
        with("template", BlockKind::Template(vec!["a".into()])),
        one("link to a page", BlockKind::LinkToPage(LinkTarget::Page(ID.parse().unwrap()))),
        one("link to a database", BlockKind::LinkToPage(LinkTarget::Database(ID.parse().unwrap()))),
    ]
}

fn runs() -> Vec<Sample> {
    let run = |name: &str, run: RichText| sample(name, [Block::paragraph([run])]);
    let mut underlined = RichText::text("a");
    underlined.annotations.underline = true;
    let mut colored = RichText::text("a");
    colored.annotations.color = Color::Red;
    let mut marked = RichText::text("a");
    marked.annotations.color = Color::YellowBackground;
    let template = serde_json::json!({
        "type": "template_mention_date", "template_mention_date": "today",
    });
    let date = |start: &str, end: Option<&str>| {
        let end = end.map(|it| it.parse().unwrap());
        RichText::mention(Mention::Date(DateValue {
            end,
            ..DateValue::from(start.parse::<DateOrDateTime>().unwrap())
        }))
    };
    vec![
        run("bold", RichText::text("a").bold()),
        run("italic", RichText::text("a").italic()),
        run("code", RichText::text("a").code()),
        run("underlined", underlined),
        run("in colour", colored),
        run("marked", marked),
        run("bold with space at its edges", RichText::text(" a ").bold()),
        run("link", RichText::text("a").linked("https://b.c")),
        run("line break", RichText::text("a\nb")),
        run("equation in a text", RichText::equation("x^2")),
        run("mention of a person", RichText::mention(Mention::User(ID.parse().unwrap()))),
        run("mention of a page", RichText::mention(Mention::Page(ID.parse().unwrap()))),
        run("mention of a database", RichText::mention(Mention::Database(ID.parse().unwrap()))),
        run("date", date("2026-07-01", None)),
        run("dates", date("2026-07-01T09:00", Some("2026-07-02"))),
        run(
            "emoji of the workspace",
            RichText::mention(Mention::CustomEmoji(CustomEmoji {
                id: "0123".into(),
                name: Some("a".to_owned()),
                url: None,
                wire: Wire::default(),
            })),
        ),
        run(
            "mention that a template fills in",
            RichText::mention(Mention::Template(template.as_object().cloned().unwrap())),
        ),
    ]
}
