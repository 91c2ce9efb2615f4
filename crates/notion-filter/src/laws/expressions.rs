//! Random expressions: every type with every operator that it has, in every spelling.

use super::dice::Dice;
use super::world::{COLUMNS, Class, Column, Form};

/// An expression, its conditions still apart.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    Atom(String),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
}

impl Tree {
    /// With parentheses only where they are needed.
    pub(super) fn text(&self) -> String {
        self.write(&mut |_| false)
    }

    /// With parentheses also where `more` says so.
    pub(super) fn write(&self, more: &mut impl FnMut(&Self) -> bool) -> String {
        let text = match self {
            Self::Atom(text) => text.clone(),
            Self::And(parts) => Self::join(parts, " and ", more, |it| matches!(it, Self::Or(_))),
            Self::Or(parts) => Self::join(parts, " or ", more, |_| false),
            Self::Not(inner) => {
                let inner =
                    inner.parenthesized(more, |it| matches!(it, Self::And(_) | Self::Or(_)));
                format!("not {inner}")
            }
        };
        if more(self) { format!("({text})") } else { text }
    }

    fn join(
        parts: &[Self],
        connector: &str,
        more: &mut impl FnMut(&Self) -> bool,
        needed: fn(&Self) -> bool,
    ) -> String {
        let parts: Vec<_> = parts.iter().map(|it| it.parenthesized(more, needed)).collect();
        parts.join(connector)
    }

    fn parenthesized(
        &self,
        more: &mut impl FnMut(&Self) -> bool,
        needed: fn(&Self) -> bool,
    ) -> String {
        let text = self.write(more);
        if needed(self) { format!("({text})") } else { text }
    }

    pub(super) fn atoms(&self) -> Vec<&str> {
        match self {
            Self::Atom(text) => vec![text],
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::atoms).collect(),
            Self::Not(inner) => inner.atoms(),
        }
    }

    /// What logic says of the whole, given the truth of the conditions in their order.
    pub(super) fn holds(&self, truths: &mut dyn Iterator<Item = bool>) -> bool {
        // Every part takes its truths, whether they matter or not.
        let all = |parts: &[Self], truths: &mut dyn Iterator<Item = bool>| {
            parts.iter().map(|part| part.holds(truths)).collect::<Vec<_>>()
        };
        match self {
            Self::Atom(_) => truths.next().unwrap(),
            Self::And(parts) => !all(parts, truths).contains(&false),
            Self::Or(parts) => all(parts, truths).contains(&true),
            Self::Not(inner) => !inner.holds(truths),
        }
    }
}

/// An expression with up to so many levels of groups.
pub(super) fn tree(dice: &mut Dice<'_>, depth: usize) -> Tree {
    let mut conditions = 10;
    grow(dice, depth, &mut conditions)
}

fn grow(dice: &mut Dice<'_>, depth: usize, conditions: &mut usize) -> Tree {
    let kind = if depth == 0 || *conditions == 0 { 0 } else { dice.roll(8) };
    let mut parts = |dice: &mut Dice<'_>| -> Vec<Tree> {
        let count = 2 + dice.roll(2);
        (0..count).map(|_| grow(dice, depth - 1, conditions)).collect()
    };
    match kind {
        0 | 1 => {
            *conditions = conditions.saturating_sub(1);
            Tree::Atom(atom(dice))
        }
        2..=4 => Tree::And(parts(dice)),
        5 | 6 => Tree::Or(parts(dice)),
        _ => Tree::Not(Box::new(grow(dice, depth - 1, conditions))),
    }
}

/// A condition.
pub(super) fn atom(dice: &mut Dice<'_>) -> String {
    let column = dice.pick(COLUMNS);
    let target = target(&column, dice);
    if column.form == Form::List && dice.once_in(8) {
        let name = dice.pick(column.spellings);
        return format!("{name} {}", dice.pick(&["is empty", "is not empty"]));
    }
    let (plain, negated) = test(&column, dice);
    let test = if dice.once_in(3) { negated } else { plain };
    format!("{target} {test}").trim_end().to_owned()
}

/// A condition without a quantifier, and the same with the negated operator.
pub(super) fn pair(dice: &mut Dice<'_>) -> (String, String) {
    let column = dice.pick(COLUMNS);
    if column.form == Form::List {
        let name = dice.pick(column.spellings);
        return (format!("{name} is empty"), format!("{name} is not empty"));
    }
    let target = target(&column, dice);
    let (plain, negated) = test(&column, dice);
    (format!("{target} {plain}"), format!("{target} {negated}"))
}

/// The property, sometimes with its type, and with a quantifier if it is a list.
fn target(column: &Column, dice: &mut Dice<'_>) -> String {
    let name = dice.pick(column.spellings);
    let cast = if dice.once_in(6) {
        let prefix = match column.form {
            Form::Timestamp => return name.to_owned(),
            Form::Formula => "::formula.",
            Form::Rollup => "::rollup.",
            Form::Plain | Form::List => "::",
        };
        format!("{prefix}{}", column.kind)
    } else {
        String::new()
    };
    if column.form == Form::List {
        let quantifier = dice.pick(&["any", "every", "none", "some", "all"]);
        return format!("{quantifier}({name}{cast})");
    }
    format!("{name}{cast}")
}

type Operators = &'static [(&'static str, &'static str)];

const EQUALITY: Operators =
    &[("=", "!="), ("==", "<>"), ("is", "is not"), ("equals", "does not equal"), ("=", "≠")];

const CONTAINMENT: Operators = &[
    ("~", "!~"),
    ("contains", "does not contain"),
    ("has", "does not have"),
    ("contains", "not contains"),
];

const ENDS: Operators = &[
    ("^=", "not starts with"),
    ("$=", "not ends with"),
    ("starts with", "does not start with"),
    ("ends with", "does not end with"),
];

const ORDER: Operators = &[
    ("<", "is not <"),
    ("<=", "is not <="),
    (">", "is not >"),
    (">=", "is not >="),
    ("≤", "is not ≤"),
    ("≥", "is not ≥"),
];

const TIME_ORDER: Operators = &[
    ("before", "is not before"),
    ("after", "is not after"),
    ("on or before", "is not on or before"),
    ("is on or after", "is not on or after"),
];

/// A test that the type has, and its negation.
fn test(column: &Column, dice: &mut Dice<'_>) -> (String, String) {
    let both = |text: &str| (text.to_owned(), format!("not {text}"));
    let compare = |(plain, negated): (&str, &str), value: &str| {
        (format!("{plain} {value}"), format!("{negated} {value}"))
    };
    let empty = || ("is empty".to_owned(), "is not empty".to_owned());
    let value = |dice: &mut Dice<'_>| value(column, dice);
    let list = |dice: &mut Dice<'_>| {
        let count = 1 + dice.roll(3);
        let items: Vec<_> = (0..count).map(|_| value(dice)).collect();
        format!("({}{})", items.join(", "), if dice.once_in(5) { "," } else { "" })
    };
    let listed = |dice: &mut Dice<'_>, which: &str| both(&format!("{which} {}", list(dice)));
    let between =
        |dice: &mut Dice<'_>| both(&format!("between {} and {}", value(dice), value(dice)));
    let never_empty = matches!(column.class, Class::Id | Class::Verification);
    match column.class {
        Class::Text => match dice.roll(9) {
            0 | 1 => compare(dice.pick(EQUALITY), value(dice)),
            2..=4 => compare(dice.pick(CONTAINMENT), value(dice)),
            5 => compare(dice.pick(ENDS), value(dice)),
            6 => listed(dice, "in"),
            7 => ("= \"\"".to_owned(), "!= \"\"".to_owned()),
            _ => empty(),
        },
        Class::Number | Class::Id => match dice.roll(8) {
            0 | 1 => compare(dice.pick(EQUALITY), value(dice)),
            2..=4 => compare(dice.pick(ORDER), value(dice)),
            5 => listed(dice, "in"),
            6 if !never_empty => empty(),
            _ => between(dice),
        },
        Class::Checkbox => match dice.roll(4) {
            0 => (String::new(), "= false".to_owned()),
            1 => ("is checked".to_owned(), "is not checked".to_owned()),
            2 => ("is unchecked".to_owned(), "is not unchecked".to_owned()),
            _ => compare(dice.pick(EQUALITY), value(dice)),
        },
        Class::Select | Class::Status => match dice.roll(5) {
            0 | 1 => compare(dice.pick(EQUALITY), value(dice)),
            2 if column.class == Class::Status => {
                both(dice.pick(&["in group(Complete)", "in group(\"To-do\")"]))
            }
            2 | 3 => listed(dice, "in"),
            _ => empty(),
        },
        Class::MultiSelect | Class::People | Class::Relation => match dice.roll(7) {
            0 => compare(dice.pick(EQUALITY), value(dice)),
            1 => compare(dice.pick(CONTAINMENT), value(dice)),
            2 => listed(dice, "in"),
            3 => listed(dice, "has any"),
            4 => listed(dice, "has all"),
            5 => listed(dice, "has none"),
            _ => empty(),
        },
        Class::Files => empty(),
        Class::Verification => match dice.roll(3) {
            0 | 1 => compare(dice.pick(EQUALITY), value(dice)),
            _ => listed(dice, "in"),
        },
        Class::Date => match dice.roll(9) {
            0 | 1 => compare(dice.pick(EQUALITY), value(dice)),
            2 => compare(dice.pick(ORDER), value(dice)),
            3 => compare(dice.pick(TIME_ORDER), value(dice)),
            4 => listed(dice, "in"),
            5 => between(dice),
            6 => both(&format!("{} {}", dice.pick(&["in", "within"]), dice.pick(WINDOWS))),
            7 => compare(dice.pick(&[("=", "!="), ("==", "<>")]), dice.pick(WINDOWS)),
            _ => empty(),
        },
    }
}

const WINDOWS: &[&str] = &[
    "past week",
    "this week",
    "past month",
    "past year",
    "next week",
    "next month",
    "next year",
    "this month",
    "this quarter",
    "this year",
    "past 2 days",
    "next 3 weeks",
    "past 2 months",
];

const DATES: &[&str] = &[
    "today",
    "tomorrow",
    "yesterday",
    "now",
    "2031-05-09",
    "2031-05-10",
    "2031-05-09T16:30",
    "2031-05-09 16:30:59+02:00",
    "2031-05-09T16:30Z",
    "today - 7d",
    "today + 1mo",
    "-1w",
    "-36h",
    "now - 5min",
    "one_week_ago",
    "one_month_from_now",
    "yesterday - 1mo + 2d",
];

/// A value of the column's type.
fn value(column: &Column, dice: &mut Dice<'_>) -> &'static str {
    dice.pick(match column.class {
        Class::Text => &[
            "alpha",
            "ALPHA",
            "ph",
            "the alpha",
            "\"the alpha\"",
            "strasse",
            "café",
            "'CAFE\u{301}'",
            "状態",
            "\"a, \\\"b\\\"\"",
            "\"\\u{1F44B}\"",
            "5",
        ],
        Class::Number => &["5", "4", "6", "-3", "5.5", "1_000", "2e3", ".5", "550%", "−3", "5.0"],
        Class::Id => &["5", "4", "VOY-5", "voy-6"],
        Class::Checkbox => &["true", "false", "yes", "no", "checked", "off"],
        Class::Select => &["Calm", "High seas", "\"High seas\"", "荒れ", "'Perilous'"],
        Class::Status => &["Idea", "\"Not planned\"", "Under way", "back home"],
        Class::MultiSelect => &["nets", "charts", "spare sails", "\"nets\""],
        Class::People => &[
            "me",
            "Ada Lovelace",
            "@ada@example.com",
            "@\"Zheng He\"",
            "22222222-0000-4000-8000-000000000000",
            "user(\"33333333-0000-4000-8000-000000000000\")",
        ],
        Class::Relation => &[
            "Endurance",
            "page(\"Endurance\")",
            "bbbbbbbb-0000-4000-8000-000000000000",
            "bbbbbbbb000040008000000000000000",
            "https://www.notion.so/Kon-Tiki-bbbbbbbb000040008000000000000000?v=1&p=2",
        ],
        Class::Verification => &["verified", "expired", "none"],
        Class::Files => &["x"],
        Class::Date => DATES,
    })
}

/// An expression with clauses behind it.
pub(super) fn query(dice: &mut Dice<'_>) -> String {
    let mut text = String::new();
    if dice.once_in(8) {
        text.push_str("where ");
    }
    text.push_str(&tree(dice, 3).text());
    let name = |dice: &mut Dice<'_>| {
        let column = dice.pick(COLUMNS);
        let name = column.spellings[0];
        (name, column)
    };
    if dice.once_in(3) {
        let (first, _) = name(dice);
        text.extend([" order by ", first, dice.pick(&["", " desc", " asc"])]);
    }
    if dice.once_in(3) {
        text.push_str(dice.pick(&[" limit 1", " limit 20", " limit 1000"]));
    }
    if dice.once_in(3) {
        let (first, column) = name(dice);
        if column.form != Form::Timestamp {
            text.extend([" select ", first]);
        }
    }
    text
}
