//! From words to a tree.

use super::lex::{NoFormula, Token, Word, words};
use super::tree::{Binary, Expr, Unary};

/// How deep a tree may be. A sum of many terms is as deep as it is long.
pub(crate) const DEPTH: usize = 200;

/// How deep parentheses, lists and calls may nest: each level takes several calls to read.
const NESTING: usize = 64;

/// How long a formula may be.
const LENGTH: usize = 20_000;

/// The tree of a formula.
pub(super) fn parse(text: &str) -> Result<Expr, NoFormula> {
    if text.len() > LENGTH {
        return Err(NoFormula);
    }
    let tokens = words(text)?;
    let mut parser = Parser { tokens: &tokens, at: 0, nesting: 0 };
    let tree = parser.choice()?;
    if parser.at < tokens.len() { Err(NoFormula) } else { Ok(tree.expr) }
}

/// An expression and how deep it is.
struct Deep {
    expr: Expr,
    depth: usize,
}

impl Deep {
    fn leaf(expr: Expr) -> Self {
        Self { expr, depth: 1 }
    }

    /// What stands above parts of that depth.
    fn above(depth: usize, expr: Expr) -> Result<Self, NoFormula> {
        if depth >= DEPTH { Err(NoFormula) } else { Ok(Self { expr, depth: depth + 1 }) }
    }
}

/// The operators that stand between, loosest first. `^` is apart: it leans to the right.
const LEVELS: [&[(&str, Binary)]; 6] = [
    &[("||", Binary::Or), ("or", Binary::Or)],
    &[("&&", Binary::And), ("and", Binary::And)],
    &[("==", Binary::Equal), ("!=", Binary::Unequal)],
    &[
        ("<=", Binary::LessOrEqual),
        (">=", Binary::GreaterOrEqual),
        ("<", Binary::Less),
        (">", Binary::Greater),
    ],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide), ("%", Binary::Remainder)],
];

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    nesting: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Word> {
        self.tokens.get(self.at).map(|token| &token.word)
    }

    fn next(&mut self) -> Option<&'t Word> {
        let word = self.peek();
        self.at += 1;
        word
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Word::Sign(it)) if *it == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), NoFormula> {
        if self.take(sign) { Ok(()) } else { Err(NoFormula) }
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, NoFormula>,
    ) -> Result<T, NoFormula> {
        if self.nesting == NESTING {
            return Err(NoFormula);
        }
        self.nesting += 1;
        let read = read(self);
        self.nesting -= 1;
        read
    }

    /// `condition ? one : other`
    fn choice(&mut self) -> Result<Deep, NoFormula> {
        let condition = self.level(0)?;
        if !self.take("?") {
            return Ok(condition);
        }
        let one = self.nested(Self::choice)?;
        self.expect(":")?;
        let other = self.nested(Self::choice)?;
        let depth = condition.depth.max(one.depth).max(other.depth);
        Deep::above(depth, Expr::Choice(Box::new([condition.expr, one.expr, other.expr])))
    }

    fn level(&mut self, level: usize) -> Result<Deep, NoFormula> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.level(level + 1)?;
        while let Some(operator) = self.operator(operators) {
            let right = self.level(level + 1)?;
            let depth = left.depth.max(right.depth);
            let expr = Expr::Binary(operator, Box::new(left.expr), Box::new(right.expr));
            left = Deep::above(depth, expr)?;
        }
        Ok(left)
    }

    fn operator(&mut self, operators: &[(&str, Binary)]) -> Option<Binary> {
        let word: &str = match self.peek()? {
            Word::Sign(sign) => sign,
            Word::Name(name) => name,
            _ => return None,
        };
        let (_, operator) = operators.iter().find(|(it, _)| *it == word)?;
        self.at += 1;
        Some(*operator)
    }

    fn unary(&mut self) -> Result<Deep, NoFormula> {
        let is_call =
            matches!(self.tokens.get(self.at + 1).map(|token| &token.word), Some(Word::Sign("(")));
        let operator = match self.peek() {
            Some(Word::Sign("!")) => Unary::Not,
            Some(Word::Name(name)) if &**name == "not" && !is_call => Unary::Not,
            Some(Word::Sign("-")) => Unary::Minus,
            Some(Word::Sign("+")) => Unary::Plus,
            _ => return self.power(),
        };
        self.at += 1;
        let operand = self.nested(Self::unary)?;
        Deep::above(operand.depth, Expr::Unary(operator, Box::new(operand.expr)))
    }

    fn power(&mut self) -> Result<Deep, NoFormula> {
        let base = self.postfix()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.nested(Self::unary)?;
        let depth = base.depth.max(exponent.depth);
        Deep::above(
            depth,
            Expr::Binary(Binary::Power, Box::new(base.expr), Box::new(exponent.expr)),
        )
    }

    /// `value.name(…).name(…)`
    fn postfix(&mut self) -> Result<Deep, NoFormula> {
        let mut value = self.primary()?;
        while self.take(".") {
            let Some(Word::Name(name)) = self.next() else { return Err(NoFormula) };
            self.expect("(")?;
            let (mut args, depth) = self.list(")")?;
            args.insert(0, value.expr);
            value = Deep::above(value.depth.max(depth), Expr::Call(name.clone(), args))?;
        }
        Ok(value)
    }

    fn primary(&mut self) -> Result<Deep, NoFormula> {
        let word = self.next().ok_or(NoFormula)?;
        Ok(match word {
            Word::Number(number) => Deep::leaf(Expr::Number(*number)),
            Word::Text(text) => Deep::leaf(Expr::Text(text.clone())),
            Word::Property(key) => Deep::leaf(Expr::Property(key.clone())),
            Word::Name(name) if self.take("(") => {
                let (mut args, depth) = self.list(")")?;
                // `not (x)` may be the function or the operator.
                let expr = match args.pop() {
                    Some(only) if &**name == "not" && args.is_empty() => {
                        Expr::Unary(Unary::Not, Box::new(only))
                    }
                    last => {
                        args.extend(last);
                        Expr::Call(name.clone(), args)
                    }
                };
                Deep::above(depth, expr)?
            }
            Word::Name(name) => match &**name {
                "true" => Deep::leaf(Expr::Boolean(true)),
                "false" => Deep::leaf(Expr::Boolean(false)),
                "and" | "or" | "not" => return Err(NoFormula),
                _ => Deep::leaf(Expr::Name(name.clone())),
            },
            Word::Sign("(") => {
                let inner = self.nested(Self::choice)?;
                self.expect(")")?;
                inner
            }
            Word::Sign("[") => {
                let (items, depth) = self.list("]")?;
                Deep::above(depth, Expr::List(items))?
            }
            Word::Sign(_) => return Err(NoFormula),
        })
    }

    /// What stands between commas up to `end`, and how deep the deepest of it is.
    fn list(&mut self, end: &str) -> Result<(Vec<Expr>, usize), NoFormula> {
        let (mut items, mut depth) = (Vec::new(), 0);
        if self.take(end) {
            return Ok((items, depth));
        }
        loop {
            let item = self.nested(Self::choice)?;
            depth = depth.max(item.depth);
            items.push(item.expr);
            if self.take(end) {
                return Ok((items, depth));
            }
            self.expect(",")?;
        }
    }
}
