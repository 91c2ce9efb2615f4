//! Tests of dates: by the day where a day is given, by the minute where a time is given.

use jiff::Span;
use jiff::civil::Date;
use notion_model::DateOrDateTime;
use notion_model::query::DateCondition;

use super::EvalEnv;
use super::value::Moment;

/// Whether a date passes. Without a date only `is_empty` holds.
pub(super) fn test(test: &DateCondition, value: Option<Moment>, env: &EvalEnv) -> bool {
    let Some(value) = value else { return *test == DateCondition::IsEmpty };
    let today = Moment::Instant(env.now).day();
    let compare = |operand: &str| Some(compare(value, operand_of(operand, today)?));
    let within = |window: (Date, Date)| (window.0..=window.1).contains(&value.day());
    match test {
        DateCondition::Equals(operand) => compare(operand).is_some_and(std::cmp::Ordering::is_eq),
        DateCondition::Before(operand) => compare(operand).is_some_and(std::cmp::Ordering::is_lt),
        DateCondition::After(operand) => compare(operand).is_some_and(std::cmp::Ordering::is_gt),
        DateCondition::OnOrBefore(it) => compare(it).is_some_and(std::cmp::Ordering::is_le),
        DateCondition::OnOrAfter(it) => compare(it).is_some_and(std::cmp::Ordering::is_ge),
        DateCondition::IsEmpty => false,
        DateCondition::IsNotEmpty => true,
        window => Window::of(window).is_some_and(|it| within(it.days(today, env.week_start))),
    }
}

fn compare(value: Moment, operand: Moment) -> std::cmp::Ordering {
    match operand {
        Moment::Day(day) => value.day().cmp(&day),
        Moment::Instant(_) => value.minute().cmp(&operand.minute()),
    }
}

/// What the operand of a date condition stands for; none if it is no date.
fn operand_of(text: &str, today: Date) -> Option<Moment> {
    let offset = match text {
        "today" => Span::new(),
        "tomorrow" => Span::new().days(1),
        "yesterday" => Span::new().days(-1),
        "one_week_ago" => Span::new().weeks(-1),
        "one_week_from_now" => Span::new().weeks(1),
        "one_month_ago" => Span::new().months(-1),
        "one_month_from_now" => Span::new().months(1),
        date => return date.parse::<DateOrDateTime>().ok().and_then(|it| Moment::of(&it)),
    };
    Some(Moment::Day(today.saturating_add(offset)))
}

/// Notion's own periods, all of which contain today.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Window {
    ThisWeek,
    PastWeek,
    PastMonth,
    PastYear,
    NextWeek,
    NextMonth,
    NextYear,
}

impl Window {
    pub(crate) fn of(condition: &DateCondition) -> Option<Self> {
        Some(match condition {
            DateCondition::ThisWeek => Self::ThisWeek,
            DateCondition::PastWeek => Self::PastWeek,
            DateCondition::PastMonth => Self::PastMonth,
            DateCondition::PastYear => Self::PastYear,
            DateCondition::NextWeek => Self::NextWeek,
            DateCondition::NextMonth => Self::NextMonth,
            DateCondition::NextYear => Self::NextYear,
            _ => return None,
        })
    }

    /// The first and the last day; recorded: both belong to the period, and so does today.
    pub(crate) fn days(self, today: Date, week_start: jiff::civil::Weekday) -> (Date, Date) {
        let ago = |span: Span| (today.saturating_sub(span), today);
        let ahead = |span: Span| (today, today.saturating_add(span));
        match self {
            Self::ThisWeek => {
                let into = i64::from(today.weekday().since(week_start));
                let first = today.saturating_sub(Span::new().days(into));
                (first, first.saturating_add(Span::new().days(6)))
            }
            Self::PastWeek => ago(Span::new().weeks(1)),
            Self::PastMonth => ago(Span::new().months(1)),
            Self::PastYear => ago(Span::new().years(1)),
            Self::NextWeek => ahead(Span::new().weeks(1)),
            Self::NextMonth => ahead(Span::new().months(1)),
            Self::NextYear => ahead(Span::new().years(1)),
        }
    }
}
