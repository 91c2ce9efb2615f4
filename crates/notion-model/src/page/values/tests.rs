//! What a row's values read as, and what is said when they are something else.

use serde_json::{Value, json};

use crate::{Page, ValueError};

const ID: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";

fn row(properties: &Value) -> Page {
    serde_json::from_value(json!({"object": "page", "id": ID, "properties": properties})).unwrap()
}

fn run(text: &str) -> Value {
    json!({"type": "text", "text": {"content": text, "link": null}, "plain_text": text,
        "annotations": {}, "href": null})
}

#[test]
fn every_type_is_read_by_its_name() {
    let page = row(&json!({
        "Name": {"id": "title", "type": "title", "title": [run("Write "), run("it")]},
        "Notes": {"id": "a", "type": "rich_text", "rich_text": []},
        "Estimate": {"id": "b", "type": "number", "number": 2.5},
        "Priority": {"id": "c", "type": "select", "select": {"id": "1", "name": "High", "color": "red"}},
        "Status": {"id": "d", "type": "status", "status": null},
        "Tags": {"id": "e", "type": "multi_select", "multi_select": [
            {"id": "1", "name": "bug", "color": "red"}, {"id": "2", "name": "ui", "color": "blue"}]},
        "Due": {"id": "f", "type": "date", "date": {"start": "2026-07-01", "end": null, "time_zone": null}},
        "Done": {"id": "g", "type": "checkbox", "checkbox": true},
        "Link": {"id": "h", "type": "url", "url": "https://example.com"},
        "Mail": {"id": "i", "type": "email", "email": null},
        "Phone": {"id": "j", "type": "phone_number", "phone_number": "1"},
        "Owner": {"id": "k", "type": "people", "people": [{"object": "user", "id": ID}]},
        "Project": {"id": "l", "type": "relation", "relation": [{"id": ID}], "has_more": false},
        "Files": {"id": "m", "type": "files", "files": []},
        "ID": {"id": "n", "type": "unique_id", "unique_id": {"prefix": "TASK", "number": 12}},
        "Made": {"id": "o", "type": "created_time", "created_time": "2026-07-01T10:00:00.000Z"},
        "Maker": {"id": "p", "type": "created_by", "created_by": {"object": "user", "id": ID}},
    }));
    assert_eq!(page.text("Name").unwrap(), "Write it");
    assert_eq!(page.text("Notes").unwrap(), "");
    assert_eq!(page.rich_text("Name").unwrap().len(), 2);
    assert_eq!(page.number("Estimate").unwrap(), Some(2.5));
    assert_eq!(page.select("Priority").unwrap(), Some("High"));
    assert_eq!(page.status("Status").unwrap(), None);
    assert_eq!(page.multi_select("Tags").unwrap(), ["bug", "ui"]);
    assert_eq!(page.date("Due").unwrap().unwrap().start.to_string(), "2026-07-01");
    assert!(page.checkbox("Done").unwrap());
    assert_eq!(page.url("Link").unwrap(), Some("https://example.com"));
    assert_eq!(page.email("Mail").unwrap(), None);
    assert_eq!(page.phone_number("Phone").unwrap(), Some("1"));
    assert_eq!(page.people("Owner").unwrap().all().unwrap()[0].id.to_string(), ID);
    assert_eq!(page.relation("Project").unwrap().all().unwrap()[0].id.to_string(), ID);
    assert!(page.files("Files").unwrap().is_empty());
    assert_eq!(page.unique_id("ID").unwrap().to_string(), "TASK-12");
    assert_eq!(page.time("Made").unwrap().to_string(), "2026-07-01T10:00:00.000Z");
    assert_eq!(page.author("Maker").unwrap().id.to_string(), ID);
}

#[test]
fn a_formula_and_a_rollup_count_as_what_they_computed() {
    let formula = |kind: &str, value: Value| {
        let mut result = json!({"type": kind});
        result[kind] = value;
        json!({"id": "a", "type": "formula", "formula": result})
    };
    let page = row(&json!({
        "Text": formula("string", json!("x")),
        "Number": formula("number", json!(1)),
        "Flag": formula("boolean", json!(null)),
        "Date": formula("date", json!({"start": "2026-07-01", "end": null, "time_zone": null})),
        "Sum": {"id": "b", "type": "rollup", "rollup": {"type": "number", "number": 3, "function": "sum"}},
    }));
    assert_eq!(page.text("Text").unwrap(), "x");
    assert_eq!(page.number("Number").unwrap(), Some(1.0));
    assert!(!page.checkbox("Flag").unwrap());
    assert!(page.date("Date").unwrap().is_some());
    assert_eq!(page.number("Sum").unwrap(), Some(3.0));
    insta::assert_snapshot!(
        page.number("Text").unwrap_err(),
        @"the property `Text` is of type `formula` of `string`, not `number`"
    );
}

#[test]
fn errors_say_what_the_property_really_is() {
    let page = row(&json!({
        "Name": {"id": "title", "type": "title", "title": []},
        "Status": {"id": "a", "type": "status", "status": null},
        "Mood": {"id": "b", "type": "hologram", "hologram": {}},
    }));
    let check = |result: Result<Option<&str>, ValueError>| result.unwrap_err().to_string();
    insta::assert_snapshot!(check(page.select("Status")), @"the property `Status` is of type `status`, not `select`");
    insta::assert_snapshot!(check(page.select("Mood")), @"the property `Mood` is of type `hologram`, not `select`");
    insta::assert_snapshot!(check(page.select("status")), @"the page has no property `status`; it has `Name`, `Status`, `Mood`");
}

#[test]
fn what_notion_may_have_cut_is_not_taken_for_all() {
    let rows: Vec<_> = (0..25).map(|_| json!({"id": ID})).collect();
    let people: Vec<_> = (0..25).map(|_| json!({"object": "user", "id": ID})).collect();
    let page = row(&json!({
        "Cut": {"id": "a", "type": "relation", "relation": rows, "has_more": true},
        "Whole": {"id": "b", "type": "relation", "relation": rows, "has_more": false},
        "People": {"id": "c", "type": "people", "people": people},
    }));
    assert_eq!(page.relation("Whole").unwrap().all().unwrap().len(), 25);
    assert_eq!(page.relation("Cut").unwrap().shown().len(), 25);
    insta::assert_snapshot!(
        page.relation("Cut").unwrap().all().unwrap_err(),
        @"the page shows 25 entries of `Cut`, and there may be more: list the items of the property"
    );
    // Nobody says whether there is a twenty-sixth.
    assert!(page.people("People").unwrap().may_be_cut());
}
