//! The client: what one does with it, and nothing of how.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::budget::Budget;
use crate::call::{Base, Call};
use crate::config::ClientBuilder;
use crate::controller::Controller;
use crate::endpoint::{Endpoint, ListEndpoint};
use crate::error::Error;
use crate::event::{Counters, Event, Observer, Stats};
use crate::paging::{Listing, PageSizes, Pages};
use crate::raw::{Raw, RawAnswer};
use crate::send::Course;
use crate::transport::Transport;

/// A connection to Notion: one token, one budget, one gate.
///
/// Cheap to clone; clones share everything. Use one client for all tasks of a token, because they
/// share its budget at Notion too.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What the clones of a client share.
pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) base: Base,
    pub(crate) headers: HeaderMap,
    pub(crate) controller: Controller,
    pub(crate) attempts: u32,
    pub(crate) timeout: Duration,
    pub(crate) max_wait: Duration,
    pub(crate) page_sizes: PageSizes,
    pub(crate) largest_file: OnceLock<Option<u64>>,
    pub(crate) downloads: Semaphore,
    pub(crate) observers: Vec<Arc<dyn Observer>>,
    pub(crate) counters: Counters,
}

impl Client {
    /// Begins to make a client that sends over `transport`.
    pub fn builder(transport: impl Transport) -> ClientBuilder {
        ClientBuilder::new(Arc::new(transport))
    }

    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// Sends a call and reads its answer.
    ///
    /// Waits for the budget and for the gate, repeats what may be repeated, and reads an object back
    /// when Notion saved it without an answer.
    ///
    /// # Errors
    ///
    /// When Notion refuses, when attempts or patience are used up, and, as
    /// [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous), when a call that must not be done twice may have been done.
    pub async fn send<E: Endpoint>(&self, endpoint: E) -> Result<E::Output, Error> {
        self.send_call(&endpoint, &Call::of(&endpoint)?).await
    }

    /// Like [`send`](Self::send), for what may not be there: not found and not shared are `None`.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn get_opt<E: Endpoint>(&self, endpoint: E) -> Result<Option<E::Output>, Error> {
        match self.send(endpoint).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn send_call<E: Endpoint>(
        &self,
        endpoint: &E,
        call: &Call,
    ) -> Result<E::Output, Error> {
        let mut course = Course::new(&self.inner, call);
        let error = match course.run(|answer| E::read(answer.body())).await {
            Ok(mut output) => {
                E::sift(&mut output);
                return Ok(output);
            }
            Err(error) => error,
        };
        // Done, but not answered: the object itself is the answer, if it can be named.
        let path = if let Some(committed) = error.committed() {
            endpoint.read_back(committed.resource.as_deref())
        } else if course.was_unclear() && error.refusal().is_some_and(|it| endpoint.is_done(it)) {
            endpoint.read_back(None)
        } else {
            None
        };
        let Some(Ok(again)) = path.map(Call::get) else {
            return Err(error);
        };
        match Course::new(&self.inner, &again).run(|answer| E::read(answer.body())).await {
            Ok(output) => Ok(output),
            // What was known about the write is worth more than why it could not be read.
            Err(_) => Err(error),
        }
    }

    /// Sends a call that this crate has no type for, with the same budget, gate and retries.
    ///
    /// # Errors
    ///
    /// When no answer of Notion's arrived, or when the call may have been done without one. A
    /// refusal in Notion's words is an answer here: look at its status.
    pub async fn raw(&self, raw: Raw) -> Result<RawAnswer, Error> {
        let call = raw.call()?;
        let answer = Course::new(&self.inner, &call)
            .run(|answer| {
                // Nothing is all that this status says; any other body is JSON, or was cut off.
                let body = match answer.status() {
                    StatusCode::NO_CONTENT => Value::Null,
                    _ => serde_json::from_slice(answer.body())?,
                };
                Ok(RawAnswer::new(answer.status(), body))
            })
            .await;
        answer.or_else(RawAnswer::from_error)
    }

    /// Follows a list to its end, item by item.
    ///
    /// An item that this version cannot read is [`Guarded::Odd`](notion_model::Guarded), and the list
    /// goes on behind it; [`Listing::items`] makes an error of it instead.
    pub fn list<E: ListEndpoint>(&self, endpoint: E) -> Listing<E::Item> {
        self.pages(endpoint).into_listing()
    }

    /// Follows a list to its end, page by page.
    pub fn pages<E: ListEndpoint>(&self, endpoint: E) -> Pages<E> {
        Pages::new(self.clone(), endpoint)
    }

    /// What the client has done so far, all clones together.
    pub fn stats(&self) -> Stats {
        self.inner.counters.stats()
    }

    /// Requests a second that the client lets out now; `None` without a limit. Goes down when
    /// Notion refuses, and comes back.
    pub fn rate(&self) -> Option<f64> {
        self.inner.controller.rate()
    }

    /// How many requests may be in flight now.
    pub fn concurrency(&self) -> usize {
        self.inner.controller.concurrency()
    }

    pub(crate) fn page_sizes(&self) -> &PageSizes {
        &self.inner.page_sizes
    }

    pub(crate) fn known_largest_file(&self) -> &OnceLock<Option<u64>> {
        &self.inner.largest_file
    }

    pub(crate) fn downloads(&self) -> &Semaphore {
        &self.inner.downloads
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.inner.transport
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    pub(crate) fn max_wait(&self) -> Duration {
        self.inner.max_wait
    }

    /// The budget it was made with.
    pub fn budget(&self) -> Budget {
        self.inner.controller.budget()
    }
}

impl Inner {
    pub(crate) fn tell(&self, event: &Event<'_>) {
        event.log();
        for observer in &self.observers {
            observer.observe(event);
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.inner.base)
            .field("budget", &self.budget())
            .finish_non_exhaustive()
    }
}

const _: () = {
    const fn shared_between_tasks<T: Clone + Send + Sync + 'static>() {}
    shared_between_tasks::<Client>();
};

#[cfg(test)]
mod tests;
