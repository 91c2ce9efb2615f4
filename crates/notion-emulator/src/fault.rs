//! Scripted faults: which requests go wrong, and how, as data.
//!
//! ```
//! use notion_emulator::Fault;
//!
//! // The third page that is created is kept, but its answer is a 503 that says so.
//! let fault = Fault::on("POST", "/v1/pages").nth(3).status(503).after().committed();
//! // Every fifth update of a page fails before anything happened, ten times in all.
//! let other = Fault::on("PATCH", "/v1/pages/*").every(5).times(10).status(500);
//! # let _ = (fault, other);
//! ```

use std::time::Duration;

mod script;

pub use script::FaultScriptError;

/// One rule of a fault script: which requests it meets, and what happens to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    method: Option<String>,
    path: String,
    turn: Turn,
    times: Option<u32>,
    delay: Duration,
    bends: Bends,
    effect: Effect,
}

/// What becomes of a request before it is carried out, beside its [`Effect`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Bends {
    /// Pages of lists have at most so many items.
    pub(crate) page_size: Option<u32>,
    /// Of the children that it brings only so many are taken.
    pub(crate) children: Option<usize>,
    /// So many requests of another client came before it.
    pub(crate) foreign: u32,
    /// The work is done so much later than the answer says that it failed.
    pub(crate) late: Option<Duration>,
}

impl Bends {
    /// Both together: the smaller page, the fewer children, all foreign requests, the later work.
    fn join(&mut self, other: Self) {
        self.page_size = self.page_size.into_iter().chain(other.page_size).min();
        self.children = self.children.into_iter().chain(other.children).min();
        self.foreign = self.foreign.saturating_add(other.foreign);
        self.late = self.late.max(other.late);
    }
}

/// Which of the matching requests a rule meets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Turn {
    Each,
    Nth(u32),
    Every(u32),
}

/// What happens to a request that a rule meets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    /// Only the delay of the rule.
    None,
    /// An answer other than the one the request would have got.
    Status(Answer),
    /// No answer: the connection ends.
    Drop(When),
    /// The answer breaks off after so many bytes. The work was done.
    Truncate(usize),
}

/// Whether a fault strikes before the work is done or after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    Before,
    After,
}

/// The answer of [`Effect::Status`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) when: When,
    /// Says in the body that the write was kept, and the ids of what it made.
    pub(crate) committed: bool,
    /// An HTML page, as the edge in front of Notion sends, instead of the error object.
    pub(crate) html: bool,
    pub(crate) retry_after: Option<u64>,
    pub(crate) reason: Option<String>,
    pub(crate) message: Option<String>,
}

impl Fault {
    /// A rule for requests with this method (`*`: any) and a path like this pattern.
    ///
    /// `*` stands for one segment of the path, `**` at its end for any number of them.
    pub fn on(method: &str, path: &str) -> Self {
        Self {
            method: (method != "*").then(|| method.to_ascii_uppercase()),
            path: path.to_owned(),
            turn: Turn::Each,
            times: None,
            delay: Duration::ZERO,
            bends: Bends::default(),
            effect: Effect::None,
        }
    }

    /// Only the `n`-th matching request, counted from 1.
    #[must_use]
    pub fn nth(mut self, n: u32) -> Self {
        self.turn = Turn::Nth(n);
        self
    }

    /// Every `n`-th matching request: the `n`-th, the `2n`-th, …
    #[must_use]
    pub fn every(mut self, n: u32) -> Self {
        self.turn = Turn::Every(n);
        self
    }

    /// At most so many times in all.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Answers with this status instead of doing the work, see [`Fault::after`].
    ///
    /// 429 and 529 ask to wait a second unless [`Fault::retry_after`] says otherwise; 502 is an
    /// HTML page.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.effect = Effect::Status(Answer {
            status,
            when: When::Before,
            committed: false,
            html: status == 502,
            retry_after: matches!(status, 429 | 529).then_some(1),
            reason: (status == 429).then(|| "public_api_request_rate_limit".to_owned()),
            message: None,
        });
        self
    }

    /// Ends the connection without an answer, before the work is done unless [`Fault::after`].
    #[must_use]
    pub fn drop_answer(mut self) -> Self {
        self.effect = Effect::Drop(When::Before);
        self
    }

    /// Does the work and breaks the answer off after `bytes`.
    #[must_use]
    pub fn truncate(mut self, bytes: usize) -> Self {
        self.effect = Effect::Truncate(bytes);
        self
    }

    /// Strikes after the work was done and kept.
    ///
    /// A request that is refused for a reason of its own is answered with that reason.
    #[must_use]
    pub fn after(mut self) -> Self {
        match &mut self.effect {
            Effect::Status(answer) => answer.when = When::After,
            Effect::Drop(when) => *when = When::After,
            Effect::None | Effect::Truncate(_) => {}
        }
        self
    }

    /// Says in the answer that the write was kept, with the ids of what it made. Implies
    /// [`Fault::after`].
    #[must_use]
    pub fn committed(self) -> Self {
        self.after().answer(|answer| answer.committed = true)
    }

    /// The seconds in `Retry-After`; 0 leaves the header out.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.answer(|answer| answer.retry_after = (seconds > 0).then_some(seconds))
    }

    /// The word in `additional_data.rate_limit_reason`.
    #[must_use]
    pub fn reason(self, reason: &str) -> Self {
        self.answer(|answer| answer.reason = Some(reason.to_owned()))
    }

    /// The message of the error object.
    #[must_use]
    pub fn message(self, message: &str) -> Self {
        self.answer(|answer| answer.message = Some(message.to_owned()))
    }

    /// An HTML page instead of the error object.
    #[must_use]
    pub fn html(self) -> Self {
        self.answer(|answer| answer.html = true)
    }

    /// Answers at once and does the work later, when the world's clock has moved by `late`: before
    /// the first request after that. A request that is wrong by then does nothing.
    ///
    /// Goes with [`Fault::status`] or [`Fault::drop_answer`], and takes the place of
    /// [`Fault::after`].
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.bends.late = Some(late);
        self
    }

    /// Pages of lists end after `items`, with a cursor for the rest, whatever was asked for.
    #[must_use]
    pub fn short_pages(mut self, items: u32) -> Self {
        self.bends.page_size = Some(items.max(1));
        self
    }

    /// Takes only the first `children` that a request brings. Alone it makes an answer that lists
    /// only those; with a status and [`Fault::after`], a write that failed half-way.
    #[must_use]
    pub fn first_children(mut self, children: usize) -> Self {
        self.bends.children = Some(children);
        self
    }

    /// Another client of the same connection sends so many requests just before, which count
    /// against both budgets.
    #[must_use]
    pub fn foreign(mut self, requests: u32) -> Self {
        self.bends.foreign = requests;
        self
    }

    /// Waits before anything else happens.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn answer(mut self, change: impl FnOnce(&mut Answer)) -> Self {
        if let Effect::Status(answer) = &mut self.effect {
            change(answer);
        }
        self
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && path_matches(&self.path, path)
    }
}

fn path_matches(pattern: &str, path: &str) -> bool {
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
    pub(crate) bends: Bends,
    pub(crate) effect: Effect,
}

impl Script {
    pub(crate) fn new(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self { rules: faults.into_iter().map(|fault| (fault, Count::default())).collect() }
    }

    /// Counts a request against all rules. All delays and bends of the rules that strike add up; of
    /// their effects the first one wins.
    pub(crate) fn judge(&mut self, method: &str, path: &str) -> Verdict {
        let bends = Bends::default();
        let mut verdict = Verdict { delay: Duration::ZERO, bends, effect: Effect::None };
        for (fault, count) in &mut self.rules {
            if !fault.matches(method, path) {
                continue;
            }
            count.matched = count.matched.saturating_add(1);
            let due = match fault.turn {
                Turn::Each => true,
                Turn::Nth(n) => count.matched == n,
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
            verdict.bends.join(fault.bends);
        }
        verdict
    }

    /// How often any rule struck.
    pub(crate) fn struck(&self) -> u64 {
        self.rules.iter().map(|(_, count)| u64::from(count.struck)).sum()
    }
}

#[cfg(test)]
mod tests;
