//! Mistakes, and what is said about them.

use notion_filter::{Diagnostic, parse};

use crate::fixture;

const FILE: &str = include_str!("../../../../fixtures/filter/mistakes.txt");

#[test]
fn mistakes_are_explained_as_the_fixture_says() {
    fixture::check("mistakes.txt", FILE, |case| {
        let (source, compiled) = fixture::compile(case);
        match compiled {
            Ok(compiled) => {
                let drawn: Vec<String> =
                    compiled.warnings.iter().map(|it| it.render(&source, "filter")).collect();
                drawn.join("\n")
            }
            Err(error) => error.to_string(),
        }
    });
}

/// Every fix removes the diagnostic it belongs to and adds no mistake of syntax.
#[test]
fn fixes_do_what_they_say() {
    let mut fixes = 0;
    for case in fixture::expressions(FILE) {
        let settings = case.split_once("] ").filter(|_| case.starts_with('['));
        let (source, before) = diagnostics(case);
        for diagnostic in &before {
            let Some(fix) = &diagnostic.fix else { continue };
            let fixed = fix.apply(&source);
            let again = settings
                .map_or_else(|| fixed.clone(), |(settings, _)| format!("{settings}] {fixed}"));
            let (_, after) = diagnostics(&again.replace('\n', "⏎"));
            assert!(
                !after
                    .iter()
                    .any(|it| it.code == diagnostic.code && it.message == diagnostic.message),
                "{case}\n{fixed}"
            );
            let mistakes = |source: &str| parse(source).diagnostics.len();
            assert!(mistakes(&fixed) <= mistakes(&source), "{case}\n{fixed}");
            fixes += 1;
        }
    }
    assert!(fixes > 30, "only {fixes} fixes were tried");
}

fn diagnostics(case: &str) -> (String, Vec<Diagnostic>) {
    let (source, compiled) = fixture::compile(case);
    let diagnostics = match compiled {
        Ok(compiled) => compiled.warnings,
        Err(error) => error.diagnostics().to_vec(),
    };
    (source, diagnostics)
}
