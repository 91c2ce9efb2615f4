//! A condition as a sentence about a page.

use std::convert::Infallible;

use notion_model::query::{
    DateCondition, Existence, MultiSelectCondition, NumberCondition, OneOrMany, OptionCondition,
    PeopleCondition, RelationCondition, TextCondition, TimestampKind, VerificationCondition,
};

use crate::complement::complement;
use crate::env::{Directory, Env};
use crate::lex::write_quoted;
use crate::logic::Logic;
use crate::quantify::any_value;
use crate::syntax::Quantifier;
use crate::typed::{Atom, Emptiness, Place, Typed};

/// What is said of a condition.
pub(super) struct Words {
    pub(super) meaning: String,
    /// Whether pages without a value match; none if there always is one.
    pub(super) matches_empty: Option<bool>,
}

/// The meaning of a condition, or of its opposite.
pub(super) fn of(typed: &Typed, negated: bool, name: &str, env: &Env<'_>) -> Words {
    let name = match &typed.place {
        Place::Timestamp(TimestampKind::CreatedTime) => "the creation of the page",
        Place::Timestamp(TimestampKind::LastEditedTime) => "the last edit of the page",
        _ => name,
    };
    if let Place::List(_, quantifier, kind) = &typed.place {
        let about_list = typed.predicate == any_value(*kind) && *quantifier == Quantifier::None;
        let meaning = match (about_list, negated) {
            (true, false) => format!("{name} has no values"),
            (true, true) => format!("{name} has at least one value"),
            (false, _) => {
                let (said, _) = say(&typed.predicate, false, env);
                let said = said.sentence(" or is empty");
                match (quantifier, negated) {
                    (Quantifier::Any, false) | (Quantifier::None, true) => {
                        format!("at least one value of {name} {said}")
                    }
                    (Quantifier::None, false) | (Quantifier::Any, true) => {
                        format!("no value of {name} {said}, or there are no values")
                    }
                    (Quantifier::Every, false) => {
                        format!("every value of {name} {said}, and there is at least one")
                    }
                    (Quantifier::Every, true) => {
                        format!("not every value of {name} {said}, or there are no values")
                    }
                }
            }
        };
        return Words { meaning, matches_empty: None };
    }
    let (said, can_be_empty) = say(&typed.predicate, negated, env);
    let matches_empty = can_be_empty.then_some(said.empty);
    let forgotten = said.surprises && can_be_empty && !said.empty;
    let note = if forgotten { "; pages without a value do not match" } else { "" };
    Words { meaning: format!("{name} {}{note}", said.sentence(", or is empty")), matches_empty }
}

/// The predicate of a sentence.
struct Said {
    /// None if it is only about emptiness.
    text: Option<String>,
    /// Whether empty values pass too.
    empty: bool,
    /// Whether it is easily forgotten that empty values do not pass.
    surprises: bool,
}

impl Said {
    fn sentence(&self, or_empty: &str) -> String {
        match (&self.text, self.empty) {
            (None, _) => "is empty".to_owned(),
            (Some(text), true) => format!("{text}{or_empty}"),
            (Some(text), false) => text.clone(),
        }
    }
}

/// A test, or the opposite of a test that Notion has no opposite of.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Part {
    Test(Atom),
    Opposite(Atom),
}

/// What the predicate says, and whether there can be no value.
fn say(predicate: &Logic<Atom>, negated: bool, env: &Env<'_>) -> (Said, bool) {
    let Ok(parts) = predicate.clone().negated_if(negated).without_not(&mut |atom, negate| {
        let tests = match negate.then(|| complement(atom.clone())) {
            None => Logic::Leaf(Part::Test(atom)),
            Some(Err(_)) => Logic::Leaf(Part::Opposite(atom)),
            Some(Ok(tests)) => {
                let Ok(tests) = tests
                    .without_not(&mut |it, _| Ok::<_, Infallible>(Logic::Leaf(Part::Test(it))));
                tests
            }
        };
        Ok::<_, Infallible>(tests)
    });
    let parts = parts.flattened();
    (joined(&parts, env), can_be_empty(&parts))
}

fn can_be_empty(parts: &Logic<Part>) -> bool {
    match parts {
        Logic::And(parts) | Logic::Or(parts) => parts.iter().any(can_be_empty),
        Logic::Not(inner) => can_be_empty(inner),
        Logic::Leaf(Part::Test(atom) | Part::Opposite(atom)) => match atom {
            Atom::Number(_, emptiness) | Atom::Date(_, emptiness) | Atom::Window(_, emptiness) => {
                *emptiness == Emptiness::Possible
            }
            Atom::Checkbox(_) | Atom::Verification(_) => false,
            _ => true,
        },
    }
}

fn joined(parts: &Logic<Part>, env: &Env<'_>) -> Said {
    let (parts, connector) = match parts {
        Logic::And(parts) => (parts, " and "),
        Logic::Or(parts) => (parts, " or "),
        Logic::Not(inner) => return joined(inner, env),
        Logic::Leaf(Part::Test(atom)) => return test(atom, env),
        Logic::Leaf(Part::Opposite(atom)) => return opposite(atom),
    };
    let all = connector == " and ";
    let mut texts = Vec::with_capacity(parts.len());
    let mut empty = all;
    let mut surprises = false;
    for part in parts {
        let said = joined(part, env);
        empty = if all { empty && said.empty } else { empty || said.empty };
        surprises |= said.surprises;
        let grouped = matches!(part, Logic::And(_) | Logic::Or(_));
        texts.extend(said.text.map(|text| if grouped { format!("({text})") } else { text }));
    }
    let text = (!texts.is_empty()).then(|| texts.join(connector));
    Said { text, empty, surprises }
}

fn opposite(atom: &Atom) -> Said {
    let text = match atom {
        Atom::Text(TextCondition::StartsWith(text)) => {
            format!("does not start with {}", write_quoted(text))
        }
        Atom::Text(TextCondition::EndsWith(text)) => {
            format!("does not end with {}", write_quoted(text))
        }
        // Everything else has an opposite.
        _ => "does not pass".to_owned(),
    };
    Said { text: Some(text), empty: true, surprises: false }
}

/// True of values only.
fn value(text: String) -> Said {
    Said { text: Some(text), empty: false, surprises: false }
}

/// True of values only, where one may expect otherwise.
fn order(text: String) -> Said {
    Said { surprises: true, ..value(text) }
}

/// True of empty values too.
fn or_empty(text: String) -> Said {
    Said { empty: true, ..value(text) }
}

fn is_empty() -> Said {
    Said { text: None, empty: true, surprises: false }
}

fn is_not_empty() -> Said {
    value("is not empty".to_owned())
}

fn test(atom: &Atom, env: &Env<'_>) -> Said {
    match atom {
        Atom::Text(test) => text(test),
        Atom::Number(test, emptiness) => number(test, *emptiness),
        Atom::Checkbox(true) => value("is checked".to_owned()),
        Atom::Checkbox(false) => value("is not checked".to_owned()),
        Atom::Option(test) => match test {
            OptionCondition::Equals(names) => value(format!("is {}", one_of(names))),
            OptionCondition::DoesNotEqual(names) => or_empty(format!("is not {}", one_of(names))),
            OptionCondition::IsEmpty => is_empty(),
            OptionCondition::IsNotEmpty => is_not_empty(),
        },
        Atom::MultiSelect(test) => match test {
            MultiSelectCondition::Contains(names) => value(format!("has {}", one_of(names))),
            MultiSelectCondition::DoesNotContain(names) => {
                or_empty(format!("does not have {}", one_of(names)))
            }
            MultiSelectCondition::IsEmpty => is_empty(),
            MultiSelectCondition::IsNotEmpty => is_not_empty(),
        },
        Atom::Date(test, _) => date(test),
        Atom::Window(period, _) => {
            let name = period.window.operator().replace('_', " ");
            let ends =
                [&period.from, &period.to].map(|it| date(it).sentence("").replacen("is ", "", 1));
            let the = if name.starts_with("this") { "" } else { "the " };
            order(format!("is in {the}{name} ({})", ends.join(" and ")))
        }
        Atom::People(test) => match test {
            PeopleCondition::Contains(who) => value(format!("includes {}", named(who, env.people))),
            PeopleCondition::DoesNotContain(who) => {
                or_empty(format!("does not include {}", named(who, env.people)))
            }
            PeopleCondition::IsEmpty => is_empty(),
            PeopleCondition::IsNotEmpty => is_not_empty(),
        },
        Atom::Relation(test) => match test {
            RelationCondition::Contains(page) => {
                value(format!("links to {}", named(page, env.pages)))
            }
            RelationCondition::DoesNotContain(page) => {
                or_empty(format!("does not link to {}", named(page, env.pages)))
            }
            RelationCondition::IsEmpty => is_empty(),
            RelationCondition::IsNotEmpty => is_not_empty(),
        },
        Atom::Files(Existence::IsEmpty) => is_empty(),
        Atom::Files(Existence::IsNotEmpty) => is_not_empty(),
        Atom::Verification(VerificationCondition::Status(state)) => value(format!("is {state}")),
        Atom::Verification(VerificationCondition::DoesNotEqual(state)) => {
            value(format!("is not {state}"))
        }
    }
}

fn text(test: &TextCondition) -> Said {
    match test {
        TextCondition::Equals(text) => value(format!("is {}", write_quoted(text))),
        TextCondition::DoesNotEqual(text) => or_empty(format!("is not {}", write_quoted(text))),
        TextCondition::Contains(text) => value(format!("contains {}", write_quoted(text))),
        TextCondition::DoesNotContain(text) => {
            or_empty(format!("does not contain {}", write_quoted(text)))
        }
        TextCondition::StartsWith(text) => value(format!("starts with {}", write_quoted(text))),
        TextCondition::EndsWith(text) => value(format!("ends with {}", write_quoted(text))),
        TextCondition::IsEmpty => is_empty(),
        TextCondition::IsNotEmpty => is_not_empty(),
    }
}

fn number(test: &NumberCondition, emptiness: Emptiness) -> Said {
    match test {
        NumberCondition::Equals(number) => value(format!("is {number}")),
        NumberCondition::DoesNotEqual(number) if emptiness == Emptiness::Never => {
            value(format!("is not {number}"))
        }
        NumberCondition::DoesNotEqual(number) => or_empty(format!("is not {number}")),
        NumberCondition::GreaterThan(number) => order(format!("is greater than {number}")),
        NumberCondition::LessThan(number) => order(format!("is less than {number}")),
        NumberCondition::GreaterThanOrEqualTo(number) => order(format!("is at least {number}")),
        NumberCondition::LessThanOrEqualTo(number) => order(format!("is at most {number}")),
        NumberCondition::IsEmpty => is_empty(),
        NumberCondition::IsNotEmpty => is_not_empty(),
    }
}

fn date(test: &DateCondition) -> Said {
    match test {
        DateCondition::Equals(day) => value(format!("is {}", day_words(day))),
        DateCondition::Before(day) => order(format!("is before {}", day_words(day))),
        DateCondition::After(day) => order(format!("is after {}", day_words(day))),
        DateCondition::OnOrBefore(day) => order(format!("is on or before {}", day_words(day))),
        DateCondition::OnOrAfter(day) => order(format!("is on or after {}", day_words(day))),
        DateCondition::IsEmpty => is_empty(),
        DateCondition::IsNotEmpty => is_not_empty(),
        window => order(format!("is in {}", window.operator().replace('_', " "))),
    }
}

/// Notion's words as words.
fn day_words(day: &str) -> String {
    day.replace('_', " ")
}

fn one_of(names: &OneOrMany) -> String {
    match names {
        OneOrMany::One(name) => name.clone(),
        OneOrMany::Many(names) => match names.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        },
    }
}

/// The name of a person or page with the id; the id alone if nobody knows the name.
fn named(id: &str, directory: &dyn Directory) -> String {
    if id == "me" {
        return "whoever asks (`me`)".to_owned();
    }
    let name = id.parse().ok().and_then(|it| directory.name_of(it));
    name.map_or_else(|| id.to_owned(), |name| format!("{name} ({id})"))
}
