//! `notion-emulator`: each recording is played again in a world that holds what it presupposes, and
//! our answers are compared with those of Notion, but for ids, times, signed addresses and ids of
//! requests.

use std::collections::BTreeMap;

use crate::Verdict;
use crate::traffic::Exchange;

mod likeness;
mod replay;

/// How many of a thousand exchanges have to be reproduced.
const ENOUGH: usize = 950;

/// Judges every exchange of every recording.
pub(crate) fn judge(exchanges: &[Exchange]) -> Verdict {
    let mut reproduced = 0;
    let mut notes = Vec::new();
    let mut failures = Vec::new();
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    for recording in recordings(exchanges) {
        let outcomes = match replay::replay(&recording) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                failures.push(format!("{}: not played: {error}", recording[0].recording()));
                continue;
            }
        };
        for (exchange, differences) in recording.iter().zip(outcomes) {
            if differences.is_empty() {
                reproduced += 1;
                continue;
            }
            *missed.entry(exchange.endpoint()).or_default() += 1;
            let Exchange { place, method, path, .. } = exchange;
            notes.push(format!("{place}: {method} {path}: {}", differences.join("; ")));
        }
    }
    let all = exchanges.len();
    let share = reproduced * 1000 / all.max(1);
    let percent = format!("{}.{} %", share / 10, share % 10);
    let summary = format!("emulator: {reproduced} of {all} exchanges reproduced ({percent})");
    if share < ENOUGH {
        failures.append(&mut notes);
        failures.push(format!("emulator: {percent} is less than {} %", ENOUGH / 10));
    }
    notes.extend(missed.into_iter().map(|(endpoint, count)| format!("{count} × {endpoint}")));
    Verdict { summary, notes, failures }
}

/// The exchanges of each recording.
fn recordings(exchanges: &[Exchange]) -> Vec<Vec<&Exchange>> {
    let mut recordings: Vec<Vec<&Exchange>> = Vec::new();
    for exchange in exchanges {
        match recordings.last_mut() {
            Some(last) if last[0].recording() == exchange.recording() => last.push(exchange),
            _ => recordings.push(vec![exchange]),
        }
    }
    recordings
}
