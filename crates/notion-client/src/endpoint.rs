//! A call to Notion as a value: what to send, what comes back, and whether it may be sent twice.

use http::Method;
use notion_model::request::Violations;
use notion_model::{ApiError, List};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::credentials::Credentials;
use crate::error::RequestError;
use crate::form::Form;
use crate::paging::{Next, PagingError, Stand};

pub mod async_tasks;
pub mod blocks;
pub mod comments;
pub mod custom_emojis;
pub mod data_sources;
pub mod databases;
pub mod file_uploads;
pub mod oauth;
pub mod page_markdown;
pub mod pages;
pub mod search;
pub mod templates;
pub mod users;
pub mod views;

/// One call to Notion.
///
/// An endpoint holds no client and does no work, so a journal can record it, a dry run can print it,
/// and a test can look at the request it would send.
pub trait Endpoint: Send + Sync {
    /// What Notion answers with.
    type Output: DeserializeOwned + Send;
    /// What is sent. `()` when there is no body.
    type Body: Serialize + ?Sized;
    /// The HTTP method.
    const METHOD: Method;
    /// Whether the call may be repeated.
    const REPLAY: Replay;

    /// The path below `/v1/`.
    fn path(&self) -> String;

    /// The parameters behind the `?`, not yet encoded.
    fn query(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The body, if any.
    fn body(&self) -> Option<&Self::Body> {
        None
    }

    /// A form that is sent in place of a body.
    ///
    /// # Errors
    ///
    /// When Notion would refuse the file in it.
    fn form(&self) -> Result<Option<Form>, RequestError> {
        Ok(None)
    }

    /// Who asks, where that is not the client with its token.
    fn credentials(&self) -> Option<&Credentials> {
        None
    }

    /// Reads the answer: the JSON of the output, unless it has to be told apart or put together.
    ///
    /// # Errors
    ///
    /// Those of `serde_json`.
    fn read(answer: &[u8]) -> serde_json::Result<Self::Output> {
        serde_json::from_slice(answer)
    }

    /// Everything about the body that Notion would refuse. It is looked for before anything is
    /// sent; a call with a body of a type of its own checks nothing unless it says how.
    ///
    /// # Errors
    ///
    /// When there is something.
    fn check(&self) -> Result<(), Violations> {
        Ok(())
    }

    /// Whether this call may be repeated, where that depends on more than its type.
    fn replay(&self) -> Replay {
        Self::REPLAY
    }

    /// Where to `GET` what the call would have answered, if Notion has done the work and not
    /// answered. `resource` is what Notion names as done.
    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        let _ = resource;
        None
    }

    /// Whether this refusal of a repeated call means that an earlier attempt has done the work, such
    /// as "already in the trash".
    fn is_done(&self, refusal: &ApiError) -> bool {
        let _ = refusal;
        false
    }

    /// Told of every answer before it is given out, to mark in it what the caller must not take for
    /// what it asked for.
    fn sift(answer: &mut Self::Output) {
        let _ = answer;
    }
}

/// Whether a call may be repeated when nobody knows if it was carried out.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Replay {
    /// It changes nothing.
    Read,
    /// It describes a state: done twice, it is as if done once.
    State,
    /// It has a precondition that fails the second time.
    Guarded,
    /// Done twice, it leaves something behind that vanishes by itself, such as an upload.
    Leak,
    /// Done twice, there are two of them. Never repeated unless it is certain that it was not done.
    Once,
}

/// An endpoint that answers with one page of a list.
pub trait ListEndpoint: Endpoint<Output = List<Self::Item>> + Clone + 'static {
    /// What the list holds.
    type Item: Send + 'static;

    /// Asks for the page at `cursor` (`None`: the first) of at most `size` items.
    fn turn_to(&mut self, cursor: Option<String>, size: u32);

    /// What makes an item the same when it is listed twice. With ids, a list can be started again
    /// when its cursor has expired, and an item that moved between two pages is listed once.
    fn id(item: &Self::Item) -> Option<Uuid> {
        let _ = item;
        None
    }

    /// Where an item stands in an order in which the list never goes back, if it has one: what is
    /// behind need not be remembered to recognise what is listed twice.
    fn rank(&self, item: &Self::Item) -> Option<i64> {
        let _ = item;
        None
    }

    /// Told of every item in the order of the list, for [`go_on`](Self::go_on).
    fn pass(&mut self, item: &Self::Item) {
        let _ = item;
    }

    /// How the list goes on after a page, as the list of something else if need be, such as of what
    /// comes after the last item where Notion cuts a list off. Items that are listed again are
    /// recognised by their ids.
    ///
    /// # Errors
    ///
    /// When there is more and no way to list it.
    fn go_on(&mut self, stand: Stand) -> Result<Next, PagingError> {
        match stand {
            Stand::More => Ok(Next::Page),
            Stand::Whole => Ok(Next::End),
            Stand::Cut => Err(PagingError::Incomplete),
        }
    }

    /// Begins again because a cursor has expired: at the beginning, or nearer if the list can.
    ///
    /// # Errors
    ///
    /// When it cannot.
    fn begin_again(&mut self) -> Result<(), PagingError> {
        Ok(())
    }

    /// Whether the present page is only looked at, to find out how to go on. It is not listed.
    fn is_probe(&self) -> bool {
        false
    }
}

impl<E: Endpoint> Endpoint for &E {
    type Output = E::Output;
    type Body = E::Body;
    const METHOD: Method = E::METHOD;
    const REPLAY: Replay = E::REPLAY;

    fn path(&self) -> String {
        (**self).path()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        (**self).query()
    }

    fn body(&self) -> Option<&Self::Body> {
        (**self).body()
    }

    fn form(&self) -> Result<Option<Form>, RequestError> {
        (**self).form()
    }

    fn credentials(&self) -> Option<&Credentials> {
        (**self).credentials()
    }

    fn read(answer: &[u8]) -> serde_json::Result<Self::Output> {
        E::read(answer)
    }

    fn check(&self) -> Result<(), Violations> {
        (**self).check()
    }

    fn replay(&self) -> Replay {
        (**self).replay()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        (**self).read_back(resource)
    }

    fn is_done(&self, refusal: &ApiError) -> bool {
        (**self).is_done(refusal)
    }

    fn sift(answer: &mut Self::Output) {
        E::sift(answer);
    }
}

/// The parameters of a `GET` that lists.
fn paged(cursor: Option<&String>, size: Option<u32>) -> Vec<(&'static str, String)> {
    let size = size.map(|size| ("page_size", size.to_string()));
    let cursor = cursor.map(|cursor| ("start_cursor", cursor.clone()));
    cursor.into_iter().chain(size).collect()
}

#[cfg(test)]
mod tests;
