//! What is offered where, and that nothing offered does harm.

use proptest::prelude::*;

use super::*;
use crate::laws::{config, env, schema, soup};
use crate::{Entries, Entry};

/// What is offered at `|`, the first few of it.
fn offered(source: &str) -> String {
    let cursor = source.find('|').unwrap();
    let text = source.replacen('|', "", 1);
    let people = Entries::new([Entry {
        id: uuid::Uuid::from_u128(7),
        name: "Grania O'Malley".to_owned(),
        email: None,
    }]);
    let env = env().with_people(&people);
    let found = complete(&text, cursor, &schema(), &env);
    let shown: Vec<String> = found.iter().take(6).map(|it| it.apply(&text).0).collect();
    shown.join("\n")
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
            let known = codes(&source, u32::MAX);
            for found in complete(&source, at, schema, &env()) {
                let place = std::ops::Range::from(found.replace);
                prop_assert!(source.get(place).is_some(), "{source:?} {found:?}");
                let (text, cursor) = found.apply(&source);
                prop_assert!(text.is_char_boundary(cursor));
                for code in codes(&text, found.replace.start) {
                    prop_assert!(known.contains(&code), "{source:?} {found:?} {code:?}");
                }
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
