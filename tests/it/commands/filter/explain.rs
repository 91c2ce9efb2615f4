//! `explain` and `explain-code`.

use crate::session::Session;

#[test]
fn an_expression_is_explained() {
    let session = Session::local();
    let explain = "notion filter explain 'not (Estimate > 5) and not Name starts with Draft' --data-source Tasks";
    let outcome = session.run(explain);
    assert_eq!(outcome.code(), 0, "{outcome}");
    assert!(outcome.stdout.contains("Estimate") && outcome.stdout.contains("Draft"), "{outcome}");
    let outcome = session.run(&format!("{explain} --json"));
    assert!(outcome.stdout.starts_with('{') && outcome.stdout.lines().count() == 1, "{outcome}");
    let outcome = session.run("notion filter explain 'Estimat > 5' --data-source Tasks");
    assert!(outcome.stderr.contains("error[NF0101]: unknown property `Estimat`"), "{outcome}");
    assert_eq!(outcome.code(), 3);
}

#[test]
fn a_code_is_explained() {
    let session = Session::new();
    let outcome = session.run("notion filter explain-code nf0205");
    assert!(outcome.stdout.starts_with("# NF0205"), "{outcome}");
    let outcome = session.run("notion filter explain-code NF9999");
    assert_eq!((outcome.code(), outcome.stdout.as_str()), (3, ""));
    let outcome = session.run("notion filter explain-code");
    assert!(outcome.stdout.lines().count() > 50, "{outcome}");
    assert!(outcome.stdout.lines().any(|it| it.contains("NF0101")), "{outcome}");
    let lines = session.run("notion filter explain-code --json").stdout;
    assert!(lines.lines().all(|it| it.starts_with(r#"{"code":"NF"#)), "{lines}");
}
