//! The input of the second layer: a slice of tokens that nom can walk over.

use std::cell::{Cell, RefCell};
use std::iter::{Copied, Enumerate};
use std::slice::Iter;

use nom::error::{ErrorKind, ParseError};
use nom::{Err, IResult, Input, Needed};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lex::{Kind, Token};
use crate::span::{Span, offset};

/// The tokens that are still to be read.
///
/// Every parser gets a copy and returns one, so it is kept to two machine words: places among the tokens of
/// the context instead of a slice, and the depth is left to the context, too.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    context: &'a Context<'a>,
    /// The place of the next token.
    at: u32,
    /// The place behind the last token.
    end: u32,
}

/// What every parser may look at, and where it complains.
pub(super) struct Context<'a> {
    pub(super) source: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) log: RefCell<Diagnostics>,
    pub(super) is_property: &'a dyn Fn(&str) -> bool,
    /// How many bytes of names were looked up.
    looked_up: Cell<usize>,
    /// How many parentheses are open.
    pub(super) depth: Cell<u8>,
    /// How often a token was looked at.
    #[cfg(test)]
    pub(super) looks: Cell<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        source: &'a str,
        tokens: &'a [Token],
        log: Diagnostics,
        is_property: &'a dyn Fn(&str) -> bool,
    ) -> Self {
        Self {
            source,
            tokens,
            log: RefCell::new(log),
            is_property,
            looked_up: Cell::new(0),
            depth: Cell::new(0),
            #[cfg(test)]
            looks: Cell::new(0),
        }
    }
}

/// What a parser returns.
pub(super) type Read<'a, T> = IResult<Tokens<'a>, T, Miss>;

/// Where a parser did not match.
///
/// `Err::Error` with it means that something else may stand here; `Err::Failure` that the text was already
/// complained about and that reading goes on behind this place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Miss {
    /// How many tokens were left.
    pub(super) remaining: usize,
}

impl ParseError<Tokens<'_>> for Miss {
    fn from_error_kind(input: Tokens<'_>, _: ErrorKind) -> Self {
        input.here()
    }

    fn append(_: Tokens<'_>, _: ErrorKind, other: Self) -> Self {
        other
    }

    /// Of several alternatives, the one that came furthest knows best.
    fn or(self, other: Self) -> Self {
        if self.remaining < other.remaining { self } else { other }
    }
}

impl<'a> Tokens<'a> {
    /// All tokens of the context.
    pub(super) fn of(context: &'a Context<'a>) -> Self {
        Self { context, at: 0, end: offset(context.tokens.len()) }
    }

    /// How many tokens are left.
    fn remaining(self) -> usize {
        (self.end - self.at) as usize
    }

    fn rest(self) -> &'a [Token] {
        &self.context.tokens[self.at as usize..self.end as usize]
    }

    /// How many parentheses are open.
    pub(super) fn depth(self) -> u8 {
        self.context.depth.get()
    }

    pub(super) fn set_depth(self, depth: u8) {
        self.context.depth.set(depth);
    }

    /// The next token.
    pub(super) fn peek(self) -> Option<Token> {
        self.ahead(0)
    }

    /// The token that comes `ahead` tokens after the next one.
    pub(super) fn ahead(self, ahead: usize) -> Option<Token> {
        #[cfg(test)]
        self.context.looks.set(self.context.looks.get() + 1);
        let place = self.at as usize + ahead;
        if place < self.end as usize { self.context.tokens.get(place).copied() } else { None }
    }

    pub(super) fn is_at(self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    pub(super) fn is_empty(self) -> bool {
        self.at == self.end
    }

    pub(super) fn skip(self, count: usize) -> Self {
        Self { at: self.at + offset(count.min(self.remaining())), ..self }
    }

    /// The place of the next token, or the end of the source.
    pub(super) fn place(self) -> Span {
        match self.peek() {
            Some(token) => token.span,
            None => Span::at(offset(self.source().trim_end().len())),
        }
    }

    pub(super) fn source(self) -> &'a str {
        self.context.source
    }

    pub(super) fn text(self, token: Token) -> &'a str {
        token.span.slice(self.context.source)
    }

    /// Whether the token at `ahead` is this word, in any case.
    pub(super) fn is_word(self, ahead: usize, word: &str) -> bool {
        self.ahead(ahead).is_some_and(|it| {
            // Most words have another length, and are not even looked up.
            (it.span.end - it.span.start) as usize == word.len()
                && it.kind == Kind::Word
                && self.text(it).eq_ignore_ascii_case(word)
        })
    }

    pub(super) fn is_any_word(self, ahead: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(ahead, word))
    }

    pub(super) fn is_property(self, name: &str) -> bool {
        /// Only complaints ask, and nobody reads as many of them as this is enough for.
        const BYTES: usize = 32 * 1024;
        let looked_up = self.context.looked_up.get().saturating_add(name.len());
        self.context.looked_up.set(looked_up);
        looked_up <= BYTES && (self.context.is_property)(name)
    }

    /// Complains; a complaint that is only counted is not even made.
    pub(super) fn report_with(self, diagnostic: impl FnOnce() -> Diagnostic) {
        let is_full = self.context.log.borrow().is_full();
        if is_full {
            self.context.log.borrow_mut().omitted += 1;
        } else {
            self.report(diagnostic());
        }
    }

    pub(super) fn report(self, diagnostic: Diagnostic) {
        self.context.log.borrow_mut().push(diagnostic);
    }

    /// Complains and gives up on this part.
    pub(super) fn fail<T>(self, diagnostic: Diagnostic) -> Read<'a, T> {
        self.report(diagnostic);
        Err(Err::Failure(self.here()))
    }

    /// Complains and gives up on everything in these parentheses and the operator behind them.
    pub(super) fn fail_past_list<T>(self, diagnostic: Diagnostic) -> Read<'a, T> {
        self.report(diagnostic);
        let end = super::recover::skip_list(self);
        let end = if end.is_at(Kind::Close) { end.skip(1) } else { end };
        Err(Err::Failure(end.here()))
    }

    /// Says that something else may stand here.
    pub(super) fn miss<T>(self) -> Read<'a, T> {
        Err(Err::Error(self.here()))
    }

    pub(super) fn here(self) -> Miss {
        Miss { remaining: self.remaining() }
    }

    /// The place a parser came to, given where it started.
    pub(super) fn resume(self, miss: Miss) -> Self {
        self.skip(self.remaining().saturating_sub(miss.remaining))
    }

    /// The tokens between here and a later place.
    pub(super) fn until(self, later: Self) -> &'a [Token] {
        self.context.tokens.get(self.at as usize..later.at as usize).unwrap_or_default()
    }
}

/// Reads a token of this kind.
pub(super) fn kind<'a>(kind: Kind) -> impl Fn(Tokens<'a>) -> Read<'a, Token> {
    move |input| match input.peek() {
        Some(token) if token.kind == kind => Ok((input.skip(1), token)),
        _ => input.miss(),
    }
}

/// Reads this word, in any case.
pub(super) fn word<'a>(word: &'static str) -> impl Fn(Tokens<'a>) -> Read<'a, Token> {
    move |input| match input.peek() {
        Some(token) if input.is_word(0, word) => Ok((input.skip(1), token)),
        _ => input.miss(),
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = Token;
    type Iter = Copied<Iter<'a, Token>>;
    type IterIndices = Enumerate<Copied<Iter<'a, Token>>>;

    fn input_len(&self) -> usize {
        self.remaining()
    }

    fn take(&self, index: usize) -> Self {
        Self { end: self.skip(index).at, ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        self.skip(index)
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest().iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest().iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.rest().iter().copied().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.remaining() { Ok(count) } else { Err(Needed::Unknown) }
    }
}
