//! What a filter depends on besides its text and the schema: a file, flags, and the host's clock.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use notion_filter::{Entries, Entry, Env};
use notion_model::UserId;
use serde::Deserialize;
use uuid::Uuid;

use crate::error::Failure;
use crate::host::Host;
use crate::run::App;

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What the filter depends on")]
pub(super) struct EnvArgs {
    /// The time, the zone, and who is known
    #[arg(long, value_name = "FILE")]
    env: Option<PathBuf>,
    /// The time zone in which days begin
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Whom `me` means
    #[arg(long, value_name = "USER_ID")]
    me: Option<UserId>,
}

impl EnvArgs {
    pub(super) fn read(&self, app: &mut App) -> Result<Environment, Failure> {
        let file = self.env.as_ref().map(|path| app.host.read(path)).transpose()?;
        Environment::read(file.as_deref(), self.tz.as_deref(), self.me, &app.host)
    }
}

/// An environment that owns what [`Env`] borrows.
#[derive(Debug)]
pub(super) struct Environment {
    now: Timestamp,
    zone: TimeZone,
    week_start: Weekday,
    me: Option<UserId>,
    people: Option<Entries>,
    pages: Option<Entries>,
}

/// The file after `--env`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The time that `now` means, with an offset; the host's if it is missing.
    now: Option<String>,
    /// The name of a time zone.
    zone: Option<String>,
    week_start: Option<Day>,
    me: Option<UserId>,
    people: Option<Vec<Person>>,
    pages: Option<Vec<Page>>,
}

#[derive(Debug, Deserialize)]
struct Person {
    id: Uuid,
    name: String,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Page {
    id: Uuid,
    title: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Environment {
    /// From a file, if there is one, with flags before it and the host behind it.
    fn read(
        file: Option<&str>,
        zone: Option<&str>,
        me: Option<UserId>,
        host: &Host,
    ) -> Result<Self, Failure> {
        let file: File = match file.map(serde_json::from_str).transpose() {
            Ok(file) => file.unwrap_or_default(),
            Err(error) => {
                return Err(Failure::usage("the file after `--env` cannot be used").because(&error));
            }
        };
        let zone = match zone.or(file.zone.as_deref()) {
            None => host.zone.clone(),
            Some(name) => TimeZone::get(name).map_err(|error| {
                Failure::usage(format!("there is no time zone `{name}`"))
                    .because(&error)
                    .hint("write it like `Europe/Berlin` or `UTC`")
            })?,
        };
        let now =
            match file.now.map(|text| text.parse::<Timestamp>().map_err(|error| (text, error))) {
                None => None,
                Some(Ok(now)) => Some(now),
                Some(Err((text, error))) => {
                    return Err(Failure::usage(format!("`{text}` is not a time"))
                        .because(&error)
                        .hint("write it like `2026-11-02T09:00:00+01:00`"));
                }
            };
        let people = file.people.map(|all| {
            let entry = |Person { id, name, email }| Entry { id, name, email };
            Entries::new(all.into_iter().map(entry))
        });
        let pages = file.pages.map(|all| {
            let entry = |Page { id, title }| Entry { id, name: title, email: None };
            Entries::new(all.into_iter().map(entry))
        });
        Ok(Self {
            now: now.unwrap_or_else(|| (host.now)()),
            zone,
            week_start: file.week_start.map_or(Weekday::Monday, Into::into),
            me: me.or(file.me),
            people,
            pages,
        })
    }

    /// As the filter language takes it.
    pub(super) fn env(&self) -> Env<'_> {
        let mut env = Env::at(self.now).in_zone(self.zone.clone());
        env.week_start = self.week_start;
        env.me = self.me;
        if let Some(people) = &self.people {
            env = env.with_people(people);
        }
        if let Some(pages) = &self.pages {
            env = env.with_pages(pages);
        }
        env
    }
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Monday => Self::Monday,
            Day::Tuesday => Self::Tuesday,
            Day::Wednesday => Self::Wednesday,
            Day::Thursday => Self::Thursday,
            Day::Friday => Self::Friday,
            Day::Saturday => Self::Saturday,
            Day::Sunday => Self::Sunday,
        }
    }
}
