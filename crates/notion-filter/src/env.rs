//! Everything a filter may depend on besides its text and the schema.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use notion_model::UserId;
use uuid::Uuid;

use crate::evaluate::fold;

/// The environment of a filter: the time, the place, and who is known.
///
/// ```
/// use notion_filter::{Entries, Entry, Env, Schema, compile};
///
/// let people = Entries::new([Entry {
///     id: "11111111-0000-4000-8000-000000000000".parse()?,
///     name: "Grania O'Malley".to_owned(),
///     email: None,
/// }]);
/// let env = Env::at("2031-05-09T16:30:00Z".parse()?)
///     .in_zone(jiff::tz::TimeZone::fixed(jiff::tz::offset(9)))
///     .with_people(&people);
///
/// let compiled = compile("Captain = @Grania O'Malley and Departure < now", &Schema::untyped(), &env)?;
/// assert_eq!(
///     serde_json::to_string(&compiled.filter)?,
///     concat!(
///         r#"{"and":[{"property":"Captain","people":{"contains":"11111111-0000-4000-8000-000000000000"}},"#,
///         r#"{"property":"Departure","date":{"before":"2031-05-10T01:30:00+09:00"}}]}"#
///     )
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Env<'a> {
    /// The time that `now` and `today` mean. It is cut to the minute, like everything in Notion.
    pub now: Timestamp,
    /// The zone in which days begin and times without an offset are read.
    pub zone: TimeZone,
    /// The first day of the week.
    pub week_start: Weekday,
    /// Whom `me` stands for. Without it, `me` is left for Notion to understand.
    pub me: Option<UserId>,
    /// Finds people by name or e-mail address.
    pub people: &'a dyn Directory,
    /// Finds pages by title.
    pub pages: &'a dyn Directory,
}

impl std::fmt::Debug for Env<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Env")
            .field("now", &self.now)
            .field("zone", &self.zone)
            .field("week_start", &self.week_start)
            .field("me", &self.me)
            .finish_non_exhaustive()
    }
}

impl Env<'static> {
    /// UTC, weeks from Monday, and nobody known.
    pub const fn at(now: Timestamp) -> Self {
        Self {
            now,
            zone: TimeZone::UTC,
            week_start: Weekday::Monday,
            me: None,
            people: &NoDirectory,
            pages: &NoDirectory,
        }
    }
}

impl<'a> Env<'a> {
    /// The same in another zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// The same with these people.
    #[must_use]
    pub fn with_people(self, people: &'a dyn Directory) -> Self {
        Self { people, ..self }
    }

    /// The same with these pages.
    #[must_use]
    pub fn with_pages(self, pages: &'a dyn Directory) -> Self {
        Self { pages, ..self }
    }

    /// The current day in the zone.
    pub(crate) fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }
}

/// Finds people or pages by what they are called.
pub trait Directory {
    /// Looks for a name, an e-mail address or a title.
    fn find(&self, key: &str) -> Lookup;

    /// The name of what has the id, to show beside it.
    fn name_of(&self, _: Uuid) -> Option<String> {
        None
    }

    /// All names, to suggest one that was perhaps meant.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What a directory found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Lookup {
    /// Exactly one.
    One(Uuid),
    /// Several; each by something that tells it from the others.
    Several(Vec<String>),
    /// Nobody.
    Nothing,
    /// There is no directory to look into.
    NoDirectory,
}

/// No directory: names cannot be used, only ids.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDirectory;

impl Directory for NoDirectory {
    fn find(&self, _: &str) -> Lookup {
        Lookup::NoDirectory
    }
}

/// A directory that is a list.
#[derive(Clone, Debug, Default)]
pub struct Entries(Vec<Entry>);

/// A person or a page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The id.
    pub id: Uuid,
    /// The person's name or the page's title.
    pub name: String,
    /// The person's e-mail address.
    pub email: Option<String>,
}

impl Entries {
    /// A directory of these.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl Directory for Entries {
    /// Exact names come before names that differ in case, and those before addresses.
    fn find(&self, key: &str) -> Lookup {
        let folded = fold(key);
        let exact: Vec<&Entry> = self.0.iter().filter(|it| it.name == key).collect();
        let similar = || self.0.iter().filter(|it| fold(&it.name) == folded).collect::<Vec<_>>();
        let by_address = || {
            let is = |it: &&Entry| it.email.as_deref().is_some_and(|mail| fold(mail) == folded);
            self.0.iter().filter(is).collect::<Vec<_>>()
        };
        let found = [exact, similar(), by_address()].into_iter().find(|it| !it.is_empty());
        match found.as_deref() {
            None | Some([]) => Lookup::Nothing,
            Some([only]) => Lookup::One(only.id),
            Some(several) => Lookup::Several(several.iter().map(|it| it.label()).collect()),
        }
    }

    fn name_of(&self, id: Uuid) -> Option<String> {
        self.0.iter().find(|it| it.id == id).map(|it| it.name.clone())
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|it| it.name.clone()).collect()
    }
}

impl Entry {
    fn label(&self) -> String {
        self.email.as_ref().map_or_else(|| self.id.to_string(), |mail| format!("@{mail}"))
    }
}
