//! Decodes texts as `serde_json::Value` without `preserve_order`, on orders from standard input.

#[path = "../../src/clock.rs"]
#[allow(dead_code, reason = "the turns are taken by the program that gives the orders")]
mod clock;
#[path = "../../src/memory.rs"]
#[allow(dead_code, reason = "the calls of the allocator are not asked for here")]
mod memory;

use std::io::BufRead as _;

use serde_json::Value;

/// The same as where it is compared, so that the clock shows the same costs.
#[global_allocator]
static COUNTING: memory::Counting = memory::Counting;

fn main() {
    let mut lines = std::io::stdin().lock().lines().map_while(Result::ok);
    let mut texts: Vec<String> = Vec::new();
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    while let Some(order) = lines.next() {
        let answer = match order.split_once(' ') {
            Some(("texts", count)) => {
                texts = lines.by_ref().take(count.parse().unwrap_or(0)).collect();
                texts.len() as u128
            }
            _ if order == "decode" => clock::decoding(&texts, read)().as_nanos(),
            _ if order == "weigh" => memory::per_text(&texts, read).bytes as u128,
            _ => return,
        };
        println!("{answer}");
    }
}
