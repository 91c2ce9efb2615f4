//! A minute in which more rows were created than Notion lists: read in parts that fit.
//!
//! The parts are found by what the rows that were seen differ in. What must not happen is that a row
//! goes from a part that is still to be read into one that has been, because somebody edits it. So a
//! part is divided by what never changes (the unique id, who created the row), or by when rows were
//! last edited, which only grows, earlier rows first. It is divided by anything else only if it holds
//! nothing that was edited after a minute that is over: then whoever edits a row takes it out of the
//! part, and into the one of the rows that were edited since, which is read last.

use std::collections::VecDeque;
use std::time::Duration;

use notion_model::Page;
use notion_model::query::{Filter, Sort, TimestampKind};

use super::Minute;
use super::divide::{Cell, Sample, divide};
use crate::paging::{Next, PagingError, Stand};

/// How long it takes until the minute that was just seen is certainly over, for clocks of Notion's
/// that differ by some seconds too.
const OVER: Duration = Duration::from_secs(65);

/// One minute, and what is still to be read of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Crowd {
    minute: Minute,
    /// The parts, in the opposite order: the last is the present one.
    cells: Vec<Cell>,
    /// Some rows of the present part.
    sample: Sample,
    /// The number in the unique id of the last row.
    last: Option<i64>,
    /// The orders in which a page of the present part is still to be looked at; the first is asked.
    probes: VecDeque<Sort>,
}

impl Crowd {
    /// The whole minute, of which these are some rows.
    pub(crate) fn new(minute: Minute, sample: Sample) -> Self {
        let (cells, probes) = (vec![Cell::default()], VecDeque::new());
        Self { minute, cells, sample, last: None, probes }
    }

    pub(crate) const fn minute(&self) -> Minute {
        self.minute
    }

    pub(crate) fn bounds(&self) -> &[Filter] {
        self.cells.last().map_or(&[], |cell| &cell.bounds)
    }

    /// Within one minute there is no order to keep, and one that changes would move the pages.
    pub(crate) fn sorts(&self) -> Vec<Sort> {
        if let Some(probe) = self.probes.front() {
            return vec![probe.clone()];
        }
        let by = self.cells.last().and_then(|cell| cell.by.as_deref());
        vec![by.map_or_else(|| Sort::timestamp(TimestampKind::CreatedTime), Sort::property)]
    }

    pub(crate) fn is_probe(&self) -> bool {
        !self.probes.is_empty()
    }

    pub(crate) fn pass(&mut self, row: Option<&Page>) {
        let Some(row) = row else { return };
        self.sample.take(row);
        if let Some(by) = self.cells.last().and_then(|cell| cell.by.as_deref()) {
            self.last = super::divide::unique_id(row, by).or(self.last);
        }
    }

    /// What comes next: [`Next::End`] if the minute is read.
    pub(crate) fn go_on(&mut self, stand: Stand) -> Result<Next, PagingError> {
        if let Some(probe) = self.probes.pop_front() {
            return self.probed(&probe);
        }
        match stand {
            Stand::More => return Ok(Next::Page),
            Stand::Whole => {}
            Stand::Cut => {
                let crowded = self.crowded();
                let Some(cell) = self.cells.last_mut() else { return Ok(Next::End) };
                if cell.by.is_none() {
                    return Ok(self.divide());
                }
                // Unique ids are a total order: the rest is what lies behind the last one.
                let last = self.last.take().ok_or_else(|| crowded.clone())?;
                if !cell.behind(last) {
                    return Err(crowded);
                }
                return Ok(Next::PART);
            }
        }
        self.cells.pop();
        self.begin();
        Ok(if self.cells.is_empty() { Next::End } else { Next::PART })
    }

    /// Puts parts that are smaller in the place of the present one.
    pub(crate) fn divide(&mut self) -> Next {
        if let Some(next) = self.try_divide() {
            return next;
        }
        // The rows that were seen look alike. Those that were not may differ: they show when they are
        // sorted by what they differ in. First of all, which properties there are.
        self.probes.push_back(Sort::timestamp(TimestampKind::CreatedTime));
        Next::PART
    }

    fn try_divide(&mut self) -> Option<Next> {
        let cell = self.cells.last()?;
        let division = divide(cell, &self.sample)?;
        self.cells.pop();
        self.cells.extend(division.cells.into_iter().rev());
        self.begin();
        let after = if division.waits { OVER } else { Duration::ZERO };
        Some(Next::Part { after })
    }

    /// A page was looked at.
    fn probed(&mut self, probe: &Sort) -> Result<Next, PagingError> {
        if let Some(next) = self.try_divide() {
            self.probes.clear();
            return Ok(next);
        }
        if *probe == Sort::timestamp(TimestampKind::CreatedTime) {
            for name in self.sample.sortable() {
                self.probes.push_back(Sort::property(&*name));
                self.probes.push_back(Sort::property(&*name).descending());
            }
        }
        if self.probes.is_empty() { Err(self.crowded()) } else { Ok(Next::PART) }
    }

    fn begin(&mut self) {
        self.sample = Sample::default();
        self.last = None;
    }

    fn crowded(&self) -> PagingError {
        PagingError::OneMinute { minute: self.minute.text() }
    }
}
