//! Which block may stand where, and what else is not a size.

use super::*;
use crate::request::{
    CreateDataSource, File, NewOption, PropertySchema, PropertySchemaKind, RollupSchema,
};

#[test]
fn texts_are_counted_in_utf16_units() {
    assert_eq!(blocks(vec![Block::paragraph(vec![RichText::text("👋".repeat(1000))])]), "");
    assert_eq!(blocks(vec![Block::paragraph(vec![RichText::text("ü".repeat(2000))])]), "");
    assert_snapshot!(
        blocks(vec![Block::paragraph(vec![RichText::text("👋".repeat(1001))])]),
        @"`body.children[0].paragraph.rich_text[0].text.content` has 2002 UTF-16 units, at most 2000 are accepted"
    );
}

#[test]
fn some_blocks_take_no_children() {
    assert_snapshot!(
        blocks(vec![
            Block::new(BlockKind::Divider).with_children(vec![paragraph()]),
            Block::new(BlockKind::SyncedBlock(SyncedBlock { synced_from: Some(uuid::Uuid::nil().into()) }))
                .with_children(vec![paragraph()]),
            Block::new(BlockKind::SyncedBlock(SyncedBlock { synced_from: None }))
                .with_children(vec![paragraph()]),
        ]),
        @"
        `body.children[0].divider.children` is not accepted: this divider takes no children
        `body.children[1].synced_block.children` is not accepted: this copy of a synced block takes no children
        "
    );
}

#[test]
fn columns_reach_one_level_deeper() {
    assert_eq!(blocks(vec![columns(vec![column(vec![nested(2)]), column(vec![])])]), "");
    // A column alone is what is appended to a column list that exists.
    assert_eq!(blocks(vec![column(vec![nested(2)])]), "");
    assert_snapshot!(
        blocks(vec![
            columns(vec![column(vec![nested(3)]), column(vec![])]),
            columns(vec![paragraph(), column(vec![])]),
            Block::bulleted(vec![]).with_children(vec![column(vec![])]),
            Block::bulleted(vec![]).with_children(vec![columns(vec![column(vec![]), column(vec![])])]),
            column(vec![nested(3)]),
        ]),
        @"
        `body.children[0].column_list.children[0].column.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
        `body.children[1].column_list.children[0]` is a paragraph, which is not accepted inside a column list
        `body.children[2].bulleted_list_item.children[0]` is a column, which is not accepted outside a column list
        `body.children[3].bulleted_list_item.children[0]` is a column_list, which is not accepted inside another block
        `body.children[4].column.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
        "
    );
    let wide = |width_ratio| {
        let wide = Block::new(BlockKind::Column(Column { width_ratio: Some(width_ratio) }));
        blocks(vec![columns(vec![column(vec![]), wide])])
    };
    assert_eq!(wide(0.25), "");
    assert_snapshot!(wide(1.0), @"`body.children[0].column_list.children[1].column.width_ratio` is not between 0 and 1");
    assert_eq!(wide(0.0), wide(f64::NAN));
}

#[test]
fn empty_columns_say_so() {
    let request = append(vec![columns(vec![column(vec![]), column(vec![])])]);
    assert_snapshot!(serde_json::to_string(&request).unwrap(), @r#"{"children":[{"type":"column_list","column_list":{"children":[{"type":"column","column":{"children":[]}},{"type":"column","column":{"children":[]}}]}}]}"#);
}

#[test]
fn tables_are_rows_of_one_width() {
    let cells = |number| row(vec![vec![]; number]);
    // A row alone is what is appended to a table that exists.
    assert_eq!(blocks(vec![cells(2)]), "");
    let inside = |levels| {
        (0..levels).fold(table(1, vec![cells(1)]), |block, _| {
            Block::bulleted(vec![]).with_children(vec![block])
        })
    };
    assert_eq!(blocks(vec![inside(1)]), "");
    assert_snapshot!(
        blocks(vec![
            table(2, vec![cells(1), paragraph()]),
            table(1, vec![cells(1).with_children(vec![paragraph()])]),
            inside(2),
            Block::bulleted(vec![]).with_children(vec![cells(1)]),
        ]),
        @"
        `body.children[0].table.children[0].table_row.cells` has 1 cell in a table of 2 columns
        `body.children[0].table.children[1]` is a paragraph, which is not accepted inside a table
        `body.children[1].table.children[0].table_row.children` is not accepted: this table_row takes no children
        `body.children[2].bulleted_list_item.children[0].bulleted_list_item.children[0]` is a table, which is not accepted two levels deep
        `body.children[3].bulleted_list_item.children[0]` is a table_row, which is not accepted outside a table
        "
    );
}

#[test]
fn tabs_are_labels_with_leaves() {
    let tab = |label: Block| Block::new(BlockKind::Tab).with_children(vec![label]);
    let label = |children| {
        let icon = Some(Icon::emoji("🔥"));
        Block::new(BlockKind::Paragraph(vec![text(1)].into(), icon)).with_children(children)
    };
    assert_eq!(blocks(vec![tab(label(vec![paragraph()]))]), "");
    // A label alone is what is appended to tabs that exist.
    assert_eq!(blocks(vec![label(vec![])]), "");
    let inside = |block| Block::bulleted(vec![]).with_children(vec![block]);
    assert_eq!(blocks(vec![inside(tab(label(vec![])))]), "");
    assert_eq!(blocks(vec![inside(inside(Block::new(BlockKind::Tab)))]), "");
    assert_snapshot!(
        blocks(vec![
            tab(label(vec![nested(2)])),
            tab(Block::heading(1, vec![])),
            inside(tab(label(vec![paragraph()]))),
            inside(inside(tab(label(vec![])))),
            inside(label(vec![])),
        ]),
        @"
        `body.children[0].tab.children[0].paragraph.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
        `body.children[1].tab.children[0]` is a heading_1, which is not accepted inside tabs
        `body.children[2].bulleted_list_item.children[0].tab.children[0].paragraph.children` is not accepted: this label of a tab takes no children
        `body.children[3].bulleted_list_item.children[0].bulleted_list_item.children[0].tab.children` is not accepted: this tab takes no children
        `body.children[4].bulleted_list_item.children[0].paragraph.icon` is an icon, which is not accepted outside the label of a tab
        "
    );
}

#[test]
fn a_page_is_no_table() {
    let mut page = CreatePage::new(Parent::Workspace);
    page.content = vec![
        row(vec![]),
        column(vec![]),
        Block::new(BlockKind::Paragraph(vec![].into(), Some(Icon::emoji("🔥")))),
    ]
    .into();
    assert_snapshot!(report(&page), @"
    `body.children[0]` is a table_row, which is not accepted outside a table
    `body.children[1]` is a column, which is not accepted outside a column list
    `body.children[2].paragraph.icon` is an icon, which is not accepted outside the label of a tab
    ");
}

#[test]
fn files_in_notion_are_uploaded_again() {
    let hosted = || {
        FileSource::Hosted(crate::HostedFile {
            url: "https://a.b".to_owned(),
            expiry_time: None,
            wire: crate::Wire::default(),
        })
    };
    let mut page = CreatePage::new(Parent::Workspace);
    page.cover = Some(File { name: None, source: hosted() });
    page.content = vec![Block::new(BlockKind::Video(media(hosted())))].into();
    let file = |name: Option<&str>, source| File { name: name.map(str::to_owned), source };
    let files = vec![
        file(Some("kept"), hosted()),
        file(None, FileSource::Upload(uuid::Uuid::nil().into())),
        file(None, FileSource::External(String::new())),
    ];
    page.properties.insert("F", PropertyValue::Files(files));
    assert_snapshot!(report(&page), @"
    `body.properties.F.files[2].name` is missing
    `body.properties.F.files[2].external.url` has 0 UTF-16 units, at least 1 is needed
    `body.cover.file` is a file in Notion; upload it again to attach it
    `body.children[0].video.file` is a file in Notion; upload it again to attach it
    ");
}

#[test]
fn empty_texts_are_cleared_with_null() {
    let mut page = UpdatePage::default();
    page.properties.insert("U", PropertyValue::Url(Some(String::new())));
    page.properties.insert("E", PropertyValue::Email(Some(String::new())));
    page.properties.insert("S", PropertyValue::select(""));
    page.properties.insert("T", PropertyValue::text(""));
    page.properties.insert("N", PropertyValue::Url(None));
    page.properties.insert("M", PropertyValue::MultiSelect(vec!["a, b".into()]));
    assert_snapshot!(report(&page), @"
    `body.properties.U.url` has 0 UTF-16 units, at least 1 is needed
    `body.properties.E.email` has 0 UTF-16 units, at least 1 is needed
    `body.properties.S.select.name` has 0 UTF-16 units, at least 1 is needed
    `body.properties.M.multi_select[0].name` has a comma, which names of options cannot have
    ");
}

#[test]
fn schemas_are_complete() {
    let rollup = RollupSchema {
        function: "sum".into(),
        relation_property_name: None,
        relation_property_id: None,
        rollup_property_name: None,
        rollup_property_id: None,
    };
    let nothing = PropertySchemaKind::Select(Some(vec![NewOption::default()]));
    let description = Some(String::new());
    let properties = [
        ("R", PropertySchemaKind::Rollup(rollup).into()),
        ("S", nothing.into()),
        ("D", PropertySchema { description, kind: PropertySchemaKind::plain("date") }),
    ];
    let parent = Parent::Database(uuid::Uuid::nil().into());
    let properties = properties.into_iter().collect();
    let source = CreateDataSource { parent, properties, title: vec![text(2001)], icon: None };
    assert_snapshot!(report(&source), @"
    `body.title[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted
    `body.properties.R.rollup.relation_property_name` is missing
    `body.properties.R.rollup.rollup_property_name` is missing
    `body.properties.S.select.options[0].name` is missing
    `body.properties.D.description` has 0 UTF-16 units, at least 1 is needed
    ");
}

#[test]
fn everything_is_told_at_once() {
    let mut page = CreatePage::new(Parent::Workspace);
    page.properties.insert("title", PropertyValue::Title(vec![text(2001)]));
    page.icon = Some(Icon::External("x".repeat(2001)));
    let mut children = vec![
        Block::heading(1, vec![text(1), text(2001)]),
        // What stands in the wrong place is looked at all the same.
        column(vec![]),
        nested(3).with_children(vec![Block::paragraph(vec![text(2002)]), nested(3)]),
    ];
    children.resize(101, paragraph());
    page.content = children.into();
    assert_snapshot!(report(&page), @"
    `body.properties.title.title[0].text.content` has 2001 UTF-16 units, at most 2000 are accepted
    `body.icon.external.url` has 2001 UTF-16 units, at most 2000 are accepted
    `body.children` has 101 items, at most 100 are accepted
    `body.children[0].heading_1.rich_text[1].text.content` has 2001 UTF-16 units, at most 2000 are accepted
    `body.children[1]` is a column, which is not accepted outside a column list
    `body.children[2].bulleted_list_item.children[0].paragraph.rich_text[0].text.content` has 2002 UTF-16 units, at most 2000 are accepted
    `body.children[2].bulleted_list_item.children[1].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
    ");
}

#[test]
fn an_update_is_checked_like_a_new_block() {
    let update = UpdateBlock::from(BlockKind::Equation("x".repeat(1001)));
    assert_snapshot!(report(&update), @"`body.equation.expression` has 1001 UTF-16 units, at most 1000 are accepted");
}
