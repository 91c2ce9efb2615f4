//! Random pages: many empty values, lists of up to two, and dates around the day and minute compared.

use std::sync::LazyLock;

use notion_model::Page;
use serde_json::{Value, json};

use super::dice::Dice;
use super::world::{Class, Column, Form, properties};

pub(super) const RISKS: &[&str] = &["Calm", "High seas", "荒れ", "Perilous"];
pub(super) const STAGES: &[&str] = &["Idea", "Not planned", "Under way", "Back home"];
pub(super) const GEAR: &[&str] = &["nets", "charts", "spare sails"];

const TEXTS: &[&str] = &[
    "alpha",
    "ALPHA",
    "Alphabet",
    "the alpha",
    "beta",
    "Straße",
    "cafe\u{301}",
    "CAFÉ",
    "状態 x",
    "a, \"b\"",
    " ",
];

/// Instants around the environments' now, and around midnight in their zones.
const TIMES: &[&str] = &[
    "2031-05-09T00:00:00.000+00:00",
    "2031-05-09T16:29:59.000+00:00",
    "2031-05-09T16:30:00.000+00:00",
    "2031-05-09T18:30:59.000+02:00",
    "2031-05-09T16:31:00.000+00:00",
    "2031-05-10T00:30:00.000+01:00",
    "2031-05-09T00:00:00.000+01:00",
    "2031-05-09T23:59:59.000-04:00",
    "2031-05-10T00:00:00.000+05:45",
    "2031-05-10T00:00:00.000+09:00",
    "2031-05-09T23:59:00.000+14:00",
    "2031-05-08T23:59:00.000-11:00",
    "2031-05-02T00:00:00.000+00:00",
    "2031-05-01T23:59:00.000+00:00",
    "2030-05-09T00:00:00.000+00:00",
];

const DAYS: &[&str] = &[
    "2031-05-09",
    "2031-05-08",
    "2031-05-10",
    "2031-05-02",
    "2031-05-01",
    "2031-05-16",
    "2031-06-09",
    "2031-05-04",
    "2031-05-05",
    "2031-05-11",
    "2031-04-09",
    "2032-05-09",
];

/// Enough pages that every pair of values of two properties occurs in some.
static POOL: LazyLock<Vec<Page>> = LazyLock::new(|| {
    // A multiplicative generator: what matters is only that all runs see the same pages.
    let mut state = 0x2031_0509_u64;
    let mut page = || {
        let faces: Vec<u16> = (0..400)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                u16::try_from(state >> 48).unwrap()
            })
            .collect();
        page(&mut Dice::new(&faces), false)
    };
    (0..500).map(|_| page()).collect()
});

/// Some of the pages, other ones for every number.
pub(super) fn pages(choice: u16) -> impl Iterator<Item = &'static Page> {
    let first = usize::from(choice);
    (0..5).map(move |place| &POOL[(first + place * 61) % POOL.len()])
}

/// A page without empty values, to learn types from.
pub(super) fn example() -> Page {
    page(&mut Dice::new(&[]), true)
}

fn page(dice: &mut Dice<'_>, full: bool) -> Page {
    let properties: serde_json::Map<String, Value> = properties()
        .map(|(id, column)| {
            let (kind, value) = property(column, dice, full);
            (column.name.to_owned(), json!({"id": id, "type": kind, kind: value}))
        })
        .collect();
    serde_json::from_value(json!({
        "object": "page",
        "id": "00000000-0000-4000-8000-000000000001",
        "created_time": dice.pick(TIMES),
        "last_edited_time": dice.pick(TIMES),
        "properties": properties,
    }))
    .unwrap()
}

fn property(column: &Column, dice: &mut Dice<'_>, full: bool) -> (&'static str, Value) {
    match column.form {
        Form::Plain | Form::Timestamp => (column.kind, value(column, dice, full)),
        Form::Formula => {
            let kind = if column.kind == "checkbox" { "boolean" } else { column.kind };
            ("formula", json!({"type": kind, kind: value(column, dice, full)}))
        }
        Form::Rollup => {
            let function = if column.class == Class::Date { "earliest_date" } else { "sum" };
            let value = value(column, dice, full);
            ("rollup", json!({"type": column.kind, column.kind: value, "function": function}))
        }
        Form::List => {
            let length = if full { 1 } else { dice.roll(3) };
            let elements: Vec<Value> = (0..length)
                .map(|_| json!({"type": column.kind, column.kind: value(column, dice, full)}))
                .collect();
            ("rollup", json!({"type": "array", "array": elements, "function": "show_original"}))
        }
    }
}

/// A value of the column's type; empty about one time in three, unless `full`.
fn value(column: &Column, dice: &mut Dice<'_>, full: bool) -> Value {
    let empty = !full && dice.once_in(3);
    let user = |digit: char| {
        let id = format!("{}-0000-4000-8000-000000000000", String::from(digit).repeat(8));
        json!({"object": "user", "id": id})
    };
    let option = |name: &str| json!({"id": "x", "name": name, "color": "default"});
    match column.class {
        Class::Text => {
            let text = dice.pick(TEXTS);
            match column.kind {
                "title" | "rich_text" if empty => json!([]),
                "title" | "rich_text" => {
                    // Two runs now and then: the value is what they say together.
                    let (first, rest) = text.split_at(if text.is_ascii() { text.len() / 2 } else { 0 });
                    let run = |it: &str| json!({"type": "text", "text": {"content": it, "link": null}});
                    json!([run(first), run(rest)])
                }
                _ if empty && dice.once_in(2) => json!(""),
                _ if empty => Value::Null,
                _ => json!(text),
            }
        }
        Class::Id => json!({"prefix": "VOY", "number": dice.pick(&[5, 4, 6, 1, 7])}),
        Class::Checkbox if column.form == Form::Formula && empty => Value::Null,
        Class::Checkbox => json!(dice.roll(2) == 0),
        Class::People if column.kind != "people" => user(dice.pick(&['1', '2'])),
        Class::Date if column.kind != "date" => json!(dice.pick(TIMES)),
        Class::MultiSelect | Class::People | Class::Relation | Class::Files if empty => json!([]),
        _ if empty => Value::Null,
        Class::Number => match dice.roll(7) {
            5 => json!(5.5),
            6 => json!(5.0),
            other => json!([5, 4, 6, -3, 1000][other]),
        },
        Class::Select => option(dice.pick(RISKS)),
        Class::Status => option(dice.pick(STAGES)),
        Class::MultiSelect => {
            let first = dice.roll(GEAR.len());
            let second = (first + dice.roll(2)) % GEAR.len();
            let mut chosen = vec![option(GEAR[first])];
            if second != first {
                chosen.push(option(GEAR[second]));
            }
            json!(chosen)
        }
        Class::People => {
            dice.pick(&[&['1'][..], &['2'], &['1', '3'], &['3']]).iter().copied().map(user).collect()
        }
        Class::Relation => dice
            .pick(&[&['a'][..], &['b'], &['b', 'a']])
            .iter()
            .map(|it| json!({"id": format!("{}-0000-4000-8000-000000000000", it.to_string().repeat(8))}))
            .collect(),
        Class::Files => {
            json!([{"name": "x", "type": "external", "external": {"url": "https://x.y"}}])
        }
        Class::Verification => {
            json!({"state": dice.pick(&["verified", "expired"]), "verified_by": null, "date": null})
        }
        Class::Date => {
            let start = if dice.roll(2) == 0 { dice.pick(DAYS) } else { dice.pick(TIMES) };
            let end = dice.once_in(4).then(|| dice.pick(DAYS));
            json!({"start": start, "end": end, "time_zone": null})
        }
    }
}
