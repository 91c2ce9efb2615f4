//! The methods of a rule that say what it alters in a request that is carried out, and in its answer.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use super::{DateMishap, Fault, Meanwhile, Rewrite, UploadMishap};

/// All of these go with each other and with any answer of the rule.
impl Fault {
    /// Answers at once and does the work later, when the world's clock has moved by `late`: before
    /// the first request after that. A request that is wrong by then does nothing.
    ///
    /// Goes with [`Fault::status`] or [`Fault::drop_answer`], and takes the place of
    /// [`Fault::after`].
    #[must_use]
    pub fn late(mut self, late: Duration) -> Self {
        self.alterations.late = Some(late);
        self
    }

    /// Another client does this just before, whatever becomes of the request itself: with its own
    /// method, a path such as `/v1/pages/{page:oil}`, and a body. Names of the seed in braces stand
    /// for ids, in the body as well.
    ///
    /// A request of a rule that is refused ends the one that it was for with a 500 that says why.
    #[must_use]
    pub fn meanwhile(mut self, method: &str, path: &str, body: Value) -> Self {
        let (method, path) = (method.to_ascii_uppercase(), path.to_owned());
        self.alterations.meanwhile.push(Arc::new(Meanwhile { method, path, body }));
        self
    }

    /// Another client of the same connection sends so many requests just before, which count
    /// against both budgets.
    #[must_use]
    pub fn foreign(mut self, requests: u32) -> Self {
        self.alterations.foreign = requests;
        self
    }

    /// Pages of lists end after `items`, with a cursor for the rest, whatever was asked for.
    #[must_use]
    pub fn short_pages(mut self, items: u32) -> Self {
        self.alterations.page_size = Some(items.max(1));
        self
    }

    /// A page of a list that goes on begins with the last `items` of the page before, as if rows had
    /// been edited in between.
    #[must_use]
    pub fn repeat(mut self, items: usize) -> Self {
        self.alterations.repeat = Some(items);
        self
    }

    /// The answer lists only its first `items`, and says that there are no more.
    #[must_use]
    pub fn results(mut self, items: usize) -> Self {
        self.alterations.results = Some(items);
        self
    }

    /// A query shows at most so many rows in all, as Notion does after 10,000, and says so in its
    /// `request_status`.
    #[must_use]
    pub fn query_rows(mut self, rows: usize) -> Self {
        self.alterations.query_rows = Some(rows);
        self
    }

    /// Takes only the first `children` that a request brings. Alone it makes an answer that lists
    /// only those; with a status and [`Fault::after`], a write that failed half-way.
    #[must_use]
    pub fn first_children(mut self, children: usize) -> Self {
        self.alterations.children = Some(children);
        self
    }

    /// Takes only so many levels of the children that a request brings, and drops what is nested
    /// deeper. Tables keep their rows and columns what is in them.
    #[must_use]
    pub fn levels(mut self, levels: usize) -> Self {
        self.alterations.levels = Some(levels);
        self
    }

    /// Searches and queries know nothing of what was changed in the last `lag` of the world's clock:
    /// new rows are missing, old values are shown, and what was trashed is still there. An object
    /// that is asked for by its id is always up to date.
    ///
    /// A query shows the rows of then; a search finds by the titles of then and shows what it found
    /// as it is. What happened before the rule was given is known to all. The search of Notion lags
    /// for some seconds; [`Emulator::catch_up`](crate::Emulator::catch_up) shortens any lag.
    #[must_use]
    pub fn lag(mut self, lag: Duration) -> Self {
        self.alterations.lag = Some(lag);
        self
    }

    /// The other side of a dual relation says what a request wrote only after `lag` of the world's
    /// clock. It is forgotten when the process ends before.
    #[must_use]
    pub fn dual_lag(mut self, lag: Duration) -> Self {
        self.alterations.dual_lag = Some(lag);
        self
    }

    /// A page that is made of a template stays blank for `lag` of the world's clock, and for ever if
    /// the process ends before.
    #[must_use]
    pub fn template_lag(mut self, lag: Duration) -> Self {
        self.alterations.template_lag = Some(lag);
        self
    }

    /// A page that is made of a template gets only its first `blocks`.
    #[must_use]
    pub fn template_blocks(mut self, blocks: usize) -> Self {
        self.alterations.template_blocks = Some(blocks);
        self
    }

    /// Markdown that is read shows only the first `blocks` of a page and is `truncated`.
    #[must_use]
    pub fn markdown_blocks(mut self, blocks: usize) -> Self {
        self.alterations.markdown_blocks = Some(blocks);
        self
    }

    /// What the answer gives out is good only for so long, instead of an hour: addresses of files,
    /// and an upload until it is attached.
    #[must_use]
    pub fn expires(mut self, after: Duration) -> Self {
        self.alterations.expires = Some(after);
        self
    }

    /// The upload that a request begins, sends to or completes ends as `failed`.
    #[must_use]
    pub fn upload_fails(mut self) -> Self {
        self.alterations.upload = Some(UploadMishap::Failed);
        self
    }

    /// The part of an upload that a request sends is lost, after an answer as if it were not.
    #[must_use]
    pub fn part_lost(mut self) -> Self {
        self.alterations.upload = Some(UploadMishap::PartLost);
        self
    }

    /// Puts these members into the answer, a refusal included, in place of those it has. Objects are
    /// merged, everything else is replaced.
    #[must_use]
    pub fn set(mut self, members: Value) -> Self {
        self.alterations.rewrites.push(Arc::new(Rewrite { set: members, without: Vec::new() }));
        self
    }

    /// Takes these members out of the answer.
    #[must_use]
    pub fn without<S: Into<String>>(mut self, keys: impl IntoIterator<Item = S>) -> Self {
        let without = keys.into_iter().map(Into::into).collect();
        self.alterations.rewrites.push(Arc::new(Rewrite { set: Value::Null, without }));
        self
    }

    /// The answer comes from the future: every object has a member that nobody knows, every colour
    /// is a new one, the first block of a list is of a new type, and so is one property of each
    /// page and data source.
    #[must_use]
    pub fn strange(mut self) -> Self {
        self.alterations.strange = true;
        self
    }

    /// The answer has no `Date`. On a port it has an empty one, because a server there always sends
    /// one.
    #[must_use]
    pub fn no_date(mut self) -> Self {
        self.alterations.date = Some(DateMishap::Missing);
        self
    }

    /// The answer's `Date` is so much ahead of the world's clock, or behind it.
    #[must_use]
    pub fn date_skew(mut self, skew: SignedDuration) -> Self {
        self.alterations.date = Some(DateMishap::Skewed(skew));
        self
    }

    /// Does the work at once and answers only after `time` of Tokio's time, unlike
    /// [`Fault::delay`], after which the work is still to be done.
    #[must_use]
    pub fn hold(mut self, time: Duration) -> Self {
        self.alterations.hold = Some(time);
        self
    }

    /// The body of the answer arrives in ten pieces, the last one after `time` of Tokio's time.
    #[must_use]
    pub fn trickle(mut self, time: Duration) -> Self {
        self.alterations.trickle = Some(time);
        self
    }
}
