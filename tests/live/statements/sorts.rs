//! In which order rows come.

use serde_json::{Value, json};

use super::filters::things;
use crate::place::Place;
use crate::statement::{Observing, Statement};

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "sort-empty-ascending",
        question: "where are rows without a value in an ascending order?",
        ours: "space, upper, lower, bot, empty",
        kept_in: "notion-filter: evaluate/order.rs",
        probe: |place| sorted(place, json!({ "property": "Number", "direction": "ascending" })),
    },
    Statement {
        name: "sort-empty-descending",
        question: "where are rows without a value in a descending order?",
        ours: "lower, upper, space, bot, empty",
        kept_in: "notion-filter: evaluate/order.rs",
        probe: |place| sorted(place, json!({ "property": "Number", "direction": "descending" })),
    },
    Statement {
        name: "sort-options",
        question: "are rows sorted by the order of options, or by their names?",
        ours: "upper, lower, space, bot, empty",
        kept_in: "notion-filter: evaluate/order.rs",
        probe: |place| sorted(place, json!({ "property": "Choice", "direction": "ascending" })),
    },
    Statement {
        name: "sort-text-case",
        question: "is case ignored in the order of texts? (then the newer of the two comes first)",
        ours: "space, lower, upper, bot, empty",
        kept_in: "notion-filter: evaluate/order.rs",
        probe: |place| sorted(place, json!({ "property": "Text", "direction": "ascending" })),
    },
    Statement {
        name: "sort-unsorted",
        question: "do rows come newest first if nobody sorts them?",
        ours: "bot, empty, space, lower, upper",
        kept_in: "notion-emulator: query.rs",
        probe: |place| Box::pin(async move { place.sorted(things(place).await?, json!([])).await }),
    },
];

fn sorted(place: &Place, sort: Value) -> Observing<'_> {
    Box::pin(async move { place.sorted(things(place).await?, json!([sort])).await })
}
