//! Plans as text, and as files that are there whole or not at all.

use serde_json::json;

use super::*;
use crate::canon;

fn change(property: &str, before: Option<&str>, after: &str) -> Change {
    Change {
        property: property.to_owned(),
        property_id: None,
        before: before.map(str::to_owned),
        after: after.to_owned(),
        before_sha256: None,
        after_sha256: None,
        undo: None,
    }
}

fn op(title: &str, action: Action, changes: Vec<Change>) -> Op {
    Op {
        op_id: OpId::derive(&[title]),
        target: "core".to_owned(),
        title: title.to_owned(),
        why: String::new(),
        needs: Vec::new(),
        action,
        changes,
        link: None,
    }
}

fn page(number: u128) -> notion_model::PageId {
    uuid::Uuid::from_u128(number).into()
}

fn plan() -> Plan {
    let update = UpdatePage { page: page(1), properties: notion_model::Properties::default() };
    Plan {
        plan_version: PLAN_VERSION,
        id: RunId::from("tasks-1"),
        kind: "sync".to_owned(),
        namespace: "tasks".to_owned(),
        made_at: Timestamp::UNIX_EPOCH,
        spec_sha256: "b7".to_owned(),
        token_env: None,
        after: None,
        inputs: Vec::new(),
        guards: vec![Guard::check("deletes", 1, 40, Limit::Percent(2.0))],
        ops: vec![
            op(
                "Rotate keys",
                Action::UpdatePage(Box::new(update)),
                vec![
                    change("Status", Some("\"In progress\""), "\"Done\""),
                    change("Due", Some("2026-11-20"), "2026-11-27"),
                ],
            ),
            op("Old runner", Action::TrashPage { page: page(2) }, Vec::new()),
            op("Known", Action::Link { target: page(3) }, Vec::new()),
        ],
        unchanged: 9780,
        notes: vec![Note {
            level: Level::Warning,
            code: "lossy_value".to_owned(),
            message: "`Tags`: 2 more options were left out".to_owned(),
        }],
        max_failures: None,
        reads: 4,
    }
}

#[test]
fn a_plan_can_be_read() {
    insta::assert_snapshot!(plan().text(), @r#"
    sync plan: tasks

      ~ update   core / "Rotate keys"
          ~ Status  "In progress" -> "Done"
          ~ Due     2026-11-20 -> 2026-11-27
      - trash    core / "Old runner"
      = link     1 recognised, nothing is sent for them
      = skip     9780 unchanged
      ! warning: `Tags`: 2 more options were left out

    Plan: 1 to update, 1 to trash, 1 to link, 9780 unchanged. Made with 4 requests.
    Guard: deletes 1 of 40 (limit 2 %), ok.
    "#);
}

#[test]
fn long_plans_are_shortened_and_can_be_shown_whole() {
    let trash = |it: u128| op(&format!("Row {it}"), Action::TrashPage { page: page(it) }, vec![]);
    let plan = Plan { ops: (0..50).map(trash).collect(), notes: Vec::new(), ..plan() };
    let text = plan.text().to_string();
    assert!(text.contains("… and 10 more to trash") && !text.contains("Row 40"), "{text}");
    assert!(plan.full_text().to_string().contains("Row 49"));
}

#[test]
fn a_plan_in_a_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plans").join("a.plan.json");
    plan().save(&path).unwrap();
    assert_eq!(Plan::load(&path).unwrap(), plan());
    let names: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert_eq!(names, ["a.plan.json"]);

    let saved = std::fs::read_to_string(&path).unwrap();
    // However it is laid out, it says the same.
    std::fs::write(&path, saved.replace('\n', "\r\n")).unwrap();
    assert_eq!(Plan::load(&path).unwrap(), plan());
    std::fs::write(&path, saved.replace("Old runner", "New runner")).unwrap();
    assert!(matches!(Plan::load(&path), Err(PlanFileError::Changed(_))));
    let unsealed = serde_json::to_string(&plan()).unwrap();
    std::fs::write(&path, unsealed).unwrap();
    assert!(matches!(Plan::load(&path), Err(PlanFileError::NotAPlan { .. })));
    plan().save(&path).unwrap();

    std::fs::write(&path, "{").unwrap();
    assert!(matches!(plan().save(&path), Err(PlanFileError::Taken(_))));
    assert_eq!(std::fs::read(&path).unwrap(), b"{");
    assert!(matches!(Plan::load(&path), Err(PlanFileError::NotAPlan { .. })));
    let other = json!({ "plan_version": 99, "later": true }).to_string();
    std::fs::write(&path, other).unwrap();
    assert!(matches!(Plan::load(&path), Err(PlanFileError::Version { found: 99, .. })));
    assert!(matches!(Plan::load(folder.path()), Err(PlanFileError::Io { .. })));
}

#[test]
fn the_name_of_a_plan_depends_on_all_it_contains() {
    let name = |plan: Plan| plan.named(&[]).id;
    assert_eq!(name(plan()), name(plan()));
    let fewer = Plan { ops: plan().ops[..1].to_vec(), ..plan() };
    assert_ne!(name(plan()), name(fewer));
    insta::assert_snapshot!(name(plan()), @"tasks-19700101T000000-209e69");
    let run = |namespace: &str, state| RunRecord {
        id: RunId::from(format!("{namespace}-{state:?}")),
        kind: "sync".to_owned(),
        namespace: namespace.to_owned(),
        state,
        started: Timestamp::UNIX_EPOCH,
        alive: Timestamp::UNIX_EPOCH,
    };
    let (open, ended) = (run("tasks", RunState::Interrupted), run("tasks", RunState::Finished));
    let later = plan().named(&[open, run("other", RunState::Finished), ended.clone()]);
    assert_ne!(later.id, name(plan()));
    assert_eq!(later.after, Some(ended.id));
}

#[test]
fn percentages_are_rounded_up() {
    let tripped = |count, of, limit: &str| {
        Guard::check("deletes", count, of, Limit::parse(limit).unwrap()).tripped
    };
    assert!(!tripped(1, 10, "2%") && tripped(2, 10, "2%"));
    assert!(!tripped(0, 0, "0%") && tripped(1, 1000, "0%"));
    assert!(!tripped(5, 5, "5") && tripped(6, 600, "5"));
    assert_eq!(Limit::parse("101%"), None);
    assert_eq!(Limit::parse("-1"), None);
}

#[test]
fn values_are_shown_in_a_line() {
    let text = |it: &str| {
        let value = notion_model::request::PropertyValue::text(it);
        canon::words(&notion_model::Canonical::of_request(&value))
    };
    assert_eq!(text("a\nb"), r#""a\nb""#);
    assert!(text(&"x".repeat(200)).chars().count() <= 61);
}
