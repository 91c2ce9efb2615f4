//! Every type with every operator: it either compiles or is refused with the code that the table says.

use super::said;
use super::world::{COLUMNS, Class, Column, Form, SCHEMA, plain};
use crate::{FormulaType, PropertyType, RollupFunction, Schema};

/// The operators, with `V` for a value and `W` for a period, by the columns of the table below.
const OPERATORS: &[&[&str]] = &[
    &["= V", "!= V", "is V", "is not V", "equals V", "does not equal V", "<> V", "≠ V", "== V"],
    &[
        "< V",
        "<= V",
        "> V",
        ">= V",
        "≤ V",
        "≥ V",
        "before V",
        "after V",
        "on or before V",
        "on or after V",
        "is before V",
        "is not after V",
    ],
    &["~ V", "!~ V", "contains V", "has V", "does not contain V", "does not have V", "not has V"],
    &["^= V", "$= V", "starts with V", "ends with V"],
    &["not starts with V", "does not end with V"],
    &["in (V)", "not in (V)", "in (V, V)"],
    &["between V and V", "not between V and V"],
    &["is empty", "is not empty"],
    &[""],
    &["has any (V)", "has all (V, V)", "has none (V)"],
    &["is checked", "is not unchecked"],
    &["= W", "!= W"],
    &["< W", ">= W", "is after W"],
    &["in W", "not in W", "within W"],
];

/// What comes of it: nothing, or a code.
fn row(class: Class) -> [&'static str; 14] {
    const OK: &str = "";
    const NO: &str = "NF0201";
    const FULL: &str = "NF0202";
    const ALONE: &str = "NF0114";
    const VALUE: &str = "NF0203";
    match class {
        //                =   <   ~   ^=  !^=        in  between empty alone  has  checked = W < W      in W
        Class::Text => [OK, NO, OK, OK, "NF0401", OK, NO, OK, ALONE, NO, NO, OK, NO, NO],
        Class::Number => [OK, OK, NO, NO, NO, OK, OK, OK, ALONE, NO, NO, VALUE, VALUE, NO],
        Class::Id => [OK, OK, NO, NO, NO, OK, OK, FULL, ALONE, NO, NO, VALUE, VALUE, NO],
        Class::Checkbox => [OK, NO, NO, NO, NO, NO, NO, FULL, OK, NO, OK, VALUE, NO, NO],
        Class::Select | Class::Status => {
            [OK, NO, NO, NO, NO, OK, NO, OK, ALONE, NO, NO, "NF0205", NO, "NF0205"]
        }
        Class::MultiSelect => [OK, NO, OK, NO, NO, OK, NO, OK, ALONE, OK, NO, "NF0205", NO, NO],
        Class::People | Class::Relation => {
            [OK, NO, OK, NO, NO, OK, NO, OK, ALONE, OK, NO, "NF0211", NO, NO]
        }
        Class::Files => [NO, NO, NO, NO, NO, NO, NO, OK, ALONE, NO, NO, NO, NO, NO],
        Class::Verification => [OK, NO, NO, NO, NO, OK, NO, FULL, ALONE, NO, NO, "NF0205", NO, NO],
        Class::Date => [OK, OK, NO, NO, NO, OK, OK, OK, ALONE, NO, NO, OK, "NF0210", OK],
    }
}

fn value(class: Class) -> &'static str {
    match class {
        Class::Text | Class::Files => "alpha",
        Class::Number | Class::Id => "5",
        Class::Checkbox => "yes",
        Class::Select => "Calm",
        Class::Status => "Idea",
        Class::MultiSelect => "nets",
        Class::People => "me",
        Class::Relation => "Endurance",
        Class::Verification => "verified",
        Class::Date => "today",
    }
}

/// The codes of the errors, each once.
fn codes(source: &str, schema: &Schema) -> String {
    let said = said(source, schema, &plain());
    let mut codes: Vec<&str> =
        said.iter().filter(|it| it.is_error()).map(|it| it.code.as_str()).collect();
    codes.dedup();
    codes.join(" ")
}

/// Every operator on a target of the class, with what comes of it by the table.
fn cells(column: &Column) -> impl Iterator<Item = (String, &'static str)> {
    let class = column.class;
    OPERATORS.iter().zip(row(class)).flat_map(move |(operators, expected)| {
        operators.iter().map(move |operator| {
            let operator = operator.replace('V', value(class)).replace('W', "past week");
            (operator, expected)
        })
    })
}

#[test]
fn types_have_the_operators_of_the_table_and_no_others() {
    let mut wrong = Vec::new();
    let mut check = |source: String, expected: &str, schema: &Schema| {
        let found = codes(source.trim(), schema);
        if found != expected {
            wrong.push(format!("{source}: expected `{expected}`, found `{found}`"));
        }
    };
    for column in COLUMNS {
        let name = column.spellings[0];
        for (operator, expected) in cells(column) {
            if column.form != Form::List {
                check(format!("{name} {operator}"), expected, &SCHEMA);
                continue;
            }
            // Only whether it is empty can be asked of the whole list.
            let whole = if operator.ends_with("empty") { "" } else { "NF0105" };
            check(format!("{name} {operator}"), whole, &SCHEMA);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The values of a list have the operators of their type, unless they need several conditions at once.
#[test]
fn values_of_lists_have_the_operators_of_their_type() {
    let mut wrong = Vec::new();
    for column in COLUMNS.iter().filter(|it| it.form == Form::List) {
        for quantifier in ["any", "every", "none"] {
            for (operator, expected) in cells(column) {
                // Any option may exist in the data source behind the rollup.
                let expected = if expected == "NF0205" { "" } else { expected };
                let source = format!("{quantifier}({}) {operator}", column.spellings[0]);
                let found = codes(source.trim(), &SCHEMA);
                let several = expected.is_empty() && found == "NF0403";
                if found != expected && !several {
                    wrong.push(format!("{source}: expected `{expected}`, found `{found}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What Notion has no filter for, and what is not known well enough.
#[test]
fn what_cannot_be_filtered_is_refused() {
    let mut schema = Schema::new("");
    let list =
        |target| PropertyType::Rollup { function: RollupFunction::of("show_original"), target };
    schema
        .property("Press", PropertyType::Other("button".to_owned()))
        .property("Where", PropertyType::Other("place".to_owned()))
        .property("Odd", PropertyType::Other("hologram".to_owned()))
        .property(
            "Per Port",
            PropertyType::Rollup { function: RollupFunction::of("count_per_group"), target: None },
        )
        .property("Ids", list(Some(Box::new(PropertyType::UniqueId { prefix: None }))))
        .property("Checks", list(Some(Box::new(PropertyType::Verification))))
        .property(
            "Formulas",
            list(Some(Box::new(PropertyType::Formula(Some(FormulaType::Number))))),
        )
        .property("Unknown", list(None))
        .property("Riddle", PropertyType::Formula(None))
        .property("Sum", PropertyType::Rollup { function: RollupFunction::of("sum"), target: None })
        .property("Plain", PropertyType::Number);
    for operator in OPERATORS.iter().copied().flatten() {
        let operator = operator.replace('V', "5").replace('W', "past week");
        for name in
            ["Press", "Where", "Odd", "Per Port", "any(Ids)", "every(Checks)", "none(Formulas)"]
        {
            let source = format!("{name} {operator}");
            assert_eq!(codes(source.trim(), &schema), "NF0110", "{source}");
        }
        let source = format!("any(Unknown) {operator}");
        assert_eq!(codes(source.trim(), &schema), "NF0111", "{source}");
        for (name, expected) in [("any(Plain)", "NF0107"), ("every(Sum)", "NF0106")] {
            let source = format!("{name} {operator}");
            assert_eq!(codes(source.trim(), &schema), expected, "{source}");
        }
    }
    for (source, expected) in [
        ("Riddle is empty", "NF0112"),
        ("Riddle = 5", "NF0901"),
        ("Riddle ~ x", "NF0901"),
        ("Riddle = today", "NF0901"),
        ("Riddle", "NF0901"),
    ] {
        let said = said(source, &schema, &plain());
        assert_eq!(said.first().map(|it| it.code.as_str()), Some(expected), "{source}");
    }
}
