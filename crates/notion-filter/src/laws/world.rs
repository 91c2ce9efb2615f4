//! A data source with every type of property that Notion filters, and the circumstances of a query.

use std::sync::LazyLock;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::dice::Dice;
use super::pages;
use crate::{
    Entries, Entry, Env, EvalEnv, MultiValue, Options, PropertyKeys, Relative, Schema, Windows,
};

/// Types with the same operators.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
    Text,
    Number,
    Id,
    Checkbox,
    Select,
    Status,
    MultiSelect,
    People,
    Relation,
    Files,
    Verification,
    Date,
}

/// Where the value of a column is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    Plain,
    /// A time of the page itself.
    Timestamp,
    Formula,
    Rollup,
    List,
}

/// A property of the data source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) form: Form,
    /// The type; of a formula or a rollup, that of what comes out.
    pub(super) kind: &'static str,
    pub(super) class: Class,
    /// How the name may be written.
    pub(super) spellings: &'static [&'static str],
}

const fn column(
    name: &'static str,
    form: Form,
    kind: &'static str,
    class: Class,
    spellings: &'static [&'static str],
) -> Column {
    Column { name, form, kind, class, spellings }
}

/// One column at least for every type.
pub(super) const COLUMNS: &[Column] = &[
    column("Voyage", Form::Plain, "title", Class::Text, &["Voyage", "voyage", "`Voyage`"]),
    column(
        "Café log",
        Form::Plain,
        "rich_text",
        Class::Text,
        &["Café log", "Cafe\u{301} log", "prop(\"café log\")"],
    ),
    column("Web site", Form::Plain, "url", Class::Text, &["Web site", "\"Web site\""]),
    column("E-mail", Form::Plain, "email", Class::Text, &["E-mail", "'E-mail'"]),
    column("☎ 状態", Form::Plain, "phone_number", Class::Text, &["☎ 状態", "\"☎ 状態\""]),
    column("Crew Size", Form::Plain, "number", Class::Number, &["Crew Size", "crew  size"]),
    column("and", Form::Plain, "number", Class::Number, &["`and`", "\"and\""]),
    column("No.", Form::Plain, "unique_id", Class::Id, &["No.", "\"No.\""]),
    column("Insured", Form::Plain, "checkbox", Class::Checkbox, &["Insured", "`Insured`"]),
    column(
        "Is it \"far\"?",
        Form::Plain,
        "checkbox",
        Class::Checkbox,
        &["\"Is it \\\"far\\\"?\"", "`Is it \"far\"?`"],
    ),
    column("Risk", Form::Plain, "select", Class::Select, &["Risk", "\"Risk\"", "RISK"]),
    column("Stage", Form::Plain, "status", Class::Status, &["Stage", "stage"]),
    column("Gear", Form::Plain, "multi_select", Class::MultiSelect, &["Gear", "`Gear`"]),
    column("Captain", Form::Plain, "people", Class::People, &["Captain", "\"Captain\""]),
    column("Logged by", Form::Plain, "created_by", Class::People, &["Logged by"]),
    column("Amended by", Form::Plain, "last_edited_by", Class::People, &["Amended by"]),
    column("Ship", Form::Plain, "relation", Class::Relation, &["Ship", "\"ship\""]),
    column("Papers", Form::Plain, "files", Class::Files, &["Papers"]),
    column("Checked", Form::Plain, "verification", Class::Verification, &["Checked"]),
    column("Departure", Form::Plain, "date", Class::Date, &["Departure", "`departure`"]),
    column("Logged", Form::Plain, "created_time", Class::Date, &["Logged"]),
    column("Amended", Form::Plain, "last_edited_time", Class::Date, &["Amended"]),
    column("", Form::Timestamp, "created_time", Class::Date, &["@created_time", "@created"]),
    column(
        "",
        Form::Timestamp,
        "last_edited_time",
        Class::Date,
        &["@last_edited_time", "last_edited_time", "@edited"],
    ),
    column("Days at Sea", Form::Formula, "number", Class::Number, &["Days at Sea"]),
    column("Label", Form::Formula, "string", Class::Text, &["Label"]),
    column("Overdue", Form::Formula, "checkbox", Class::Checkbox, &["Overdue"]),
    column("Next Check", Form::Formula, "date", Class::Date, &["Next Check"]),
    column("Total Tons", Form::Rollup, "number", Class::Number, &["Total Tons"]),
    column("First Refit", Form::Rollup, "date", Class::Date, &["First Refit"]),
    column("Ship Names", Form::List, "title", Class::Text, &["Ship Names"]),
    column("Ship Sites", Form::List, "url", Class::Text, &["Ship Sites"]),
    column("Ship Tons", Form::List, "number", Class::Number, &["Ship Tons"]),
    column("Seaworthy", Form::List, "checkbox", Class::Checkbox, &["Seaworthy"]),
    column("Ship Risks", Form::List, "select", Class::Select, &["Ship Risks"]),
    column("Ship States", Form::List, "status", Class::Select, &["Ship States"]),
    column("Ship Gear", Form::List, "multi_select", Class::MultiSelect, &["Ship Gear"]),
    column("Owners", Form::List, "people", Class::People, &["Owners"]),
    column("Builders", Form::List, "last_edited_by", Class::People, &["Builders"]),
    column("Yards", Form::List, "relation", Class::Relation, &["Yards"]),
    column("Deeds", Form::List, "files", Class::Files, &["Deeds"]),
    column("Refits", Form::List, "date", Class::Date, &["Refits"]),
    column("Entered", Form::List, "created_time", Class::Date, &["Entered"]),
];

/// The columns that are properties, with their ids.
pub(super) fn properties() -> impl Iterator<Item = (String, &'static Column)> {
    let named = COLUMNS.iter().enumerate().filter(|(_, column)| column.form != Form::Timestamp);
    named.map(|(place, column)| (format!("c:{place}"), column))
}

pub(super) static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let properties: serde_json::Map<String, Value> = properties()
        .map(|(id, column)| {
            let kind = match column.form {
                Form::Formula => "formula",
                Form::Rollup | Form::List => "rollup",
                _ => column.kind,
            };
            let of_kind = json!({ "id": id, "name": column.name, "description": null, "type": kind,
                                  kind: content(column) });
            (column.name.to_owned(), of_kind)
        })
        .collect();
    let source = json!({
        "object": "data_source", "id": "eeeeeeee-0000-4000-8000-000000000001",
        "title": [], "description": [], "properties": properties,
    });
    let mut schema = Schema::from(&serde_json::from_value(source).unwrap());
    schema.learn_from_page(&pages::example());
    schema
});

fn content(column: &Column) -> Value {
    let options = |names: &[&str]| -> Value {
        names.iter().map(|it| json!({"id": it, "name": it, "color": "default"})).collect()
    };
    let rollup = |function: &str| {
        json!({ "rollup_property_name": "x", "relation_property_name": "Ship",
                "rollup_property_id": "x", "relation_property_id": "y", "function": function })
    };
    match (column.form, column.class) {
        (Form::Formula, _) => json!({"expression": "…"}),
        (Form::Rollup, Class::Date) => rollup("earliest_date"),
        (Form::Rollup, _) => rollup("sum"),
        (Form::List, _) => rollup("show_original"),
        (_, Class::Select) => json!({ "options": options(pages::RISKS) }),
        (_, Class::MultiSelect) => json!({ "options": options(pages::GEAR) }),
        (_, Class::Status) => json!({
            "options": options(pages::STAGES),
            "groups": [
                {"id": "1", "name": "To-do", "color": "gray", "option_ids": ["Idea", "Not planned"]},
                {"id": "2", "name": "Complete", "color": "green", "option_ids": ["Back home"]},
            ],
        }),
        (_, Class::Id) => json!({"prefix": "VOY"}),
        (_, Class::Number) => json!({"format": "number"}),
        (_, Class::Relation) => json!({
            "database_id": "cccccccc-0000-4000-8000-000000000001",
            "data_source_id": "cccccccc-0000-4000-8000-000000000002",
            "type": "single_property", "single_property": {},
        }),
        _ => json!({}),
    }
}

fn entries(names: &[(&str, &str, Option<&str>)]) -> Entries {
    Entries::new(names.iter().map(|(id, name, email)| Entry {
        id: id.parse().unwrap(),
        name: (*name).to_owned(),
        email: email.map(str::to_owned),
    }))
}

static PEOPLE: LazyLock<Entries> = LazyLock::new(|| {
    entries(&[
        ("11111111-0000-4000-8000-000000000000", "Ada Lovelace", Some("ada@example.com")),
        ("22222222-0000-4000-8000-000000000000", "Zheng He", None),
    ])
});

static SHIPS: LazyLock<Entries> =
    LazyLock::new(|| entries(&[("aaaaaaaa-0000-4000-8000-000000000000", "Endurance", None)]));

/// The circumstances of a query, on both sides of the wire.
#[derive(Clone, Debug)]
pub(super) struct Around {
    pub(super) env: Env<'static>,
    pub(super) eval: EvalEnv,
    pub(super) options: Options,
}

/// The zones of the environments: with summer time, with half hours, and both sides of the date line.
pub(super) const ZONES: &[&str] = &[
    "UTC0",
    "GMT0BST,M3.5.0/1,M10.5.0",
    "EST5EDT,M3.2.0,M11.1.0",
    "<+0545>-5:45",
    "JST-9",
    "<+14>-14",
    "<-11>11",
];

pub(super) const NOW: &str = "2031-05-09T16:30:42Z";

pub(super) fn zone(name: &str) -> TimeZone {
    if name == "UTC0" { TimeZone::UTC } else { TimeZone::posix(name).unwrap() }
}

/// In UTC, with the default options.
pub(super) fn plain() -> Around {
    around(&mut Dice::new(&[]))
}

pub(super) fn around(dice: &mut Dice<'_>) -> Around {
    let now = NOW.parse().unwrap();
    let week_start = dice.pick(&[Weekday::Monday, Weekday::Sunday, Weekday::Saturday]);
    let zone = zone(dice.pick(ZONES));
    let options = Options {
        relative: dice.pick(&[Relative::Resolve, Relative::Symbolic]),
        windows: dice.pick(&[Windows::Native, Windows::Explicit]),
        multi_value: dice.pick(&[MultiValue::Array, MultiValue::Expand]),
        property_keys: dice.pick(&[PropertyKeys::Name, PropertyKeys::Id]),
        ..Options::default()
    };
    let env = Env { week_start, ..Env::at(now).in_zone(zone) };
    let me = "11111111-0000-4000-8000-000000000000".parse().unwrap();
    Around {
        env: env.with_people(&*PEOPLE).with_pages(&*SHIPS),
        eval: EvalEnv { week_start, ..EvalEnv::at(now).with_me(me) },
        options,
    }
}
