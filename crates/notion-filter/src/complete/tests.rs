//! What is offered where, and that nothing offered does harm.

use proptest::prelude::*;

use super::*;
use crate::laws::{config, env, schema, soup};
use crate::{Entries, Entry};

/// What is offered at `|`, the first few of it.
fn offered(source: &str) -> String {
    all_offered(source).into_iter().take(6).collect::<Vec<_>>().join("\n")
}

/// All that is offered at `|`.
fn all_offered(source: &str) -> Vec<String> {
    let cursor = source.find('|').unwrap();
    let text = source.replacen('|', "", 1);
    let people = Entries::new([Entry {
        id: uuid::Uuid::from_u128(7),
        name: "Grania O'Malley".to_owned(),
        email: None,
    }]);
    let env = env().with_people(&people);
    let found = complete(&text, cursor, &schema(), &env);
    found.iter().map(|it| it.apply(&text).0).collect()
}

#[track_caller]
fn check(source: &str, first: &[&str]) {
    let offered = offered(source);
    let shown: Vec<&str> = offered.lines().take(first.len()).collect();
    assert_eq!(shown, first, "{source}\n{offered}");
}

#[test]
fn names_operators_and_values_come_where_they_belong() {
    check("Sta|", &["Stage"]);
    check("crew|", &["Crew Size"]);
    check("Crew S|", &["Crew Size"]);
    check("Stage |", &["Stage =", "Stage !=", "Stage in ("]);
    check("Stage is n|", &["Stage is not empty"]);
    check("Stage = pl|", &["Stage = Planned", "Stage = \"Not planned\""]);
    check("Stage = \"not|", &["Stage = \"Not planned\""]);
    check("Stage = Not p|", &["Stage = \"Not planned\""]);
    check("Stage in (Idea, P|", &["Stage in (Idea, Planned"]);
    check("Stage in group(c|", &["Stage in group(Complete"]);
    check("Stage = Idea |", &["Stage = Idea and", "Stage = Idea or", "Stage = Idea order by"]);
    check("(Stage = Idea o|", &["(Stage = Idea or"]);
    check("Insured |", &["Insured =", "Insured !=", "Insured is checked"]);
    check("Insured = |", &["Insured = true", "Insured = false"]);
    check("Departure in p|", &["Departure in past week"]);
    check("Departure < to|", &["Departure < today", "Departure < tomorrow"]);
    check("Captain = |", &["Captain = me", "Captain = \"Grania O'Malley\""]);
    check("any(|", &["any(Ship Names"]);
    check("any(Ship States) = af|", &["any(Ship States) = Afloat"]);
    check("Days at Sea::|", &["Days at Sea::formula.string"]);
    check("order by Dep|", &["order by Departure"]);
    check("order by Departure |", &["order by Departure desc", "order by Departure asc"]);
    check("Stage = Idea ord|", &["Stage = Idea order by"]);
    check("select V|", &["select Voyage"]);
    check("Crew Size between 1 |", &["Crew Size between 1 and"]);
    check("-- Sta|", &[]);
}

#[test]
fn operators_in_words_are_followed_by_their_values() {
    for operator in ["has", "contains", "does not have", "!~", "has any (", "in (", "is"] {
        let all = all_offered(&format!("Gear {operator} |"));
        assert!(all.iter().any(|it| it.ends_with("anchor")), "{operator} {all:?}");
    }
    for operator in ["<", "before", "is after", "on or before", "between", "between today and"] {
        let all = all_offered(&format!("Departure {operator} |"));
        assert!(all.contains(&format!("Departure {operator} tomorrow")), "{all:?}");
        assert!(!all.contains(&format!("Departure {operator} this week")), "{all:?}");
    }
    for operator in ["within", "not within"] {
        let all = all_offered(&format!("Departure {operator} |"));
        assert!(all.contains(&format!("Departure {operator} this week")), "{all:?}");
        assert!(!all.contains(&format!("Departure {operator} tomorrow")), "{all:?}");
    }
    for operator in ["=", "!=", "is not", "equals", "does not equal", "in ("] {
        let all = all_offered(&format!("Departure {operator} |"));
        assert!(all.iter().any(|it| it.ends_with("this week")), "{all:?}");
        assert!(all.iter().any(|it| it.ends_with("tomorrow")), "{all:?}");
    }
    check(
        "Departure between today and tomorrow and V|",
        &["Departure between today and tomorrow and Voyage"],
    );
    check("Stage = group(|", &["Stage = group(To-do"]);
    check("Captain = user(|", &["Captain = user(\"Grania O'Malley\""]);
    check("Captain = @gr|", &["Captain = \"Grania O'Malley\""]);
}

#[test]
fn what_may_stand_once_is_offered_once() {
    check("limit 5 |", &["limit 5 order by", "limit 5 select"]);
    check(
        "order by Stage |",
        &["order by Stage desc", "order by Stage asc", "order by Stage limit"],
    );
    assert!(!all_offered("Insured | limit 5").iter().any(|it| it.contains("limit limit")));
    check("order by Stage, St|", &["order by Stage, Ship States"]);
    check("order by St|age", &["order by Stage"]);
}

#[test]
fn only_what_works_is_offered() {
    let all = |text: &str| all_offered(text).join("\n");
    assert!(all("Departure |").contains("Departure in ("));
    assert!(all("Gear |").contains("Gear not in ("));
    assert!(all("Checked |").contains("Checked in ("));
    // A rollup shows options without their groups.
    assert!(!all("any(Ship States) |").contains("group("));
    assert_eq!(all("Total Tons::|"), "Total Tons::rollup.number");
    assert_eq!(all("any(Ship States::|"), "any(Ship States::status");
}

#[test]
fn a_formula_of_an_unknown_type_is_not_asked_for_emptiness() {
    let mut schema = Schema::new("Voyages");
    schema.property("Riddle", crate::PropertyType::Formula(None));
    let offers = |text: &str| {
        let found = complete(text, text.len(), &schema, &env());
        found.iter().any(|it| it.label == "is empty")
    };
    assert!(!offers("Riddle "));
    assert!(offers("Riddle::date "));
}

#[test]
fn people_of_one_name_are_told_apart() {
    let entry = |id, email: Option<&str>| Entry {
        id: uuid::Uuid::from_u128(id),
        name: "Sam Lee".to_owned(),
        email: email.map(str::to_owned),
    };
    let people = Entries::new([entry(1, Some("sam@example.com")), entry(2, None)]);
    let env = env().with_people(&people);
    let found = complete("Captain = sa", 12, &schema(), &env);
    let shown: Vec<_> = found.iter().map(|it| (it.label.as_str(), it.insert.as_str())).collect();
    assert_eq!(
        shown,
        [("Sam Lee", "@sam@example.com"), ("Sam Lee", "00000000-0000-0000-0000-000000000002")]
    );
}

#[test]
fn a_long_text_is_not_read_for_every_candidate() {
    let source = format!("{}Insured", "Insured and ".repeat(5_000));
    // As many as two MiB are enough for, less what was not worth offering.
    assert!(complete(&source, 0, &schema(), &env()).len() <= 2 * 1024 * 1024 / source.len() + 1);
}

#[test]
fn the_word_at_the_cursor_is_replaced_whole() {
    check("Sta|ge = Idea", &["Stage = Idea"]);
    check("Stage = Id|ea and Insured", &["Stage = Idea and Insured"]);
    check("Stage = \"Not| x\" and Insured", &["Stage = \"Not planned\" and Insured"]);
    check("Crew| Size > 5", &["Crew Size > 5"]);
}

#[test]
fn nothing_offered_does_harm() {
    let (schema, untyped) = (schema(), Schema::untyped());
    proptest!(config(), |(source in soup(), at in 0_usize..200)| {
        for schema in [&schema, &untyped] {
            let codes = |text: &str, end: u32| -> Vec<Code> {
                let found = read(text).diagnostics;
                found.iter().filter(|it| it.primary.span.start < end).map(|it| it.code).collect()
            };
            let is_open = |text: &str| {
                let tokens = lex(text, &mut Diagnostics::default());
                let count = |kind| tokens.iter().filter(|it| it.kind == kind).count();
                count(Kind::Open) > count(Kind::Close)
            };
            let known = codes(&source, u32::MAX);
            for found in complete(&source, at, schema, &env()) {
                let place = std::ops::Range::from(found.replace);
                prop_assert!(source.get(place).is_some(), "{source:?} {found:?}");
                let (text, cursor) = found.apply(&source);
                prop_assert!(text.is_char_boundary(cursor));
                for code in codes(&text, found.replace.start) {
                    // That it is not closed is only said once there is something in it.
                    let unclosed = code == Code::Parentheses
                        && is_open(&source[..found.replace.start as usize]);
                    prop_assert!(
                        unclosed || known.contains(&code),
                        "{source:?} {found:?} {code:?}"
                    );
                }
                prop_assert!((text.as_str(), cursor) != (source.as_str(), at), "{source:?} {found:?}");
                let is_value =
                    matches!(found.kind, CompletionKind::Option | CompletionKind::Group);
                if is_value || found.kind == CompletionKind::Property && !found.label.starts_with('@')
                {
                    let reads_back = ["", ")", "))", " and 0"].iter().any(|rest| {
                        let end = if rest.is_empty() { text.len() } else { cursor };
                        let parsed = read(&format!("{}{rest}", &text[..end]));
                        let tree = Tree::of(&parsed.query);
                        tree.names.iter().any(|it| it.text == found.label)
                            || tree.values.iter().any(|it| it.text == found.label)
                    });
                    prop_assert!(reads_back, "{text:?}");
                }
            }
        }
    });
}

#[test]
fn any_cursor_is_a_place() {
    let text = "状態 = \"完了 👩\u{200D}💻\" and Stage = Pla -- ende";
    for at in 0..text.len() + 3 {
        for found in complete(text, at, &schema(), &env()) {
            assert!(text.get(std::ops::Range::from(found.replace)).is_some(), "{at}");
        }
    }
}
