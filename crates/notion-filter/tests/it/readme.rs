//! The front page is held to what it says: its filters compile, its tables agree with the checker, its
//! examples have the JSON they show, and its grammar writes only what the parser reads.

use std::collections::BTreeMap;

use notion_filter::{Code, Limits, MAX_BYTES, MAX_DEPTH, MAX_DIAGNOSTICS, MAX_LIST, Severity};
use serde_json::{Value, json};

use crate::fixture;
use crate::good_input::to_json;

pub(crate) const PAGE: &str = include_str!("../../README.md");

#[test]
fn every_filter_compiles() {
    let mut filters = 0;
    for line in blocks("text").flat_map(str::lines) {
        compiled(line);
        filters += 1;
    }
    assert!(filters >= 29, "only {filters} filters were found");
}

#[test]
fn worked_examples_compile_to_their_json() {
    let examples = section("Worked examples");
    let said: Vec<Value> =
        fenced(examples, "json").map(|it| serde_json::from_str(it).unwrap()).collect();
    let filters: Vec<&str> = fenced(examples, "text").map(str::trim_end).collect();
    assert_eq!((filters.len(), said.len()), (20, 20));
    for (filter, said) in filters.into_iter().zip(said) {
        let compiled = compiled(filter);
        assert_eq!(compiled, said, "{filter}\nwrite this into the README:\n{}", drawn(&compiled));
    }
}

/// Tables with these headings say what becomes of an expression.
#[test]
fn tables_of_expressions_are_true() {
    let mut seen = BTreeMap::new();
    for table in tables(PAGE) {
        let [left, right] = [&table.head[0], table.head.last().unwrap()];
        for row in &table.rows {
            let (left_codes, right_codes) = (codes(&row[0]), codes(row.last().unwrap()));
            match (left.as_str(), right.as_str()) {
                ("written", "the same as") => {
                    for written in &left_codes {
                        assert_eq!(compiled(written), compiled(&right_codes[0]), "{written}");
                    }
                }
                ("written", "refused with") => {
                    for written in &left_codes {
                        assert_eq!(mistakes(written), right_codes, "{written}");
                    }
                }
                ("written", "sent") => {
                    assert_eq!(operand(&compiled(&left_codes[0])), right_codes[0], "{row:?}");
                }
                ("without a schema", "compiles to") => {
                    let written = format!("[untyped] {}", left_codes[0]);
                    assert_eq!(compiled(&written), parsed(&right_codes[0]), "{written}");
                }
                ("without a schema, a status assumed", "compiles to") => {
                    let written = format!("[assumed=status] {}", left_codes[0]);
                    assert_eq!(compiled(&written), parsed(&right_codes[0]), "{written}");
                }
                ("flag", "compiles to") => {
                    let flag = left_codes[0].trim_start_matches("--").replace(' ', "=");
                    let written = &codes(&row[row.len() - 2])[0];
                    let written = format!("[{flag}] {written}");
                    assert_eq!(compiled(&written), parsed(&right_codes[0]), "{written}");
                }
                ("period", "last day") => {
                    for period in &left_codes {
                        let written = format!("[windows=explicit] Departure in {period}");
                        let [first, last] = [&codes(&row[1])[0], &right_codes[0]];
                        let said = json!({"and": [
                            {"property": "Departure", "date": {"on_or_after": first}},
                            {"property": "Departure", "date": {"on_or_before": last}},
                        ]});
                        assert_eq!(compiled(&written), said, "{written}");
                    }
                }
                _ => continue,
            }
            *seen.entry(format!("{left}, {right}")).or_insert(0) += 1;
        }
    }
    let counts: Vec<_> = seen.values().copied().collect();
    assert!(seen.len() == 7 && counts.iter().all(|it| *it > 3), "{seen:?}");
}

/// Every `yes` compiles, and every blank is refused because of the type.
#[test]
fn operators_work_on_the_types_that_the_table_says() {
    let table = table_in("Operators by property type");
    let mut checked = (0, 0);
    for row in &table.rows {
        for kind in row[0].split(", ") {
            let target = target(kind);
            for (operators, cell) in table.head.iter().zip(row).skip(2) {
                for value in codes(&row[1]) {
                    for operator in codes(operators) {
                        let written = match operator.as_str() {
                            "between" => format!("{target} between {value} and {value}"),
                            "alone" => target.to_owned(),
                            it if it.starts_with("is ") || it.starts_with("in past") => {
                                format!("{target} {it}")
                            }
                            it if it.ends_with("(…)") => {
                                format!("{target} {}", it.replace('…', &value))
                            }
                            sign => format!("{target} {sign} {value}"),
                        };
                        let found = mistakes(&written);
                        match cell.as_str() {
                            "yes" => assert!(found.is_empty(), "{written}: {found:?}"),
                            "" => {
                                assert!(!found.is_empty(), "{written} compiles");
                                let of_type = |it: &String| TYPE_MISTAKES.contains(&it.as_str());
                                assert!(found.iter().all(of_type), "{written}: {found:?}");
                            }
                            other => panic!("{other}"),
                        }
                        let count = if found.is_empty() { &mut checked.0 } else { &mut checked.1 };
                        *count += 1;
                    }
                }
            }
        }
    }
    assert!(checked.0 > 200 && checked.1 > 200, "{checked:?}");
}

/// What is said of an operator that a type does not have.
const TYPE_MISTAKES: &[&str] =
    &["NF0105", "NF0110", "NF0114", "NF0201", "NF0202", /* a period as option: */ "NF0205"];

/// A property of the fixture for every type that the table names.
fn target(kind: &str) -> &'static str {
    match kind {
        "title" => "Voyage",
        "text" => "Summary",
        "URL" => "Website",
        "email" => "Contact",
        "phone" => "Radio",
        "formula of text" => "Label",
        "number" => "Crew Size",
        "formula of a number" => "Days at Sea",
        "rollup that computes a number" => "Total Tons",
        "ID" => "No.",
        "checkbox" => "Insured",
        "formula of a checkbox" => "Overdue",
        "select" => "Risk",
        "status" => "Stage",
        "multi-select" => "Gear",
        "people" => "Captain",
        "created by" => "Logged by",
        "last edited by" => "Amended by",
        "relation" => "Ship",
        "date" => "Departure",
        "formula of a date" => "Next Check",
        "rollup that computes a date" => "First Refit",
        "created time" => "Logged",
        "last edited time" => "Amended",
        "the page's own times" => "@created_time",
        "files" => "Papers",
        "verification" => "Checked",
        "rollup that shows values" => "Ship Names",
        "button" => "Set sail",
        other => panic!("no property is a {other}"),
    }
}

#[test]
fn operators_in_words_mean_the_signs() {
    let table = table_in("Operators");
    let mut words = 0;
    for row in &table.rows {
        let [signs, spelled] = [codes(&row[0]), codes(&row[1])];
        let (property, value) = match signs[0].as_str() {
            "<" | "<=" | ">" | ">=" => ("Departure", "today"),
            _ => ("Summary", "storm"),
        };
        let with = |operator: &str| format!("{property} {operator} {value}");
        let negated = |operator: &str| match operator {
            "^=" | "$=" => vec!["NF0401".to_owned()],
            _ => mistakes(&format!("not {}", with(operator))),
        };
        for operator in signs.iter().chain(&spelled) {
            if operator.starts_with("does not start") || operator.starts_with("does not end") {
                assert_eq!(mistakes(&with(operator)), negated(&signs[0]), "{operator}");
                continue;
            }
            assert_eq!(compiled(&with(operator)), compiled(&with(&signs[0])), "{operator}");
            words += 1;
        }
    }
    assert!(words > 30, "only {words} operators were found");
}

#[test]
fn limits_are_the_constants() {
    let said: BTreeMap<String, String> =
        table_in("Limits").rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let limits = Limits::default();
    let actual = [
        ("length of a filter", format!("{} KiB", MAX_BYTES / 1024)),
        ("parentheses in parentheses", format!("{MAX_DEPTH} levels")),
        ("values in a list", format!("{MAX_LIST}")),
        ("conditions in what is sent", format!("{}", limits.conditions)),
        ("members of one group in what is sent", format!("{}", limits.group)),
        ("mistakes told, the rest counted", format!("{MAX_DIAGNOSTICS}")),
    ];
    assert_eq!(said, actual.map(|(name, value)| (name.to_owned(), value)).into());
}

#[test]
fn every_code_is_in_one_of_the_ranges() {
    let table = table_in("Mistakes");
    let range = |code: &str| {
        table.rows.iter().find(|row| codes(&row[0])[0][..4] == code[..4]).map(|row| row[1].as_str())
    };
    for code in Code::ALL {
        let severity = range(code.as_str());
        let expected = if code.severity() == Severity::Warning { "warning" } else { "error" };
        assert_eq!(severity, Some(expected), "{code}");
    }
}

#[test]
fn links_within_the_page_lead_somewhere() {
    let anchor = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.replace(|it: char| !it.is_alphanumeric() && it != '-', "")
    };
    let headings: Vec<String> = PAGE
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#').trim_start()))
        .collect();
    let links = PAGE.split("](#").skip(1).filter_map(|it| it.split(')').next());
    for link in links {
        assert!(headings.iter().any(|it| it == link), "{link}");
    }
}

/// What an expression compiles to.
#[track_caller]
fn compiled(written: &str) -> Value {
    match fixture::compile(written).1 {
        Ok(compiled) => {
            let mut whole = to_json(&compiled);
            if let Value::Object(members) = &mut whole {
                members.retain(|_, it| !it.is_null() && *it != json!([]));
            }
            whole
        }
        Err(error) => panic!("{error}"),
    }
}

/// The codes of what is wrong with an expression; warnings are not.
fn mistakes(written: &str) -> Vec<String> {
    match fixture::compile(written).1 {
        Ok(_) => Vec::new(),
        Err(error) => error.diagnostics().iter().map(|it| it.code.as_str().to_owned()).collect(),
    }
}

/// What a single condition is told to compare with, as text.
fn operand(filter: &Value) -> String {
    let mut at = filter;
    while let Value::Object(members) = at {
        at = members.iter().find(|(key, _)| *key != "property").unwrap().1;
    }
    at.as_str().map_or_else(|| at.to_string(), str::to_owned)
}

#[track_caller]
fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// A filter with one condition on each line.
fn drawn(filter: &Value) -> String {
    filter.to_string().replace("},{\"", "},\n{\"")
}

struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// All tables of a text.
fn tables(text: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim_start) {
        if !line.starts_with('|') {
            inside = false;
            continue;
        }
        let line = line.replace("\\|", "\u{1}");
        let cells: Vec<String> = line
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().replace('\u{1}', "|"))
            .collect();
        if !inside {
            tables.push(Table { head: cells, rows: Vec::new() });
            inside = true;
        } else if !cells[0].starts_with("--") {
            tables.last_mut().unwrap().rows.push(cells);
        }
    }
    tables
}

fn table_in(title: &str) -> Table {
    tables(section(title)).into_iter().next().unwrap_or_else(|| panic!("no table in {title}"))
}

/// The texts between backquotes.
fn codes(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands under a heading, up to the next one.
fn section(title: &str) -> &'static str {
    let heading = format!("# {title}\n");
    let start = PAGE.find(&heading).unwrap_or_else(|| panic!("no heading {title}"));
    let text = &PAGE[start + heading.len()..];
    let end = ["\n## ", "\n### "].iter().filter_map(|it| text.find(it)).min();
    &text[..end.unwrap_or(text.len())]
}

fn blocks(language: &str) -> impl Iterator<Item = &'static str> {
    fenced(PAGE, language)
}

/// The fenced blocks of a language.
pub(crate) fn fenced<'a>(text: &'a str, language: &str) -> impl Iterator<Item = &'a str> {
    let fence = format!("```{language}\n");
    let starts: Vec<usize> = text.match_indices(&fence).map(|(at, it)| at + it.len()).collect();
    starts.into_iter().filter_map(move |at| Some(&text[at..at + text[at..].find("```")?]))
}
