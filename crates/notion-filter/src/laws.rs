//! The laws of the language, tried on random expressions, pages and circumstances.
//!
//! Ten thousand cases each; `PROPTEST_CASES` asks for another number and `PROPTEST_RNG_SEED` for the same
//! cases again: `PROPTEST_CASES=1000000 PROPTEST_RNG_SEED=1 cargo test --release -p notion-filter laws::`.

mod dice;
mod expressions;
mod filters;
mod meaning;
mod pages;
mod soup;
mod table;
mod text;
mod world;

use notion_model::query::Filter;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::{Compiled, Diagnostic, Env, FilterError, Options, Schema, compile_with};
use world::{Around, SCHEMA};

/// The schema of the voyages, for the tests of other modules.
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

/// Pieces of filters and of nothing, thrown together.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    dice::made(70, soup::words)
}

/// Filters with clauses that read without a complaint.
pub(crate) fn query() -> impl Strategy<Value = String> {
    dice::made(120, expressions::query)
}

/// Many cases, unless somebody asked for a number of them.
pub(crate) fn config() -> Config {
    const UNASKED: u32 = 256;
    let given = Config::default();
    let cases = if given.cases == UNASKED { 10_000 } else { given.cases };
    Config { cases, failure_persistence: None, ..given }
}

/// The filter, if Notion can say it; other mistakes are mistakes of the generator.
fn compiled(source: &str, around: &Around) -> Result<Option<Filter>, TestCaseError> {
    compiled_by(source, &SCHEMA, around, &around.options)
}

fn compiled_by(
    source: &str,
    schema: &Schema,
    around: &Around,
    options: &Options,
) -> Result<Option<Filter>, TestCaseError> {
    match compile_with(source, schema, &around.env, options) {
        Ok(Compiled { filter, .. }) => Ok(filter),
        Err(error) if is_unsayable(&error) => Ok(None),
        Err(error) => Err(TestCaseError::fail(error.to_string())),
    }
}

fn is_unsayable(error: &FilterError) -> bool {
    error.diagnostics().iter().filter(|it| it.is_error()).all(|it| it.code.as_str() >= "NF04")
}

/// Everything that is said about a text, whether it compiles or not.
fn said(source: &str, schema: &Schema, around: &Around) -> Vec<Diagnostic> {
    match compile_with(source, schema, &around.env, &around.options) {
        Ok(compiled) => compiled.warnings,
        Err(error) => error.diagnostics().to_vec(),
    }
}
