//! The client as a sender: its errors in the words of what has to happen next.

use jiff::Timestamp;
use notion_client::{
    Cause as Why, Client, Error, ErrorKind, Failure, blocks, data_sources, databases, pages,
};
use notion_model::{
    Block, BlockId, DataSourceId, DatabaseId, Page, PageId,
    limits::FILTER_ENTRIES,
    query::{DateCondition, Filter, Query, Sort, TimestampKind},
    request::{AppendChildren, Position, PropertyChange, UpdateDataSource, UpdatePage},
};
use uuid::Uuid;

use super::sender::{Answer, Call, Refusal, Sender};
use crate::report::{Cause, Requests, Stop};

/// Markers looked for with one query: Notion takes a hundred conditions, and one is kept free for
/// the client's window over creation times.
const MARKERS: usize = FILTER_ENTRIES - 1;

impl Sender for Client {
    async fn send(&self, call: &Call) -> Result<Answer, Refusal> {
        let answer = match call {
            Call::CreatePage(body) => {
                let page = Self::send(self, pages::create(body.as_ref().clone())).await;
                page.map(answer_page)
            }
            Call::CreateDatabase(body) => {
                let database = Self::send(self, databases::create(body.as_ref().clone())).await;
                database.map(|it| {
                    let rows = it.data_sources.first().map(|it| it.id.uuid());
                    let ids = [it.id.uuid()].into_iter().chain(rows).collect();
                    Answer { ids, page: None }
                })
            }
            Call::Append { to, position, children } => {
                // The end is where new blocks go unless told.
                let position = Some(*position).filter(|it| *it != Position::End);
                let body = AppendChildren { children: children.clone(), position };
                let list = Self::send(self, blocks::append(*to, body)).await;
                // Behind an anchor, Notion answers with all later siblings too.
                list.map(|list| Answer {
                    ids: list.items().take(children.len()).map(|it| it.id.uuid()).collect(),
                    page: None,
                })
            }
            Call::UpdatePage { page, properties } => {
                let update = UpdatePage { properties: properties.clone(), ..UpdatePage::default() };
                Self::send(self, pages::update(*page, update)).await.map(answer_page)
            }
            Call::TrashPage { page, in_trash } => {
                let update = UpdatePage { in_trash: Some(*in_trash), ..UpdatePage::default() };
                Self::send(self, pages::update(*page, update)).await.map(answer_page)
            }
            Call::UpdateSchema { data_source, properties } => {
                let properties = properties
                    .iter()
                    .map(|(name, schema)| (name, PropertyChange::set(schema.clone())))
                    .collect();
                let update = UpdateDataSource { properties, ..UpdateDataSource::default() };
                let source = Self::send(self, data_sources::update(*data_source, update)).await;
                source.map(|it| Answer { ids: vec![it.id.uuid()], page: None })
            }
            Call::UpdateBlock { block, change } => {
                let block = Self::send(self, blocks::update(*block, change.clone().into())).await;
                block.map(|it| Answer { ids: vec![it.id.uuid()], page: None })
            }
            Call::DeleteBlock(block) => {
                let block = Self::send(self, blocks::delete(*block)).await;
                block.map(|it| Answer { ids: vec![it.id.uuid()], page: None })
            }
        };
        answer.map_err(|error| refusal(&error))
    }

    async fn find(
        &self,
        data_source: DataSourceId,
        property: &str,
        values: &[String],
    ) -> Result<Vec<(String, PageId)>, Refusal> {
        let mut found = Vec::new();
        for values in values.chunks(MARKERS) {
            let mut tests: Vec<Filter> = values
                .iter()
                .map(|value| Filter::property(property).rich_text().equals(value).into())
                .collect();
            let filter = if tests.len() == 1 { tests.pop() } else { Some(Filter::Or(tests)) };
            let sorts = vec![Sort::timestamp(TimestampKind::CreatedTime)];
            let query = Query { filter, sorts, ..Query::default() };
            let rows =
                self.list(data_sources::query(data_source, query).pages_only()).collect().await;
            for row in rows.map_err(|error| refusal(&error))? {
                let text = row.property(property).and_then(|it| crate::transform::words(it).ok());
                // Notion may compare texts more generously than we do.
                if let Some(text) = text.filter(|it| values.contains(it)) {
                    found.push((text, row.id));
                }
            }
        }
        Ok(found)
    }

    async fn children(&self, of: BlockId) -> Result<Vec<Block>, Refusal> {
        self.list(blocks::children(of)).collect().await.map_err(|error| refusal(&error))
    }

    async fn data_source_of(&self, database: BlockId) -> Result<Option<Uuid>, Refusal> {
        let database = DatabaseId::from(database.uuid());
        let database = Self::send(self, databases::retrieve(database)).await;
        let database = database.map_err(|error| refusal(&error))?;
        Ok(database.data_sources.first().map(|it| it.id.uuid()))
    }

    async fn edited_since(
        &self,
        data_source: DataSourceId,
        time: Timestamp,
    ) -> Result<Vec<Page>, Refusal> {
        let since = DateCondition::OnOrAfter(time.to_string());
        let filter = Some(Filter::timestamp(TimestampKind::LastEditedTime, since));
        let query = Query { filter, ..Query::default() };
        let rows = self.list(data_sources::query(data_source, query).pages_only()).collect().await;
        rows.map_err(|error| refusal(&error))
    }

    fn requests(&self) -> Requests {
        requests(self)
    }
}

/// How many requests a client has sent.
pub(crate) fn requests(client: &Client) -> Requests {
    let stats = client.stats();
    Requests { sent: stats.requests, retried: stats.retries, throttled: stats.throttled }
}

fn answer_page(page: Page) -> Answer {
    Answer { ids: vec![page.id.uuid()], page: Some(Box::new(page)) }
}

/// What an error of the client means for the run.
pub(crate) fn refusal(error: &Error) -> Refusal {
    let cause = cause(error);
    let words = || cause.to_string();
    match error.kind() {
        // Where the work was done and what came back is strange, its traces are looked for too.
        ErrorKind::Ambiguous { .. } | ErrorKind::Unreadable { .. } => Refusal::Unknown(cause),
        ErrorKind::Committed { committed, .. } => {
            let mut ids: Vec<Uuid> = committed.children.iter().map(|it| it.uuid()).collect();
            if ids.is_empty() {
                ids.extend(committed.resource.as_deref().and_then(|it| Uuid::try_parse(it).ok()));
            }
            Refusal::Committed(ids)
        }
        ErrorKind::Throttled { .. } => Refusal::Stop(Stop::Unavailable(words())),
        ErrorKind::Failed { failure, .. } => match failure {
            Failure::Unauthorized => Refusal::Stop(Stop::Unauthorized(words())),
            Failure::Untrusted => Refusal::Stop(Stop::Unavailable(words())),
            Failure::Blocked | Failure::Foreign => Refusal::Stop(Stop::Refused(words())),
            Failure::BlockLimit | Failure::RowLimit => Refusal::Stop(Stop::Full(words())),
            Failure::NotFound => Refusal::Gone(cause),
            Failure::Invalid if is_in_trash(error) => Refusal::Gone(cause),
            Failure::NotSent
            | Failure::Throttled(_)
            | Failure::Overloaded
            | Failure::EdgeRefused
            | Failure::EdgeFailed
            | Failure::Conflict
            | Failure::Server
            | Failure::TooSlow
            | Failure::Lost => Refusal::Later(cause),
            _ => Refusal::Failed(cause),
        },
        _ => Refusal::Failed(cause),
    }
}

/// Whether Notion refuses because the page is in the trash.
fn is_in_trash(error: &Error) -> bool {
    error.refusal().is_some_and(|it| it.message.contains("archived") && it.status == 400)
}

/// An error of the client as a cause in a report.
pub(crate) fn cause(error: &Error) -> Cause {
    let code = error.code().map(|it| it.as_str().to_owned());
    let code = code.or_else(|| {
        let word = match error.cause()? {
            Why::TimedOut(_) => "timeout",
            Why::CutOff(_) => "answer_cut_off",
            Why::Transport(_) => "no_answer",
            _ => "strange_answer",
        };
        Some(word.to_owned())
    });
    let message = match error.refusal() {
        Some(refusal) => refusal.message.clone(),
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    };
    let request_id = error.request_id().map(str::to_owned);
    let code = code.unwrap_or_else(|| {
        let word = match error.kind() {
            // Never sent: it holds what Notion would refuse.
            ErrorKind::Request(_) => "invalid_request",
            ErrorKind::Paging(_) => "incomplete_list",
            _ => "unreadable",
        };
        word.to_owned()
    });
    Cause { code, message, request_id }
}
