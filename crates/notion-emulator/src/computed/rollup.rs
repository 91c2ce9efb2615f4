//! Rollups: one answer out of the rows that a relation leads to.

use std::collections::BTreeSet;

use crate::formula::{DateValue, Limits, Point, Stop, Type, Value, of_many};
use crate::world::World;
use crate::world::date::Span;
use crate::world::record::Page;
use crate::world::rollup::{Function, Rollup};
use crate::world::schema::{Property, PropertyKind};

/// What a rollup says of a row.
#[derive(Clone, Debug)]
pub(crate) enum Rolled<'w> {
    Number(Option<f64>),
    Date(Option<Span>),
    /// The values of this property in these rows.
    Array(&'w Property, Vec<&'w Page>),
    /// Its relation or its property is gone, or the function is not one that is computed here.
    Unsupported,
}

/// The type of what a rollup says in a formula.
pub(super) fn type_of(function: Function) -> Type {
    match function {
        Function::ShowOriginal | Function::ShowUnique => Type::List,
        Function::EarliestDate | Function::LatestDate | Function::DateRange => Type::Date,
        _ => Type::Number,
    }
}

impl World {
    /// What a rollup says of a row.
    pub(crate) fn rollup(&self, page: &Page, rollup: &Rollup) -> Rolled<'_> {
        self.roll(page, rollup, &Limits::default()).unwrap_or(Rolled::Unsupported)
    }

    /// The same as a value of a formula.
    pub(super) fn rolled_value(
        &self,
        page: &Page,
        rollup: &Rollup,
        limits: &Limits,
    ) -> Result<Value, Stop> {
        Ok(match self.roll(page, rollup, limits)? {
            Rolled::Number(number) => number.map_or(Value::Empty, Value::Number),
            Rolled::Date(date) => {
                date.and_then(|it| DateValue::of(&it)).map_or(Value::Empty, Value::Date)
            }
            Rolled::Array(property, rows) => {
                Value::List(flat(self.values(property, &rows, limits)?))
            }
            Rolled::Unsupported => return Err(Stop::Unsupported),
        })
    }

    fn values(
        &self,
        property: &Property,
        rows: &[&Page],
        limits: &Limits,
    ) -> Result<Vec<Value>, Stop> {
        rows.iter().map(|row| limits.deeper(|| self.value(row, property, limits))).collect()
    }

    fn roll(&self, page: &Page, rollup: &Rollup, limits: &Limits) -> Result<Rolled<'_>, Stop> {
        let found = self.source_of(page).and_then(|it| it.property(&rollup.relation));
        let Some((relation, target)) = found.and_then(|it| match it.kind {
            PropertyKind::Relation { target, .. } => Some((it, target)),
            _ => None,
        }) else {
            return Ok(Rolled::Unsupported);
        };
        let Some(property) = self.source(target).and_then(|it| it.property(&rollup.target)) else {
            return Ok(Rolled::Unsupported);
        };
        let rows: Vec<&Page> =
            self.related(page, relation).into_iter().filter_map(|id| self.page(id)).collect();
        match rollup.function {
            Function::Count => return Ok(Rolled::Number(Some(count(rows.len())))),
            Function::ShowOriginal => return Ok(Rolled::Array(property, rows)),
            Function::CountPerGroup | Function::PercentPerGroup => return Ok(Rolled::Unsupported),
            _ => {}
        }
        let values = self.values(property, &rows, limits)?;
        Ok(match rollup.function {
            Function::ShowUnique => {
                let mut seen = BTreeSet::new();
                let firsts = rows.into_iter().zip(&values);
                let rows = firsts.filter(|(_, value)| seen.insert(format!("{value:?}")));
                Rolled::Array(property, rows.map(|(row, _)| row).collect())
            }
            Function::EarliestDate | Function::LatestDate | Function::DateRange => {
                Rolled::Date(of_dates(rollup.function, &values))
            }
            Function::Sum
            | Function::Average
            | Function::Median
            | Function::Min
            | Function::Max
            | Function::Range => Rolled::Number(of_numbers(rollup.function, &values)),
            function => Rolled::Number(counted(function, &values)),
        })
    }
}

/// The elements of values that are lists, and the values that are none.
fn flat(values: Vec<Value>) -> Vec<Value> {
    let mut flat = Vec::with_capacity(values.len());
    for value in values {
        match value {
            Value::List(items) => flat.extend(items),
            other if other.is_missing() => {}
            other => flat.push(other),
        }
    }
    flat
}

#[expect(clippy::cast_precision_loss, reason = "there are not that many rows")]
fn count(number: usize) -> f64 {
    number as f64
}

fn counted(function: Function, values: &[Value]) -> Option<f64> {
    let number_of = |test: fn(&Value) -> bool| values.iter().filter(|it| test(it)).count();
    let empty = || number_of(Value::is_missing);
    let filled = || values.len() - empty();
    let checked = || number_of(|it| *it == Value::Boolean(true));
    let unchecked = || number_of(|it| *it == Value::Boolean(false));
    // A share of nothing is nothing.
    let share = |part: usize| (!values.is_empty()).then(|| count(part) / count(values.len()));
    match function {
        Function::CountValues => Some(count(flat(values.to_vec()).len())),
        Function::Unique => {
            let kinds: BTreeSet<String> =
                flat(values.to_vec()).iter().map(|it| format!("{it:?}")).collect();
            Some(count(kinds.len()))
        }
        Function::Empty => Some(count(empty())),
        Function::NotEmpty => Some(count(filled())),
        Function::Checked => Some(count(checked())),
        Function::Unchecked => Some(count(unchecked())),
        Function::PercentEmpty => share(empty()),
        Function::PercentNotEmpty => share(filled()),
        Function::PercentChecked => share(checked()),
        Function::PercentUnchecked => share(unchecked()),
        _ => None,
    }
}

fn of_numbers(function: Function, values: &[Value]) -> Option<f64> {
    let numbers: Vec<f64> = flat(values.to_vec())
        .iter()
        .filter_map(|it| match it {
            Value::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let of = |name| match of_many(name, numbers.clone()) {
        Value::Number(number) => Some(number),
        _ => None,
    };
    match function {
        Function::Sum => of("sum"),
        Function::Average => of("mean"),
        Function::Median => of("median"),
        Function::Min => of("min"),
        Function::Max => of("max"),
        _ => Some(of("max")? - of("min")?),
    }
}

/// The first day or time of all, the last one, or both. Of a range its end may be the last.
fn of_dates(function: Function, values: &[Value]) -> Option<Span> {
    let dates: Vec<&DateValue> = values
        .iter()
        .filter_map(|it| match it {
            Value::Date(date) => Some(date),
            _ => None,
        })
        .collect();
    let earliest = || dates.iter().map(|it| it.start).min_by_key(Point::instant);
    let latest = || dates.iter().map(|it| it.end.unwrap_or(it.start)).max_by_key(Point::instant);
    let (start, end) = match function {
        Function::EarliestDate => (earliest()?, None),
        Function::LatestDate => (latest()?, None),
        _ => (earliest()?, latest()),
    };
    Some(DateValue { start, end }.span())
}
