//! The type that a formula has before any row is looked at.

use super::functions::{Gives, function_of, is_loop};
use super::lex::NoFormula;
use super::tree::{Binary, Expr, Unary};
use crate::world::schema::PropertyKey;

/// What kind of value an expression gives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Type {
    Number,
    Text,
    Boolean,
    Date,
    List,
    /// Rows, people, files.
    Thing,
    /// It depends, or is not known.
    Any,
}

/// The type of an expression, if it can have one: functions exist and get as many arguments as
/// they take, variables are bound, and nothing but numbers is calculated with.
pub(crate) fn type_of(
    expr: &Expr,
    property: &dyn Fn(&PropertyKey) -> Option<Type>,
) -> Result<Type, NoFormula> {
    Checker { property, bound: Vec::new() }.check(expr)
}

struct Checker<'a> {
    property: &'a dyn Fn(&PropertyKey) -> Option<Type>,
    /// Variables that may be named, innermost last.
    bound: Vec<(Box<str>, Type)>,
}

impl Checker<'_> {
    fn check(&mut self, expr: &Expr) -> Result<Type, NoFormula> {
        Ok(match expr {
            Expr::Number(_) => Type::Number,
            Expr::Text(_) => Type::Text,
            Expr::Boolean(_) => Type::Boolean,
            Expr::List(items) => {
                items.iter().try_for_each(|item| self.check(item).map(drop))?;
                Type::List
            }
            Expr::Property(key) => (self.property)(key).ok_or(NoFormula)?,
            Expr::Name(name) => {
                let bound = self.bound.iter().rev().find(|(it, _)| it == name);
                bound.map(|(_, it)| *it).ok_or(NoFormula)?
            }
            Expr::Unary(operator, operand) => {
                let of = self.check(operand)?;
                match operator {
                    Unary::Not => Type::Boolean,
                    Unary::Minus => number(of)?,
                    Unary::Plus => Type::Number,
                }
            }
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.check(left)?, self.check(right)?);
                binary(*operator, left, right)?
            }
            Expr::Choice(parts) => {
                let [condition, one, other] = &**parts;
                self.check(condition)?;
                either(self.check(one)?, self.check(other)?)
            }
            Expr::Call(name, args) => self.call(name, args)?,
        })
    }

    fn call(&mut self, name: &str, args: &[Expr]) -> Result<Type, NoFormula> {
        let function = function_of(name).ok_or(NoFormula)?;
        if !(function.least..=function.most).contains(&args.len()) {
            return Err(NoFormula);
        }
        let depth = self.bound.len();
        let mut types = Vec::with_capacity(args.len());
        let is_let = matches!(name, "let" | "lets");
        if is_let && args.len().is_multiple_of(2) {
            return Err(NoFormula);
        }
        for (index, arg) in args.iter().enumerate() {
            let is_last = index + 1 == args.len();
            if is_let && index.is_multiple_of(2) && !is_last {
                let (Expr::Name(name), Some(value)) = (arg, args.get(index + 1)) else {
                    return Err(NoFormula);
                };
                let value = self.check(value)?;
                self.bound.push((name.clone(), value));
            } else if is_let && !is_last {
                // The value was checked with its name.
            } else {
                if is_loop(name) && index == 1 {
                    self.bound.push(("current".into(), Type::Any));
                    self.bound.push(("index".into(), Type::Number));
                }
                types.push(self.check(arg)?);
            }
        }
        self.bound.truncate(depth);
        let branches = types.iter().enumerate().filter(|(index, _)| match name {
            "if" => *index > 0,
            _ => index % 2 == 1 || (index + 1 == types.len() && types.len() % 2 == 1),
        });
        Ok(match function.gives {
            Gives::Is(gives) => gives,
            Gives::Last => types.last().copied().unwrap_or(Type::Any),
            Gives::Branches => branches.map(|(_, it)| *it).reduce(either).unwrap_or(Type::Any),
        })
    }
}

fn binary(operator: Binary, left: Type, right: Type) -> Result<Type, NoFormula> {
    Ok(match operator {
        Binary::Or
        | Binary::And
        | Binary::Equal
        | Binary::Unequal
        | Binary::Less
        | Binary::LessOrEqual
        | Binary::Greater
        | Binary::GreaterOrEqual => Type::Boolean,
        Binary::Add => match (left, right) {
            (Type::Text, _) | (_, Type::Text) => Type::Text,
            (Type::Number, Type::Number) => Type::Number,
            _ => Type::Any,
        },
        Binary::Subtract
        | Binary::Multiply
        | Binary::Divide
        | Binary::Remainder
        | Binary::Power => {
            number(left)?;
            number(right)?
        }
    })
}

fn number(of: Type) -> Result<Type, NoFormula> {
    if matches!(of, Type::Number | Type::Any) { Ok(Type::Number) } else { Err(NoFormula) }
}

fn either(one: Type, other: Type) -> Type {
    if one == other { one } else { Type::Any }
}
