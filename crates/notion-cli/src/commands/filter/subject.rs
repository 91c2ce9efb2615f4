//! Everything that a filter is read with: its schema, its environment, and who and what it names.

use notion_filter::{Env, Schema};
use notion_ops::filter::{Directories, Needs, Subject};

use super::cache::Kept;
use super::environment::{EnvArgs, Environment};
use super::schema::{SchemaArgs, Source};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

/// The flags that say what a filter is read with.
#[derive(Debug, clap::Args)]
pub(super) struct Around {
    #[command(flatten)]
    schema: SchemaArgs,
    #[command(flatten)]
    env: EnvArgs,
}

/// What a filter is read with.
pub(super) struct Known {
    pub(super) schema: Schema,
    environment: Environment,
    directories: Directories,
}

impl Known {
    /// As the filter language takes it.
    pub(super) fn env(&self) -> Env<'_> {
        self.directories.around(self.environment.env())
    }
}

impl Around {
    /// Finds out what an expression needs. Notion is asked only for what is not at hand.
    pub(super) async fn look(&self, expression: &str, app: &mut App) -> Result<Known, Failure> {
        let environment = self.env.read(app)?;
        let env = environment.env();
        let mut source = self.schema.open(app)?;
        let mut needs = Needs::of(expression, &self.schema_of(&source), &env);
        let is_kept = source.read.is_some();
        let fetch = source.cache.is_some() && (source.subject.is_none() || is_kept && needs.schema);
        let mut directories = Directories::default();
        let reaches = fetch || app.settings.reaches_notion();
        if fetch || reaches && needs.asks(source.subject.as_ref()) {
            let bench = Workbench::forgetful(app)?;
            if fetch {
                self.schema.fetch(&mut source, &bench).await?;
                needs = Needs::of(expression, &self.schema_of(&source), &env);
            }
            if needs.asks(source.subject.as_ref()) {
                let planner = bench.planner();
                let found = match &mut source.subject {
                    Some(subject) => planner.look_up(expression, Some(subject), &env).await,
                    None => planner.find(&needs).await,
                };
                bench.rest();
                directories = found?;
                for what in directories.refused() {
                    app.ui.warn(format_args!(
                        "Notion does not let this connection look up {what}: switch it on in the connection's settings, or use ids"
                    ));
                }
            }
            if let (Some(cache), Some(subject)) = (&source.cache, &source.subject) {
                let read = source.read.unwrap_or_else(|| (app.host.now)());
                cache.write(&Kept { read, subject: subject.clone() });
            }
        }
        if let (Some(read), Some(subject)) = (source.read, &source.subject) {
            let title = subject.data_source.title();
            app.ui.say(format_args!(
                "`{title}` as it was read at {read:.0}; `--refresh` reads it again"
            ));
        }
        Ok(Known { schema: self.schema_of(&source), environment, directories })
    }

    fn schema_of(&self, source: &Source) -> Schema {
        source.subject.as_ref().map_or_else(|| self.schema.untyped(), Subject::schema)
    }
}
