//! The task database: what everybody at Halden Cycles is doing, was doing and should be doing.

mod titles;

use serde_json::{Value, json};

use super::blocks::{bullet, paragraph, to_do};
use super::chance::{Chance, id};
use super::{date, people, projects, working_day};

/// One task. The board mirrors it, so its values are kept and not only written.
pub(super) struct Task {
    /// Its name in this file.
    pub(super) key: String,
    /// Age in days: when the row was made.
    pub(super) days_old: i64,
    pub(super) title: String,
    pub(super) status: &'static str,
    pub(super) priority: Option<&'static str>,
    /// A date value, or null.
    pub(super) deadline: Value,
    /// Keys of people.
    pub(super) people: Vec<&'static str>,
    area: &'static str,
    notes: Option<&'static str>,
}

/// The statuses, in the order of the board, each with how common it is.
const STATUSES: &[(&str, i64)] = &[
    ("Not started", 27),
    ("Active", 24),
    ("Blocked", 7),
    ("In review", 8),
    ("Done", 30),
    ("Cancelled", 4),
];

/// How many of the tasks, the newest ones, nobody has reviewed. The batch job does.
const UNREVIEWED: usize = 200;

const PRIORITIES: &[(&str, &str)] =
    &[("Low", "gray"), ("Medium", "yellow"), ("High", "orange"), ("Urgent", "red")];

/// Every task, the oldest first.
pub(super) fn make() -> Vec<Task> {
    let mut chance = Chance::of(1);
    let mut titles = titles::all();
    chance.shuffle(&mut titles);
    let count = i64::try_from(titles.len()).unwrap_or(1);
    (0..count).zip(titles).map(|(at, title)| task(at, count, title, &mut chance)).collect()
}

fn task(at: i64, count: i64, (area, title): (&'static str, String), chance: &mut Chance) -> Task {
    // Evenly over eight months, so that no two rows were made in the same minute.
    let days_old = (count - at) * 240 / count;
    let mut status = weighted(STATUSES, chance);
    // What is half a year old is finished, or somebody has given up on it.
    if days_old > 150 && status == "Not started" {
        status = "Done";
    }
    Task {
        key: format!("task-{:03}", at + 1),
        days_old,
        title,
        status,
        priority: priority(chance),
        deadline: deadline(status, days_old, chance),
        people: assigned(area, chance),
        area,
        notes: chance.percent(35).then(|| chance.one(titles::NOTES)),
    }
}

fn weighted(choices: &[(&'static str, i64)], chance: &mut Chance) -> &'static str {
    let mut left = chance.between(1, choices.iter().map(|it| it.1).sum());
    for (name, weight) in choices {
        left -= weight;
        if left <= 0 {
            return name;
        }
    }
    "Done"
}

fn priority(chance: &mut Chance) -> Option<&'static str> {
    let named = [("Low", 22), ("Medium", 42), ("High", 26), ("Urgent", 6)];
    chance.percent(96).then(|| weighted(&named, chance))
}

fn deadline(status: &str, days_old: i64, chance: &mut Chance) -> Value {
    let (from, to) = match status {
        "Done" | "Cancelled" => (-days_old + 2, -1),
        "Active" | "In review" => (-14, 21),
        "Blocked" => (-10, 40),
        _ => (2, 90),
    };
    if chance.percent(if status == "Not started" { 30 } else { 8 }) {
        return Value::Null;
    }
    let day = working_day(chance.between(from.min(to), to));
    match chance.between(1, 12) {
        // A meeting, at an hour.
        1 => {
            json!({ "start": format!("{}T{:02}:30:00.000+01:00", date(day), chance.between(9, 16)) })
        }
        // A few days in a row.
        2 => json!({ "start": date(day), "end": date(day + chance.between(1, 3)) }),
        _ => json!({ "start": date(day) }),
    }
}

fn assigned(area: &str, chance: &mut Chance) -> Vec<&'static str> {
    if chance.percent(6) {
        return Vec::new();
    }
    let mut team = people::of(area);
    chance.shuffle(&mut team);
    team.truncate(if chance.percent(25) { 2 } else { 1 });
    team
}

/// The database of the tasks.
pub(super) fn database(tasks: &[Task]) -> Value {
    let mut chance = Chance::of(2);
    let statuses: Vec<_> = STATUSES.iter().map(|(name, _)| json!({ "name": name })).collect();
    let tags =
        ["Product", "Shop", "Operations", "Support", "Money", "People", "Customer", "Quick win"];
    let tags: Vec<_> = tags.iter().map(|name| json!({ "name": name })).collect();
    json!({
        "key": "tasks",
        "title": "Tasks",
        "parent": "home",
        "properties": {
            "Name": { "title": {} },
            "Status": { "status": { "options": statuses } },
            "Priority": { "select": { "options": priorities() } },
            "Deadline": { "date": {} },
            "Assigned To": { "people": {} },
            "Estimate": { "number": { "format": "number" } },
            "Tags": { "multi_select": { "options": tags } },
            "Project": { "relation": { "data_source_id": "projects", "single_property": {} } },
            "Link": { "url": {} },
            "Waiting for customer": { "checkbox": {} },
            "Reviewed": { "checkbox": {} },
            "Notes": { "rich_text": {} },
            "Created": { "created_time": {} },
            "Edited": { "last_edited_time": {} },
        },
        "rows": tasks
            .iter()
            .enumerate()
            .map(|(at, it)| row(it, at + UNREVIEWED < tasks.len(), &mut chance))
            .collect::<Vec<_>>(),
    })
}

/// The options of the priorities, which the board shares.
pub(super) fn priorities() -> Value {
    PRIORITIES.iter().map(|(name, color)| json!({ "name": name, "color": color })).collect()
}

fn row(task: &Task, reviewed: bool, chance: &mut Chance) -> Value {
    let mut tags = vec![task.area];
    tags.extend(chance.percent(20).then_some("Customer"));
    tags.extend(chance.percent(12).then_some("Quick win"));
    let project = projects::of(task.area).filter(|_| chance.percent(60));
    let estimate = [0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0];
    let estimate = chance.percent(80).then(|| chance.one(&estimate));
    let number = task.key.trim_start_matches("task-");
    let link = chance.percent(25).then(|| format!("https://tracker.halden.example/{number}"));
    let mut properties = json!({
        "Name": task.title,
        "Status": task.status,
        "Priority": task.priority,
        "Deadline": task.deadline,
        "Assigned To": task.people,
        "Estimate": estimate,
        "Tags": tags,
        "Project": project.map(|it| vec![it]),
        "Link": link,
        "Waiting for customer": chance.percent(10),
        "Reviewed": reviewed,
        "Notes": task.notes,
    });
    properties.as_object_mut().into_iter().for_each(|it| it.retain(|_, value| !value.is_null()));
    let minute = chance.between(0, 59);
    let created =
        format!("{}T{:02}:{minute:02}:00.000Z", date(-task.days_old), chance.between(7, 16));
    let mut row = json!({
        "key": task.key,
        "id": id(&task.key),
        "created": created,
        "properties": properties,
    });
    if chance.percent(12) {
        row["children"] = Value::from(content(chance));
    }
    row
}

/// A few tasks have something written on their page.
fn content(chance: &mut Chance) -> Vec<Value> {
    let mut steps: Vec<&str> = titles::STEPS.to_vec();
    chance.shuffle(&mut steps);
    let done = chance.between(0, 3);
    let mut blocks = vec![paragraph(chance.one(titles::NOTES))];
    blocks.extend((0..5).zip(&steps).map(|(at, step)| to_do(at < done, step)));
    blocks.push(bullet("Asked before", vec![bullet(chance.one(titles::NOTES), Vec::new())]));
    blocks
}
