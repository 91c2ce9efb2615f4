//! Explanations: as text, as the fixture says, and as data.

use notion_filter::{Circumstances, Explanation, FilterError, Pushdown, Runs, explain};

use crate::fixture;

/// Explains a case; `rows=N` and `at-hand` among its options are circumstances.
fn explained(case: &str) -> (String, Result<Explanation, FilterError>) {
    let mut circumstances = Circumstances::default();
    let mut settings = Vec::new();
    let mut expression = case;
    if let Some((options, rest)) = case.strip_prefix('[').and_then(|it| it.split_once("] ")) {
        expression = rest;
        for option in options.split(' ') {
            match (option, option.strip_prefix("rows=")) {
                (_, Some(rows)) => circumstances.rows = Some(rows.parse().unwrap()),
                ("at-hand", _) => {
                    circumstances.schema_at_hand = true;
                    circumstances.people_at_hand = true;
                    circumstances.pages_at_hand = true;
                }
                _ => settings.push(option),
            }
        }
    }
    let case = match settings.as_slice() {
        [] => expression.to_owned(),
        settings => format!("[{}] {expression}", settings.join(" ")),
    };
    fixture::with(&case, |source, schema, env, options| {
        explain(source, schema, env, options, &circumstances)
    })
}

#[test]
fn explanations_read_as_the_fixture_says() {
    let file = include_str!("../../../../fixtures/filter/explain.txt");
    fixture::check("explain.txt", file, |case| match explained(case).1 {
        Ok(explanation) => explanation.to_string(),
        Err(error) => error.to_string(),
    });
}

/// What is explained is what is compiled: everything that compiles is explained, and where nothing is left
/// to do here, every condition runs at Notion or is decided by the others.
#[test]
fn everything_that_compiles_is_explained() {
    let file = include_str!("../../../../fixtures/filter/compile.txt");
    let mut conditions = 0;
    for case in fixture::expressions(file) {
        let (_, compiled) = fixture::compile(case);
        let (source, explanation) = explained(case);
        let (Ok(compiled), Ok(explanation)) = (compiled, explanation) else {
            continue;
        };
        assert_eq!(explanation.compiled, compiled, "{case}");
        assert_eq!(explanation.fitting.too_complex, None);
        for condition in &explanation.conditions {
            assert!(!matches!(condition.runs, Runs::Here(_)), "{case}: {condition:?}");
            assert_eq!(condition.written, condition.span.slice(&source));
            assert!(!condition.property.is_empty(), "{case}: {condition:?}");
            assert!(!condition.meaning.contains("does not pass"), "{case}: {condition:?}");
            assert!(!condition.meaning.starts_with(' '), "{case}: {condition:?}");
            conditions += 1;
        }
    }
    assert!(conditions > 200, "only {conditions} conditions were explained");
}

#[test]
fn what_cannot_be_compiled_is_not_explained() {
    let file = include_str!("../../../../fixtures/filter/mistakes.txt");
    for case in fixture::expressions(file) {
        let (_, compiled) = fixture::compile(case);
        let (_, explanation) = explained(case);
        assert_eq!(explanation.err(), compiled.err(), "{case}");
    }
}

/// A residual is there exactly if some condition is said to run here.
#[test]
fn what_runs_here_leaves_a_residual() {
    for (case, here) in [
        ("Voyage not starts with draft", 1),
        ("Stage = Planned and Voyage not starts with draft", 1),
        ("Stage = Planned or Voyage not starts with draft", 2),
        ("Stage = Planned and (Insured or not Website $= pdf)", 2),
        ("any(Ship Tons) between 1 and 5 and Insured", 1),
        ("Insured and Risk = Calm", 0),
    ] {
        let (_, explanation) = explained(&format!("[partial] {case}"));
        let explanation = explanation.unwrap();
        let found = explanation.conditions.iter().filter(|it| matches!(it.runs, Runs::Here(_)));
        assert_eq!(found.count(), here, "{case}");
        assert_eq!(explanation.compiled.residual.is_some(), here > 0, "{case}");
        let whole = fixture::with(case, |source, schema, env, options| {
            assert_eq!(options.pushdown, Pushdown::Whole);
            explain(source, schema, env, options, &Circumstances::default())
        });
        assert_eq!(whole.1.is_err(), here > 0, "{case}");
    }
}

#[test]
fn requests_are_added_up() {
    let least = |case: &str| explained(case).1.unwrap().requests.least();
    assert_eq!(least("Insured"), 2);
    assert_eq!(least("[at-hand] Insured"), 1);
    assert_eq!(least("[rows=1000] Insured"), 11);
    assert_eq!(least("[rows=1000 at-hand] Insured limit 20"), 1);
    assert_eq!(least("Captain = Zheng He and Ship = Endurance"), 4);
    assert_eq!(least("Captain = Zheng He and Captain != Grania O'Malley"), 3);
    assert_eq!(least("[at-hand] Captain = Zheng He and Ship = Endurance"), 1);
    // Neither `me` nor an id is looked up, and without a schema there is none to read.
    assert_eq!(least("Captain = me"), 2);
    assert_eq!(least("[untyped] Owner = me"), 1);
    assert_eq!(least("[rows=25000 at-hand] Insured"), 251);
}

#[test]
fn explanations_are_data_too() {
    let (_, explanation) =
        explained("[partial rows=7 me] not Captain = me and Voyage !~ x limit 3");
    let json = explanation.unwrap().to_json();
    let lines: Vec<String> =
        json.as_object().unwrap().iter().map(|(key, it)| format!("{key}: {it}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    source: "not Captain = me and Voyage !~ x limit 3"
    canonical: "not Captain = me and Voyage !~ x limit 3"
    conditions: [{"span":[4,16],"written":"Captain = me","negated":true,"meaning":"Captain does not include Grania O'Malley (11111111-0000-4000-8000-000000000000), or is empty","property":"a people property","matches_empty":true,"filter":{"property":"Captain","people":{"does_not_contain":"11111111-0000-4000-8000-000000000000"}},"runs":"notion","why":null},{"span":[21,32],"written":"Voyage !~ x","negated":false,"meaning":"Voyage does not contain \"x\", or is empty","property":"a title property","matches_empty":true,"filter":{"property":"Voyage","title":{"does_not_contain":"x"}},"runs":"notion","why":null}]
    structure: "1 and 2"
    resolved: [{"span":[14,16],"written":"me","what":"person","meaning":"Grania O'Malley (11111111-0000-4000-8000-000000000000)"}]
    fitting: {"levels_before":1,"conditions_before":2,"levels":1,"conditions":2,"rewritten":null,"too_complex":null}
    sent: "Captain !~ 11111111-0000-4000-8000-000000000000 and Voyage !~ \"x\""
    query: {"filter":{"and":[{"property":"Captain","people":{"does_not_contain":"11111111-0000-4000-8000-000000000000"}},{"property":"Voyage","title":{"does_not_contain":"x"}}]},"sorts":[],"limit":3,"select":[]}
    residual: false
    warnings: []
    requests: {"least":2,"schema":1,"people":0,"pages":0,"query":1,"query_at_most":1,"rows":7,"continues_after_10000":true}
    "#);
}

#[test]
fn pages_are_full_where_rows_are_dropped_here() {
    let query = |case: &str| explained(case).1.unwrap().compiled.query();
    assert_eq!(query("Insured limit 7").page_size, Some(7));
    assert_eq!(query("[partial] Voyage not starts with x limit 7").page_size, None);
}
