//! The laws of the language, tried on random expressions and pages.

mod expressions;
mod pages;

use notion_model::query::Filter;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::check::check;
use crate::parse::parse;
use crate::{
    Compiled, Env, EvalEnv, FilterError, Limits, Options, Pushdown, Residual, Schema, compile,
    compile_with, decompile, matches,
};
use expressions::expression;
use pages::pages;

pub(crate) fn schema() -> Schema {
    let source = include_str!("../../../fixtures/filter/schema.json");
    let page = include_str!("../../../fixtures/filter/page.json");
    let mut schema = Schema::from(&serde_json::from_str(source).unwrap());
    schema.learn_from_page(&serde_json::from_str(page).unwrap());
    schema
}

/// In UTC, where days mean the same to the compiler and to Notion.
pub(crate) fn env() -> Env<'static> {
    Env::at("2031-05-09T16:30:00Z".parse().unwrap())
}

fn eval_env() -> EvalEnv {
    let me = "11111111-0000-4000-8000-000000000000".parse().unwrap();
    EvalEnv::at(env().now).with_me(me)
}

fn config() -> Config {
    Config { cases: 2_000, failure_persistence: None, ..Config::default() }
}

/// What the expression says, before anything is rewritten for Notion.
fn meaning(source: &str, schema: &Schema) -> Result<Residual, TestCaseError> {
    let (checked, _) = check(&parse(source).query, schema, &env(), &Options::default());
    let mistakes = || TestCaseError::fail(format!("{source} has mistakes"));
    Ok(Residual::new(checked.filter.ok_or_else(mistakes)?, Vec::new()))
}

/// The filter, if Notion can say it; other mistakes are mistakes of the generator.
fn compiled(source: &str, schema: &Schema) -> Result<Option<Filter>, TestCaseError> {
    match compile(source, schema, &env()) {
        Ok(Compiled { filter, .. }) => Ok(filter),
        Err(error) if is_unsayable(&error) => Ok(None),
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

fn is_unsayable(error: &FilterError) -> bool {
    error.diagnostics().iter().filter(|it| it.is_error()).all(|it| it.code.as_str() >= "NF04")
}

/// Two levels at most, no group of fewer than two, no group in a group of its kind.
fn is_well_formed(filter: &Filter) -> bool {
    let proper = |parts: &[Filter]| parts.len() >= 2;
    match filter {
        Filter::And(parts) => {
            proper(parts)
                && parts.iter().all(|part| match part {
                    Filter::Or(inner) => proper(inner) && inner.iter().all(|it| it.depth() == 0),
                    Filter::And(_) => false,
                    _ => true,
                })
        }
        Filter::Or(parts) => {
            proper(parts)
                && parts.iter().all(|part| match part {
                    Filter::And(inner) => proper(inner) && inner.iter().all(|it| it.depth() == 0),
                    Filter::Or(_) => false,
                    _ => true,
                })
        }
        _ => true,
    }
}

#[test]
fn compiling_keeps_the_meaning() {
    let (schema, pages) = (schema(), pages());
    proptest!(config(), |(source in expression(4))| {
        let meaning = meaning(&source, &schema)?;
        if let Some(filter) = compiled(&source, &schema)? {
            prop_assert!(is_well_formed(&filter), "{source}\n{filter:?}");
            for page in &pages {
                prop_assert_eq!(
                    matches(&filter, page, &eval_env()),
                    meaning.matches(page, &eval_env()),
                    "{}\n{}\n{}", source, serde_json::to_string(&filter).unwrap(),
                    serde_json::to_string(page).unwrap()
                );
            }
        }
    });
}

#[test]
fn what_is_pushed_down_never_selects_too_little() {
    let (schema, pages) = (schema(), pages());
    let limits = Limits { conditions: 6, group: 4 };
    let options = Options { pushdown: Pushdown::Partial, limits, ..Options::default() };
    proptest!(config(), |(source in expression(4))| {
        let meaning = meaning(&source, &schema)?;
        let compiled = compile_with(&source, &schema, &env(), &options).unwrap();
        for page in &pages {
            let sent = compiled.filter.as_ref().is_none_or(|it| matches(it, page, &eval_env()));
            let kept = compiled.residual.as_ref().is_none_or(|it| it.matches(page, &eval_env()));
            prop_assert_eq!(sent && kept, meaning.matches(page, &eval_env()), "{}", source);
        }
    });
}

#[test]
fn not_is_the_opposite_and_twice_not_is_nothing() {
    let (schema, pages) = (schema(), pages());
    proptest!(config(), |(source in expression(3))| {
        let plain = compiled(&source, &schema)?;
        let opposite = compiled(&format!("not ({source})"), &schema)?;
        prop_assert_eq!(&plain, &compiled(&format!("not not ({source})"), &schema)?);
        if let (Some(plain), Some(opposite)) = (plain, opposite) {
            for page in &pages {
                prop_assert_ne!(
                    matches(&plain, page, &eval_env()),
                    matches(&opposite, page, &eval_env()),
                    "{}", source
                );
            }
        }
    });
}

#[test]
fn negated_operators_are_not_of_the_positive_ones() {
    let schema = schema();
    for (negated, positive) in [
        ("Crew Size != 3", "Crew Size = 3"),
        ("Summary !~ x", "Summary ~ x"),
        ("Stage not in (Idea, Planned)", "Stage in (Idea, Planned)"),
        ("Departure not between today and tomorrow", "Departure between today and tomorrow"),
        ("Departure not in past week", "Departure in past week"),
        ("Gear not has all (nets, charts)", "Gear has all (nets, charts)"),
        ("Gear has none (nets, charts)", "Gear has any (nets, charts)"),
        ("Risk is not empty", "Risk is empty"),
        ("Voyage is not a", "Voyage is a"),
        ("Departure is not before today", "Departure is before today"),
    ] {
        let opposite = compile(&format!("not {positive}"), &schema, &env()).unwrap();
        assert_eq!(compile(negated, &schema, &env()).unwrap(), opposite, "{negated}");
    }
}

#[test]
fn what_is_printed_reads_back_the_same() {
    let schema = schema();
    proptest!(config(), |(source in expression(4))| {
        let printed = parse(&source).query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.diagnostics, &[]);
        prop_assert_eq!(again.query.to_string(), printed.clone());
        prop_assert_eq!(compiled(&source, &schema)?, compiled(&printed, &schema)?);
    });
}

#[test]
fn decompiling_and_compiling_is_nothing() {
    let (schema, untyped) = (schema(), Schema::untyped());
    proptest!(config(), |(source in expression(4))| {
        if let Some(filter) = compiled(&source, &schema)? {
            for schema in [&schema, &untyped] {
                let text = decompile(&filter, schema).unwrap().text;
                let again = compiled(&text, schema)?;
                prop_assert_eq!(again.as_ref(), Some(&filter), "{}", text);
                prop_assert_eq!(parse(&text).query.to_string(), text);
            }
        }
    });
}

#[test]
fn parentheses_around_everything_change_nothing() {
    let schema = schema();
    proptest!(config(), |(source in expression(3))| {
        let wrapped = format!("(({source}))");
        prop_assert_eq!(compiled(&source, &schema)?, compiled(&wrapped, &schema)?);
    });
}

/// Pieces of filters and of nothing, thrown together.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "and",
        "or",
        "not",
        "(",
        ")",
        ",",
        "=",
        "!=",
        "<",
        ">=",
        "~",
        "^=",
        "::",
        "!",
        "&&",
        "||",
        "in",
        "is",
        "empty",
        "between",
        "has",
        "any",
        "all",
        "none",
        "every",
        "does",
        "starts",
        "with",
        "on",
        "before",
        "after",
        "within",
        "past",
        "week",
        "order",
        "by",
        "limit",
        "select",
        "where",
        "desc",
        "Stage",
        "Planned",
        "Crew Size",
        "5",
        "1,000",
        "Departure",
        "today",
        "- 7d",
        "Ship Names",
        "Gear",
        "nets",
        "\"a b\"",
        "\"open",
        "`",
        "'",
        "prop(",
        "group(",
        "page(",
        "@",
        "$x",
        "&",
        "=~",
        "“curly”",
        "\\",
        "\u{200B}",
        "\u{301}",
        "状態",
        "👩\u{200D}💻",
        "\n",
        "--",
        "-- ",
        ":",
        "me",
        "null",
        "number",
        "2031-02-30",
    ]);
    let blank = prop::sample::select(vec!["", " ", "  "]);
    prop::collection::vec((word, blank), 0..30)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

#[test]
fn no_text_is_too_strange() {
    let schema = schema();
    proptest!(Config { cases: 10_000, ..config() }, |(source in soup())| {
        let (warnings, error) = match compile(&source, &schema, &env()) {
            Ok(compiled) => (compiled.warnings, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let complaints = error.as_ref().map_or(&warnings[..], FilterError::diagnostics);
        for diagnostic in complaints {
            let fixes = diagnostic.fix.iter().flat_map(|it| &it.edits).map(|it| it.span);
            let labels = diagnostic.secondary.iter().map(|it| it.span);
            for span in labels.chain(fixes).chain([diagnostic.primary.span]) {
                let range = std::ops::Range::from(span);
                prop_assert!(range.start <= range.end, "{:?} {:?}", source, diagnostic);
                prop_assert!(source.get(range).is_some(), "{:?} {:?}", source, diagnostic);
            }
            prop_assert!(!diagnostic.message.is_empty());
            diagnostic.render(&source, "filter");
        }
        for untyped in [Schema::untyped(), Schema::new("")] {
            drop(compile(&source, &untyped, &env()));
        }
    });
}
