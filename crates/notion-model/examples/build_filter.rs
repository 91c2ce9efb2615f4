//! Builds a query with filter and sorts, and shows the body to be sent.
//!
//! `cargo run -p notion-model --example build_filter`

#![expect(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;

use notion_model::{
    PageId,
    query::{Filter, Or, Query, Sort},
};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    // Name the property, say its type, then what must hold. Notion has no `not`: most tests have
    // an opposite, which also holds for empty values.
    let open = Filter::property("Status").status().does_not_equal(["Done", "Cancelled"]);
    let due = Filter::property("Deadline").date().on_or_before("2026-11-30");
    let large = Filter::property("Estimate").number().greater_than(3);
    let mine = Filter::property("Owner").people().contains_me();

    let query = Query::new()
        .with_filter(open.and(due).and(large.or(mine)))
        .with_sort(Sort::property("Deadline").ascending())
        .with_sort(Sort::property("Estimate").descending())
        .with_page_size(50);
    assert_eq!(
        serde_json::to_value(&query)?,
        json!({
            "filter": {"and": [
                {"property": "Status", "status": {"does_not_equal": ["Done", "Cancelled"]}},
                {"property": "Deadline", "date": {"on_or_before": "2026-11-30"}},
                {"or": [
                    {"property": "Estimate", "number": {"greater_than": 3}},
                    {"property": "Owner", "people": {"contains": "me"}},
                ]},
            ]},
            "sorts": [
                {"property": "Deadline", "direction": "ascending"},
                {"property": "Estimate", "direction": "descending"},
            ],
            "page_size": 50,
        }),
    );

    // Tests that are counted at run time. Notion refuses an empty group, so there is none.
    let projects = ["9bd15f8d-8082-429b-82db-e6c4ea88413b", "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"];
    let projects = projects.iter().map(|it| PageId::parse(it)).collect::<Result<Vec<_>, _>>()?;
    let of_projects =
        Or::of(projects.into_iter().map(|it| Filter::property("Project").relation().contains(it)));
    let query = Query { filter: of_projects.map(Filter::from), ..Query::new() };

    // The time a page was made is no property. The next page of an answer needs its cursor.
    let recent = Query::new().with_filter(Filter::created_time().past_week()).starting_at("cursor");

    for query in [query, recent] {
        println!("{}", serde_json::to_string_pretty(&query)?);
    }
    Ok(())
}
