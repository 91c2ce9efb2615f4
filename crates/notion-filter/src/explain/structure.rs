//! How conditions are joined, with numbers in their place.

use crate::logic::Logic;

/// Such as `1 and (2 or 3)`.
pub(super) fn write(tree: &Logic<usize>) -> String {
    match tree {
        Logic::And(parts) => join(parts, " and "),
        Logic::Or(parts) => join(parts, " or "),
        Logic::Not(inner) => format!("not {}", part(inner)),
        Logic::Leaf(number) => number.to_string(),
    }
}

fn join(parts: &[Logic<usize>], connector: &str) -> String {
    parts.iter().map(part).collect::<Vec<_>>().join(connector)
}

fn part(tree: &Logic<usize>) -> String {
    match tree {
        Logic::And(_) | Logic::Or(_) => format!("({})", write(tree)),
        _ => write(tree),
    }
}
