//! A page beside new blocks: what must be done to it, in pages where that is easy and where it is
//! as hard as can be.

use std::hint::black_box;
use std::time::{Duration, Instant};

use notion_md::{Difference, Existing, diff};
use notion_model::request::Block;
use serde_json::{Value, json};

use bench_report::table;

use crate::{Failure, clock};

/// A page of ten thousand blocks is compared in this time, whatever is in it.
const PAGE: Duration = Duration::from_millis(100);

/// How much longer one of 100,000 blocks may take than one of 10,000.
const LINEAR: f64 = 1.5;

/// How many blocks there are in the pages that are measured.
const BLOCKS: usize = 10_000;

/// A page and the blocks it should hold.
struct Case {
    name: &'static str,
    old: Existing,
    new: Vec<Block>,
    goal: bool,
}

/// Runs the measurements and prints the table. With `--check`, a missed goal is a failure.
pub(crate) fn run(flags: &[String]) -> Result<(), Failure> {
    let check = match flags {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("`diff` has no flags but `--check`".to_owned()),
    };
    let mut cases = cases();
    let large = outline(10 * BLOCKS);
    cases.push(Case {
        name: "ten times as many, five edits",
        old: page(&large)?,
        new: edited(&large),
        goal: false,
    });
    let mut rows = Vec::new();
    let mut missed = 0;
    let contenders = cases.iter().map(|case| -> clock::Contender<'_> {
        Box::new(|| {
            // What is given away is not measured.
            let new = black_box(case.new.clone());
            let start = Instant::now();
            let difference = diff(black_box(&case.old), new);
            let time = start.elapsed();
            drop(black_box(difference));
            time
        })
    });
    let times = clock::best(contenders.collect());
    let first = times[0];
    for (case, time) in cases.iter().zip(times) {
        let difference: Difference = diff(&case.old, case.new.clone());
        let mut judge = |reached: bool, limit: String| {
            missed += usize::from(!reached);
            format!("{limit} {}", if reached { '✓' } else { '✗' })
        };
        let verdict = if case.goal {
            judge(time <= PAGE, format!("≤ {} ms", PAGE.as_millis()))
        } else {
            let ratio = time.as_secs_f64() / (first.as_secs_f64() * 10.0);
            judge(ratio <= LINEAR, format!("{ratio:.2} ≤ {LINEAR} each"))
        };
        rows.push(vec![
            case.name.to_owned(),
            case.old.len().to_string(),
            difference.counts().to_string(),
            format!("{:.1}", time.as_secs_f64() * 1e3),
            verdict,
        ]);
    }
    table::print(
        "A page and what it should hold, ms for one comparison.",
        &["what", "blocks", "what must be done", "ms", "goal"],
        &rows,
    );
    if check && missed > 0 {
        return Err(format!("{missed} goals were missed"));
    }
    Ok(())
}

fn cases() -> Vec<Case> {
    let lines = |text: &dyn Fn(usize) -> String| -> Vec<Block> {
        (0..BLOCKS).map(|it| Block::paragraph(text(it))).collect()
    };
    let tree = outline(BLOCKS);
    let numbers = lines(&|it| format!("line number {it}"));
    let equal = lines(&|_| "the same line".to_owned());
    let mut case = Vec::new();
    let mut add = |name, old: &[Block], new: Vec<Block>| {
        if let Ok(old) = page(old) {
            case.push(Case { name, old, new, goal: true });
        }
    };
    add("an outline, five edits", &tree, edited(&tree));
    add("an outline, nothing new", &tree, tree.clone());
    add("an outline, every text new", &tree, renamed(&tree));
    add("one list, all different", &numbers, lines(&|it| format!("other text {it}")));
    add("one list, reversed", &numbers, numbers.iter().rev().cloned().collect());
    let shuffled = (0..BLOCKS).map(|it| numbers[it * 7919 % BLOCKS].clone()).collect();
    add("one list, shuffled", &numbers, shuffled);
    add("one list, all equal", &equal, equal.clone());
    let mut removed = equal.clone();
    removed.remove(BLOCKS / 3);
    add("all equal, one removed", &equal, removed);
    let few = |modulus: usize| lines(&move |it| format!("line {}", it * it % modulus));
    add("few different lines", &few(101), few(97));
    let alternating = |one: usize| -> Vec<Block> {
        let block = |it: usize| match it % 3 {
            rest if rest == one => Block::quote("a"),
            _ => Block::bulleted("b"),
        };
        (0..BLOCKS).map(block).collect()
    };
    add("two types by turns", &alternating(0), alternating(1));
    let deep = (0..BLOCKS).fold(Block::bulleted("end"), |inner, it| {
        Block::bulleted(format!("level {it}")).with_children([inner])
    });
    let other = (0..BLOCKS).fold(Block::bulleted("other end"), |inner, it| {
        Block::bulleted(format!("level {it}")).with_children([inner])
    });
    add("one in the other, the last new", &[deep], vec![other]);
    let nested = |salt: usize| -> Vec<Block> {
        let inner =
            |it: usize| (0..99).map(move |at| Block::to_do(format!("{it} {at} {salt}"), false));
        (0..BLOCKS / 100)
            .map(|it| Block::toggle(format!("group {it} {salt}")).with_children(inner(it)))
            .collect()
    };
    add("a hundred groups, all different", &nested(1), nested(2));
    case
}

/// An outline with headings, lists in lists and texts that occur once.
fn outline(blocks: usize) -> Vec<Block> {
    let mut outline = Vec::new();
    let mut number = 0;
    let mut text = || {
        number += 1;
        format!("block number {number} says something about the matter")
    };
    let mut left = blocks;
    while left >= 10 {
        let inner = (0..3).map(|_| Block::to_do(text(), false)).collect::<Vec<_>>();
        let list = Block::bulleted(text()).with_children(inner);
        let more = Block::bulleted(text()).with_children([Block::paragraph(text())]);
        outline.extend([Block::heading(2, text()), Block::paragraph(text()), list, more]);
        outline.extend([Block::divider(), Block::paragraph(text())]);
        left -= 10;
    }
    outline
}

/// Five edits far from each other.
fn edited(blocks: &[Block]) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    let fifth = blocks.len() / 5;
    blocks.insert(fifth, Block::paragraph("a new one"));
    blocks.remove(2 * fifth);
    blocks[3 * fifth] = Block::paragraph("another text");
    let moved = blocks.remove(4 * fifth);
    blocks.insert(fifth / 2, moved);
    let list = blocks.iter_mut().skip(4 * fifth).find(|it| !it.children.is_empty());
    if let Some(list) = list {
        list.children.push(Block::to_do("one more", true));
    }
    blocks
}

fn renamed(blocks: &[Block]) -> Vec<Block> {
    let mut blocks = blocks.to_vec();
    let mut open: Vec<&mut Block> = blocks.iter_mut().collect();
    let mut number = 0;
    while let Some(block) = open.pop() {
        number += 1;
        if let Some(text) = block.kind.rich_text_mut() {
            *text = vec![format!("entirely other words, {number}").as_str().into()];
        }
        open.extend(&mut block.children);
    }
    blocks
}

/// The blocks as they are read.
fn page(blocks: &[Block]) -> Result<Existing, Failure> {
    let mut read = Vec::new();
    let mut open: Vec<(usize, &Block)> = blocks.iter().rev().map(|it| (0, it)).collect();
    while let Some((depth, block)) = open.pop() {
        let mut json = json!(Block::new(block.kind.clone()));
        json["object"] = "block".into();
        json["id"] = Value::String(format!("{:032x}", read.len() + 1));
        let block_read = serde_json::from_value(json).map_err(|error| error.to_string())?;
        read.push((depth, block_read));
        open.extend(block.children.iter().rev().map(|it| (depth + 1, it)));
    }
    Ok(read.into_iter().collect())
}
