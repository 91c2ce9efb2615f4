//! Dates relative to now: `today - 7d`, `now + 36h`, `-30d`, and Notion's own words.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, Zoned};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while1};
use nom::character::complete::{digit1, space0};
use nom::combinator::{all_consuming, map_res, opt, value, verify};
use nom::multi::many0;
use nom::sequence::delimited;
use nom::{IResult, Parser as _};

use super::{Day, Instant, Meaning, NoDate, complaint};
use crate::env::Env;

/// Reads a relative date in lower case.
pub(super) fn read(text: &str, env: &Env<'_>) -> Result<Meaning, NoDate> {
    if let Some((word, shift)) = WORDS.iter().find(|(word, _)| *word == text) {
        let date = shift.apply_to(env.today())?;
        return Ok(Meaning::Day(Day { date, word: Some(word) }));
    }
    let normal = text.replace(['−', '–'], "-");
    let Ok((_, (anchor, terms))) = expression(&normal) else {
        return Err(complaint::no_date(text));
    };
    let mut shifts = Vec::with_capacity(terms.len());
    for term in terms {
        let Some(unit) = Unit::named(term.unit) else {
            return Err(complaint::no_date(text));
        };
        shifts.push(Shift { count: term.count, unit });
    }
    let time = shifts.iter().find(|shift| shift.unit.is_time());
    // `-30d` is a day, `-36h` an instant.
    match (anchor, time) {
        (Some(Anchor::Now), _) | (None, Some(_)) => {
            let now = env.now.to_zoned(env.zone.clone());
            let at = shifts.iter().try_fold(now, |at, shift| shift.apply_to_time(&at))?;
            Ok(Meaning::Instant(Instant::of(at.timestamp(), env)))
        }
        (Some(Anchor::Today(_)), Some(shift)) => Err(NoDate::TimeOnDay(shift.to_string())),
        (anchor, None) => {
            let days = match anchor {
                Some(Anchor::Today(days)) => days,
                _ => 0,
            };
            let mut date = Shift { count: days, unit: Unit::Day }.apply_to(env.today())?;
            for shift in &shifts {
                date = shift.apply_to(date)?;
            }
            Ok(Meaning::Day(Day { date, word: word(days, &shifts) }))
        }
    }
}

/// Notion's words, and what they mean.
const WORDS: &[(&str, Shift)] = &[
    ("today", Shift { count: 0, unit: Unit::Day }),
    ("tomorrow", Shift { count: 1, unit: Unit::Day }),
    ("yesterday", Shift { count: -1, unit: Unit::Day }),
    ("one_week_ago", Shift { count: -1, unit: Unit::Week }),
    ("one_week_from_now", Shift { count: 1, unit: Unit::Week }),
    ("one_month_ago", Shift { count: -1, unit: Unit::Month }),
    ("one_month_from_now", Shift { count: 1, unit: Unit::Month }),
];

/// Notion's word for a day that is so far from today.
fn word(days: i64, shifts: &[Shift]) -> Option<&'static str> {
    let written = match shifts {
        [] => Shift { count: days, unit: Unit::Day },
        [only] if days == 0 => *only,
        _ => return None,
    };
    let same = |other: Shift| {
        other == written || (other.in_days().is_some() && other.in_days() == written.in_days())
    };
    WORDS.iter().find(|(_, shift)| same(*shift)).map(|(word, _)| *word)
}

#[derive(Clone, Copy)]
enum Anchor {
    Now,
    /// So many days from today.
    Today(i64),
}

/// A signed number and the letters behind it.
struct Term<'a> {
    count: i64,
    unit: &'a str,
}

/// An anchor, terms, or both.
fn expression(text: &str) -> IResult<&str, (Option<Anchor>, Vec<Term<'_>>)> {
    let anchor = alt((
        value(Anchor::Now, tag("now")),
        value(Anchor::Today(0), tag("today")),
        value(Anchor::Today(1), tag("tomorrow")),
        value(Anchor::Today(-1), tag("yesterday")),
    ));
    all_consuming(verify((opt(anchor), many0(term)), |(anchor, terms)| {
        anchor.is_some() || !terms.is_empty()
    }))
    .parse(text)
}

fn term(text: &str) -> IResult<&str, Term<'_>> {
    let sign = alt((value(1_i64, tag("+")), value(-1_i64, tag("-"))));
    let count = map_res(digit1, str::parse::<i64>);
    let unit = take_while1(|it: char| it.is_alphabetic());
    let (rest, (sign, count, _, unit)) =
        (delimited(space0, sign, space0), count, space0, unit).parse(text)?;
    Ok((rest, Term { count: sign * count, unit }))
}

/// A unit of time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// The unit of that name, in singular, plural or short. `m` alone could be two of them.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "min" | "mins" | "minute" | "minutes" => Self::Minute,
            "h" | "hour" | "hours" => Self::Hour,
            "d" | "day" | "days" => Self::Day,
            "w" | "week" | "weeks" => Self::Week,
            "mo" | "month" | "months" => Self::Month,
            "quarter" | "quarters" => Self::Quarter,
            "y" | "year" | "years" => Self::Year,
            _ => return None,
        })
    }

    pub(super) const fn is_time(self) -> bool {
        matches!(self, Self::Minute | Self::Hour)
    }

    /// The unit in full.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// So many units later, or earlier if negative.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Shift {
    pub(super) count: i64,
    pub(super) unit: Unit,
}

impl Shift {
    /// Months keep the day where there is one, else take the last of the month.
    pub(super) fn apply_to(self, date: Date) -> Result<Date, NoDate> {
        date.checked_add(self.span()?).map_err(|_| NoDate::OutOfRange)
    }

    fn apply_to_time(self, at: &Zoned) -> Result<Zoned, NoDate> {
        at.checked_add(self.span()?).map_err(|_| NoDate::OutOfRange)
    }

    fn span(self) -> Result<Span, NoDate> {
        let Self { count, unit } = self;
        match unit {
            Unit::Minute => Span::new().try_minutes(count),
            Unit::Hour => Span::new().try_hours(count),
            Unit::Day => Span::new().try_days(count),
            Unit::Week => Span::new().try_weeks(count),
            Unit::Month => Span::new().try_months(count),
            Unit::Quarter => Span::new().try_months(count.saturating_mul(3)),
            Unit::Year => Span::new().try_years(count),
        }
        .map_err(|_| NoDate::OutOfRange)
    }

    /// The same in days, where a unit is always so many days.
    const fn in_days(self) -> Option<i64> {
        match self.unit {
            Unit::Day => Some(self.count),
            Unit::Week => self.count.checked_mul(7),
            _ => None,
        }
    }
}

/// As it is written behind an anchor: `+ 2h`.
impl fmt::Display for Shift {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.count < 0 { '-' } else { '+' };
        let unit = match self.unit {
            Unit::Minute => "min",
            Unit::Hour => "h",
            Unit::Day => "d",
            Unit::Week => "w",
            Unit::Month => "mo",
            Unit::Quarter => " quarters",
            Unit::Year => "y",
        };
        write!(out, "{sign} {}{unit}", self.count.unsigned_abs())
    }
}
