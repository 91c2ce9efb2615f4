//! One condition as text.

use std::borrow::Cow;

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, FormulaCondition, MultiSelectCondition,
    NumberCondition, OneOrMany, OptionCondition, PeopleCondition, PropertyFilter,
    RelationCondition, RollupCondition, RollupElement, TextCondition, TimestampFilter,
    VerificationCondition,
};

use crate::lex::write_quoted;
use crate::schema::{FormulaType, Property, PropertyType, RollupFunction, Schema};
use crate::suggest::{quote_name, quote_value};

pub(super) fn timestamp(leaf: &TimestampFilter) -> String {
    format!("@{} {}", leaf.timestamp.as_str(), date(&leaf.condition))
}

pub(super) fn property(leaf: &PropertyFilter, schema: &Schema) -> String {
    let known = schema.exactly(&leaf.property);
    let name = quote_name(known.map_or(&leaf.property, |it| &it.name));
    match &leaf.condition {
        Condition::Formula(condition) => formula(&name, condition, known),
        Condition::Rollup(condition) => rollup(&name, condition, known),
        condition => {
            let test = plain(condition);
            let own = known.map(|it| it.kind.type_name());
            // Text conditions suit every kind of text, and compile to the property's own.
            let text = known.is_some_and(|it| it.kind.is_text())
                && matches!(condition, Condition::RichText(_));
            if own == Some(type_name(condition)) || text {
                return format!("{name} {test}");
            }
            format!("{name}::{} {test}", type_name(condition))
        }
    }
}

fn formula(name: &str, condition: &FormulaCondition, known: Option<&Property>) -> String {
    let (result, test) = match condition {
        FormulaCondition::String(test) => (FormulaType::Text, text(test)),
        FormulaCondition::Checkbox(test) => (FormulaType::Checkbox, checkbox(test)),
        FormulaCondition::Number(test) => (FormulaType::Number, number(test)),
        FormulaCondition::Date(test) => (FormulaType::Date, date(test)),
    };
    match known.map(|it| &it.kind) {
        Some(PropertyType::Formula(own)) if *own == Some(result) => format!("{name} {test}"),
        _ => format!("{name}::formula.{} {test}", result.as_str()),
    }
}

fn rollup(name: &str, condition: &RollupCondition, known: Option<&Property>) -> String {
    let function = match known.map(|it| &it.kind) {
        Some(PropertyType::Rollup { function, target }) => Some((function, target.as_deref())),
        _ => None,
    };
    let (quantifier, element) = match condition {
        RollupCondition::Any(element) => ("any", element),
        RollupCondition::Every(element) => ("every", element),
        RollupCondition::None(element) => ("none", element),
        RollupCondition::Number(test) => {
            let own = matches!(function, Some((RollupFunction::Number(_), _)));
            let cast = if own { "" } else { "::rollup.number" };
            return format!("{name}{cast} {}", number(test));
        }
        RollupCondition::Date(test) => {
            let own = matches!(function, Some((RollupFunction::Date(_), _)));
            let cast = if own { "" } else { "::rollup.date" };
            return format!("{name}{cast} {}", date(test));
        }
    };
    let (key, test) = self::element(element);
    let own = function.and_then(|(_, target)| target).is_some_and(|it| element_key(it) == key);
    let cast = if own { String::new() } else { format!("::{key}") };
    format!("{quantifier}({name}{cast}) {test}")
}

fn element(element: &RollupElement) -> (&'static str, String) {
    match element {
        RollupElement::RichText(test) => ("rich_text", text(test)),
        RollupElement::Number(test) => ("number", number(test)),
        RollupElement::Checkbox(test) => ("checkbox", checkbox(test)),
        RollupElement::Select(test) => ("select", option(test)),
        RollupElement::Status(test) => ("status", option(test)),
        RollupElement::MultiSelect(test) => ("multi_select", multi_select(test)),
        RollupElement::Relation(test) => ("relation", relation(test)),
        RollupElement::Date(test) => ("date", date(test)),
        RollupElement::People(test) => ("people", people(test)),
        RollupElement::Files(test) => ("files", existence(test)),
    }
}

/// The key under which a value of that type is tested in a list.
fn element_key(kind: &PropertyType) -> &str {
    match kind {
        kind if kind.is_text() => "rich_text",
        kind if kind.is_date() => "date",
        PropertyType::CreatedBy | PropertyType::LastEditedBy => "people",
        other => other.type_name(),
    }
}

fn type_name(condition: &Condition) -> &'static str {
    condition.operator()
}

fn plain(condition: &Condition) -> String {
    match condition {
        Condition::Title(test)
        | Condition::RichText(test)
        | Condition::Url(test)
        | Condition::Email(test)
        | Condition::PhoneNumber(test) => text(test),
        Condition::Number(test) | Condition::UniqueId(test) => number(test),
        Condition::Checkbox(test) => checkbox(test),
        Condition::Select(test) | Condition::Status(test) => option(test),
        Condition::MultiSelect(test) => multi_select(test),
        Condition::Date(test) | Condition::CreatedTime(test) | Condition::LastEditedTime(test) => {
            date(test)
        }
        Condition::People(test) | Condition::CreatedBy(test) | Condition::LastEditedBy(test) => {
            people(test)
        }
        Condition::Relation(test) => relation(test),
        Condition::Files(test) => existence(test),
        Condition::Verification(test) => match test {
            VerificationCondition::Status(state) => format!("= {}", quote_value(state)),
            VerificationCondition::DoesNotEqual(state) => format!("!= {}", quote_value(state)),
        },
        // Both have a spelling of their own, above.
        Condition::Formula(_) | Condition::Rollup(_) => String::new(),
    }
}

const EMPTY: &str = "is empty";
const NOT_EMPTY: &str = "is not empty";

fn text(test: &TextCondition) -> String {
    let (sign, operand) = match test {
        TextCondition::Equals(text) => ("=", text),
        TextCondition::DoesNotEqual(text) => ("!=", text),
        TextCondition::Contains(text) => ("~", text),
        TextCondition::DoesNotContain(text) => ("!~", text),
        TextCondition::StartsWith(text) => ("^=", text),
        TextCondition::EndsWith(text) => ("$=", text),
        TextCondition::IsEmpty => return EMPTY.to_owned(),
        TextCondition::IsNotEmpty => return NOT_EMPTY.to_owned(),
    };
    format!("{sign} {}", write_quoted(operand))
}

fn number(test: &NumberCondition) -> String {
    let (sign, operand) = match test {
        NumberCondition::Equals(number) => ("=", number),
        NumberCondition::DoesNotEqual(number) => ("!=", number),
        NumberCondition::GreaterThan(number) => (">", number),
        NumberCondition::LessThan(number) => ("<", number),
        NumberCondition::GreaterThanOrEqualTo(number) => (">=", number),
        NumberCondition::LessThanOrEqualTo(number) => ("<=", number),
        NumberCondition::IsEmpty => return EMPTY.to_owned(),
        NumberCondition::IsNotEmpty => return NOT_EMPTY.to_owned(),
    };
    format!("{sign} {operand}")
}

fn checkbox(test: &CheckboxCondition) -> String {
    let wanted = match test {
        CheckboxCondition::Equals(wanted) => *wanted,
        CheckboxCondition::DoesNotEqual(unwanted) => !unwanted,
    };
    format!("= {wanted}")
}

fn option(test: &OptionCondition) -> String {
    match test {
        OptionCondition::Equals(OneOrMany::One(name)) => format!("= {}", quote_value(name)),
        OptionCondition::Equals(OneOrMany::Many(names)) => format!("in ({})", listed(names)),
        OptionCondition::DoesNotEqual(OneOrMany::One(name)) => format!("!= {}", quote_value(name)),
        OptionCondition::DoesNotEqual(OneOrMany::Many(names)) => {
            format!("not in ({})", listed(names))
        }
        OptionCondition::IsEmpty => EMPTY.to_owned(),
        OptionCondition::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}

/// Whether an array means any or all is not known; any is what it means for the other types.
fn multi_select(test: &MultiSelectCondition) -> String {
    match test {
        MultiSelectCondition::Contains(OneOrMany::One(name)) => format!("~ {}", quote_value(name)),
        MultiSelectCondition::Contains(OneOrMany::Many(names)) => {
            format!("has any ({})", listed(names))
        }
        MultiSelectCondition::DoesNotContain(OneOrMany::One(name)) => {
            format!("!~ {}", quote_value(name))
        }
        MultiSelectCondition::DoesNotContain(OneOrMany::Many(names)) => {
            format!("has none ({})", listed(names))
        }
        MultiSelectCondition::IsEmpty => EMPTY.to_owned(),
        MultiSelectCondition::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|it| quote_value(it)).collect::<Vec<_>>().join(", ")
}

fn date(test: &DateCondition) -> String {
    let (sign, operand) = match test {
        DateCondition::Equals(date) => ("=", date),
        DateCondition::Before(date) => ("<", date),
        DateCondition::After(date) => (">", date),
        DateCondition::OnOrBefore(date) => ("<=", date),
        DateCondition::OnOrAfter(date) => (">=", date),
        DateCondition::IsEmpty => return EMPTY.to_owned(),
        DateCondition::IsNotEmpty => return NOT_EMPTY.to_owned(),
        window => return format!("in {}", window.operator().replace('_', " ")),
    };
    format!("{sign} {}", day(operand))
}

/// A date as it is written in the language; one without an offset is UTC to Notion.
fn day(operand: &str) -> Cow<'_, str> {
    match operand {
        "one_week_ago" => Cow::Borrowed("today - 1w"),
        "one_week_from_now" => Cow::Borrowed("today + 1w"),
        "one_month_ago" => Cow::Borrowed("today - 1mo"),
        "one_month_from_now" => Cow::Borrowed("today + 1mo"),
        _ => {
            let time = operand.split_once(['T', ' ']).map(|(_, time)| time);
            match time {
                Some(time) if !time.contains(['Z', 'z', '+', '-']) => {
                    Cow::Owned(format!("{operand}Z"))
                }
                _ => Cow::Borrowed(operand),
            }
        }
    }
}

fn people(test: &PeopleCondition) -> String {
    match test {
        PeopleCondition::Contains(who) => format!("~ {}", quote_value(who)),
        PeopleCondition::DoesNotContain(who) => format!("!~ {}", quote_value(who)),
        PeopleCondition::IsEmpty => EMPTY.to_owned(),
        PeopleCondition::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}

fn relation(test: &RelationCondition) -> String {
    match test {
        RelationCondition::Contains(page) => format!("~ {}", quote_value(page)),
        RelationCondition::DoesNotContain(page) => format!("!~ {}", quote_value(page)),
        RelationCondition::IsEmpty => EMPTY.to_owned(),
        RelationCondition::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}

fn existence(test: &Existence) -> String {
    match test {
        Existence::IsEmpty => EMPTY.to_owned(),
        Existence::IsNotEmpty => NOT_EMPTY.to_owned(),
    }
}
