//! Every cast that is promised, and every one that is refused.

use notion_model::{Canonical, PropertyId, PropertyValue as Read};
use serde_json::json;

use super::*;
use crate::{canon, problem::Located, spec::SpecKind};

/// A page with one value of each type.
fn page() -> Page {
    let option = |name: &str| json!({ "id": "x", "name": name, "color": "red" });
    let user = json!({ "object": "user", "id": "00000000-0000-0000-0000-00000000000a",
        "name": "Ada", "type": "person", "person": { "email": "ada@example.com" } });
    let text = |it: &str| {
        json!([{ "type": "text", "text": { "content": it, "link": null },
            "annotations": {}, "plain_text": it, "href": null }])
    };
    let values = json!({
        "title": { "type": "title", "title": text("Plain") },
        "rich_text": { "type": "rich_text", "rich_text": text("12.5") },
        "day": { "type": "rich_text", "rich_text": text("2026-07-01") },
        "yes": { "type": "rich_text", "rich_text": text("Yes") },
        "number": { "type": "number", "number": 7 },
        "select": { "type": "select", "select": option("High") },
        "status": { "type": "status", "status": option("Done") },
        "multi_select": { "type": "multi_select", "multi_select": [option("a"), option("b")] },
        "date": { "type": "date", "date": { "start": "2026-07-01", "end": "2026-07-03", "time_zone": null } },
        "checkbox": { "type": "checkbox", "checkbox": true },
        "people": { "type": "people", "people": [user] },
        "relation": { "type": "relation", "relation": [{ "id": "00000000-0000-0000-0000-00000000000b" }], "has_more": false },
        "url": { "type": "url", "url": "https://example.com" },
        "files": { "type": "files", "files": [] },
        "formula": { "type": "formula", "formula": { "type": "number", "number": 3 } },
        "unique_id": { "type": "unique_id", "unique_id": { "prefix": "T", "number": 4 } },
        "created_time": { "type": "created_time", "created_time": "2026-07-01T09:00:00.000Z" },
        "created_by": { "type": "created_by", "created_by": user },
    });
    let mut page: Page = serde_json::from_value(json!({
        "object": "page", "id": "00000000-0000-0000-0000-000000000001", "properties": {}
    }))
    .unwrap();
    for (name, value) in values.as_object().unwrap() {
        let mut value: Read = serde_json::from_value(value.clone()).unwrap();
        value.id = serde_json::from_value::<PropertyId>(json!(name)).ok();
        page.properties.insert(name.as_str(), value);
    }
    page
}

fn rule(from: &str) -> FieldRule {
    FieldRule {
        to: "target".into(),
        source: FieldSource::From(from.into()),
        cast: None,
        values: Vec::new(),
        on_unmapped: OnUnmapped::Error,
        default: None,
        on_error: OnError::Fail,
    }
}

fn shown(rule: &FieldRule, to: Cast) -> String {
    let field = Field { rule, to, default_status: Some("Not started".to_owned()) };
    match field.apply(&page(), &People::default()) {
        Ok(Made { value, remark }) => {
            let value = value.map(|it| canon::words(&Canonical::of_request(&it)));
            let remark = remark.map(|it| format!(" ({it})")).unwrap_or_default();
            format!("{}{remark}", value.unwrap_or_else(|| "left alone".to_owned()))
        }
        Err(complaint) => format!("refused: {complaint}"),
    }
}

#[test]
fn the_matrix() {
    let to = [
        Cast::Title,
        Cast::Number,
        Cast::Select,
        Cast::Status,
        Cast::MultiSelect,
        Cast::Date,
        Cast::Checkbox,
        Cast::Url,
        Cast::People,
        Cast::Relation,
    ];
    let mut lines = Vec::new();
    let page = page();
    for (name, _) in page.properties.iter() {
        for to in to {
            let made = shown(&rule(name), to);
            if !made.contains("cannot become") {
                lines.push(format!("{name} -> {}: {made}", to.word()));
            }
        }
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    title -> title: "Plain"
    title -> number: refused: "Plain" is no number
    title -> select: "Plain"
    title -> status: "Plain"
    title -> multi_select: "Plain"
    title -> date: refused: "Plain" is no date
    title -> checkbox: refused: "Plain" is neither yes nor no; name it in `values`
    title -> url: "Plain"
    rich_text -> title: "12.5"
    rich_text -> number: 12.5
    rich_text -> select: "12.5"
    rich_text -> status: "12.5"
    rich_text -> multi_select: "12.5"
    rich_text -> date: refused: "12.5" is no date
    rich_text -> checkbox: refused: "12.5" is neither yes nor no; name it in `values`
    rich_text -> url: "12.5"
    day -> title: "2026-07-01"
    day -> number: refused: "2026-07-01" is no number
    day -> select: "2026-07-01"
    day -> status: "2026-07-01"
    day -> multi_select: "2026-07-01"
    day -> date: 2026-07-01
    day -> checkbox: refused: "2026-07-01" is neither yes nor no; name it in `values`
    day -> url: "2026-07-01"
    yes -> title: "Yes"
    yes -> number: refused: "Yes" is no number
    yes -> select: "Yes"
    yes -> status: "Yes"
    yes -> multi_select: "Yes"
    yes -> date: refused: "Yes" is no date
    yes -> checkbox: true
    yes -> url: "Yes"
    number -> title: "7"
    number -> number: 7
    number -> select: "7"
    number -> status: "7"
    number -> multi_select: "7"
    number -> checkbox: true (a number became yes or no)
    select -> title: "High"
    select -> number: refused: "High" is no number
    select -> select: "High"
    select -> status: "High"
    select -> multi_select: "High"
    select -> checkbox: refused: "High" is neither yes nor no; name it in `values`
    status -> title: "Done"
    status -> number: refused: "Done" is no number
    status -> select: "Done"
    status -> status: "Done"
    status -> multi_select: "Done"
    status -> checkbox: refused: "Done" is neither yes nor no; name it in `values`
    multi_select -> title: "a, b"
    multi_select -> select: "a" (1 more options were left out)
    multi_select -> status: "a" (1 more options were left out)
    multi_select -> multi_select: "a", "b"
    multi_select -> checkbox: true (a value became yes)
    date -> title: "2026-07-01/2026-07-03"
    date -> select: "2026-07-01/2026-07-03"
    date -> status: "2026-07-01/2026-07-03"
    date -> multi_select: "2026-07-01/2026-07-03"
    date -> date: 2026-07-01 to 2026-07-03
    date -> checkbox: true (a value became yes)
    checkbox -> title: "true"
    checkbox -> number: 1
    checkbox -> select: "true"
    checkbox -> status: "true"
    checkbox -> multi_select: "true"
    checkbox -> checkbox: true
    people -> title: "Ada" (people became names)
    people -> number: 1 (people became their number)
    people -> multi_select: "Ada"
    people -> checkbox: true (a value became yes)
    people -> url: "ada@example.com"
    people -> people: 00000000
    relation -> title: "00000000-0000-0000-0000-00000000000b" (related rows became ids)
    relation -> number: 1 (related rows became their number)
    relation -> checkbox: true (a value became yes)
    relation -> relation: 00000000
    url -> title: "https://example.com"
    url -> select: "https://example.com"
    url -> status: "https://example.com"
    url -> multi_select: "https://example.com"
    url -> url: "https://example.com"
    files -> title: ""
    files -> number: (empty)
    files -> select: (empty)
    files -> status: "Not started"
    files -> multi_select: (empty)
    files -> date: (empty)
    files -> checkbox: false
    files -> url: (empty)
    files -> people: (empty)
    files -> relation: (empty)
    formula -> title: "3" (the computed value is written down; it will not change)
    formula -> number: 3 (the computed value is written down; it will not change)
    formula -> select: "3"
    formula -> status: "3"
    formula -> multi_select: "3"
    formula -> date: refused: "3" is no date
    formula -> checkbox: refused: "3" is neither yes nor no; name it in `values`
    formula -> url: "3"
    unique_id -> title: "T-4"
    unique_id -> number: 4
    unique_id -> select: "T-4"
    unique_id -> status: "T-4"
    unique_id -> multi_select: "T-4"
    created_time -> title: "2026-07-01T09:00:00.000Z"
    created_time -> select: "2026-07-01T09:00:00.000Z"
    created_time -> status: "2026-07-01T09:00:00.000Z"
    created_time -> multi_select: "2026-07-01T09:00:00.000Z"
    created_time -> date: 2026-07-01T09:00
    created_by -> title: "Ada" (people became names)
    created_by -> select: "Ada"
    created_by -> status: "Ada"
    created_by -> multi_select: "Ada"
    created_by -> people: 00000000 (who it was now is written down; it will not change)
    "#);
}

#[test]
fn values_are_mapped_one_by_one() {
    let mut mapped = rule("multi_select");
    mapped.values = vec![(Located::from("a"), Located::from(Literal::Text("A".to_owned())))];
    mapped.on_unmapped = OnUnmapped::Keep;
    insta::assert_snapshot!(shown(&mapped, Cast::MultiSelect), @r#""A", "b""#);
    mapped.on_unmapped = OnUnmapped::Null;
    insta::assert_snapshot!(shown(&mapped, Cast::MultiSelect), @r#""A" ("b" is not in `values`, left out)"#);
    mapped.on_unmapped = OnUnmapped::Error;
    insta::assert_snapshot!(shown(&mapped, Cast::MultiSelect), @r#"refused: `values` does not name "b""#);
    mapped.on_error = OnError::Null;
    insta::assert_snapshot!(shown(&mapped, Cast::MultiSelect), @r#"(empty) (`values` does not name "b", left empty)"#);
}

#[test]
fn a_status_is_never_empty() {
    let mut mapped = rule("select");
    mapped.values = vec![(Located::from("High"), Located::from(Literal::Text(String::new())))];
    insta::assert_snapshot!(shown(&mapped, Cast::Status), @r#""Not started""#);
}

#[test]
fn parts_become_one_text() {
    let parts = vec!["title".into(), "files".into(), "number".into()];
    let source = FieldSource::Concat { parts, separator: " – ".to_owned() };
    insta::assert_snapshot!(shown(&FieldRule { source, ..rule("title") }, Cast::RichText), @r#""Plain – 7""#);
}

#[test]
fn a_part_of_a_value_is_never_taken_for_the_whole() {
    let mut page = page();
    page.properties.get_mut("relation").unwrap().has_more = Some(true);
    let rule = rule("relation");
    let field = Field { rule: &rule, to: Cast::Relation, default_status: None };
    insta::assert_snapshot!(field.apply(&page, &People::default()).unwrap_err(), @"Notion shows only a part of the value");
}

#[test]
fn long_texts_are_cut_into_runs() {
    let text = "😀".repeat(2500);
    let PropertyValue::RichText(runs) =
        from_literal(&Literal::Text(text.clone()), Cast::RichText, &People::default()).unwrap()
    else {
        panic!("it is text");
    };
    assert_eq!(runs.len(), 3);
    assert_eq!(notion_model::request::plain_text(&runs), text);
    let longest = runs.iter().map(|it| notion_model::limits::utf16_len(&it.plain_text())).max();
    assert_eq!(longest, Some(2000));
}

#[test]
fn people_are_found_by_name_and_address() {
    let ada = "00000000-0000-0000-0000-00000000000a".parse().unwrap();
    let people = People(vec![(ada, "Ada".to_owned(), Some("ada@example.com".to_owned()))]);
    let find = |text: &str| from_literal(&Literal::Text(text.to_owned()), Cast::People, &people);
    assert_eq!(find("Ada"), find("ADA@example.com"));
    insta::assert_snapshot!(find("Adda").unwrap_err(), @r#"nobody is called "Adda"; did you mean "Ada"?"#);
}

#[test]
fn options_keep_to_the_limits() {
    let make = |text: &str| {
        from_literal(&Literal::Text(text.to_owned()), Cast::Select, &People::default())
    };
    assert!(make(&"x".repeat(100)).is_ok());
    assert!(make(&"x".repeat(101)).is_err());
    insta::assert_snapshot!(make("a, b").unwrap_err(), @r#""a, b" cannot be an option, because it has a comma"#);
}

#[test]
fn a_new_property_gets_the_options_of_the_map_first() {
    let spec = crate::spec::Spec::parse(
        "x",
        "kind = 'migrate'\nname = 'x'\n[source]\ndata_source = 'a'\n[target]\ndata_source = 'b'\n\
         [[field]]\nto = 'Phase'\nfrom = 'Stage'\ncast = 'select'\n\
         values = { Build = 'Make', Idea = 'Explore' }\non_unmapped = 'keep'\n",
    )
    .unwrap();
    let SpecKind::Migrate(migrate) = &spec.kind else { panic!("it is a migration") };
    let stage = serde_json::from_value(json!({ "id": "s", "name": "Stage", "type": "select",
        "select": { "options": [
            { "id": "1", "name": "Idea", "color": "red" },
            { "id": "2", "name": "Paused", "color": "blue" } ] } }));
    let stage: PropertySchema = stage.unwrap();
    let schema = new_schema(&migrate.fields[0], Cast::Select, Some(&stage.kind)).unwrap();
    insta::assert_snapshot!(serde_json::to_string(&schema).unwrap(), @r#"{"type":"select","select":{"options":[{"name":"Make"},{"name":"Explore"},{"name":"Paused","color":"blue"}]}}"#);
}
