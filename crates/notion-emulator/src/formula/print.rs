//! A tree as a formula, for the laws: reading what was written gives the same tree.

use std::fmt::{self, Display, Write as _};

use super::tree::{Binary, Expr, Unary};

impl Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => {
                f.write_char('"')?;
                for letter in text.chars() {
                    match letter {
                        '"' | '\\' => write!(f, "\\{letter}")?,
                        '\n' => f.write_str("\\n")?,
                        '\t' => f.write_str("\\t")?,
                        other => f.write_char(other)?,
                    }
                }
                f.write_char('"')
            }
            Self::Boolean(value) => write!(f, "{value}"),
            Self::List(items) => {
                f.write_char('[')?;
                listed(f, items)?;
                f.write_char(']')
            }
            Self::Property(key) => write!(f, "{{{{notion:block_property:{}}}}}", key.encoded()),
            Self::Name(name) => f.write_str(name),
            Self::Unary(operator, operand) => {
                let sign = match operator {
                    Unary::Not => "not",
                    Unary::Minus => "-",
                    Unary::Plus => "+",
                };
                write!(f, "({sign} {operand})")
            }
            Self::Binary(operator, left, right) => {
                write!(f, "({left} {} {right})", sign(*operator))
            }
            Self::Choice(parts) => write!(f, "({} ? {} : {})", parts[0], parts[1], parts[2]),
            Self::Call(name, args) => {
                write!(f, "{name}(")?;
                listed(f, args)?;
                f.write_char(')')
            }
        }
    }
}

fn listed(f: &mut fmt::Formatter<'_>, items: &[Expr]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        let gap = if index == 0 { "" } else { ", " };
        write!(f, "{gap}{item}")?;
    }
    Ok(())
}

fn sign(operator: Binary) -> &'static str {
    match operator {
        Binary::Or => "or",
        Binary::And => "&&",
        Binary::Equal => "==",
        Binary::Unequal => "!=",
        Binary::Less => "<",
        Binary::LessOrEqual => "<=",
        Binary::Greater => ">",
        Binary::GreaterOrEqual => ">=",
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Remainder => "%",
        Binary::Power => "^",
    }
}
