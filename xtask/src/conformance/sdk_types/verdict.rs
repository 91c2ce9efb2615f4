//! What the tool said, told in the words of the suite: which test sent what was refused, and why.

use super::gather::{Bodies, Gathered, REQUESTS, RESPONSES};
use crate::{Failure, shell};

/// How many refused requests and answers are shown at most, of each kind.
const SHOWN: usize = 40;

/// One refused line.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Refusal {
    /// The file that it stands in.
    file: String,
    /// From 0.
    line: usize,
    /// The endpoint, as the SDK calls it.
    endpoint: String,
    reason: String,
}

/// Finds the refusals in the output of the tool:
/// `-- request NAME FILE:LINE`, and the reason below it, indented.
pub(super) fn refusals(output: &str) -> Vec<Refusal> {
    let mut refusals: Vec<Refusal> = Vec::new();
    let mut open = false;
    for line in output.lines() {
        if let Some(head) = line.strip_prefix("-- ") {
            let mut words = head.split(' ').skip(1);
            let endpoint = words.next().unwrap_or_default().to_owned();
            let (file, line) = words.next().and_then(|it| it.rsplit_once(':')).unwrap_or_default();
            let line = line.parse::<usize>().unwrap_or_default().saturating_sub(1);
            refusals.push(Refusal { file: file.to_owned(), line, endpoint, reason: String::new() });
            open = true;
        } else if let Some(reason) = line.strip_prefix("   ").filter(|_| open) {
            if let Some(last) = refusals.last_mut() {
                // The innermost reason comes last and says most.
                reason.trim().clone_into(&mut last.reason);
            }
        } else {
            open = false;
        }
    }
    refusals
}

/// Says how it went; fails if a body was refused.
pub(super) fn report(
    gathered: &Gathered,
    refusals: &[Refusal],
    output: &str,
) -> Result<(), Failure> {
    let requests = one("request", &gathered.requests, refusals, REQUESTS);
    let responses = one("answer", &gathered.responses, refusals, RESPONSES);
    if let Some((_, untyped)) = output.split_once("no type for:") {
        let untyped = untyped.rsplit_once('}').map_or(untyped, |it| it.0);
        shell::say(&format!("not judged, because the tool has no type for them:{untyped}}}"));
    }
    shell::say(&format!(
        "not judged: {} requests, written by hand to be answered with 400, and so answered",
        gathered.wrong_by_hand,
    ));
    shell::say(&format!("judged but for fields that have no type: {} requests", gathered.in_part));
    let line = |what: &str, bodies: &Bodies, refused: usize| {
        let accepted = bodies.all.saturating_sub(refused);
        let distinct = bodies.distinct();
        shell::say(&format!(
            "types: {accepted} of {} {what} accepted ({distinct} distinct)",
            bodies.all
        ));
    };
    line("answers", &gathered.responses, responses);
    line("requests", &gathered.requests, requests);
    if requests + responses > 0 {
        return Err("the official types refuse what is listed above".to_owned());
    }
    Ok(())
}

/// Tells the refusals of one file; how many bodies they are.
fn one(what: &str, bodies: &Bodies, refusals: &[Refusal], file: &str) -> usize {
    let refused: Vec<&Refusal> = refusals.iter().filter(|it| it.file == file).collect();
    for Refusal { line, endpoint, reason, .. } in refused.iter().take(SHOWN) {
        let (origin, times) = bodies.origin(*line);
        shell::say(&format!("refused {what} of {endpoint}, {times} times, {origin}\n  {reason}"));
    }
    if refused.len() > SHOWN {
        shell::say(&format!("… and {} more", refused.len() - SHOWN));
    }
    bodies.count(refused.iter().map(|it| it.line))
}

#[cfg(test)]
mod tests {
    use super::{Refusal, refusals};

    #[test]
    fn refusals_are_found_with_their_innermost_reason() {
        let output = "\
✗ request CreatePage: 5 accepted, 1 refused
-- request CreatePage requests.jsonl:7
   Type '{ a: 1 }' is not assignable to type 'B'.
     Property 'b' is missing.
no type for: { 'GET x': 1 }
5 of 6 bodies accepted by the official types
";
        let expected = Refusal {
            file: "requests.jsonl".to_owned(),
            line: 6,
            endpoint: "CreatePage".to_owned(),
            reason: "Property 'b' is missing.".to_owned(),
        };
        assert_eq!(refusals(output), [expected]);
    }
}
