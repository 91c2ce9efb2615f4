//! Work that Notion may go on with after its answer: the answer, or a task to be waited for.

use http::{Method, StatusCode};
use notion_model::{AsyncTask, AsyncTaskStatus};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use tokio::time::{Duration, Instant, sleep};

use crate::Client;
use crate::answer::Failed;
use crate::endpoint::{Endpoint as _, async_tasks};
use crate::error::{Error, ErrorKind};
use crate::failure::Applied;

/// What Notion asks to wait if it says nothing else.
const PAUSE: Duration = Duration::from_secs(2);

/// What a call answers that Notion may go on with after its answer. See [`Client::finish`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "the work may not be done yet"]
pub enum OrTask<T> {
    /// It was done at once.
    Done(Box<T>),
    /// It was accepted. Neither is it done, nor has Notion looked whether it can be.
    Task(Box<AsyncTask>),
}

// Tasks and objects are told apart by their `object`, wherever in the answer it stands.
impl<'de, T: DeserializeOwned> Deserialize<'de> for OrTask<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named {
            object: Option<Box<str>>,
        }
        let raw = Box::<RawValue>::deserialize(from)?;
        let named: Named = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        if named.object.as_deref() == Some("async_task") {
            serde_json::from_str(raw.get()).map(Self::Task).map_err(D::Error::custom)
        } else {
            serde_json::from_str(raw.get()).map(Self::Done).map_err(D::Error::custom)
        }
    }
}

impl Client {
    /// What came of work that Notion may go on with after its answer: waits for the task, if there
    /// is one, as often and as long as it says.
    ///
    /// # Errors
    ///
    /// When the task failed, as if the call itself had; [`ErrorKind::Unfinished`] when it is not over
    /// within [`max_wait`](crate::ClientBuilder::max_wait); and what asking for it may end with.
    pub async fn finish<T: DeserializeOwned>(&self, answer: OrTask<T>) -> Result<T, Error> {
        let mut task = match answer {
            OrTask::Done(done) => return Ok(*done),
            OrTask::Task(task) => *task,
        };
        let (began, patience) = (Instant::now(), self.max_wait());
        loop {
            match task.status {
                AsyncTaskStatus::Succeeded => return result(task),
                AsyncTaskStatus::Failed => return Err(failure(task)),
                _ => {}
            }
            let pause = task.poll_after_seconds.map_or(PAUSE, Duration::from_secs);
            // A task that never says to wait is not asked without end.
            let pause = pause.max(Duration::from_millis(100));
            let waited = began.elapsed();
            if pause > patience.saturating_sub(waited) {
                let id = task.id.clone().into_string();
                return Err(error(&task, ErrorKind::Unfinished { task: id, waited }));
            }
            sleep(pause).await;
            task = self.send(async_tasks::retrieve(task.id)).await?;
        }
    }
}

/// The answer that the call itself would have given.
fn result<T: DeserializeOwned>(task: AsyncTask) -> Result<T, Error> {
    let result = task.result.clone().unwrap_or_default();
    let object = result.get("id").and_then(|id| id.as_str()).map(str::to_owned);
    serde_json::from_value(result)
        .map_err(|cause| error(&task, ErrorKind::Unreadable { object, cause }))
}

/// The refusal that the call itself would have met.
fn failure(mut task: AsyncTask) -> Error {
    let Some(refusal) = task.error.take() else {
        let cause = serde_json::Error::custom("the task failed and does not say why");
        return error(&task, ErrorKind::Unreadable { object: None, cause });
    };
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Failed { failure, cause, committed, .. } = *Failed::of(status, refusal);
    let kind = match failure.applied() {
        Applied::No => ErrorKind::Failed { failure, cause },
        Applied::Yes => ErrorKind::Committed { committed: committed.unwrap_or_default(), cause },
        Applied::Unknown => ErrorKind::Ambiguous { failure, cause },
    };
    error(&task, kind)
}

/// An error of the work of a task, under the name that Notion gives it.
fn error(task: &AsyncTask, kind: ErrorKind) -> Error {
    let name = task.operation.as_ref().and_then(|it| it.get("name")?.as_str()?.split_once(' '));
    let name = name.and_then(|(method, path)| Some((method.parse::<Method>().ok()?, path)));
    if let Some((method, path)) = name {
        return Error::new(&method, path.trim_start_matches("/v1/"), 1, kind);
    }
    let asked = async_tasks::retrieve(task.id.clone());
    Error::new(&Method::GET, &asked.path(), 1, kind)
}
