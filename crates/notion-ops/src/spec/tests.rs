//! Every mistake is found, placed, and found together with the others.

use super::*;

/// Reads a spec and shows its problems, or what was read.
#[track_caller]
fn problems(text: &str) -> String {
    match Spec::parse("spec.toml", text) {
        Ok(spec) => format!("{:#?}", spec.kind),
        Err(error) => error.to_string(),
    }
}

#[test]
fn all_problems_at_once() {
    insta::assert_snapshot!(problems(
        r#"
version = 1
kind = "sync"
name = "Tasks to board"

[source]
data_sorce = "Tasks"
filter = 12

[guards]
max_delete = "lots"

[[target]]
data_source = "Board"
direction = "two_way"

[[target.map]]
from = "Name"

[[target.map]]
to = "State"
form = "Status"
on_unmapped = "ignore"
"#
    ), @r#"
    error: the name `Tasks to board` cannot be used in markers
      --> spec.toml:4:8
      |
    4 | name = "Tasks to board"
      |        ^^^^^^^^^^^^^^^^
      = help: use a-z, 0-9 and `-`, at most 40 of them

    error: `data_source` is missing in [source]
      --> spec.toml:6:1
      |
    6 | [source]
      | ^^^^^^^^

    error: unknown key `data_sorce` in [source]
      --> spec.toml:7:1
      |
    7 | data_sorce = "Tasks"
      | ^^^^^^^^^^
      = help: did you mean `data_source`?

    error: `filter` must be text in quotes, but this is the number 12
      --> spec.toml:8:10
      |
    8 | filter = 12
      |          ^^

    error: `max_delete` must be a number of rows or a share of them
       --> spec.toml:11:14
       |
    11 | max_delete = "lots"
       |              ^^^^^^
       = help: write 40 or "2%"

    error: `direction = "two_way"` is not supported yet
       --> spec.toml:15:13
       |
    15 | direction = "two_way"
       |             ^^^^^^^^^
       = help: write "one_way" or leave it out

    error: `to` is missing in [[target.map]]
       --> spec.toml:17:1
       |
    17 | [[target.map]]
       | ^^^^^^^^^^^^^^

    error: [[target.map]] does not say where the value comes from
       --> spec.toml:20:1
       |
    20 | [[target.map]]
       | ^^^^^^^^^^^^^^
       = help: add `from = "Property"` or `const = …`

    error: unknown key `form` in [[target.map]]
       --> spec.toml:22:1
       |
    22 | form = "Status"
       | ^^^^
       = help: did you mean `from`?

    error: `on_unmapped` cannot be `ignore`
       --> spec.toml:23:15
       |
    23 | on_unmapped = "ignore"
       |               ^^^^^^^^
       = note: it is one of `error`, `keep`, `null`
    "#);
}

#[test]
fn syntax_errors_have_a_place() {
    insta::assert_snapshot!(problems("kind = \"sync\nname = x\n"), @r#"
    error: invalid basic string, expected `"`
      --> spec.toml:1:13
      |
    1 | kind = "sync
      |             ^

    error: string values must be quoted, expected literal string
      --> spec.toml:2:8
      |
    2 | name = x
      |        ^
    "#);
}

#[test]
fn a_kind_is_needed() {
    insta::assert_snapshot!(problems("name = \"x\"\nkind = \"synk\"\n"), @r#"
    error: `kind` cannot be `synk`
      --> spec.toml:2:8
      |
    2 | kind = "synk"
      |        ^^^^^^
      = note: it is one of `query`, `batch`, `sync`, `migrate`, `push`
      = help: did you mean `sync`?
    "#);
}

#[test]
fn wrong_types_say_what_was_expected() {
    insta::assert_snapshot!(problems(
        r#"
kind = "batch"
name = "close"
[input]
select = { data_source = ["Tasks"], filter = 'Status = Done' }
[action]
type = "update"
skip_if_unchanged = "yes"
[[action.set]]
to = "Status"
const = "Done"
from = "Other"
[limits]
max_failures = true
"#
    ), @r#"
    error: `data_source` must be text in quotes, but this is a list
      --> spec.toml:5:26
      |
    5 | select = { data_source = ["Tasks"], filter = 'Status = Done' }
      |                          ^^^^^^^^^

    error: `skip_if_unchanged` must be true or false, but this is text
      --> spec.toml:8:21
      |
    8 | skip_if_unchanged = "yes"
      |                     ^^^^^

    error: `from` and `const` exclude each other
       --> spec.toml:11:1
       |
    11 | const = "Done"
       | ^^^^^
       = help: keep one of them

    error: `max_failures` must be a number of rows or a share of them
       --> spec.toml:14:16
       |
    14 | max_failures = true
       |                ^^^^
       = help: write 40 or "2%"
    "#);
}

#[test]
fn a_query_reads() {
    insta::assert_snapshot!(problems(
        r#"
kind = "query"
name = "overdue"
[from]
data_source = "Tasks"
[select]
where = 'Status = Active'
fields = ["Name", "Status"]
order = ["-Priority"]
limit = 5
[aggregate]
by = ["Status"]
measures = { n = "count()", points = "sum(Estimate)" }
[output]
format = "csv"
"#
    ), @r#"
    Query(
        QuerySpec {
            rows: Rows {
                data_source: Located {
                    value: "Tasks",
                    span: Some(
                        54..61,
                    ),
                },
                filter: Some(
                    Located {
                        value: "Status = Active",
                        span: Some(
                            79..96,
                        ),
                    },
                ),
            },
            fields: [
                Located {
                    value: "Name",
                    span: Some(
                        107..113,
                    ),
                },
                Located {
                    value: "Status",
                    span: Some(
                        115..123,
                    ),
                },
            ],
            order: [
                Located {
                    value: "-Priority",
                    span: Some(
                        134..145,
                    ),
                },
            ],
            limit: Some(
                5,
            ),
            by: [
                Located {
                    value: "Status",
                    span: Some(
                        175..183,
                    ),
                },
            ],
            measures: [
                Measure {
                    name: "n",
                    function: Count,
                    property: None,
                },
                Measure {
                    name: "points",
                    function: Sum,
                    property: Some(
                        Located {
                            value: "Estimate",
                            span: Some(
                                222..237,
                            ),
                        },
                    ),
                },
            ],
            format: Some(
                Csv,
            ),
            path: None,
        },
    )
    "#);
}

#[test]
fn the_place_inside_a_value_is_exact() {
    let text = "kind = \"query\"\nname = \"q\"\n[from]\ndata_source = \"T\"\n[select]\nwhere = 'Staus = x'\n";
    let spec = Spec::parse("q.toml", text).unwrap();
    let SpecKind::Query(query) = &spec.kind else { unreachable!("it is a query") };
    let place = spec.inside(query.rows.filter.as_ref().unwrap(), 0..5);
    let error = spec.error(vec![Problem { message: "no property `Staus`".to_owned(), ..place }]);
    insta::assert_snapshot!(error, @r"
    error: no property `Staus`
      --> q.toml:6:10
      |
    6 | where = 'Staus = x'
      |          ^^^^^
    ");
}
