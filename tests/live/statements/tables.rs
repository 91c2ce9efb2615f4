//! What writes to rows and schemas do, and how soon queries know.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::place::{Place, Table};
use crate::statement::{Observed, Observing, Seen, Statement, Unclear};

const CELLS: &str = "notion-emulator: semantics/cells.rs";
const SCHEMA: &str = "notion-emulator: semantics/schema.rs";

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "table-index-lag",
        question: "is a new row found by a filter within 30 seconds?",
        ours: "within 30 s",
        kept_in: "notion-ops: how long it looks for what may have been created",
        probe: |place| Box::pin(lag(place)),
    },
    Statement {
        name: "table-in-trash",
        question: "does `in_trash: true` find the rows in the trash and no others?",
        ours: "gone; without it: kept",
        kept_in: "notion-emulator: query.rs; syncs ask for each missing row",
        probe: |place| Box::pin(in_trash(place)),
    },
    Statement {
        name: "table-101-relations",
        question: "are more than 100 references at once refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-model: limits::PROPERTY_ITEMS",
        probe: |place| related(place, 101),
    },
    Statement {
        name: "table-duplicate-relations",
        question: "do references to the same page become one?",
        ours: "1 reference",
        kept_in: CELLS,
        probe: |place| related(place, 2),
    },
    Statement {
        name: "table-relation-replaced",
        question: "does a second write replace references, so that 100 is the most?",
        ours: "none",
        kept_in: "notion-ops: more than 100 are written from the other side",
        probe: |place| Box::pin(replaced(place)),
    },
    Statement {
        name: "table-database-parent",
        question: "may a row be made with its database as parent?",
        ours: "accepted",
        kept_in: "notion-emulator: rules/parent.rs; clients always name the data source",
        probe: |place| Box::pin(database_parent(place)),
    },
    Statement {
        name: "table-option-case",
        question: "is an option that differs in case from another a new one?",
        ours: "HIGH",
        kept_in: "notion-emulator: semantics/options.rs",
        probe: |place| {
            cell(
                place,
                json!({ "select": { "options": [{ "name": "high" }] } }),
                json!({ "select": { "name": "HIGH" } }),
            )
        },
    },
    Statement {
        name: "table-option-with-comma",
        question: "is an option with a comma in its name refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/options.rs",
        probe: |place| {
            cell(place, json!({ "select": {} }), json!({ "select": { "name": "high, low" } }))
        },
    },
    Statement {
        name: "table-option-other-colour",
        question: "is an option refused whose colour is not that of the schema?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/options.rs",
        probe: |place| {
            let schema = json!({ "select": { "options": [{ "name": "high", "color": "red" }] } });
            cell(place, schema, json!({ "select": { "name": "high", "color": "blue" } }))
        },
    },
    Statement {
        name: "table-option-unknown-id",
        question: "is an option refused whose id does not exist?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: semantics/options.rs",
        probe: |place| cell(place, json!({ "select": {} }), json!({ "select": { "id": "nope" } })),
    },
    Statement {
        name: "table-status-null",
        question: "does a status of `null` become the default?",
        ours: "Not started",
        kept_in: CELLS,
        probe: |place| cell(place, json!({ "status": {} }), json!({ "status": null })),
    },
    Statement {
        name: "table-status-unknown",
        question: "is an unknown status refused?",
        ours: "refused: 400 validation_error",
        kept_in: CELLS,
        probe: |place| {
            cell(place, json!({ "status": {} }), json!({ "status": { "name": "Nope" } }))
        },
    },
    Statement {
        name: "table-date-and-time",
        question: "is a range from a day to a time refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: rules/date.rs",
        probe: |place| {
            let range = json!({ "start": "2026-07-01", "end": "2026-07-02T10:00:00Z" });
            accepted(place, json!({ "date": {} }), json!({ "date": range }))
        },
    },
    Statement {
        name: "table-date-backwards",
        question: "is a range refused that ends before it begins?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: rules/date.rs",
        probe: |place| {
            let range = json!({ "start": "2026-07-02", "end": "2026-07-01" });
            accepted(place, json!({ "date": {} }), json!({ "date": range }))
        },
    },
    Statement {
        name: "table-email-200",
        question: "may an e-mail address have 200 letters?",
        ours: "accepted",
        kept_in: "notion-model: limits::EMAIL",
        probe: |place| {
            let address = format!("{}@example.org", "x".repeat(188));
            accepted(place, json!({ "email": {} }), json!({ "email": address }))
        },
    },
    Statement {
        name: "table-phone-number-200",
        question: "may a phone number have 200 digits?",
        ours: "accepted",
        kept_in: "notion-model: limits::PHONE_NUMBER",
        probe: |place| {
            accepted(
                place,
                json!({ "phone_number": {} }),
                json!({ "phone_number": "5".repeat(200) }),
            )
        },
    },
    Statement {
        name: "table-synced-property-name",
        question: "is the name of the other side of a dual relation taken from the request?",
        ours: "Back",
        kept_in: SCHEMA,
        probe: |place| Box::pin(twin_name(place)),
    },
    Statement {
        name: "table-one-side-removed",
        question: "what becomes of the other side when one of a dual relation is removed?",
        ours: "single_property",
        kept_in: SCHEMA,
        probe: |place| Box::pin(one_side_removed(place)),
    },
    Statement {
        name: "table-numbers-for-old-rows",
        question: "do rows that were there get numbers when a unique id is added?",
        ours: "1",
        kept_in: SCHEMA,
        probe: |place| Box::pin(numbered(place)),
    },
    Statement {
        name: "table-option-removed",
        question: "are values cleared whose option is removed?",
        ours: "null",
        kept_in: "notion-emulator: semantics/options.rs",
        probe: |place| Box::pin(option_removed(place)),
    },
    Statement {
        name: "table-percent-of-nothing",
        question: "what is the percentage of a rollup over nothing?",
        ours: "null",
        kept_in: "notion-emulator: computed/rollup.rs",
        probe: |place| Box::pin(percent_of_nothing(place)),
    },
    Statement {
        name: "table-icon-null",
        question: "does an icon of `null` clear that of a database?",
        ours: "cleared",
        kept_in: "notion-emulator: routes/databases.rs",
        probe: |place| Box::pin(icon_null(place)),
    },
    Statement {
        name: "table-last-data-source",
        question: "may the only data source of a database be put into the trash?",
        ours: "accepted",
        kept_in: "notion-emulator: routes/data_sources.rs",
        probe: |place| Box::pin(last_source(place)),
    },
];

/// How long it takes until a filter finds a new row.
async fn lag(place: &Place) -> Observed {
    let table = place.make_table("Lag", json!({})).await?;
    place.make_row(&table, "marker", json!({})).await?;
    let filter = json!({ "property": "Name", "title": { "equals": "marker" } });
    for seconds in 0..120_u32 {
        if place.finds(&table, filter.clone()).await?.what == "marker" {
            let words = Some(format!("after {seconds} pauses of a second"));
            let what = if seconds <= 30 { "within 30 s" } else { "later" };
            return Ok(Seen { what: what.to_owned(), words });
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(Seen::from("not within 2 minutes"))
}

async fn in_trash(place: &Place) -> Observed {
    let table = place.make_table("Trash", json!({})).await?;
    let rows = place.make_rows(&table, vec![("kept", json!({})), ("gone", json!({}))]).await?;
    let path = format!("pages/{}", rows[1]);
    place.done(Method::PATCH, &path, json!({ "in_trash": true })).await?;
    let found = |body: &Value| {
        let rows = body["results"].as_array().into_iter().flatten();
        let names = rows.map(|row| crate::place::plain(&row["properties"]["Name"]["title"]));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut seen = place.query(&table, json!({ "in_trash": true })).await?.told(found);
    seen.what += "; without it: ";
    seen.what += &place.query(&table, json!({})).await?.told(found).what;
    Ok(seen)
}

/// A table with a property `P`.
async fn table_of(place: &Place, schema: Value) -> Result<Table, Unclear> {
    place.make_table("One property", json!({ "P": schema })).await
}

/// What a value that is written reads back as, if it is accepted.
fn cell(place: &Place, schema: Value, value: Value) -> Observing<'_> {
    Box::pin(async move {
        let answer = write_cell(place, schema, value).await?;
        Ok(answer.told(|page| {
            let value = &page["properties"]["P"];
            let value = &value[value["type"].as_str().unwrap_or_default()];
            value["name"].as_str().map_or_else(|| value.to_string(), str::to_owned)
        }))
    })
}

fn accepted(place: &Place, schema: Value, value: Value) -> Observing<'_> {
    Box::pin(async move { Ok(write_cell(place, schema, value).await?.verdict()) })
}

async fn write_cell(
    place: &Place,
    schema: Value,
    value: Value,
) -> Result<crate::place::Answer, Unclear> {
    let table = table_of(place, schema).await?;
    let row = place.make_row(&table, "row", json!({})).await?;
    let body = json!({ "properties": { "P": value } });
    place.ask(Method::PATCH, &format!("pages/{row}"), body).await
}

/// A table with a relation to itself, and a row of it.
async fn related_table(place: &Place, kind: &str) -> Result<(Table, String), Unclear> {
    let table = place.make_table("Related", json!({})).await?;
    let settings =
        if kind == "dual_property" { json!({ "synced_property_name": "Back" }) } else { json!({}) };
    let relation = json!({ "data_source_id": table.source, "type": kind, kind: settings });
    let body = json!({ "properties": { "To": { "relation": relation } } });
    place.done(Method::PATCH, &format!("data_sources/{}", table.source), body).await?;
    let row = place.make_row(&table, "row", json!({})).await?;
    Ok((table, row))
}

/// How many references a row has after a write of the same one so many times.
fn related(place: &Place, count: usize) -> Observing<'_> {
    Box::pin(async move {
        let (_, row) = related_table(place, "single_property").await?;
        let body =
            json!({ "properties": { "To": { "relation": vec![json!({ "id": row }); count] } } });
        let answer = place.ask(Method::PATCH, &format!("pages/{row}"), body).await?;
        Ok(answer.told(|page| {
            let count = page["properties"]["To"]["relation"].as_array().map_or(0, Vec::len);
            format!("{count} reference{}", if count == 1 { "" } else { "s" })
        }))
    })
}

async fn replaced(place: &Place) -> Observed {
    let (table, row) = related_table(place, "single_property").await?;
    let other = place.make_row(&table, "other", json!({})).await?;
    let path = format!("pages/{row}");
    let mut last = None;
    for target in [&row, &other] {
        let body = json!({ "properties": { "To": { "relation": [{ "id": target }] } } });
        last = Some(place.ask(Method::PATCH, &path, body).await?);
    }
    let last = last.ok_or_else(|| Unclear("nothing was written".to_owned()))?;
    Ok(last.told(|page| {
        let references = page["properties"]["To"]["relation"].as_array();
        let old = references.into_iter().flatten().any(|it| it["id"] == *row);
        if old { "the first is still there" } else { "none" }.to_owned()
    }))
}

async fn database_parent(place: &Place) -> Observed {
    let table = place.make_table("Parent", json!({})).await?;
    let body = json!({ "parent": { "database_id": table.database }, "properties": {} });
    Ok(place.ask(Method::POST, "pages", body).await?.verdict())
}

/// The name of the other side of a dual relation.
async fn twin_name(place: &Place) -> Observed {
    let (table, _) = related_table(place, "dual_property").await?;
    let read = place.ask(Method::GET, &format!("data_sources/{}", table.source), None).await?;
    Ok(read.told(|body| {
        let dual = &body["properties"]["To"]["relation"]["dual_property"];
        dual["synced_property_name"].as_str().unwrap_or("no name").to_owned()
    }))
}

async fn one_side_removed(place: &Place) -> Observed {
    let (table, _) = related_table(place, "dual_property").await?;
    let path = format!("data_sources/{}", table.source);
    let read = place.done(Method::GET, &path, None).await?;
    let dual = &read["properties"]["To"]["relation"]["dual_property"];
    let twin = dual["synced_property_id"].clone();
    place.done(Method::PATCH, &path, json!({ "properties": { "To": null } })).await?;
    let read = place.ask(Method::GET, &path, None).await?;
    Ok(read.told(|body| {
        let mut properties = body["properties"].as_object().into_iter().flatten();
        match properties.find(|(_, property)| property["id"] == twin) {
            Some((_, property)) => {
                property["relation"]["type"].as_str().unwrap_or("no type").to_owned()
            }
            None => "removed".to_owned(),
        }
    }))
}

/// Changes the schema of a table, and reads a row of it.
async fn row_after(
    place: &Place,
    table: &Table,
    row: &str,
    properties: Value,
) -> Result<crate::place::Answer, Unclear> {
    let path = format!("data_sources/{}", table.source);
    let changed = place.ask(Method::PATCH, &path, json!({ "properties": properties })).await?;
    if changed.is_refusal() {
        return Ok(changed);
    }
    place.ask(Method::GET, &format!("pages/{row}"), None).await
}

async fn numbered(place: &Place) -> Observed {
    let table = place.make_table("Numbered", json!({})).await?;
    let row = place.make_row(&table, "old", json!({})).await?;
    let read = row_after(place, &table, &row, json!({ "ID": { "unique_id": {} } })).await?;
    Ok(read.told(|page| page["properties"]["ID"]["unique_id"]["number"].to_string()))
}

async fn option_removed(place: &Place) -> Observed {
    let two = json!({ "select": { "options": [{ "name": "one" }, { "name": "two" }] } });
    let table = table_of(place, two).await?;
    let value = json!({ "P": { "select": { "name": "two" } } });
    let row = place.make_row(&table, "row", value).await?;
    let source = place.done(Method::GET, &format!("data_sources/{}", table.source), None).await?;
    let first = &source["properties"]["P"]["select"]["options"][0]["id"];
    let one = json!({ "P": { "select": { "options": [{ "id": first }] } } });
    let read = row_after(place, &table, &row, one).await?;
    Ok(read.told(|page| {
        let value = &page["properties"]["P"]["select"];
        value["name"].as_str().map_or_else(|| value.to_string(), str::to_owned)
    }))
}

async fn percent_of_nothing(place: &Place) -> Observed {
    let (table, row) = related_table(place, "single_property").await?;
    let rollup = json!({
        "relation_property_name": "To", "rollup_property_name": "Name", "function": "percent_empty",
    });
    let read = row_after(place, &table, &row, json!({ "Share": { "rollup": rollup } })).await?;
    Ok(read.told(|page| page["properties"]["Share"]["rollup"]["number"].to_string()))
}

async fn icon_null(place: &Place) -> Observed {
    let table = place.make_table("Icon", json!({})).await?;
    let path = format!("databases/{}", table.database);
    let icon = json!({ "icon": { "type": "emoji", "emoji": "🚲" } });
    place.done(Method::PATCH, &path, icon).await?;
    let cleared = place.ask(Method::PATCH, &path, json!({ "icon": null })).await?;
    Ok(cleared.told(|body| if body["icon"].is_null() { "cleared" } else { "kept" }.to_owned()))
}

async fn last_source(place: &Place) -> Observed {
    let table = place.make_table("Last", json!({})).await?;
    let path = format!("data_sources/{}", table.source);
    Ok(place.ask(Method::PATCH, &path, json!({ "in_trash": true })).await?.verdict())
}
