//! The clauses behind a filter: `order by`, `limit` and `select`.

use std::sync::Arc;

use super::name::reference_until;
use super::recover::{blanks_before, is_relation};
use super::tokens::Tokens;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::Kind;
use crate::span::Span;
use crate::syntax::{Expr, Limit, Query, Reference, SortKey};

/// A query before it knows its source.
#[derive(Default)]
pub(super) struct Clauses {
    filter: Option<Expr>,
    order: Vec<SortKey>,
    limit: Option<Limit>,
    select: Vec<Reference>,
}

impl Clauses {
    /// The same behind a filter.
    pub(super) fn after(self, filter: Option<Expr>) -> Self {
        Self { filter, ..self }
    }

    pub(super) fn with_source(self, source: Arc<str>) -> Query {
        let Self { filter, order, limit, select } = self;
        Query { source, filter, order, limit, select }
    }
}

/// Whether a clause begins at the next token, where a value or a name could go on as well.
pub(super) fn at_clause(input: Tokens<'_>) -> bool {
    clause(input).is_some()
}

/// Whether a clause begins at the next token, where a condition could begin as well.
pub(super) fn begins(input: Tokens<'_>) -> bool {
    /// A property's name has fewer words than this.
    const LOOK: usize = 8;
    match clause(input) {
        None => false,
        Some(Clause::Select) => !(1..LOOK)
            .map_while(|ahead| input.ahead(ahead))
            .find(|token| token.kind != Kind::Word)
            .is_some_and(|token| is_relation(token.kind)),
        Some(_) => true,
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Clause {
    Order,
    Limit,
    Select,
}

fn clause(input: Tokens<'_>) -> Option<Clause> {
    let initial = input.peek()?.initial;
    // This is asked behind every word; nearly all answers are given here.
    if !matches!(initial, b'o' | b's' | b'l') {
        return None;
    }
    let next = input.ahead(1)?;
    let after = input.ahead(2).map(|token| token.kind);
    match initial {
        b'o' | b's' if input.is_any_word(0, &["order", "sort"]) => {
            let by = input.is_word(1, "by") && !after.is_some_and(is_relation);
            by.then_some(Clause::Order)
        }
        b'l' if input.is_word(0, "limit") => {
            let number = next.kind == Kind::Word
                && input.text(next).starts_with(|it: char| it.is_ascii_digit() || it == '-')
                && !after.is_some_and(is_relation);
            number.then_some(Clause::Limit)
        }
        b's' if input.is_word(0, "select") => {
            let name = matches!(
                next.kind,
                Kind::Word | Kind::Quoted | Kind::CurlyQuoted | Kind::Backquoted
            ) && !super::expr::at_connector(input.skip(1))
                && !super::name::at_test(input.skip(1));
            name.then_some(Clause::Select)
        }
        _ => None,
    }
}

/// Reads all clauses, in any order, each at most once.
pub(super) fn clauses(input: Tokens<'_>) -> Clauses {
    let mut clauses = Clauses::default();
    let mut seen: Vec<(Clause, Span)> = Vec::new();
    let mut rest = input;
    while let Some(token) = rest.peek() {
        let Some(clause) = clause(rest) else {
            rest.report(unexpected(rest, false));
            rest = skip_to_clause(rest.skip(1));
            continue;
        };
        let first = seen.iter().find(|(other, _)| *other == clause).map(|(_, span)| *span);
        let start = rest;
        let read = match clause {
            Clause::Order => order(rest.skip(2)),
            Clause::Limit => limit(rest.skip(1)),
            Clause::Select => select(rest.skip(1)),
        };
        rest = skip_rest(read.0, clause != Clause::Limit);
        if let Some(first) = first {
            start.report(duplicate(start, rest, token.span, first));
            continue;
        }
        seen.push((clause, token.span));
        match read.1 {
            Part::Order(keys) => clauses.order = keys,
            Part::Limit(limit) => clauses.limit = limit,
            Part::Select(names) => clauses.select = names,
        }
    }
    clauses
}

enum Part {
    Order(Vec<SortKey>),
    Limit(Option<Limit>),
    Select(Vec<Reference>),
}

fn order(input: Tokens<'_>) -> (Tokens<'_>, Part) {
    let mut keys = Vec::new();
    let rest = separated(input, "order by", |start| {
        let (mut rest, reference) = reference_until(start, ends_sort_name).ok()?;
        let mut span = reference.span;
        let mut descending = false;
        if let Some(direction) = direction(rest) {
            span = span.to(rest.place());
            descending = direction == Direction::Descending;
            rest = rest.skip(1);
        }
        keys.push(SortKey { reference, descending, span });
        Some(rest)
    });
    (rest, Part::Order(keys))
}

fn select(input: Tokens<'_>) -> (Tokens<'_>, Part) {
    let mut names = Vec::new();
    let rest = separated(input, "select", |start| {
        let (rest, reference) = reference_until(start, at_clause).ok()?;
        names.push(reference);
        Some(rest)
    });
    (rest, Part::Select(names))
}

/// Reads items separated by commas; complains where one is missing.
fn separated<'a>(
    input: Tokens<'a>,
    clause: &str,
    mut item: impl FnMut(Tokens<'a>) -> Option<Tokens<'a>>,
) -> Tokens<'a> {
    let mut rest = input;
    loop {
        let missing = rest.is_empty() || at_clause(rest);
        let Some(after) = (if missing { None } else { item(rest) }) else {
            rest.report(
                Diagnostic::new(
                    Code::ClauseSyntax,
                    format!("expected a property after `{clause}`"),
                    rest.place(),
                )
                .label("expected a name"),
            );
            return rest;
        };
        rest = after;
        if !rest.is_at(Kind::Comma) {
            return rest;
        }
        rest = rest.skip(1);
        // A comma behind the last item is harmless.
        if rest.is_empty() || at_clause(rest) {
            return rest;
        }
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Direction {
    Ascending,
    Descending,
}

fn direction(input: Tokens<'_>) -> Option<Direction> {
    if input.is_any_word(0, &["asc", "ascending"]) {
        Some(Direction::Ascending)
    } else if input.is_any_word(0, &["desc", "descending"]) {
        Some(Direction::Descending)
    } else {
        None
    }
}

fn ends_sort_name(input: Tokens<'_>) -> bool {
    let after = input.skip(1);
    let direction = direction(input).is_some() && (!after.is_at(Kind::Word) || at_clause(after));
    direction || at_clause(input)
}

fn limit(input: Tokens<'_>) -> (Tokens<'_>, Part) {
    let Some(token) = input.peek() else { return (input, Part::Limit(None)) };
    let text = input.text(token).replace('_', "");
    match text.parse::<u32>() {
        Ok(rows) if rows > 0 => {
            (input.skip(1), Part::Limit(Some(Limit { rows, span: token.span })))
        }
        _ => {
            input.report(
                Diagnostic::new(
                    Code::Limit,
                    format!("`{}` is not a number of pages", input.text(token)),
                    token.span,
                )
                .label(format!("expected a whole number from 1 to {}", u32::MAX)),
            );
            (input.skip(1), Part::Limit(None))
        }
    }
}

fn duplicate(start: Tokens<'_>, end: Tokens<'_>, word: Span, first: Span) -> Diagnostic {
    let source = start.source();
    let last = start.until(end).last().map_or(word, |token| token.span);
    let whole = blanks_before(source, word).to(last);
    Diagnostic::new(Code::DuplicateClause, format!("a second `{}`", word.slice(source)), word)
        .label("only one is allowed")
        .also(first, "the first is here")
        .fix(Fix::remove(whole))
}

/// Complains about what is left of a clause and skips it.
fn skip_rest(input: Tokens<'_>, is_list: bool) -> Tokens<'_> {
    if input.is_empty() || at_clause(input) {
        return input;
    }
    input.report(unexpected(input, is_list));
    skip_to_clause(input)
}

fn unexpected(input: Tokens<'_>, is_list: bool) -> Diagnostic {
    let found = input.place().slice(input.source());
    let comma = if is_list { "`,`, " } else { "" };
    let diagnostic = Diagnostic::new(
        Code::ClauseSyntax,
        format!("expected {comma}another clause or the end, found `{found}`"),
        input.place(),
    )
    .label("unexpected");
    if super::expr::at_connector(input) {
        return diagnostic.help("conditions stand before `order by`, `limit` and `select`");
    }
    if input.is_word(0, "offset") {
        return diagnostic
            .help("Notion has no way to skip pages: `limit` takes them from the first");
    }
    diagnostic
}

fn skip_to_clause(input: Tokens<'_>) -> Tokens<'_> {
    let mut rest = input;
    while !rest.is_empty() && !at_clause(rest) {
        rest = rest.skip(1);
    }
    rest
}
