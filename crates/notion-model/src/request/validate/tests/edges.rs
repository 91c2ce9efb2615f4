//! One row per limit: what is just accepted, and what the next size is told.

use super::*;
use crate::{
    query::{
        Condition, Filter, MultiSelectCondition, OneOrMany, OptionCondition, Query,
        RollupCondition, RollupElement, TextCondition,
    },
    request::{
        Callout, Code, CreateDataSource, CreateDatabase, File, NewOption, PropertyChange,
        PropertySchema, PropertySchemaKind, Search, UpdateDataSource, UserRef, Website,
    },
};

mod words;

use words::WORDS;

/// A request whose size in one respect is the given one.
type Sized = fn(usize) -> Box<dyn Validate>;

/// The constant, its value, the request, and what is wrong with one more.
const MOST: &[(&str, usize, Sized, &str)] = &[
    (
        "TEXT",
        limits::TEXT,
        |n| one(Block::paragraph(vec![text(n)])),
        "`body.children[0].paragraph.rich_text[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "TEXT",
        limits::TEXT,
        |n| one(row(vec![vec![text(n)]])),
        "`body.children[0].table_row.cells[0][0].text.content` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "TEXT",
        limits::TEXT,
        |n| {
            one(Block::new(BlockKind::Callout(Callout {
                rich_text: vec![text(n)],
                ..Callout::default()
            })))
        },
        "`body.children[0].callout.rich_text[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "TEXT",
        limits::TEXT,
        |n| value(PropertyValue::Title(vec![text(n)])),
        "`body.properties.P.title[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "TEXT",
        limits::TEXT,
        |n| {
            let parent = Parent::Workspace;
            Box::new(CreateDatabase::new(parent, "x".repeat(n)))
        },
        "`body.title[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| one(Block::paragraph(vec![text(1).linked("x".repeat(n))])),
        "`body.children[0].paragraph.rich_text[0].text.link.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| one(Block::new(BlockKind::Bookmark(Website { url: "x".repeat(n), caption: vec![] }))),
        "`body.children[0].bookmark.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| one(Block::new(BlockKind::Image(media(FileSource::External("x".repeat(n)))))),
        "`body.children[0].image.external.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| value(PropertyValue::Url(Some("x".repeat(n)))),
        "`body.properties.P.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| value(PropertyValue::Files(vec![file(1, n)])),
        "`body.properties.P.files[0].external.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| {
            let icon = Patch::Set(Icon::External("x".repeat(n)));
            Box::new(UpdatePage { icon, ..UpdatePage::default() })
        },
        "`body.icon.external.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "URL",
        limits::URL,
        |n| Box::new(UpdatePage { cover: Patch::Set(file(1, n)), ..UpdatePage::default() }),
        "`body.cover.external.url` has 2001 UTF-16 units, at most 2000 are accepted",
    ),
    (
        "EQUATION",
        limits::EQUATION,
        |n| one(Block::paragraph(vec![RichText::equation("x".repeat(n))])),
        "`body.children[0].paragraph.rich_text[0].equation.expression` has 1001 UTF-16 units, at most 1000 are accepted",
    ),
    (
        "EQUATION",
        limits::EQUATION,
        |n| one(Block::new(BlockKind::Equation("x".repeat(n)))),
        "`body.children[0].equation.expression` has 1001 UTF-16 units, at most 1000 are accepted",
    ),
    (
        "RICH_TEXT_ITEMS",
        limits::RICH_TEXT_ITEMS,
        |n| one(Block::heading(2, vec![text(1); n])),
        "`body.children[0].heading_2.rich_text` has 101 items, at most 100 are accepted",
    ),
    (
        "RICH_TEXT_ITEMS",
        limits::RICH_TEXT_ITEMS,
        |n| {
            let caption = vec![text(1); n];
            one(Block::new(BlockKind::Code(Code {
                rich_text: vec![],
                language: "c".into(),
                caption,
            })))
        },
        "`body.children[0].code.caption` has 101 items, at most 100 are accepted",
    ),
    (
        "RICH_TEXT_ITEMS",
        limits::RICH_TEXT_ITEMS,
        |n| one(row(vec![vec![text(1); n]])),
        "`body.children[0].table_row.cells[0]` has 101 items, at most 100 are accepted",
    ),
    (
        "RICH_TEXT_ITEMS",
        limits::RICH_TEXT_ITEMS,
        |n| value(PropertyValue::RichText(vec![text(1); n])),
        "`body.properties.P.rich_text` has 101 items, at most 100 are accepted",
    ),
    (
        "RICH_TEXT_ITEMS",
        limits::RICH_TEXT_ITEMS,
        |n| {
            Box::new(UpdateDatabase {
                description: Some(vec![text(1); n]),
                ..UpdateDatabase::default()
            })
        },
        "`body.description` has 101 items, at most 100 are accepted",
    ),
    (
        "BODY_BYTES",
        limits::BODY_BYTES,
        |n| Box::new(of_bytes(n)),
        "`body` has 500001 bytes, at most 500000 are accepted",
    ),
    (
        "BLOCKS_PER_REQUEST",
        limits::BLOCKS_PER_REQUEST,
        |n| Box::new(append(of_blocks(n))),
        "`body.children` has 1001 blocks, at most 1000 are accepted",
    ),
    (
        "CHILDREN",
        limits::CHILDREN,
        |n| Box::new(append(vec![paragraph(); n])),
        "`body.children` has 101 items, at most 100 are accepted",
    ),
    (
        "CHILDREN",
        limits::CHILDREN,
        |n| one(Block::bulleted(vec![]).with_children(vec![paragraph(); n])),
        "`body.children[0].bulleted_list_item.children` has 101 items, at most 100 are accepted",
    ),
    (
        "CHILDREN",
        limits::CHILDREN,
        |n| one(table(1, vec![row(vec![vec![]]); n])),
        "`body.children[0].table.children` has 101 items, at most 100 are accepted",
    ),
    (
        "CHILDREN",
        limits::CHILDREN,
        |n| one(columns(vec![column(vec![]); n])),
        "`body.children[0].column_list.children` has 101 items, at most 100 are accepted",
    ),
    (
        "CHILDREN",
        limits::CHILDREN,
        |n| one(Block::new(BlockKind::Tab).with_children(vec![paragraph(); n])),
        "`body.children[0].tab.children` has 101 items, at most 100 are accepted",
    ),
    (
        "DEPTH",
        limits::DEPTH,
        |n| one(nested(n)),
        "`body.children[0].bulleted_list_item.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children",
    ),
    (
        "TABLE_COLUMNS",
        limits::TABLE_COLUMNS,
        |n| one(table(u32::try_from(n).unwrap(), vec![row(vec![vec![]; n])])),
        "`body.children[0].table.table_width` is 101, at most 100 is accepted\n\
         `body.children[0].table.children[0].table_row.cells` has 101 items, at most 100 are accepted",
    ),
    (
        "PROPERTY_ITEMS",
        limits::PROPERTY_ITEMS,
        |n| value(PropertyValue::MultiSelect(vec![option(1); n])),
        "`body.properties.P.multi_select` has 101 items, at most 100 are accepted",
    ),
    (
        "PROPERTY_ITEMS",
        limits::PROPERTY_ITEMS,
        |n| value(PropertyValue::People(vec![UserRef::User(uuid::Uuid::nil().into()); n])),
        "`body.properties.P.people` has 101 items, at most 100 are accepted",
    ),
    (
        "PROPERTY_ITEMS",
        limits::PROPERTY_ITEMS,
        |n| value(PropertyValue::Relation(vec![uuid::Uuid::nil().into(); n])),
        "`body.properties.P.relation` has 101 items, at most 100 are accepted",
    ),
    (
        "PROPERTY_ITEMS",
        limits::PROPERTY_ITEMS,
        |n| value(PropertyValue::Files(vec![file(1, 1); n])),
        "`body.properties.P.files` has 101 items, at most 100 are accepted",
    ),
    (
        "OPTION_NAME",
        limits::OPTION_NAME,
        |n| value(PropertyValue::Select(Some(option(n)))),
        "`body.properties.P.select.name` has 101 UTF-16 units, at most 100 are accepted",
    ),
    (
        "OPTION_NAME",
        limits::OPTION_NAME,
        |n| value(PropertyValue::MultiSelect(vec![option(n)])),
        "`body.properties.P.multi_select[0].name` has 101 UTF-16 units, at most 100 are accepted",
    ),
    (
        "OPTION_NAME",
        limits::OPTION_NAME,
        |n| schema(PropertySchemaKind::Select(Some(vec![(&*"x".repeat(n)).into()]))),
        "`body.properties.P.select.options[0].name` has 101 UTF-16 units, at most 100 are accepted",
    ),
    (
        "OPTION_ID",
        limits::OPTION_ID,
        |n| value(PropertyValue::Status(Some(OptionRef::Id("x".repeat(n).into())))),
        "`body.properties.P.status.id` has 101 UTF-16 units, at most 100 are accepted",
    ),
    (
        "OPTION_ID",
        limits::OPTION_ID,
        |n| {
            let option = NewOption { id: Some("x".repeat(n).into()), ..NewOption::default() };
            schema(PropertySchemaKind::MultiSelect(Some(vec![option])))
        },
        "`body.properties.P.multi_select.options[0].id` has 101 UTF-16 units, at most 100 are accepted",
    ),
    (
        "EMAIL",
        limits::EMAIL,
        |n| value(PropertyValue::Email(Some("x".repeat(n)))),
        "`body.properties.P.email` has 201 UTF-16 units, at most 200 are accepted",
    ),
    (
        "PHONE_NUMBER",
        limits::PHONE_NUMBER,
        |n| value(PropertyValue::PhoneNumber(Some("x".repeat(n)))),
        "`body.properties.P.phone_number` has 201 UTF-16 units, at most 200 are accepted",
    ),
    (
        "OPTIONS",
        limits::OPTIONS,
        |n| schema(PropertySchemaKind::Status(Some(vec!["x".into(); n]))),
        "`body.properties.P.status.options` has 101 items, at most 100 are accepted",
    ),
    (
        "PROPERTY_DESCRIPTION",
        limits::PROPERTY_DESCRIPTION,
        |n| {
            let kind = PropertySchemaKind::plain("date");
            let schema = PropertySchema { description: Some("x".repeat(n)), kind };
            let properties = [("P", PropertyChange::set(schema))].into_iter().collect();
            Box::new(UpdateDataSource { properties, ..UpdateDataSource::default() })
        },
        "`body.properties.P.description` has 281 UTF-16 units, at most 280 are accepted",
    ),
    (
        "TITLE_PROPERTIES",
        limits::TITLE_PROPERTIES,
        |n| of_kind(PropertySchemaKind::plain("title"), n),
        "`body.initial_data_source.properties.2` is a second property of type title, and there can only be one",
    ),
    (
        "UNIQUE_ID_PROPERTIES",
        limits::UNIQUE_ID_PROPERTIES,
        |n| of_kind(PropertySchemaKind::UniqueId(None), n),
        "`body.initial_data_source.properties.2` is a second property of type unique_id, and there can only be one",
    ),
    (
        "PAGE_SIZE",
        limits::PAGE_SIZE as usize,
        |n| Box::new(Query { page_size: u32::try_from(n).ok(), ..Query::default() }),
        "`body.page_size` is 101, at most 100 is accepted",
    ),
    (
        "PAGE_SIZE",
        limits::PAGE_SIZE as usize,
        |n| Box::new(Search { page_size: u32::try_from(n).ok(), ..Search::default() }),
        "`body.page_size` is 101, at most 100 is accepted",
    ),
    (
        "FILTER_ENTRIES",
        limits::FILTER_ENTRIES,
        |n| filter(Filter::And(vec![Filter::Or(vec![condition(); n])])),
        "`body.filter.and[0].or` has 101 items, at most 100 are accepted",
    ),
    (
        "FILTER_ENTRIES",
        limits::FILTER_ENTRIES,
        |n| {
            let names = OneOrMany::Many(vec!["x".to_owned(); n]);
            filter(
                Filter::property("P")
                    .passes(Condition::Status(OptionCondition::Equals(names)))
                    .into(),
            )
        },
        "`body.filter.status.equals` has 101 items, at most 100 are accepted",
    ),
    (
        "FILTER_ENTRIES",
        limits::FILTER_ENTRIES,
        |n| {
            let names = MultiSelectCondition::Contains(OneOrMany::Many(vec!["x".to_owned(); n]));
            let any = RollupCondition::Any(RollupElement::MultiSelect(names));
            filter(Filter::property("P").passes(Condition::Rollup(any)).into())
        },
        "`body.filter.rollup.any.multi_select.contains` has 101 items, at most 100 are accepted",
    ),
    (
        "FILTER_DEPTH",
        limits::FILTER_DEPTH,
        |n| filter((0..n).fold(condition(), |filter, _| Filter::And(vec![filter]))),
        "`body.filter.and[0].and[0].and` has 3 levels, at most 2 are accepted",
    ),
    (
        "COMMENT_ATTACHMENTS",
        limits::COMMENT_ATTACHMENTS,
        |n| {
            let page = crate::PageId::from(uuid::Uuid::nil());
            let mut comment = crate::request::CreateComment::new(page, vec![text(1)]);
            comment.attachments = vec![uuid::Uuid::nil().into(); n];
            Box::new(comment)
        },
        "`body.attachments` has 4 items, at most 3 are accepted",
    ),
    (
        "UPLOAD_PARTS",
        limits::UPLOAD_PARTS,
        |n| Box::new(crate::request::CreateFileUpload::multi_part("talk.mp4", n)),
        "`body.number_of_parts` is 1001, at most 1000 is accepted",
    ),
    (
        "FILE_NAME_BYTES",
        limits::FILE_NAME_BYTES,
        |n| Box::new(crate::request::CreateFileUpload::multi_part("x".repeat(n), 2)),
        "`body.filename` has 901 bytes, at most 900 are accepted",
    ),
    (
        "FILE_NAME_BYTES",
        limits::FILE_NAME_BYTES,
        |n| value(PropertyValue::Files(vec![file(n, 1)])),
        "`body.properties.P.files[0].name` has 901 bytes, at most 900 are accepted",
    ),
    (
        "FILE_NAME_BYTES",
        limits::FILE_NAME_BYTES,
        |n| {
            let name = Some("ü".repeat(n / 2) + &"x".repeat(n % 2));
            let source = FileSource::External("https://a.b".to_owned());
            one(Block::new(BlockKind::File(Media { name, ..media(source) })))
        },
        "`body.children[0].file.name` has 901 bytes, at most 900 are accepted",
    ),
];

/// The constant, its value, the request, and what is wrong with one less.
const LEAST: &[(&str, usize, Sized, &str)] = &[
    (
        "COLUMNS_MIN",
        limits::COLUMNS_MIN,
        |n| one(columns(vec![column(vec![]); n])),
        "`body.children[0].column_list.children` has 1 item, at least 2 are needed",
    ),
    (
        "TABLE_COLUMNS_MIN",
        limits::TABLE_COLUMNS_MIN,
        |n| one(table(u32::try_from(n).unwrap(), vec![row(vec![vec![]; n])])),
        "`body.children[0].table.table_width` is 0, at least 1 is needed",
    ),
    (
        "TABLE_ROWS_MIN",
        limits::TABLE_ROWS_MIN,
        |n| one(table(1, vec![row(vec![vec![]]); n])),
        "`body.children[0].table.children` has 0 items, at least 1 is needed",
    ),
    (
        "TABS_MIN",
        limits::TABS_MIN,
        |n| one(Block::new(BlockKind::Tab).with_children(vec![paragraph(); n])),
        "`body.children[0].tab.children` has 0 items, at least 1 is needed",
    ),
];

/// What is not a matter of one request's body, and who checks it instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("COMPUTED_PROPERTIES", "`meaning`: these words are the ones that are refused"),
    ("REFERENCES_SHOWN", "a bound on answers: the client reads the rest"),
    ("SCHEMA_BYTES", "a recommendation: nothing refuses more"),
    ("QUERY_ROWS", "the client, which follows the pages"),
    ("MARKDOWN_RECORDS", "a bound on answers: they say that they are truncated"),
    ("FILE_BYTES_FREE", "whoever sends the bytes"),
    ("FILE_BYTES_PAID", "whoever sends the bytes"),
    ("UPLOAD_PART_BYTES", "whoever sends the bytes"),
    ("UPLOAD_PART_BYTES_MIN", "whoever sends the bytes"),
    ("REQUESTS_PER_MINUTE", "the client, which waits"),
    ("REQUESTS_PER_MINUTE_BUSINESS", "the client, which waits"),
];

#[test]
fn the_largest_size_is_accepted_and_one_more_is_not() {
    for (name, limit, request, wrong) in MOST {
        assert_eq!(report(&*request(*limit)), "", "{name}");
        assert_eq!(report(&*request(limit + 1)), *wrong, "{name}");
    }
}

#[test]
fn the_smallest_size_is_accepted_and_one_less_is_not() {
    for (name, limit, request, wrong) in LEAST {
        assert_eq!(report(&*request(*limit)), "", "{name}");
        assert_eq!(report(&*request(limit - 1)), *wrong, "{name}");
    }
}

#[test]
fn every_limit_has_its_row() {
    let rows = (MOST.iter().chain(LEAST).map(|it| it.0))
        .chain(WORDS.iter().map(|it| it.0))
        .chain(ELSEWHERE.iter().map(|it| it.0));
    let rows: std::collections::BTreeSet<&str> = rows.collect();
    let names = include_str!("../../../limits.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(':'));
    let limits: std::collections::BTreeSet<&str> = names.map(|(name, _)| name).collect();
    assert!(limits.len() > 30, "the table of limits is read");
    assert_eq!(rows, limits, "a limit without a check, or a check without a limit");
}

fn one(block: Block) -> Box<dyn Validate> {
    Box::new(append(vec![block]))
}

fn value(value: PropertyValue) -> Box<dyn Validate> {
    let properties = [("P", value)].into_iter().collect();
    Box::new(UpdatePage { properties, ..UpdatePage::default() })
}

fn schema(kind: PropertySchemaKind) -> Box<dyn Validate> {
    let parent = Parent::Database(uuid::Uuid::nil().into());
    let properties = [("P", kind.into())].into_iter().collect();
    Box::new(CreateDataSource { parent, properties, title: vec![], icon: None })
}

/// A data source with so many properties of a kind, called `1`, `2`, …
fn of_kind(kind: PropertySchemaKind, number: usize) -> Box<dyn Validate> {
    let parent = Parent::Workspace;
    let properties = (1..=number).map(|it| (it.to_string(), kind.clone().into())).collect();
    let mut database = CreateDatabase::new(parent, "");
    database.initial_data_source.properties = properties;
    Box::new(database)
}

fn filter(filter: Filter) -> Box<dyn Validate> {
    Box::new(Query { filter: Some(filter), ..Query::default() })
}

fn condition() -> Filter {
    Filter::property("P").passes(Condition::Title(TextCondition::IsEmpty)).into()
}

fn option(units: usize) -> OptionRef {
    OptionRef::Name("x".repeat(units))
}

fn file(name: usize, url: usize) -> File {
    File { name: Some("x".repeat(name)), source: FileSource::External("x".repeat(url)) }
}

/// Blocks of two levels, so many together.
fn of_blocks(number: usize) -> Vec<Block> {
    let (groups, rest) = (number / 100, number % 100);
    let mut blocks = vec![
        Block::bulleted(vec![])
            .with_children(vec![paragraph(); limits::CHILDREN - 1]);
        groups
    ];
    blocks.resize(groups + rest, paragraph());
    blocks
}

/// A request whose body has so many bytes.
fn of_bytes(number: usize) -> AppendChildren {
    let filled = |last: usize| {
        let full = Block::paragraph(vec![text(limits::TEXT); 80]);
        let mut rest = vec![text(last / 8); 7];
        rest.push(text(last - last / 8 * 7));
        append(vec![full.clone(), full.clone(), full, Block::paragraph(rest)])
    };
    let bytes = |request: &AppendChildren| serde_json::to_string(request).unwrap().len();
    let request = filled(number - bytes(&filled(0)));
    assert_eq!(bytes(&request), number);
    request
}
