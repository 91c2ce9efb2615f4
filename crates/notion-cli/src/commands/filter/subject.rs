//! Everything that a filter is read with: its schema, its environment, and who and what it names.

use notion_filter::{Env, Schema};
use notion_ops::filter::{Directories, Needs, Subject};

use super::cache::Kept;
use super::environment::{EnvArgs, Environment};
use super::schema::SchemaArgs;
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
        let mut needs = Needs::of(expression, &schema_of(source.subject.as_ref()), &env);
        let is_kept = source.read.is_some();
        let fetch = source.cache.is_some() && (source.subject.is_none() || is_kept && needs.schema);
        let mut directories = Directories::default();
        let reaches = fetch || app.settings.reaches_notion();
        if fetch || reaches && needs.asks(source.subject.as_ref()) {
            let bench = Workbench::forgetful(app)?;
            if fetch {
                self.schema.fetch(&mut source, &bench).await?;
                needs = Needs::of(expression, &schema_of(source.subject.as_ref()), &env);
            }
            if needs.asks(source.subject.as_ref()) {
                let planner = bench.planner();
                let found = planner.look_up(expression, source.subject.as_mut(), &env).await;
                bench.rest();
                directories = found?;
            }
            if let (Some(cache), Some(subject)) = (&source.cache, &source.subject) {
                let read = source.read.unwrap_or_else(|| (app.host.now)());
                cache.write(&Kept { read, subject: subject.clone() });
            }
        }
        if let (Some(read), Some(subject)) = (source.read, &source.subject) {
            let title = subject.data_source.title();
            app.ui.say(format_args!(
                "`{title}` as it was read at {read}; `--refresh` reads it again"
            ));
        }
        Ok(Known { schema: schema_of(source.subject.as_ref()), environment, directories })
    }
}

fn schema_of(subject: Option<&Subject>) -> Schema {
    subject.map_or_else(Schema::untyped, Subject::schema)
}
