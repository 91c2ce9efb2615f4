//! The tree of a formula.

use crate::world::schema::PropertyKey;

/// An expression. Its depth is bounded by the parser, so walking it may recurse.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Number(f64),
    Text(Box<str>),
    Boolean(bool),
    List(Vec<Self>),
    /// A property of the row.
    Property(PropertyKey),
    /// A variable of `let`, or `current` and `index` inside of `map` and its like.
    Name(Box<str>),
    Unary(Unary, Box<Self>),
    Binary(Binary, Box<Self>, Box<Self>),
    /// `condition ? one : other`
    Choice(Box<[Self; 3]>),
    /// `name(a, b)`, or `a.name(b)`, which means the same.
    Call(Box<str>, Vec<Self>),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unary {
    Not,
    Minus,
    Plus,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Binary {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

impl Expr {
    /// Calls `see` with each property that the expression names.
    pub(crate) fn properties(&self, see: &mut impl FnMut(&PropertyKey)) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Boolean(_) | Self::Name(_) => {}
            Self::Property(key) => see(key),
            Self::Unary(_, operand) => operand.properties(see),
            Self::Binary(_, left, right) => {
                left.properties(see);
                right.properties(see);
            }
            Self::Choice(parts) => {
                for part in &**parts {
                    part.properties(see);
                }
            }
            Self::List(parts) | Self::Call(_, parts) => {
                for part in parts {
                    part.properties(see);
                }
            }
        }
    }
}
