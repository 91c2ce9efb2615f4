//! A data source in which somebody else works while it is read.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Filter, NumberCondition, PeopleCondition,
    TextCondition, TimestampKind,
};
use serde_json::{Value, json};

use super::super::Minute;
use crate::mock::{Asked, Mock, Reply, id, list, ok};

/// The minute in which a scan begins.
pub(super) const NOW: i64 = 29_700_000;

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) number: u32,
    pub(super) created: i64,
    pub(super) edited: i64,
    pub(super) title: String,
    pub(super) done: bool,
    pub(super) points: Option<i64>,
    pub(super) author: u32,
    pub(super) in_trash: bool,
    /// Whether it was there all the time.
    pub(super) steady: bool,
}

impl Row {
    pub(super) fn new(number: u32, created: i64) -> Self {
        Self {
            number,
            created,
            edited: created,
            title: "Same".to_owned(),
            done: false,
            points: None,
            author: 1,
            in_trash: false,
            steady: true,
        }
    }
}

#[derive(Debug)]
pub(super) struct World {
    pub(super) rows: Vec<Row>,
    /// Rows that one query lists.
    pub(super) cap: usize,
    pub(super) has_unique_id: bool,
    /// What somebody else does before each request.
    pub(super) random: fastrand::Rng,
    pub(super) restless: bool,
    /// Whether it leaves out what does not pass the filter.
    pub(super) filters: bool,
}

/// The world as the test sees it, and as the client does.
pub(super) fn notion(world: World) -> (Arc<Mutex<World>>, Mock) {
    let world = Arc::new(Mutex::new(world));
    let shared = Arc::clone(&world);
    let mock = Mock::new(move |asked: &Asked| -> Reply {
        let mut world = shared.lock().unwrap();
        let now = NOW + i64::try_from(asked.at.as_secs() / 60).unwrap();
        if world.restless {
            world.work(now);
        }
        let shown = asked.call.split_once("filter_properties=").map(|(_, id)| id.to_owned());
        ok(world.query(&asked.body, shown.as_deref())).after(0.3)
    });
    (world, mock)
}

impl World {
    /// Some rows are made, edited, trashed and restored.
    fn work(&mut self, now: i64) {
        for _ in 0..self.random.usize(0..6) {
            let at = self.random.usize(0..self.rows.len());
            let new = u32::try_from(self.rows.len()).unwrap() + 1;
            let row = &mut self.rows[at];
            match self.random.u8(0..10) {
                0 => {
                    let row = Row { steady: false, ..Row::new(new, now) };
                    self.rows.push(row);
                    continue;
                }
                1 => row.in_trash = true,
                2 => row.in_trash = false,
                3 | 4 => row.done = !row.done,
                5 | 6 => row.points = Some(self.random.i64(0..50)),
                _ => row.title = format!("Edited {}", self.random.u32(..)),
            }
            row.steady &= !row.in_trash;
            row.edited = now;
        }
    }

    fn query(&self, body: &Value, shown: Option<&str>) -> Value {
        let filter: Option<Filter> = serde_json::from_value(body["filter"].clone()).unwrap();
        let filter = filter.filter(|_| self.filters);
        let passes = filter.map(test);
        let mut rows: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| !row.in_trash && passes.as_ref().is_none_or(|passes| passes(row)))
            .collect();
        let sort = &body["sorts"][0];
        let down = sort["direction"] == "descending";
        let place = |row: &Row| {
            let place = match sort["property"].as_str() {
                Some("Done") => i64::from(row.done),
                Some("Points") => row.points.unwrap_or(i64::MAX),
                Some("ID") => i64::from(row.number),
                _ => row.created,
            };
            (if down { -place } else { place }, Reverse(row.number))
        };
        if sort["property"] == "Name" {
            // Only ever one page of it.
            rows.sort_by(|a, b| if down { b.title.cmp(&a.title) } else { a.title.cmp(&b.title) });
        } else {
            rows.sort_unstable_by_key(|row| place(row));
        }
        let start = body["start_cursor"].as_str().map_or(0, |cursor| {
            let number: u32 = cursor.parse().unwrap();
            let at = place(&self.rows[number as usize - 1]);
            rows.partition_point(|row| place(row) < at)
        });
        // The cursor also says how many rows came before, which here is as many as there are now.
        let size = usize::try_from(body["page_size"].as_u64().unwrap()).unwrap();
        let end = (start + size).min(rows.len()).min(self.cap.max(start));
        let results = rows[start..end].iter().map(|row| self.show(row, shown)).collect();
        let next = (end < rows.len().min(self.cap)).then(|| rows[end].number.to_string());
        let mut answer = list(results, next.as_deref());
        if next.is_none() && rows.len() > end {
            answer["request_status"] = json!({"type": "incomplete"});
        }
        answer
    }

    /// A row, with the property of that id, or with all.
    fn show(&self, row: &Row, shown: Option<&str>) -> Value {
        let title = json!([{"type": "text", "text": {"content": row.title, "link": null},
            "plain_text": row.title, "href": null}]);
        let mut properties = json!({
            "Name": {"id": "title", "type": "title", "title": title},
            "Done": {"id": "d", "type": "checkbox", "checkbox": row.done},
            "Points": {"id": "p", "type": "number", "number": row.points},
            "Who": {"id": "w", "type": "created_by",
                "created_by": {"object": "user", "id": id(row.author)}},
        });
        if self.has_unique_id {
            properties["ID"] = json!({"id": "u", "type": "unique_id",
                "unique_id": {"prefix": null, "number": row.number}});
        }
        if let (Some(shown), Some(all)) = (shown, properties.as_object_mut()) {
            all.retain(|_, it| it["id"] == shown);
        }
        json!({
            "object": "page", "id": id(row.number), "properties": properties,
            "created_time": Minute(row.created).text(),
            "last_edited_time": Minute(row.edited).text(),
        })
    }

    /// The numbers of the rows that have to be listed.
    pub(super) fn steady(&self) -> BTreeSet<u32> {
        self.rows.iter().filter(|row| row.steady).map(|row| row.number).collect()
    }
}

type Passes = Box<dyn Fn(&Row) -> bool>;

fn test(filter: Filter) -> Passes {
    match filter {
        Filter::And(parts) => {
            let parts: Vec<_> = parts.into_iter().map(test).collect();
            Box::new(move |row| parts.iter().all(|it| it(row)))
        }
        Filter::Or(parts) => {
            let parts: Vec<_> = parts.into_iter().map(test).collect();
            Box::new(move |row| parts.iter().any(|it| it(row)))
        }
        Filter::Timestamp(it) => {
            let time: fn(&Row) -> i64 = match it.timestamp {
                TimestampKind::CreatedTime => |row| row.created,
                TimestampKind::LastEditedTime => |row| row.edited,
            };
            let minute =
                |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second().div_euclid(60);
            match it.condition {
                DateCondition::Before(bound) => {
                    let bound = minute(&bound);
                    Box::new(move |row| time(row) < bound)
                }
                DateCondition::OnOrAfter(bound) => {
                    let bound = minute(&bound);
                    Box::new(move |row| time(row) >= bound)
                }
                other => panic!("{other:?}"),
            }
        }
        Filter::Property(it) => Box::new(move |row| holds(&it.condition, row)),
    }
}

fn holds(condition: &Condition, row: &Row) -> bool {
    match condition {
        Condition::Title(TextCondition::Contains(part)) => has(row, part),
        Condition::Title(TextCondition::DoesNotContain(part)) => !has(row, part),
        Condition::Title(TextCondition::Equals(text)) => row.title.to_lowercase() == *text,
        Condition::Title(TextCondition::DoesNotEqual(text)) => row.title.to_lowercase() != *text,
        Condition::Checkbox(CheckboxCondition::Equals(wanted)) => row.done == *wanted,
        Condition::Number(it) => compare(it, row.points),
        Condition::UniqueId(it) => compare(it, Some(row.number.into())),
        Condition::CreatedBy(PeopleCondition::Contains(who)) => id(row.author) == *who,
        Condition::CreatedBy(PeopleCondition::DoesNotContain(who)) => id(row.author) != *who,
        other => panic!("{other:?}"),
    }
}

fn has(row: &Row, part: &str) -> bool {
    row.title.to_lowercase().contains(part)
}

fn compare(condition: &NumberCondition, number: Option<i64>) -> bool {
    match (condition, number) {
        (NumberCondition::IsEmpty, number) => number.is_none(),
        (NumberCondition::LessThan(it), Some(number)) => number < it.as_i64().unwrap(),
        (NumberCondition::GreaterThan(it), Some(number)) => number > it.as_i64().unwrap(),
        (NumberCondition::GreaterThanOrEqualTo(it), Some(number)) => number >= it.as_i64().unwrap(),
        (_, None) => false,
        (other, _) => panic!("{other:?}"),
    }
}
