//! What a filter needs to know of the workspace: a schema, what formulas and rollups show, and names.
//!
//! A filter says itself what it needs ([`Needs`]), so that a name costs a request only where one is
//! written, and a filter whose schema is at hand costs none.

use std::{cell::RefCell, collections::BTreeSet};

use notion_client::{Error, data_sources};
use notion_filter::{Code, Compiled, Directory, Entries, Entry, Env, Lookup, Schema, compile};
use notion_model::{DataSource, Guarded, Page, PropertySchemaKind, query::Query};
use serde::{Deserialize, Serialize};

use crate::planner::Planner;

/// How many rows are looked at to learn what formulas return. Any of them may be without a value.
const SAMPLE: u32 = 10;

/// What a filter is about: a data source, and what was seen of it so far.
///
/// It is written and read as JSON, so that it can be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The data source.
    pub data_source: DataSource,
    /// Some of its rows, which tell what its formulas return and its rollups show.
    pub rows: Option<Vec<Page>>,
    /// The data sources that its relations point to, by the name of the relation: they tell what the
    /// rollups show that no row had a value for.
    pub related: Option<Vec<(String, DataSource)>>,
}

impl Subject {
    /// A data source of which no row was seen.
    pub const fn new(data_source: DataSource) -> Self {
        Self { data_source, rows: None, related: None }
    }

    /// Everything that is known about its properties.
    pub fn schema(&self) -> Schema {
        let mut schema = Schema::from(&self.data_source);
        for row in self.rows.iter().flatten() {
            schema.learn_from_page(row);
        }
        for (relation, related) in self.related.iter().flatten() {
            schema.learn_from_related(relation, related);
        }
        schema
    }
}

/// What a filter asks for that a schema and an environment do not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Needs {
    /// It depends on what a formula returns or a rollup shows.
    pub results: bool,
    /// It names people.
    pub people: bool,
    /// It names these pages.
    pub pages: BTreeSet<String>,
    /// It does not fit the schema: a newer one may help.
    pub schema: bool,
}

impl Needs {
    /// What a filter asks for.
    pub fn of(filter: &str, schema: &Schema, env: &Env<'_>) -> Self {
        let people = Asked { inner: env.people, keys: RefCell::default() };
        let pages = Asked { inner: env.pages, keys: RefCell::default() };
        let asking = env.clone().with_people(&people).with_pages(&pages);
        let found = compile(filter, schema, &asking);
        let diagnostics = match &found {
            Ok(Compiled { warnings, .. }) => warnings.as_slice(),
            Err(error) => error.diagnostics(),
        };
        let has = |is: &dyn Fn(Code) -> bool| diagnostics.iter().any(|it| is(it.code));
        Self {
            results: has(&|code| {
                matches!(
                    code,
                    Code::UnknownRollupType | Code::UnknownFormulaType | Code::FormulaGuessed
                )
            }),
            people: !people.keys.into_inner().is_empty(),
            pages: pages.keys.into_inner(),
            schema: has(&|code| {
                // NF00… are about the text alone, NF04… about Notion; and names are no schema's.
                let about_schema =
                    code.as_str().starts_with("NF01") || code.as_str().starts_with("NF02");
                about_schema
                    && !matches!(code, Code::NotFound | Code::AmbiguousName | Code::NoDirectory)
            }),
        }
    }

    /// Whether there is anything to ask Notion for that was not asked for already.
    pub fn asks(&self, subject: Option<&Subject>) -> bool {
        let unseen = |it: &Subject| it.rows.is_none() || it.related.is_none();
        self.people || !self.pages.is_empty() || self.results && subject.is_some_and(unseen)
    }
}

/// People and pages by name, as far as they were looked up.
#[derive(Clone, Debug, Default)]
pub struct Directories {
    people: Option<Entries>,
    pages: Option<Entries>,
    refused: Vec<&'static str>,
}

impl Directories {
    /// What the connection may not look up, in a word each: `people`, `pages`.
    pub fn refused(&self) -> &[&'static str] {
        &self.refused
    }

    /// The environment with what was looked up in it.
    pub fn around<'a>(&'a self, mut env: Env<'a>) -> Env<'a> {
        if let Some(people) = &self.people {
            env = env.with_people(people);
        }
        if let Some(pages) = &self.pages {
            env = env.with_pages(pages);
        }
        env
    }
}

impl Planner<'_> {
    /// Reads what a filter asks for: rows of its subject, people, pages. What the connection may not
    /// read stays unknown, and the filter says then what it lacks.
    ///
    /// # Errors
    /// If the workspace cannot be read.
    pub async fn look_up(
        &self,
        filter: &str,
        subject: Option<&mut Subject>,
        env: &Env<'_>,
    ) -> Result<Directories, Error> {
        let needs = match subject {
            None => Needs::of(filter, &Schema::untyped(), env),
            Some(subject) => self.learn(filter, subject, env).await?,
        };
        self.find(&needs).await
    }

    /// Looks up the people and pages that a filter names, without a thought about its schema.
    ///
    /// # Errors
    /// If the workspace cannot be read.
    pub async fn find(&self, needs: &Needs) -> Result<Directories, Error> {
        let mut found = Directories::default();
        if needs.people {
            found.people = readable(self.people().await)?.map(|people| {
                Entries::new(people.0.iter().map(|(id, name, email)| Entry {
                    id: id.uuid(),
                    name: name.clone(),
                    email: email.clone(),
                }))
            });
            found.refused.extend(found.people.is_none().then_some("people"));
        }
        if !needs.pages.is_empty() {
            let mut pages = Vec::new();
            for title in &needs.pages {
                let Some(called) = readable(self.pages_called(title).await)? else {
                    found.refused.push("pages");
                    return Ok(found);
                };
                for page in called {
                    let entry = Entry { id: page.id.uuid(), name: page.title(), email: None };
                    if !pages.contains(&entry) {
                        pages.push(entry);
                    }
                }
            }
            found.pages = Some(Entries::new(pages));
        }
        Ok(found)
    }

    /// Learns what formulas return and rollups show, if the filter depends on it.
    async fn learn(
        &self,
        filter: &str,
        subject: &mut Subject,
        env: &Env<'_>,
    ) -> Result<Needs, Error> {
        let mut needs = Needs::of(filter, &subject.schema(), env);
        if needs.results && subject.rows.is_none() {
            let query = Query { page_size: Some(SAMPLE), ..Query::default() };
            let query = data_sources::query(subject.data_source.id, query).pages_only();
            let list = self.client().send(query);
            let rows = readable(list.await)?.map_or_else(Vec::new, |list| list.results);
            let whole = rows.into_iter().filter_map(|row| match row {
                Guarded::Item(row) => Some(row),
                Guarded::Odd(_) => None,
            });
            subject.rows = Some(whole.collect());
            needs = Needs::of(filter, &subject.schema(), env);
        }
        if needs.results && subject.related.is_none() {
            subject.related = Some(self.related(&subject.data_source).await?);
            needs = Needs::of(filter, &subject.schema(), env);
        }
        Ok(needs)
    }

    /// The data sources that rollups look into.
    async fn related(&self, source: &DataSource) -> Result<Vec<(String, DataSource)>, Error> {
        let followed = |name: &str| {
            source.properties.iter().any(|(_, property)| match &property.kind {
                PropertySchemaKind::Rollup(rollup) => {
                    rollup.relation_property_name.as_deref() == Some(name)
                }
                _ => false,
            })
        };
        let mut found = Vec::new();
        for (name, property) in source.properties.iter().filter(|(name, _)| followed(name)) {
            let PropertySchemaKind::Relation(relation) = &property.kind else { continue };
            let Some(id) = relation.data_source_id else { continue };
            let related = self.client().get_opt(data_sources::retrieve(id));
            if let Some(related) = readable(related.await)?.flatten() {
                found.push((name.to_owned(), related));
            }
        }
        Ok(found)
    }
}

/// Nothing where the connection may not look: the filter complains about what it lacks.
fn readable<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(denied) if denied.status().is_some_and(|it| it == 403 || it == 404) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A directory that remembers what it was asked for in vain.
struct Asked<'a> {
    inner: &'a dyn Directory,
    keys: RefCell<BTreeSet<String>>,
}

impl Directory for Asked<'_> {
    fn find(&self, key: &str) -> Lookup {
        let found = self.inner.find(key);
        if found == Lookup::NoDirectory {
            self.keys.borrow_mut().insert(key.to_owned());
        }
        found
    }

    fn names(&self) -> Vec<String> {
        self.inner.names()
    }
}
