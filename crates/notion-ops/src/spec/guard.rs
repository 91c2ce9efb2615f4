//! Limits that stop a run before it does more than its author can have meant.

use serde::{Deserialize, Serialize};

use super::{literal::Literal, reader::Table};

/// A number of rows, absolute or as a share of all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// At most so many.
    Rows(u64),
    /// At most so many hundredths of all; rounded up, so that one row of a small table is allowed.
    Percent(f64),
}

impl Limit {
    /// How many of `total` rows the limit allows.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "row counts are far below 2^52, and percentages are not negative"
    )]
    pub fn of(self, total: u64) -> u64 {
        match self {
            Self::Rows(rows) => rows,
            Self::Percent(percent) => (total as f64 * percent / 100.0).ceil() as u64,
        }
    }

    /// Reads `"2%"` or `40`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().strip_suffix('%') {
            Some(percent) => {
                let percent: f64 = percent.trim().parse().ok()?;
                (0.0..=100.0).contains(&percent).then_some(Self::Percent(percent))
            }
            None => text.trim().parse().ok().map(Self::Rows),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rows(rows) => write!(f, "{rows}"),
            Self::Percent(percent) => write!(f, "{percent} %"),
        }
    }
}

pub(super) fn read(table: &Table<'_>, key: &'static str) -> Option<Limit> {
    let value = table.literal(key)?;
    let limit = match &value.value {
        Literal::Integer(rows) => u64::try_from(*rows).ok().map(Limit::Rows),
        Literal::Text(text) => Limit::parse(text),
        _ => None,
    };
    if limit.is_none() {
        let message = format!("`{key}` must be a number of rows or a share of them");
        table.problem(value.problem(message).help("write 40 or \"2%\""));
    }
    limit
}
