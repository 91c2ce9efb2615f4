//! Made-up trees of blocks that Notion would take: every kind of block and run, with odd text. Only
//! a colour or an icon may be a new one, and a date may have an offset and a zone, see [`refused`].

use notion_model::{
    Color, CustomEmoji, DateOrDateTime, DateValue, NativeIcon, Wire,
    limits::CODE_LANGUAGES,
    request::{
        Block, BlockKind, Callout, Code, Column, FileSource, Heading, Icon, LinkTarget, Media,
        Mention, Problem, RichText, SyncedBlock, Table, TableRow, TextBlock, ToDo, Validate,
        Violation, Website,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// What Notion would refuse of a tree, but for what is in one on purpose: a colour of tomorrow, a
/// zone beside an offset and an icon of any character must not be lost on the way either.
pub(crate) fn refused(request: &impl Validate) -> Vec<Violation> {
    let is_on_purpose = |it: &Violation| match it.problem {
        Problem::Word { .. } => it.path.rsplit('.').next() == Some("color"),
        Problem::OffsetAndZone | Problem::Emoji => true,
        _ => false,
    };
    let all = request.validate().err().into_iter().flatten();
    all.filter(|it| !is_on_purpose(it)).collect()
}

/// Pieces that make trouble next to each other.
pub(crate) const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "  ",
    "\n",
    "\n\n",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "[",
    "](https://a.b)",
    "![",
    "<br>",
    "<b>",
    "</b>",
    "<u>",
    "</u>",
    "<details>",
    "</details>",
    "<summary>",
    "- ",
    "1. ",
    "> ",
    "    ",
    "# ",
    "#",
    "---",
    "===",
    "| ",
    "|\n|-|-|\n",
    "$",
    "$$",
    "\\",
    "&amp;",
    "&",
    "é",
    "漢",
    "😀",
    "- [ ] ",
    "https://a.b",
    "www.a.b",
    "a@b.c",
    "[^1]",
    "[^1]: ",
    "[a]: b",
    "> [!NOTE]\n> ",
    "<!-- c -->",
    "!",
    "]",
    "(",
    ")",
    ":",
    "=",
    "+ ",
    "<",
    ">",
    "~",
    "<p>",
    "</p>",
    "<p />",
    "<callout>",
    "</callout>",
    "\n</quote>",
    "<td>",
    "</td>",
    "<mention url=\"user://x\"/>",
    "<date start=\"2026-01-01\"/>",
    "<nmd kind=\"breadcrumb\"/>",
    "<span color=\"red\">",
    "</span>",
    "<columns>",
    "</li></ul>",
    "{color=\"red\"}",
    ":a:",
    "$$\n",
    "\n$$\n",
    "&#10;",
    "&#32;",
    "\t",
    "\u{a0}",
    "\u{2028}",
    "\u{200b}",
    "\u{feff}",
    "\u{e000}",
    "\u{e001}",
    "\u{3000}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\r",
    "\r\n",
    "\0",
    "👩\u{200d}👧",
    "e\u{301}",
    "\u{202e}",
    "\"",
    "'",
    "%",
    ";",
    "/",
    "?",
    "^",
    "@",
    "1",
    "x",
];

pub(crate) fn odd_text() -> impl Strategy<Value = String> {
    vec(select(PIECES), 1..4).prop_map(|it| it.concat())
}

pub(crate) fn color() -> impl Strategy<Value = Color> {
    const WORDS: &[&str] = &[
        "gray",
        "brown",
        "orange",
        "yellow",
        "green",
        "blue",
        "purple",
        "pink",
        "red",
        "default_background",
        "gray_background",
        "brown_background",
        "orange_background",
        "yellow_background",
        "green_background",
        "blue_background",
        "purple_background",
        "pink_background",
        "red_background",
        "teal",
        "x y\"<",
    ];
    prop_oneof![3 => Just(Color::Default), 2 => select(WORDS).prop_map(Color::from)]
}

/// An id and nothing else about it.
fn id<T>() -> impl Strategy<Value = T>
where
    T: std::str::FromStr + std::fmt::Debug,
    T::Err: std::fmt::Debug,
{
    any::<u128>().prop_map(|it| {
        let hex = format!("{it:032x}");
        hex.parse().expect("32 digits are an id")
    })
}

/// Addresses as Notion takes them, which is nearly any.
fn url() -> impl Strategy<Value = String> {
    const URLS: &[&str] = &[
        "https://a.b",
        "https://a.b/(c",
        "https://a.b/c_d_e?f=g&amp;h=\"i\"#j",
        "http://a.b/x y",
        "/0123456789abcdef0123456789abcdef",
        "mailto:a@b.c",
        "#x",
        "a b",
        "javascript:x",
        "<>",
        "x\ny",
        "https://a.b/|c|",
        "https://a.b/\\d",
        "https://a.b/`e`",
        "file-upload://x",
        "https://h/i.png",
        "data:image/png;base64,AAAA",
        "https://a.b/漢 字",
        "file-upload://0123456789abcdef0123456789abcdef",
    ];
    select(URLS).prop_map(str::to_owned)
}

fn date_text() -> impl Strategy<Value = DateOrDateTime> {
    const DATES: &[&str] = &[
        "2026-07-01",
        "2026-07-01T09:00",
        "2026-07-01T09:00:00.000+01:00",
        "2026-07-01T09:00:30Z",
        "2026-12-31T23:59:59.999-11:30",
        "0001-01-01",
        "2026-07-01T09:00:00",
    ];
    select(DATES).prop_map(|it| it.parse().expect("it is a date"))
}

fn custom_emoji() -> impl Strategy<Value = CustomEmoji> {
    (select(&["0123", "a\"b"][..]), option::of(odd_text()), option::of(url()))
        .prop_map(|(id, name, url)| CustomEmoji { id: id.into(), name, url, wire: Wire::default() })
}

pub(crate) fn mention() -> impl Strategy<Value = Mention> {
    let zone = option::of(select(&["Europe/Lisbon", "UTC"][..]));
    let date = (date_text(), option::of(date_text()), zone).prop_map(|(start, end, zone)| {
        let time_zone = zone.map(Into::into);
        Mention::Date(DateValue { end, time_zone, ..DateValue::from(start) })
    });
    let template = select(&[("date", "today"), ("date", "now"), ("user", "me")][..]).prop_map(
        |(kind, value)| {
            let kind = format!("template_mention_{kind}");
            let json = serde_json::json!({ "type": kind, &kind: value });
            Mention::Template(json.as_object().cloned().unwrap_or_default())
        },
    );
    prop_oneof![
        id().prop_map(Mention::User),
        id().prop_map(Mention::Page),
        id().prop_map(Mention::Database),
        date,
        custom_emoji().prop_map(Mention::CustomEmoji),
        template,
    ]
}

pub(crate) fn icon() -> impl Strategy<Value = Icon> {
    let native =
        (odd_text(), option::of(select(&["lightgray", "red"][..]))).prop_map(|(name, color)| {
            Icon::Native(NativeIcon { name, color: color.map(Into::into), wire: Wire::default() })
        });
    prop_oneof![
        3 => select(&["🎯", "💡", "ℹ️", "👩‍👧", "x", ":x:", ""][..]).prop_map(Icon::emoji),
        1 => url().prop_map(Icon::External),
        1 => custom_emoji().prop_map(Icon::CustomEmoji),
        1 => native,
        1 => id().prop_map(Icon::Upload),
    ]
}

pub(crate) fn run() -> impl Strategy<Value = RichText> {
    let content = prop_oneof![
        6 => (odd_text(), option::weighted(0.25, url())).prop_map(|(text, link)| match link {
            Some(link) => RichText::text(text).linked(link),
            None => RichText::text(text),
        }),
        1 => select(&["x_1 + y", "a$b", "`", "a`b$c", " \n", "\\$", "{|}", "x\ny", "</p>"][..])
            .prop_map(RichText::equation),
        1 => mention().prop_map(RichText::mention),
    ];
    (content, any::<[bool; 5]>(), any::<[bool; 5]>(), color()).prop_map(
        |(mut run, one, two, color)| {
            let both = |at: usize| one[at] && two[at];
            let look = &mut run.annotations;
            (look.bold, look.italic, look.strikethrough) = (one[0], both(1), both(2));
            (look.underline, look.code) = (both(3), both(4));
            look.color = color;
            run
        },
    )
}

pub(crate) fn runs() -> impl Strategy<Value = Vec<RichText>> {
    vec(run(), 0..4)
}

fn text_block() -> impl Strategy<Value = TextBlock> {
    (runs(), color()).prop_map(|(rich_text, color)| TextBlock { rich_text, color })
}

fn media() -> impl Strategy<Value = Media> {
    let source = prop_oneof![
        3 => url().prop_map(FileSource::External),
        1 => id().prop_map(FileSource::Upload),
    ];
    (source, runs()).prop_map(|(source, caption)| Media { source, caption, name: None })
}

/// The only kind that has a name.
fn file() -> impl Strategy<Value = Media> {
    let name = option::weighted(0.5, odd_text());
    (media(), name).prop_map(|(media, name)| Media { name, ..media })
}

fn website() -> impl Strategy<Value = Website> {
    (url(), runs()).prop_map(|(url, caption)| Website { url, caption })
}

/// A block in which no others can be.
fn leaf() -> impl Strategy<Value = Block> {
    let code =
        (runs(), select(CODE_LANGUAGES), runs()).prop_map(|(rich_text, language, caption)| {
            BlockKind::Code(Code { rich_text, language: (*language).into(), caption })
        });
    let target = prop_oneof![
        id().prop_map(LinkTarget::Page),
        id().prop_map(LinkTarget::Database),
        id().prop_map(LinkTarget::Comment),
    ];
    let equation = vec(
        select(&["x", "\\frac{a}{b}", "$$", " ", "\n", "\n\n", "# y", "- z", "</p>"][..]),
        0..5,
    )
    .prop_map(|it| BlockKind::Equation(it.concat()));
    let kind = prop_oneof![
        code,
        equation,
        Just(BlockKind::Divider),
        Just(BlockKind::Breadcrumb),
        color().prop_map(BlockKind::TableOfContents),
        media().prop_map(BlockKind::Image),
        media().prop_map(BlockKind::Video),
        media().prop_map(BlockKind::Audio),
        media().prop_map(BlockKind::Pdf),
        file().prop_map(BlockKind::File),
        website().prop_map(BlockKind::Bookmark),
        website().prop_map(BlockKind::Embed),
        target.prop_map(BlockKind::LinkToPage),
        id().prop_map(|it| BlockKind::SyncedBlock(SyncedBlock { synced_from: Some(it) })),
    ];
    kind.prop_map(Block::new)
}

/// A kind of block that others can be in.
fn container() -> impl Strategy<Value = BlockKind> {
    let heading = || {
        (runs(), color(), any::<bool>()).prop_map(|(rich_text, color, is_toggleable)| Heading {
            rich_text,
            color,
            is_toggleable,
        })
    };
    let to_do = (runs(), color(), any::<bool>()).prop_map(|(rich_text, color, checked)| {
        BlockKind::ToDo(ToDo { rich_text, color, checked })
    });
    let callout =
        (runs(), color(), option::weighted(0.8, icon())).prop_map(|(rich_text, color, icon)| {
            BlockKind::Callout(Callout { rich_text, color, icon })
        });
    prop_oneof![
        3 => text_block().prop_map(|it| BlockKind::Paragraph(it, None)),
        1 => heading().prop_map(BlockKind::Heading1),
        1 => heading().prop_map(BlockKind::Heading2),
        1 => heading().prop_map(BlockKind::Heading3),
        1 => heading().prop_map(BlockKind::Heading4),
        2 => text_block().prop_map(BlockKind::BulletedListItem),
        2 => text_block().prop_map(BlockKind::NumberedListItem),
        2 => to_do,
        2 => text_block().prop_map(BlockKind::Toggle),
        2 => text_block().prop_map(BlockKind::Quote),
        2 => callout,
        1 => Just(BlockKind::SyncedBlock(SyncedBlock::default())),
        1 => runs().prop_map(BlockKind::Template),
    ]
}

fn table() -> impl Strategy<Value = Block> {
    (1_usize..4, any::<[bool; 2]>()).prop_flat_map(|(width, [header, column])| {
        vec(vec(runs(), width..=width), 1..4).prop_map(move |rows| {
            let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
            let table = Table {
                width: u32::try_from(width).expect("it is small"),
                has_column_header: header,
                has_row_header: column,
            };
            Block::new(BlockKind::Table(table)).with_children(rows.into_iter().map(row))
        })
    })
}

/// Tabs with what their labels may have below them.
fn tabs(content: BoxedStrategy<Vec<Block>>) -> impl Strategy<Value = Block> {
    let label = (text_block(), option::of(icon()), content).prop_map(|(text, icon, children)| {
        Block { kind: BlockKind::Paragraph(text, icon), children }
    });
    vec(label, 1..3).prop_map(|it| Block::new(BlockKind::Tab).with_children(it))
}

fn columns() -> impl Strategy<Value = Block> {
    let ratio = option::of(prop_oneof![Just(0.5), Just(0.25), 0.001..0.999_f64]);
    let column = (ratio, vec(block(1), 0..3)).prop_map(|(width_ratio, children)| Block {
        kind: BlockKind::Column(Column { width_ratio }),
        children,
    });
    vec(column, 2..4).prop_map(|it| Block::new(BlockKind::ColumnList).with_children(it))
}

/// A block on a level of a request, from 0 to 2, with everything that Notion takes on it.
pub(crate) fn block(level: usize) -> BoxedStrategy<Block> {
    if level == 2 {
        let bare = container().prop_map(Block::new);
        return prop_oneof![2 => leaf(), 3 => bare].boxed();
    }
    let inner = vec(block(level + 1), 0..3);
    let nested = (container(), inner).prop_map(|(kind, children)| Block { kind, children });
    if level == 0 {
        let below = vec(block(2), 0..2).boxed();
        prop_oneof![4 => leaf(), 8 => nested, 1 => table(), 1 => tabs(below), 1 => columns()]
            .boxed()
    } else {
        let nothing = Just(Vec::new()).boxed();
        prop_oneof![4 => leaf(), 6 => nested, 1 => table(), 1 => tabs(nothing)].boxed()
    }
}

/// The blocks of a page.
pub(crate) fn page() -> impl Strategy<Value = Vec<Block>> {
    vec(block(0), 0..4)
}
