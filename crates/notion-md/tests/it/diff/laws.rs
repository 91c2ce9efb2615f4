//! The laws: the page becomes as it should, nothing is touched without need, and little is done.

use std::collections::HashSet;

use notion_md::{Difference, diff, normal};
use notion_model::{
    BlockId,
    request::{Block, BlockKind},
};
use proptest::prelude::*;

use super::{random::Random, server::Server};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn json(blocks: &[Block]) -> String {
    serde_json::to_string_pretty(blocks).expect("it is JSON")
}

/// Carries out the difference and compares the page with what it should be.
#[track_caller]
fn check(server: &mut Server, new: &[Block]) -> Difference {
    let difference = diff(&server.existing(), new.to_vec());
    let (count, pinned) = (server.len(), server.pinned().collect::<Vec<_>>());
    server.apply(&difference);
    let (is, should) = (normal(server.blocks(&difference)), normal(new.to_vec()));
    assert!(is == should, "{}\nshould be\n{}\n{difference:?}", json(&is), json(&should));
    assert!(pinned.iter().all(|it| !server.deleted.contains(it)));
    let counts = difference.counts();
    assert_eq!(counts.updated, server.updated.len());
    assert_eq!(counts.deleted, server.deleted.len());
    assert_eq!(difference.kept + counts.updated + counts.deleted, count);
    assert_eq!(difference.requests(), server.requests);
    difference
}

/// How many blocks must be touched at least, by trying everything.
fn least(old: &[Block], new: &[Block]) -> usize {
    let count = |blocks: &[Block]| blocks.iter().map(Block::count).sum::<usize>();
    let (Some((one, olds)), Some((other, news))) = (old.split_first(), new.split_first()) else {
        return count(old) + count(new);
    };
    let apart = (one.count() + least(olds, new)).min(other.count() + least(old, news));
    let fits = match (&one.kind, &other.kind) {
        (BlockKind::Table(old), BlockKind::Table(new)) => old.width == new.width,
        (old, new) => old.type_name() == new.type_name(),
    };
    if !fits {
        return apart;
    }
    let changed = usize::from(one.kind != other.kind);
    apart.min(changed + least(&one.children, &other.children) + least(olds, news))
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn the_page_becomes_as_it_should(seed in any::<u64>(), size in 0_usize..24, edits in 0..6) {
        let mut random = Random(seed);
        let old = random.blocks(size);
        let mut new = if edits == 0 { random.blocks(size) } else { old.clone() };
        let mut next = 0;
        for _ in 0..edits {
            random.edit(&mut new, &mut next);
        }
        check(&mut Server::new(&old, None), &new);
    }

    #[test]
    fn what_cannot_be_created_stays(seed in any::<u64>(), size in 0_usize..24, edits in 0..6) {
        let mut random = Random(seed);
        let old = random.blocks(size);
        let mut new = if edits == 0 { random.blocks(size) } else { old.clone() };
        let mut next = 0;
        for _ in 0..edits {
            random.edit(&mut new, &mut next);
        }
        let mut server = Server::new(&old, Some(&mut random));
        check(&mut server, &new);
    }

    #[test]
    fn what_is_the_same_is_not_touched(seed in any::<u64>(), size in 0_usize..24) {
        let mut random = Random(seed);
        let old = random.blocks(size);
        let difference = check(&mut Server::new(&old, Some(&mut random)), &old);
        prop_assert!(difference.is_empty(), "{difference:?}");
    }
}

#[test]
fn hardly_more_is_done_than_must_be() {
    let (mut equal, mut cases, mut worst) = (0, 0, (0, 0));
    for seed in 0..3000 {
        let mut random = Random(seed);
        let (size, other) = (random.below(7), random.below(7));
        let old = normal(random.blocks(size));
        let new = if random.one_in(2) {
            random.blocks(other)
        } else {
            let mut new = old.clone();
            for next in 0..=random.below(3) {
                random.edit(&mut new, &mut (next * 10));
            }
            new
        };
        let new = normal(new);
        let size = |blocks: &[Block]| blocks.iter().map(Block::count).sum::<usize>();
        if size(&old) > 9 || size(&new) > 9 {
            continue;
        }
        let best = least(&old, &new);
        let cost = check(&mut Server::new(&old, None), &new).counts().cost();
        assert!(cost <= 2 * best, "{cost} instead of {best}:\n{}\n{}", json(&old), json(&new));
        cases += 1;
        equal += usize::from(cost == best);
        if cost * worst.1.max(1) > worst.0 * best.max(1) || worst.1 == 0 {
            worst = (cost, best);
        }
    }
    println!("{equal} of {cases} are optimal; the worst does {} instead of {}", worst.0, worst.1);
    assert!(cases > 1500 && equal * 10 > cases * 9, "{equal} of {cases}");
}

#[test]
fn few_edits_of_a_large_page_touch_few_blocks() {
    let (mut exact, mut cases) = (0, 0);
    for seed in 0..200 {
        let mut random = Random(seed);
        let mut next = 0;
        let old = random.outline(1000, &mut next);
        let mut new = old.clone();
        let (mut bound, mut moved) = (0, false);
        for _ in 0..=random.below(5) {
            let (cost, moves) = random.edit(&mut new, &mut next);
            bound += cost;
            moved |= moves;
        }
        let mut server = Server::new(&old, None);
        let before = server.paths(word);
        let difference = check(&mut server, &new);
        let counts = difference.counts();
        assert!(counts.cost() <= bound, "seed {seed}: {counts} instead of {bound}");
        cases += 1;
        exact += usize::from(counts.cost() == bound);
        if !moved {
            // A text that still stands in the same place is still the same block.
            let after: HashSet<(String, BlockId)> = server.paths(word).into_iter().collect();
            let there = paths(&new);
            for (path, id) in before {
                let is_there = there.contains(&path);
                let touched = server.updated.contains(&id) || server.deleted.contains(&id);
                assert!(!is_there || !touched, "seed {seed}: {path} was touched");
                assert!(!is_there || after.contains(&(path, id)));
            }
        }
    }
    println!("{exact} of {cases} touch as many blocks as the edits did");
}

fn paths(blocks: &[Block]) -> HashSet<String> {
    let mut open: Vec<(String, &Block)> =
        blocks.iter().map(|it| (format!("/{}", word(&it.kind)), it)).collect();
    let mut paths = HashSet::new();
    while let Some((path, block)) = open.pop() {
        open.extend(block.children.iter().map(|it| (format!("{path}/{}", word(&it.kind)), it)));
        paths.insert(path);
    }
    paths
}

fn word(kind: &BlockKind) -> String {
    let text = kind.rich_text().unwrap_or_default();
    format!("{} {}", kind.type_name(), notion_model::request::plain_text(text))
}
