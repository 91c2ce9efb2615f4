//! Work that goes on after an answer: what faults put off until the clock has moved.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::World;
use super::schema::PropertyKey;
use crate::clock::{later, signed};

/// One piece of work.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    /// Brings the other side of a dual relation into step: what `other` says under `dual` with what
    /// `page` says under `key`.
    Mirror { page: Uuid, key: PropertyKey, other: Uuid, dual: PropertyKey },
    /// Fills a page from a template.
    Template { page: Uuid, template: Uuid, zone: TimeZone, most: Option<usize> },
}

/// What is still to be done, in any order. It is not kept on disk.
#[derive(Debug, Default)]
pub(crate) struct Jobs(Vec<(Timestamp, Job)>);

impl World {
    /// Puts work off.
    pub(crate) fn put_off(&mut self, by: Duration, job: Job) {
        self.jobs.0.push((later(self.now, signed(by)), job));
    }

    /// Whether work was put off that is not done yet.
    pub(crate) fn has_jobs(&self) -> bool {
        !self.jobs.0.is_empty()
    }

    /// Takes out the work that is due first, if any is due by now.
    pub(crate) fn due_job(&mut self) -> Option<Job> {
        let due = self.jobs.0.iter().enumerate().filter(|(_, (due, _))| *due <= self.now);
        let (at, _) = due.min_by_key(|(at, (due, _))| (*due, *at))?;
        Some(self.jobs.0.remove(at).1)
    }
}
