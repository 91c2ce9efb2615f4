//! Names, ids and URLs in a spec, as the objects they mean. A name must mean exactly one.

use notion_client::{Error, data_sources, databases, pages, search, search::Found};
use notion_model::{
    DataSource, DataSourceId, DatabaseId, Page, PageId,
    request::{Search, SearchObject},
};

use super::{PlanError, Planner};
use crate::{
    nearest::nearest,
    problem::{Located, Problem, SpecError},
};

/// The object, or what is wrong with its name.
type Named<T> = Result<T, Problem>;

impl Planner<'_> {
    /// A page by title, id or URL, for commands that take one from their user.
    ///
    /// # Errors
    /// If there is no such page, or several with that title, or the workspace cannot be read.
    pub async fn page(&self, name: &Located<String>) -> Result<Page, PlanError> {
        let found = self.find_page(name).await?;
        found.map_err(|problem| SpecError::new("", "", vec![problem]).into())
    }

    /// A data source by title, id or URL, for commands that take one from their user.
    ///
    /// # Errors
    /// If there is no such data source, or several with that title, or the workspace cannot be read.
    pub async fn data_source(&self, name: &Located<String>) -> Result<DataSource, PlanError> {
        let found = self.find_data_source(name).await?;
        found.map_err(|problem| SpecError::new("", "", vec![problem]).into())
    }

    /// Finds a data source by id, URL or title. The id of a database with one data source will do.
    pub(crate) async fn find_data_source(
        &self,
        name: &Located<String>,
    ) -> Result<Named<DataSource>, Error> {
        if let Ok(id) = DataSourceId::parse(name) {
            return self.data_source_by_id(name, id).await;
        }
        let found = self.search(name, SearchObject::DataSource).await?;
        let all = found.into_iter().filter_map(|it| match it {
            Found::DataSource(it) if !it.in_trash => Some(*it),
            _ => None,
        });
        let (exact, others): (Vec<_>, Vec<_>) = all.partition(|it| it.title() == name.value);
        if let Some(named) = pick(name, "data source", exact, |it| (it.title(), it.id.to_string()))
        {
            Ok(named)
        } else {
            let mut names: Vec<String> = others.iter().map(DataSource::title).collect();
            if names.is_empty() {
                let everything = self.search("", SearchObject::DataSource).await?;
                names.extend(everything.iter().map(Found::title));
            }
            Ok(Err(nobody(name, "data source", &names)))
        }
    }

    async fn data_source_by_id(
        &self,
        name: &Located<String>,
        id: DataSourceId,
    ) -> Result<Named<DataSource>, Error> {
        if let Some(found) = self.client.get_opt(data_sources::retrieve(id)).await? {
            return Ok(Ok(found));
        }
        // People copy the URL of the database, which has another id.
        let database = DatabaseId::from(id.uuid());
        let Some(database) = self.client.get_opt(databases::retrieve(database)).await? else {
            let problem = name.problem(format!("there is no data source {id}"));
            return Ok(Err(problem.help(SHARE)));
        };
        match database.data_sources.as_slice() {
            [one] => Ok(Ok(self.client.send(data_sources::retrieve(one.id)).await?)),
            several => {
                let all = several.iter().map(|it| format!("{:?} is {}", it.name, it.id));
                let problem = name
                    .problem(format!("the database has {} data sources", several.len()))
                    .note(all.collect::<Vec<_>>().join("\n"));
                Ok(Err(problem.help("write the id of the one you mean")))
            }
        }
    }

    /// Finds a page by id, URL or title.
    pub(crate) async fn find_page(&self, name: &Located<String>) -> Result<Named<Page>, Error> {
        if let Ok(id) = PageId::parse(name) {
            let page = self.client.get_opt(pages::retrieve(id)).await?;
            return Ok(
                page.ok_or_else(|| name.problem(format!("there is no page {id}")).help(SHARE))
            );
        }
        let all = self.pages_called(name).await?.into_iter();
        let (exact, others): (Vec<_>, Vec<_>) = all.partition(|it| it.title() == name.value);
        if let Some(named) = pick(name, "page", exact, |it| (it.title(), it.id.to_string())) {
            Ok(named)
        } else {
            let names: Vec<String> = others.iter().map(Page::title).collect();
            Ok(Err(nobody(name, "page", &names)))
        }
    }

    /// The pages that may be called so: those whose title has a word of it, the best first.
    pub(crate) async fn pages_called(&self, title: &str) -> Result<Vec<Page>, Error> {
        let found = self.search(title, SearchObject::Page).await?;
        let pages = found.into_iter().filter_map(|it| match it {
            Found::Page(it) if !it.in_trash => Some(*it),
            _ => None,
        });
        Ok(pages.collect())
    }

    async fn search(&self, words: &str, object: SearchObject) -> Result<Vec<Found>, Error> {
        let query = (!words.is_empty()).then(|| words.to_owned());
        let filter = Some(object.into());
        let search = search::search(Search { query, filter, ..Search::default() });
        self.client.list(search).collect().await
    }
}

const SHARE: &str = "look at the id, and share the object with the connection: in Notion, \
                     `…` > `Connections`";

/// Exactly one, or a problem if there are several. `None` if there is none.
fn pick<T>(
    name: &Located<String>,
    kind: &str,
    mut found: Vec<T>,
    describe: impl Fn(&T) -> (String, String),
) -> Option<Named<T>> {
    if found.len() > 1 {
        let all: Vec<String> = found.iter().map(|it| describe(it).1).collect();
        let message = format!("{} {kind}s are called `{}`", found.len(), name.value);
        let problem = name.problem(message).note(all.join("\n"));
        return Some(Err(problem.help("write the id of the one you mean")));
    }
    found.pop().map(Ok)
}

fn nobody(name: &Located<String>, kind: &str, names: &[String]) -> Problem {
    let near = nearest(name, names.iter().map(String::as_str));
    let help = near.map_or_else(|| SHARE.to_owned(), |it| format!("did you mean `{it}`?"));
    let problem = name.problem(format!("no {kind} is called `{}`", name.value));
    let mut known: Vec<&str> =
        names.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    known.truncate(8);
    if known.is_empty() {
        return problem.help(help);
    }
    let quoted: Vec<String> = known.iter().map(|it| format!("`{it}`")).collect();
    problem.note(format!("there is {}", quoted.join(", "))).help(help)
}
