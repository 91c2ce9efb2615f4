//! Trees that are deep, wide, or strange.

use serde_json::{Value, json};

use super::*;
use crate::Budget;
use crate::mock::{Mock, id, list, ok, refusal};

/// A toggle, or something that holds no more than it says.
fn block(number: u32, kind: &str, has_children: bool) -> Value {
    let content = match kind {
        "child_page" => json!({"title": "Apart"}),
        _ => json!({"rich_text": []}),
    };
    json!({
        "object": "block", "id": id(number), "has_children": has_children,
        "type": kind, kind: content,
    })
}

/// A Notion in which `children` says what is below a block.
fn notion(children: impl Fn(u32) -> Vec<Value> + Send + 'static) -> (Mock, Client) {
    let mock = Mock::new(move |asked| {
        let number = asked.call.split('/').nth(3).unwrap()[24..].parse().unwrap();
        let children = children(number);
        let start: usize = asked
            .call
            .split_once("start_cursor=")
            .map_or(0, |(_, rest)| rest.split('&').next().unwrap().parse().unwrap());
        let end = (start + 100).min(children.len());
        let next = (end < children.len()).then(|| end.to_string());
        ok(list(children[start..end].to_vec(), next.as_deref()))
    });
    let client = mock.builder().budget(Budget::Unlimited).build();
    (mock, client)
}

/// One line per block, indented by its depth.
fn draw(tree: &BlockTree) -> String {
    let line = |node: &Node| {
        let name = match &node.block {
            Guarded::Item(block) => block.id.to_string()[24..].trim_start_matches('0').to_owned(),
            Guarded::Odd(_) => "odd".to_owned(),
        };
        "  ".repeat(node.depth) + &name + "\n"
    };
    tree.in_order().map(line).collect()
}

fn root() -> BlockId {
    id(1).parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn reads_every_level_and_enters_no_other_page() {
    let (mock, client) = notion(|number| match number {
        1 => vec![
            block(2, "toggle", true),
            block(3, "paragraph", false),
            block(4, "child_page", true),
            json!({"object": "block", "id": id(5), "type": 7, "has_children": true}),
            block(6, "quote", true),
        ],
        2 => vec![block(7, "paragraph", false), block(8, "toggle", true)],
        5 => vec![block(9, "paragraph", false)],
        8 => vec![block(10, "paragraph", false)],
        _ => vec![],
    });
    let tree = client.block_tree(root()).await.unwrap();
    insta::assert_snapshot!(draw(&tree), @r"
    2
      7
      8
        10
    3
    4
    odd
      9
    6
    ");
    // The root, the four that have children and are no page, and nothing twice.
    assert_eq!(mock.asked().len(), 5);
    let top: Vec<_> = tree.top().collect();
    assert_eq!((top.len(), tree.len()), (5, 9));
    assert_eq!(tree.children(top[0]).len(), 2);
    assert_eq!(tree.children(top[1]).len(), 0);
}

#[tokio::test(start_paused = true)]
async fn wide_and_deep_trees_cost_what_they_must() {
    let (mock, client) = notion(|number| match number {
        1 => (1000..1250).map(|it| block(it, "toggle", it % 50 == 0)).collect(),
        1000..1250 => vec![block(number + 1000, "paragraph", false)],
        _ => vec![],
    });
    let tree = client.block_tree(root()).await.unwrap();
    assert_eq!(tree.len(), 255);
    assert_eq!(mock.asked().len(), 3 + 5);

    let (mock, client) = notion(|number| vec![block(number + 1, "toggle", number < 3_000)]);
    let tree = client.block_tree(root()).await.unwrap();
    assert_eq!((tree.len(), mock.asked().len()), (3_000, 3_000));
    assert_eq!(tree.in_order().last().unwrap().depth, 2_999);
}

#[tokio::test(start_paused = true)]
async fn an_empty_page_is_a_tree_and_a_missing_one_is_not() {
    let (_, client) = notion(|_| vec![]);
    assert!(client.block_tree(root()).await.unwrap().is_empty());
    let mock = Mock::script([refusal(404, "object_not_found", "…")]);
    assert!(mock.client().block_tree(root()).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn blocks_that_stand_in_themselves_are_entered_once() {
    let (mock, client) = notion(|number| match number {
        1 => vec![block(2, "toggle", true)],
        _ => vec![block(2, "toggle", true), block(1, "toggle", true)],
    });
    let tree = client.block_tree(root()).await.unwrap();
    assert_eq!((tree.len(), mock.asked().len()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn no_more_than_eight_lists_are_read_at_a_time() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (Arc::clone(&open), Arc::clone(&most));
    let mock = Mock::new(move |asked| {
        let number: u32 = asked.call.split('/').nth(3).unwrap()[24..].parse().unwrap();
        let now = counts.0.fetch_add(1, Ordering::Relaxed) + 1;
        counts.1.fetch_max(now, Ordering::Relaxed);
        let done = Arc::clone(&counts.0);
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            done.fetch_sub(1, Ordering::Relaxed);
        });
        let children = if number == 1 { 100..160 } else { 0..0 };
        ok(list(children.map(|it| block(it, "toggle", true)).collect(), None)).after(1.0)
    });
    let client = mock.builder().budget(Budget::Unlimited).concurrency(64).build();
    assert_eq!(client.block_tree(root()).await.unwrap().len(), 60);
    assert_eq!(most.load(Ordering::Relaxed), 8);
}
