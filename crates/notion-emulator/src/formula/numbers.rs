//! Calculating with numbers.

use super::value::{Stop, Value};

/// The result of a function of numbers, `None` if it is none.
pub(super) fn call(name: &str, args: &[Value]) -> Option<Result<Value, Stop>> {
    let simple: fn(f64) -> f64 = match name {
        "abs" => f64::abs,
        "ceil" => f64::ceil,
        "floor" => f64::floor,
        "sqrt" => f64::sqrt,
        "cbrt" => f64::cbrt,
        "exp" => f64::exp,
        "ln" => f64::ln,
        "log10" => f64::log10,
        "log2" => f64::log2,
        "sign" => |it| if it == 0.0 { 0.0 } else { it.signum() },
        "unaryMinus" => |it| -it,
        "round" if args.len() == 1 => rounded,
        _ => return special(name, args),
    };
    Some(map(args.first().cloned().unwrap_or(Value::Empty), simple))
}

fn special(name: &str, args: &[Value]) -> Option<Result<Value, Stop>> {
    Some(match (name, args) {
        ("pi", _) => Ok(Value::Number(std::f64::consts::PI)),
        ("e", _) => Ok(Value::Number(std::f64::consts::E)),
        ("toNumber" | "unaryPlus", [value]) => to_number(value),
        ("round", [value, digits]) => zip(value, digits, |value, digits| {
            let factor = 10_f64.powf(digits.trunc());
            rounded(value * factor) / factor
        }),
        ("min" | "max" | "sum" | "mean" | "median", _) => all(args).map(|it| of_many(name, it)),
        _ => return None,
    })
}

/// As JavaScript rounds: halves go up.
fn rounded(number: f64) -> f64 {
    (number + 0.5).floor()
}

/// All numbers of the arguments and of the lists among them, in their order.
fn all(args: &[Value]) -> Result<Vec<f64>, Stop> {
    let mut numbers = Vec::with_capacity(args.len());
    let mut waiting: Vec<&Value> = args.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Number(number) => numbers.push(*number),
            Value::List(items) => waiting.extend(items.iter().rev()),
            Value::Empty => {}
            _ => return Err(Stop::Unsupported),
        }
    }
    Ok(numbers)
}

/// One number out of many, nothing out of none.
#[expect(clippy::cast_precision_loss, reason = "no list is that long")]
pub(crate) fn of_many(name: &str, mut numbers: Vec<f64>) -> Value {
    if numbers.is_empty() {
        return Value::Empty;
    }
    let count = numbers.len() as f64;
    Value::Number(match name {
        "min" => numbers.into_iter().fold(f64::INFINITY, f64::min),
        "max" => numbers.into_iter().fold(f64::NEG_INFINITY, f64::max),
        "sum" => numbers.into_iter().sum(),
        "mean" => numbers.into_iter().sum::<f64>() / count,
        _ => {
            numbers.sort_by(f64::total_cmp);
            let middle = numbers.len() / 2;
            if numbers.len() % 2 == 1 {
                numbers[middle]
            } else {
                f64::midpoint(numbers[middle - 1], numbers[middle])
            }
        }
    })
}

/// A number made of a number; nothing stays nothing.
pub(super) fn map(value: Value, work: impl Fn(f64) -> f64) -> Result<Value, Stop> {
    match value {
        Value::Number(number) => Ok(Value::Number(work(number))),
        Value::Empty => Ok(Value::Empty),
        _ => Err(Stop::Broken),
    }
}

/// A number made of two; nothing comes of nothing.
pub(super) fn zip(
    left: &Value,
    right: &Value,
    work: impl Fn(f64, f64) -> f64,
) -> Result<Value, Stop> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(Value::Number(work(*left, *right))),
        (Value::Number(_) | Value::Empty, Value::Number(_) | Value::Empty) => Ok(Value::Empty),
        _ => Err(Stop::Broken),
    }
}

pub(super) fn to_number(value: &Value) -> Result<Value, Stop> {
    Ok(match value {
        Value::Number(number) => Value::Number(*number),
        Value::Empty => Value::Empty,
        Value::Boolean(value) => Value::Number(f64::from(u8::from(*value))),
        Value::Text(text) if text.trim().is_empty() => Value::Empty,
        Value::Text(text) => {
            // What Notion makes of digits with words around them is not known.
            let is_plain =
                text.trim().bytes().all(|it| it.is_ascii_digit() || b"+-.eE".contains(&it));
            let number = text.trim().parse().ok().filter(|_| is_plain);
            Value::Number(number.ok_or(Stop::Unsupported)?)
        }
        _ => return Err(Stop::Unsupported),
    })
}

/// A number as JavaScript writes it.
pub(super) fn written(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if !number.is_finite() {
        let words = if number.is_nan() { "NaN" } else { "Infinity" };
        return if number < 0.0 { format!("-{words}") } else { words.to_owned() };
    }
    if (1e-6..1e21).contains(&size) {
        return number.to_string();
    }
    let scientific = format!("{number:e}");
    match scientific.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => scientific,
    }
}
