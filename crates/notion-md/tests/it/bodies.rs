//! What plans send, recorded for the official types to judge.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use notion_md::{Step, plan};
use notion_model::request::{AppendChildren, CreatePage};
use notion_model::{Color, PageId};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::trees;

/// How many trees are planned.
const TREES: usize = 3000;

/// How many of them the types judge: no two are alike to them, and they take their time.
const RECORDED: usize = 200;

const CHILDREN: &str = "/v1/blocks/00000000-0000-4000-8000-000000000001/children";

#[test]
fn what_is_planned_is_accepted() {
    let file = notion_tests::recording("notion-md");
    let mut file = file.map(|it| BufWriter::new(File::create(it).expect("it can be written")));
    // The same trees each time: what is refused can be looked at again.
    let mut runner = TestRunner::deterministic();
    let page = prop::collection::vec(trees::page(), 1..4).prop_map(|it| it.concat());
    let parent: PageId = "00000000-0000-4000-8000-000000000001".parse().expect("it is an id");
    for at in 0..TREES {
        let blocks = page.new_tree(&mut runner).expect("there are trees").current();
        let plan = plan(blocks);
        let first = CreatePage::new(parent).with_children(plan.first);
        assert_eq!(trees::refused(&first), []);
        let mut told = vec![("POST", "/v1/pages", json!(first))];
        for step in plan.steps {
            let Step::Append(append) = step else { continue };
            let body = AppendChildren::new(append.children);
            assert_eq!(trees::refused(&body), []);
            told.push(("PATCH", CHILDREN, json!(body)));
        }
        let Some(file) = file.as_mut().filter(|_| at < RECORDED) else { continue };
        for (method, path, mut request) in told {
            typed(&mut request);
            let line = json!({ "method": method, "path": path, "status": 200, "request": request });
            writeln!(file, "{line}").expect("it can be written");
        }
    }
    if let Some(file) = &mut file {
        file.flush().expect("it can be written");
    }
}

/// Without the colours that nobody knows yet: they are kept, and have no type.
fn typed(body: &mut Value) {
    let mut open = vec![body];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                let is_odd = |it: &Value| {
                    it.as_str().is_some_and(|it| matches!(Color::from(it), Color::Unknown(_)))
                };
                if fields.get("color").is_some_and(is_odd) {
                    fields.remove("color");
                }
                open.extend(fields.values_mut());
            }
            Value::Array(values) => open.extend(values),
            _ => {}
        }
    }
}
