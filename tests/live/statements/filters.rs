//! What filters find: text, options, people, groups, computed values.

use http::Method;
use serde_json::{Value, json};

use crate::place::{Place, Table, id, text};
use crate::statement::{Observed, Statement, Unclear};

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "filter-text-equals-case",
        question: "does `equals \"alpha\"` of a text find `Alpha` as well?",
        ours: "lower, upper",
        kept_in: "notion-filter: EvalEnv::text_equality",
        probe: |place| {
            finds(place, |_| json!({ "property": "Text", "rich_text": { "equals": "alpha" } }))
        },
    },
    Statement {
        name: "filter-text-ends-with-case",
        question: "does `ends_with \"PHA\"` find `Alpha` and `alpha`?",
        ours: "lower, upper",
        kept_in: "notion-filter: evaluate/text.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Text", "rich_text": { "ends_with": "PHA" } }))
        },
    },
    Statement {
        name: "filter-text-equals-nothing",
        question: "what does `equals \"\"` of a text find?",
        ours: "bot, empty",
        kept_in: "notion-filter: evaluate/text.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Text", "rich_text": { "equals": "" } }))
        },
    },
    Statement {
        name: "filter-text-contains-nothing",
        question: "what does `contains \"\"` of a text find?",
        ours: "bot, empty, lower, space, upper",
        kept_in: "notion-filter: evaluate/text.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Text", "rich_text": { "contains": "" } }))
        },
    },
    Statement {
        name: "filter-text-of-white-space",
        question: "is a text of two spaces empty for `is_empty`?",
        ours: "bot, empty",
        kept_in: "notion-filter: evaluate/text.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Text", "rich_text": { "is_empty": true } }))
        },
    },
    Statement {
        name: "filter-text-does-not-contain-empty",
        question: "does `does_not_contain` of a text find rows without one?",
        ours: "bot, empty, space",
        kept_in: "notion-filter: evaluate/text.rs",
        probe: |place| {
            finds(
                place,
                |_| json!({ "property": "Text", "rich_text": { "does_not_contain": "alp" } }),
            )
        },
    },
    Statement {
        name: "filter-multi-select-does-not-contain-empty",
        question: "does `does_not_contain` of a multi-select find rows without options?",
        ours: "bot, empty, lower",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| {
            finds(
                place,
                |_| json!({ "property": "Tags", "multi_select": { "does_not_contain": "a" } }),
            )
        },
    },
    Statement {
        name: "filter-multi-select-contains-list",
        question: "does `contains [\"a\",\"b\"]` of a multi-select mean any or all?",
        ours: "lower, space, upper",
        kept_in: "notion-filter: evaluate.rs; its compiler writes the options out",
        probe: |place| {
            finds(
                place,
                |_| json!({ "property": "Tags", "multi_select": { "contains": ["a", "b"] } }),
            )
        },
    },
    Statement {
        name: "filter-multi-select-does-not-contain-list",
        question: "does `does_not_contain [\"a\",\"b\"]` mean none or not all?",
        ours: "bot, empty",
        kept_in: "notion-filter: evaluate.rs; its compiler writes the options out",
        probe: |place| {
            let filter =
                json!({ "property": "Tags", "multi_select": { "does_not_contain": ["a", "b"] } });
            finds(place, move |_| filter)
        },
    },
    Statement {
        name: "filter-select-equals-list",
        question: "does `equals` of a select take a list, and mean any of it?",
        ours: "space, upper",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| {
            finds(
                place,
                |_| json!({ "property": "Choice", "select": { "equals": ["zulu", "mike"] } }),
            )
        },
    },
    Statement {
        name: "filter-select-case",
        question: "does `equals \"ZULU\"` of a select find the option `zulu`?",
        ours: "none",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Choice", "select": { "equals": "ZULU" } }))
        },
    },
    Statement {
        name: "filter-select-unknown-option",
        question: "is an option that does not exist refused, or not found?",
        ours: "none",
        kept_in: "notion-emulator: query.rs; with a schema the compiler of filters never sends one",
        probe: |place| {
            finds(place, |_| json!({ "property": "Choice", "select": { "equals": "Nope" } }))
        },
    },
    Statement {
        name: "filter-select-not-unknown-option",
        question: "does `does_not_equal` of an option that does not exist find all rows?",
        ours: "bot, empty, lower, space, upper",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| {
            finds(
                place,
                |_| json!({ "property": "Choice", "select": { "does_not_equal": "Nope" } }),
            )
        },
    },
    Statement {
        name: "filter-three-levels",
        question: "is a group within a group within a group refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-model: limits::FILTER_DEPTH",
        probe: |place| finds(place, |_| json!({ "and": [{ "or": [{ "and": [done()] }] }] })),
    },
    Statement {
        name: "filter-100-conditions",
        question: "may a group have 100 conditions?",
        ours: "none",
        kept_in: "notion-model: limits::FILTER_ENTRIES",
        probe: |place| finds(place, |_| json!({ "and": vec![done(); 100] })),
    },
    Statement {
        name: "filter-101-conditions",
        question: "is a group of 101 conditions refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-model: limits::FILTER_ENTRIES",
        probe: |place| finds(place, |_| json!({ "and": vec![done(); 101] })),
    },
    Statement {
        name: "filter-300-conditions-in-groups",
        question: "are 300 conditions accepted if no group has more than 100?",
        ours: "none",
        kept_in: "notion-emulator: rules/filter.rs; the compiler of filters stays below 200",
        probe: |place| {
            finds(place, |_| json!({ "and": vec![json!({ "or": vec![done(); 100] }); 3] }))
        },
    },
    Statement {
        name: "filter-empty-and",
        question: "what does an `and` of nothing find?",
        ours: "bot, empty, lower, space, upper",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| finds(place, |_| json!({ "and": [] })),
    },
    Statement {
        name: "filter-empty-or",
        question: "what does an `or` of nothing find?",
        ours: "none",
        kept_in: "notion-filter: evaluate.rs",
        probe: |place| finds(place, |_| json!({ "or": [] })),
    },
    Statement {
        name: "filter-empty-object",
        question: "is a filter without members refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: rules/filter.rs",
        probe: |place| finds(place, |_| json!({})),
    },
    Statement {
        name: "filter-null",
        question: "is a filter that is `null` refused?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: routes/query.rs",
        probe: |place| finds(place, |_| Value::Null),
    },
    Statement {
        name: "filter-me-people",
        question: "is the bot of a connection `me` in a filter of people? (a personal token: its person)",
        ours: "none",
        kept_in: "notion-emulator: query.rs, which takes the person of the token",
        probe: |place| {
            finds(place, |_| json!({ "property": "Who", "people": { "contains": "me" } }))
        },
    },
    Statement {
        name: "filter-me-created-by",
        question: "does `created_by contains me` find what the connection made?",
        ours: "none",
        kept_in: "notion-emulator: query.rs, which takes the person of the token",
        probe: |place| {
            finds(place, |_| json!({ "property": "By", "created_by": { "contains": "me" } }))
        },
    },
    Statement {
        name: "filter-created-time-property",
        question: "may a property of type created_time be filtered by its own key?",
        ours: "bot, empty, lower, space, upper",
        kept_in: "notion-filter: compile.rs, which has the timestamp form to go back to",
        probe: |place| {
            finds(place, |_| json!({ "property": "Made", "created_time": { "past_week": {} } }))
        },
    },
    Statement {
        name: "filter-date-key-on-created-time",
        question: "is the key `date` refused for a property of type created_time?",
        ours: "refused: 400 validation_error",
        kept_in: "notion-emulator: query.rs",
        probe: |place| finds(place, |_| json!({ "property": "Made", "date": { "past_week": {} } })),
    },
    Statement {
        name: "filter-rich-text-key-on-title",
        question: "may a title be filtered with the key `rich_text`?",
        ours: "upper",
        kept_in: "notion-emulator: query.rs",
        probe: |place| {
            finds(place, |_| json!({ "property": "Name", "rich_text": { "equals": "upper" } }))
        },
    },
    Statement {
        name: "filter-formula-made-by-the-api",
        question: "can a formula that the API made be filtered?",
        ours: "lower, upper",
        kept_in: "notion-emulator: query.rs",
        probe: |place| {
            let filter =
                json!({ "property": "Double", "formula": { "number": { "greater_than": 3 } } });
            finds(place, move |_| filter)
        },
    },
    Statement {
        name: "filter-rollup-url",
        question: "which key of `any` tests the addresses of a rollup?",
        ours: "rich_text",
        kept_in: "notion-filter: check/target.rs",
        probe: |place| {
            Box::pin(rolled(place, "Links", "rich_text", json!({ "contains": "example" })))
        },
    },
    Statement {
        name: "filter-rollup-email",
        question: "which key of `any` tests the e-mail addresses of a rollup?",
        ours: "rich_text",
        kept_in: "notion-filter: check/target.rs",
        probe: |place| {
            Box::pin(rolled(place, "Mails", "rich_text", json!({ "contains": "example" })))
        },
    },
    Statement {
        name: "filter-rollup-phone-number",
        question: "which key of `any` tests the phone numbers of a rollup?",
        ours: "rich_text",
        kept_in: "notion-filter: check/target.rs",
        probe: |place| Box::pin(rolled(place, "Phones", "rich_text", json!({ "contains": "555" }))),
    },
    Statement {
        name: "filter-rollup-created-time",
        question: "which key of `any` tests the creation times of a rollup?",
        ours: "date",
        kept_in: "notion-filter: check/target.rs",
        probe: |place| Box::pin(rolled(place, "Times", "date", json!({ "past_week": {} }))),
    },
    Statement {
        name: "filter-rollup-created-by",
        question: "which key of `any` tests the authors of a rollup?",
        ours: "people",
        kept_in: "notion-filter: check/target.rs",
        probe: |place| Box::pin(rolled(place, "Makers", "people", json!({ "is_not_empty": true }))),
    },
    Statement {
        name: "filter-rollup-date-range",
        question: "what does a rollup with `date_range` read back as?",
        ours: "date",
        kept_in: "notion-emulator: computed/rollup.rs; the compiler of filters refuses it",
        probe: |place| Box::pin(rollup_type(place, "Range")),
    },
    Statement {
        name: "filter-rollup-count-per-group",
        question: "what does a rollup with `count_per_group` read back as?",
        ours: "unsupported",
        kept_in: "notion-emulator: computed/rollup.rs; the compiler of filters refuses it",
        probe: |place| Box::pin(rollup_type(place, "Groups")),
    },
    Statement {
        name: "filter-rollup-percent-per-group",
        question: "what does a rollup with `percent_per_group` read back as?",
        ours: "unsupported",
        kept_in: "notion-emulator: computed/rollup.rs; the compiler of filters refuses it",
        probe: |place| Box::pin(rollup_type(place, "Shares")),
    },
];

/// A condition that nothing here satisfies.
fn done() -> Value {
    json!({ "property": "Done", "checkbox": { "equals": true } })
}

/// What a filter finds of the things.
fn finds<'a>(
    place: &'a Place,
    filter: impl FnOnce(&Table) -> Value + Send + 'a,
) -> crate::statement::Observing<'a> {
    Box::pin(async move {
        let things = things(place).await?;
        place.finds(things, filter(things)).await
    })
}

/// Five rows: what is to be found is in their names.
pub(super) async fn things(place: &Place) -> Result<&Table, Unclear> {
    place.things.get_or_try_init(|| make_things(place)).await
}

async fn make_things(place: &Place) -> Result<Table, Unclear> {
    let named =
        |names: &[&str]| -> Value { names.iter().map(|name| json!({ "name": name })).collect() };
    let things = place.make_table(
        "Things",
        json!({
            "Text": { "rich_text": {} },
            "Number": { "number": {} },
            "Choice": { "select": { "options": named(&["zulu", "alpha", "mike"]) } },
            "Tags": { "multi_select": { "options": named(&["a", "b"]) } },
            "Done": { "checkbox": {} },
            "Who": { "people": {} },
            "Made": { "created_time": {} },
            "By": { "created_by": {} },
            "Double": { "formula": { "expression": "prop(\"Number\") * 2" } },
        }),
    );
    let things = things.await?;
    let me = id(&place.done(Method::GET, "users/me", None).await?)?;
    let row = |content: &str, number: f64, choice: &str, tags: &[&str]| {
        json!({
            "Text": { "rich_text": text(content) },
            "Number": { "number": number },
            "Choice": { "select": { "name": choice } },
            "Tags": { "multi_select": named(tags) },
        })
    };
    let rows = vec![
        ("upper", row("Alpha", 2.0, "zulu", &["a"])),
        ("lower", row("alpha", 10.0, "alpha", &["b"])),
        ("space", row("  ", 1.0, "mike", &["a", "b"])),
        ("empty", json!({})),
        ("bot", json!({ "Who": { "people": [{ "object": "user", "id": me }] } })),
    ];
    place.make_rows(&things, rows).await?;
    Ok(things)
}

/// One row that leads to another, with a rollup for each question.
async fn links(place: &Place) -> Result<&Table, Unclear> {
    place.links.get_or_try_init(|| make_links(place)).await
}

async fn make_links(place: &Place) -> Result<Table, Unclear> {
    let targets = place.make_table(
        "Targets",
        json!({
            "Link": { "url": {} }, "Mail": { "email": {} }, "Phone": { "phone_number": {} },
            "Made": { "created_time": {} }, "By": { "created_by": {} }, "Day": { "date": {} },
            "Kind": { "select": { "options": [{ "name": "one" }] } },
        }),
    );
    let targets = targets.await?;
    let target = json!({
        "Link": { "url": "https://example.org" },
        "Mail": { "email": "a@example.org" },
        "Phone": { "phone_number": "555-0100" },
        "Day": { "date": { "start": "2026-07-01" } },
        "Kind": { "select": { "name": "one" } },
    });
    let target = place.make_row(&targets, "target", target).await?;
    let rollup = |property: &str, function: &str| {
        json!({ "rollup": {
            "relation_property_name": "To", "rollup_property_name": property, "function": function,
        } })
    };
    let source = &targets.source;
    let relation =
        json!({ "data_source_id": source, "type": "single_property", "single_property": {} });
    let table = place.make_table("Links", json!({ "To": { "relation": relation } })).await?;
    let mut properties = json!({
        "Links": rollup("Link", "show_original"), "Mails": rollup("Mail", "show_original"),
        "Phones": rollup("Phone", "show_original"), "Times": rollup("Made", "show_original"),
        "Makers": rollup("By", "show_original"),
    });
    let path = format!("data_sources/{}", table.source);
    let body = json!({ "properties": properties.take() });
    place.done(Method::PATCH, &path, body).await?;
    let to = json!({ "To": { "relation": [{ "id": target }] } });
    place.make_rows(&table, vec![("linked", to), ("alone", json!({}))]).await?;
    Ok(table)
}

/// The key if `any` of the rollup takes it and finds the row that has a target.
async fn rolled(place: &Place, property: &str, key: &str, test: Value) -> Observed {
    let filter = json!({ "property": property, "rollup": { "any": { key: test } } });
    let mut seen = place.finds(links(place).await?, filter).await?;
    if seen.what == "linked" {
        key.clone_into(&mut seen.what);
    }
    Ok(seen)
}

/// The type of the value of a rollup that is made for this question.
async fn rollup_type(place: &Place, name: &str) -> Observed {
    let table = links(place).await?;
    let (property, function) = match name {
        "Range" => ("Day", "date_range"),
        "Groups" => ("Kind", "count_per_group"),
        _ => ("Kind", "percent_per_group"),
    };
    let rollup = json!({ "rollup": {
        "relation_property_name": "To", "rollup_property_name": property, "function": function,
    } });
    let path = format!("data_sources/{}", table.source);
    let made = place.ask(Method::PATCH, &path, json!({ "properties": { name: rollup } })).await?;
    if made.is_refusal() {
        return Ok(made.verdict());
    }
    let filter = json!({ "property": "Name", "title": { "equals": "linked" } });
    let found = place.query(table, json!({ "filter": filter })).await?;
    Ok(found.told(|body| {
        let rollup = &body["results"][0]["properties"][name]["rollup"];
        rollup["type"].as_str().unwrap_or("no type").to_owned()
    }))
}
