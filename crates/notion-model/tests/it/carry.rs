//! Everything that is read is converted to what can be written, and what cannot be carried is
//! listed: nothing disappears.

use notion_model::{
    Block, Canonical, Carried, Comment, DataSource, Database, DatabaseId, Page, PropertyValue,
    Reason, Uncarried, View,
    request::{
        BlockChange, CommentTarget, Parent, Problem, UpdateBlock, Validate, ViewPlace, Violation,
    },
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::samples;

const DATABASE: &str = "48c9ce7b-60a4-8114-b301-ddc78a46ec5d";

/// A conversion: what is written, what is lost, and what Notion would refuse.
struct Converted {
    written: Value,
    lost: Vec<Uncarried>,
    refused: Vec<Violation>,
}

fn converted<T: serde::Serialize>(carried: Carried<T>, refused: Vec<Violation>) -> Converted {
    Converted {
        written: serde_json::to_value(&carried.value).expect("requests are written"),
        lost: carried.lost,
        refused,
    }
}

/// Where nothing can be created, the object can still be created elsewhere.
fn or_elsewhere<T>(
    own: Carried<Option<T>>,
    elsewhere: impl FnOnce() -> Result<Carried<T>, notion_model::ParseIdError>,
) -> Carried<T> {
    match own.value {
        Some(value) => Carried { value, lost: own.lost },
        None => elsewhere().expect("an id"),
    }
}

fn violations(value: Option<&dyn Validate>) -> Vec<Violation> {
    value.and_then(|it| it.validate().err()).into_iter().flatten().collect()
}

fn sample<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// Converts a sample, if its kind has a form that can be written.
fn convert(kind: &str, value: &Value) -> Option<Converted> {
    Some(match kind {
        "blocks" => {
            let carried = sample::<Block>(value)?.to_request();
            let update = UpdateBlock {
                content: carried.value.clone().and_then(|it| BlockChange::to(it.into_parts().0)),
                in_trash: None,
            };
            converted(carried, violations(Some(&update)))
        }
        "pages" => {
            let page = sample::<Page>(value)?;
            let carried = or_elsewhere(page.to_request(), || {
                DATABASE.parse().map(|database| page.to_request_in(Parent::Database(database)))
            });
            let refused = violations(Some(&carried.value));
            converted(carried, refused)
        }
        "data_sources" => {
            let source = sample::<DataSource>(value)?;
            let carried = or_elsewhere(source.to_request(), || {
                DATABASE.parse().map(|database| source.to_request_in(database))
            });
            let refused = violations(Some(&carried.value));
            converted(carried, refused)
        }
        "databases" => {
            let first = sample::<DataSource>(&json!({
                "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "properties": {}
            }))?;
            let database = sample::<Database>(value)?;
            let carried = or_elsewhere(database.to_request(&first), || {
                Ok(database.to_request_in(Parent::Workspace, &first))
            });
            let refused = violations(Some(&carried.value));
            converted(carried, refused)
        }
        "comments" => {
            let comment = sample::<Comment>(value)?;
            let page = DATABASE.parse().map(CommentTarget::Page);
            let carried =
                or_elsewhere(comment.to_request(), || page.map(|it| comment.to_request_in(it)));
            let refused = violations(Some(&carried.value));
            converted(carried, refused)
        }
        "views" => {
            let view = sample::<View>(value)?;
            let own = view.to_request();
            let carried = if own.value.is_some() {
                own
            } else {
                view.to_request_in(ViewPlace::from(DATABASE.parse::<DatabaseId>().ok()?))
            };
            // A dashboard, or only an id: nothing can be created from it.
            let refused = violations(Some(carried.value.as_ref()?));
            converted(carried, refused)
        }
        _ => return None,
    })
}

fn each(mut run: impl FnMut(&str, &str, &Value)) {
    for sample in samples::all().iter().filter(|it| it.request_path().is_none()) {
        let kind = sample.place.split('[').next().unwrap_or_default();
        run(kind, &sample.place, &sample.value);
    }
}

#[test]
fn what_would_be_refused_is_listed() {
    let mut count = 0;
    each(|kind, place, sample| {
        let Some(converted) = convert(kind, sample) else { return };
        count += 1;
        for violation in converted.refused {
            let is_listed = violation.problem == Problem::HostedFile
                && converted.lost.iter().any(|it| it.why == Reason::Hosted)
                || converted.lost.iter().any(|it| {
                    it.why == Reason::Refused
                        && violation.path.strip_prefix("body.") == Some(&*it.path)
                });
            assert!(is_listed, "{place}: {violation}");
        }
    });
    assert!(count > 50, "{count}");
}

/// Fields whose content another field tells too, or which a new object gets from Notion.
const NOT_CARRIED: &[&str] = &[
    "id",
    "object",
    "type",
    "created_time",
    "last_edited_time",
    "created_by",
    "last_edited_by",
    "has_children",
    "parent",
    "url",
    "plain_text",
    "href",
    "request_id",
    "archived",
    "has_more",
    "color",
    "expiry_time",
    "avatar_url",
    "person",
    "bot",
    "email",
    "database_parent",
    "synced_property_id",
    "database_id",
    "rollup_property_id",
    "relation_property_id",
    "option_ids",
    "groups",
    "cover",
    "is_inline",
    "description",
    "data_sources",
    "user",
    "resolved_name",
    "property_name",
    "date_property_name",
    "map_by_property_name",
    "rows",
];

/// Changes one field after another, and expects each change to be seen: in what is written, or in
/// what is lost.
#[test]
fn nothing_disappears_unlisted() {
    let (mut count, mut silent) = (0, Vec::new());
    each(|kind, place, sample| {
        let Some(before) = convert(kind, sample) else { return };
        let mut paths = Vec::new();
        leaves(sample, &mut Vec::new(), &mut paths);
        for path in paths {
            let mut changed = sample.clone();
            let Some(leaf) = path.iter().try_fold(&mut changed, step) else { continue };
            match leaf {
                Value::String(text) => text.push('0'),
                Value::Bool(flag) => *flag = !*flag,
                Value::Object(fields) => {
                    fields.insert("tomorrow".to_owned(), json!(1));
                }
                Value::Number(_) | Value::Null | Value::Array(_) => continue,
            }
            // What cannot be read in this form is another test's subject.
            let Some(after) = convert(kind, &changed) else { continue };
            count += 1;
            let is_seen = after.written != before.written || after.lost != before.lost;
            let is_lost_whole = before.lost.iter().any(|it| is_inside(&path, &it.path));
            if !is_seen && !is_lost_whole {
                silent.push(format!("{place}: {}", path.join(".")));
            }
        }
    });
    assert_eq!(silent, Vec::<String>::new());
    assert!(count > 300, "{count}");
}

fn step<'a>(value: &'a mut Value, step: &String) -> Option<&'a mut Value> {
    match value {
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        other => other.get_mut(step),
    }
}

/// Paths to every text, flag and object that a new object does not get from Notion.
fn leaves(value: &Value, path: &mut Vec<String>, into: &mut Vec<Vec<String>>) {
    // Of a person only the id counts.
    let is_person = path.len() > 3 && path[2] == "people";
    if !matches!(value, Value::Array(_)) && !is_person {
        into.push(path.clone());
    }
    match value {
        Value::Object(fields) => {
            // A property's name is no field, and a link's address is all it has.
            let is_named = path.last().is_some_and(|it| it == "properties");
            let is_schema = path.len() == 2 && path[0] == "properties";
            let is_link = path.last().is_some_and(|it| {
                ["link", "external", "bookmark", "embed", "link_preview"].contains(&it.as_str())
            });
            for (key, value) in fields {
                if is_schema && key == "name" {
                    continue;
                }
                if is_named || (key == "url" && is_link) || !NOT_CARRIED.contains(&key.as_str()) {
                    path.push(key.clone());
                    leaves(value, path, into);
                    path.pop();
                }
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                path.push(index.to_string());
                leaves(value, path, into);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Whether a place is, or is inside, what is listed under `listed`.
fn is_inside(path: &[String], listed: &str) -> bool {
    let listed: Vec<_> = listed.split(['.', '[', ']']).filter(|it| !it.is_empty()).collect();
    listed.len() <= path.len() && listed.iter().zip(path).all(|(a, b)| a == b)
}

#[test]
fn what_is_carried_comes_back_the_same() {
    let mut count = 0;
    each(|kind, place, value| {
        if kind != "pages" {
            return;
        }
        let Some(page) = sample::<Page>(value) else { return };
        for (name, read) in page.properties.iter() {
            let carried = read.to_request();
            if !carried.lost.is_empty() {
                continue;
            }
            let sent = carried.value.expect("nothing is lost");
            let answer = serde_json::to_value(&sent).expect("requests are written");
            let answer: PropertyValue = serde_json::from_value(answer).expect("answers are read");
            assert_eq!(Canonical::of(&answer), Canonical::of(read), "{place}: {name}");
            assert_eq!(Some(Canonical::of_request(&sent)), Canonical::of(read), "{place}: {name}");
            count += 1;
        }
    });
    assert!(count > 10, "{count}");
}

/// What is lost, one line each.
fn list(lost: &[Uncarried]) -> String {
    lost.iter().map(|it| format!("{}: {it}", it.path)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_page_tells_what_it_loses() {
    let page: Page = serde_json::from_value(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "is_locked": true,
        "parent": {"type": "block_id", "block_id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},
        "icon": {"type": "file", "file": {"url": "https://example.com/a?b"}},
        "public_url": "https://acme.notion.site/x",
        "properties": {
            "Name": {"id": "title", "type": "title", "title": [
                {"type": "text", "text": {"content": "a".repeat(2001), "link": null, "voice": 1}}]},
            "Photos": {"id": "a", "type": "files", "files": [
                {"name": "x", "type": "file", "file": {"url": "https://example.com/a?b"}}]},
            "Rows": {"id": "b", "type": "relation", "relation": [], "has_more": true},
            "Sum": {"id": "c", "type": "formula", "formula": {"type": "number", "number": 1}},
            "New": {"id": "d", "type": "hologram", "hologram": {}},
        }
    }))
    .expect("a page");
    insta::assert_snapshot!(
        list(&page.to_request().lost),
        @"parent: place in a block cannot be created through the API"
    );
    let row = page.to_request_in(Parent::Database(
        "38c9ce7b60a48114b301ddc78a46ec5d".parse().expect("an id"),
    ));
    insta::assert_snapshot!(list(&row.lost), @r"
    properties.Name.title[0].text.voice: field `voice` is of a kind this version does not know
    properties.Photos.files[0].file: file is a file in Notion and must be uploaded again
    properties.Rows: relation was only shown in part
    properties.Sum.formula: formula is computed by Notion
    properties.New.hologram: hologram is of a kind this version does not know
    is_locked: is_locked needs a request of its own
    public_url: publication cannot be created through the API
    icon.file: page icon is a file in Notion and must be uploaded again
    ");
    let carried: Vec<_> = row.value.properties.iter().map(|(name, _)| name).collect();
    assert_eq!(carried, ["Name", "Photos"]);
    let below = page.to_request_in(Parent::Page(page.id));
    assert_eq!(below.value.properties.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["title"]);
}

#[test]
fn a_data_source_tells_what_it_loses() {
    let source: DataSource = serde_json::from_value(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
        "parent": {"type": "database_id", "database_id": "48c9ce7b-60a4-8114-b301-ddc78a46ec5d"},
        "title": [{"type": "text", "text": {"content": "Tasks", "link": null}}],
        "properties": {
            "Name": {"id": "title", "name": "Name", "description": null, "type": "title", "title": {}},
            "A \"B\"": {"id": "Ur%5DX", "name": "A \"B\"", "type": "number", "number": {"format": "euro"}},
            "Twice": {"id": "a", "name": "Twice", "type": "formula", "formula": {"expression":
                "{{notion:block_property:Ur%5DX:38c9ce7b-60a4-8114-b301-ddc78a46ec5d:58c9ce7b-60a4-8114-b301-ddc78a46ec5d}} * 2 + {{notion:block_property:title:68c9ce7b-60a4-8114-b301-ddc78a46ec5d:58c9ce7b-60a4-8114-b301-ddc78a46ec5d}} {{"}},
            "State": {"id": "b", "name": "State", "type": "status", "status": {
                "options": [{"id": "1", "name": "Open", "color": "red", "description": "x"}, {"id": "2", "name": "Shut", "color": "default", "description": null}],
                "groups": [{"id": "g", "name": "To-do", "color": "gray", "option_ids": ["1"]},
                    {"id": "h", "name": "In progress", "color": "blue", "option_ids": []},
                    {"id": "i", "name": "Complete", "color": "green", "option_ids": ["2"]}]}},
            "Parent": {"id": "c", "name": "Parent", "type": "relation", "relation": {
                "database_id": "48c9ce7b-60a4-8114-b301-ddc78a46ec5d",
                "data_source_id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "type": "dual_property",
                "dual_property": {"synced_property_name": "Children", "synced_property_id": "d"}}},
            "Max": {"id": "e", "name": "Max", "type": "rollup", "rollup": {
                "rollup_property_name": "A \"B\"", "relation_property_name": "Parent",
                "rollup_property_id": "Ur]X", "relation_property_id": "c", "function": "max"}},
            "Number": {"id": "f", "name": "Number", "type": "unique_id", "unique_id": {"prefix": "TASK"}},
            "Press": {"id": "g", "name": "Press", "type": "button", "button": {}},
            "New": {"id": "h", "name": "New", "type": "hologram", "hologram": {}},
        }
    }))
    .expect("a data source");
    let carried = source.to_request();
    insta::assert_snapshot!(list(&carried.lost), @r"
    properties.Twice.formula.expression: reference to a property in a formula is bound to its data source
    properties.State.status.groups[2]: status group Complete cannot be created through the API
    properties.Number.unique_id.prefix: prefix of ids must be unique in the workspace
    properties.Press.button: button cannot be created through the API
    properties.New.hologram: hologram is of a kind this version does not know
    ");
    let properties = carried.value.expect("a database holds it").properties;
    let lines: Vec<_> = properties
        .iter()
        .map(|(name, it)| format!("{name}: {}", serde_json::to_string(it).expect("JSON")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Name: {"type":"title","title":{}}
    A "B": {"type":"number","number":{"format":"euro"}}
    Twice: {"type":"formula","formula":{"expression":"prop(\"A \\\"B\\\"\") * 2 + {{notion:block_property:title:68c9ce7b-60a4-8114-b301-ddc78a46ec5d:58c9ce7b-60a4-8114-b301-ddc78a46ec5d}} {{"}}
    State: {"type":"status","status":{"options":[{"name":"Open","color":"red","description":"x"},{"name":"Shut","color":"default"}]}}
    Parent: {"type":"relation","relation":{"data_source_id":"38c9ce7b-60a4-8114-b301-ddc78a46ec5d","type":"dual_property","dual_property":{"synced_property_name":"Children"}}}
    Max: {"type":"rollup","rollup":{"function":"max","relation_property_name":"Parent","rollup_property_name":"A \"B\""}}
    Number: {"type":"unique_id","unique_id":{}}
    "#);
}

#[test]
fn a_comment_tells_what_it_loses() {
    let comment = |fields: Value| -> Comment {
        let mut whole = json!({
            "object": "comment", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
            "parent": {"type": "page_id", "page_id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},
            "rich_text": [{"type": "text", "text": {"content": "Well done", "link": null}}],
        });
        whole.as_object_mut().expect("an object").extend(fields.as_object().cloned().expect("too"));
        serde_json::from_value(whole).expect("a comment")
    };
    let check = |fields: Value| {
        let carried = comment(fields).to_request();
        let written = serde_json::to_string(&carried.value).expect("JSON");
        [written, list(&carried.lost)].join("\n").trim().to_owned()
    };
    insta::assert_snapshot!(check(json!({})), @r#"{"parent":{"type":"page_id","page_id":"38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},"rich_text":[{"type":"text","text":{"content":"Well done"}}]}"#);
    insta::assert_snapshot!(check(json!({
        "discussion_id": "d",
        "display_name": {"type": "custom", "resolved_name": "Robot"},
        "attachments": [{"category": "image", "file": {"url": "https://example.com/a"}, "size": 1}],
        "mood": "good",
    })), @r#"
    {"discussion_id":"d","rich_text":[{"type":"text","text":{"content":"Well done"}}],"display_name":{"type":"custom","custom":{"name":"Robot"}}}
    mood: field `mood` is of a kind this version does not know
    attachments[0].size: field `size` is of a kind this version does not know
    attachments[0]: file is a file in Notion and must be uploaded again
    "#);
    insta::assert_snapshot!(check(json!({
        "parent": {"type": "workspace", "workspace": true},
    })), @r"
    null
    parent: comment outside a page cannot be created through the API
    ");
    let crowded = comment(json!({
        "display_name": {"type": "user", "resolved_name": "Ada"},
        "rich_text": vec![json!({"type": "text", "text": {"content": "a", "link": null}}); 101],
    }));
    insta::assert_snapshot!(list(&crowded.to_request().lost), @"rich_text: `rich_text` has 101 items, at most 100 are accepted");
}

#[test]
fn a_view_tells_what_it_loses() {
    let view = |fields: Value| -> View {
        let mut whole = json!({
            "object": "view", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
            "parent": {"type": "database_id", "database_id": DATABASE},
            "data_source_id": "58c9ce7b-60a4-8114-b301-ddc78a46ec5d",
            "name": "All", "type": "calendar",
        });
        whole.as_object_mut().expect("an object").extend(fields.as_object().cloned().expect("too"));
        serde_json::from_value(whole).expect("a view")
    };
    let show = |carried: Carried<Option<notion_model::request::CreateView>>| {
        let written = serde_json::to_string(&carried.value).expect("JSON");
        [written, list(&carried.lost)].join("\n").trim().to_owned()
    };
    let check = |fields: Value| show(view(fields).to_request());
    insta::assert_snapshot!(check(json!({
        "filter": {"property": "a", "select": {"equals": "High"}},
        "sorts": [{"property": "a", "direction": "ascending"},
            {"timestamp": "created_time", "direction": "descending"}],
        "quick_filters": {"b": {"checkbox": {"equals": true}}},
        "configuration": {"type": "calendar", "date_property_id": "c", "date_property_name": "Due",
            "properties": [{"property_id": "c", "property_name": "Due", "visible": true}]},
    })), @r#"{"data_source_id":"58c9ce7b-60a4-8114-b301-ddc78a46ec5d","name":"All","type":"calendar","database_id":"48c9ce7b-60a4-8114-b301-ddc78a46ec5d","filter":{"property":"a","select":{"equals":"High"}},"sorts":[{"property":"a","direction":"ascending"},{"timestamp":"created_time","direction":"descending"}],"quick_filters":{"b":{"checkbox":{"equals":true}}},"configuration":{"type":"calendar","date_property_id":"c","properties":[{"property_id":"c","visible":true}]}}"#);
    insta::assert_snapshot!(check(json!({
        "filter": {"property": "a", "hologram": {"equals": "High"}},
        "sorts": [{"mood": "a", "direction": "ascending"}],
        "quick_filters": {"b": {"hologram": {"equals": true}}},
        "configuration": {"type": "table"},
        "mood": "good",
    })), @r#"
    {"data_source_id":"58c9ce7b-60a4-8114-b301-ddc78a46ec5d","name":"All","type":"calendar","database_id":"48c9ce7b-60a4-8114-b301-ddc78a46ec5d"}
    mood: field `mood` is of a kind this version does not know
    configuration: configuration of another type cannot be created through the API
    filter: filter is of a kind this version does not know
    sorts[0]: sort is of a kind this version does not know
    quick_filters.b: quick filter is of a kind this version does not know
    "#);
    insta::assert_snapshot!(check(json!({"type": "hologram"})), @r"
    null
    type: view of type hologram is of a kind this version does not know
    ");
    insta::assert_snapshot!(check(json!({
        "type": "dashboard", "data_source_id": null,
        "configuration": {"type": "dashboard", "rows": []},
    })), @r"
    null
    configuration: widgets needs a request of its own
    data_source_id: view without a data source cannot be created through the API
    ");
    insta::assert_snapshot!(check(json!({"parent": null, "name": null})), @r"
    null
    parent: parent was only shown in part
    ");
    let page = DATABASE.parse().expect("an id");
    let elsewhere = view(json!({"parent": null}))
        .to_request_in(ViewPlace::LinkedDatabase { page, after: None });
    insta::assert_snapshot!(show(elsewhere), @r#"{"data_source_id":"58c9ce7b-60a4-8114-b301-ddc78a46ec5d","name":"All","type":"calendar","create_database":{"parent":{"type":"page_id","page_id":"48c9ce7b-60a4-8114-b301-ddc78a46ec5d"}}}"#);
}
