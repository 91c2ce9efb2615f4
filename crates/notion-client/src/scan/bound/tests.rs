//! The bound that is added to a filter means `and`, whatever the filter is.

use notion_model::query::{DateCondition, TimestampKind};
use proptest::prelude::*;

use super::*;

fn leaf(name: u32) -> Filter {
    Filter::property(name.to_string()).checkbox().equals(true).into()
}

fn bound() -> Filter {
    Filter::timestamp(
        TimestampKind::CreatedTime,
        DateCondition::OnOrAfter("2026-11-02T09:00:00.000Z".to_owned()),
    )
}

/// Whether a row passes whose checkboxes are the bits of `row`, and whose creation time passes the
/// bound or not.
fn passes(filter: &Filter, row: u32, created: bool) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|it| passes(it, row, created)),
        Filter::Or(parts) => parts.iter().any(|it| passes(it, row, created)),
        Filter::Property(it) => row >> it.property.parse::<u32>().unwrap() & 1 == 1,
        Filter::Timestamp(_) => created,
    }
}

fn group(parts: BoxedStrategy<Filter>) -> BoxedStrategy<Filter> {
    let parts = prop::collection::vec(parts, 1..4);
    (parts, any::<bool>())
        .prop_map(|(parts, all)| if all { Filter::And(parts) } else { Filter::Or(parts) })
        .boxed()
}

/// Any filter of the two levels that Notion allows.
fn filters() -> BoxedStrategy<Filter> {
    let leaf = (0u32..6).prop_map(leaf).boxed();
    let inner = prop_oneof![leaf.clone(), group(leaf.clone())].boxed();
    prop_oneof![leaf, group(inner)].boxed()
}

proptest! {
    #[test]
    fn adds_an_and_and_no_third_level(filter in filters(), row in 0u32..64, created: bool) {
        let wider = bounded(Some(filter.clone()), &bound()).unwrap();
        prop_assert!(wider.depth() <= 2);
        prop_assert_eq!(passes(&wider, row, created), created && passes(&filter, row, created));
    }
}

#[test]
fn a_filter_without_room_is_refused() {
    let full = || (0..100).map(leaf).collect::<Vec<_>>();
    assert_eq!(bounded(Some(Filter::And(full())), &bound()), Err(PagingError::FilterFull));
    assert!(bounded(Some(Filter::Or(full())), &bound()).is_ok());
    let halves = vec![Filter::Or(full()), Filter::Or(full()), Filter::And(vec![leaf(1)])];
    assert_eq!(bounded(Some(Filter::Or(halves)), &bound()), Err(PagingError::FilterFull));
}
