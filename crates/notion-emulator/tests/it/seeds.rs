//! Worlds that begin with a seed.

use insta::assert_snapshot;
use notion_emulator::{Emulator, Seed};
use serde_json::json;

use crate::support::{Notion, title};

#[tokio::test]
async fn a_seed_becomes_a_world() {
    let notion = Notion::seeded(json!({
        "now": "2026-11-02T09:00:00Z",
        "me": "ada",
        "users": [{ "key": "ada", "name": "Ada" }],
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [
            {
                "key": "tasks",
                "title": "Tasks",
                "parent": "home",
                "properties": {
                    "Name": { "title": {} },
                    "Who": { "people": {} },
                    "Project": { "relation": { "data_source_id": "projects", "single_property": {} } },
                },
                "rows": [
                    { "created": "2026-10-01T08:00:00Z", "properties": { "Name": "First" } },
                    {
                        "created": "2026-10-02T08:00:00Z",
                        "properties": { "Name": "Second", "Who": ["ada"], "Project": ["bike"] },
                    },
                ],
            },
            {
                "key": "projects",
                "title": "Projects",
                "parent": "home",
                "rows": [{ "key": "bike", "properties": { "Name": "Bike" } }],
            },
        ],
    }));
    let tasks = notion.emulator.data_source("tasks").unwrap();
    let mine = json!({ "filter": { "property": "Who", "people": { "contains": "me" } } });
    let found = notion.post(&format!("data_sources/{tasks}/query"), mine).await.ok();
    assert_eq!(found.results().iter().map(title).collect::<Vec<_>>(), ["Second"]);
    assert_eq!(found.results()[0]["created_time"], "2026-10-02T08:00:00.000Z");
    let bike = notion.emulator.page("bike").unwrap().to_string();
    assert_eq!(found.results()[0]["properties"]["Project"]["relation"], json!([{ "id": bike }]));
}

#[test]
fn what_is_wrong_with_a_seed_is_listed_whole() {
    let seed = Seed::from_value(json!({
        "me": "eda",
        "users": [{ "key": "ada", "name": "Ada" }],
        "pages": [{ "key": "home", "title": "Home", "parent": "hme" }],
        "databases": [{
            "key": "tasks",
            "title": "Tasks",
            "parent": "home",
            "properties": { "Name": { "title": {} }, "Who": { "people": {} }, "Done": { "checkbox": {} } },
            "rows": [
                { "properties": { "Nam": "First" } },
                { "key": "second", "properties": { "Who": ["adda"], "Done": "yes" } },
            ],
        }],
    }));
    let error = Emulator::builder().world(seed.unwrap()).build().unwrap_err();
    assert_snapshot!(error, @r#"
    the world cannot be made:
    me: no user has the key "eda", did you mean "ada"?
    page "home": no page above has the key "hme"
    database "tasks", row "1": there is no property "Nam", did you mean "Name"?
    database "tasks", row "second": property "Who": no key is "adda", did you mean "ada"?
    database "tasks", row "second": properties failed validation: properties.Done.checkbox should be a boolean, instead was `"yes"`.
    "#);
    let error = Seed::parse("{\n  \"pags\": []\n}").unwrap_err();
    assert_snapshot!(error, @"the world cannot be read: unknown field `pags`, expected one of `now`, `me`, `workspace`, `integration`, `plan`, `users`, `pages`, `databases` at line 2 column 8");
}
