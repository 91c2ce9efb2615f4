//! What scenarios may say.

use std::time::Duration;

use insta::assert_snapshot;
use serde_json::json;

use super::*;

#[test]
fn a_script_says_the_same_as_code() {
    let script = r#"
        [[fault]]
        method = "POST"
        path = "/v1/pages"
        nth = 3
        status = 503
        committed = true

        [[fault]]
        path = "/v1/pages/*"
        every = 5
        times = 10
        status = 429
        retry_after = 7

        [[fault]]
        delay_ms = 250
        truncate = 20

        [[fault]]
        page_size = 3
        children = 2
        foreign = 50

        [[fault]]
        drop = true
        late_ms = 5000

        [[fault]]
        status = 429
        retry_after_date = 9

        [[fault]]
        lag_ms = 3000
        expires_ms = 60_000
        upload = "part_lost"

        [[fault]]
        drop = true
        truncate = 2
        upload = "failed"
    "#;
    let expected = vec![
        Fault::on("POST", "/v1/pages").nth(3).status(503).committed(),
        Fault::on("*", "/v1/pages/*").every(5).times(10).status(429).retry_after(7),
        Fault::on("*", "**").delay(Duration::from_millis(250)).truncate(20),
        Fault::on("*", "**").short_pages(3).first_children(2).foreign(50),
        Fault::on("*", "**").drop_answer().late(Duration::from_secs(5)),
        Fault::on("*", "**").status(429).retry_after_date(9),
        Fault::on("*", "**")
            .lag(Duration::from_secs(3))
            .expires(Duration::from_mins(1))
            .part_lost(),
        Fault::on("*", "**").break_off(2).upload_fails(),
    ];
    assert_eq!(Scenario::parse(script).map(|it| it.faults), Ok(expected));
}

#[test]
fn a_wrong_script_is_told_with_lines() {
    let error = Scenario::parse(
        "[[fault]]\nnth = 0\nstatus = 500\n\n[[fault]]\npath = \"/v1/pages\"\n\n\
         [[fault]]\nstatus = 500\ndrop = true\n",
    );
    assert_snapshot!(error.unwrap_err(), @r"
    the scenario cannot be used:
    line 1: `nth`, `every` and `from` count from 1
    line 5: say what happens: the rule only says to which requests
    line 8: give `status`, or else `drop` or `truncate`
    ");
    let error = Scenario::parse(
        "[[fault]]\nlate_ms = 9\n\n[[fault]]\nlate_ms = 9\nstatus = 503\ncommitted = true\n\n\
         [[fault]]\npage_size = 0\n",
    );
    assert_snapshot!(error.unwrap_err(), @r#"
    the scenario cannot be used:
    line 1: `late_ms` needs a `status` or `drop`
    line 4: `late_ms` is later than `when = "after"` and `committed`
    line 9: `page_size` is at least 1
    "#);
    let error = Scenario::parse("[[fault]]\nstaus = 500\n");
    assert!(error.unwrap_err().to_string().contains("unknown field `staus`"));
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let error = Scenario::parse(
        "[[fault]]\npath = 5\nnth = \"three\"\nstatuss = 500\n\n\
         [[fault]]\nstatus = 99999\n\n[[webhook]]\nevents = [\"page.nonsense\"]\nsecret = 5\n\n\
         [[webhook]]\ndelay_ms = 1\n\n[budget]\nrequests = -1\nfoo = 1\n\n[nonsense]\n\n\
         [[fault]]\nmethod = \"POSTT\"\nstatus = 500\n",
    );
    let error = error.unwrap_err().to_string();
    let cut = |line: &str| line.split(", expected one of").next().unwrap_or_default().to_owned();
    assert_snapshot!(error.lines().map(cut).collect::<Vec<_>>().join("\n"), @r#"
    the scenario cannot be used:
    line 2: `path`: invalid type: integer `5`, expected a string
    line 3: `nth`: invalid type: string "three", expected u32
    line 4: unknown field `statuss`
    line 7: `status`: invalid value: integer `99999`, expected u16
    line 11: unknown field `secret`
    line 13: give the `url` that is to be told
    line 17: unknown field `requests`, expected `connection` or `workspace`
    line 18: unknown field `foo`, expected `connection` or `workspace`
    line 20: `nonsense` means nothing here; there are `[[fault]]`, `[[webhook]]` and `[budget]`
    line 22: `method` is one of GET, POST, PATCH, DELETE, HEAD, *, not "POSTT"
    "#);
    assert!(!error.ends_with('\n'));
}

#[test]
fn webhooks_and_budgets_are_part_of_it() {
    let scenario = Scenario::parse(
        r#"
        [budget]
        connection = "180/60"
        workspace = "1000/600"

        [[webhook]]
        url = "http://127.0.0.1:9000/notion"
        events = ["page.*", "comment.created"]
        token = "secret_x"
        window_ms = 2000
        delay_ms = 100
        lose_every = 20
        duplicate_every = 5
        reorder_every = 4
        late_every = 10
        late_ms = 300_000
        forge_every = 7
        "#,
    );
    let webhook = Webhook::to("http://127.0.0.1:9000/notion")
        .events(["page.*", "comment.created"])
        .token("secret_x")
        .window(Duration::from_secs(2))
        .delay(Duration::from_millis(100))
        .lose_every(20)
        .duplicate_every(5)
        .reorder_every(4)
        .late_every(10, Duration::from_mins(5))
        .forge_every(7);
    let budget = Budget {
        connection: Some(Window { requests: 180, seconds: 60 }),
        workspace: Some(Window { requests: 1000, seconds: 600 }),
    };
    let expected = Scenario { faults: Vec::new(), webhooks: vec![webhook], budget: Some(budget) };
    assert_eq!(scenario, Ok(expected));

    let error = Scenario::parse(
        "[budget]\nworkspace = \"9\"\n\n[[webhook]]\nurl = \"https://a.example\"\n\n\
         [[webhook]]\nurl = \"http://a\"\nevents = [\"page.*\", \"row.created\"]\n\n\
         [[webhook]]\nurl = \"http://a\"\nlate_ms = 9\n",
    );
    let error = error.unwrap_err().to_string();
    let cut = |line: &str| line.split(", page.deleted").next().unwrap_or_default().to_owned();
    assert_snapshot!(error.lines().map(cut).collect::<Vec<_>>().join("\n"), @r#"
    the scenario cannot be used:
    line 1: "9" is no budget: give requests and seconds, such as "180/60"
    line 4: the webhook's address "https://a.example" cannot be reached: give one that begins with `http://`
    line 7: "row.created" means no event; they are page.created
    line 11: `late_every` and `late_ms` belong together
    "#);
}

#[test]
fn every_key_has_a_method() {
    let script = r#"
        [[fault]]
        from = 5
        levels = 1
        dual_ms = 1000
        template_ms = 2000
        template_blocks = 3
        markdown_blocks = 4
        query_rows = 5
        repeat = 6
        results = 7
        strange = true
        no_date = true
        trickle_ms = 8000
        hold_ms = 9000

        [[fault]]
        date_skew_ms = -1000
        set = { a = { b = [1] } }
        without = ["c"]
        meanwhile = { method = "patch", path = "/v1/pages/{page:oil}", body = { in_trash = true } }

        [[fault]]
        meanwhile = { method = "PATCH", path = "/v1/pages/x", body = '{"properties":{"A":null}}' }
    "#;
    let expected = vec![
        Fault::on("*", "**")
            .from_nth(5)
            .levels(1)
            .dual_lag(Duration::from_secs(1))
            .template_lag(Duration::from_secs(2))
            .template_blocks(3)
            .markdown_blocks(4)
            .query_rows(5)
            .repeat(6)
            .results(7)
            .strange()
            .no_date()
            .trickle(Duration::from_secs(8))
            .hold(Duration::from_secs(9)),
        Fault::on("*", "**")
            .date_skew(jiff::SignedDuration::from_secs(-1))
            .set(json!({ "a": { "b": [1] } }))
            .without(["c"])
            .meanwhile("PATCH", "/v1/pages/{page:oil}", json!({ "in_trash": true })),
        Fault::on("*", "**").meanwhile(
            "PATCH",
            "/v1/pages/x",
            json!({ "properties": { "A": null } }),
        ),
    ];
    assert_eq!(Scenario::parse(script).map(|it| it.faults), Ok(expected));
    let error = Scenario::parse(
        "[[fault]]\nnth = 1\nfrom = 2\nstatus = 500\n\n[[fault]]\nno_date = true\ndate_skew_ms = 1\n\n\
         [[fault]]\nset = 5\n\n[[fault]]\nmeanwhile = { method = \"X\", path = \"/\", body = \"{\" }\n",
    );
    assert_snapshot!(error.unwrap_err(), @r"
    the scenario cannot be used:
    line 1: give one of `nth`, `every` and `from`
    line 6: give `no_date` or `date_skew_ms`, not both
    line 10: `set` is a table of members
    line 13: the body of `meanwhile` is no JSON: EOF while parsing an object at line 1 column 1
    ");
}
