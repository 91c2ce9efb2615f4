//! What is wrong with a body is said in the words of Notion.

use insta::assert_snapshot;
use serde_json::json;

use super::*;

#[track_caller]
fn check<'v, T: fmt::Debug>(
    body: &'v Value,
    read: impl FnOnce(&At<'v, '_>) -> Checked<T>,
) -> String {
    match read(&At::body(body)) {
        Ok(value) => format!("{value:?}"),
        Err(problem) => Refusal::from(problem).message,
    }
}

#[test]
fn messages_name_the_place_the_wish_and_the_value() {
    let body = json!({ "page_size": "ten", "name": 5, "id": "AAA" });
    assert_snapshot!(
        check(&body, |at| at.key("page_size").opt(At::number)),
        @r#"body failed validation: body.page_size should be a number or `undefined`, instead was `"ten"`."#
    );
    assert_snapshot!(
        check(&body, |at| at.key("name").maybe(At::string)),
        @"body failed validation: body.name should be a string, `null`, or `undefined`, instead was `5`."
    );
    assert_snapshot!(
        check(&body, |at| at.key("id").uuid()),
        @r#"body failed validation: body.id should be a valid uuid, instead was `"AAA"`."#
    );
    assert_snapshot!(
        check(&body, |at| at.key("parent").key("page_id").uuid()),
        @"body failed validation: body.parent.page_id should be defined, instead was `undefined`."
    );
    assert_snapshot!(
        check(&body, |at| at.only(&["name", "id"])),
        @r#"body failed validation: body.page_size should be not present, instead was `"ten"`."#
    );
}

#[test]
fn words_are_listed_as_the_service_lists_them() {
    let body = json!({ "direction": "up", "value": "database" });
    assert_snapshot!(
        check(&body, |at| at.key("direction").opt(|at| at.word(&["ascending", "descending"]))),
        @r#"body failed validation: body.direction should be `"ascending"`, `"descending"`, or `undefined`, instead was `"up"`."#
    );
    assert_snapshot!(
        check(&body, |at| at.key("value").word(&["page", "data_source"])),
        @r#"body failed validation: body.value should be `"page"` or `"data_source"`, instead was `"database"`."#
    );
}

#[test]
fn lengths_are_counted_and_long_values_cut() {
    let body = json!({ "children": vec![0; 124], "text": "x".repeat(80) });
    assert_snapshot!(
        check(&body, |at| at.key("children").array(100, |_| Ok(()))),
        @"body failed validation: body.children.length should be ≤ `100`, instead was `124`."
    );
    assert_snapshot!(
        check(&body, |at| Err::<(), _>(at.key("text").not_present())),
        @r#"body failed validation: body.text should be not present, instead was `"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...`."#
    );
}

#[test]
fn alternatives_are_listed_line_by_line() {
    let body = json!({});
    assert_snapshot!(
        check(&body, |at| {
            let text = at.key("text").missing();
            Err::<(), _>(text.or(at.key("mention").missing()))
        }),
        @r"
    body failed validation. Fix one:
    body.text should be defined, instead was `undefined`.
    body.mention should be defined, instead was `undefined`.
    "
    );
}
