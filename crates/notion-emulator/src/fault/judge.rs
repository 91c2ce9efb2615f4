//! Which rules strike a request, and what they say together.

use std::time::Duration;

use super::{Alterations, Effect, Fault, Turn};

/// Whether a path is like a pattern.
pub(super) fn path_matches(pattern: &str, path: &str) -> bool {
    let mut segments = path.trim_matches('/').split('/');
    for wanted in pattern.trim_matches('/').split('/') {
        if wanted == "**" {
            return true;
        }
        match segments.next() {
            Some(segment) if wanted == "*" || wanted == segment => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

/// The rules of a script, and how often each of them was met.
#[derive(Debug, Default)]
pub(crate) struct Script {
    rules: Vec<(Fault, Count)>,
}

#[derive(Debug, Default)]
struct Count {
    matched: u32,
    struck: u32,
}

/// What a script says about one request.
#[derive(Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) delay: Duration,
    pub(crate) alterations: Alterations,
    pub(crate) effect: Effect,
}

impl Script {
    pub(crate) fn new(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self { rules: faults.into_iter().map(|fault| (fault, Count::default())).collect() }
    }

    /// Replaces what stands for something else in the paths of all rules.
    pub(crate) fn resolve(&mut self, resolved: impl Fn(&str) -> String) {
        for (fault, _) in &mut self.rules {
            fault.path = resolved(&fault.path);
        }
    }

    /// Counts a request against all rules. All delays and alterations of the rules that strike add
    /// up; of their effects the first one wins.
    pub(crate) fn judge(&mut self, method: &str, path: &str) -> Verdict {
        let alterations = Alterations::default();
        let mut verdict = Verdict { delay: Duration::ZERO, alterations, effect: Effect::None };
        for (fault, count) in &mut self.rules {
            if !fault.matches(method, path) {
                continue;
            }
            count.matched = count.matched.saturating_add(1);
            let due = match fault.turn {
                Turn::Each => true,
                Turn::Nth(n) => count.matched == n,
                Turn::From(n) => count.matched >= n,
                Turn::Every(n) => n != 0 && count.matched % n == 0,
            };
            if !due || fault.times.is_some_and(|times| count.struck >= times) {
                continue;
            }
            // An effect that another rule already took the place of does not use up its turn.
            if fault.effect != Effect::None {
                if verdict.effect != Effect::None {
                    continue;
                }
                verdict.effect = fault.effect.clone();
            }
            count.struck += 1;
            verdict.delay += fault.delay;
            verdict.alterations.join(fault.alterations.clone());
        }
        verdict
    }

    /// How far behind any rule lets a request be.
    pub(crate) fn longest_lag(&self) -> Option<Duration> {
        self.rules.iter().filter_map(|(fault, _)| fault.alterations.lag).max()
    }

    /// Whether any rule shows items of lists again.
    pub(crate) fn repeats(&self) -> bool {
        self.rules.iter().any(|(fault, _)| fault.alterations.repeat.is_some())
    }

    /// How often any rule struck.
    pub(crate) fn struck(&self) -> u64 {
        self.rules.iter().map(|(_, count)| u64::from(count.struck)).sum()
    }
}
