//! Reads a row of a data source: one value of each type a user meets first.
//!
//! `cargo run -p notion-model --example read_row`

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;

use notion_model::{FormulaValueKind, Page, RollupValueKind, ValueError};

/// A row as `GET /v1/pages/{id}` answers it, shortened.
const ROW: &str = r#"{
  "object": "page",
  "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
  "created_time": "2026-07-01T10:00:00.000Z",
  "last_edited_time": "2026-07-02T08:30:00.000Z",
  "parent": {"type": "data_source_id", "data_source_id": "b55c9c91-384d-452b-81db-d1ef79372b75"},
  "in_trash": false,
  "properties": {
    "Task": {"id": "title", "type": "title", "title": [
      {"type": "text", "text": {"content": "Write the ", "link": null}, "plain_text": "Write the ",
       "annotations": {"bold": false, "italic": false, "strikethrough": false, "underline": false,
                       "code": false, "color": "default"}, "href": null},
      {"type": "text", "text": {"content": "front page", "link": null}, "plain_text": "front page",
       "annotations": {"bold": true, "italic": false, "strikethrough": false, "underline": false,
                       "code": false, "color": "default"}, "href": null}]},
    "ID": {"id": "a", "type": "unique_id", "unique_id": {"prefix": "TASK", "number": 12}},
    "Estimate": {"id": "b", "type": "number", "number": 2.5},
    "Priority": {"id": "c", "type": "select", "select": {"id": "1", "name": "High", "color": "red"}},
    "Tags": {"id": "d", "type": "multi_select", "multi_select": [
      {"id": "2", "name": "docs", "color": "blue"}, {"id": "3", "name": "soon", "color": "gray"}]},
    "Status": {"id": "e", "type": "status", "status": {"id": "4", "name": "Active", "color": "blue"}},
    "Deadline": {"id": "f", "type": "date", "date": {
      "start": "2026-11-25", "end": "2026-11-27", "time_zone": null}},
    "Owner": {"id": "g", "type": "people", "people": [
      {"object": "user", "id": "d40e767c-d7af-4b18-a86d-55c61f1e39a4", "name": "Ada",
       "avatar_url": null, "type": "person", "person": {"email": "ada@example.com"}}]},
    "Project": {"id": "h", "type": "relation", "has_more": false, "relation": [
      {"id": "9bd15f8d-8082-429b-82db-e6c4ea88413b"}]},
    "Done": {"id": "i", "type": "checkbox", "checkbox": false},
    "Link": {"id": "j", "type": "url", "url": null},
    "Cost": {"id": "k", "type": "formula", "formula": {"type": "number", "number": 250}},
    "Hours": {"id": "l", "type": "rollup", "rollup": {
      "type": "array", "function": "show_original", "array": [{"type": "number", "number": 3}]}}
  }
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let page: Page = serde_json::from_str(ROW)?;

    assert_eq!(page.title(), "Write the front page");
    assert_eq!(page.unique_id("ID")?.to_string(), "TASK-12");
    assert_eq!(page.number("Estimate")?, Some(2.5));
    assert_eq!(page.select("Priority")?, Some("High"));
    assert_eq!(page.multi_select("Tags")?, ["docs", "soon"]);
    assert_eq!(page.status("Status")?, Some("Active"));
    assert!(!page.checkbox("Done")?);

    // `None` is an empty value. A property that does not exist is an error, not `None`.
    assert_eq!(page.url("Link")?, None);

    // A date is a day or a time, and may have an end.
    let deadline = page.date("Deadline")?.ok_or("no deadline")?;
    assert!(deadline.start.is_date_only());
    assert_eq!(deadline.end.as_ref().map(ToString::to_string).as_deref(), Some("2026-11-27"));

    // A page shows at most 25 people or related rows: `all` is an error if there may be more.
    let owners: Vec<_> = page.people("Owner")?.all()?.iter().map(|it| it.name.as_deref()).collect();
    assert_eq!(owners, [Some("Ada")]);
    assert_eq!(page.relation("Project")?.all()?.len(), 1);

    // A formula counts as what it computed. Its own type is there too, as it is for rollups.
    assert_eq!(page.number("Cost")?, Some(250.0));
    assert!(matches!(page.formula("Cost")?, FormulaValueKind::Number(Some(_))));
    assert!(matches!(page.rollup("Hours")?, RollupValueKind::Array(values) if values.len() == 1));

    // Errors say what the property really is.
    assert!(matches!(page.number("Estimat"), Err(ValueError::Missing { .. })));
    if let Err(wrong) = page.select("Status") {
        // the property `Status` is of type `status`, not `select`
        println!("{wrong}");
    }

    // Whatever is not listed above: every property, by name and kind.
    for (name, value) in page.properties.iter() {
        println!("{name}: {}", value.kind.type_name());
    }
    Ok(())
}
