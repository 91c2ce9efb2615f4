//! Reading rows: all of them, whatever their number, and whole.

use notion_client::{Error, data_sources};
use notion_model::{
    DataSource, DataSourceId, Page, PropertyValueKind,
    limits::{PAGE_SIZE, REFERENCES_SHOWN},
    query::Query,
};

use super::{PlanError, Planner};
use crate::progress::Event;

impl Planner<'_> {
    /// Reads the rows of a data source that a query selects, in its order.
    ///
    /// A row that cannot be read is an error: what is not seen would look deleted.
    pub(crate) async fn scan(
        &self,
        source: &DataSource,
        query: Query,
        limit: Option<u32>,
    ) -> Result<Vec<Page>, PlanError> {
        let most = limit.map_or(usize::MAX, |it| it as usize);
        let size = page_size(limit);
        let mut pages =
            self.client.pages(data_sources::query(source.id, query).pages_only()).size(size);
        let mut rows = Vec::new();
        while rows.len() < most {
            let Some(list) = pages.next().await? else { break };
            let items = list.results.into_iter().map(notion_model::Guarded::into_result);
            for item in items {
                match item {
                    Ok(page) => rows.push(page),
                    Err(odd) => {
                        let title = source.title();
                        return Err(PlanError::Guard(format!(
                            "a row of `{title}` cannot be read, so that it would be missed: {}",
                            odd.reason
                        )));
                    }
                }
            }
            self.progress().event(Event::Scanning { what: source.title(), rows: rows.len() });
        }
        rows.truncate(most);
        Ok(rows)
    }

    /// Reads the rows of a data source that is only known by its id.
    pub(crate) async fn rows_of(
        &self,
        source: DataSourceId,
        query: Query,
    ) -> Result<Vec<Page>, PlanError> {
        Ok(self.client.list(data_sources::query(source, query).pages_only()).collect().await?)
    }

    /// Reads the rest of values that Notion shows only in part, if one of these properties has any.
    pub(crate) async fn complete(&self, rows: &mut [Page], names: &[&str]) -> Result<(), Error> {
        for row in rows {
            let is_cut = names.iter().filter_map(|it| row.properties.get(it)).any(|value| {
                value.is_cut()
                    || matches!(&value.kind, PropertyValueKind::People(it)
                        if it.len() >= REFERENCES_SHOWN)
            });
            if is_cut {
                self.client.complete(row).await?;
            }
        }
        Ok(())
    }
}

/// How many rows a request asks for, if only so many are wanted.
pub(crate) fn page_size(limit: Option<u32>) -> u32 {
    limit.map_or(PAGE_SIZE, |it| PAGE_SIZE.min(it)).max(1)
}
