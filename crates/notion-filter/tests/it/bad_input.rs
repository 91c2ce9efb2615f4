//! Mistakes, and what is said about them.

use std::collections::HashSet;
use std::fmt::Write as _;

use notion_filter::{Code, Diagnostic, MAX_DIAGNOSTICS, compile, parse};

use crate::fixture;

const FILE: &str = include_str!("../../../../fixtures/filter/mistakes.txt");
const TRAPS: &str = include_str!("../../../../fixtures/filter/traps.txt");

fn all() -> impl Iterator<Item = &'static str> {
    fixture::expressions(FILE).chain(fixture::expressions(TRAPS))
}

#[test]
fn mistakes_are_explained_as_the_fixture_says() {
    fixture::check("mistakes.txt", FILE, drawn);
}

/// Habits of other languages, odd characters, and everything at once.
#[test]
fn traps_are_explained_as_the_fixture_says() {
    fixture::check("traps.txt", TRAPS, drawn);
}

fn drawn(case: &str) -> String {
    let (source, compiled) = fixture::compile(case);
    match compiled {
        Ok(compiled) => {
            let drawn: Vec<String> =
                compiled.warnings.iter().map(|it| it.render(&source, "filter")).collect();
            drawn.join("\n")
        }
        Err(error) => error.to_string(),
    }
}

/// Every fix removes the diagnostic it belongs to and adds no mistake of syntax.
#[test]
fn fixes_do_what_they_say() {
    let mut fixes = 0;
    let mut broken = String::new();
    for case in all() {
        let settings = case.split_once("] ").filter(|_| case.starts_with('['));
        let (source, before) = diagnostics(case);
        for diagnostic in &before {
            let Some(fix) = &diagnostic.fix else { continue };
            let fixed = fix.apply(&source);
            let again = settings
                .map_or_else(|| fixed.clone(), |(settings, _)| format!("{settings}] {fixed}"));
            let (_, after) = diagnostics(&again.replace('\n', "⏎"));
            // The same mistake may stand elsewhere; a fix mends one of them.
            let same = |list: &[Diagnostic]| {
                let same = |it: &&Diagnostic| {
                    it.code == diagnostic.code && it.message == diagnostic.message
                };
                list.iter().filter(same).count()
            };
            let left = same(&after) >= same(&before);
            let mistakes = |source: &str| parse(source).diagnostics.len();
            if left || mistakes(&fixed) > mistakes(&source) {
                let _ = writeln!(broken, "{case}\n{fixed}\n{}", diagnostic.message);
            }
            fixes += 1;
        }
    }
    assert!(broken.is_empty(), "{broken}");
    assert!(fixes > 120, "only {fixes} fixes were tried");
}

/// A code that no input leads to cannot be tested, and is not worth having.
#[test]
fn every_code_has_a_bad_input() {
    let seen: HashSet<Code> =
        all().flat_map(|case| diagnostics(case).1).map(|diagnostic| diagnostic.code).collect();
    let unseen: Vec<&Code> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// However long the source, a line of an answer can be read.
#[test]
fn answers_to_long_inputs_are_short() {
    for case in all().filter(|case| case.contains('⟨')) {
        let (source, compiled) = fixture::compile(case);
        let drawn = compiled.map_or_else(|error| error.to_string(), |_| String::new());
        let longest = drawn.lines().map(str::len).max().unwrap_or_default();
        assert!(longest < 800, "{longest} bytes in a line about {} bytes", source.len());
    }
}

/// Twenty mistakes are enough to begin with; how many more there are is said.
#[test]
fn of_many_mistakes_the_first_are_told() {
    let (people, ships) = (fixture::people(), fixture::ships());
    let source = format!("{}Insured", "Stag = Plannd and Insured and ".repeat(25));
    let compiled = compile(&source, &fixture::schema(), &fixture::env(&people, &ships));
    let error = compiled.unwrap_err();
    assert_eq!(error.diagnostics().len(), MAX_DIAGNOSTICS);
    let drawn = error.to_string();
    assert!(drawn.ends_with("5 more\n") || drawn.ends_with("5 more"), "{drawn}");
}

fn diagnostics(case: &str) -> (String, Vec<Diagnostic>) {
    let (source, compiled) = fixture::compile(case);
    let diagnostics = match compiled {
        Ok(compiled) => compiled.warnings,
        Err(error) => error.diagnostics().to_vec(),
    };
    (source, diagnostics)
}
