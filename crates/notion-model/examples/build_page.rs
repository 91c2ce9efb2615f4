//! Builds a page with properties and content, checks it, and shows the body to be sent.
//!
//! `cargo run -p notion-model --example build_page`

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;

use notion_model::{
    Color, DataSourceId, DateOrDateTime, decimal,
    request::{
        Block, CreateDatabase, CreatePage, Icon, NewOption, PropertySchema, PropertyValue,
        RichText, UpdatePage, Validate as _,
    },
};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    // A table first: its properties and their types.
    let wiki =
        notion_model::PageId::parse("https://www.notion.so/Wiki-9bd15f8d8082429b82dbe6c4ea88413b")?;
    let tasks = CreateDatabase::new(wiki, "Tasks")
        .with_property("Task", PropertySchema::title())
        .with_property("Estimate", PropertySchema::number("number"))
        .with_property(
            "Priority",
            PropertySchema::select([NewOption::from("High").colored(Color::Red), "Low".into()]),
        )
        .with_property("Deadline", PropertySchema::date().described("When it is due"));
    assert_eq!(tasks.initial_data_source.properties.len(), 4);

    // A row of it, with content.
    let source = DataSourceId::parse("b55c9c91-384d-452b-81db-d1ef79372b75")?;
    let page = CreatePage::new(source)
        .with_icon(Icon::emoji("📝"))
        .with_property("Task", PropertyValue::title("Write the front page"))
        .with_property("Estimate", PropertyValue::number(decimal(2.5)?))
        .with_property("Priority", PropertyValue::select("High"))
        .with_property("Deadline", PropertyValue::date("2026-11-25".parse::<DateOrDateTime>()?))
        .with_children([
            Block::heading(1, "Plan"),
            Block::paragraph([
                RichText::text("Read "),
                RichText::text("the guide").linked("https://example.com"),
                RichText::text(" first.").bold(),
            ]),
            Block::bulleted("Teach by task")
                .with_children([Block::to_do("Read", true), Block::to_do("Write", false)]),
            Block::code("rust", "fn main() {}"),
            Block::table(["Task", "Hours"], [["Read", "1"], ["Write", "3"]]),
            Block::callout(Icon::emoji("💡"), "Keep it short").colored(Color::Gray),
            Block::toggle("Why").with_children([Block::quote("Nobody reads twice.")]),
            Block::columns([vec![Block::paragraph("Left")], vec![Block::paragraph("Right")]]),
            Block::divider(),
        ]);

    // What the compiler cannot see, the sizes and the depth, is checked before it is sent.
    assert!(page.validate().is_ok());
    let long = CreatePage::new(source).with_children([Block::paragraph("x".repeat(2001))]);
    if let Err(violations) = long.validate() {
        for violation in violations {
            // `body.children[0].paragraph.rich_text[0].text.content` has 2001 UTF-16 units, …
            println!("{violation}");
        }
    }

    // An update keeps what it does not name, and clears what it names as empty.
    let update = UpdatePage::default()
        .with_property("Priority", PropertyValue::select("Low"))
        .with_property("Deadline", PropertyValue::Date(None));
    assert_eq!(
        serde_json::to_value(&update)?,
        json!({"properties": {
            "Priority": {"select": {"name": "Low"}},
            "Deadline": {"date": null},
        }}),
    );

    println!("{}", serde_json::to_string_pretty(&page)?);
    Ok(())
}
