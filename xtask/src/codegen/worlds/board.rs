//! The team board, which mirrors the tasks and is behind: that is what the sync job is for.

use serde_json::{Value, json};

use super::chance::{Chance, id};
use super::tasks::Task;

/// The word of the board for each status of a task.
const STATES: &[(&str, &str)] = &[
    ("Not started", "To do"),
    ("Active", "Doing"),
    ("Blocked", "Stuck"),
    ("In review", "Review"),
    ("Done", "Done"),
    ("Cancelled", "Dropped"),
];

/// Rows that the workshop made by hand. Nothing mirrors them, and nothing may touch them.
const OWN: &[(&str, &str)] = &[
    ("Whose turn is it to oil the stand?", "To do"),
    ("Friday cake: Jonas promised poppy seed", "Doing"),
    ("Return the borrowed torque wrench to the neighbours", "To do"),
];

/// The database: two thirds of the tasks are on it, and some of these are out of date.
pub(super) fn database(tasks: &[Task]) -> Value {
    let mut chance = Chance::of(3);
    let mut rows = Vec::new();
    for task in tasks {
        // Old tasks are all there; new ones arrive with the next sync.
        if task.days_old < 20 || chance.percent(20) {
            continue;
        }
        rows.push(mirror(task, &mut chance));
    }
    rows.extend(
        OWN.iter().map(|(title, state)| json!({ "properties": { "Task": title, "State": state } })),
    );
    json!({
        "key": "board",
        "title": "Team board",
        "parent": "home",
        "properties": {
            "Task": { "title": {} },
            "State": { "select": { "options": states() } },
            "Owner": { "people": {} },
            "Due": { "date": {} },
            "Urgency": { "select": { "options": super::tasks::priorities() } },
            "Source ID": { "rich_text": {} },
        },
        "rows": rows,
    })
}

/// The row of a task, as it was when the board last agreed with it.
fn mirror(task: &Task, chance: &mut Chance) -> Value {
    let stale = chance.percent(22);
    let state = STATES.iter().find(|(status, _)| *status == task.status).map(|(_, state)| *state);
    let mut properties = json!({
        "Task": task.title,
        "State": state,
        "Owner": task.people,
        "Due": task.deadline,
        "Urgency": task.priority,
        "Source ID": id(&task.key),
    });
    if stale {
        match chance.between(0, 2) {
            0 => properties["Due"] = json!({ "start": super::date(super::working_day(-30)) }),
            1 => properties["State"] = json!("To do"),
            _ => properties["Owner"] = json!(["bruno"]),
        }
    }
    properties.as_object_mut().into_iter().for_each(|it| it.retain(|_, value| !value.is_null()));
    json!({ "properties": properties })
}

fn states() -> Value {
    let colors = ["default", "blue", "red", "purple", "green", "gray"];
    STATES
        .iter()
        .zip(colors)
        .map(|((_, name), color)| json!({ "name": name, "color": color }))
        .collect()
}
