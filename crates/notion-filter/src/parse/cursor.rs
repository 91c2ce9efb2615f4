//! What the grammar expects at a place of a filter that is still being written.
//!
//! Whole conditions in front of the place are read by the parsers of the grammar; only the unfinished one is
//! looked at piece by piece.

use super::clause::{self, at_clause};
use super::condition::{condition, quantifier};
use super::expr::{at_connector, connector};
use super::name::{PERIODS, at_operator, join_words, name};
use super::recover::{is_relation, skip_list, skip_part};
use super::tokens::{Context, Tokens};
use crate::diagnostic::Diagnostics;
use crate::lex::{Kind, Token};
use crate::syntax::{Name, Quantifier, ValueKind};

/// Something that may stand here, and where its text begins.
#[derive(Clone, Debug)]
pub(crate) struct Want {
    pub(crate) start: u32,
    pub(crate) what: What,
}

/// What may stand somewhere.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A condition; also a clause if nothing stands before it.
    Condition { first: bool },
    /// A property whose values are counted.
    Counted,
    /// A property in a clause; the times of the page only in `order by`.
    Listed { times: bool },
    /// The name of a type.
    Type(Subject),
    /// An operator; if it has begun, only one that goes on so.
    Operator { subject: Subject, begun: bool },
    /// A value.
    Value { subject: Subject, wrapper: Option<ValueKind>, time: Time },
    /// `and`, `or` and what else may follow a condition; only one that goes on so if it has begun.
    Connector { depth: usize, begun: bool },
    /// The same behind a property that stands alone.
    AfterProperty { subject: Subject, depth: usize },
    /// The `and` of `between`.
    And,
    /// The closing parenthesis.
    Close,
    /// `asc` and `desc`.
    Direction,
    /// A further clause.
    Clause,
}

/// What may stand where a date may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Time {
    Day,
    Period,
    Either,
}

/// The property that a condition is about, as far as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) name: Name,
    pub(crate) cast: Option<String>,
}

/// What may stand at `here`, behind these tokens.
pub(crate) fn wants(source: &str, tokens: &[Token], here: u32) -> Vec<Want> {
    let context = Context::new(source, tokens, Diagnostics::default(), &|_| false);
    let mut place = Place { here, depth: 0, wants: Vec::new() };
    place.query(Tokens::of(&context));
    place.wants
}

struct Place {
    here: u32,
    depth: usize,
    wants: Vec<Want>,
}

/// What an operator is followed by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    Value(Time),
    Period,
    List,
    Range,
    Nothing,
    /// Nobody knows yet.
    Open,
}

impl Place {
    fn want(&mut self, start: u32, what: What) {
        self.wants.push(Want { start, what });
    }

    fn query(&mut self, input: Tokens<'_>) {
        let mut rest = input;
        if rest.is_word(0, "where") && !at_operator(rest.skip(1)) {
            rest = rest.skip(1);
        }
        if let Some(last) = input.until(input.skip(usize::MAX)).last()
            && input.text(*last).eq_ignore_ascii_case("select")
        {
            self.want(self.here, What::Listed { times: false });
        }
        let mut first = true;
        loop {
            while rest.is_at(Kind::Not) || rest.is_word(0, "not") || rest.is_at(Kind::Open) {
                self.depth += usize::from(rest.is_at(Kind::Open));
                rest = rest.skip(1);
                first = false;
            }
            if rest.is_empty() {
                return self.want(self.here, What::Condition { first });
            }
            if self.depth == 0 && clause::begins(rest) {
                return self.clauses(rest);
            }
            let after = match condition(rest) {
                Ok((after, _)) if opens_wrapper(rest, after) => return self.condition(rest, first),
                Ok((after, _)) => after,
                Err(_) => skip_condition(rest),
            };
            if after.is_empty() {
                return self.condition(rest, first);
            }
            rest = after;
            first = false;
            loop {
                if rest.is_empty() {
                    let depth = self.depth;
                    return self.want(self.here, What::Connector { depth, begun: false });
                }
                if connector(rest).is_some() {
                    rest = rest.skip(1);
                    break;
                }
                if at_clause(rest) {
                    return self.clauses(rest);
                }
                if rest.is_at(Kind::Close) {
                    self.depth = self.depth.saturating_sub(1);
                }
                rest = rest.skip(1);
            }
        }
    }

    /// One condition that ends where the text does.
    fn condition(&mut self, start: Tokens<'_>, first: bool) {
        let counted = quantifier(start).map(|(counted, _)| counted);
        let body = if counted.is_some() { start.skip(2) } else { start };
        let begin = body.place().start;
        if body.is_empty() {
            return self.want(self.here, What::Counted);
        }
        let Ok((mut rest, name)) = name(body, at_operator) else { return };
        let quoted = name.quoted;
        let mut subject = Subject { quantifier: counted, name, cast: None };
        if rest.is_at(Kind::Cast) {
            let Some(word) = rest.ahead(1) else {
                return self.want(self.here, What::Type(subject));
            };
            subject.cast = Some(rest.text(word).to_ascii_lowercase());
            rest = rest.skip(2);
        }
        let whole = quoted || subject.cast.is_some();
        if counted.is_some() {
            if rest.is_empty() {
                if !whole {
                    self.want(begin, What::Counted);
                }
                return self.want(self.here, What::Close);
            }
            if rest.is_at(Kind::Close) {
                rest = rest.skip(1);
            }
        }
        if !rest.is_empty() {
            return self.test(rest, &subject);
        }
        let depth = self.depth;
        if whole || counted.is_some() {
            self.want(self.here, What::Operator { subject: subject.clone(), begun: false });
        } else {
            self.want(begin, What::Condition { first });
            self.splits(body, &subject);
        }
        self.want(self.here, What::AfterProperty { subject, depth });
    }

    /// A bare name whose last words may be the beginning of an operator, as in `Status is`.
    fn splits(&mut self, words: Tokens<'_>, subject: &Subject) {
        /// No operator has more words.
        const LONGEST: usize = 3;
        let all = words.until(words.skip(usize::MAX));
        for count in (1..=all.len()).rev().take(LONGEST + 1) {
            let start = all.get(count).map_or(self.here, |token| token.span.start);
            let name = Name { text: join_words(words, &all[..count]), ..subject.name.clone() };
            let subject = Subject { name, ..subject.clone() };
            let begun = count < all.len();
            self.want(start, What::Operator { subject: subject.clone(), begun });
            // `has` and `before` are read as operators once a value follows.
            let (length, shape) = operator(words.skip(count));
            if begun && count + length == all.len() && shape != Shape::Nothing {
                self.shaped(shape, words.skip(all.len()), &subject);
            }
        }
    }

    fn test(&mut self, input: Tokens<'_>, subject: &Subject) {
        let (length, shape) = operator(input);
        let start = input.place().start;
        let rest = input.skip(length);
        if input.is_at(Kind::Word) {
            self.want(start, What::Operator { subject: subject.clone(), begun: true });
        }
        self.shaped(shape, rest, subject);
    }

    /// What follows an operator.
    fn shaped(&mut self, shape: Shape, rest: Tokens<'_>, subject: &Subject) {
        match shape {
            Shape::Nothing if rest.is_empty() => self.behind(),
            Shape::Nothing | Shape::Open => {}
            Shape::Value(time) => self.value(rest, subject, time),
            Shape::Period => self.value(rest, subject, Time::Period),
            Shape::List => self.list(rest, subject),
            Shape::Range => {
                let mut high = rest;
                while !high.is_empty() && !at_connector(high) {
                    high = high.skip(1);
                }
                if !high.is_empty() {
                    return self.value(high.skip(1), subject, Time::Day);
                }
                let begin = rest.place().start;
                if rest.is_empty() {
                    self.wanted_value(self.here, subject, None, Time::Day);
                } else {
                    self.wanted_value(begin, subject, None, Time::Day);
                    self.want(self.here, What::And);
                }
            }
        }
    }

    fn wanted_value(
        &mut self,
        start: u32,
        subject: &Subject,
        wrapper: Option<ValueKind>,
        time: Time,
    ) {
        self.want(start, What::Value { subject: subject.clone(), wrapper, time });
    }

    /// One value that ends where the text does, or a wrapper around one.
    fn value(&mut self, input: Tokens<'_>, subject: &Subject, time: Time) {
        if input.is_empty() {
            return self.wanted_value(self.here, subject, None, time);
        }
        let wrapper =
            [("group", ValueKind::Group), ("page", ValueKind::Page), ("user", ValueKind::User)]
                .into_iter()
                .find(|(word, _)| input.is_word(0, word))
                .filter(|_| input.ahead(1).is_some_and(|it| it.kind == Kind::Open));
        if let Some((_, wrapper)) = wrapper {
            let inside = input.skip(2);
            let open = inside.until(inside.skip(usize::MAX));
            if open.iter().any(|it| it.kind == Kind::Close) {
                return self.behind();
            }
            let start = open.first().map_or(self.here, |it| it.span.start);
            self.wanted_value(start, subject, Some(wrapper), time);
            if !open.is_empty() {
                self.want(self.here, What::Close);
            }
            return;
        }
        if input.is_at(Kind::Word) {
            self.wanted_value(input.place().start, subject, None, time);
            self.begun(input.skip(1));
        }
        self.behind();
    }

    /// What follows a condition.
    fn behind(&mut self) {
        let depth = self.depth;
        self.want(self.here, What::Connector { depth, begun: false });
    }

    /// The last word of a value may be the first of a clause, as in `= Done order`.
    fn begun(&mut self, words: Tokens<'_>) {
        if let Some(last) = words.until(words.skip(usize::MAX)).last() {
            let depth = self.depth;
            self.want(last.span.start, What::Connector { depth, begun: true });
        }
    }

    fn list(&mut self, input: Tokens<'_>, subject: &Subject) {
        if !input.is_at(Kind::Open) {
            return;
        }
        let mut item = input.skip(1);
        let mut rest = item;
        while let Some(token) = rest.peek() {
            rest = rest.skip(1);
            match token.kind {
                Kind::Close => return self.behind(),
                Kind::Comma => item = rest,
                _ => {}
            }
        }
        let start = if item.is_empty() { self.here } else { item.place().start };
        if item.is_empty() || item.is_at(Kind::Word) {
            self.wanted_value(start, subject, None, Time::Either);
        }
        if !item.is_empty() {
            self.want(self.here, What::Close);
        }
    }

    fn clauses(&mut self, input: Tokens<'_>) {
        let mut last = input;
        let mut rest = input;
        while !rest.is_empty() {
            if at_clause(rest) {
                last = rest;
            }
            rest = rest.skip(1);
        }
        if last.is_word(0, "limit") {
            return self.want(self.here, What::Clause);
        }
        let times = !last.is_word(0, "select");
        let mut item = last.skip(if times { 2 } else { 1 });
        let mut rest = item;
        while let Some(token) = rest.peek() {
            rest = rest.skip(1);
            if token.kind == Kind::Comma {
                item = rest;
            }
        }
        if item.is_empty() {
            return self.want(self.here, What::Listed { times });
        }
        if item.is_at(Kind::Word) {
            self.want(item.place().start, What::Listed { times });
        }
        if let Some(word) = item.until(item.skip(usize::MAX)).last() {
            let is =
                |words: &[&str]| words.iter().any(|it| item.text(*word).eq_ignore_ascii_case(it));
            if times && !is(&["asc", "ascending", "desc", "descending"]) {
                self.want(self.here, What::Direction);
            }
            let depth = self.depth;
            if is(&["order", "sort"]) {
                self.want(word.span.start, What::Connector { depth, begun: true });
            }
        }
        self.want(self.here, What::Clause);
    }
}

/// How many tokens the operator has, and what follows it.
fn operator(input: Tokens<'_>) -> (usize, Shape) {
    if let Some(sign) = input.peek().filter(|it| is_relation(it.kind)) {
        return (1, behind_sign(sign.kind));
    }
    let and_then = |count: usize| {
        let (length, shape) = positive(input.skip(count));
        (count + length, shape)
    };
    if input.is_word(0, "is") {
        let count = if input.is_word(1, "not") { 2 } else { 1 };
        let rest = input.skip(count);
        if rest.is_any_word(0, &["empty", "checked", "unchecked"]) && rest.skip(1).is_empty() {
            return (count + 1, Shape::Nothing);
        }
        if let Some(sign) = rest.peek().filter(|it| is_relation(it.kind)) {
            return (count + 1, behind_sign(sign.kind));
        }
        return match and_then(count) {
            (_, Shape::Open) => (count, Shape::Value(Time::Either)),
            found => found,
        };
    }
    if input.is_word(0, "does") {
        return match () {
            () if input.is_any_word(2, &["contain", "contains", "have", "has", "include"]) => {
                let (length, shape) = counted(input.skip(3));
                (3 + length, shape)
            }
            () if input.is_any_word(2, &["equal", "equals"]) => (3, Shape::Value(Time::Either)),
            () if input.is_word(3, "with") => (4, Shape::Value(Time::Day)),
            () => (2, Shape::Open),
        };
    }
    and_then(usize::from(input.is_word(0, "not")))
}

fn positive(input: Tokens<'_>) -> (usize, Shape) {
    if input.is_word(0, "in") {
        return match input.ahead(1) {
            Some(next) if next.kind == Kind::Open => (1, Shape::List),
            Some(_) if input.is_any_word(1, PERIODS) || input.is_word(1, "group") => {
                (1, Shape::Period)
            }
            _ => (1, Shape::Open),
        };
    }
    if input.is_any_word(0, &["contains", "has"]) {
        let (length, shape) = counted(input.skip(1));
        return (1 + length, shape);
    }
    let found = [
        (&["within"][..], 1, Shape::Period),
        (&["between"][..], 1, Shape::Range),
        (&["before", "after"][..], 1, Shape::Value(Time::Day)),
        (&["equals"][..], 1, Shape::Value(Time::Either)),
    ];
    for (words, length, shape) in found {
        if input.is_any_word(0, words) {
            return (length, shape);
        }
    }
    if input.is_any_word(0, &["starts", "ends"]) && input.is_word(1, "with") {
        return (2, Shape::Value(Time::Day));
    }
    if input.is_word(0, "on") && input.is_any_word(2, &["before", "after"]) {
        return (3, Shape::Value(Time::Day));
    }
    (0, Shape::Open)
}

/// `any (`, `all (` or `none (` behind `has`, or one value.
fn counted(input: Tokens<'_>) -> (usize, Shape) {
    let list = input.is_any_word(0, &["any", "all", "none"])
        && input.ahead(1).is_some_and(|it| it.kind == Kind::Open);
    if list { (1, Shape::List) } else { (0, Shape::Value(Time::Day)) }
}

/// Only equality takes periods.
fn behind_sign(sign: Kind) -> Shape {
    Shape::Value(match sign {
        Kind::Equal | Kind::NotEqual => Time::Either,
        _ => Time::Day,
    })
}

/// Whether a condition ends in front of the parenthesis of `group(`, which is not closed yet.
fn opens_wrapper(start: Tokens<'_>, after: Tokens<'_>) -> bool {
    let wraps = start.until(after).last().is_some_and(|last| {
        let is = |word: &&str| start.text(*last).eq_ignore_ascii_case(word);
        ["group", "page", "user"].iter().any(is)
    });
    wraps && after.is_at(Kind::Open) && skip_list(after.skip(1)).is_empty()
}

/// Skips a condition that is not finished, with the connectors that belong to its operator.
fn skip_condition(start: Tokens<'_>) -> Tokens<'_> {
    let mut after = skip_part(start.skip(1));
    let mut low = true;
    loop {
        let done = start.until(after);
        let is = |token: &Token, word: &str| start.text(*token).eq_ignore_ascii_case(word);
        let is_range = low
            && after.is_word(0, "and")
            && done.iter().skip(1).any(|it| it.kind == Kind::Word && is(it, "between"));
        let is_order = done.last().is_some_and(|it| is(it, "on"))
            && after.is_word(0, "or")
            && after.is_any_word(1, &["before", "after"]);
        if !is_range && !is_order {
            return after;
        }
        low = low && !is_range;
        after = skip_part(after.skip(1));
    }
}
