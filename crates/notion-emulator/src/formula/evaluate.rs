//! The value of a formula for one row.

use std::cell::Cell;
use std::cmp::Ordering;

use jiff::Timestamp;
use uuid::Uuid;

use super::date::DateValue;
use super::functions::is_loop;
use super::tree::{Binary, Expr, Unary};
use super::value::{Stop, Value};
use super::{moments, numbers, words};
use crate::world::schema::PropertyKey;

/// What a formula reads besides its own text.
pub(crate) trait Row {
    /// The value of a property of the row.
    fn property(&self, key: &PropertyKey, limits: &Limits) -> Result<Value, Stop>;
    /// The name and the e-mail address of a person.
    fn person(&self, id: Uuid) -> Option<(String, Option<String>)>;
    fn now(&self) -> Timestamp;
}

/// What an evaluation may still spend, together with all other formulas that it leads to.
#[derive(Debug)]
pub(crate) struct Limits {
    steps: Cell<u32>,
    depth: Cell<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: Cell::new(200_000), depth: Cell::new(400) }
    }
}

impl Limits {
    /// Does something one level deeper, unless that is too deep or takes too long.
    pub(crate) fn deeper<T>(&self, work: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
        let (steps, depth) = (self.steps.get(), self.depth.get());
        if steps == 0 || depth == 0 {
            return Err(Stop::Unsupported);
        }
        self.steps.set(steps - 1);
        self.depth.set(depth - 1);
        let result = work();
        self.depth.set(depth);
        result
    }
}

/// Evaluates expressions for one row.
pub(crate) struct Evaluator<'a> {
    row: &'a dyn Row,
    limits: &'a Limits,
    /// Variables, innermost last.
    bound: Vec<(Box<str>, Value)>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(row: &'a dyn Row, limits: &'a Limits) -> Self {
        Self { row, limits, bound: Vec::new() }
    }

    pub(crate) fn value(&mut self, expr: &Expr) -> Result<Value, Stop> {
        let limits = self.limits;
        limits.deeper(|| self.evaluate(expr))
    }

    fn evaluate(&mut self, expr: &Expr) -> Result<Value, Stop> {
        Ok(match expr {
            Expr::Number(number) => Value::Number(*number),
            Expr::Text(text) => Value::Text(text.as_ref().to_owned()),
            Expr::Boolean(value) => Value::Boolean(*value),
            Expr::List(items) => Value::List(self.all(items)?),
            Expr::Property(key) => self.row.property(key, self.limits)?,
            Expr::Name(name) => {
                let found = self.bound.iter().rev().find(|(it, _)| it == name);
                found.map(|(_, value)| value.clone()).ok_or(Stop::Broken)?
            }
            Expr::Unary(operator, operand) => {
                let operand = self.value(operand)?;
                match operator {
                    Unary::Not => Value::Boolean(!truth(&operand)?),
                    Unary::Minus => numbers::map(operand, |it| -it)?,
                    Unary::Plus => numbers::to_number(&operand)?,
                }
            }
            Expr::Binary(operator, left, right) => return self.binary(*operator, left, right),
            Expr::Choice(parts) => {
                let [condition, one, other] = &**parts;
                return if self.truth(condition)? { self.value(one) } else { self.value(other) };
            }
            Expr::Call(name, args) => return self.call(name, args),
        })
    }

    fn all(&mut self, exprs: &[Expr]) -> Result<Vec<Value>, Stop> {
        exprs.iter().map(|expr| self.value(expr)).collect()
    }

    fn truth(&mut self, expr: &Expr) -> Result<bool, Stop> {
        truth(&self.value(expr)?)
    }

    fn binary(&mut self, operator: Binary, left: &Expr, right: &Expr) -> Result<Value, Stop> {
        // The second operand counts only where the first leaves something open.
        match operator {
            Binary::Or => return Ok(Value::Boolean(self.truth(left)? || self.truth(right)?)),
            Binary::And => return Ok(Value::Boolean(self.truth(left)? && self.truth(right)?)),
            _ => {}
        }
        let (left, right) = (self.value(left)?, self.value(right)?);
        compute(operator, left, right)
    }

    fn call(&mut self, name: &str, args: &[Expr]) -> Result<Value, Stop> {
        match (name, args) {
            ("if", [condition, one, other]) => {
                return if self.truth(condition)? { self.value(one) } else { self.value(other) };
            }
            ("ifs", _) => {
                let mut pairs = args.chunks_exact(2);
                for pair in pairs.by_ref() {
                    if self.truth(&pair[0])? {
                        return self.value(&pair[1]);
                    }
                }
                return pairs.remainder().first().map_or(Ok(Value::Empty), |it| self.value(it));
            }
            ("and" | "or", _) => {
                for arg in args {
                    if self.truth(arg)? == (name == "or") {
                        return Ok(Value::Boolean(name == "or"));
                    }
                }
                return Ok(Value::Boolean(name == "and"));
            }
            ("let" | "lets", [bindings @ .., body]) => {
                let depth = self.bound.len();
                let result = self.binding(bindings, body);
                self.bound.truncate(depth);
                return result;
            }
            (_, [list, each]) if is_loop(name) => return self.each(name, list, each),
            _ => {}
        }
        let mut values = self.all(args)?;
        match (name, values.as_mut_slice()) {
            ("empty", []) => Ok(Value::Boolean(true)),
            ("empty", [value]) => Ok(Value::Boolean(value.is_empty())),
            ("not", [value]) => Ok(Value::Boolean(!truth(value)?)),
            ("name" | "email", [Value::Person(id)]) => {
                let (called, email) = self.row.person(*id).ok_or(Stop::Unsupported)?;
                let text = if name == "name" { Some(called) } else { email };
                Ok(text.map_or(Value::Empty, Value::Text))
            }
            ("now" | "today", []) => Ok(moments::now(self.row.now(), name == "today")),
            (_, [left, right]) if let Some(operator) = operator_of(name) => {
                compute(operator, std::mem::replace(left, Value::Empty), right.clone())
            }
            _ => {
                let found = numbers::call(name, &values)
                    .or_else(|| words::call(name, &values))
                    .or_else(|| moments::call(name, &values));
                found.unwrap_or(Err(Stop::Unsupported))
            }
        }
    }

    fn binding(&mut self, bindings: &[Expr], body: &Expr) -> Result<Value, Stop> {
        for pair in bindings.chunks_exact(2) {
            let Expr::Name(name) = &pair[0] else { return Err(Stop::Broken) };
            let value = self.value(&pair[1])?;
            self.bound.push((name.clone(), value));
        }
        self.value(body)
    }

    /// `map` and its like: an expression for each item of a list.
    fn each(&mut self, name: &str, list: &Expr, each: &Expr) -> Result<Value, Stop> {
        let items = match self.value(list)? {
            Value::List(items) => items,
            Value::Empty => Vec::new(),
            _ => return Err(Stop::Unsupported),
        };
        if matches!(name, "sort" | "count") {
            return Err(Stop::Unsupported);
        }
        let depth = self.bound.len();
        let mut results = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "lists are short")]
            let index = Value::Number(index as f64);
            self.bound.push(("current".into(), item.clone()));
            self.bound.push(("index".into(), index));
            let result = self.value(each);
            self.bound.truncate(depth);
            results.push(result?);
        }
        if name == "map" {
            return Ok(Value::List(results));
        }
        let truths: Vec<bool> = results.iter().map(truth).collect::<Result<_, _>>()?;
        let found = truths.iter().position(|it| *it);
        Ok(match name {
            "filter" => {
                let kept = items.into_iter().zip(truths).filter(|(_, kept)| *kept);
                Value::List(kept.map(|(item, _)| item).collect())
            }
            "find" => found.and_then(|at| items.into_iter().nth(at)).unwrap_or(Value::Empty),
            #[expect(clippy::cast_precision_loss, reason = "lists are short")]
            "findIndex" => Value::Number(found.map_or(-1.0, |at| at as f64)),
            "some" => Value::Boolean(found.is_some()),
            _ => Value::Boolean(truths.iter().all(|it| *it)),
        })
    }
}

/// The operator that a function is another word for.
fn operator_of(name: &str) -> Option<Binary> {
    Some(match name {
        "add" => Binary::Add,
        "subtract" => Binary::Subtract,
        "multiply" => Binary::Multiply,
        "divide" => Binary::Divide,
        "mod" => Binary::Remainder,
        "pow" => Binary::Power,
        "equal" => Binary::Equal,
        "unequal" => Binary::Unequal,
        "larger" => Binary::Greater,
        "largerEq" => Binary::GreaterOrEqual,
        "smaller" => Binary::Less,
        "smallerEq" => Binary::LessOrEqual,
        _ => return None,
    })
}

/// What a condition counts as. Nothing is false; what Notion makes of a number here is not known.
fn truth(value: &Value) -> Result<bool, Stop> {
    match value {
        Value::Boolean(value) => Ok(*value),
        Value::Empty => Ok(false),
        _ => Err(Stop::Unsupported),
    }
}

fn compute(operator: Binary, left: Value, right: Value) -> Result<Value, Stop> {
    let ordered = |holds: fn(Ordering) -> bool| {
        Ok(Value::Boolean(ordering(&left, &right)?.is_some_and(holds)))
    };
    match operator {
        Binary::Equal => Ok(Value::Boolean(equal(&left, &right))),
        Binary::Unequal => Ok(Value::Boolean(!equal(&left, &right))),
        Binary::Less => ordered(Ordering::is_lt),
        Binary::LessOrEqual => ordered(Ordering::is_le),
        Binary::Greater => ordered(Ordering::is_gt),
        Binary::GreaterOrEqual => ordered(Ordering::is_ge),
        Binary::Add => match (left, right) {
            (Value::Text(left), right) => Ok(Value::Text(left + &right.words()?)),
            (left, Value::Text(right)) => Ok(Value::Text(left.words()? + &right)),
            (left, right) => numbers::zip(&left, &right, |left, right| left + right),
        },
        Binary::Subtract => numbers::zip(&left, &right, |left, right| left - right),
        Binary::Multiply => numbers::zip(&left, &right, |left, right| left * right),
        Binary::Divide => numbers::zip(&left, &right, |left, right| left / right),
        Binary::Remainder => numbers::zip(&left, &right, |left, right| left % right),
        Binary::Power => numbers::zip(&left, &right, f64::powf),
        // Both are decided before both operands are known.
        Binary::Or | Binary::And => Err(Stop::Broken),
    }
}

/// Whether two values are the same. Nothing is the same as the text that says nothing.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Empty, Value::Text(text)) | (Value::Text(text), Value::Empty) => text.is_empty(),
        (Value::Date(left), Value::Date(right)) => same_date(left, right),
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| equal(l, r))
        }
        (left, right) => left == right,
    }
}

fn same_date(left: &DateValue, right: &DateValue) -> bool {
    let instants = |date: &DateValue| (date.start.instant(), date.end.map(|end| end.instant()));
    instants(left) == instants(right)
}

/// How two values are ordered; not at all, if a date is missing.
fn ordering(left: &Value, right: &Value) -> Result<Option<Ordering>, Stop> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(left.partial_cmp(right)),
        (Value::Boolean(left), Value::Boolean(right)) => Ok(Some(left.cmp(right))),
        (Value::Date(left), Value::Date(right)) => {
            Ok(Some(left.start.instant().cmp(&right.start.instant())))
        }
        (Value::Date(_), Value::Empty) | (Value::Empty, Value::Date(_)) => Ok(None),
        // How Notion orders texts, and numbers that are not there, is not known.
        _ => Err(Stop::Unsupported),
    }
}
