//! Tables of what functions give, and laws that hold of every formula.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::parse::parse;
use super::tree::{Binary, Expr, Unary};
use super::{DateValue, Evaluator, Limits, Point, Row, Stop, Type, Value, type_of};
use crate::world::schema::PropertyKey;

/// A row with one property of each kind: `num`, `txt`, `yes`, `day`, `tim`, `tag`, `non`, `who`.
struct Example;

impl Row for Example {
    fn property(&self, key: &PropertyKey, _: &Limits) -> Result<Value, Stop> {
        let date = |text: &str| Value::Date(DateValue::at(Point::parse(text).unwrap()));
        let text = |text: &str| Value::Text(text.to_owned());
        Ok(match key.raw() {
            "num" => Value::Number(7.0),
            "txt" => text("Tea time"),
            "yes" => Value::Boolean(true),
            "day" => date("2026-02-28"),
            "tim" => date("2026-11-02T23:30:00+01:00"),
            "tag" => Value::List(vec![text("a"), text("b"), text("a")]),
            "who" => Value::Person(Uuid::nil()),
            _ => Value::Empty,
        })
    }

    fn person(&self, _: Uuid) -> Option<(String, Option<String>)> {
        Some(("Ada".to_owned(), None))
    }

    fn now(&self) -> Timestamp {
        "2026-11-02T09:30:42Z".parse().unwrap()
    }
}

fn type_named(key: &PropertyKey) -> Option<Type> {
    Some(match key.raw() {
        "num" | "non" => Type::Number,
        "txt" => Type::Text,
        "yes" => Type::Boolean,
        "day" | "tim" => Type::Date,
        "tag" => Type::List,
        "who" => Type::Thing,
        _ => return None,
    })
}

/// The value of a formula in which `$num` stands for a property.
fn value(formula: &str) -> Result<Value, Stop> {
    let mut written = String::new();
    let mut rest = formula;
    while let Some((before, after)) = rest.split_once('$') {
        let (name, after) = after.split_at(3);
        written.extend([before, "{{notion:block_property:", name, ":x:y}}"]);
        rest = after;
    }
    written.push_str(rest);
    let tree = parse(&written).map_err(|_| Stop::Broken)?;
    type_of(&tree, &type_named).map_err(|_| Stop::Broken)?;
    Evaluator::new(&Example, &Limits::default()).value(&tree)
}

/// The value in short: numbers, `"texts"`, `true`, `@dates`, `[lists]`, `-` for nothing.
fn shown(value: &Value) -> String {
    match value {
        Value::Empty => "-".to_owned(),
        Value::Number(number) => super::numbers::written(*number),
        Value::Text(text) => format!("{text:?}"),
        Value::Boolean(value) => value.to_string(),
        Value::Date(date) => {
            let end = date.end.map(|end| format!("..{}", end.written())).unwrap_or_default();
            format!("@{}{end}", date.start.written())
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (formula, expected) in table {
        let found = match value(formula) {
            Ok(value) => shown(&value),
            Err(Stop::Unsupported) => "unsupported".to_owned(),
            Err(Stop::Broken) => "broken".to_owned(),
        };
        assert_eq!(found, *expected, "{formula}");
    }
}

#[test]
fn arithmetic() {
    check(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("2 ^ 3 ^ 2", "512"),
        ("-2 ^ 2", "-4"),
        ("7 % 4 - 1", "2"),
        ("-7 % 4", "-3"),
        ("10 / 4", "2.5"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1e21 * 10", "1e+22"),
        ("1 / 10000000", "1e-7"),
        ("$num - 10", "-3"),
        ("$non + 1", "-"),
        ("-$non", "-"),
        ("add(1, 2)", "3"),
        ("$num.subtract(2)", "5"),
        ("multiply(2, 3)", "6"),
        ("divide(6, 4)", "1.5"),
        ("mod(7, 4)", "3"),
        ("pow(2, 10)", "1024"),
        ("unaryMinus(2)", "-2"),
        ("+\"42\"", "42"),
        ("unaryPlus(true)", "1"),
        ("abs(-3)", "3"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(3.14159, 2)", "3.14"),
        ("ceil(1.2)", "2"),
        ("floor(-1.2)", "-2"),
        ("sqrt(9)", "3"),
        ("cbrt(27)", "3"),
        ("exp(0)", "1"),
        ("ln(1)", "0"),
        ("log10(1000)", "3"),
        ("log2(8)", "3"),
        ("sign(-3)", "-1"),
        ("round(pi(), 2)", "3.14"),
        ("round(e(), 2)", "2.72"),
        ("min(3, 1, 2)", "1"),
        ("max([3, 1], 2)", "3"),
        ("sum(1, 2, [3, 4])", "10"),
        ("mean(1, 2, 6)", "3"),
        ("median(1, 2, 10)", "2"),
        ("median([1, 2, 3, 10])", "2.5"),
        ("sum([])", "-"),
        ("toNumber(\"4.5\")", "4.5"),
        ("toNumber(\"4 apples\")", "unsupported"),
        ("toNumber(\"\")", "-"),
        ("1 - \"a\"", "broken"),
        ("$day * 2", "broken"),
        ("-$txt", "broken"),
    ]);
}

#[test]
fn comparison() {
    check(&[
        ("1 == 1", "true"),
        ("1 != 1", "false"),
        ("1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3", "true"),
        ("\"a\" == \"a\"", "true"),
        ("\"a\" == \"A\"", "false"),
        ("1 == \"1\"", "false"),
        ("$non == \"\"", "true"),
        ("true > false", "true"),
        ("$day < $tim", "true"),
        ("$day == parseDate(\"2026-02-28\")", "true"),
        ("$tim == parseDate(\"2026-11-02T22:30:00Z\")", "true"),
        ("\"a\" < \"b\"", "unsupported"),
        ("$non < 1", "unsupported"),
        ("equal(1, 1)", "true"),
        ("unequal(1, 1)", "false"),
        ("larger(2, 1)", "true"),
        ("largerEq(1, 1)", "true"),
        ("smaller(2, 1)", "false"),
        ("smallerEq(1, 1)", "true"),
        ("$tag == [\"a\", \"b\", \"a\"]", "true"),
    ]);
}

#[test]
fn logic() {
    check(&[
        ("true and false or true", "true"),
        ("true && !false", "true"),
        ("false || false", "false"),
        ("not true", "false"),
        ("not (1 == 2)", "true"),
        ("not(true)", "false"),
        ("and(true, true, false)", "false"),
        ("or(false, true)", "true"),
        ("if($yes, 1, 2)", "1"),
        ("$yes ? \"y\" : \"n\"", "\"y\""),
        ("false ? 1 : true ? 2 : 3", "2"),
        ("ifs(false, 1, $num == 7, 2, 3)", "2"),
        ("ifs(false, 1, 3)", "3"),
        ("empty($non)", "true"),
        ("empty(\"\")", "true"),
        ("empty(0)", "true"),
        ("empty([])", "true"),
        ("$txt.empty()", "false"),
        ("let(x, 2, x * x)", "4"),
        ("lets(x, 2, y, x + 1, x * y)", "6"),
        ("let(x, 2, 1) + x", "broken"),
        ("if(1, 2, 3)", "unsupported"),
        // What is not reached may be anything.
        ("if(true, 1, test(\"a\", \"[a]\"))", "1"),
        ("if($yes)", "broken"),
        ("nothing(1)", "broken"),
    ]);
}

#[test]
fn text() {
    check(&[
        ("$txt + \"!\"", "\"Tea time!\""),
        ("\"n: \" + 1.50", "\"n: 1.5\""),
        ("1 + \"\"", "\"1\""),
        ("\"is \" + true", "\"is true\""),
        ("\"on \" + $day", "unsupported"),
        ("\"a\\\"b\\n\\\\\"", "\"a\\\"b\\n\\\\\""),
        ("length($txt)", "8"),
        ("length(\"🕘\")", "unsupported"),
        ("substring($txt, 0, 3)", "\"Tea\""),
        ("substring($txt, 4)", "\"time\""),
        ("substring($txt, -1)", "unsupported"),
        ("contains($txt, \"time\")", "true"),
        ("$txt.includes(\"Time\")", "false"),
        ("test($txt, \"tea\")", "false"),
        ("test($txt, \"[Tt]ea\")", "unsupported"),
        ("match($txt, \"a\")", "unsupported"),
        ("replace($txt, \"t\", \"T\")", "\"Tea Time\""),
        ("replaceAll($txt, \"e\", \"E\")", "\"TEa timE\""),
        ("replaceAll($txt, \".\", \"\")", "unsupported"),
        ("lower($txt)", "\"tea time\""),
        ("upper($txt)", "\"TEA TIME\""),
        ("trim(\" a \")", "\"a\""),
        ("repeat(\"ab\", 3)", "\"ababab\""),
        ("repeat(\"ab\", 1000000)", "unsupported"),
        ("padStart(\"7\", 3, \"0\")", "\"007\""),
        ("padEnd(\"7\", 4, \"ab\")", "\"7aba\""),
        ("format(12.5)", "\"12.5\""),
        ("format($day)", "unsupported"),
        ("link($txt, \"https://x.org\")", "\"Tea time\""),
        ("style($txt, \"b\", \"red\")", "\"Tea time\""),
        ("unstyle($txt)", "\"Tea time\""),
        ("concat(\"a\", \"b\", 1)", "\"ab1\""),
        ("join($tag, \"-\")", "\"a-b-a\""),
        ("split(\"a,b\", \",\")", "[\"a\" \"b\"]"),
        ("name($who)", "\"Ada\""),
        ("email($who)", "-"),
        ("formatNumber(1, \"x\")", "unsupported"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("$tag.length()", "3"),
        ("$tag.includes(\"b\")", "true"),
        ("$tag.at(1)", "\"b\""),
        ("$tag.at(9)", "-"),
        ("first($tag)", "\"a\""),
        ("last([1, 2])", "2"),
        ("slice([1, 2, 3], 1)", "[2 3]"),
        ("slice([1, 2, 3], 0, 2)", "[1 2]"),
        ("concat([1], [2, 3])", "[1 2 3]"),
        ("reverse([1, 2])", "[2 1]"),
        ("unique($tag)", "[\"a\" \"b\"]"),
        ("flat([[1, 2], 3])", "[1 2 3]"),
        ("map([1, 2], current * 2 + index)", "[2 5]"),
        ("filter([1, 2, 3], current > 1)", "[2 3]"),
        ("find([1, 2, 3], current > 1)", "2"),
        ("findIndex([1, 2, 3], current > 1)", "1"),
        ("findIndex([1], current > 1)", "-1"),
        ("some([1, 2], current > 1)", "true"),
        ("every([1, 2], current > 1)", "false"),
        ("map([1, 2], map([3, 4], current * 2))", "[[6 8] [6 8]]"),
        ("sort([2, 1])", "unsupported"),
        ("current + 1", "broken"),
    ]);
}

#[test]
fn dates() {
    check(&[
        ("now()", "@2026-11-02T09:30:00.000+00:00"),
        ("today()", "@2026-11-02"),
        ("minute($tim)", "30"),
        ("hour($tim)", "22"),
        ("day(parseDate(\"2026-11-01\"))", "7"),
        ("date($day)", "28"),
        ("week(parseDate(\"2026-01-01\"))", "1"),
        ("month($day)", "2"),
        ("year($day)", "2026"),
        ("dateAdd($day, 1, \"days\")", "@2026-03-01"),
        ("dateAdd($day, 1, \"years\")", "@2027-02-28"),
        ("dateAdd($day, 1, \"quarters\")", "@2026-05-28"),
        ("dateAdd($day, 2, \"weeks\")", "@2026-03-14"),
        ("dateAdd($day, 90, \"minutes\")", "@2026-02-28T01:30:00.000+00:00"),
        ("dateSubtract($tim, 1, \"hours\")", "@2026-11-02T22:30:00.000+01:00"),
        ("dateSubtract(parseDate(\"2026-03-31\"), 1, \"months\")", "@2026-02-28"),
        ("dateAdd($day, 1, \"fortnights\")", "unsupported"),
        ("dateAdd($day, 1000000000000, \"years\")", "unsupported"),
        ("dateBetween(parseDate(\"2026-03-01\"), $day, \"days\")", "1"),
        ("dateBetween($day, parseDate(\"2026-03-01\"), \"days\")", "-1"),
        ("dateBetween(parseDate(\"2027-02-27\"), $day, \"years\")", "0"),
        ("dateBetween(parseDate(\"2027-02-28\"), $day, \"years\")", "1"),
        ("dateBetween(now(), $day, \"quarters\")", "2"),
        ("dateBetween(now(), $day, \"months\")", "8"),
        ("dateBetween(now(), $day, \"weeks\")", "35"),
        ("dateBetween(now(), today(), \"hours\")", "9"),
        ("dateBetween(now(), today(), \"minutes\")", "570"),
        ("dateBetween($non, now(), \"days\")", "-"),
        ("dateRange($day, dateAdd($day, 1, \"days\"))", "@2026-02-28..2026-03-01"),
        ("dateEnd(dateRange($day, today()))", "@2026-11-02"),
        ("start(dateRange($day, today()))", "@2026-02-28"),
        ("end($day)", "@2026-02-28"),
        ("timestamp(parseDate(\"1970-01-02\"))", "86400000"),
        ("fromTimestamp(60000)", "@1970-01-01T00:01:00.000+00:00"),
        ("formatDate($tim, \"YYYY-MM-DD HH:mm\")", "\"2026-11-02 23:30\""),
        (
            "formatDate($day, \"dddd, MMMM D, YYYY [at] h A\")",
            "\"Saturday, February 28, 2026 at 12 AM\"",
        ),
        ("formatDate($day, \"Do\")", "unsupported"),
        ("formatDate($day, \"gg\")", "unsupported"),
        ("parseDate(\"soon\")", "unsupported"),
        ("month($txt)", "broken"),
    ]);
}

#[test]
fn what_is_no_formula() {
    for text in ["1 2", "1 +", "(", ")", "[1,", "a.b", "\"", "{{notion:x}}", "1..2", "and", "#"] {
        assert!(parse(text).is_err(), "{text}");
    }
    assert!(parse("1 /* one */ + /**/ 2").is_ok());
    // As deep as it may be, and no deeper.
    let sum = |terms: usize| vec!["1"; terms].join("+");
    assert!(value(&sum(150)).is_ok());
    assert!(parse(&sum(100_000)).is_err());
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(value(&nested(60)).is_ok());
    assert!(parse(&nested(10_000)).is_err());
    assert!(parse(&format!("{}1", "-".repeat(10_000))).is_err());
    assert!(parse(&format!("1{}", "^1".repeat(10_000))).is_err());
    assert!(parse(&"1?1:".repeat(10_000)).is_err());
    // A formula that would take forever stops.
    let mut slow = "[1,2,3,4,5,6,7,8,9]".to_owned();
    for _ in 0..8 {
        slow = format!("map([1,2,3,4,5,6,7,8,9], {slow})");
    }
    assert_eq!(value(&slow), Err(Stop::Unsupported));
}

fn exprs() -> impl Strategy<Value = Expr> {
    let name = prop_oneof!["[xyz]", Just("current".to_owned())];
    let leaf = prop_oneof![
        (0.0..1e6_f64).prop_map(Expr::Number),
        (0..1000_u32).prop_map(|it| Expr::Number(it.into())),
        ".{0,6}".prop_map(|it| Expr::Text(it.into())),
        any::<bool>().prop_map(Expr::Boolean),
        prop::sample::select(vec!["num", "txt", "yes", "day", "tim", "tag", "non", "a:]~"])
            .prop_map(|it| Expr::Property(PropertyKey::new(it))),
        name.prop_map(|it| Expr::Name(it.into())),
    ];
    leaf.prop_recursive(6, 60, 4, |inner| {
        let functions = vec![
            "if",
            "ifs",
            "let",
            "length",
            "substring",
            "format",
            "round",
            "dateAdd",
            "map",
            "filter",
            "concat",
            "join",
            "repeat",
            "padStart",
            "min",
            "formatDate",
            "replaceAll",
            "dateBetween",
            "toNumber",
            "at",
            "slice",
            "fromTimestamp",
            "pow",
            "dateRange",
        ];
        let unary = prop::sample::select(vec![Unary::Not, Unary::Minus, Unary::Plus]);
        let binary = prop::sample::select(vec![
            Binary::Or,
            Binary::And,
            Binary::Equal,
            Binary::Unequal,
            Binary::Less,
            Binary::LessOrEqual,
            Binary::Greater,
            Binary::GreaterOrEqual,
            Binary::Add,
            Binary::Subtract,
            Binary::Multiply,
            Binary::Divide,
            Binary::Remainder,
            Binary::Power,
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Expr::List),
            (unary, inner.clone()).prop_map(|(it, of)| Expr::Unary(it, Box::new(of))),
            (binary, inner.clone(), inner.clone()).prop_map(|(it, l, r)| Expr::Binary(
                it,
                Box::new(l),
                Box::new(r)
            )),
            [inner.clone(), inner.clone(), inner.clone()]
                .prop_map(|parts| Expr::Choice(Box::new(parts))),
            (prop::sample::select(functions), prop::collection::vec(inner, 0..4))
                .prop_map(|(name, args)| Expr::Call(name.into(), args)),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(expr in exprs()) {
        let text = expr.to_string();
        prop_assert_eq!(parse(&text).ok(), Some(expr), "{}", text);
    }

    #[test]
    fn evaluation_never_panics_and_keeps_the_type(expr in exprs()) {
        let checked = type_of(&expr, &type_named);
        let value = Evaluator::new(&Example, &Limits::default()).value(&expr);
        if let (Ok(expected), Ok(value)) = (checked, value) {
            let found = match value {
                Value::Number(_) => Type::Number,
                Value::Text(_) => Type::Text,
                Value::Boolean(_) => Type::Boolean,
                Value::Date(_) => Type::Date,
                Value::List(_) => Type::List,
                Value::Person(_) | Value::Page(_) | Value::File(_) => Type::Thing,
                Value::Empty => expected,
            };
            prop_assert!(expected == Type::Any || expected == found, "{expr}: {expected:?}");
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[ -~\\PC]{0,60}") {
        drop(parse(&text));
    }

    #[test]
    fn no_soup_of_words_makes_anything_panic(
        words in prop::collection::vec(prop::sample::select(vec![
            "1", "2.5", "\"a\"", "+", "-", "*", "/", "%", "^", "(", ")", "[", "]", ",", ".", "?",
            ":", "==", "<", "and", "or", "not", "if(", "let(", "x", "map(", "current", "now()",
            "length()", "dateAdd(", "$num", "$txt", "$day", "$tag", "true", "\"days\"",
        ]), 0..14),
    ) {
        drop(value(&words.join(" ")));
    }
}
