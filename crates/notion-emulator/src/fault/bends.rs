//! What faults make of requests and answers, beside answering in their place.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use super::Fault;

/// What becomes of a request that is carried out all the same, and of its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bends {
    /// Pages of lists have at most so many items.
    pub(crate) page_size: Option<u32>,
    /// Of the children that it brings only so many are taken.
    pub(crate) children: Option<usize>,
    /// Of children in children only so many levels are taken.
    pub(crate) levels: Option<usize>,
    /// So many requests of another client came before it.
    pub(crate) foreign: u32,
    /// What another client does just before.
    pub(crate) meanwhile: Vec<Arc<Meanwhile>>,
    /// The work is done so much later than the answer says that it failed.
    pub(crate) late: Option<Duration>,
    /// Searches and queries know nothing of what is younger.
    pub(crate) lag: Option<Duration>,
    /// The other side of a dual relation follows so much later.
    pub(crate) dual_lag: Option<Duration>,
    /// A page is filled from its template so much later, and with so many blocks at most.
    pub(crate) template_lag: Option<Duration>,
    pub(crate) template_blocks: Option<usize>,
    /// Markdown shows so many blocks of a page.
    pub(crate) markdown_blocks: Option<usize>,
    /// A query shows so many rows in all, and says that it is incomplete.
    pub(crate) query_rows: Option<usize>,
    /// How long addresses of files and uploads are good.
    pub(crate) expires: Option<Duration>,
    /// What becomes of an upload.
    pub(crate) upload: Option<UploadMishap>,
    /// So many items of the page before come again.
    pub(crate) repeat: Option<usize>,
    /// The list in the answer ends after so many items, as if it were whole.
    pub(crate) results: Option<usize>,
    /// What is put into the answer or taken out of it.
    pub(crate) rewrites: Vec<Arc<Rewrite>>,
    /// The answer holds what nobody knows yet.
    pub(crate) strange: bool,
    /// What the header `Date` says.
    pub(crate) date: Option<DateMishap>,
    /// The answer is held back for so long after the work.
    pub(crate) hold: Option<Duration>,
    /// The body takes so long to arrive.
    pub(crate) trickle: Option<Duration>,
}

/// What can happen to an upload.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum UploadMishap {
    /// It ends as `failed`.
    Failed,
    /// What was sent is not kept.
    PartLost,
}

/// What can happen to the header `Date`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DateMishap {
    Missing,
    Skewed(SignedDuration),
}

/// A request of another client.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meanwhile {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Value,
}

/// Members that an answer gets, and keys that it loses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rewrite {
    pub(crate) set: Value,
    pub(crate) without: Vec<String>,
}

impl Bends {
    /// Both together: the fewer items, children and levels, the longer times, the earlier end, all of
    /// what is done and rewritten, and the first of two mishaps.
    pub(super) fn join(&mut self, other: Self) {
        self.page_size = least(self.page_size, other.page_size);
        self.children = least(self.children, other.children);
        self.levels = least(self.levels, other.levels);
        self.foreign = self.foreign.saturating_add(other.foreign);
        self.meanwhile.extend(other.meanwhile);
        self.late = self.late.max(other.late);
        self.lag = self.lag.max(other.lag);
        self.dual_lag = self.dual_lag.max(other.dual_lag);
        self.template_lag = self.template_lag.max(other.template_lag);
        self.template_blocks = least(self.template_blocks, other.template_blocks);
        self.markdown_blocks = least(self.markdown_blocks, other.markdown_blocks);
        self.query_rows = least(self.query_rows, other.query_rows);
        self.expires = least(self.expires, other.expires);
        self.upload = self.upload.or(other.upload);
        self.repeat = self.repeat.max(other.repeat);
        self.results = least(self.results, other.results);
        self.rewrites.extend(other.rewrites);
        self.strange |= other.strange;
        self.date = self.date.or(other.date);
        self.hold = self.hold.max(other.hold);
        self.trickle = self.trickle.max(other.trickle);
    }
}

/// The smaller of what is there.
fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}

/// What happens to a request that is carried out, and to its answer. All of these go with each
/// other and with any answer of the rule.
impl Fault {
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

    /// Another client does this just before, whatever becomes of the request itself: with its own
    /// method, a path such as `/v1/pages/{page:oil}`, and a body. Names of the seed in braces stand
    /// for ids, in the body as well.
    ///
    /// A request of a rule that is refused ends the one that it was for with a 500 that says why.
    #[must_use]
    pub fn meanwhile(mut self, method: &str, path: &str, body: Value) -> Self {
        let (method, path) = (method.to_ascii_uppercase(), path.to_owned());
        self.bends.meanwhile.push(Arc::new(Meanwhile { method, path, body }));
        self
    }

    /// Another client of the same connection sends so many requests just before, which count
    /// against both budgets.
    #[must_use]
    pub fn foreign(mut self, requests: u32) -> Self {
        self.bends.foreign = requests;
        self
    }

    /// Pages of lists end after `items`, with a cursor for the rest, whatever was asked for.
    #[must_use]
    pub fn short_pages(mut self, items: u32) -> Self {
        self.bends.page_size = Some(items.max(1));
        self
    }

    /// A page of a list that goes on begins with the last `items` of the page before, as if rows had
    /// been edited in between.
    #[must_use]
    pub fn repeat(mut self, items: usize) -> Self {
        self.bends.repeat = Some(items);
        self
    }

    /// The answer lists only its first `items`, and says that there are no more.
    #[must_use]
    pub fn results(mut self, items: usize) -> Self {
        self.bends.results = Some(items);
        self
    }

    /// A query shows at most so many rows in all, as Notion does after 10,000, and says so in its
    /// `request_status`.
    #[must_use]
    pub fn query_rows(mut self, rows: usize) -> Self {
        self.bends.query_rows = Some(rows);
        self
    }

    /// Takes only the first `children` that a request brings. Alone it makes an answer that lists
    /// only those; with a status and [`Fault::after`], a write that failed half-way.
    #[must_use]
    pub fn first_children(mut self, children: usize) -> Self {
        self.bends.children = Some(children);
        self
    }

    /// Takes only so many levels of the children that a request brings, and drops what is nested
    /// deeper. Tables keep their rows and columns what is in them.
    #[must_use]
    pub fn levels(mut self, levels: usize) -> Self {
        self.bends.levels = Some(levels);
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
        self.bends.lag = Some(lag);
        self
    }

    /// The other side of a dual relation says what a request wrote only after `lag` of the world's
    /// clock. It is forgotten when the process ends before.
    #[must_use]
    pub fn dual_lag(mut self, lag: Duration) -> Self {
        self.bends.dual_lag = Some(lag);
        self
    }

    /// A page that is made of a template stays blank for `lag` of the world's clock, and for ever if
    /// the process ends before.
    #[must_use]
    pub fn template_lag(mut self, lag: Duration) -> Self {
        self.bends.template_lag = Some(lag);
        self
    }

    /// A page that is made of a template gets only its first `blocks`.
    #[must_use]
    pub fn template_blocks(mut self, blocks: usize) -> Self {
        self.bends.template_blocks = Some(blocks);
        self
    }

    /// Markdown that is read shows only the first `blocks` of a page and is `truncated`.
    #[must_use]
    pub fn markdown_blocks(mut self, blocks: usize) -> Self {
        self.bends.markdown_blocks = Some(blocks);
        self
    }

    /// What the answer gives out is good only for so long, instead of an hour: addresses of files,
    /// and an upload until it is attached.
    #[must_use]
    pub fn expires(mut self, after: Duration) -> Self {
        self.bends.expires = Some(after);
        self
    }

    /// The upload that a request begins, sends to or completes ends as `failed`.
    #[must_use]
    pub fn upload_fails(mut self) -> Self {
        self.bends.upload = Some(UploadMishap::Failed);
        self
    }

    /// The part of an upload that a request sends is lost, after an answer as if it were not.
    #[must_use]
    pub fn part_lost(mut self) -> Self {
        self.bends.upload = Some(UploadMishap::PartLost);
        self
    }

    /// Puts these members into the answer, a refusal included, in place of those it has. Objects are
    /// merged, everything else is replaced.
    #[must_use]
    pub fn set(mut self, members: Value) -> Self {
        self.bends.rewrites.push(Arc::new(Rewrite { set: members, without: Vec::new() }));
        self
    }

    /// Takes these members out of the answer.
    #[must_use]
    pub fn without<S: Into<String>>(mut self, keys: impl IntoIterator<Item = S>) -> Self {
        let without = keys.into_iter().map(Into::into).collect();
        self.bends.rewrites.push(Arc::new(Rewrite { set: Value::Null, without }));
        self
    }

    /// The answer comes from the future: every object has a member that nobody knows, every colour
    /// is a new one, the first block of a list is of a new type, and so is one property of each
    /// page and data source.
    #[must_use]
    pub fn strange(mut self) -> Self {
        self.bends.strange = true;
        self
    }

    /// The answer has no `Date`. On a port it has an empty one, because a server there always sends
    /// one.
    #[must_use]
    pub fn no_date(mut self) -> Self {
        self.bends.date = Some(DateMishap::Missing);
        self
    }

    /// The answer's `Date` is so much ahead of the world's clock, or behind it.
    #[must_use]
    pub fn date_skew(mut self, skew: SignedDuration) -> Self {
        self.bends.date = Some(DateMishap::Skewed(skew));
        self
    }

    /// Does the work at once and answers only after `time` of Tokio's time, unlike
    /// [`Fault::delay`], after which the work is still to be done.
    #[must_use]
    pub fn hold(mut self, time: Duration) -> Self {
        self.bends.hold = Some(time);
        self
    }

    /// The body of the answer arrives in ten pieces, the last one after `time` of Tokio's time.
    #[must_use]
    pub fn trickle(mut self, time: Duration) -> Self {
        self.bends.trickle = Some(time);
        self
    }
}
