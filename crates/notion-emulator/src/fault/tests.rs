//! Which requests a rule meets, and what scripts may say.

use insta::assert_snapshot;

use super::judge::path_matches;
use super::*;

fn struck(script: &mut Script, method: &str, path: &str, requests: usize) -> String {
    (0..requests)
        .map(|_| if script.judge(method, path).effect == Effect::None { '.' } else { 'x' })
        .collect()
}

#[test]
fn patterns_match_whole_paths() {
    assert!(path_matches("/v1/pages/*", "/v1/pages/abc"));
    assert!(path_matches("/v1/pages/*", "/v1/pages/abc/"));
    assert!(!path_matches("/v1/pages/*", "/v1/pages"));
    assert!(!path_matches("/v1/pages/*", "/v1/pages/abc/move"));
    assert!(path_matches("/v1/blocks/*/children", "/v1/blocks/abc/children"));
    assert!(path_matches("**", "/v1/anything"));
    assert!(path_matches("/v1/pages/**", "/v1/pages/abc/properties/title"));
}

#[test]
fn only_patterns_of_files_meet_files() {
    let meets = |pattern| Fault::on("*", pattern).matches("GET", "/files/a/b/c.txt");
    assert!(meets("/files/**") && meets("/files/*/b/*"));
    assert!(!meets("**") && !meets("*/a/b/c.txt"));
}

#[test]
fn turns_are_counted_for_each_rule() {
    let mut script = Script::new([Fault::on("POST", "/v1/pages").nth(3).status(503)]);
    assert_snapshot!(struck(&mut script, "POST", "/v1/pages", 6), @"..x...");
    assert_snapshot!(struck(&mut script, "PATCH", "/v1/pages/a", 3), @"...");
    let mut script = Script::new([Fault::on("*", "**").every(2).times(2).status(429)]);
    assert_snapshot!(struck(&mut script, "GET", "/v1/users", 8), @".x.x....");
    assert_eq!(script.struck(), 2);
}

#[test]
fn delays_add_up_and_the_first_effect_wins() {
    let slow = Fault::on("*", "**").delay(Duration::from_secs(2));
    let mut script = Script::new([
        slow.clone(),
        slow.drop_answer().after(),
        Fault::on("*", "**").times(1).status(500),
    ]);
    let verdict = script.judge("GET", "/v1/users");
    assert_eq!(verdict.delay, Duration::from_secs(4));
    assert_eq!(verdict.effect, Effect::Drop(When::After));
    assert_eq!(script.struck(), 2, "the rule that was overruled keeps its turn");
}

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
    assert_eq!(Fault::parse_script(script), Ok(expected));
}

#[test]
fn a_wrong_script_is_told_with_lines() {
    let error = Fault::parse_script(
        "[[fault]]\nnth = 0\nstatus = 500\n\n[[fault]]\npath = \"/v1/pages\"\n\n\
         [[fault]]\nstatus = 500\ndrop = true\n",
    );
    assert_snapshot!(error.unwrap_err(), @r"
    the fault script cannot be used:
    line 1: `nth` and `every` count from 1
    line 5: say what happens: the rule only says to which requests
    line 8: give `status`, or else `drop` or `truncate`
    ");
    let error = Fault::parse_script(
        "[[fault]]\nlate_ms = 9\n\n[[fault]]\nlate_ms = 9\nstatus = 503\ncommitted = true\n\n\
         [[fault]]\npage_size = 0\n",
    );
    assert_snapshot!(error.unwrap_err(), @r#"
    the fault script cannot be used:
    line 1: `late_ms` needs a `status` or `drop`
    line 4: `late_ms` is later than `when = "after"` and `committed`
    line 9: `page_size` is at least 1
    "#);
    let error = Fault::parse_script("[[fault]]\nstaus = 500\n");
    assert!(error.unwrap_err().to_string().contains("unknown field `staus`"));
}
