//! What to say about a text that is no date.

use jiff::civil::Date;

use super::relative::Unit;
use super::{NoDate, is_shaped};
use crate::check::target::Subject;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::suggest::nearest;
use crate::syntax::Value;

/// Guesses what was meant by a text of another form.
pub(super) fn no_date(text: &str) -> NoDate {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    if let [first, second, third] = parts[..]
        && parts.iter().all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
    {
        return NoDate::NotIso(readings(first, second, third));
    }
    let words: Vec<&str> = text.split(' ').collect();
    match words[..] {
        [count, unit, "ago"] => phrase(count, unit, '-'),
        ["in", count, unit] | [count, unit, "from", "now"] => phrase(count, unit, '+'),
        [only] if ends_in_bare_m(only) => NoDate::AmbiguousUnit,
        _ if text.split(' ').any(ends_in_bare_m) => NoDate::AmbiguousUnit,
        _ => NoDate::Other,
    }
}

/// Why `hh:mm` is no time of day.
pub(super) fn no_time(text: &str) -> NoDate {
    match text.split_once(':') {
        Some(("24", "00")) => NoDate::NotOnClock("midnight is `00:00` of the next day"),
        Some((hours, _)) if hours > "23" => NoDate::NotOnClock("hours go from 00 to 23"),
        Some((_, minutes)) if minutes > "59" => NoDate::NotOnClock("minutes go from 00 to 59"),
        _ => NoDate::Other,
    }
}

/// The ISO dates that three numbers could stand for, the American order first.
fn readings(first: &str, second: &str, third: &str) -> Vec<String> {
    let orders = if first.len() == 4 {
        vec![(first, second, third)]
    } else {
        vec![(third, first, second), (third, second, first)]
    };
    let mut dates: Vec<String> = Vec::new();
    for (year, month, day) in orders {
        let iso = format!("{year:0>4}-{month:0>2}-{day:0>2}");
        if year.len() == 4 && iso.parse::<Date>().is_ok() && !dates.contains(&iso) {
            dates.push(iso);
        }
    }
    dates
}

fn phrase(count: &str, unit: &str, sign: char) -> NoDate {
    let short = match Unit::named(unit) {
        Some(Unit::Minute) => "min",
        Some(Unit::Hour) => "h",
        Some(Unit::Day) => "d",
        Some(Unit::Week) => "w",
        Some(Unit::Month) => "mo",
        Some(Unit::Year) => "y",
        Some(Unit::Quarter) | None => return NoDate::Other,
    };
    let count = match count {
        "a" | "an" | "one" => "1",
        digits if digits.bytes().all(|it| it.is_ascii_digit()) => digits,
        _ => return NoDate::Other,
    };
    let anchor = if matches!(short, "min" | "h") { "now" } else { "today" };
    NoDate::Phrase(format!("{anchor} {sign} {count}{short}"))
}

/// `5m`, `today-5m`.
fn ends_in_bare_m(word: &str) -> bool {
    word.strip_suffix('m').is_some_and(|it| it.ends_with(|it: char| it.is_ascii_digit()))
}

impl NoDate {
    pub(super) fn diagnostic(&self, subject: &Subject, value: &Value) -> Diagnostic {
        let text = &value.text;
        let about = |message: String| Diagnostic::new(Code::Date, message, value.span);
        match self {
            Self::NotInCalendar => {
                about(format!("`{text}` is not a calendar date")).label(why_not(text))
            }
            Self::NotOnClock(why) => about(format!("`{text}` is not a time")).label(*why),
            Self::NotIso(dates) => {
                let diagnostic = about(format!("`{text}` is not an ISO date"));
                match &dates[..] {
                    [] => diagnostic.label("expected year-month-day, as in `2026-07-01`"),
                    [only] => diagnostic
                        .label("expected year-month-day")
                        .help(format!("did you mean `{only}`?"))
                        .fix(Fix::replace(value.span, only.clone())),
                    [first, second, ..] => diagnostic
                        .label("ambiguous day/month order")
                        .help(format!("did you mean `{first}` or `{second}`?")),
                }
            }
            Self::AmbiguousUnit => about(format!("the unit `m` is ambiguous in `{text}`"))
                .label("minutes or months?")
                .help("write `min` for minutes or `mo` for months"),
            Self::TimeOnDay(shift) => {
                let day = text.split([' ', '+', '-']).next().unwrap_or("today");
                about(format!("hours cannot be added to the day `{day}`"))
                    .label("a whole day, without hours")
                    .help(format!("count from this moment: `now {shift}`"))
            }
            Self::AmbiguousPeriod(unit) => about(format!("`{text}` is ambiguous"))
                .label("the one before this one, or the days up to today?")
                .note(format!(
                    "`past {unit}` is the {unit} that ends today, today included; Notion has no other"
                ))
                .help(format!("write `past {unit}`, or give both ends with `between`")),
            Self::UnknownPeriod => about(format!("there is no period `{text}`"))
                .label("unknown period")
                .help(
                    "periods: `this|past|next week`, `this|past|next month`, `this quarter`, \
                     `this|past|next year`, `past N days|weeks|months|years`, `next N …`",
                ),
            Self::OutOfRange => {
                about(format!("`{text}` is out of range")).label("expected a year from 1 to 9999")
            }
            Self::Phrase(meant) => expected_date(subject, value)
                .help(format!("did you mean `{meant}`?"))
                .fix(Fix::replace(value.span, meant.clone())),
            Self::Other => {
                const WORDS: &[&str] = &["today", "tomorrow", "yesterday", "now"];
                let diagnostic = expected_date(subject, value);
                if is_weekday(text) {
                    return diagnostic.help(
                        "weekdays are not dates: write the date, or count from `today`, as in `today + 3d`",
                    );
                }
                match nearest(text, WORDS.iter().copied())[..] {
                    [only] => diagnostic
                        .help(format!("did you mean `{only}`?"))
                        .fix(Fix::replace(value.span, only)),
                    _ => diagnostic.help(
                        "dates are written `2026-07-01`, `2026-07-01T09:00`, `today - 7d`, `now + 36h` \
                         or `past week`",
                    ),
                }
            }
        }
    }
}

fn is_weekday(text: &str) -> bool {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().any(|it| text.eq_ignore_ascii_case(it))
}

fn expected_date(subject: &Subject, value: &Value) -> Diagnostic {
    Diagnostic::new(Code::Date, format!("cannot read `{}` as a date", value.text), value.span)
        .label(format!("`{}` is {}", subject.name, subject.noun))
}

/// Why a text of the right form is no date.
fn why_not(text: &str) -> String {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let shaped = text.get(..10).is_some_and(|it| is_shaped(it, "dddd-dd-dd"));
    let (Some(year), Some(month)) = (number(0..4), number(5..7)) else {
        return "no such day".to_owned();
    };
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
    match first {
        Some(first) if shaped => {
            let month = first.strftime("%B %Y");
            format!("{month} has {} days", first.days_in_month())
        }
        _ => format!("there is no month {month}"),
    }
}
