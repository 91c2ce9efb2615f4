//! From text to tree and back, and from JSON to text and back.

use proptest::prelude::*;

use super::dice::made;
use super::expressions::{query, tree};
use super::filters::{canonical, filter};
use super::world::{Around, SCHEMA, around, plain};
use super::{compiled, compiled_by, config};
use crate::parse::parse;
use crate::{MultiValue, Options, Relative, Schema, compile_with, decompile};

/// A tree without its places.
fn shape(source: &str) -> String {
    let mut query = parse(source).query;
    query.source = "".into();
    let text = format!("{query:?}");
    let mut pieces = text.split("Span {");
    let mut shape = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        shape.push_str(piece.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

#[test]
fn what_is_printed_reads_back_the_same() {
    let cases = made(120, |dice| (around(dice), query(dice)));
    proptest!(config(), |((around, source) in cases)| {
        let read = parse(&source);
        prop_assert_eq!(&read.diagnostics, &[], "{}", source);
        let printed = read.query.to_string();
        let again = parse(&printed);
        prop_assert_eq!(&again.diagnostics, &[], "{}", printed);
        prop_assert_eq!(shape(&source), shape(&printed), "{}\n{}", source, printed);
        prop_assert_eq!(again.query.to_string(), printed.as_str());
        let compile = |text: &str| {
            compile_with(text, &SCHEMA, &around.env, &around.options)
                .map(|it| (it.query(), it.limit, it.select))
                .map_err(|it| it.diagnostics().len())
        };
        prop_assert_eq!(compile(&source), compile(&printed), "{}\n{}", source, printed);
    });
}

/// The circumstances in which JSON means to us what it means to Notion.
fn as_notion() -> Around {
    let options = Options {
        relative: Relative::Symbolic,
        multi_value: MultiValue::Array,
        ..Options::default()
    };
    Around { options, ..plain() }
}

#[test]
fn what_was_compiled_is_decompiled_to_the_same() {
    let around = as_notion();
    let untyped = Schema::untyped();
    let cases = made(120, |dice| tree(dice, 4).text());
    proptest!(config(), |(source in cases)| {
        if let Some(filter) = compiled(&source, &around)? {
            for schema in [&*SCHEMA, &untyped] {
                let text = decompile(&filter, schema).unwrap().text;
                let again = compiled_by(&text, schema, &around, &around.options)?;
                prop_assert_eq!(again.as_ref(), Some(&filter), "{}", text);
                prop_assert_eq!(parse(&text).query.to_string(), text);
            }
        }
    });
}

#[test]
fn any_filter_is_decompiled_to_itself() {
    let around = as_notion();
    let untyped = Schema::untyped();
    let cases = made(120, |dice| filter(dice, 2));
    proptest!(config(), |(filter in cases)| {
        for schema in [&*SCHEMA, &untyped] {
            let text = decompile(&filter, schema).unwrap().text;
            let again = compiled_by(&text, schema, &around, &around.options)?;
            let expected = canonical(&filter);
            prop_assert_eq!(again.as_ref(), Some(&expected), "{}", text);
            let once_more = decompile(&expected, schema).unwrap().text;
            let third = compiled_by(&once_more, schema, &around, &around.options)?;
            prop_assert_eq!(third.as_ref(), Some(&expected), "{}", once_more);
        }
    });
}
