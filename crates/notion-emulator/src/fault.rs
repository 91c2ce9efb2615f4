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

mod alterations;
mod altering;
mod answer;
mod judge;
mod names;
mod request;
mod script;

pub(crate) use alterations::{Alterations, DateMishap, Meanwhile, Rewrite, UploadMishap};
pub(crate) use answer::{LastPages, alter_answer, repeat_items};
pub(crate) use judge::{Script, Verdict};
pub(crate) use names::with_ids;
pub(crate) use request::alter_request;
pub(crate) use script::Table;

/// One rule of a fault script: which requests it meets, and what happens to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    method: Option<String>,
    path: String,
    turn: Turn,
    times: Option<u32>,
    delay: Duration,
    alterations: Alterations,
    effect: Effect,
}

/// Which of the matching requests a rule meets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Turn {
    Each,
    Nth(u32),
    Every(u32),
    From(u32),
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
    /// Only so many bytes of the answer: as if they were all of it, or until the connection breaks.
    /// The work was done.
    Truncate { bytes: usize, breaks: bool },
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
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) reason: Option<String>,
    pub(crate) message: Option<String>,
}

/// How an answer says for how many seconds to wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum RetryAfter {
    /// As Notion does: in the header, and in the body.
    Seconds(u64),
    /// As an HTTP date in the header, and nowhere else.
    Date(u64),
}

impl Fault {
    /// A rule for requests with this method (`*`: any) and a path like this pattern.
    ///
    /// `*` stands for one segment of the path, `**` at its end for any number of them, `{page:oil}`
    /// for the id of that key of the seed. Downloads of files are met only by patterns that begin
    /// with `/files`.
    pub fn on(method: &str, path: &str) -> Self {
        Self {
            method: (method != "*").then(|| method.to_ascii_uppercase()),
            path: path.to_owned(),
            turn: Turn::Each,
            times: None,
            delay: Duration::ZERO,
            alterations: Alterations::default(),
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

    /// The `n`-th matching request, and all after it.
    #[must_use]
    pub fn from_nth(mut self, n: u32) -> Self {
        self.turn = Turn::From(n);
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
            retry_after: matches!(status, 429 | 529).then_some(RetryAfter::Seconds(1)),
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

    /// Does the work and answers with only the first `bytes`, as if they were all.
    #[must_use]
    pub fn truncate(mut self, bytes: usize) -> Self {
        self.effect = Effect::Truncate { bytes, breaks: false };
        self
    }

    /// Does the work and ends the connection after `bytes` of the body.
    #[must_use]
    pub fn break_off(mut self, bytes: usize) -> Self {
        self.effect = Effect::Truncate { bytes, breaks: true };
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
            Effect::None | Effect::Truncate { .. } => {}
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
        let wait = (seconds > 0).then_some(RetryAfter::Seconds(seconds));
        self.answer(|answer| answer.retry_after = wait)
    }

    /// The end of so many seconds in `Retry-After`, as an HTTP date by the world's clock. Servers
    /// may write it so; nothing else in the answer says how long to wait.
    #[must_use]
    pub fn retry_after_date(self, seconds: u64) -> Self {
        self.answer(|answer| answer.retry_after = Some(RetryAfter::Date(seconds)))
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
        // The storage of files stands apart from the API, and most rules mean the API.
        let is_file = path.starts_with("/files/") && !self.path.starts_with("/files/");
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && !is_file
            && judge::path_matches(&self.path, path)
    }
}

#[cfg(test)]
mod tests;
