//! The invented company that `notion demo` and the tests work on.
//!
//! The file is made by a program, because 400 rows that agree with each other are easier to get
//! right as rules than as text; every title and sentence in it was written by hand.

mod blocks;
mod board;
mod chance;
mod people;
mod projects;
mod tasks;

use serde_json::{Value, json};

use blocks::{callout, heading, paragraph, to_do};

/// The moment at which the world stands: a Monday morning.
const NOW: &str = "2026-11-02T09:00:00Z";

/// Days from the beginning of 2026 to the day of [`NOW`].
const TODAY: i64 = 305;

/// The text of `fixtures/worlds/demo.json`.
pub(super) fn demo() -> String {
    let tasks = tasks::make();
    super::layout::print(&json!({
        "now": NOW,
        "me": "ada",
        "users": people::users(),
        "pages": [home(), handbook()],
        "databases": [
            projects::database(),
            tasks::database(&tasks),
            board::database(&tasks),
        ],
    }))
}

fn home() -> Value {
    json!({
        "key": "home",
        "title": "Halden Cycles",
        "icon": { "type": "emoji", "emoji": "🚲" },
        "children": [
            callout("👋", "Everything the eleven of us work on is on this page or one click below it."),
            heading(2, "This week"),
            to_do(true, "Stand-up moved to 09:15, because the Utrecht train is late every Monday"),
            to_do(false, "Vote on the colour of the Halden 4 before Thursday noon"),
            to_do(false, "Expenses of October are due on Friday"),
            heading(2, "Where things are"),
            paragraph("Tasks is what we do, Projects is why, and Team board is what the workshop screen shows."),
        ],
    })
}

fn handbook() -> Value {
    json!({
        "key": "handbook",
        "title": "Handbook",
        "icon": { "type": "emoji", "emoji": "📗" },
        "parent": "home",
        "children": [
            heading(1, "How we work"),
            paragraph("Written down once, so that nobody has to ask twice. Change what is wrong."),
            heading(2, "Deadlines"),
            paragraph("A deadline is a promise to a person. If it cannot be kept, tell them before it passes."),
            heading(2, "Blocked"),
            paragraph("Blocked means that you are waiting for somebody by name. Write the name into the notes."),
        ],
    })
}

/// A date of 2026, or of the beginning of 2027, from its distance to the day of [`NOW`].
fn date(from_today: i64) -> String {
    const MONTHS: [i64; 15] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31];
    let mut day = TODAY + from_today;
    let mut month = 0;
    for length in MONTHS {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{}-{:02}-{:02}", 2026 + month / 12, month % 12 + 1, day + 1)
}

/// The nearest working day at or after a distance. The day of [`NOW`] is a Monday.
fn working_day(from_today: i64) -> i64 {
    match from_today.rem_euclid(7) {
        5 => from_today + 2,
        6 => from_today + 1,
        _ => from_today,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{date, working_day};

    #[test]
    fn days_are_counted_from_today() {
        assert_eq!(date(0), "2026-11-02");
        assert_eq!(date(-305), "2026-01-01");
        assert_eq!(date(60), "2027-01-01");
        assert_eq!(date(working_day(5)), "2026-11-09");
    }

    #[test]
    fn demo_has_what_the_five_jobs_need() {
        let world: Value = serde_json::from_str(&super::demo()).unwrap();
        let rows = |title: &str| {
            let databases = world["databases"].as_array().unwrap();
            databases.iter().find(|it| it["title"] == title).unwrap()["rows"].as_array().unwrap()
        };
        assert!(rows("Tasks").len() >= 250);
        assert!(world["users"].as_array().unwrap().len() >= 8);
        let mut titles: Vec<_> =
            rows("Tasks").iter().map(|it| it["properties"]["Name"].as_str().unwrap()).collect();
        let count = titles.len();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), count, "two tasks with one title");
        let marked = |it: &&Value| it["properties"]["Source ID"].is_string();
        let marked = rows("Team board").iter().filter(marked).count();
        assert!((100..count).contains(&marked), "the board mirrors {marked} of {count} tasks");
        let depths: Vec<_> = rows("Projects").iter().map(|it| depth(&it["children"])).collect();
        assert!(depths.iter().all(|it| *it >= 6), "{depths:?}");
        let widest =
            rows("Projects").iter().map(|it| it["children"].as_array().unwrap().len()).max();
        assert!(widest > Some(100), "{widest:?} children under one page");
    }

    /// How many levels of blocks there are.
    fn depth(children: &Value) -> usize {
        let below = |block: &Value| depth(&block[block["type"].as_str().unwrap()]["children"]);
        children.as_array().map_or(0, |all| 1 + all.iter().map(below).max().unwrap_or(0))
    }
}
