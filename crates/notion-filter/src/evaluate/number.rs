//! Tests of numbers.

use std::cmp::Ordering;

use notion_model::query::NumberCondition;
use serde_json::Number;

/// Whether a number passes. Comparisons of size never hold without a number, `does_not_equal` does.
pub(super) fn test(test: &NumberCondition, value: Option<&Number>) -> bool {
    let is = |operand: &Number, wanted: fn(Ordering) -> bool| {
        value.is_some_and(|it| wanted(compare(it, operand)))
    };
    match test {
        NumberCondition::Equals(operand) => is(operand, Ordering::is_eq),
        NumberCondition::DoesNotEqual(operand) => !is(operand, Ordering::is_eq),
        NumberCondition::GreaterThan(operand) => is(operand, Ordering::is_gt),
        NumberCondition::LessThan(operand) => is(operand, Ordering::is_lt),
        NumberCondition::GreaterThanOrEqualTo(operand) => is(operand, Ordering::is_ge),
        NumberCondition::LessThanOrEqualTo(operand) => is(operand, Ordering::is_le),
        NumberCondition::IsEmpty => value.is_none(),
        NumberCondition::IsNotEmpty => value.is_some(),
    }
}

/// By value: whole numbers exactly, others as the doubles they are.
pub(super) fn compare(left: &Number, right: &Number) -> Ordering {
    if let (Some(left), Some(right)) = (left.as_i128(), right.as_i128()) {
        return left.cmp(&right);
    }
    let double = |it: &Number| it.as_f64().unwrap_or(0.0);
    // `-0` and `0` are one number, and JSON has no NaN.
    double(left).partial_cmp(&double(right)).unwrap_or(Ordering::Equal)
}
