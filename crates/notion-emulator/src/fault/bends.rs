//! What faults make of requests and answers, beside answering in their place.

use std::time::Duration;

/// What becomes of a request that is carried out all the same.
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
    /// Searches and queries know nothing of what is younger.
    pub(crate) lag: Option<Duration>,
    /// How long addresses of files and uploads are good.
    pub(crate) expires: Option<Duration>,
    /// What becomes of an upload.
    pub(crate) upload: Option<UploadMishap>,
}

/// What can happen to an upload.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum UploadMishap {
    /// It ends as `failed`.
    Failed,
    /// What was sent is not kept.
    PartLost,
}

impl Bends {
    /// Both together: the smaller page, the fewer children, all foreign requests, the later work, the
    /// longer lag, the earlier end, and of two mishaps the first.
    pub(super) fn join(&mut self, other: Self) {
        self.page_size = least(self.page_size, other.page_size);
        self.children = least(self.children, other.children);
        self.foreign = self.foreign.saturating_add(other.foreign);
        self.late = self.late.max(other.late);
        self.lag = self.lag.max(other.lag);
        self.expires = least(self.expires, other.expires);
        self.upload = self.upload.or(other.upload);
    }
}

/// The smaller of what is there.
fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}
