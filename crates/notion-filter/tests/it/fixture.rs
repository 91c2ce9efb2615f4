//! The data source that all expressions are about, and files of cases.
//!
//! A file holds headings, `## …`, and blocks: a line `=== expression` and what comes of it. An expression may begin with options
//! in brackets, as in `=== [tz=UTC] Departure < now`; `⏎`, `␍` and `␀` in it stand for a line feed,
//! a carriage return and a NUL, and `⟨3×ab⟩` for `ababab`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use notion_filter::{
    Compiled, Entries, Entry, Env, FilterError, MultiValue, OptionNames, Options, PropertyKeys,
    PropertyType, Pushdown, Relative, Schema, Windows, compile_with,
};
use notion_model::{DataSource, Page};

/// The schema of the voyages, with what a page teaches about it.
pub(crate) fn schema() -> Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(read_schema);
    SCHEMA.clone()
}

fn read_schema() -> Schema {
    let source = include_str!("../../../../fixtures/filter/schema.json");
    let source: DataSource = serde_json::from_str(source).unwrap();
    let page = include_str!("../../../../fixtures/filter/page.json");
    let page: Page = serde_json::from_str(page).unwrap();
    let mut schema = Schema::from(&source);
    schema.learn_from_page(&page);
    schema
}

pub(crate) fn people() -> Entries {
    let person = |digit: u8, name: &str, email: Option<&str>| Entry {
        id: uuid(digit),
        name: name.to_owned(),
        email: email.map(str::to_owned),
    };
    Entries::new([
        person(1, "Grania O'Malley", Some("grania@clew.example")),
        person(2, "Zheng He", None),
        person(3, "Jeanne Baret", Some("jeanne@etoile.example")),
        person(4, "Jeanne Baret", Some("baret@boudeuse.example")),
    ])
}

pub(crate) fn ships() -> Entries {
    let ship =
        |digit: u8, name: &str| Entry { id: uuid(digit), name: name.to_owned(), email: None };
    Entries::new([ship(0xA, "Endurance"), ship(0xB, "Kon Tiki")])
}

fn uuid(digit: u8) -> uuid::Uuid {
    uuid::Uuid::from_u128((u128::from(digit) * 0x1111_1111) << 96 | 0x4000_8000_0000_0000_0000)
}

/// Half past five in the afternoon of Friday, 9 May 2031, in London.
pub(crate) fn env<'a>(people: &'a Entries, ships: &'a Entries) -> Env<'a> {
    let london = jiff::tz::TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap();
    Env::at("2031-05-09T17:30:42+01:00".parse().unwrap())
        .in_zone(london)
        .with_people(people)
        .with_pages(ships)
}

/// Compiles an expression that may begin with options.
pub(crate) fn compile(case: &str) -> (String, Result<Compiled, FilterError>) {
    with(case, compile_with)
}

/// Does something with an expression that may begin with options.
pub(crate) fn with<T>(
    case: &str,
    act: impl FnOnce(&str, &Schema, &Env<'_>, &Options) -> T,
) -> (String, T) {
    let (people, ships) = (people(), ships());
    let mut env = env(&people, &ships);
    let mut options = Options::default();
    let mut schema = schema();
    let mut expression = case;
    if let Some((settings, rest)) = case.strip_prefix('[').and_then(|it| it.split_once("] ")) {
        expression = rest;
        for setting in settings.split(' ') {
            match setting {
                "tz=UTC" => env.zone = jiff::tz::TimeZone::UTC,
                "tz=Tokyo" => env.zone = jiff::tz::TimeZone::posix("JST-9").unwrap(),
                "tz=SaoPaulo" => {
                    // Summer time began at midnight there, so that some days had no midnight.
                    let rule = "<-03>3<-02>,M10.3.0/0,M2.3.0/0";
                    env.zone = jiff::tz::TimeZone::posix(rule).unwrap();
                }
                "me" => env.me = Some(notion_model::UserId::from(uuid(1))),
                "week=sunday" => env.week_start = jiff::civil::Weekday::Sunday,
                "relative=symbolic" => options.relative = Relative::Symbolic,
                "windows=explicit" => options.windows = Windows::Explicit,
                "multi-value=expand" => options.multi_value = MultiValue::Expand,
                "relative=resolve" => options.relative = Relative::Resolve,
                "windows=native" => options.windows = Windows::Native,
                "multi-value=array" => options.multi_value = MultiValue::Array,
                "partial" => options.pushdown = Pushdown::Partial,
                "conditions=4" => options.limits.conditions = 4,
                "keys=id" => options.property_keys = PropertyKeys::Id,
                "odd" => schema = odd_names(),
                "twins" => {
                    schema.property("stage", PropertyType::RichText);
                }
                "untyped" => schema = Schema::untyped(),
                "assumed=status" => {
                    let status = PropertyType::named("status").unwrap();
                    schema = Schema::untyped().assuming(status);
                }
                "no-directory" => env = env.with_people(&notion_filter::NoDirectory),
                other => match other.strip_prefix("now=") {
                    Some(now) => env.now = now.parse().unwrap(),
                    None => panic!("unknown setting {other}"),
                },
            }
        }
    }
    let expression = repeated(expression).replace('␍', "\r").replace('⏎', "\n").replace('␀', "\0");
    let done = act(&expression, &schema, &env, &options);
    (expression, done)
}

/// Names that are words of the language, that differ in case only, or that say nothing.
fn odd_names() -> Schema {
    let names = ["true", "", "Red", "red", "and", "a, b", "Twin", "Twin", "e\u{301}"];
    let kinds = PropertyType::Select(OptionNames::all(names));
    let mut schema = Schema::new("Oddities");
    schema
        .property("Kind", kinds)
        .property("name", PropertyType::RichText)
        .property("Name", PropertyType::Title)
        .property("and", PropertyType::Checkbox)
        .property("order by", PropertyType::Number)
        .property("limit", PropertyType::Number)
        .property("Caf\u{e9}", PropertyType::Checkbox);
    schema
}

/// `⟨3×ab⟩` written out as `ababab`.
fn repeated(expression: &str) -> String {
    let mut out = String::new();
    for (index, part) in expression.split(['⟨', '⟩']).enumerate() {
        match part.split_once('×').filter(|_| index % 2 == 1) {
            Some((times, text)) => out.push_str(&text.repeat(times.parse().unwrap())),
            None => out.push_str(part),
        }
    }
    out
}

/// The expressions of a file.
pub(crate) fn expressions(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter_map(|line| line.strip_prefix("=== "))
}

/// Compares every block of a file with what comes of its expression.
#[track_caller]
pub(crate) fn check(name: &str, file: &str, outcome: impl Fn(&str) -> String) {
    let mut actual = String::new();
    for line in file.lines() {
        if let Some(expression) = line.strip_prefix("=== ") {
            writeln!(actual, "=== {expression}\n{}", outcome(expression).trim_end()).unwrap();
        } else if line.starts_with("## ") {
            writeln!(actual, "{line}").unwrap();
        }
    }
    if actual == file {
        return;
    }
    let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, &actual).unwrap();
    let (line, (want, got)) = file
        .lines()
        .chain(std::iter::repeat("(nothing)"))
        .zip(actual.lines().chain(std::iter::once("(nothing)")))
        .enumerate()
        .find(|(_, (want, got))| want != got)
        .unwrap();
    panic!(
        "fixtures/filter/{name}:{}\n  expected: {want}\n  found:    {got}\n\
         if all of {path} is right, copy it over the fixture",
        line + 1
    );
}
