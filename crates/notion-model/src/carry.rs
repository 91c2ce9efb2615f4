//! From what is read to what can be written, with a list of what cannot be carried.
//!
//! Every arm of every union that is read is named in these conversions, so that a new arm does not
//! compile until somebody decided what becomes of it.

use std::fmt;

use crate::{
    Wire,
    request::{Problem, Violation},
    step::{self, Step},
};

mod block;
mod comment;
mod file;
mod object;
mod schema;
mod text;
mod value;
mod view;

/// What could be carried, and what could not.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried<T> {
    /// What can be written.
    pub value: T,
    /// What is missing in it, or would be refused. Empty if nothing is lost: then Notion accepts
    /// the value and answers it as it was read.
    pub lost: Vec<Uncarried>,
}

/// Something that was read and cannot be written.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Uncarried {
    /// Where it stood in the JSON that was read: `properties.Photos.files[2].file`.
    pub path: Box<str>,
    /// What it is: `callout icon`, `link_preview`, `formula`. If it would be refused, what is wrong
    /// with it.
    pub what: Box<str>,
    /// Why it cannot be written.
    pub why: Reason,
}

/// Why something cannot be written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Notion computes it.
    Computed,
    /// Notion's API has no way to create it.
    NotCreatable,
    /// It is a file in Notion, whose address expires: it must be uploaded again.
    Hosted,
    /// Notion showed only a part of it.
    Cut,
    /// It refers to something by an id that only its own data source knows.
    Bound,
    /// It must be unique in the workspace, where the original has it.
    Unique,
    /// It is not part of this request: another one can set it afterwards.
    Apart,
    /// It is carried, but Notion would refuse it as it is.
    Refused,
    /// This crate does not know it.
    Unknown,
}

impl fmt::Display for Uncarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            Reason::Computed => "is computed by Notion",
            Reason::NotCreatable => "cannot be created through the API",
            Reason::Hosted => "is a file in Notion and must be uploaded again",
            Reason::Cut => "was only shown in part",
            Reason::Bound => "is bound to its data source",
            Reason::Unique => "must be unique in the workspace",
            Reason::Apart => "needs a request of its own",
            Reason::Refused => return write!(f, "`{}` {}", self.path, self.what),
            Reason::Unknown => "is of a kind this version does not know",
        };
        write!(f, "{} {why}", self.what)
    }
}

/// Collects what is lost, and remembers where the conversion stands.
#[derive(Default)]
struct Lost<'a> {
    path: Vec<Step<'a>>,
    list: Vec<Uncarried>,
}

impl<'a> Lost<'a> {
    /// Goes one step down for the time of `run`.
    fn at<T>(&mut self, step: impl Into<Step<'a>>, run: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.into());
        let result = run(self);
        self.path.pop();
        result
    }

    /// Converts each item, one step down.
    fn each<R, T>(
        &mut self,
        items: &'a [R],
        mut run: impl FnMut(&'a R, &mut Self) -> Option<T>,
    ) -> Vec<T> {
        let each = items.iter().enumerate();
        each.filter_map(|(index, item)| self.at(index, |lost| run(item, lost))).collect()
    }

    fn add(&mut self, what: impl Into<Box<str>>, why: Reason) {
        let path = self.place();
        self.list.push(Uncarried { path, what: what.into(), why });
    }

    /// Something that is lost one step down.
    fn add_at(&mut self, key: &'a str, what: impl Into<Box<str>>, why: Reason) {
        self.at(key, |lost| lost.add(what, why));
    }

    /// The fields that this crate does not know and therefore does not write.
    fn fields(&mut self, wire: &'a Wire) {
        for (key, _) in wire.unknown_fields() {
            self.add_at(key, format!("field `{key}`"), Reason::Unknown);
        }
    }

    /// What Notion would refuse of what is carried, below the place where the conversion stands.
    /// Files in Notion are listed already when they are met.
    fn refused(&mut self, violations: impl IntoIterator<Item = Violation>) {
        for violation in violations {
            if violation.problem == Problem::HostedFile {
                continue;
            }
            let message = violation.to_string();
            let what = message.trim_start_matches(&format!("`{}`", violation.path)).trim();
            // Requests call their body by that name.
            let inner = violation.path.strip_prefix("body").unwrap_or(&violation.path);
            let inner = inner.strip_prefix('.').unwrap_or(inner);
            let mut path = self.place().into_string();
            if !path.is_empty() && !inner.is_empty() && !inner.starts_with('[') {
                path.push('.');
            }
            path.push_str(inner);
            let (path, what) = (path.into(), what.into());
            self.list.push(Uncarried { path, what, why: Reason::Refused });
        }
    }

    fn place(&self) -> Box<str> {
        step::path(&self.path).into()
    }

    fn with<T>(self, value: T) -> Carried<T> {
        Carried { value, lost: self.list }
    }
}
