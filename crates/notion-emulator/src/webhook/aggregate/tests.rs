//! What becomes of events that come soon after each other.

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::webhook::event::Entity;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn event(second: i64, kind: EventKind, page: u128, details: Details) -> Event {
    Event {
        at: at(second),
        kind,
        entity: Entity::page(Uuid::from_u128(page)),
        author: Uuid::nil(),
        parent: None,
        details,
    }
}

fn values(ids: &[&str]) -> Details {
    Details::Values(ids.iter().map(|id| (*id).to_owned()).collect())
}

fn of_five_seconds() -> Aggregator {
    Aggregator::new(SignedDuration::from_secs(5))
}

#[test]
fn changes_of_one_window_are_one_event() {
    let mut all = of_five_seconds();
    let updated = EventKind::PagePropertiesUpdated;
    all.push(event(0, updated, 1, values(&["a"])));
    all.push(event(2, updated, 2, values(&["a"])));
    all.push(event(4, updated, 1, values(&["b", "a"])));
    assert_eq!(all.next(), Some(at(5)));
    assert_eq!(all.due(at(4)), []);
    // It ends with the first change's window, and has the time of the last.
    assert_eq!(all.due(at(5)), [event(4, updated, 1, values(&["a", "b"]))]);
    assert_eq!(all.due(at(7)), [event(2, updated, 2, values(&["a"]))]);
    assert_eq!(all.next(), None);
}

#[test]
fn what_is_taken_back_is_not_told() {
    let mut all = of_five_seconds();
    let nothing = || Details::Nothing;
    all.push(event(0, EventKind::PageCreated, 1, nothing()));
    all.push(event(1, EventKind::PagePropertiesUpdated, 1, values(&["a"])));
    all.push(event(2, EventKind::PageDeleted, 1, nothing()));
    all.push(event(0, EventKind::PageDeleted, 2, nothing()));
    all.push(event(1, EventKind::PageUndeleted, 2, nothing()));
    let (home, away) = (json!({ "id": 1 }), json!({ "id": 2 }));
    for (from, to) in [(&home, &away), (&away, &home)] {
        let from = Details::MovedFrom(Some(from.clone()));
        let moved = event(0, EventKind::PageMoved, 3, from);
        all.push(Event { parent: Some(to.clone()), ..moved });
    }
    assert_eq!(all.next(), None);
    // Later it is told, because the one was told already.
    all.push(event(10, EventKind::PageCreated, 1, nothing()));
    assert_eq!(all.due(at(15)).len(), 1);
    all.push(event(16, EventKind::PageDeleted, 1, nothing()));
    assert_eq!(all.due(at(21)).len(), 1);
}

#[test]
fn a_property_that_comes_and_goes_was_never_there() {
    let change = |id: &str, action| {
        let name = (action != Action::Deleted).then(|| id.into());
        SchemaChange { id: id.to_owned(), name, action }
    };
    let schema = |second, changes: &[SchemaChange]| {
        event(second, EventKind::DataSourceSchemaUpdated, 1, Details::Schema(changes.to_vec()))
    };
    let mut all = of_five_seconds();
    all.push(schema(0, &[change("a", Action::Created), change("b", Action::Created)]));
    all.push(schema(1, &[change("b", Action::Updated), change("c", Action::Updated)]));
    all.push(schema(2, &[change("a", Action::Deleted), change("c", Action::Deleted)]));
    let expected = [change("b", Action::Created), change("c", Action::Deleted)];
    assert_eq!(all.due(at(5)), [schema(2, &expected)]);
    all.push(schema(6, &[change("a", Action::Created)]));
    all.push(schema(7, &[change("a", Action::Deleted)]));
    assert_eq!(all.next(), None);
}

#[test]
fn some_kinds_and_no_window_are_told_one_by_one() {
    let mut all = of_five_seconds();
    all.push(event(0, EventKind::PageLocked, 1, Details::Nothing));
    all.push(event(0, EventKind::PageUnlocked, 1, Details::Nothing));
    assert_eq!(all.due(at(0)).len(), 2);
    let mut all = Aggregator::new(SignedDuration::ZERO);
    all.push(event(0, EventKind::PageCreated, 1, Details::Nothing));
    all.push(event(0, EventKind::PageDeleted, 1, Details::Nothing));
    assert_eq!(all.due(at(0)).len(), 2);
}
