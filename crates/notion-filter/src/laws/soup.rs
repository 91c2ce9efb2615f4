//! Texts that nobody would write: no text is too strange.

use std::ops::Range;

use proptest::prelude::*;

use super::dice::{Dice, made};
use super::expressions::query;
use super::filters::filter;
use super::world::{Around, COLUMNS, SCHEMA, plain};
use super::{config, said};
use crate::parse::parse;
use crate::syntax::{Condition, Expr, Query, TestKind};
use crate::{Diagnostic, Schema, Span, compile_with, complete, decompile};

/// Pieces of filters and of nothing.
const WORDS: &[&str] = &[
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
    "!~",
    "^=",
    "$=",
    "::",
    "!",
    "&&",
    "||",
    "<>",
    "==",
    "≠",
    "≤",
    "in",
    "is",
    "empty",
    "checked",
    "between",
    "has",
    "any",
    "any(",
    "all",
    "none",
    "every",
    "some(",
    "does",
    "contain",
    "starts",
    "ends",
    "with",
    "on",
    "before",
    "after",
    "equals",
    "within",
    "past",
    "this",
    "next",
    "last",
    "week",
    "months",
    "2",
    "order",
    "sort",
    "by",
    "limit",
    "select",
    "where",
    "desc",
    "asc",
    "Stage",
    "Idea",
    "Crew Size",
    "5",
    "1,000",
    "-3",
    "50%",
    "Departure",
    "today",
    "- 7d",
    "+ 2h",
    "5m",
    "now",
    "Ship Names",
    "Gear",
    "nets",
    "Captain",
    "\"a b\"",
    "\"open",
    "'",
    "`",
    "`a b`",
    "prop(",
    "group(",
    "page(",
    "user(",
    "@",
    "@created_time",
    "@\"Ada\"",
    "$x",
    "&",
    "|",
    "=~",
    "===",
    "*=",
    "=>",
    "“curly”",
    "‘",
    "\\",
    "\\u{1F44B}",
    "\u{200B}",
    "\u{202E}",
    "\u{301}",
    "\u{FEFF}",
    "\u{A0}",
    "状態",
    "👩\u{200D}💻",
    "\n",
    "\r\n",
    "\t",
    "--",
    "-- ",
    ":",
    "me",
    "null",
    "number",
    "formula.date",
    "2031-02-30",
    "07/01/2026",
    "3 days ago",
    "https://x.y/?a=1&b=2",
    "http://",
    "\u{0}",
    "…",
];

/// A soup of words, a valid query with mistakes in it, or both with any characters at all.
pub(super) fn soup(dice: &mut Dice<'_>) -> String {
    let mut text = String::new();
    let kind = dice.roll(4);
    if kind >= 2 {
        text = query(dice);
        for _ in 0..=dice.roll(4) {
            mutate(&mut text, dice);
        }
        return text;
    }
    if kind == 0 {
        return words(dice);
    }
    for _ in 0..dice.roll(30) {
        match dice.roll(8) {
            0 => {
                let column = dice.pick(COLUMNS);
                text.push_str(dice.pick(column.spellings));
            }
            6.. => text.push(any_character(dice)),
            _ => text.push_str(dice.pick(WORDS)),
        }
        text.push_str(dice.pick(&["", " ", " ", "  "]));
    }
    text
}

/// Words and names without sense.
pub(super) fn words(dice: &mut Dice<'_>) -> String {
    let mut text = String::new();
    for _ in 0..dice.roll(30) {
        text.push_str(dice.pick(WORDS));
        text.push_str(dice.pick(&["", " ", " ", "  "]));
    }
    text
}

/// Any character: of those that mean something, of those that are long, and of all.
fn any_character(dice: &mut Dice<'_>) -> char {
    let code = match dice.roll(4) {
        0 => dice.roll(0x80),
        1 => dice.roll(0x800),
        2 => 0x2000 + dice.roll(0x100),
        _ => dice.roll(0x11_0000),
    };
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or('\u{FFFD}')
}

/// Takes out, puts in, doubles or exchanges something somewhere.
fn mutate(text: &mut String, dice: &mut Dice<'_>) {
    let place = |text: &str, dice: &mut Dice<'_>| {
        let at = dice.roll(text.len() + 1);
        (at..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap()
    };
    let (left, right) = (place(text, dice), place(text, dice));
    let (from, to) = (left.min(right), left.max(right));
    let near = text[from..to].char_indices().nth(1 + dice.roll(6)).map_or(to, |(it, _)| from + it);
    match dice.roll(6) {
        0 => text.insert_str(from, dice.pick(WORDS)),
        1 => text.replace_range(from..near, ""),
        2 => text.replace_range(from..near, dice.pick(WORDS)),
        3 => text.insert(from, any_character(dice)),
        4 => {
            let piece = text[from..near].to_owned();
            text.insert_str(to, &piece);
        }
        _ => text.truncate(to),
    }
}

#[test]
fn no_text_is_too_strange() {
    let around = plain();
    let (untyped, empty) = (Schema::untyped(), Schema::new(""));
    proptest!(config(), |(source in made(140, soup))| {
        for diagnostic in said(&source, &SCHEMA, &around) {
            is_in_bounds(&diagnostic, &source).map_err(TestCaseError::fail)?;
            prop_assert!(!diagnostic.message.is_empty());
            prop_assert!(!diagnostic.render(&source, "filter").is_empty());
            prop_assert!(diagnostic.to_json(&source).is_object());
        }
        let query = parse(&source).query;
        nests(&query, &source).map_err(TestCaseError::fail)?;
        drop(query.to_string());
        for schema in [&untyped, &empty] {
            drop(compile_with(&source, schema, &around.env, &around.options));
        }
    });
}

/// Applied, a fix removes its diagnostic and adds no mistake of syntax.
fn fixes_do_what_they_say(schema: Option<&Schema>) {
    let around = plain();
    proptest!(config(), |(source in made(140, soup))| {
        let before = complaints(&source, schema, &around);
        for (index, diagnostic) in before.list.iter().enumerate() {
            let Some(fix) = &diagnostic.fix else { continue };
            let fixed = fix.apply(&source);
            let after = complaints_only(&fixed, schema, &around);
            // Where not everything is told, there is at least one mistake less.
            let is_gone = if before.omitted + after.omitted > 0 {
                after.all() < before.all()
            } else {
                after.like(diagnostic) < before.like(diagnostic)
                    && after.syntax() <= before.syntax()
            };
            prop_assert!(is_gone, "{:?}\n{:?}\n{}: {}", source, fixed, index, diagnostic.message);
        }
    });
}

#[test]
fn fixes_of_what_compiling_finds_do_what_they_say() {
    fixes_do_what_they_say(Some(&SCHEMA));
}

#[test]
fn fixes_of_what_reading_finds_do_what_they_say() {
    fixes_do_what_they_say(None);
}

/// What is said, and how much more there would be to say.
struct Complaints {
    list: Vec<Diagnostic>,
    omitted: usize,
}

impl Complaints {
    fn all(&self) -> usize {
        self.list.len() + self.omitted
    }

    fn like(&self, other: &Diagnostic) -> usize {
        let is_like = |it: &&Diagnostic| it.code == other.code && it.message == other.message;
        self.list.iter().filter(is_like).count()
    }

    fn syntax(&self) -> usize {
        self.list.iter().filter(|it| it.code.as_str() < "NF01").count()
    }
}

/// With a schema all that compiling says, without one what reading says.
fn complaints(source: &str, schema: Option<&Schema>, around: &Around) -> Complaints {
    let Some(schema) = schema else {
        let parsed = parse(source);
        return Complaints { list: parsed.diagnostics, omitted: parsed.omitted };
    };
    match compile_with(source, schema, &around.env, &around.options) {
        Ok(compiled) => Complaints { list: compiled.warnings, omitted: 0 },
        Err(error) => Complaints { list: error.diagnostics().to_vec(), omitted: error.omitted() },
    }
}

/// The same without trying fixes: nobody looks at them.
fn complaints_only(source: &str, schema: Option<&Schema>, around: &Around) -> Complaints {
    let found = match schema {
        Some(schema) => crate::compile::read(source, schema, &around.env, &around.options).2,
        None => crate::parse::read(source).into(),
    };
    Complaints { list: found.list, omitted: found.omitted }
}

/// All spans lie in the text and on characters, and the edits of a fix do not overlap.
fn is_in_bounds(diagnostic: &Diagnostic, source: &str) -> Result<(), String> {
    let complain = || Err(format!("{source:?} {diagnostic:?}"));
    let edits: &[_] = diagnostic.fix.as_ref().map_or(&[], |it| &it.edits);
    let labels = diagnostic.secondary.iter().map(|it| it.span);
    let mut spans = labels.chain(edits.iter().map(|it| it.span)).chain([diagnostic.primary.span]);
    let is_fine = |span: Span| span.start <= span.end && source.get(Range::from(span)).is_some();
    if !spans.all(is_fine) || edits.windows(2).any(|it| it[0].span.end > it[1].span.start) {
        return complain();
    }
    Ok(())
}

/// Every part of the tree lies in its whole, and behind the part before it.
fn nests(query: &Query, source: &str) -> Result<(), String> {
    let mut done = 0;
    let parts = query.filter.iter().map(Expr::span);
    let keys = query.order.iter().map(|it| it.span);
    let mut clauses: Vec<Span> = keys.chain(query.limit.iter().map(|it| it.span)).collect();
    clauses.extend(query.select.iter().map(|it| it.span));
    clauses.sort();
    for span in parts.chain(clauses) {
        if span.start < done || source.get(Range::from(span)).is_none() {
            return Err(format!("{source:?}: {span:?} is behind {done}\n{query:?}"));
        }
        done = span.end;
    }
    query.filter.iter().try_for_each(|it| expr_nests(it, source))
}

fn expr_nests(expr: &Expr, source: &str) -> Result<(), String> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            in_order(expr.span(), parts.iter().map(Expr::span), source)?;
            parts.iter().try_for_each(|it| expr_nests(it, source))
        }
        Expr::Not(sign, inner) => {
            in_order(expr.span(), [*sign, inner.span()].into_iter(), source)?;
            expr_nests(inner, source)
        }
        Expr::Condition(condition) => condition_nests(condition, source),
        Expr::Error(_) => Ok(()),
    }
}

fn condition_nests(condition: &Condition, source: &str) -> Result<(), String> {
    let target = &condition.target;
    let mut parts: Vec<Span> = target.quantifier.iter().map(|(_, span)| *span).collect();
    parts.push(target.reference.span);
    in_order(target.span, parts.into_iter(), source)?;
    let mut parts = vec![target.span];
    if let Some(test) = &condition.test {
        match &test.kind {
            TestKind::Compare(_, value) | TestKind::Within(value) => parts.push(value.span),
            TestKind::Between(low, high) => parts.extend([low.span, high.span]),
            TestKind::In(list) | TestKind::Has(_, list) => {
                parts.push(list.span);
                in_order(list.span, list.items.iter().map(|it| it.span), source)?;
            }
            TestKind::Empty | TestKind::Checked(_) => {}
        }
    }
    in_order(condition.span, parts.into_iter(), source)
}

fn in_order(whole: Span, parts: impl Iterator<Item = Span>, source: &str) -> Result<(), String> {
    let mut done = whole.start;
    for part in parts {
        if part.start < done || part.end > whole.end || source.get(Range::from(part)).is_none() {
            return Err(format!("{source:?}: {part:?} in {whole:?} after {done}"));
        }
        done = part.end;
    }
    Ok(())
}

#[test]
fn whatever_is_offered_at_a_cursor_has_its_place() {
    let env = plain().env;
    proptest!(config(), |(source in made(100, soup), at in 0_usize..120)| {
        for found in complete(&source, at, &SCHEMA, &env) {
            prop_assert!(source.get(Range::from(found.replace)).is_some(), "{:?} {}", source, at);
            let (text, cursor) = found.apply(&source);
            prop_assert!(text.is_char_boundary(cursor));
        }
    });
}

#[test]
fn any_json_that_is_a_filter_is_decompiled() {
    let around = plain();
    proptest!(config(), |(filter in made(120, |dice| filter(dice, 5)))| {
        for schema in [&*SCHEMA, &Schema::untyped(), &Schema::new("")] {
            let text = decompile(&filter, schema).unwrap().text;
            prop_assert_eq!(parse(&text).diagnostics, &[], "{}", text);
            drop(compile_with(&text, schema, &around.env, &around.options));
        }
    });
}
