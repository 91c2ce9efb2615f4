//! Tests of dates: comparing with days, instants and periods.

use jiff::civil::Date;
use jiff::tz::Offset;
use notion_model::query::DateCondition;

use super::{Day, Instant, Meaning, Period, read};
use crate::check::Checker;
use crate::check::target::Subject;
use crate::compile::{Relative, Windows};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::evaluate::Window;
use crate::explain::Resolved;
use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::span::Span;
use crate::syntax::{Comparison, Test, Value, ValueKind};
use crate::typed::{Atom, Emptiness};

impl Checker<'_> {
    /// What a value means as a date; complains if nothing.
    pub(in crate::check) fn date(&mut self, subject: &Subject, value: &Value) -> Option<Meaning> {
        if value.kind != ValueKind::Bare {
            let mut diagnostic = Diagnostic::new(
                Code::Date,
                format!("expected a date, found `{}`", value.span.slice(self.source)),
                value.span,
            )
            .label(format!("`{}` is {}", subject.name, subject.noun));
            if value.kind == ValueKind::Quoted && read(&value.text, self.env).is_ok() {
                diagnostic = diagnostic
                    .help(format!("remove the quotes: `{}`", value.text))
                    .fix(Fix::replace(value.span, value.text.clone()));
            }
            self.report(self.hint(subject, value, diagnostic));
            return None;
        }
        match read(&value.text, self.env) {
            Ok(meaning) => {
                self.resolved_date(value, &meaning);
                Some(meaning)
            }
            Err(problem) => {
                self.report(self.hint(subject, value, problem.diagnostic(subject, value)));
                None
            }
        }
    }

    /// Keeps what a date means that is more than what is written.
    fn resolved_date(&mut self, value: &Value, meaning: &Meaning) {
        let zone = match self.env.zone.iana_name() {
            Some(name) => format!("in {name}"),
            None if self.env.zone == jiff::tz::TimeZone::UTC => "in UTC".to_owned(),
            None => format!("at UTC{}", self.env.zone.to_offset(self.env.now)),
        };
        let symbolic = self.options.relative == Relative::Symbolic;
        let native = self.options.windows == Windows::Native;
        let (meaning, by_name) = match meaning {
            Meaning::Day(day) => (format!("{} {zone}", day.date), symbolic && day.word.is_some()),
            Meaning::Instant(instant) => (instant.to_operand(), false),
            Meaning::Period(period) => match period.window.filter(|_| native) {
                Some(window) => {
                    let (first, last) = self.days_of_notion(window);
                    (format!("{first} to {last} in UTC, as Notion reckons it"), false)
                }
                None => (format!("{} to {} {zone}", period.first, period.last), false),
            },
        };
        // A date that says all about itself means itself.
        if meaning.split(' ').next() != Some(value.text.as_str()) {
            let note = if by_name { ", sent by name and reckoned by Notion" } else { "" };
            self.resolved(value.span, Resolved::Date, || format!("{meaning}{note}"));
        }
    }

    /// `=`, `<`, `<=`, `>`, `>=` with a date.
    pub(in crate::check) fn compare_date(
        &mut self,
        subject: &Subject,
        comparison: Comparison,
        value: &Value,
        test: &Test,
    ) -> Option<Logic<Atom>> {
        match self.date(subject, value)? {
            Meaning::Day(day) => self.day(subject, comparison, value, day),
            Meaning::Instant(instant) => {
                Some(leaf(subject, condition(comparison, instant.to_operand())))
            }
            Meaning::Period(period) if comparison == Comparison::Equal => {
                self.period(subject, value, period)
            }
            Meaning::Period(_) => {
                self.report(period_not_day(subject, value, test, self.source));
                None
            }
        }
    }

    /// `between`, both ends included.
    pub(in crate::check) fn date_between(
        &mut self,
        subject: &Subject,
        low: &Value,
        high: &Value,
        test: &Test,
    ) -> Option<Logic<Atom>> {
        let from = self.compare_date(subject, Comparison::GreaterOrEqual, low, test);
        let to = self.compare_date(subject, Comparison::LessOrEqual, high, test);
        let (from, to) = (from?, to?);
        let place = |value: &Value| match read(&value.text, self.env) {
            Ok(Meaning::Day(day)) => {
                Some(self.start_of(day.date).map_or(jiff::Timestamp::MAX, |it| it.at))
            }
            Ok(Meaning::Instant(instant)) => Some(instant.at),
            _ => None,
        };
        if let (Some(first), Some(last)) = (place(low), place(high))
            && first > last
        {
            self.report(crate::check::operator::empty_range(low, high, self.source));
        }
        Some(Logic::And(vec![from, to]))
    }

    fn day(
        &mut self,
        subject: &Subject,
        comparison: Comparison,
        value: &Value,
        day: Day,
    ) -> Option<Logic<Atom>> {
        let symbolic = self.options.relative == Relative::Symbolic;
        if let Some(word) = day.word.filter(|_| symbolic) {
            return Some(leaf(subject, condition(comparison, word.to_owned())));
        }
        if !self.needs_instants(subject) {
            return Some(leaf(subject, condition(comparison, day.date.to_string())));
        }
        let start = || self.start_of(day.date).map(Instant::to_operand);
        let next = || self.start_of(day.date.tomorrow().ok()?).map(Instant::to_operand);
        let from = || Some(leaf(subject, DateCondition::OnOrAfter(start()?)));
        let before_next = || Some(leaf(subject, DateCondition::Before(next()?)));
        let test = match comparison {
            Comparison::Less => start().map(|it| leaf(subject, DateCondition::Before(it))),
            Comparison::LessOrEqual => before_next(),
            Comparison::Greater => next().map(|it| leaf(subject, DateCondition::OnOrAfter(it))),
            Comparison::GreaterOrEqual => from(),
            _ => from().zip(before_next()).map(|(from, to)| Logic::And(vec![from, to])),
        };
        if test.is_none() {
            self.report(past_the_last_time(value));
        }
        test
    }

    fn period(&mut self, subject: &Subject, value: &Value, period: Period) -> Option<Logic<Atom>> {
        if let Some(window) = period.window.filter(|_| self.options.windows == Windows::Native) {
            // Its opposite has to be that of Notion's days, not the author's.
            let (first, last) = self.days_of_notion(window);
            let period = crate::typed::Period {
                window: native(window),
                from: DateCondition::OnOrAfter(first.to_string()),
                to: DateCondition::OnOrBefore(last.to_string()),
            };
            return Some(Logic::Leaf(Atom::Window(Box::new(period), emptiness(subject))));
        }
        let (from, to) = if self.needs_instants(subject) {
            let end = || self.start_of(period.last.tomorrow().ok()?);
            let Some((start, end)) = self.start_of(period.first).zip(end()) else {
                self.report(past_the_last_time(value));
                return None;
            };
            (DateCondition::OnOrAfter(start.to_operand()), DateCondition::Before(end.to_operand()))
        } else {
            (
                DateCondition::OnOrAfter(period.first.to_string()),
                DateCondition::OnOrBefore(period.last.to_string()),
            )
        };
        Some(Logic::And(vec![leaf(subject, from), leaf(subject, to)]))
    }

    /// The first and last day of a period sent by name: Notion's days are those of UTC.
    fn days_of_notion(&self, window: Window) -> (Date, Date) {
        let today = Offset::UTC.to_datetime(self.env.now).date();
        window.days(today, self.env.week_start)
    }

    /// Created and edited times are instants: a day of the author's zone is a span of them.
    ///
    /// A date property keeps days as days, which is how the app compares.
    fn needs_instants(&self, subject: &Subject) -> bool {
        let is_instant =
            matches!(subject.kind, PropertyType::CreatedTime | PropertyType::LastEditedTime);
        is_instant && self.env.zone != jiff::tz::TimeZone::UTC
    }

    /// The first moment of a day in the zone; none in the very last hours of the year 9999.
    fn start_of(&self, date: Date) -> Option<Instant> {
        let midnight = date.to_datetime(jiff::civil::Time::midnight());
        let at = self.env.zone.to_timestamp(midnight).ok()?;
        Some(Instant::of(at, self.env))
    }
}

/// Days of a zone are sent as the times at which they begin and end, and there is none after the year 9999.
fn past_the_last_time(value: &Value) -> Diagnostic {
    Diagnostic::new(Code::Date, format!("`{}` is out of range", value.text), value.span)
        .label("in this time zone, it ends after the last time there is")
        .help("write an earlier day")
}

fn emptiness(subject: &Subject) -> Emptiness {
    if subject.kind.is_never_empty() { Emptiness::Never } else { Emptiness::Possible }
}

fn leaf(subject: &Subject, condition: DateCondition) -> Logic<Atom> {
    Logic::Leaf(Atom::Date(condition, emptiness(subject)))
}

fn condition(comparison: Comparison, operand: String) -> DateCondition {
    match comparison {
        Comparison::Less => DateCondition::Before(operand),
        Comparison::LessOrEqual => DateCondition::OnOrBefore(operand),
        Comparison::Greater => DateCondition::After(operand),
        Comparison::GreaterOrEqual => DateCondition::OnOrAfter(operand),
        _ => DateCondition::Equals(operand),
    }
}

fn native(window: Window) -> DateCondition {
    match window {
        Window::ThisWeek => DateCondition::ThisWeek,
        Window::PastWeek => DateCondition::PastWeek,
        Window::PastMonth => DateCondition::PastMonth,
        Window::PastYear => DateCondition::PastYear,
        Window::NextWeek => DateCondition::NextWeek,
        Window::NextMonth => DateCondition::NextMonth,
        Window::NextYear => DateCondition::NextYear,
    }
}

fn period_not_day(subject: &Subject, value: &Value, test: &Test, source: &str) -> Diagnostic {
    let operator = test.operator.slice(source);
    let property = subject.written.slice(source);
    let unit = value.text.rsplit(' ').next().unwrap_or("week");
    let short = match unit.trim_end_matches('s') {
        "day" | "d" => "1d",
        "month" | "mo" => "1mo",
        "quarter" => "3mo",
        "year" | "y" => "1y",
        _ => "1w",
    };
    let sign = if value.text.starts_with("past") { '-' } else { '+' };
    Diagnostic::new(
        Code::PeriodNotDay,
        format!("`{}` is a period, not a single day", value.text),
        value.span,
    )
    .label(format!("cannot be used with `{operator}`"))
    .also(Span { ..test.operator }, "")
    .help(format!("for all days of it write `{property} = {}`", value.text))
    .help(format!("or take one day, such as `today {sign} {short}`"))
}
