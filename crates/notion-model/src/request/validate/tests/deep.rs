//! Trees of any depth: they are told to be too deep, and take no stack.

use super::*;
use crate::query::{Condition, Filter, Query, TextCondition};

const DEEP: usize = 100_000;

#[test]
fn blocks_of_any_depth_are_refused() {
    let request = append(vec![nested(DEEP)]);
    assert_snapshot!(report(&request), @"
    `body.children[0].bulleted_list_item.children[0].bulleted_list_item.children[0].bulleted_list_item.children` is not accepted: this bulleted_list_item takes no children
    `body.children` has 100000 blocks, at most 1000 are accepted
    ");
    assert_snapshot!(serde_json::to_string(&request).unwrap_err(), @"the blocks are nested more than 200 levels deep");
}

#[test]
fn blocks_of_any_depth_are_copied_compared_and_shown() {
    let block = nested(DEEP);
    let mut copy = block.clone();
    assert!(copy == block);
    assert!(block != nested(DEEP - 1));
    copy.children.push(paragraph());
    assert!(copy != block);
    let shown = format!("{block:?}");
    assert!(shown.contains("[… 99800 blocks]"), "{}", shown.len());
    assert_eq!(nested(150).clone(), nested(150));
    assert_snapshot!(format!("{:?}", Block::new(BlockKind::Divider)), @"Block { kind: Divider, children: [] }");
}

#[test]
fn filters_of_any_depth_are_refused() {
    let leaf: Filter =
        Filter::property("P").passes(Condition::Title(TextCondition::IsEmpty)).into();
    let filter = (0..DEEP).fold(leaf, |filter, _| Filter::And(vec![filter]));
    // Such a filter cannot even be dropped: nothing but a loop like this one makes it.
    let query = std::mem::ManuallyDrop::new(Query { filter: Some(filter), ..Query::default() });
    assert_snapshot!(report(&*query), @"`body.filter.and[0].and[0].and` has 100000 levels, at most 2 are accepted");
    assert_snapshot!(serde_json::to_string(&*query).unwrap_err(), @"a filter has at most 64 levels");
}
