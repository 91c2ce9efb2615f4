//! What faults alter in requests that are carried out, and in their answers, as data.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

/// What becomes of a request that is carried out all the same, and of its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Alterations {
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

impl Alterations {
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
