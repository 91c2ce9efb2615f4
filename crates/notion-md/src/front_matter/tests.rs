//! What stands at the head of texts.

use super::{FrontMatter, Scalar, Value};

fn show(yaml: &str) -> String {
    let (front_matter, problems) = FrontMatter::read(yaml);
    let problems = problems.iter().map(|it| format!("! line {}: {}\n", it.line, it.reason));
    let shown = front_matter.to_string() + &problems.collect::<String>();
    let (again, _) = FrontMatter::read(&front_matter.to_string());
    assert_eq!(again.to_string(), front_matter.to_string(), "what is written is read again");
    shown
}

#[test]
fn reads_what_people_write() {
    insta::assert_snapshot!(show("title: My page # really\nicon: 🌱\ndraft: true\nn: -1.5\nempty:\nnone: ~"), @r"
    title: My page
    icon: 🌱
    draft: true
    n: -1.5
    empty:
    none:
    ");
    insta::assert_snapshot!(show("title: \"A: \\\"b\\\"\\u00e9\"\n'it''s': 'x: #y'\nurl: https://a.b/#c"), @r#"
    title: "A: \"b\"é"
    "it's": "x: #y"
    url: https://a.b/#c
    "#);
    insta::assert_snapshot!(show("tags: [a, \"b, c\", 3]\nmore:\n- x\n- 'y'\nrest:\n  - z # last\n\nend: 1"), @r#"
    tags: [a, "b, c", 3]
    more: [x, y]
    rest: [z]
    end: 1
    "#);
    insta::assert_snapshot!(show("date: {start: 2026-01-02, end: 2026-01-05}\nauthor:\n  name: Ada\n  mail: a@b.c"), @r"
    date: {start: 2026-01-02, end: 2026-01-05}
    author: {name: Ada, mail: a@b.c}
    ");
    insta::assert_snapshot!(show("text: |\n  a\n\n  b\nflow: >-\n  a\n  b\n\n  c\nlong: one\n  two"), @r#"
    text: "a\n\nb"
    flow: "a b\nc"
    long: one two
    "#);
}

#[test]
fn leaves_out_what_it_does_not_know() {
    insta::assert_snapshot!(show("a: &x 1\nb: [1, [2]]\nc:\n  d:\n    e: 1\n- f\ng: \"open\nh: fine"), @r"
    h: fine
    ! line 0: anchors, aliases and tags are not read
    ! line 1: what is nested more deeply is not read
    ! line 2: what is nested more deeply is not read
    ! line 6: a quote is not closed
    ");
}

#[test]
fn tells_values_from_texts() {
    let scalar = |text: &str| Scalar { text: text.to_owned(), is_quoted: false };
    assert_eq!(scalar("true").as_bool(), Some(true));
    assert_eq!(Scalar::text("true").as_bool(), None);
    assert_eq!(scalar("-1.5").as_number(), Some(-1.5));
    assert_eq!(scalar("inf").as_number(), None);
    let front_matter =
        FrontMatter { entries: vec![("a".to_owned(), Value::Scalar(Scalar::text("12")))] };
    assert_eq!(front_matter.to_string(), "a: \"12\"\n");
    assert_eq!(front_matter.text("A"), Some("12"));
}
