//! Lists: following cursors to the end, and never in a circle.

use std::collections::HashSet;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Method;
use notion_model::{Completeness, Guarded, List, Odd};
use uuid::Uuid;

use crate::Client;
use crate::call::Call;
use crate::endpoint::ListEndpoint;
use crate::error::{Error, ErrorKind};
use crate::failure::Failure;

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
    /// Too many rows were made in one minute, and Notion's times have no seconds.
    #[error(
        "more than 10,000 rows were created in the minute {minute}; narrow the filter by a property"
    )]
    OneMinute {
        /// The minute, as Notion writes it.
        minute: String,
    },
    /// An item that this version cannot read.
    #[error("an item cannot be read: {reason}")]
    Odd {
        /// What is wrong with it.
        reason: String,
    },
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
    /// The items that were listed, where items have ids.
    listed: HashSet<Uuid>,
}

#[derive(Clone, Debug)]
enum State {
    /// The next page begins here; `None`: at the beginning.
    At(Option<String>),
    /// The last page was good, and there is no way on.
    Stuck(PagingError),
    Done,
}

impl<E: ListEndpoint> Pages<E> {
    pub(crate) fn new(client: Client, endpoint: E) -> Self {
        Self {
            client,
            endpoint,
            state: State::At(None),
            size: LARGEST,
            good: 0,
            most: LARGEST,
            restarts: 0,
            cursors: HashSet::new(),
            listed: HashSet::new(),
        }
    }

    /// Asks for at most `size` items at a time, from 1 to 100; 100 if not said otherwise.
    pub fn size(mut self, size: u32) -> Self {
        self.size = size.clamp(1, LARGEST);
        self.most = self.size;
        self
    }

    /// The next page, or `None` after the last. Items that were on an earlier page are left out.
    ///
    /// # Errors
    ///
    /// When a page could not be read; it can be asked for again. When the list itself is at fault
    /// ([`ErrorKind::Paging`]), it ends here, and all that could be listed has been.
    pub async fn next(&mut self) -> Result<Option<List<E::Item>>, Error> {
        let cursor = match &self.state {
            State::Done => return Ok(None),
            State::At(cursor) => cursor.clone(),
            State::Stuck(error) => {
                let error = self.error(error.clone());
                self.state = State::Done;
                return Err(error);
            }
        };
        let mut list = self.fetch(cursor).await?;
        if let Some(last) = list.items().last() {
            self.endpoint.pass(last);
        }
        self.state = self.after(&list);
        list.results.retain(|item| match item {
            Guarded::Item(item) => E::id(item).is_none_or(|id| self.listed.insert(id)),
            Guarded::Odd(_) => true,
        });
        Ok(Some(list))
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
                }
                // What was listed is known by its ids, so beginning again lists nothing twice.
                Some(Failure::BadCursor)
                    if cursor.is_some() && !self.listed.is_empty() && self.restarts < RESTARTS =>
                {
                    self.restarts += 1;
                    self.cursors.clear();
                    cursor = None;
                }
                _ => return Err(error),
            }
        }
    }

    fn recover(&mut self) {
        self.good += 1;
        if self.good >= RECOVERED {
            self.size = self.most;
        }
    }

    /// Where to go on after `list`.
    fn after(&mut self, list: &List<E::Item>) -> State {
        let cut =
            list.request_status.as_ref().is_some_and(|it| it.r#type == Completeness::Incomplete);
        match (list.has_more, &list.next_cursor) {
            (true, Some(cursor)) if self.cursors.insert(cursor.clone()) => {
                State::At(Some(cursor.clone()))
            }
            (true, Some(cursor)) => State::Stuck(PagingError::Circle { cursor: cursor.clone() }),
            (true, None) => State::Stuck(PagingError::NoCursor),
            (false, _) if cut => match self.endpoint.narrow() {
                Ok(()) => {
                    self.cursors.clear();
                    State::At(None)
                }
                Err(error) => State::Stuck(error),
            },
            (false, _) => State::Done,
        }
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
        let path = self.endpoint.path();
        let pages = stream::try_unfold(self, |mut pages| async move {
            Ok::<_, Error>(pages.next().await?.map(|list| (list, pages)))
        });
        let items = pages.map_ok(|list| stream::iter(list.results).map(Ok)).try_flatten();
        Listing { method: E::METHOD, path, items: Box::pin(items) }
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

/// A list, item by item: a [`Stream`]. See [`Client::list`](crate::Client::list).
#[must_use = "nothing is listed until the stream is polled"]
pub struct Listing<T> {
    method: Method,
    path: String,
    items: Pin<Box<dyn Stream<Item = Result<Guarded<T>, Error>> + Send>>,
}

impl<T: Send + 'static> Listing<T> {
    /// The items that can be read. One that cannot is an error in its place, and the stream goes on
    /// behind it.
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send + Unpin {
        let Self { method, path, items } = self;
        items.map(move |item| {
            item?.into_result().map_err(|odd| {
                let reason = odd.reason.into_string();
                Error::new(&method, &path, 1, ErrorKind::Paging(PagingError::Odd { reason }))
            })
        })
    }

    /// Everything at once.
    ///
    /// # Errors
    ///
    /// The first error there is, an item that cannot be read included.
    pub async fn collect(self) -> Result<Vec<T>, Error> {
        self.items().try_collect().await
    }
}

impl<T> Stream for Listing<T> {
    type Item = Result<Guarded<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.items.as_mut().poll_next(cx)
    }
}

impl<T> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
