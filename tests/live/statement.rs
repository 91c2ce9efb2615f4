//! A statement about Notion: a question, what we took for its answer, and the probe that asks.

use std::fmt;
use std::pin::Pin;

use crate::place::Place;

/// Something that Notion does, as far as we assume.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The subject and what is asked of it, in one word each.
    pub(crate) name: &'static str,
    /// The question.
    pub(crate) question: &'static str,
    /// What the probe sees if we are right.
    pub(crate) ours: &'static str,
    /// What has to be changed if we are not.
    pub(crate) kept_in: &'static str,
    /// Asks. It may change only what it made itself.
    pub(crate) probe: for<'a> fn(&'a Place) -> Observing<'a>,
}

/// An observation to come.
pub(crate) type Observing<'a> = Pin<Box<dyn Future<Output = Observed> + Send + 'a>>;

/// What was seen, or why nothing was.
pub(crate) type Observed = Result<Seen, Unclear>;

/// What a probe saw.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Seen {
    /// In the words of [`Statement::ours`].
    pub(crate) what: String,
    /// Notion's own words, where it refused.
    pub(crate) words: Option<String>,
}

impl<T: Into<String>> From<T> for Seen {
    fn from(what: T) -> Self {
        Self { what: what.into(), words: None }
    }
}

/// Why a probe saw nothing that answers its question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Unclear(pub(crate) String);

impl From<notion_client::Error> for Unclear {
    fn from(error: notion_client::Error) -> Self {
        Self(chain(&error))
    }
}

/// An error with its causes.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

/// What is known of a statement now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    /// Notion does what we assumed.
    Confirmed(Seen),
    /// It does something else.
    Refuted(Seen),
    /// It could not be asked.
    Unclear(String),
}

impl Statement {
    /// Asks, and compares with what we assumed.
    pub(crate) async fn try_on(&self, place: &Place) -> Verdict {
        match (self.probe)(place).await {
            Ok(seen) if seen.what == self.ours => Verdict::Confirmed(seen),
            Ok(seen) => Verdict::Refuted(seen),
            Err(Unclear(why)) => Verdict::Unclear(why),
        }
    }

    /// The verdict as people read it, with what to do about it.
    pub(crate) fn told<'a>(&'a self, verdict: &'a Verdict) -> impl fmt::Display + 'a {
        Told(self, verdict)
    }
}

struct Told<'a>(&'a Statement, &'a Verdict);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(statement, verdict) = self;
        let Statement { name, question, ours, kept_in, .. } = statement;
        let word = match verdict {
            Verdict::Confirmed(_) => "confirmed",
            Verdict::Refuted(_) => "REFUTED",
            Verdict::Unclear(_) => "unclear",
        };
        write!(f, "{word:9}  {name}: {question}")?;
        match verdict {
            Verdict::Confirmed(seen) => line(f, "seen", seen),
            Verdict::Refuted(seen) => {
                line(f, "seen", seen)?;
                write!(f, "\n           ours: {ours}\n           in:   {kept_in}")
            }
            Verdict::Unclear(why) => write!(f, "\n           why:  {why}\n           ours: {ours}"),
        }
    }
}

fn line(f: &mut fmt::Formatter<'_>, label: &str, seen: &Seen) -> fmt::Result {
    write!(f, "\n           {label}: {}", seen.what)?;
    match &seen.words {
        Some(words) => write!(f, " ({words})"),
        None => Ok(()),
    }
}
