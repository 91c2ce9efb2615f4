//! Tasks: work that Notion accepted and goes on with after its answer.

use http::Method;
use notion_model::{AsyncTask, PropertyId};

use super::{Endpoint, Replay};

/// A task by its id, `task_` and 32 hex digits: how far it is, and once it is over what came of it.
/// Asking earlier than the task says is no error; asking a day later may be "not found".
///
/// [`Client::finish`](crate::Client::finish) asks until it is over.
pub fn retrieve(task: impl Into<Box<str>>) -> RetrieveTask {
    RetrieveTask { task: task.into() }
}

/// See [`retrieve`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveTask {
    task: Box<str>,
}

impl Endpoint for RetrieveTask {
    type Output = AsyncTask;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        // A text of Notion's, which is kept from leading elsewhere.
        format!("async_tasks/{}", PropertyId::encode(&self.task))
    }
}
