//! Where the schema of a filter comes from: a file, Notion, or nowhere.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use notion_filter::{PropertyType, Schema};
use notion_model::Page;
use notion_ops::Located;
use notion_ops::filter::Subject;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::cache::{Cache, Kept};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What the filter is about")]
pub(super) struct SchemaArgs {
    /// The data source, as `GET /v1/data_sources/{id}` answers it. Without it and `--data-source`,
    /// types come from `::type` and from the looks of the values
    #[arg(long, value_name = "FILE", conflicts_with = "data_source")]
    schema: Option<PathBuf>,
    /// The data source in Notion: its name, id or URL. What was read is kept for an hour
    #[arg(long, value_name = "DATA_SOURCE")]
    data_source: Option<String>,
    /// Read the data source again, however new the kept one is
    #[arg(long, requires = "data_source")]
    refresh: bool,
    /// A page of it, to learn what its formulas and rollups return (can be repeated)
    #[arg(long, value_name = "FILE")]
    learn: Vec<PathBuf>,
    /// Without a schema, the type of properties that are compared with text, or asked whether they are
    /// empty
    #[arg(long, value_name = "TYPE", value_parser = PossibleValuesParser::new(ASSUMABLE))]
    #[arg(conflicts_with_all = ["schema", "data_source"])]
    untyped_equality: Option<String>,
}

/// The types that have something to do with text, or can be empty.
const ASSUMABLE: &[&str] = &[
    "title",
    "rich_text",
    "url",
    "email",
    "phone_number",
    "select",
    "status",
    "multi_select",
    "people",
    "created_by",
    "last_edited_by",
    "relation",
    "number",
    "date",
    "files",
    "verification",
];

/// A schema at hand, and where it is kept.
pub(super) struct Source {
    /// None without a schema.
    pub(super) subject: Option<Subject>,
    /// Where what is learned is kept; none for a file.
    pub(super) cache: Option<Cache>,
    /// When the schema was read, if that was earlier.
    pub(super) read: Option<jiff::Timestamp>,
    /// What was given with `--learn`.
    learned: Vec<Page>,
}

impl SchemaArgs {
    /// What is at hand without asking Notion.
    pub(super) fn open(&self, app: &mut App) -> Result<Source, Failure> {
        if !self.learn.is_empty() && self.schema.is_none() && self.data_source.is_none() {
            return Err(Failure::usage("`--learn` teaches about a schema, and there is none")
                .hint("add `--schema FILE` or `--data-source NAME`"));
        }
        let mut learned = Vec::new();
        for path in &self.learn {
            learned.push(read::<Page>(path, "page", app)?);
        }
        if let Some(path) = &self.schema {
            let data_source = read(path, "data_source", app)?;
            // A file says all: Notion is not asked about it.
            let (rows, related) = (Some(learned), Some(Vec::new()));
            let subject = Some(Subject { data_source, rows, related });
            return Ok(Source { subject, cache: None, read: None, learned: Vec::new() });
        }
        let Some(name) = &self.data_source else {
            return Ok(Source { subject: None, cache: None, read: None, learned });
        };
        let cache = Cache::of(name, app);
        let kept = if self.refresh { None } else { cache.read(app) };
        let (subject, read) = match kept {
            Some(Kept { subject, read }) => (Some(subject), Some(read)),
            None => (None, None),
        };
        let mut source = Source { subject, cache: Some(cache), read, learned };
        source.teach();
        Ok(source)
    }

    /// What is known about properties where there is no data source.
    pub(super) fn untyped(&self) -> Schema {
        let assumed = self.untyped_equality.as_deref().and_then(PropertyType::named);
        match assumed {
            Some(kind) => Schema::untyped().assuming(kind),
            None => Schema::untyped(),
        }
    }

    /// Reads the data source from Notion, if there is one to read.
    pub(super) async fn fetch(
        &self,
        source: &mut Source,
        bench: &Workbench,
    ) -> Result<(), Failure> {
        if let Some(name) = &self.data_source {
            let name = Located::from(name.as_str());
            let found = bench.planner().data_source(&name).await;
            bench.rest();
            source.subject = Some(Subject::new(found?));
            source.read = None;
            source.teach();
        }
        Ok(())
    }
}

impl Source {
    /// Adds the pages of the user to those that were seen.
    fn teach(&mut self) {
        if let Some(subject) = &mut self.subject
            && !self.learned.is_empty()
        {
            let rows = subject.rows.get_or_insert_default();
            let new = self.learned.iter().filter(|it| !rows.contains(it)).cloned();
            let new: Vec<_> = new.collect();
            rows.extend(new);
        }
    }
}

fn read<T: DeserializeOwned>(path: &Path, what: &'static str, app: &mut App) -> Result<T, Failure> {
    let text = app.host.read(path)?;
    let not_that = || Failure::usage(format!("`{}` is not {}", path.display(), called(what)));
    // Of another object, the first field that it lacks would be told, which helps nobody.
    let object = serde_json::from_str(&text).ok().and_then(|it: Anything| it.object);
    match object.as_deref() {
        Some(other) if other != what => {
            let path = if what == "page" { "pages" } else { "data_sources" };
            Err(not_that().hint(format!(
                "it holds {}; what is wanted is what `notion api GET /v1/{path}/ID` writes",
                called(other)
            )))
        }
        _ => serde_json::from_str(&text).map_err(|error| not_that().because(&error)),
    }
}

/// What every object of Notion has.
#[derive(Deserialize)]
struct Anything {
    object: Option<String>,
}

/// An object with its article.
fn called(object: &str) -> String {
    let article = if object.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {}", object.replace('_', " "))
}
