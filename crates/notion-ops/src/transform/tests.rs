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

/// ✓ carried, ≈ carried with a remark, ? this value cannot be, empty: no value of the type can be.
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
    let mark = |name: &str, to: Cast| match shown(&rule(name), to) {
        it if it.contains("cannot become") => ' ',
        it if it.starts_with("refused") => '?',
        it if it.ends_with(')') && !it.starts_with('(') => '≈',
        _ => '✓',
    };
    let heading: Vec<&str> = to.iter().map(|it| &it.word()[..3]).collect();
    let mut lines = vec![format!("{:13}{}", "", heading.join(" "))];
    for (name, _) in page().properties.iter() {
        let marks: Vec<String> = to.iter().map(|it| format!(" {} ", mark(name, *it))).collect();
        lines.push(format!("{name:13}{}.", marks.join(" ")));
    }
    insta::assert_snapshot!(lines.join("\n"), @r"
                 tit num sel sta mul dat che url peo rel
    title         ✓   ?   ✓   ✓   ✓   ?   ?   ✓         .
    rich_text     ✓   ✓   ✓   ✓   ✓   ?   ?   ✓         .
    day           ✓   ?   ✓   ✓   ✓   ✓   ?   ✓         .
    yes           ✓   ?   ✓   ✓   ✓   ?   ✓   ✓         .
    number        ✓   ✓   ✓   ✓   ✓       ≈             .
    select        ✓   ?   ✓   ✓   ✓       ?             .
    status        ✓   ?   ✓   ✓   ✓       ?             .
    multi_select  ✓       ≈   ≈   ✓       ≈             .
    date          ✓       ✓   ✓   ✓   ✓   ≈             .
    checkbox      ✓   ✓   ✓   ✓   ✓       ✓             .
    people        ≈   ≈           ✓       ≈   ✓   ✓     .
    relation      ≈   ≈                   ≈           ✓ .
    url           ✓       ✓   ✓   ✓           ✓         .
    files         ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓   ✓ .
    formula       ≈   ≈   ✓   ✓   ✓   ?   ?   ✓         .
    unique_id     ✓   ✓   ✓   ✓   ✓                     .
    created_time  ✓       ✓   ✓   ✓   ✓                 .
    created_by    ≈       ✓   ✓   ✓               ≈     .
    ");
}

#[test]
fn casts_that_are_not_plain() {
    let show = |name, to| shown(&rule(name), to);
    insta::assert_snapshot!(show("multi_select", Cast::Select), @r#""a" (1 more options were left out)"#);
    insta::assert_snapshot!(show("people", Cast::Title), @r#""Ada" (people became names)"#);
    insta::assert_snapshot!(show("people", Cast::Email), @r#""ada@example.com""#);
    insta::assert_snapshot!(show("relation", Cast::Number), @"1 (related rows became their number)");
    insta::assert_snapshot!(show("formula", Cast::Number), @"3 (the computed value is written down; it will not change)");
    insta::assert_snapshot!(show("select", Cast::Number), @r#"refused: "High" is no number"#);
    insta::assert_snapshot!(show("date", Cast::Title), @r#""2026-07-01/2026-07-03""#);
    insta::assert_snapshot!(show("created_time", Cast::Date), @"2026-07-01T09:00");
    insta::assert_snapshot!(show("url", Cast::People), @"refused: a value of type url cannot become people");
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
