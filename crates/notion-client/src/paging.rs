//! Lists: following cursors to the end, and never in a circle.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use notion_model::{Completeness, List, Odd};
use tokio::time::{Instant, sleep_until};

use crate::Client;
use crate::call::Call;
use crate::endpoint::ListEndpoint;
use crate::error::{Error, ErrorKind};
use crate::failure::Failure;

mod listing;
mod seen;
mod sizes;

pub use listing::Listing;
use seen::Seen;
pub(crate) use sizes::PageSizes;

/// Notion's largest page.
const LARGEST: u32 = notion_model::limits::PAGE_SIZE;
/// Pages are not made smaller than this when Notion is slow.
const SMALLEST: u32 = 10;
/// After so many good answers, pages become as large as they were.
const RECOVERED: u32 = 3;
/// How often a list is begun again because its cursor has expired.
const RESTARTS: u32 = 3;

/// Why a list could not be followed to its end.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PagingError {
    /// Notion gave a cursor that it had given before.
    #[error("Notion gave the same cursor twice: {cursor}")]
    Circle {
        /// The cursor.
        cursor: String,
    },
    /// Notion says that there is more, and not where.
    #[error("Notion says that there is more, but gives no cursor")]
    NoCursor,
    /// Notion cut the list off, and it cannot be divided.
    #[error("Notion cut the list off and it cannot be divided; ask for less at a time")]
    Incomplete,
    /// Notion cut the query off, and its order does not allow to go on behind the cut.
    #[error(
        "the query has more than 10,000 rows, and Notion ends there; sort it by created_time first, \
         or not at all, or narrow the filter"
    )]
    Sorted,
    /// Notion cut the query off, and its filter leaves no room for another condition.
    #[error(
        "the query has more than 10,000 rows, and its filter is too large for another condition; \
         make the filter smaller"
    )]
    FilterFull,
    /// Too many rows were made in one minute, Notion's times have no seconds, and nothing else that
    /// a query can ask for tells the rows apart.
    #[error(
        "more than 10,000 rows were created in the minute {minute}, and Notion cannot tell them \
         apart; add a unique ID property to the data source, or narrow the filter"
    )]
    OneMinute {
        /// The minute, as Notion writes it.
        minute: String,
    },
    /// The next page was on its way in a runtime that is gone.
    #[error("the runtime that read the list has ended; list it again")]
    Stopped,
    /// An item that this version cannot read.
    #[error("an item cannot be read: {reason}")]
    Odd {
        /// What is wrong with it.
        reason: String,
    },
}

/// Where the list, or its present part, stands after a page. See [`ListEndpoint::go_on`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stand {
    /// There is a next page.
    More,
    /// That was the last page.
    Whole,
    /// That was the last page, and there is more that Notion does not list.
    Cut,
}

/// How a list goes on. See [`ListEndpoint::go_on`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Next {
    /// With the next page.
    Page,
    /// With the first page of another part.
    Part {
        /// Not before so much time has passed.
        after: Duration,
    },
    /// Not at all.
    End,
}

/// A list, page by page. See [`Client::pages`](crate::Client::pages).
#[must_use = "nothing is listed until a page is asked for"]
pub struct Pages<E: ListEndpoint> {
    client: Client,
    endpoint: E,
    state: State,
    size: u32,
    good: u32,
    most: u32,
    restarts: u32,
    /// The cursors since the list, or its last part, was begun.
    cursors: HashSet<String>,
    /// The items that were listed and may come again.
    seen: Seen,
}

#[derive(Clone, Debug)]
enum State {
    /// The next page begins at the cursor, or at the beginning; it is not asked for before that time.
    At(Option<String>, Option<Instant>),
    /// The last page was good, and there is no way on.
    Stuck(PagingError),
    Done,
}

impl<E: ListEndpoint> Pages<E> {
    pub(crate) fn new(client: Client, endpoint: E) -> Self {
        let size = client.page_sizes().get(&endpoint.path()).unwrap_or(LARGEST);
        Self {
            client,
            endpoint,
            state: State::At(None, None),
            size,
            good: 0,
            most: LARGEST,
            restarts: 0,
            cursors: HashSet::new(),
            seen: Seen::default(),
        }
    }

    /// Asks for at most `size` items at a time, from 1 to 100; 100 if not said otherwise, or fewer
    /// where Notion has asked for less of the same list before.
    pub fn size(mut self, size: u32) -> Self {
        self.most = size.clamp(1, LARGEST);
        self.size = self.size.min(self.most);
        self
    }

    /// The next page, or `None` after the last. Items that were on an earlier page are left out, so a
    /// page may be empty.
    ///
    /// Nothing is asked for in advance; [`into_listing`](Self::into_listing) does.
    ///
    /// # Errors
    ///
    /// When a page could not be read; it can be asked for again. When the list itself is at fault
    /// ([`ErrorKind::Paging`]), it ends here, and all that could be listed has been.
    pub async fn next(&mut self) -> Result<Option<List<E::Item>>, Error> {
        loop {
            let (cursor, ready) = match &self.state {
                State::Done => return Ok(None),
                State::At(cursor, ready) => (cursor.clone(), *ready),
                State::Stuck(error) => {
                    let error = self.error(error.clone());
                    self.state = State::Done;
                    return Err(error);
                }
            };
            if let Some(ready) = ready {
                sleep_until(ready).await;
            }
            let mut list = self.fetch(cursor).await?;
            let is_probe = self.endpoint.is_probe();
            for item in list.items() {
                self.endpoint.pass(item);
            }
            if !is_probe {
                let endpoint = &self.endpoint;
                let is_new = self.seen.new_of(&mut list, E::id, |item| endpoint.rank(item));
                if is_new {
                    self.restarts = 0;
                }
            }
            self.state = self.after(&list);
            if !is_probe {
                return Ok(Some(list));
            }
        }
    }

    /// Reads the page at `cursor`, smaller if it has to be.
    async fn fetch(&mut self, mut cursor: Option<String>) -> Result<List<E::Item>, Error> {
        loop {
            self.endpoint.turn_to(cursor.clone(), self.size);
            let mut call = Call::of(&self.endpoint)?;
            call.divisible = self.size > SMALLEST;
            let error = match self.client.send_call(&self.endpoint, &call).await {
                Ok(list) => {
                    self.recover();
                    return Ok(list);
                }
                Err(error) => error,
            };
            match error.failure() {
                Some(Failure::TooSlow) if self.size > SMALLEST => {
                    self.size = (self.size / 2).max(SMALLEST);
                    self.good = 0;
                    self.client.page_sizes().set(self.endpoint.path(), self.size);
                }
                // What was listed is known by its ids, so beginning again lists nothing twice.
                Some(Failure::BadCursor)
                    if cursor.is_some() && !self.seen.is_empty() && self.restarts < RESTARTS =>
                {
                    self.restarts += 1;
                    self.cursors.clear();
                    self.endpoint.begin_again().map_err(|error| self.error(error))?;
                    self.state = State::At(None, None);
                    cursor = None;
                }
                _ => return Err(error),
            }
        }
    }

    fn recover(&mut self) {
        self.good += 1;
        if self.good == RECOVERED && self.size < self.most {
            self.size = self.most;
            self.client.page_sizes().remove(&self.endpoint.path());
        }
    }

    /// Where to go on after `list`.
    fn after(&mut self, list: &List<E::Item>) -> State {
        let cut =
            list.request_status.as_ref().is_some_and(|it| it.r#type == Completeness::Incomplete);
        let stand = match (list.has_more, &list.next_cursor) {
            (true, None) => return State::Stuck(PagingError::NoCursor),
            (true, Some(_)) => Stand::More,
            (false, _) if cut => Stand::Cut,
            (false, _) => Stand::Whole,
        };
        match self.endpoint.go_on(stand) {
            Ok(Next::End) => State::Done,
            Ok(Next::Part { after }) => {
                self.cursors.clear();
                State::At(None, (!after.is_zero()).then(|| Instant::now() + after))
            }
            Ok(Next::Page) => match &list.next_cursor {
                Some(cursor) if self.cursors.insert(cursor.clone()) => {
                    State::At(Some(cursor.clone()), None)
                }
                Some(cursor) => State::Stuck(PagingError::Circle { cursor: cursor.clone() }),
                None => State::Stuck(PagingError::NoCursor),
            },
            Err(error) => State::Stuck(error),
        }
    }

    /// How many items it knows as listed.
    #[cfg(test)]
    pub(crate) fn remembered(&self) -> usize {
        self.seen.len()
    }

    /// The error that an item of this list cannot be read, for callers who need every item.
    pub fn odd(&self, odd: &Odd) -> Error {
        self.error(PagingError::Odd { reason: odd.reason.to_string() })
    }

    fn error(&self, error: PagingError) -> Error {
        Error::new(&E::METHOD, &self.endpoint.path(), 0, ErrorKind::Paging(error))
    }

    /// The items one by one.
    pub fn into_listing(self) -> Listing<E::Item> {
        Listing::of(self)
    }
}

impl<E: ListEndpoint> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("path", &self.endpoint.path())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
