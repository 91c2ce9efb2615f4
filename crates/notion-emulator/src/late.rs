//! Work that a fault puts off until after its answer.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

use crate::asked::Asked;
use crate::clock::{later, signed};

/// Requests that were answered and are still to be carried out. They are not kept on disk: nobody
/// was told that they would be.
#[derive(Debug, Default)]
pub(crate) struct Late(Vec<Waiting>);

/// One of them.
#[derive(Debug)]
pub(crate) struct Waiting {
    due: Timestamp,
    pub(crate) asked: Asked,
    pub(crate) base: String,
    pub(crate) headers: HeaderMap,
}

impl Late {
    /// Puts a request aside.
    pub(crate) fn push(
        &mut self,
        now: Timestamp,
        late: Duration,
        asked: &Asked,
        base: &str,
        headers: &HeaderMap,
    ) {
        let due = later(now, signed(late));
        let (asked, base, headers) = (asked.clone(), base.to_owned(), headers.clone());
        self.0.push(Waiting { due, asked, base, headers });
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes out the request whose time came first, if any has come.
    pub(crate) fn due(&mut self, now: Timestamp) -> Option<Waiting> {
        let due = self.0.iter().enumerate().filter(|(_, waiting)| waiting.due <= now);
        let (at, _) = due.min_by_key(|(at, waiting)| (waiting.due, *at))?;
        Some(self.0.remove(at))
    }
}
