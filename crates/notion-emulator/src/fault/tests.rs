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
