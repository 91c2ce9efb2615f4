//! What filters of dates find: today and its zone, weeks, whole days, ranges, minutes.

use http::Method;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};

use crate::place::{Place, Table};
use crate::statement::{Observed, Observing, Statement, Unclear};

pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "date-today-zone",
        question: "is `today` the day in UTC? (asked from a zone that is not UTC; there is none)",
        ours: "today, today early, today late",
        kept_in: "notion-filter: EvalEnv; the compiler of filters writes dates out in the zone asked for",
        probe: |place| when(place, "today", json!({ "equals": "today" })),
    },
    Statement {
        name: "date-week-start",
        question: "does `this_week` begin on Monday?",
        ours: "friday, monday, sunday",
        kept_in: "notion-filter: EvalEnv::week_start",
        probe: |place| when(place, "week", json!({ "this_week": {} })),
    },
    Statement {
        name: "date-past-week",
        question: "is the day one week ago within `past_week`, and is the day before it not?",
        ours: "seven ago, zero",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "window", json!({ "past_week": {} })),
    },
    Statement {
        name: "date-next-week",
        question: "is the day in one week within `next_week`, and is the day after it not?",
        ours: "seven ahead, zero",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "window", json!({ "next_week": {} })),
    },
    Statement {
        name: "date-range-in-window",
        question: "does a window look at the start of a range only?",
        ours: "range from now",
        kept_in: "notion-filter: evaluate/value.rs",
        probe: |place| when(place, "range", json!({ "next_week": {} })),
    },
    Statement {
        name: "date-range-equals-end",
        question: "is a range found by its end?",
        ours: "none",
        kept_in: "notion-filter: evaluate/value.rs",
        probe: |place| when(place, "range", json!({ "equals": "2026-05-20" })),
    },
    Statement {
        name: "date-after-day-of-time",
        question: "is 14:00 of a day after that day?",
        ours: "none",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "july", json!({ "after": "2026-07-01" })),
    },
    Statement {
        name: "date-on-or-before-day-of-time",
        question: "is 14:00 of a day on or before that day?",
        ours: "afternoon, day",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "july", json!({ "on_or_before": "2026-07-01" })),
    },
    Statement {
        name: "date-day-against-instant",
        question: "is a day without a time before 09:00 UTC of that day?",
        ours: "day",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "july", json!({ "before": "2026-07-01T09:00:00Z" })),
    },
    Statement {
        name: "date-day-equals-midnight",
        question: "does a day without a time equal midnight UTC?",
        ours: "day",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "july", json!({ "equals": "2026-07-01T00:00:00Z" })),
    },
    Statement {
        name: "date-seconds-of-filter",
        question: "are the seconds of a filter dropped?",
        ours: "afternoon",
        kept_in: "notion-filter: evaluate/date.rs",
        probe: |place| when(place, "july", json!({ "equals": "2026-07-01T14:00:59Z" })),
    },
    Statement {
        name: "date-edited-at-minute",
        question: "does `last_edited_time on_or_after` the shown minute find what was edited in it?",
        ours: "found",
        kept_in: "notion-filter: evaluate/date.rs; syncs overlap by more than a minute",
        probe: |place| Box::pin(edited(place, "on_or_after")),
    },
    Statement {
        name: "date-edited-after-minute",
        question: "does `last_edited_time after` the shown minute find what was edited in it?",
        ours: "not found",
        kept_in: "notion-filter: evaluate/date.rs; syncs overlap by more than a minute",
        probe: |place| Box::pin(edited(place, "after")),
    },
];

/// The names that a filter of days finds among the rows of one group.
fn when<'a>(place: &'a Place, group: &'a str, test: Value) -> Observing<'a> {
    Box::pin(async move {
        let (days, made) = days(place).await?;
        let minute = made.to_zoned(TimeZone::UTC).time();
        if group != "july" && (minute.hour(), minute.minute()) >= (23, 45) {
            let why = "it is nearly midnight in UTC; ask again in half an hour";
            return Err(Unclear(why.to_owned()));
        }
        let filter = json!({ "and": [
            { "property": "Group", "select": { "equals": group } },
            { "property": "When", "date": test },
        ] });
        place.finds(days, filter).await
    })
}

async fn days(place: &Place) -> Result<&(Table, Timestamp), Unclear> {
    place.days.get_or_try_init(|| make_days(place)).await
}

async fn make_days(place: &Place) -> Result<(Table, Timestamp), Unclear> {
    let properties = json!({ "When": { "date": {} }, "Group": { "select": {} } });
    let days = place.make_table("Days", properties).await?;
    // Notion's clock and not ours: it is Notion's day that counts.
    let made = place.done(Method::GET, &format!("databases/{}", days.database), None).await?;
    let made = made["created_time"].as_str().and_then(|text| text.parse().ok());
    let made: Timestamp =
        made.ok_or_else(|| Unclear("a database has no created_time".to_owned()))?;
    let today = made.to_zoned(TimeZone::UTC).date();
    let ago = |days: i32| today.saturating_sub(days.days());
    let ahead = |days: i32| today.saturating_add(days.days());
    let monday = ago(i32::from(today.weekday().to_monday_zero_offset()));
    let of_week = |days: i32| monday.saturating_add(days.days());
    let at = |day: Date, time: &str| format!("{day}T{time}:00Z");
    let rows: Vec<(&str, &str, String, Option<String>)> = vec![
        ("today", "yesterday late", at(ago(1), "23:30"), None),
        ("today", "today early", at(today, "00:30"), None),
        ("today", "today", today.to_string(), None),
        ("today", "today late", at(today, "23:30"), None),
        ("today", "tomorrow early", at(ahead(1), "00:30"), None),
        ("week", "sunday before", of_week(-1).to_string(), None),
        ("week", "monday", of_week(0).to_string(), None),
        ("week", "friday", of_week(4).to_string(), None),
        ("week", "sunday", of_week(6).to_string(), None),
        ("week", "monday after", of_week(7).to_string(), None),
        ("window", "eight ago", ago(8).to_string(), None),
        ("window", "seven ago", ago(7).to_string(), None),
        ("window", "zero", today.to_string(), None),
        ("window", "seven ahead", ahead(7).to_string(), None),
        ("window", "eight ahead", ahead(8).to_string(), None),
        ("range", "range until now", ago(20).to_string(), Some(ahead(2).to_string())),
        ("range", "range from now", ahead(2).to_string(), Some(ahead(20).to_string())),
        ("range", "range in may", "2026-05-10".to_owned(), Some("2026-05-20".to_owned())),
        ("july", "day", "2026-07-01".to_owned(), None),
        ("july", "afternoon", "2026-07-01T14:00:00Z".to_owned(), None),
    ];
    let rows = rows.into_iter().map(|(group, name, start, end)| {
        let when = json!({ "date": { "start": start, "end": end } });
        (name, json!({ "Group": { "select": { "name": group } }, "When": when }))
    });
    place.make_rows(&days, rows.collect()).await?;
    Ok((days, made))
}

/// Whether a filter by the time of its last change finds a row that was changed just now.
async fn edited(place: &Place, operator: &str) -> Observed {
    let (days, _) = days(place).await?;
    let newest = json!({
        "sorts": [{ "timestamp": "last_edited_time", "direction": "descending" }], "page_size": 1,
    });
    let newest = place.query(days, newest).await?.done()?;
    let time = newest["results"][0]["last_edited_time"].clone();
    let filter = json!({ "timestamp": "last_edited_time", "last_edited_time": { operator: time } });
    let found = place.query(days, json!({ "filter": filter })).await?;
    Ok(found.told(|body| {
        let is_there = body["results"].as_array().is_some_and(|rows| !rows.is_empty());
        if is_there { "found" } else { "not found" }.to_owned()
    }))
}
