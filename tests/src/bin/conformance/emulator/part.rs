//! Recordings that are told in part: what was made in the rest has to be presupposed.
//!
//! What the recordings at hand presuppose is known. These stand for those that nobody here has.

use crate::traffic::Exchange;

/// A way to tell a part of a recording, or several.
#[derive(Debug)]
pub(super) struct Part {
    /// What the exchanges of these parts are called.
    pub(super) name: &'static str,
    pub(super) of: for<'e> fn(&[&'e Exchange]) -> Vec<Vec<&'e Exchange>>,
}

pub(super) const PARTS: &[Part] = &[
    Part { name: "in second halves", of: |all| vec![all[all.len() / 2..].to_vec()] },
    Part { name: "in last two thirds", of: |all| vec![all[all.len() / 3..].to_vec()] },
    Part { name: "where reads are missing", of: without_some_reads },
    Part { name: "each alone", of: |all| all.iter().map(|exchange| vec![*exchange]).collect() },
];

/// Every third read is left out.
fn without_some_reads<'e>(recording: &[&'e Exchange]) -> Vec<Vec<&'e Exchange>> {
    let mut reads = 0;
    let is_left = |exchange: &&&Exchange| {
        let path = exchange.path.as_str();
        let is_read = exchange.method == "GET" || path == "/v1/search" || path.ends_with("/query");
        reads += usize::from(is_read);
        !is_read || reads % 3 != 1
    };
    let rest: Vec<&Exchange> = recording.iter().filter(is_left).copied().collect();
    if rest.is_empty() { Vec::new() } else { vec![rest] }
}
