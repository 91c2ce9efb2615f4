//! Whether a page matches a filter, as Notion decides it.
//!
//! This is the reference for what a filter means: the emulator answers queries with it, the tests of the
//! compiler compare against it, and conditions that Notion cannot express are applied with it to the pages
//! received. It is a pure function of filter, page and environment.

mod date;
mod number;
mod order;
mod text;
mod value;

use jiff::Timestamp;
use jiff::civil::Weekday;
use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, Filter, FormulaCondition,
    MultiSelectCondition, OptionCondition, PeopleCondition, RelationCondition, RollupCondition,
    RollupElement, TimestampKind, VerificationCondition,
};
use notion_model::{
    FormulaValueKind, Page, PageId, PropertyValue, PropertyValueKind, RollupValueKind, UserId,
};

pub(crate) use date::Window;
pub use order::{RowOrder, compare};
pub use text::TextEquality;
pub(crate) use text::fold;

use value::Moment;

/// What a filter may depend on besides the page.
///
/// Relative words such as `today` and the windows count from the UTC day of `now`, as Notion does.
#[derive(Clone, Debug)]
pub struct EvalEnv {
    /// The time of the query.
    pub now: Timestamp,
    /// Whom `me` stands for. Without it, `contains "me"` matches nobody.
    pub me: Option<UserId>,
    /// The first day of `this_week`. Which day Notion takes is not known; Monday is assumed.
    pub week_start: Weekday,
    /// How text is compared for equality. Notion ignores case in `contains`; `equals` is not known.
    pub text_equality: TextEquality,
}

impl EvalEnv {
    /// The defaults at this time: nobody is `me`, weeks start on Monday, case is ignored.
    pub fn at(now: Timestamp) -> Self {
        Self { now, me: None, week_start: Weekday::Monday, text_equality: TextEquality::IgnoreCase }
    }

    /// The same for this user.
    #[must_use]
    pub fn with_me(self, me: UserId) -> Self {
        Self { me: Some(me), ..self }
    }
}

/// Whether the page matches the filter.
///
/// A property that the page does not have, or that is of another type than the condition, counts as empty:
/// refusing such a filter is the business of whoever knows the schema. Groups without parts follow logic:
/// an empty `and` matches, an empty `or` does not.
pub fn matches(filter: &Filter, page: &Page, env: &EvalEnv) -> bool {
    match filter {
        Filter::And(parts) => parts.iter().all(|part| matches(part, page, env)),
        Filter::Or(parts) => parts.iter().any(|part| matches(part, page, env)),
        Filter::Property(leaf) => {
            let value = property(page, &leaf.property).map(|it| &it.kind);
            condition(&leaf.condition, value, env)
        }
        Filter::Timestamp(leaf) => {
            let time = match leaf.timestamp {
                TimestampKind::CreatedTime => &page.created_time,
                TimestampKind::LastEditedTime => &page.last_edited_time,
            };
            date_condition(
                &leaf.condition,
                time.as_ref().and_then(notion_model::Timestamp::instant).map(Moment::Instant),
                env,
            )
        }
    }
}

/// The property of that name, or else of that id, encoded or not.
pub(crate) fn property<'a>(page: &'a Page, name_or_id: &str) -> Option<&'a PropertyValue> {
    page.properties.get(name_or_id).or_else(|| {
        let by_id = |value: &PropertyValue| {
            value.id.as_ref().is_some_and(|id| {
                id.as_str() == name_or_id
                    || (id.as_str().contains('%') && id.decoded() == name_or_id)
            })
        };
        page.properties.iter().map(|(_, value)| value).find(|value| by_id(value))
    })
}

/// Whether a value passes the test of a condition.
pub(crate) fn condition(
    condition: &Condition,
    value: Option<&PropertyValueKind>,
    env: &EvalEnv,
) -> bool {
    match condition {
        Condition::Title(test)
        | Condition::RichText(test)
        | Condition::Url(test)
        | Condition::Email(test)
        | Condition::PhoneNumber(test) => text::test(test, &value::text(value), env.text_equality),
        Condition::Number(test) | Condition::UniqueId(test) => {
            number::test(test, value::number(value).as_deref())
        }
        Condition::Checkbox(test) => checkbox(test, value::checkbox(value)),
        Condition::Select(test) | Condition::Status(test) => option(test, value::option(value)),
        Condition::MultiSelect(test) => multi_select(test, &value::options(value)),
        Condition::Date(test) | Condition::CreatedTime(test) | Condition::LastEditedTime(test) => {
            date_condition(test, value::moment(value), env)
        }
        Condition::People(test) | Condition::CreatedBy(test) | Condition::LastEditedBy(test) => {
            people(test, &value::users(value), env)
        }
        Condition::Relation(test) => relation(test, &value::pages(value)),
        Condition::Files(test) => existence(test, value::has_files(value)),
        Condition::Formula(test) => formula(test, value, env),
        Condition::Rollup(test) => rollup(test, value, env),
        Condition::Verification(test) => verification(test, value),
    }
}

fn checkbox(test: &CheckboxCondition, value: bool) -> bool {
    match test {
        CheckboxCondition::Equals(wanted) => value == *wanted,
        CheckboxCondition::DoesNotEqual(unwanted) => value != *unwanted,
    }
}

fn option(test: &OptionCondition, value: Option<&str>) -> bool {
    let is_one_of = |names: &[String]| value.is_some_and(|it| names.iter().any(|name| name == it));
    match test {
        OptionCondition::Equals(names) => is_one_of(names.as_slice()),
        OptionCondition::DoesNotEqual(names) => !is_one_of(names.as_slice()),
        OptionCondition::IsEmpty => value.is_none(),
        OptionCondition::IsNotEmpty => value.is_some(),
    }
}

fn multi_select(test: &MultiSelectCondition, values: &[&str]) -> bool {
    let has_one_of = |names: &[String]| names.iter().any(|name| values.contains(&name.as_str()));
    match test {
        MultiSelectCondition::Contains(names) => has_one_of(names.as_slice()),
        MultiSelectCondition::DoesNotContain(names) => !has_one_of(names.as_slice()),
        MultiSelectCondition::IsEmpty => values.is_empty(),
        MultiSelectCondition::IsNotEmpty => !values.is_empty(),
    }
}

fn date_condition(test: &DateCondition, value: Option<Moment>, env: &EvalEnv) -> bool {
    date::test(test, value, env)
}

fn people(test: &PeopleCondition, users: &[UserId], env: &EvalEnv) -> bool {
    let contains = |who: &str| {
        let id = if who == "me" { env.me } else { who.parse().ok() };
        id.is_some_and(|id| users.contains(&id))
    };
    match test {
        PeopleCondition::Contains(who) => contains(who),
        PeopleCondition::DoesNotContain(who) => !contains(who),
        PeopleCondition::IsEmpty => users.is_empty(),
        PeopleCondition::IsNotEmpty => !users.is_empty(),
    }
}

fn relation(test: &RelationCondition, pages: &[PageId]) -> bool {
    let contains = |page: &str| page.parse().is_ok_and(|id| pages.contains(&id));
    match test {
        RelationCondition::Contains(page) => contains(page),
        RelationCondition::DoesNotContain(page) => !contains(page),
        RelationCondition::IsEmpty => pages.is_empty(),
        RelationCondition::IsNotEmpty => !pages.is_empty(),
    }
}

fn existence(test: &Existence, exists: bool) -> bool {
    match test {
        Existence::IsEmpty => !exists,
        Existence::IsNotEmpty => exists,
    }
}

fn formula(test: &FormulaCondition, value: Option<&PropertyValueKind>, env: &EvalEnv) -> bool {
    match test {
        FormulaCondition::String(test) => text::test(test, &value::text(value), env.text_equality),
        FormulaCondition::Checkbox(test) => {
            let is_true = matches!(
                value,
                Some(PropertyValueKind::Formula(it))
                    if matches!(it.kind, FormulaValueKind::Boolean(Some(true)))
            );
            checkbox(test, is_true)
        }
        FormulaCondition::Number(test) => number::test(test, value::number(value).as_deref()),
        FormulaCondition::Date(test) => date_condition(test, value::moment(value), env),
    }
}

fn rollup(test: &RollupCondition, value: Option<&PropertyValueKind>, env: &EvalEnv) -> bool {
    let elements = match value {
        Some(PropertyValueKind::Rollup(it)) => match &it.kind {
            RollupValueKind::Array(elements) => elements.as_slice(),
            _ => &[],
        },
        _ => &[],
    };
    let passes = |test: &RollupElement| {
        let test = element_condition(test);
        move |it: &PropertyValue| condition(&test, Some(&it.kind), env)
    };
    match test {
        RollupCondition::Any(test) => elements.iter().any(passes(test)),
        // Recorded: nothing related means that `every` does not match, and `none` does.
        RollupCondition::Every(test) => !elements.is_empty() && elements.iter().all(passes(test)),
        RollupCondition::None(test) => !elements.iter().any(passes(test)),
        RollupCondition::Number(test) => number::test(test, value::number(value).as_deref()),
        RollupCondition::Date(test) => date_condition(test, value::moment(value), env),
    }
}

/// The condition that tests a single value like an element of a rollup.
fn element_condition(element: &RollupElement) -> Condition {
    match element.clone() {
        RollupElement::RichText(test) => Condition::RichText(test),
        RollupElement::Number(test) => Condition::Number(test),
        RollupElement::Checkbox(test) => Condition::Checkbox(test),
        RollupElement::Select(test) => Condition::Select(test),
        RollupElement::MultiSelect(test) => Condition::MultiSelect(test),
        RollupElement::Relation(test) => Condition::Relation(test),
        RollupElement::Date(test) => Condition::Date(test),
        RollupElement::People(test) => Condition::People(test),
        RollupElement::Files(test) => Condition::Files(test),
        RollupElement::Status(test) => Condition::Status(test),
    }
}

fn verification(test: &VerificationCondition, value: Option<&PropertyValueKind>) -> bool {
    // A page that was never verified has no value, which is the state `none`.
    let state = match value {
        Some(PropertyValueKind::Verification(Some(it))) => &*it.state,
        _ => "none",
    };
    match test {
        VerificationCondition::Status(wanted) => state == wanted,
        VerificationCondition::DoesNotEqual(unwanted) => state != unwanted,
    }
}

#[cfg(test)]
mod tests;
