//! A list, item by item, which asks for the next page while this one is worked on.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::Method;
use notion_model::{Guarded, List};
use tokio::task::JoinHandle;

use super::{Pages, PagingError, State};
use crate::endpoint::ListEndpoint;
use crate::error::{Error, ErrorKind};

/// A list, item by item: a [`Stream`]. See [`Client::list`](crate::Client::list).
///
/// The next page is asked for in the background when half of this one has been taken, and never more
/// than that one. So whoever stops in the first half of a page, or on the last page, has wasted no
/// request; otherwise at most one, which is given up when the stream is dropped.
#[must_use = "nothing is listed until the stream is polled"]
pub struct Listing<T> {
    method: Method,
    path: String,
    items: Pin<Box<dyn Stream<Item = Result<Guarded<T>, Error>> + Send>>,
}

impl<T: Send + 'static> Listing<T> {
    pub(super) fn of<E: ListEndpoint<Item = T>>(pages: Pages<E>) -> Self {
        let path = pages.endpoint.path();
        let items = Ahead {
            path: path.clone(),
            page: Vec::new().into_iter(),
            half: 0,
            rest: Rest::Here(Box::new(pages)),
        };
        Self { method: E::METHOD, path, items: Box::pin(items) }
    }

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

/// The items of one page, and the pages behind it.
struct Ahead<E: ListEndpoint> {
    path: String,
    page: std::vec::IntoIter<Guarded<E::Item>>,
    /// The next page is asked for when fewer items are left.
    half: usize,
    rest: Rest<E>,
}

enum Rest<E: ListEndpoint> {
    /// Nothing was asked for yet.
    Here(Box<Pages<E>>),
    Asked(Asked<E>),
    Nowhere,
}

// Nothing in it is ever pinned.
impl<E: ListEndpoint> Unpin for Ahead<E> {}

type Answer<E> = Result<Option<List<<E as ListEndpoint>::Item>>, Error>;

/// The next page on its way, which is given up when it is dropped.
struct Asked<E: ListEndpoint>(JoinHandle<(Box<Pages<E>>, Answer<E>)>);

impl<E: ListEndpoint> Drop for Asked<E> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<E: ListEndpoint> Ahead<E> {
    /// Asks for the next page, if there may be one.
    fn ask(&mut self) {
        self.rest = match std::mem::replace(&mut self.rest, Rest::Nowhere) {
            Rest::Here(pages) if matches!(pages.state, State::Done) => Rest::Nowhere,
            Rest::Here(mut pages) => Rest::Asked(Asked(tokio::spawn(async move {
                let answer = pages.next().await;
                (pages, answer)
            }))),
            rest => rest,
        };
    }
}

impl<E: ListEndpoint> Stream for Ahead<E> {
    type Item = Result<Guarded<E::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                if self.page.len() < self.half {
                    self.ask();
                }
                return Poll::Ready(Some(Ok(item)));
            }
            self.ask();
            let Rest::Asked(asked) = &mut self.rest else { return Poll::Ready(None) };
            let (pages, answer) = match ready!(Pin::new(&mut asked.0).poll(cx)) {
                Ok(answered) => answered,
                Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
                // The runtime that asked has ended, and somebody goes on in another one.
                Err(_) => {
                    self.rest = Rest::Nowhere;
                    let kind = ErrorKind::Paging(PagingError::Stopped);
                    return Poll::Ready(Some(Err(Error::new(&E::METHOD, &self.path, 0, kind))));
                }
            };
            match answer {
                Ok(Some(list)) => {
                    self.rest = Rest::Here(pages);
                    self.half = list.results.len() / 2;
                    self.page = list.results.into_iter();
                }
                Ok(None) => self.rest = Rest::Nowhere,
                Err(error) => {
                    self.rest = Rest::Nowhere;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}
