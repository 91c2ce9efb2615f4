//! Periods: Notion's own rolling ones, calendar periods, and so many units back or ahead.

use jiff::Span;
use jiff::civil::Date;

use super::NoDate;
use super::relative::{Shift, Unit};
use crate::env::Env;
use crate::evaluate::Window;

/// The days from the first to the last, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::check) struct Period {
    pub(in crate::check) first: Date,
    pub(in crate::check) last: Date,
    /// Notion's own name for it.
    pub(in crate::check) window: Option<Window>,
}

/// Reads a period in lower case; none if the text does not begin like one.
pub(super) fn read(text: &str, env: &Env<'_>) -> Option<Result<Period, NoDate>> {
    let mut words = text.split(' ');
    let which = words.next()?;
    if !matches!(which, "this" | "past" | "next" | "last") {
        return None;
    }
    let rest: Vec<&str> = words.collect();
    Some(match rest[..] {
        [unit] => one(which, unit, env),
        [count, unit] => many(which, count, unit, env),
        _ => Err(NoDate::UnknownPeriod),
    })
}

fn one(which: &str, unit: &str, env: &Env<'_>) -> Result<Period, NoDate> {
    // `past14d` is a number with its unit.
    if let Some(at) = unit.find(|it: char| !it.is_ascii_digit()).filter(|at| *at > 0) {
        return many(which, &unit[..at], &unit[at..], env);
    }
    let unit = Unit::named(unit).ok_or(NoDate::UnknownPeriod)?;
    let window = match (which, unit) {
        ("this", Unit::Week) => Window::ThisWeek,
        ("past", Unit::Week) => Window::PastWeek,
        ("past", Unit::Month) => Window::PastMonth,
        ("past", Unit::Year) => Window::PastYear,
        ("next", Unit::Week) => Window::NextWeek,
        ("next", Unit::Month) => Window::NextMonth,
        ("next", Unit::Year) => Window::NextYear,
        ("this", unit) => return calendar(unit, env.today()),
        ("last", unit) if !unit.is_time() => return Err(NoDate::AmbiguousPeriod(unit.word())),
        ("past" | "next", Unit::Day | Unit::Quarter) => return rolling(which, 1, unit, env),
        _ => return Err(NoDate::UnknownPeriod),
    };
    let (first, last) = window.days(env.today(), env.week_start);
    Ok(Period { first, last, window: Some(window) })
}

fn many(which: &str, count: &str, unit: &str, env: &Env<'_>) -> Result<Period, NoDate> {
    // Not with a sign: `past` and `next` say the direction.
    if !count.bytes().all(|it| it.is_ascii_digit()) {
        return Err(NoDate::UnknownPeriod);
    }
    let count: i64 = count.parse().map_err(|_| NoDate::OutOfRange)?;
    if unit == "m" {
        return Err(NoDate::AmbiguousUnit);
    }
    let unit = Unit::named(unit).ok_or(NoDate::UnknownPeriod)?;
    if unit.is_time() || which == "this" {
        return Err(NoDate::UnknownPeriod);
    }
    rolling(which, count, unit, env)
}

/// So many units back or ahead, today and the far end included, like Notion's own windows.
fn rolling(which: &str, count: i64, unit: Unit, env: &Env<'_>) -> Result<Period, NoDate> {
    let today = env.today();
    if which == "next" {
        let last = Shift { count, unit }.apply_to(today)?;
        return Ok(Period { first: today, last, window: None });
    }
    let first = Shift { count: -count, unit }.apply_to(today)?;
    Ok(Period { first, last: today, window: None })
}

/// The month, quarter or year of the calendar.
fn calendar(unit: Unit, today: Date) -> Result<Period, NoDate> {
    let (first, months) = match unit {
        Unit::Day => return Ok(Period { first: today, last: today, window: None }),
        Unit::Month => (today.first_of_month(), 1),
        Unit::Quarter => {
            let into = i64::from((today.month() - 1) % 3);
            (today.first_of_month().saturating_sub(Span::new().months(into)), 3)
        }
        Unit::Year => (today.first_of_year(), 12),
        Unit::Minute | Unit::Hour | Unit::Week => return Err(NoDate::UnknownPeriod),
    };
    let next = first.saturating_add(Span::new().months(months));
    Ok(Period { first, last: next.saturating_sub(Span::new().days(1)), window: None })
}
