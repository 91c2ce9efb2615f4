//! `notion-emulator`: each recording is played again in a world that holds what it presupposes, and
//! our answers are compared with those of Notion, but for ids, times, signed addresses and ids of
//! requests.

use std::collections::BTreeMap;

use crate::Verdict;
use crate::traffic::Exchange;

mod likeness;
mod outside;
mod part;
mod replay;

/// How many of a thousand exchanges have to be reproduced.
const ENOUGH: usize = 950;

/// The recordings that were there when the list of misses was written: whatever they hold and the
/// list does not has to be reproduced.
const KNOWN: &str = include_str!("emulator/known.txt");

/// Judges every exchange of every recording.
pub(crate) fn judge(exchanges: &[Exchange]) -> Verdict {
    let mut reproduced = 0;
    let mut notes = Vec::new();
    let mut failures = Vec::new();
    let mut missed: BTreeMap<String, usize> = BTreeMap::new();
    let listed = notion_emulator::coverage::misses();
    let reason = |exchange: &Exchange| {
        let (recording, line) = exchange.place.rsplit_once(':')?;
        let line = line.parse().ok()?;
        let found = listed.iter().find(|it| it.recording == recording && it.lines.contains(&line));
        found.map(|it| it.reason.as_str())
    };
    for recording in recordings(exchanges) {
        let outcomes = match replay::replay(&recording) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                failures.push(format!("{}: not played: {error}", recording[0].recording()));
                continue;
            }
        };
        let is_known = KNOWN.lines().any(|known| known == recording[0].recording());
        for (exchange, differences) in recording.iter().zip(outcomes) {
            if differences.is_empty() {
                reproduced += 1;
                continue;
            }
            *missed.entry(exchange.endpoint()).or_default() += 1;
            let Exchange { place, method, path, .. } = exchange;
            let miss = format!("{place}: {method} {path}: {}", differences.join("; "));
            match reason(exchange) {
                Some(reason) => notes.push(format!("{miss} ({reason})")),
                None if is_known => failures.push(format!("{miss}, which was reproduced before")),
                None => notes.push(miss),
            }
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

/// Judges recordings that are told in part, which presuppose more: enough has to be reproduced of
/// each kind of part.
pub(crate) fn judge_parts(exchanges: &[Exchange]) -> Verdict {
    let (mut notes, mut failures, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for part in part::PARTS {
        let (mut all, mut reproduced) = (0, 0);
        for part in recordings(exchanges).iter().flat_map(|it| (part.of)(it)) {
            all += part.len();
            let outcomes = match replay::replay(&part) {
                Ok(outcomes) => outcomes,
                Err(error) => {
                    failures.push(format!("{}: not played: {error}", part[0].place));
                    continue;
                }
            };
            for (Exchange { place, method, path, .. }, differences) in part.iter().zip(outcomes) {
                reproduced += usize::from(differences.is_empty());
                if !differences.is_empty() {
                    notes.push(format!("{place}: {method} {path}: {}", differences.join("; ")));
                }
            }
        }
        if reproduced * 1000 < ENOUGH * all {
            failures.push(format!("{}: less than {} %", part.name, ENOUGH / 10));
        }
        shares.push(format!("{reproduced} of {all} {}", part.name));
    }
    let summary = format!("emulator, recordings in part: {}", shares.join(", "));
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
