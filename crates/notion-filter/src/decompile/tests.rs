//! Filters and their text; that the text compiles to the same filter is one of the laws.

mod mutated;

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, Filter, FormulaCondition,
    MultiSelectCondition, NumberCondition, OneOrMany, OptionCondition, PeopleCondition,
    PropertyFilter, RelationCondition, RollupCondition, RollupElement, TextCondition,
    TimestampKind, VerificationCondition,
};
use proptest::prelude::*;
use serde_json::{Number, Value, json};

use super::{decompile, decompile_json};
use crate::fit::fit;
use crate::laws::config;
use crate::logic::Logic;
use crate::{Options, PropertyType, Relative, Schema, compile_with};

#[track_caller]
fn check(filter: Value, expected: &str) {
    let mut schema = Schema::new("Tasks");
    schema
        .property("Name", PropertyType::Title)
        .property("Done?", PropertyType::Checkbox)
        .property("Score", PropertyType::Formula(None));
    let filter: Filter = serde_json::from_value(filter).unwrap();
    assert_eq!(decompile(&filter, &schema).unwrap().text, expected);
}

#[test]
fn types_are_added_where_nobody_knows_them() {
    check(json!({"property": "Name", "rich_text": {"contains": "a \"b\""}}), r#"Name ~ "a \"b\"""#);
    check(json!({"property": "Name", "select": {"equals": "a"}}), "Name::select = a");
    check(json!({"property": "Done?", "checkbox": {"does_not_equal": true}}), "\"Done?\" = false");
    check(
        json!({"property": "Score", "formula": {"number": {"greater_than": 3}}}),
        "Score::formula.number > 3",
    );
    check(
        json!({"property": "Who", "rollup": {"none": {"people": {"contains": "me"}}}}),
        "none(Who::people) ~ me",
    );
    check(
        json!({"property": "R", "rollup": {"date": {"past_week": {}}}}),
        "R::rollup.date in past week",
    );
}

#[test]
fn groups_and_dates_have_one_spelling() {
    check(
        json!({"and": [
            {"timestamp": "created_time", "created_time": {"on_or_after": "one_month_ago"}},
            {"or": [
                {"property": "D", "date": {"before": "2031-05-01T10:00:00"}},
                {"property": "D", "date": {"is_empty": true}},
            ]},
        ]}),
        "@created_time >= today - 1mo and (D::date < 2031-05-01T10:00:00Z or D::date is empty)",
    );
    check(
        json!({"property": "T", "multi_select": {"does_not_contain": ["a", "not b"]}}),
        "T::multi_select has none (a, \"not b\")",
    );
}

#[track_caller]
fn refused(json: &str, expected: &str) {
    let error = decompile_json(json, &Schema::untyped()).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    refused(
        r#"{"filter":{"and":[{"property":"A","checkbox":{"equals":true}},{"property":"B","hologram":{"equals":1}}]}}"#,
        "filter.and[1].hologram: a condition of the kind `hologram` is not known",
    );
    refused(r#"{"or":[]}"#, "filter.or: an empty group, of which nobody knows what it means");
    refused(
        r#"{"property":"A","date":{"before":"soon"}}"#,
        "filter.date.before: `soon` is neither an ISO 8601 date nor a word of Notion's",
    );
    refused(
        r#"{"property":"A","rollup":{"any":{"people":{"contains":"Ada"}}}}"#,
        "filter.rollup.any.people.contains: `Ada` is neither the ID of a person nor `me`",
    );
    refused(
        r#"{"property":"A","unique_id":{"is_empty":true}}"#,
        "filter.unique_id.is_empty: an ID is never empty, so the language has no such test",
    );
    refused(r#"{"sort":[]}"#, "sort: not a part of a filter or of the body of a query");
    refused(r#"{"and":[{"property":"A"}]}"#, "filter.and[0]: a condition has an operator");
    refused(r#"{"and":{},"or":[]}"#, "filter.or: not expected beside `and`");
    let deep = format!("{}{}", r#"{"and":["#.repeat(70), "]}".repeat(70));
    assert!(decompile_json(&deep, &Schema::untyped()).is_err());
    let deeper = format!("{}{}", r#"{"and":["#.repeat(70_000), "]}".repeat(70_000));
    assert!(decompile_json(&deeper, &Schema::untyped()).is_err());
    let long = json!({"property": "A", "title": {"equals": "x".repeat(70_000)}}).to_string();
    assert!(decompile_json(&long, &Schema::untyped()).is_err());
}

#[test]
fn whole_bodies_have_clauses() {
    let body = r#"{"filter":null,"sorts":[{"property":"Name desc","direction":"ascending"},
        {"timestamp":"last_edited_time","direction":"descending"}],"page_size":20,"in_trash":false}"#;
    let found = decompile_json(body, &Schema::untyped()).unwrap();
    assert_eq!(found.text, r#"order by "Name desc", @last_edited_time desc limit 20"#);
    assert_eq!(found.warnings.len(), 1);
    assert_eq!(found.warnings[0].path, "page_size");
    let array = r#"{"property":"T","multi_select":{"contains":["a","b"]}}"#;
    let found = decompile_json(array, &Schema::untyped()).unwrap();
    assert_eq!(found.warnings[0].path, "filter.multi_select.contains");
}

#[test]
fn ids_become_names_whether_they_are_encoded_or_not() {
    let schema = crate::laws::schema();
    for id in ["n%3Aot", "n:ot", "Summary"] {
        let filter = json!({"property": id, "rich_text": {"is_empty": true}}).to_string();
        assert_eq!(decompile_json(&filter, &schema).unwrap().text, "Summary is empty");
    }
}

fn text() -> impl Strategy<Value = TextCondition> {
    use TextCondition as T;
    let any =
        prop::sample::select(vec!["", "x", "a \"b\"", "and", "-- c", "\\ \n\u{200B}", "状態"]);
    (any, 0..8).prop_map(|(operand, which)| {
        let filled = if operand.is_empty() { "y" } else { operand }.to_owned();
        match which {
            0 => T::Equals(operand.to_owned()),
            1 => T::DoesNotEqual(operand.to_owned()),
            2 => T::Contains(filled),
            3 => T::DoesNotContain(filled),
            4 => T::StartsWith(filled),
            5 => T::EndsWith(filled),
            6 => T::IsEmpty,
            _ => T::IsNotEmpty,
        }
    })
}

fn number(last: u8) -> impl Strategy<Value = NumberCondition> {
    use NumberCondition as N;
    let operands = ["0", "-1", "5", "2.5", "1e300", "9007199254740993", "100000000000000000000"];
    let any = prop::sample::select(operands.to_vec());
    (any, 0..last).prop_map(|(operand, which)| {
        let operand: Number = serde_json::from_str(operand).unwrap();
        match which {
            0 => N::Equals(operand),
            1 => N::DoesNotEqual(operand),
            2 => N::GreaterThan(operand),
            3 => N::LessThan(operand),
            4 => N::GreaterThanOrEqualTo(operand),
            5 => N::LessThanOrEqualTo(operand),
            6 => N::IsEmpty,
            _ => N::IsNotEmpty,
        }
    })
}

fn checkbox() -> impl Strategy<Value = CheckboxCondition> {
    (any::<bool>(), any::<bool>()).prop_map(|(positive, operand)| {
        if positive {
            CheckboxCondition::Equals(operand)
        } else {
            CheckboxCondition::DoesNotEqual(operand)
        }
    })
}

fn names(most: usize) -> impl Strategy<Value = OneOrMany> {
    let words = vec!["a", "In progress", "not b", "", "me", "today", "5", "group", "x,y", "é"];
    prop::collection::vec(prop::sample::select(words), 1..=most).prop_map(move |them| {
        match them[..] {
            [only] if most == 1 => OneOrMany::from(only),
            _ => OneOrMany::Many(them.into_iter().map(str::to_owned).collect()),
        }
    })
}

fn option() -> impl Strategy<Value = OptionCondition> {
    use OptionCondition as O;
    (prop_oneof![names(1), names(3)], 0..4).prop_map(|(names, which)| match which {
        0 => O::Equals(names),
        1 => O::DoesNotEqual(names),
        2 => O::IsEmpty,
        _ => O::IsNotEmpty,
    })
}

fn multi_select(most: usize) -> impl Strategy<Value = MultiSelectCondition> {
    use MultiSelectCondition as M;
    (prop_oneof![names(1), names(most)], 0..4).prop_map(|(names, which)| match which {
        0 => M::Contains(names),
        1 => M::DoesNotContain(names),
        2 => M::IsEmpty,
        _ => M::IsNotEmpty,
    })
}

fn date() -> impl Strategy<Value = DateCondition> {
    use DateCondition as D;
    let operands = vec![
        "today",
        "yesterday",
        "one_week_ago",
        "one_month_from_now",
        "2031-05-09",
        "2031-05-09T10:00:00Z",
        "2031-05-09T10:00",
        "2031-05-09t10:00:59.5+02:00",
        "2031-05-09 23:59:59-0330",
    ];
    (prop::sample::select(operands), 0..14).prop_map(|(operand, which)| {
        let operand = operand.to_owned();
        match which {
            0 => D::Equals(operand),
            1 => D::Before(operand),
            2 => D::After(operand),
            3 => D::OnOrBefore(operand),
            4 => D::OnOrAfter(operand),
            5 => D::ThisWeek,
            6 => D::PastWeek,
            7 => D::PastMonth,
            8 => D::PastYear,
            9 => D::NextWeek,
            10 => D::NextMonth,
            11 => D::NextYear,
            12 => D::IsEmpty,
            _ => D::IsNotEmpty,
        }
    })
}

const SOMEBODY: &str = "11111111-0000-4000-8000-000000000000";

fn people() -> impl Strategy<Value = PeopleCondition> {
    use PeopleCondition as P;
    (prop::sample::select(vec!["me", SOMEBODY]), 0..4).prop_map(|(who, which)| match which {
        0 => P::Contains(who.to_owned()),
        1 => P::DoesNotContain(who.to_owned()),
        2 => P::IsEmpty,
        _ => P::IsNotEmpty,
    })
}

fn relation() -> impl Strategy<Value = RelationCondition> {
    use RelationCondition as R;
    (0..4).prop_map(|which| match which {
        0 => R::Contains(SOMEBODY.to_owned()),
        1 => R::DoesNotContain(SOMEBODY.to_owned()),
        2 => R::IsEmpty,
        _ => R::IsNotEmpty,
    })
}

fn existence() -> impl Strategy<Value = Existence> {
    any::<bool>().prop_map(|empty| if empty { Existence::IsEmpty } else { Existence::IsNotEmpty })
}

fn verification() -> impl Strategy<Value = VerificationCondition> {
    use VerificationCondition as V;
    let states = prop::sample::select(vec!["verified", "expired", "none"]);
    (states, any::<bool>()).prop_map(|(state, is)| {
        if is { V::Status(state.to_owned()) } else { V::DoesNotEqual(state.to_owned()) }
    })
}

fn formula() -> impl Strategy<Value = FormulaCondition> {
    prop_oneof![
        text().prop_map(FormulaCondition::String),
        checkbox().prop_map(FormulaCondition::Checkbox),
        number(8).prop_map(FormulaCondition::Number),
        date().prop_map(FormulaCondition::Date),
    ]
}

fn rollup() -> impl Strategy<Value = RollupCondition> {
    use RollupElement as E;
    let element = || {
        prop_oneof![
            text().prop_map(E::RichText),
            number(8).prop_map(E::Number),
            checkbox().prop_map(E::Checkbox),
            option().prop_map(E::Select),
            multi_select(1).prop_map(E::MultiSelect),
            relation().prop_map(E::Relation),
            date().prop_map(E::Date),
            people().prop_map(E::People),
            existence().prop_map(E::Files),
            option().prop_map(E::Status),
        ]
    };
    prop_oneof![
        element().prop_map(RollupCondition::Any),
        element().prop_map(RollupCondition::Every),
        element().prop_map(RollupCondition::None),
        number(8).prop_map(RollupCondition::Number),
        date().prop_map(RollupCondition::Date),
    ]
}

/// A condition of any kind.
fn condition() -> impl Strategy<Value = Condition> {
    use Condition as C;
    prop_oneof![
        prop_oneof![
            text().prop_map(C::Title),
            text().prop_map(C::RichText),
            text().prop_map(C::Url),
            text().prop_map(C::Email),
            text().prop_map(C::PhoneNumber),
            number(8).prop_map(C::Number),
            (0..9).prop_map(|it| C::UniqueId(NumberCondition::GreaterThan(Number::from(it)))),
            checkbox().prop_map(C::Checkbox),
        ],
        prop_oneof![
            option().prop_map(C::Select),
            option().prop_map(C::Status),
            multi_select(3).prop_map(C::MultiSelect),
            date().prop_map(C::Date),
            date().prop_map(C::CreatedTime),
            date().prop_map(C::LastEditedTime),
            people().prop_map(C::People),
            people().prop_map(C::CreatedBy),
            people().prop_map(C::LastEditedBy),
        ],
        relation().prop_map(C::Relation),
        existence().prop_map(C::Files),
        verification().prop_map(C::Verification),
        formula().prop_map(C::Formula),
        rollup().prop_map(C::Rollup),
    ]
}

/// A filter of any conditions, in more levels than Notion takes.
fn filter() -> impl Strategy<Value = Filter> {
    let names = vec![
        "A",
        "Due Date",
        "created_time",
        "@created_time",
        "Is it?",
        "any",
        "R&D",
        "状態",
        "a::b",
        "",
        "not",
        "limit 5",
        "x desc",
    ];
    let time = prop_oneof![Just(TimestampKind::CreatedTime), Just(TimestampKind::LastEditedTime)];
    let leaf = prop_oneof![
        6 => (prop::sample::select(names), condition()).prop_map(|(property, condition)| {
            Filter::Property(PropertyFilter { property: property.to_owned(), condition })
        }),
        1 => (time, date()).prop_map(|(kind, condition)| Filter::timestamp(kind, condition)),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        let parts = prop::collection::vec(inner, 1..4);
        prop_oneof![parts.clone().prop_map(Filter::And), parts.prop_map(Filter::Or)]
    })
}

/// The same filter in the one form in which filters are compiled.
fn canonical(filter: &Filter) -> Logic<Filter> {
    match filter {
        Filter::And(parts) => Logic::And(parts.iter().map(canonical).collect()),
        Filter::Or(parts) => Logic::Or(parts.iter().map(canonical).collect()),
        Filter::Timestamp(leaf) => {
            Logic::Leaf(Filter::timestamp(leaf.timestamp, one_date(leaf.condition.clone())))
        }
        Filter::Property(leaf) => {
            let property = |condition| {
                let property = leaf.property.clone();
                Logic::Leaf(Filter::Property(PropertyFilter { property, condition }))
            };
            match &leaf.condition {
                Condition::MultiSelect(test) => {
                    one_member(test, &|test| property(Condition::MultiSelect(test)))
                }
                Condition::Rollup(test) => one_rollup(test, &|it| property(Condition::Rollup(it))),
                other => property(one_condition(other.clone())),
            }
        }
    }
}

fn one_condition(condition: Condition) -> Condition {
    use Condition as C;
    match condition {
        C::Title(test) => C::Title(one_text(test)),
        C::RichText(test) => C::RichText(one_text(test)),
        C::Url(test) => C::Url(one_text(test)),
        C::Email(test) => C::Email(one_text(test)),
        C::PhoneNumber(test) => C::PhoneNumber(one_text(test)),
        C::Checkbox(test) => C::Checkbox(one_checkbox(test)),
        C::Select(test) => C::Select(one_option(test)),
        C::Status(test) => C::Status(one_option(test)),
        C::Date(test) => C::Date(one_date(test)),
        C::CreatedTime(test) => C::CreatedTime(one_date(test)),
        C::LastEditedTime(test) => C::LastEditedTime(one_date(test)),
        C::Formula(FormulaCondition::String(test)) => {
            C::Formula(FormulaCondition::String(one_text(test)))
        }
        C::Formula(FormulaCondition::Checkbox(test)) => {
            C::Formula(FormulaCondition::Checkbox(one_checkbox(test)))
        }
        C::Formula(FormulaCondition::Date(test)) => {
            C::Formula(FormulaCondition::Date(one_date(test)))
        }
        other => other,
    }
}

/// A list of options inside a quantifier becomes one condition for each where that asks the same; the
/// others cannot be compiled.
fn one_rollup(
    test: &RollupCondition,
    leaf: &dyn Fn(RollupCondition) -> Logic<Filter>,
) -> Logic<Filter> {
    use MultiSelectCondition as M;
    use RollupCondition as R;
    use RollupElement::MultiSelect as Options;
    let each = |names: &OneOrMany, test: &dyn Fn(OneOrMany) -> R| {
        names_once(names)
            .as_slice()
            .iter()
            .map(|it| leaf(test(OneOrMany::One(it.clone()))))
            .collect()
    };
    match test {
        R::Any(Options(M::Contains(names))) => {
            Logic::Or(each(names, &|it| R::Any(Options(M::Contains(it)))))
        }
        R::Every(Options(M::DoesNotContain(names))) => {
            Logic::And(each(names, &|it| R::Every(Options(M::DoesNotContain(it)))))
        }
        R::None(Options(M::Contains(names))) => {
            Logic::And(each(names, &|it| R::None(Options(M::Contains(it)))))
        }
        R::Any(test) => leaf(R::Any(one_element(test.clone()))),
        R::Every(test) => leaf(R::Every(one_element(test.clone()))),
        R::None(test) => leaf(R::None(one_element(test.clone()))),
        R::Date(test) => leaf(R::Date(one_date(test.clone()))),
        R::Number(_) => leaf(test.clone()),
    }
}

fn one_element(element: RollupElement) -> RollupElement {
    use RollupElement as E;
    match element {
        E::RichText(test) => E::RichText(one_text(test)),
        E::Checkbox(test) => E::Checkbox(one_checkbox(test)),
        E::Select(test) => E::Select(one_option(test)),
        E::Status(test) => E::Status(one_option(test)),
        E::Date(test) => E::Date(one_date(test)),
        E::MultiSelect(MultiSelectCondition::Contains(names)) => {
            E::MultiSelect(MultiSelectCondition::Contains(names_once(&names)))
        }
        E::MultiSelect(MultiSelectCondition::DoesNotContain(names)) => {
            E::MultiSelect(MultiSelectCondition::DoesNotContain(names_once(&names)))
        }
        other => other,
    }
}

fn one_text(test: TextCondition) -> TextCondition {
    match test {
        TextCondition::Equals(text) if text.is_empty() => TextCondition::IsEmpty,
        TextCondition::DoesNotEqual(text) if text.is_empty() => TextCondition::IsNotEmpty,
        other => other,
    }
}

fn one_checkbox(test: CheckboxCondition) -> CheckboxCondition {
    match test {
        CheckboxCondition::DoesNotEqual(unwanted) => CheckboxCondition::Equals(!unwanted),
        other @ CheckboxCondition::Equals(_) => other,
    }
}

fn one_option(test: OptionCondition) -> OptionCondition {
    match test {
        OptionCondition::Equals(names) => OptionCondition::Equals(names_once(&names)),
        OptionCondition::DoesNotEqual(names) => OptionCondition::DoesNotEqual(names_once(&names)),
        other => other,
    }
}

fn names_once(names: &OneOrMany) -> OneOrMany {
    let mut once: Vec<String> = Vec::new();
    for name in names.as_slice() {
        if !once.contains(name) {
            once.push(name.clone());
        }
    }
    if once.len() == 1 { OneOrMany::One(once.remove(0)) } else { OneOrMany::Many(once) }
}

fn one_member(
    test: &MultiSelectCondition,
    leaf: &dyn Fn(MultiSelectCondition) -> Logic<Filter>,
) -> Logic<Filter> {
    use MultiSelectCondition as M;
    let each = |names: &OneOrMany, test: fn(OneOrMany) -> M| {
        names.as_slice().iter().map(|it| leaf(test(OneOrMany::One(it.clone())))).collect()
    };
    match test {
        M::Contains(names) => Logic::Or(each(names, M::Contains)),
        M::DoesNotContain(names) => Logic::And(each(names, M::DoesNotContain)),
        other => leaf(other.clone()),
    }
}

fn one_date(test: DateCondition) -> DateCondition {
    use DateCondition as D;
    let one = |text: String| crate::check::calendar_date(&text).unwrap_or(text);
    match test {
        D::Equals(date) => D::Equals(one(date)),
        D::Before(date) => D::Before(one(date)),
        D::After(date) => D::After(one(date)),
        D::OnOrBefore(date) => D::OnOrBefore(one(date)),
        D::OnOrAfter(date) => D::OnOrAfter(one(date)),
        other => other,
    }
}

#[test]
fn every_filter_compiles_back_to_its_canonical_form() {
    let (schema, env) = (Schema::untyped(), crate::laws::env());
    let options = Options { relative: Relative::Symbolic, ..Options::default() };
    proptest!(config(), |(filter in filter())| {
        let text = decompile(&filter, &schema).unwrap().text;
        let expected = fit(canonical(&filter), options.limits);
        match (compile_with(&text, &schema, &env, &options), expected) {
            (Ok(compiled), Ok(expected)) => {
                prop_assert_eq!(&compiled.filter, &expected, "{}", text);
                if let Some(filter) = &compiled.filter {
                    let again = decompile(filter, &schema).unwrap().text;
                    let again = compile_with(&again, &schema, &env, &options).unwrap().filter;
                    prop_assert_eq!(again, expected);
                }
            }
            (Err(error), Err(_)) => prop_assert!(error.to_string().contains("NF0402"), "{error}"),
            (compiled, _) => prop_assert!(false, "{text}\n{compiled:?}"),
        }
    });
}
