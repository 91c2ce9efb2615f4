//! Every limit is checked at its edge: the largest size passes, one more does not.

use insta::assert_snapshot;

use super::*;
use crate::request::{
    Code, Column, File, Heading, Media, Parent, Table, TableRow, TextBlock, UserRef, Website,
};

/// What is wrong with these blocks, a line each.
fn blocks(children: Vec<Block>) -> String {
    report(&AppendChildren { children, position: None })
}

/// What is wrong with this value of a property.
fn property(value: PropertyValue) -> String {
    let properties = [("P", value)].into_iter().collect();
    report(&UpdatePage { properties, ..UpdatePage::default() })
}

fn report(request: &impl Validate) -> String {
    let violations = request.validate().err().unwrap_or_default();
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn text(units: usize) -> RichText {
    RichText::text("x".repeat(units))
}

fn paragraph() -> Block {
    Block::paragraph(vec![text(1)])
}

fn nested(levels: usize) -> Block {
    (1..levels).fold(paragraph(), |block, _| Block::bulleted(vec![]).with_children(vec![block]))
}

fn row(cells: usize) -> Block {
    Block::new(BlockKind::TableRow(TableRow { cells: vec![vec![]; cells] }))
}

fn table(width: u32, rows: Vec<Block>) -> Block {
    let table = Table { width, has_column_header: false, has_row_header: false };
    Block::new(BlockKind::Table(table)).with_children(rows)
}

fn column(children: Vec<Block>) -> Block {
    Block::new(BlockKind::Column(Column::default())).with_children(children)
}

fn columns(columns: Vec<Block>) -> Block {
    Block::new(BlockKind::ColumnList).with_children(columns)
}

#[test]
fn texts_are_counted_in_utf16_units() {
    assert_eq!(blocks(vec![Block::paragraph(vec![text(limits::TEXT)])]), "");
    assert_snapshot!(
        blocks(vec![Block::paragraph(vec![RichText::text("👋".repeat(1001))])]),
        @"`children[0].paragraph.rich_text[0].text.content` has 2002, at most 2000 are accepted"
    );
    let linked = |units| vec![Block::paragraph(vec![text(1).linked("x".repeat(units))])];
    assert_eq!(blocks(linked(limits::URL)), "");
    assert_snapshot!(
        blocks(linked(limits::URL + 1)),
        @"`children[0].paragraph.rich_text[0].text.link.url` has 2001, at most 2000 are accepted"
    );
    let equation = |units| vec![Block::paragraph(vec![RichText::equation("x".repeat(units))])];
    assert_eq!(blocks(equation(limits::EQUATION)), "");
    assert_snapshot!(
        blocks(equation(limits::EQUATION + 1)),
        @"`children[0].paragraph.rich_text[0].equation.expression` has 1001, at most 1000 are accepted"
    );
    assert_snapshot!(
        blocks(vec![Block::new(BlockKind::Equation("x".repeat(limits::EQUATION + 1)))]),
        @"`children[0].equation.expression` has 1001, at most 1000 are accepted"
    );
}

#[test]
fn lists_are_bounded() {
    assert_eq!(blocks(vec![Block::paragraph(vec![text(1); limits::RICH_TEXT_ITEMS])]), "");
    assert_snapshot!(
        blocks(vec![Block::heading(2, vec![text(1); limits::RICH_TEXT_ITEMS + 1])]),
        @"`children[0].heading_2.rich_text` has 101, at most 100 are accepted"
    );
    assert_eq!(blocks(vec![paragraph(); limits::CHILDREN]), "");
    assert_snapshot!(
        blocks(vec![paragraph(); limits::CHILDREN + 1]),
        @"`children` has 101, at most 100 are accepted"
    );
    assert_snapshot!(
        blocks(vec![Block::bulleted(vec![]).with_children(vec![paragraph(); 101])]),
        @"`children[0].bulleted_list_item.children` has 101, at most 100 are accepted"
    );
    let wide = |blocks| vec![Block::bulleted(vec![]).with_children(vec![paragraph(); 99]); blocks];
    assert_eq!(blocks(wide(10)), "");
    assert_snapshot!(blocks(wide(11)), @"`children` has 1100, at most 1000 are accepted");
}

#[test]
fn three_levels_fit_into_a_request() {
    assert_eq!(blocks(vec![nested(limits::DEPTH)]), "");
    assert_snapshot!(
        blocks(vec![nested(limits::DEPTH + 1)]),
        @"`children[0].bulleted_list_item.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children"
    );
    assert_snapshot!(
        blocks(vec![Block::new(BlockKind::Divider).with_children(vec![paragraph()])]),
        @"`children[0].divider.children` is not accepted: this divider takes no children"
    );
}

#[test]
fn columns_reach_one_level_deeper() {
    assert_eq!(blocks(vec![columns(vec![column(vec![nested(2)]), column(vec![])])]), "");
    assert_snapshot!(
        blocks(vec![
            columns(vec![column(vec![nested(3)]), column(vec![])]),
            columns(vec![column(vec![])]),
            columns(vec![paragraph(), column(vec![])]),
            column(vec![]),
            Block::bulleted(vec![]).with_children(vec![columns(vec![column(vec![]), column(vec![])])]),
        ]),
        @"
    `children[0].column_list.children[0].column.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
    `children[1].column_list.children` has 1, at least 2 are needed
    `children[2].column_list.children[0]` is a paragraph, which is not accepted inside a column list
    `children[3]` is a column, which is not accepted outside a column list
    `children[4].bulleted_list_item.children[0]` is a column_list, which is not accepted inside another block
    "
    );
}

#[test]
fn tables_are_rows_of_one_width() {
    assert_eq!(blocks(vec![table(2, vec![row(2); limits::CHILDREN])]), "");
    // A row alone is what is appended to a table that exists.
    assert_eq!(blocks(vec![row(2)]), "");
    let inside = |levels| {
        (0..levels).fold(table(1, vec![row(1)]), |block, _| {
            Block::bulleted(vec![]).with_children(vec![block])
        })
    };
    assert_eq!(blocks(vec![inside(1)]), "");
    assert_snapshot!(
        blocks(vec![
            table(2, vec![]),
            table(2, vec![row(1), paragraph()]),
            table(1, vec![row(1); 101]),
            inside(2),
        ]),
        @"
    `children[0].table.children` has 0, at least 1 are needed
    `children[1].table.children[0]` has 1 cells in a table of 2 columns
    `children[1].table.children[1]` is a paragraph, which is not accepted inside a table
    `children[2].table.children` has 101, at most 100 are accepted
    `children[3].bulleted_list_item.children[0].bulleted_list_item.children[0]` is a table, which is not accepted two levels deep
    "
    );
}

#[test]
fn tabs_are_labels_with_leaves() {
    let tab = |label: Block| Block::new(BlockKind::Tab).with_children(vec![label]);
    let label = |children| paragraph().with_children(children);
    assert_eq!(blocks(vec![tab(label(vec![paragraph()]))]), "");
    let inside = |block| Block::bulleted(vec![]).with_children(vec![block]);
    assert_eq!(blocks(vec![inside(tab(label(vec![])))]), "");
    assert_snapshot!(
        blocks(vec![
            tab(label(vec![nested(2)])),
            tab(Block::heading(1, vec![])),
            inside(tab(label(vec![paragraph()]))),
            inside(inside(tab(label(vec![])))),
        ]),
        @"
    `children[0].tab.children[0].paragraph.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
    `children[1].tab.children[0]` is a heading_1, which is not accepted inside tabs
    `children[2].bulleted_list_item.children[0].tab.children[0]` is not accepted: this label of a tab takes no children
    `children[3].bulleted_list_item.children[0].bulleted_list_item.children[0].tab.children` is not accepted: this tab takes no children
    "
    );
}

#[test]
fn addresses_languages_and_files_are_checked() {
    let long = "x".repeat(limits::URL + 1);
    let media = |source| Media { source, caption: vec![text(2001)], name: None };
    let code = |language: &str| {
        let language = language.into();
        Block::new(BlockKind::Code(Code { rich_text: vec![], language, caption: vec![] }))
    };
    let hosted = crate::HostedFile {
        url: "https://a.b".to_owned(),
        expiry_time: None,
        wire: crate::Wire::default(),
    };
    assert_eq!(blocks(vec![code("rust"), code("java/c/c++/c#")]), "");
    assert_snapshot!(
        blocks(vec![
            Block::new(BlockKind::Image(media(FileSource::External(long.clone())))),
            Block::new(BlockKind::Video(media(FileSource::Hosted(hosted)))),
            Block::new(BlockKind::Bookmark(Website { url: long, caption: vec![] })),
            code("ts"),
            row(1).with_children(vec![]),
            Block::new(BlockKind::TableRow(TableRow { cells: vec![vec![text(2001)]] })),
        ]),
        @"
    `children[0].image.external.url` has 2001, at most 2000 are accepted
    `children[0].image.caption[0].text.content` has 2001, at most 2000 are accepted
    `children[1].video.file` is a file in Notion; upload it again to attach it
    `children[1].video.caption[0].text.content` has 2001, at most 2000 are accepted
    `children[2].bookmark.url` has 2001, at most 2000 are accepted
    `children[3].code.language` is no language that Notion knows; `plain text` always is
    `children[5].table_row.cells[0][0].text.content` has 2001, at most 2000 are accepted
    "
    );
}

#[test]
fn values_of_properties_are_bounded() {
    let id = uuid::Uuid::nil();
    let over = limits::PROPERTY_ITEMS + 1;
    let option = |units: usize| OptionRef::Name("x".repeat(units));
    let file = File { name: None, source: FileSource::External("x".repeat(2001)) };
    let values = [
        PropertyValue::Title(vec![text(2001)]),
        PropertyValue::RichText(vec![text(1); 101]),
        PropertyValue::Select(Some(option(limits::OPTION_NAME + 1))),
        PropertyValue::select("a, b"),
        PropertyValue::MultiSelect(vec![option(1); over]),
        PropertyValue::People(vec![UserRef::User(id.into()); over]),
        PropertyValue::Relation(vec![id.into(); over]),
        PropertyValue::Files(vec![file; over]),
        PropertyValue::Url(Some("x".repeat(limits::URL + 1))),
        PropertyValue::Email(Some("x".repeat(limits::EMAIL + 1))),
        PropertyValue::PhoneNumber(Some("x".repeat(limits::EMAIL + 1))),
    ];
    let first_lines: String = values
        .into_iter()
        .map(|value| property(value).lines().next().unwrap_or("fine").to_owned() + "\n")
        .collect();
    assert_snapshot!(first_lines, @"
    `properties.P.title[0].text.content` has 2001, at most 2000 are accepted
    `properties.P.rich_text` has 101, at most 100 are accepted
    `properties.P.select` has 101, at most 100 are accepted
    `properties.P.select` has a comma, which names of options cannot have
    `properties.P.multi_select` has 101, at most 100 are accepted
    `properties.P.people` has 101, at most 100 are accepted
    `properties.P.relation` has 101, at most 100 are accepted
    `properties.P.files` has 101, at most 100 are accepted
    `properties.P.url` has 2001, at most 2000 are accepted
    `properties.P.email` has 201, at most 200 are accepted
    `properties.P.phone_number` has 201, at most 200 are accepted
    ");
    for value in [
        PropertyValue::Select(Some(option(limits::OPTION_NAME))),
        PropertyValue::Relation(vec![id.into(); limits::PROPERTY_ITEMS]),
        PropertyValue::Url(Some("x".repeat(limits::URL))),
        PropertyValue::Email(Some("x".repeat(limits::EMAIL))),
        PropertyValue::Number(None),
    ] {
        assert_eq!(property(value), "");
    }
}

#[test]
fn a_new_page_is_checked_whole() {
    let mut page = CreatePage::new(Parent::Workspace);
    page.properties.insert("title", PropertyValue::Title(vec![text(2001)]));
    page.children = vec![Block::new(BlockKind::Heading1(Heading {
        rich_text: TextBlock::from(vec![text(2001)]).rich_text,
        ..Heading::default()
    }))];
    assert_snapshot!(report(&page), @"
    `properties.title.title[0].text.content` has 2001, at most 2000 are accepted
    `children[0].heading_1.rich_text[0].text.content` has 2001, at most 2000 are accepted
    ");
}
